import itertools
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UsherError
from data.movies import Catalogue, Movie
from retrieval.words import MAX_WORDS, STOP_WORDS, WordIndex
from tests.retrieval.hashed_words import WORDS, random_catalogue

FILMS = Catalogue(
    [
        Movie(2, "Amélie", keywords=("garden gnome",), overview="A waitress in Montmartre."),
        Movie(3, "İstanbul", alternative_titles=("Constantinople",), cast=("Şener Şen",)),
        Movie(5, "Not Near", overview='She says "near" and "or", then NOT.', directors=("Ann O'Dowd",)),
        Movie(8, "Sleepers", overview="He is dreaming of dreams.", lead="A film of 1996."),
        Movie(9, "The Shark", overview="A shark."),
        Movie(12, "Beach", overview="One long day at the sea with a shark, an umbrella, and far too many people."),
        Movie(13, "日本沈没", tags=("quirky",)),
    ]
)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordIndex]:
    index = WordIndex.build(tmp_path_factory.mktemp("words") / "words #1?.sqlite3", FILMS)
    yield index
    index.close()


def found(words: WordIndex, text: str) -> set[int]:
    return {hit.movie_id for hit in words.search(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amelie", {2}),
        ("AMÉLIE", {2}),
        (unicodedata.normalize("NFD", "Amélie"), {2}),  # how macOS writes it
        ("gnomes", {2}),
        ("istanbul", {3}),
        ("İSTANBUL", {3}),
        ("constantinople", {3}),
        ("sener sen", {3}),
        ("o'dowd", {5}),
        ("dream", {8}),
        ("1996", {8}),
        ("shark", {9, 12}),
        ("sharks or umbrellas", {9, 12}),
        ("日本沈没", {13}),
        ("quirky", {13}),
        ("giraffe", set()),
        ("the of and", set()),
        ("", set()),
    ],
)
def test_words_find_the_movies_that_have_them(words: WordIndex, text: str, expected: set[int]) -> None:
    assert found(words, text) == expected


def test_the_movie_that_says_it_in_its_title_and_in_little_else_comes_first(words: WordIndex) -> None:
    hits = words.search("shark")
    assert [hit.movie_id for hit in hits] == [9, 12]
    assert hits[0].score > hits[1].score > 0


@pytest.mark.parametrize(
    "text",
    [
        '" OR *',
        "NEAR(",
        "NEAR(shark waitress)",
        "shark AND waitress",
        "a AND b",
        "shark NOT shark",
        "title:waitress",
        "title : shark",
        "{title overview} : shark",
        "^shark",
        "shar*",
        "shark + beach",
        "- shark",
        '"" OR ""',
        "shark'; DROP TABLE words; --",
        "(((",
        "\x00",
        "\ud800 shark",
        "_ ²",
        "\u0301",
        "x" * 100_000,
    ],
)
def test_data_is_never_an_operator(words: WordIndex, text: str) -> None:
    plain = {word for word in re.findall(r"\w+", text.lower()) if word not in STOP_WORDS}
    assert found(words, text) == set().union(*(found(words, word) for word in plain))


def test_the_words_of_operators_are_looked_for_like_others(words: WordIndex) -> None:
    assert found(words, "NEAR(shark") == {5, 9, 12}
    assert found(words, "shark NOT umbrella") == {9, 12}
    assert found(words, "overview:waitress") == {2}
    assert found(words, "shar*") == set()


@settings(max_examples=400, deadline=None)
@given(text=st.text() | st.text("\"'()*:^-+{}ORANDEshk \x00\u0301é_", max_size=30), k=st.none() | st.integers(0, 9))
def test_no_text_raises(words: WordIndex, text: str, k: int | None) -> None:
    hits = words.search(text, k)
    assert k is None or len(hits) <= k
    assert len({hit.movie_id for hit in hits}) == len(hits)
    assert all(hit.movie_id in FILMS and hit.score > 0 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_random_catalogues_are_searched_as_by_brute_force(tmp_path: Path) -> None:
    for seed in range(4):
        catalogue = random_catalogue(60, seed)
        index = WordIndex.build(tmp_path / f"{seed}.sqlite3", catalogue)
        for first, second in itertools.pairwise(WORDS):
            having = {
                movie.movie_id
                for movie in catalogue
                if {first, second}
                & set(
                    re.findall(r"\w+", " ".join((movie.title, movie.overview, *movie.keywords, *movie.genres)).lower())
                )
            }
            hits = index.search(f"the {first} and its {second}?")
            assert {hit.movie_id for hit in hits} == having
            assert index.search(f"{first} {second}", 3) == hits[:3]
        index.close()


def test_a_rarer_word_counts_more(tmp_path: Path) -> None:
    movies = [Movie(number, f"Film {number}", overview="castle") for number in range(1, 9)]
    index = WordIndex.build(tmp_path / "words", Catalogue([*movies, Movie(9, "Film 9", overview="violin")]))
    assert index.search("castle violin")[0].movie_id == 9
    index.close()


def test_ties_are_in_the_order_of_ids(tmp_path: Path) -> None:
    index = WordIndex.build(tmp_path / "words", Catalogue(Movie(id_, "Twin", overview="castle") for id_ in (30, 4, 17)))
    assert [hit.movie_id for hit in index.search("castle")] == [4, 17, 30]
    index.close()


def test_a_pasted_page_is_cut_after_its_first_words(words: WordIndex) -> None:
    page = [f"word{number}" for number in range(MAX_WORDS - 1)]
    assert found(words, " ".join([*page, "shark"])) == {9, 12}
    assert found(words, " ".join([*page, "other", "shark"])) == set()


def test_threads_get_the_same_answers(words: WordIndex) -> None:
    texts = ["shark", "amelie dream", "near umbrella", "nothing here", "o'dowd quirky"] * 40
    alone = [words.search(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(words.search, texts)) == alone


def test_the_file_is_opened_again_and_only_read(tmp_path: Path) -> None:
    path = tmp_path / "words"
    built = WordIndex.build(path, FILMS)
    expected = built.search("shark dream amelie")
    built.close()
    before = path.read_bytes()
    opened = WordIndex(path)
    assert opened.search("shark dream amelie") == expected
    opened.close()
    assert path.read_bytes() == before


def test_a_missing_file_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsherError, match=r"cannot read the words .*nowhere.*build` again$"):
        WordIndex(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_of_something_else_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database " * 200)
    with pytest.raises(UsherError, match="cannot read the words"):
        WordIndex(tmp_path / "text")
    connection = sqlite3.connect(tmp_path / "other")
    connection.execute("CREATE TABLE movies (title TEXT)")
    connection.close()
    with pytest.raises(UsherError, match="cannot read the words"):
        WordIndex(tmp_path / "other")


def test_building_over_an_index_is_an_error_that_leaves_it_alone(tmp_path: Path) -> None:
    WordIndex.build(tmp_path / "words", FILMS).close()
    before = (tmp_path / "words").read_bytes()
    with pytest.raises(UsherError, match="cannot write the words"):
        WordIndex.build(tmp_path / "words", FILMS)
    assert (tmp_path / "words").read_bytes() == before
    with pytest.raises(UsherError, match="cannot write the words"):
        WordIndex.build(tmp_path / "missing" / "words", FILMS)
