import xml.etree.ElementTree as ET

import pytest

from chatbot.ui.posters import HEIGHT, LETTER, MARGIN, MOST_LINES, WIDTH, fitted_title, poster_svg, poster_url
from data.demo_films import read_demo
from data.movies import GENRES, Movie

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb"


def words(movie: Movie) -> str:
    root = ET.fromstring(poster_svg(movie))
    return " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


def test_the_same_movie_always_gets_the_same_poster_and_another_one_gets_another() -> None:
    movie = Movie(1, "Alien", 1979, ("Horror", "Sci-Fi"))
    assert poster_svg(movie) == poster_svg(Movie(2, "Alien", 1979, ("Horror", "Sci-Fi")))
    assert poster_svg(movie) != poster_svg(Movie(1, "Alien", 1980, ("Horror", "Sci-Fi")))
    assert poster_svg(movie) != poster_svg(Movie(1, "Alien", 1979, ("Comedy",)))


@pytest.mark.parametrize("genre", ["", "Unheard of", *GENRES])
def test_every_genre_gives_a_poster_that_is_valid_xml_with_title_year_and_nothing_from_elsewhere(genre: str) -> None:
    movie = Movie(1, LONG, 1964, (genre,) if genre else ())
    root = ET.fromstring(poster_svg(movie))
    assert " ".join(words(movie).split()).startswith(f"{LONG} 1964")
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    shapes = {"g", "rect", "path", "circle", "ellipse", "text"}
    assert names <= {"svg", "defs", "linearGradient", "stop", *shapes}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or "href" in name}


@pytest.mark.parametrize(
    "title", ["<img src=x onerror=alert(1)>", 'a"b&c</text><script>x</script>', "\x00a\x1bb\ud800c", ""]
)
def test_no_title_can_break_out_of_the_poster(title: str) -> None:
    movie = Movie(1, title, 1999)
    root = ET.fromstring(poster_svg(movie))
    assert not list(root.iter(f"{SVG}script"))
    assert not list(root.iter(f"{SVG}img"))
    assert poster_url(movie).startswith("data:image/svg+xml;base64,")
    assert '"' not in poster_url(movie)


@pytest.mark.parametrize("title", [LONG, "M", "Supercalifragilisticexpialidocious" * 3, "花樣年華" * 12, "a " * 200])
def test_titles_stay_inside_the_poster(title: str) -> None:
    size, lines = fitted_title(title)
    assert 1 <= len(lines) <= MOST_LINES
    for line in lines:
        wide = sum(1.7 if ord(char) > 0x2E80 else 1.0 for char in line)
        assert MARGIN + wide * LETTER * size <= WIDTH
    assert len(lines) * size * 1.2 < HEIGHT / 2


def test_titles_that_fit_are_not_cut_and_short_ones_are_large() -> None:
    assert fitted_title("Heat") == (40, ["Heat"])
    assert " ".join(fitted_title(LONG)[1]) == LONG
    assert fitted_title("word " * 100)[1][-1].endswith("…")


def test_a_poster_of_the_demo_is_small() -> None:
    assert max(len(poster_url(movie)) for movie in read_demo()[::20]) < 12_000
