"""Chroma's graph of neighbours is approximate: what it finds is compared with every passage of every movie."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from data.errors import UsherError
from data.movies import Catalogue, Movie
from retrieval.chroma import FEW, ChromaIndex
from retrieval.documents import passages
from retrieval.filters import allows
from retrieval.index import Filters
from retrieval.vectors import EmbeddingCache
from tests.retrieval.hashed_words import WORDS, HashedWords, random_catalogue

CATALOGUE = random_catalogue(900, seed=1)
WISHES = (  # from everything over more and fewer than `FEW` movies to one and none
    None,
    Filters(not_genres=("War",)),
    Filters(genres=("Comedy",)),
    Filters(any_genres=("Horror", "War"), language="fr"),
    Filters(min_year=1990, max_runtime=100),
    Filters(min_year=1965, not_movies=tuple(CATALOGUE.ids)[::2]),
    Filters(genres=("Drama", "Horror"), max_year=1960),
    Filters(max_year=1900),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaIndex]:
    folder = tmp_path_factory.mktemp("nearest")
    index = ChromaIndex.build(folder / "index", CATALOGUE, HashedWords(), EmbeddingCache(folder / "cache"))
    yield index
    index.close()


@pytest.fixture(scope="module")
def queries() -> list[str]:
    rng = np.random.default_rng(2)
    return [" ".join(rng.choice(WORDS, rng.integers(1, 7))) for _ in range(25)] + ["", "not in any text"]


@pytest.fixture(scope="module")
def best(queries: list[str]) -> NDArray[np.float32]:
    """(n_queries, n_movies) cosine of the nearest passage of each movie."""
    model = HashedWords()
    wanted = model.embed(queries)
    return np.stack([(wanted @ model.embed(passages(movie)).T).max(axis=1) for movie in CATALOGUE], axis=1)


@pytest.mark.parametrize("number", range(len(WISHES)))
def test_many_searches_find_what_comparing_every_passage_finds(
    index: ChromaIndex, queries: list[str], best: NDArray[np.float32], number: int
) -> None:
    wish = WISHES[number]
    allowed = np.array([wish is None or allows(wish, movie) for movie in CATALOGUE])
    right, total = 0, 0
    for query, cosines in zip(queries, best, strict=True):
        for k in (1, 10, 60, 1000):
            hits = index.search(query, k, wish)
            rows = CATALOGUE.ids.rows([hit.movie.movie_id for hit in hits])
            assert len(set(rows.tolist())) == len(hits) == min(k, allowed.sum())
            assert allowed[rows].all()
            similarities = np.array([hit.similarity for hit in hits])
            assert (np.diff(similarities) <= 0).all()
            assert (similarities <= cosines[rows] + 2e-3).all()
            last = np.sort(cosines[allowed])[::-1][: len(hits)][-1:]
            right += int((cosines[rows] >= last - 2e-3).sum())  # movies that are as near as the last are as right
            total += len(hits)
    assert right >= 0.99 * total
    if allowed.sum() <= FEW:
        assert right == total


def test_an_index_that_is_open_outlives_another_that_is_closed(tmp_path: Path) -> None:
    catalogue = random_catalogue(30, seed=5)
    built = ChromaIndex.build(tmp_path / "index", catalogue, HashedWords(), EmbeddingCache(tmp_path / "cache"))
    expected = built.search("queen castle", 9)
    first = ChromaIndex.open(tmp_path / "index", catalogue, HashedWords())
    second = ChromaIndex.open(tmp_path / "index", catalogue, HashedWords())
    first.close()
    built.close()
    assert second.search("queen castle", 9) == expected
    second.close()
    again = ChromaIndex.open(tmp_path / "index", catalogue, HashedWords())
    assert again.search("queen castle", 9) == expected
    again.close()


def test_a_catalogue_with_as_many_passages_but_other_movies_is_refused(tmp_path: Path) -> None:
    ours = Catalogue(Movie(number, "Film", overview="Nothing much.") for number in range(1, 6))
    theirs = Catalogue(Movie(number, "Film", overview="Nothing much.") for number in range(2, 7))
    ChromaIndex.build(tmp_path / "index", ours, HashedWords(), EmbeddingCache(tmp_path / "cache")).close()
    with pytest.raises(UsherError, match=r"run `python app.py build` again$"):
        ChromaIndex.open(tmp_path / "index", theirs, HashedWords())
    with pytest.raises(UsherError, match="hashed words/48"):
        ChromaIndex.open(tmp_path / "index", ours, HashedWords(32))


def test_the_only_movie_has_no_others_like_it(tmp_path: Path) -> None:
    one = Catalogue([Movie(3, "Alone", overview="Nobody else is here.")])
    index = ChromaIndex.build(tmp_path / "index", one, HashedWords(), EmbeddingCache(tmp_path / "cache"))
    assert index.similar(3, 5) == []
    assert [hit.movie.movie_id for hit in index.search("anything", 5)] == [3]
    index.close()
