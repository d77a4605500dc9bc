import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.movies import Catalogue, Movie
from retrieval.names import names
from retrieval.titles import TitleFinder, normalised


@pytest.fixture(scope="module")
def finder(films: Catalogue, popularity) -> TitleFinder:
    return TitleFinder(films, popularity)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("The Matrix", "matrix"),
        ("The", "the"),
        ("Amélie", "amelie"),
        ("Alien³", "alien3"),
        ("Mr. & Mrs. Smith", "mr and mrs smith"),
        ("The Godfather: Part II", "godfather 2"),
        ("Kill Bill: Vol. 2", "kill bill 2"),
        ("Ocean's Eleven", "oceans 11"),
        ("Two Weeks Notice", "two weeks notice"),
        ("WALL·E", "walle"),
        ("X-Men", "x men"),
        ("Straße", "strasse"),
        ("七人の侍", "七人の侍"),
        ("?!", ""),
    ],
)
def test_titles_are_compared_without_articles_accents_and_kinds_of_numerals(title: str, key: str) -> None:
    assert normalised(title) == key


@given(st.text())
def test_the_normal_form_is_normal(text: str) -> None:
    once = normalised(text)
    assert once == " ".join(once.split())
    assert normalised(once.upper()).replace(" ", "") == normalised(once).replace(" ", "")


def test_names_are_titles_without_subtitles_and_subtitles_alone() -> None:
    movie = Movie(1, "Saga: Episode IV - The New Sun", 1977, alternative_titles=("Das Licht",))
    assert {(name.text, name.kind) for name in names(movie)} == {
        ("Saga: Episode IV - The New Sun", "title"),
        ("Das Licht", "title"),
        ("Saga", "short"),
        ("Saga IV", "short"),
        ("Saga Episode IV", "short"),
        ("Saga The New Sun", "short"),
        ("The New Sun", "subtitle"),
    }


@pytest.mark.parametrize(
    ("text", "movie_id"),
    [
        ("heat", 1),
        ("Heat 1995", 1),
        ("heat (1996)", 1),
        ("the godfather part ii", 3),
        ("godfather 2", 3),
        ("godfather, the", 2),
        ("godfathr", 2),
        ("titanic", 9),
        ("Titanic (1953)", 10),
        ("titanic 1997", 9),
        ("amelie", 4),
        ("le fabuleux destin d'amelie poulain", 4),
        ("spirted away", 5),
        ("it", 6),
        ("bladerunner 2049", 11),
    ],
)
def test_a_title_alone_is_found(finder: TitleFinder, text: str, movie_id: int) -> None:
    match = finder.find(text)[0]
    assert match.movie.movie_id == movie_id
    assert 0 < match.score <= 100
    assert match.span == (0, len(text))


@pytest.mark.parametrize("text", ["", "  ", "?", "xyzzy", "a film about sharks", "1995"])
def test_what_is_no_title_is_not_found(finder: TitleFinder, text: str) -> None:
    assert finder.find(text) == []


def test_at_most_k_distinct_movies_come_back_the_better_known_first(finder: TitleFinder) -> None:
    assert [match.movie.movie_id for match in finder.find("Titanic")] == [9, 10]
    assert [match.movie.movie_id for match in finder.find("Titanic", k=1)] == [9]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("something like Heat but funnier", {1: "Heat"}),
        ("i loved the godfather part 2 and groundhog day", {3: "the godfather part 2", 12: "groundhog day"}),
        ("I liked Titanic (1953), not Titanic", {10: "Titanic (1953)", 9: "Titanic"}),
        ("have you seen blade runner 2049?", {11: "blade runner 2049"}),
        ("we watched Her yesterday", {7: "Her"}),
        ('was "big" any good', {8: "big"}),
        ("I adored Amelie", {4: "Amelie"}),
        ("i loved spirted away", {5: "spirted away"}),
        ("like *It*, really", {6: "It"}),
        ("what is jaws about?", {13: "jaws"}),
    ],
)
def test_a_movie_in_a_sentence_is_found_where_it_stands(
    finder: TitleFinder, sentence: str, named: dict[int, str]
) -> None:
    matches = finder.mentioned(sentence)
    assert {match.movie.movie_id: sentence[slice(*match.span)] for match in matches} == named
    assert [match.span[0] for match in matches] == sorted(match.span[0] for match in matches)


@pytest.mark.parametrize(
    "sentence",
    [
        "it was her big day",
        "I saw her with a big dog",
        "the heat of the night",
        "a titanic effort",
        "what should I watch tonight?",
        "I like it, thanks",
        "Is it long?",
        "Big budgets bore me",
        "by the godfather of soul",
        "IT IS A BIG ONE FOR HER",
        "",
    ],
)
def test_ordinary_words_are_no_titles(finder: TitleFinder, sentence: str) -> None:
    assert finder.mentioned(sentence) == []


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["Heat", "it", "The", "Titanic", "(1953)", "part", "II", "loved", ",", '"', "é", "\x00"]))
)
def test_matches_never_overlap_and_lie_inside_the_text(finder: TitleFinder, parts: list[str]) -> None:
    text = " ".join(parts)
    end = 0
    for match in finder.mentioned(text):
        assert end <= match.span[0] < match.span[1] <= len(text)
        end = match.span[1]


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_no_text_is_an_error(finder: TitleFinder, text: str) -> None:
    assert all(0 < match.score <= 100 for match in [*finder.find(text), *finder.mentioned(text)])


def test_a_page_of_text_is_read_at_its_beginning_only(finder: TitleFinder) -> None:
    assert [match.movie.movie_id for match in finder.mentioned("I loved Heat. " + "word " * 100_000)] == [1]


def test_an_empty_catalogue_names_nothing() -> None:
    finder = TitleFinder(Catalogue([]), {})
    assert finder.find("heat") == finder.mentioned("I loved Heat") == []
