"""What a question asks, told by its words."""

import pytest

from chatbot.conversation import Topic
from chatbot.question import Question, asks_of_all, read_question


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("how does Heat end?", "ending"),
        ("does the dog die in Heat", "ending"),
        ("does it have a happy ending", "ending"),
        ("did Heat win an oscar", "awards"),
        ("how much did Heat make at the box office", "money"),
        ("where can I watch Heat", "where"),
        ("is it on netflix", "where"),
        ("is Heat based on a true story", "source"),
        ("is there a sequel to Heat", "series"),
        ("who wrote Heat?", "crew"),
        ("which country is Heat from", "country"),
        ("is there any nudity in it", "content"),
        ("is Heat any good", "rating"),
        ("would I like it", "rating"),
        ("who's the lead in Heat", "cast"),
        ("release year of Heat", "year"),
        ("can my kids watch it", "suitable"),
        ("what colour is the car in it", "other"),
        ("is it filmed by night", "crew"),
        ("tell me about Heat", "all"),
        ("what is Heat", "all"),
        ("the second one?", "all"),
    ],
)
def test_a_question_without_a_topic_is_told_by_its_words(message: str, asked: str) -> None:
    assert read_question(message, "all", ("Heat",)).asked == asked


@pytest.mark.parametrize("topic", ["cast", "director", "runtime", "year", "language", "plot"])
def test_a_topic_that_was_read_stays(topic: Topic) -> None:
    assert read_question("and the first one?", topic).asked == topic


def test_words_of_a_title_ask_nothing() -> None:
    assert read_question("can my kids watch Toy Story", "plot", ("Toy Story",)).asked == "suitable"
    assert read_question("tell me about The Ending", "all", ("The Ending",)).asked == "all"
    assert read_question("tell me about Scary Movie", "all", ("Scary Movie",)).asked == "all"


def test_a_plot_without_spoilers_is_no_question_for_the_ending() -> None:
    assert read_question("what's the plot of Heat, no spoilers", "plot", ("Heat",)).asked == "plot"


@pytest.mark.parametrize(
    ("message", "name", "directs"),
    [
        ("Is Tom Hanks in Heat?", "tom hanks", False),
        ("was de niro in it", "de niro", False),
        ("does Al Pacino play in Heat", "al pacino", False),
        ("did Michael Mann direct Heat?", "michael mann", True),
    ],
)
def test_a_person_asked_after_is_found(message: str, name: str, directs: bool) -> None:
    question = read_question(message, "all", ("Heat",))
    assert (question.asked, question.person, question.directs) == ("person", name, directs)


def test_moods_and_genres_asked_after_are_found() -> None:
    assert read_question("is it scary or sad?", "all").moods == ("scary", "sad")
    assert read_question("how violent is it", "all").asked == "mood"
    assert read_question("is Heat a western", "all", ("Heat",)) == Question("genre", genres=("Western",))


def test_a_question_about_the_whole_list_is_told_from_one_about_a_film() -> None:
    asks = ("which of these is the newest", "which one is the shortest?", "are any of these for kids")
    assert all(asks_of_all(message) for message in asks)
    assert not any(asks_of_all(message) for message in ("how long is the first one", "is it scary", "which language"))


def test_several_films_are_measured_and_one_is_not() -> None:
    two = ("Heat", "Alien")
    assert read_question("which one is the shortest", "all", two).measure == "shortest"
    assert read_question("what's older, Heat or Alien", "all", two).measure == "oldest"
    assert read_question("is Heat longer than Alien", "all", two) == Question("which", measure="longest", claims=True)
    assert read_question("is Heat longer", "all", ("Heat",)).measure is None
