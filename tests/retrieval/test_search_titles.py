from collections.abc import Iterator
from pathlib import Path

import pytest

from data.demo_films import read_demo
from data.movies import Catalogue, Movie
from retrieval.chroma import ChromaIndex
from retrieval.filters import allows
from retrieval.index import Filters
from retrieval.search import Search
from retrieval.titles import TitleFinder, normalised
from retrieval.vectors import EmbeddingCache
from retrieval.words import WordIndex
from tests.retrieval.hashed_words import HashedWords

DEMO = Catalogue(read_demo())
POPULARITY = {movie.movie_id: float(1000 // (1 + row)) for row, movie in enumerate(DEMO)}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    folder = tmp_path_factory.mktemp("titles")
    index = ChromaIndex.build(folder / "index", DEMO, HashedWords(), EmbeddingCache(folder / "cache"))
    words = WordIndex.build(folder / "words", DEMO)
    yield Search(index, words, TitleFinder(DEMO, POPULARITY), POPULARITY)
    index.close()
    words.close()


def test_every_title_of_the_demo_typed_exactly_comes_first(search: Search) -> None:
    for movie in DEMO:
        first = search.search(movie.title, 1)[0]  # a better known one of that name may come before it
        of_first = (first.movie.title, *first.movie.alternative_titles)
        assert normalised(movie.title) in map(normalised, of_first)
        assert "title" in first.sources


def test_every_title_with_its_year_finds_that_movie_first(search: Search) -> None:
    for movie in DEMO:
        assert search.search(str(movie), 1)[0].movie == movie


def test_a_title_that_the_filters_exclude_does_not_come_back(search: Search) -> None:
    for movie in DEMO.movies[::10]:
        wish = Filters(not_movies=(movie.movie_id,), min_year=1950)
        found = search.search(movie.title, 5, wish)
        assert len(found) == 5
        assert all(allows(wish, one.movie) for one in found)


def test_as_many_come_back_as_were_asked_for(search: Search) -> None:
    wish = Filters(genres=("Comedy",))
    comedies = sum(allows(wish, movie) for movie in DEMO)
    for k in (0, 1, 7, comedies, comedies + 50):
        found = search.search("a wedding in the snow", k, wish)
        assert len(found) == len({one.movie.movie_id for one in found}) == min(k, comedies)


def test_a_title_outweighs_a_word_that_only_one_other_movie_has(tmp_path: Path) -> None:
    others = [Movie(number, f"Film {number}", overview="Queen castle.") for number in range(10, 3000)]
    boy = Movie(1, "Old Boy", 2003, overview="A man is locked up for years.")
    fan = Movie(2, "Memories", 2010, overview="A fan of the picture oldboy makes one of her own.")
    catalogue = Catalogue([boy, fan, *others])
    index = ChromaIndex.build(tmp_path / "index", catalogue, HashedWords(), EmbeddingCache(tmp_path / "cache"))
    words = WordIndex.build(tmp_path / "words", catalogue)
    search = Search(index, words, TitleFinder(catalogue, {}), {})
    assert search.search("oldboy", 2)[0].movie == boy
    index.close()
    words.close()
