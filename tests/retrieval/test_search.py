from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from data.movies import Catalogue
from retrieval import search as search_module
from retrieval.chroma import ChromaIndex
from retrieval.documents import passages
from retrieval.evaluate import evaluate, read_described
from retrieval.filters import allows
from retrieval.index import Filters
from retrieval.search import Search
from retrieval.titles import TitleFinder
from retrieval.vectors import EmbeddingCache
from retrieval.words import WordIndex

LEAST = (0.91, 0.65, 0.63)  # of each of these in the first five, a little below what was measured
DESCRIBED, FIRST, SECOND = (Path(__file__).with_name(f"described{part}.jsonl") for part in ("", "_first", "_second"))


def quiet(done: int, total: int) -> None:
    assert done <= total


def make(folder: Path, catalogue: Catalogue, embedder, popularity) -> tuple[Search, ChromaIndex, WordIndex]:
    index = ChromaIndex.build(folder / "index", catalogue, embedder, EmbeddingCache(folder / "cache"), quiet)
    words = WordIndex.build(folder / "words.sqlite3", catalogue)
    return Search(index, words, TitleFinder(catalogue, popularity), popularity), index, words


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, films: Catalogue, minilm, popularity) -> Iterator[Search]:
    known = {**popularity, 13: 91.0}
    found, index, words = make(tmp_path_factory.mktemp("search"), films, minilm, known)
    yield found
    index.close()
    words.close()


@pytest.mark.parametrize(
    ("text", "movie_id"),
    [
        ("the one where a man lives the same day again and again", 12),
        ("ghosts run a bath and her mother and father are animals now", 5),
        ("a big fish bites swimmers", 13),
        ("someone falls in love with software", 7),
        ("thief against cop", 1),
        ("heist", 1),
        ("Greta Lund", 14),
    ],
)
def test_a_description_finds_its_movie(search: Search, text: str, movie_id: int) -> None:
    assert movie_id in [found.movie.movie_id for found in search.search(text, 2)]


@pytest.mark.parametrize(("text", "movie_id"), [("it", 6), ("Big", 8), ("titanic 1953", 10), ("amelie", 4)])
def test_a_title_comes_first(search: Search, text: str, movie_id: int) -> None:
    first = search.search(text, 3)[0]
    assert first.movie.movie_id == movie_id
    assert "title" in first.sources


def test_the_better_known_of_two_that_fit_alike_comes_first(search: Search) -> None:
    found = [one.movie.movie_id for one in search.search("ship that ice will sink", 2)]
    assert found == [9, 10]


def test_results_are_distinct_in_order_and_tell_what_found_them(search: Search, films: Catalogue) -> None:
    found = search.search("a policeman", len(films) + 5)
    assert sorted(one.movie.movie_id for one in found) == films.ids.values.tolist()
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    by_id = {one.movie.movie_id: one for one in found}
    assert by_id[1].sources == ("passages", "words")
    assert by_id[14].sources == ("passages",)  # nothing is told of it
    assert all(-1 <= one.similarity <= 1.001 for one in found)


@pytest.mark.parametrize(
    "wish",
    [Filters(genres=("Horror",)), Filters(min_runtime=150), Filters(not_movies=(12, 6)), Filters(language="xx")],
    ids=str,
)
def test_filters_are_hard_and_the_list_is_filled_up(search: Search, films: Catalogue, wish: Filters) -> None:
    found = search.search("groundhog day clown", 5, wish)
    assert all(allows(wish, one.movie) for one in found)
    assert len(found) == min(5, sum(allows(wish, movie) for movie in films))


def test_what_passages_and_words_did_not_propose_fills_the_list_up(
    search: Search, films: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "BY_PASSAGES", 1)
    found = search.search("zzyzx qwrtp", len(films))
    assert sorted(one.movie.movie_id for one in found) == films.ids.values.tolist()
    assert sum("passages" in one.sources for one in found) == 1


def test_a_movie_has_the_similarity_of_its_nearest_passage(search: Search, films: Catalogue, minilm) -> None:
    wanted = minilm.ask(["a lonely man"])[0].vector
    for one in search.search("a lonely man", len(films)):
        assert one.similarity == pytest.approx((minilm.embed(passages(one.movie)) @ wanted).max(), abs=0.01)


def test_the_best_without_word_pieces_are_ordered_with_them_and_the_others_follow_in_their_order(
    search: Search, films: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "CLOSELY", 4)
    text = "a policeman"
    found = search.candidates(text, len(films))
    pieces = search.pieces(found, np.arange(len(films)))
    values = {}
    for at, row in enumerate(found.rows):
        of = [getattr(found.terms, name)[at] for name in search_module.FAR._fields[:-1]]
        far = sum(weight * value for weight, value in zip(search_module.FAR, of, strict=False))
        near = sum(weight * value for weight, value in zip(search_module.NEAR, [*of, pieces[at]], strict=True))
        values[films.movies[row].movie_id] = (far, near)
    by_far = sorted(values, key=lambda movie_id: -values[movie_id][0])
    expected = sorted(by_far[:4], key=lambda movie_id: -values[movie_id][1]) + by_far[4:]
    assert expected[:4] != by_far[:4]
    assert expected != sorted(values, key=lambda movie_id: -values[movie_id][1])
    listed = search.search(text, len(films))
    assert [one.movie.movie_id for one in listed] == expected
    gaps = (values[by_far[3]][0] - values[by_far[4]][0], listed[3].score - listed[4].score)
    assert gaps[0] == pytest.approx(gaps[1], abs=1e-3)


def test_a_word_that_means_about_the_same_finds_a_movie(search: Search) -> None:
    found = search.search("cop", 14)
    assert {1, 11} <= {one.movie.movie_id for one in found if "words" in one.sources}  # two policemen


@pytest.mark.parametrize("text", ["", "  \n", '"', "\x00", "?" * 5000, "\ud800"])
def test_no_text_is_an_error(search: Search, text: str) -> None:
    assert len(search.search(text, 3)) in (0, 3)


def test_searching_twice_gives_the_same(search: Search) -> None:
    assert search.search("a lonely man", 5) == search.search("a lonely man", 5)


@pytest.mark.real
@pytest.mark.slow
def test_films_are_found_from_plots_told_in_other_words(real, minilm, tmp_path: Path) -> None:
    """The first half chose the weights; the second, and older descriptions that share words, do about as well."""
    paths = (DESCRIBED, FIRST, SECOND)
    wanted = {one for path in paths for each in read_described(path, real.catalogue) for one in each.movie_ids}
    known = sorted(real.popularity, key=lambda movie_id: -real.popularity[movie_id])[:1500]
    catalogue = Catalogue(real.catalogue[movie_id] for movie_id in wanted.union(known))
    found, index, words = make(tmp_path, catalogue, minilm, real.popularity)
    for path, least in zip(paths, LEAST, strict=True):
        assert evaluate(found, read_described(path, catalogue)).at[5] >= least
    index.close()
    words.close()
