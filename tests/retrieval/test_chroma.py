import concurrent.futures
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from data.errors import UsherError
from data.movies import Catalogue
from retrieval import chroma
from retrieval.chroma import ChromaIndex
from retrieval.documents import document, passages
from retrieval.filters import allows
from retrieval.index import Filters, Vectors
from retrieval.vectors import EmbeddingCache
from tests.retrieval.hashed_words import lettered_catalogue

N = 400
DIMENSION = 26


def quiet(done: int, total: int) -> None:
    assert done <= total


@pytest.fixture(scope="module")
def many() -> Catalogue:
    """Movies with one to five passages made of random letters."""
    return lettered_catalogue(N, lambda draw: int(draw.integers(0, 5)))


@pytest.fixture(scope="module")
def index(many: Catalogue, tmp_path_factory: pytest.TempPathFactory, letters_model) -> Iterator[ChromaIndex]:
    folder = tmp_path_factory.mktemp("chroma")
    index = ChromaIndex.build(folder / "index", many, letters_model, EmbeddingCache(folder / "cache"), quiet)
    yield index
    index.close()


def brute_force(catalogue: Catalogue, model, vector: Vectors, filters: Filters) -> list[tuple[float, int]]:
    """Every allowed movie with its best passage's cosine, best first."""
    best = [
        (float((model.embed(passages(movie)) @ vector).max()), movie.movie_id)
        for movie in catalogue
        if allows(filters, movie)
    ]
    return sorted(best, key=lambda one: -one[0])


WISHES = [
    Filters(),
    Filters(genres=("Drama",)),
    Filters(min_year=1990),
    Filters(min_year=1990, max_year=1995),
    Filters(people=("Person 7",)),
    Filters(people=("Person 7",), genres=("Drama",)),
    Filters(max_year=1900),
    Filters(not_movies=tuple(range(1000))),
]


@pytest.mark.parametrize("wish", WISHES, ids=str)
@pytest.mark.parametrize("k", [1, 10, 100, 1000])
def test_a_search_finds_what_comparing_every_passage_finds(
    index: ChromaIndex, many: Catalogue, letters_model, wish: Filters, k: int
) -> None:
    vector = letters_model.embed(["jazz quiz fuzzy buzz"])[0]
    expected = brute_force(many, letters_model, vector, wish)[:k]
    hits = index.search(vector, k, wish)
    assert len(hits) == len(expected)
    assert len({hit.movie.movie_id for hit in hits}) == len(hits)
    assert all(allows(wish, hit.movie) for hit in hits)
    np.testing.assert_allclose([hit.similarity for hit in hits], [best for best, _ in expected], atol=2e-3)


@pytest.mark.parametrize("few", [0, N])
def test_both_ways_of_filtering_agree(
    index: ChromaIndex, letters_model, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = letters_model.embed(["jazz quiz"])[0]
    expected = index.search(vector, 20, Filters(people=("Person 7",), genres=("Comedy",)))
    monkeypatch.setattr(chroma, "FEW", few)
    monkeypatch.setattr(chroma, "MOST_ASKED", 0)
    found = index.search(vector, 20, Filters(people=("Person 7",), genres=("Comedy",)))
    assert [hit.movie for hit in found] == [hit.movie for hit in expected]


def test_the_length_of_a_vector_does_not_matter(index: ChromaIndex, letters_model) -> None:
    vector = letters_model.embed(["quartz"])[0]
    assert [hit.movie for hit in index.search(7 * vector, 9)] == [hit.movie for hit in index.search(vector, 9)]


def test_a_text_is_searched_by_its_vector(index: ChromaIndex, letters_model) -> None:
    assert index.search("zzz", 5) == index.search(letters_model.embed(["zzz"])[0], 5)


def test_no_movies_are_asked_for(index: ChromaIndex) -> None:
    assert index.search("zzz", 0) == []


def test_vectors_are_those_of_the_documents_in_the_order_asked(
    index: ChromaIndex, many: Catalogue, letters_model
) -> None:
    wanted = [3, 403, 53, 53, 3993, *range(1003, 2003, 10)]
    expected = letters_model.embed([document(many[movie_id]) for movie_id in wanted])
    np.testing.assert_allclose(index.vectors(wanted), expected, atol=2e-3)
    assert index.vectors([]).shape == (0, DIMENSION)


def test_similar_movies_are_the_nearest_others(index: ChromaIndex, many: Catalogue, letters_model) -> None:
    own = letters_model.embed([document(many[53])])[0]
    expected = [best for best, movie_id in brute_force(many, letters_model, own, Filters()) if movie_id != 53][:5]
    hits = index.similar(53, 5)
    assert 53 not in {hit.movie.movie_id for hit in hits}
    np.testing.assert_allclose([hit.similarity for hit in hits], expected, atol=2e-3)


@pytest.mark.parametrize("ask", [lambda index: index.similar(4, 5), lambda index: index.vectors([3, 4])])
def test_an_unknown_movie_is_a_key_error(index: ChromaIndex, ask) -> None:
    with pytest.raises(KeyError, match="4"):
        ask(index)


def test_threads_share_an_index(index: ChromaIndex) -> None:
    texts = [f"{letter} text" for letter in "abcdefghij"] * 5
    alone = [index.search(text, 5) for text in texts]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: index.search(text, 5), texts)) == alone


def test_what_was_built_is_opened_again_with_the_same_answers(tmp_path: Path, many: Catalogue, letters) -> None:
    cache = EmbeddingCache(tmp_path / "cache")
    built = ChromaIndex.build(tmp_path / "one", many, letters, cache, quiet)
    expected = built.search("quartz", 20)
    built.close()
    letters.texts.clear()
    opened = ChromaIndex.open(tmp_path / "one", many, letters)
    again = ChromaIndex.build(tmp_path / "two", many, letters, cache, quiet)
    assert letters.texts == []  # the second build embedded nothing
    assert opened.search("quartz", 20) == again.search("quartz", 20) == expected
    opened.close()
    again.close()


def test_a_catalogue_without_movies_is_indexed(tmp_path: Path, letters) -> None:
    empty = ChromaIndex.build(tmp_path / "index", Catalogue([]), letters, EmbeddingCache(tmp_path / "cache"), quiet)
    assert empty.search("anything", 5) == []
    empty.close()


def test_an_index_of_something_else_is_refused(tmp_path: Path, films: Catalogue, many: Catalogue, letters) -> None:
    ChromaIndex.build(tmp_path / "index", films, letters, EmbeddingCache(tmp_path / "cache"), quiet).close()
    with pytest.raises(UsherError, match=r"holds 25 passages by 'letters', not the \d+ of this catalogue .*build"):
        ChromaIndex.open(tmp_path / "index", many, letters)
    letters.name = "other letters"
    with pytest.raises(UsherError, match=r"by 'letters', .* by 'other letters'"):
        ChromaIndex.open(tmp_path / "index", films, letters)


def test_a_folder_without_an_index_is_named_and_stays_empty(tmp_path: Path, films: Catalogue, letters) -> None:
    with pytest.raises(UsherError, match=r"there is no index in .*build"):
        ChromaIndex.open(tmp_path, films, letters)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_index_is_named(tmp_path: Path, films: Catalogue, letters) -> None:
    (tmp_path / "chroma.sqlite3").write_text("not a database " * 100)
    with pytest.raises(UsherError, match="the index"):
        ChromaIndex.open(tmp_path, films, letters)


def test_an_index_is_not_built_over_another(tmp_path: Path, films: Catalogue, letters) -> None:
    cache = EmbeddingCache(tmp_path / "cache")
    ChromaIndex.build(tmp_path / "index", films, letters, cache, quiet).close()
    with pytest.raises(UsherError, match="choose an empty folder"):
        ChromaIndex.build(tmp_path / "index", films, letters, cache, quiet)
