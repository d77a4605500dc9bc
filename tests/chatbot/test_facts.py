"""Answers to questions about movies: what the catalogue says, and what it does not."""

import pytest

from chatbot.conversation import Session
from chatbot.facts import answer_question, everything
from chatbot.question import Asked, Question, read_question
from chatbot.wording import Voice
from data.movies import Movie
from data.ratings import History

HEAT = Movie(
    *(1, "Heat", 1995, ("Crime", "Thriller", "Action", "Drama")),
    overview="A thief and a detective circle each other. One is careful. The other is not. Only one is left.",
    runtime_minutes=170,
    language="en",
    countries=("US",),
    directors=("Michael Mann",),
    cast=("Al Pacino", "Robert De Niro"),
    keywords=("based on novel", "bank"),
    vote_average=7.7,
    vote_count=1886,
)
BARE = Movie(2, "Untold")
NAMES = "Ada Bea Cy Dan Eve Flo Gus Hal Ida Jon Kim Lea".split()
VOICES = [Voice(Session(History(None, {})), f"message {n}", shows=False) for n in range(12)]


def told(movie: Movie, asked: Asked, voice: Voice = VOICES[0]) -> str:
    return answer_question([movie], Question(asked), voice)


def answer(message: str, *movies: Movie) -> str:
    question = read_question(message, "all", tuple(movie.title for movie in movies))
    return answer_question(movies, question, VOICES[0])


@pytest.mark.parametrize(
    ("asked", "fact"),
    [
        ("director", "Michael Mann"),
        ("cast", "Al Pacino and Robert De Niro"),
        ("runtime", "2 h 50 min"),
        ("year", "1995"),
        ("language", "English"),
        ("country", "the US"),
        ("genres", "crime, thriller, action and drama"),
        ("rating", "7.7 of 10 from 1,886 votes"),
        ("plot", "A thief and a detective"),
        ("source", "based on novel"),
    ],
)
def test_a_fact_comes_from_the_catalogue_whatever_the_wording(asked: Asked, fact: str) -> None:
    for voice in VOICES:
        text = told(HEAT, asked, voice)
        assert "**Heat** (1995)" in text
        assert fact in text
        assert "do not know" in told(BARE, asked, voice)


@pytest.mark.parametrize("asked", ["awards", "money", "where", "crew", "other"])
def test_what_the_catalogue_never_says_is_admitted_with_what_it_does_say(asked: Asked) -> None:
    assert "do not know" in told(HEAT, asked)
    assert "directed by Michael Mann" in told(HEAT, asked)


def test_what_a_description_says_is_repeated_word_for_word() -> None:
    lead = "Jaws is a 1975 film based on a novel by Peter Benchley. It won three *awards*. John Williams composed it."
    jaws = Movie(4, "Jaws", 1975, lead=lead)
    says = "What I have on **Jaws** (1975) says: "
    assert answer("is Jaws based on a book", jaws) == f"{says}“Jaws is a 1975 film based on a novel by Peter Benchley.”"
    assert answer("did Jaws win an oscar", jaws) == f"{says}“It won three \\*awards\\*.”"
    assert answer("who composed the music of Jaws", jaws) == f"{says}“John Williams composed it.”"
    assert "do not know" in answer("who wrote Jaws", jaws)
    assert "do not know" in answer("what did Jaws cost at the box office", jaws)


def test_no_ending_is_given_away() -> None:
    for voice in VOICES:
        text = told(HEAT, "ending", voice)
        assert "spoil" in text
        assert "Only one is left" not in text
    assert "Only one is left" not in told(HEAT, "plot") + everything(HEAT)


def test_a_person_is_in_it_or_not_among_the_names_known() -> None:
    assert answer("is al pacino in Heat", HEAT) == "Yes, Al Pacino plays in **Heat** (1995)."
    assert answer("is de niro in Heat", HEAT) == "Yes, Robert De Niro plays in **Heat** (1995)."
    assert answer("is Niro Al in Heat", HEAT).startswith("Not among the names I know of **Heat** (1995)")
    assert answer("did Michael Mann direct Heat", HEAT) == "Yes, Michael Mann directed **Heat** (1995)."
    assert answer("did Al Pacino direct Heat", HEAT) == "No, **Heat** (1995) was directed by Michael Mann."
    assert "do not know" in answer("is Al Pacino in Untold", BARE)
    assert "do not know" in answer("did Al Pacino direct Untold", BARE)


def test_a_country_that_is_not_known_is_only_guessed_from_the_language() -> None:
    text = told(Movie(3, "Amelie", 2001, language="fr"), "country")
    assert text == "I do not know the country of **Amelie** (2001); its language, French, points to France."


def test_a_long_cast_is_cut_and_says_so() -> None:
    crowd = Movie(5, "Crowd", 2001, cast=tuple(f"Player {name}" for name in NAMES))
    assert "Player Gus, Player Hal and four more" in told(crowd, "cast")
    assert answer("is Player Lea in Crowd", crowd) == "Yes, Player Lea plays in **Crowd** (2001)."


def test_a_genre_is_affirmed_or_denied() -> None:
    assert answer("is Heat a thriller", HEAT).startswith("Yes: **Heat** (1995) counts as")
    assert answer("is Heat a comedy", HEAT).startswith("Not by its genres: **Heat** (1995) counts as")


def test_one_director_of_two_films_is_named_once() -> None:
    other = Movie(3, "Collateral", 2004, directors=("Michael Mann",))
    text = answer_question([HEAT, other], Question("director"), VOICES[0])
    assert text == "Michael Mann directed **Heat** (1995) and **Collateral** (2004)."


def test_a_question_about_no_movie_asks_which() -> None:
    assert "do not know which film" in answer_question([], Question("year"), VOICES[0])


def test_of_a_list_those_are_named_that_somebody_is_in() -> None:
    ronin = Movie(3, "Ronin", 1998, directors=("John Frankenheimer",), cast=("Robert De Niro", "Jean Reno"))
    assert "Yes: Robert De Niro is in **Heat** (1995) and **Ronin** (1998)" in answer(
        "is De Niro in any of them", HEAT, ronin
    )
    assert "Yes: Michael Mann directed **Heat** (1995)." in answer("are any of these by Michael Mann", HEAT, ronin)
    assert "Not as far as I know" in answer("does any of them star Jodie Foster", HEAT, ronin)


def test_the_music_of_a_film_is_not_its_director() -> None:
    question = read_question("who made the music for Heat", "director", ("Heat",))
    assert (question.asked, read_question("who made Heat", "director", ("Heat",)).asked) == ("crew", "director")


@pytest.mark.parametrize(
    ("message", "asked"),
    [("the original language of Heat", "language"), ("the maker of Heat", "director"), ("how many minutes", "runtime")],
)
def test_a_topic_that_no_other_rule_saw_is_read(message: str, asked: Asked) -> None:
    assert read_question(message, "all", ("Heat",)).asked == asked
