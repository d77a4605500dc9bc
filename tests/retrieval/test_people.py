import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.movies import Catalogue, Movie
from retrieval.people import PeopleFinder


@pytest.fixture(scope="module")
def finder(films: Catalogue) -> PeopleFinder:
    return PeopleFinder(films)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("something with tom hanks", [("Tom Hanks", "tom hanks")]),
        ("a film by Coppola", [("Francis Ford Coppola", "Coppola")]),
        ("Miyazaki's films", [("Hayao Miyazaki", "Miyazaki's")]),
        ("with De Niro and Pacino", [("Robert De Niro", "De Niro"), ("Al Pacino", "Pacino")]),
        ("not by jean pierre jeunet", [("Jean-Pierre Jeunet", "jean pierre jeunet")]),
        ("with Andie McDowell", [("Andie MacDowell", "Andie McDowell")]),
        ("pacino", [("Al Pacino", "pacino")]),
        (
            "the actor Bill Murray, or Marlon Brando",
            [("Bill Murray", "Bill Murray"), ("Marlon Brando", "Marlon Brando")],
        ),
    ],
)
def test_people_are_found_where_they_stand(finder: PeopleFinder, sentence: str, named: list[tuple[str, str]]) -> None:
    assert [(name, sentence[slice(*span)]) for name, span in finder.mentioned(sentence)] == named


@pytest.mark.parametrize(
    "sentence",
    ["with my family", "by tomorrow", "no horror", "tom and jerry", "with a man", "I saw Bill", "", "with Al"],
)
def test_other_words_are_no_people(finder: PeopleFinder, sentence: str) -> None:
    assert finder.mentioned(sentence) == []


def test_a_surname_is_the_clearly_better_known_bearer_or_nobody() -> None:
    def with_cast(*numbers: int) -> PeopleFinder:
        names = ("Ann Vonderland", "Bob Vonderland")
        casts = [(name,) for name, number in zip(names, numbers, strict=True) for _ in range(number)]
        return PeopleFinder(Catalogue(Movie(at, "Film", cast=cast) for at, cast in enumerate(casts)))

    assert [name for name, _ in with_cast(4, 1).mentioned("with Vonderland")] == ["Ann Vonderland"]
    assert with_cast(3, 2).mentioned("with Vonderland") == []
    both = with_cast(3, 2).mentioned("the Vonderland siblings")
    assert [name for name, _ in both] == ["Ann Vonderland", "Bob Vonderland"]


@settings(max_examples=200, deadline=None)
@given(
    st.text() | st.lists(st.sampled_from(["by", "with", "De", "Niro", "Pacino", "'s", "and", "films"])).map(" ".join)
)
def test_no_text_is_an_error(finder: PeopleFinder, text: str) -> None:
    assert all(0 <= start < end <= len(text) for _, (start, end) in finder.mentioned(text))


REAL = (
    ("films by Hitchcock", ["Alfred Hitchcock"]),
    ("a Kubrick film", ["Stanley Kubrick"]),
    ("by kubrick", ["Stanley Kubrick"]),
    ("with Scarlett Johanson", ["Scarlett Johansson"]),
    ("anything by Christopher Nolan or Denis Villeneuve", ["Christopher Nolan", "Denis Villeneuve"]),
    ("tarantino movies", ["Quentin Tarantino"]),
    ("Tarantino's films", ["Quentin Tarantino"]),
    ("no Adam Sandler please", ["Adam Sandler"]),
    ("something from Hitchcock's early years", ["Alfred Hitchcock"]),
    ("penelope cruz", ["Penélope Cruz"]),
    ("with Robert Downey Jr", ["Robert Downey Jr."]),
    ("samuel jackson movies", ["Samuel L. Jackson"]),
    ("the Coen brothers", ["Joel Coen", "Ethan Coen"]),
    ("leonardo di caprio", ["Leonardo DiCaprio"]),
    ("Something by Spielberg, please", ["Steven Spielberg"]),
    ("a scorcese film", ["Martin Scorsese"]),
    ("anything by miyasaki", ["Hayao Miyazaki"]),
    ("films with scarlet johansen", ["Scarlett Johansson"]),
    ("no nicholas cage please", ["Nicolas Cage"]),
    ("anything starring Jaques Nicholson", ["Jack Nicholson"]),
    ("directed by the coens", ["Joel Coen", "Ethan Coen"]),
    ("a thriller with denzel", ["Denzel Washington"]),
    ("a lynch movie", ["David Lynch"]),
    ("anything hitchcock made", ["Alfred Hitchcock"]),
    ("clooney and pitt", ["George Clooney", "Brad Pitt"]),
    ("in the mood for tarantino", ["Quentin Tarantino"]),
    ("with sam jackson", ["Samuel L. Jackson"]),
    ("hitchcock please", ["Alfred Hitchcock"]),
    ("another Kubrick", ["Stanley Kubrick"]),
    ("something Tarantino would make", ["Quentin Tarantino"]),
    ("either Scorsese or Coppola", ["Martin Scorsese", "Francis Ford Coppola"]),
    ("Bogart or Cagney, I don't mind which", ["Humphrey Bogart", "James Cagney"]),
    ("not another stallone", ["Sylvester Stallone"]),
    ("Kubric", ["Stanley Kubrick"]),
    ("something with Nic Cage going nuts", ["Nicolas Cage"]),
    ("bob de niro in a comedy", ["Robert De Niro"]),
    ("got any Kate Blanchett films", ["Cate Blanchett"]),
    ("sly stallone", ["Sylvester Stallone"]),
    ("jen aniston", ["Jennifer Aniston"]),
    ("al pachino gangster movie", ["Al Pacino"]),
    ("Phillip Seymour Hoffman", ["Philip Seymour Hoffman"]),
    ("keira knightly", ["Keira Knightley"]),
    ("jim carey", ["Jim Carrey"]),
    ("Brad Pit", ["Brad Pitt"]),
    ("Winona Rider film", ["Winona Ryder"]),
    ("Arnold Swartzenegger", ["Arnold Schwarzenegger"]),
    *(
        (sentence, [])
        for sentence in ("a film set in washington", "sherlock holmes", "bruce wayne", "about nixon", "sadder")
    ),
    *((sentence, []) for sentence in ("a film about hitchcock", "indiana jones", "michael myers", "steve jobs")),
    *((sentence, []) for sentence in ("mrs robinson", "julius caesar", "harry potter", "wizard of oz", "Dick Tracy")),
    *((sentence, []) for sentence in ("french comedies", "a christmas movie", "an anderson film")),
    *((sentence, []) for sentence in ("I haven't", "oh!", "the best actor", "march", "with arthouse flair")),
    *((sentence, []) for sentence in ("something with dogs", "with a twist", "from Japan", "with more action")),
    *((sentence, []) for sentence in ("with smith", "I want to laugh with friends", "no long movies", "no war")),
    *((sentence, []) for sentence in ("from young directors", "love stories", "with good music", "by the sea")),
    *((sentence, []) for sentence in ("without subtitles", "with Nicole", "a king with cancer", "Disney movies")),
    *(
        (sentence, [])
        for sentence in ("I love Marvel movies", "like Black Panther", "a lesser known movie", "I like Go")
    ),
)


@pytest.mark.real
def test_people_of_the_real_catalogue(real) -> None:
    finder = PeopleFinder(real.catalogue)
    found = {sentence: [name for name, _ in finder.mentioned(sentence)] for sentence, _ in REAL}
    assert found == dict(REAL)
