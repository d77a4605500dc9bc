"""Answers composed by hand-made evidence."""

from chatbot.answer import because, compose, escaped, headline, numbered, runtime
from chatbot.conversation import Pick, Reason, Request, Session
from chatbot.picks import Selection
from data.movies import Catalogue, Movie
from data.ratings import History

HEAT = Movie(
    *(1, "Heat", 1995, ("Crime", "Thriller", "Action", "Drama")),
    overview="A thief and a detective circle each other.",
    runtime_minutes=170,
    language="en",
    directors=("Michael Mann",),
    cast=("Al Pacino", "Robert De Niro"),
)
BARE = Movie(2, "Untold")
CATALOGUE = Catalogue([HEAT, BARE])
NOBODY = Session(History(None, {}))
LIKED = Reason("liked", "you liked Casino", (9,))
WORDS = Reason("words", "its description speaks of thief")
MOOD = Reason("mood", "it is tagged tense")


def pick(movie: Movie, *because: Reason) -> Pick:
    return Pick(movie, 1.0, ("taste",), because)


def told(request: Request, *picks: Pick, message: str = "x", session: Session = NOBODY) -> str:
    return compose(message, session, request, Selection(picks), CATALOGUE).text


def test_a_headline_gives_the_facts_that_are_known() -> None:
    assert headline(HEAT) == "**Heat** (1995), 2 h 50 min, crime, thriller, action"
    assert headline(BARE) == "**Untold**"


def test_a_runtime_is_in_hours_and_minutes() -> None:
    minutes = (45, 60, 61, 120, 170, None)
    texts = [runtime(Movie(1, "x", runtime_minutes=value)) for value in minutes]
    assert texts == ["45 min", "1 h", "1 h 1 min", "2 h", "2 h 50 min", ""]


def test_the_reason_that_names_a_liked_movie_is_always_among_the_two_told() -> None:
    assert because(pick(HEAT, WORDS, MOOD, LIKED)) == "its description speaks of thief; because you liked Casino."
    assert because(pick(HEAT, LIKED)) == "because you liked Casino."
    assert because(pick(HEAT, WORDS, MOOD)) == "its description speaks of thief; it is tagged tense."


def test_picks_are_numbered_from_where_the_list_goes_on() -> None:
    lines = numbered([pick(HEAT, LIKED), pick(BARE, MOOD)], start=2).splitlines()
    assert [line.split()[0] for line in lines] == ["2.", "3."]


def test_facts_come_from_the_catalogue_or_are_unknown() -> None:
    def fact(movie: Movie, topic: str) -> str:
        return told(Request.model_validate({"intent": "fact", "about": (movie.movie_id,), "topic": topic}))

    assert fact(HEAT, "director") == "**Heat** (1995) was directed by Michael Mann."
    assert fact(HEAT, "cast") == "In **Heat** (1995) play Al Pacino and Robert De Niro."
    assert fact(HEAT, "runtime") == "**Heat** (1995) runs 2 h 50 min."
    assert fact(HEAT, "year") == "**Heat** (1995) came out in 1995."
    assert fact(HEAT, "language") == "**Heat** (1995) is in English."
    assert HEAT.overview in fact(HEAT, "all")
    for topic in ("director", "cast", "runtime", "year", "language", "genres", "plot", "rating", "suitable"):
        assert "do not know" in fact(BARE, topic)


def test_a_question_about_no_movie_asks_which() -> None:
    assert "title" in told(Request(intent="fact"))


def test_a_described_movie_is_the_first_thing_named() -> None:
    text = told(Request(intent="recall", query="a thief"), pick(HEAT, WORDS), pick(BARE, WORDS))
    assert text.index("Heat") < text.index("Untold")
    assert "\n\n2. **Untold**" in text


def test_someone_new_is_asked_for_a_film_and_someone_known_is_not() -> None:
    known = Session(History(3, {9: 5.0}))
    assert "tell me a film or two" in told(Request(), pick(HEAT, MOOD))
    assert "tell me a film or two" not in told(Request(), pick(HEAT, LIKED), session=known)


def test_opinions_are_repeated_before_the_list() -> None:
    text = told(Request(intent="feedback", liked=(1,), disliked=(2,)), pick(HEAT, MOOD))
    assert text.startswith("Noted: you liked Heat and you did not like Untold. ")


def test_titles_cannot_bring_markup_into_the_page() -> None:
    evil = Movie(3, "<img src=x onerror=alert(1)> **[x](y)**")
    assert headline(evil) == r"**\<img src=x onerror=alert(1)\> \*\*\[x\](y)\*\***"
    assert "\\<img" in numbered([pick(HEAT, Reason("liked", f"you liked {evil.title}", (3,)))])
    assert escaped("a*b_c[d]`e\\") == r"a\*b\_c\[d\]\`e\\"


def test_wording_varies_between_messages_but_not_between_runs() -> None:
    texts = {told(Request(query="thief"), pick(HEAT, WORDS), message=str(n)).split("\n")[0] for n in range(30)}
    assert len(texts) == 3
    assert told(Request(), pick(HEAT, MOOD)) == told(Request(), pick(HEAT, MOOD))
