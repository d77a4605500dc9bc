"""Wikipedia's films: what is read of an entry, and which extracts are not of the film."""

import json

import pytest

from data.checks import Kind, ReadReport
from data.errors import BadInput
from data.movies import GENRES
from data.wikipedia import is_wikipedia, read_wikipedia

FILM = {
    "title": "The Lamp",
    "year": 1994,
    "cast": ["Ann Lee", "Bo Ek (actor)", "Cy Moe, Jr.", "Ann Lee", "and", "(narrator)", 'Eddie "Red" Poe', "McG", None],
    "genres": ["Science Fiction", "Animated", "Noir", "Silent", "Family", "Historical", "Teen"],
    "href": "The_Lamp_(film)",
    "extract": "The Lamp is a 1994 British-American\n science fiction film directed by Ann Lee.",
    "thumbnail": "https://example.org/lamp.jpg",
}


@pytest.fixture
def report():
    return ReadReport()


def written(folder, content):
    path = folder / "movies-1990s.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_an_entry_becomes_a_film(tmp_path, report):
    (film,) = read_wikipedia(written(tmp_path, [FILM]), report)
    assert (film.title, film.year) == ("The Lamp", 1994)
    assert film.cast == ("Ann Lee", "Bo Ek", "Cy Moe Jr.", 'Eddie "Red" Poe', "McG")
    assert film.genres == ("Sci-Fi", "Animation", "Film-Noir", "Children", "History")
    assert film.extract == "The Lamp is a 1994 British-American science fiction film directed by Ann Lee."
    assert (film.directors, film.countries, film.language) == (("Ann Lee",), ("GB", "US"), "en")


def test_an_entry_without_the_rest_is_read(tmp_path, report):
    bare = {"title": "The Lamp", "year": 1994, "cast": [], "genres": [], "extract": None, "href": None}
    films = read_wikipedia(written(tmp_path, [bare, {"title": "Two", "year": 1995}]), report)
    assert [(film.extract, film.cast, film.genres, film.directors) for film in films] == [("", (), (), ())] * 2
    assert not report.counts


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Thou Art the Lamp (film)", "Thou Art the Lamp"),
        ("The Lamp (1920 film)", "The Lamp"),
        ("The Lamp (1933 serial)", "The Lamp"),
        ("The Lamp (3D re-release)", "The Lamp"),
        ("(Untitled)", "(Untitled)"),
        ("(500) Days of Lamps", "(500) Days of Lamps"),
        ("The Lamp (First Sequence)", "The Lamp (First Sequence)"),
        ("Lamp .mw-parser-output .frac{white-space:nowrap}.mw-parser-output .x,.y{top:0}33+1⁄3", "Lamp33+1⁄3"),
    ],
)
def test_titles_lose_what_only_tells_articles_apart(tmp_path, report, title, clean):
    (film,) = read_wikipedia(written(tmp_path, [{**FILM, "title": title}]), report)
    assert film.title == clean


@pytest.mark.parametrize(
    ("href", "extract"),
    [
        ("The_Lamp", "The Lamp is a 1970 novel by Ann Lee. A film was made of it."),
        ("The_Lamp", "The Lamp is an American television series of 1990."),
        ("The_Lamp", "This is a complete list of the 164 shorts in the series."),
        ("The_Lamp", "The Lamp may refer to: The Lamp, a 1994 film"),
        ("List_of_films", "The Lamp is a 1994 film."),
        ("Ann_Lee#Films", "Ann Lee is a film director."),
        ("The_Lamp", "The Lamp is a town in Kansas."),
        ("The_Lamp_(1990_film)", "La Lampe is a novel by Ann Lee."),
    ],
)
def test_an_extract_of_something_else_is_left_out(tmp_path, report, href, extract):
    (film,) = read_wikipedia(written(tmp_path, [{**FILM, "href": href, "extract": extract}]), report)
    assert (film.extract, film.directors) == ("", ())


@pytest.mark.parametrize(
    "extract",
    [
        "The Lamp is a 1994 television film directed by Ann Lee.",
        "The Lamp is a 1994 film based on the novel by Bo Ek.",
        "The Lamp is a 1994 American epic space opera film.",
        "The Lamp is an animated short in a series of cartoons.",
        "The Lamp is a 1994 American melodrama starring Ann Lee.",
    ],
)
def test_an_extract_of_the_film_is_kept(tmp_path, report, extract):
    (film,) = read_wikipedia(written(tmp_path, [{**FILM, "href": "The_Lamp", "extract": extract}]), report)
    assert film.extract == extract


def test_an_article_belongs_to_the_entry_that_it_names(tmp_path, report):
    films = [{**FILM, "title": title} for title in ("The Lamp: How It Began", "The Lamp")]
    of_the_beginning, of_the_lamp = read_wikipedia(written(tmp_path, films), report)
    assert (of_the_beginning.extract, of_the_beginning.directors, of_the_beginning.countries) == ("", (), ())
    assert (of_the_lamp.extract[:8], of_the_lamp.directors) == ("The Lamp", ("Ann Lee",))
    assert of_the_beginning.cast == of_the_lamp.cast


def test_subjects_of_documentaries_are_not_their_cast(tmp_path, report):
    entry = {**FILM, "genres": ["Documentary"], "cast": ["Holocaust", "Interviews with", "Ann Lee", "the life of"]}
    (film,) = read_wikipedia(written(tmp_path, [entry]), report)
    assert film.cast == ("Ann Lee",)


def test_entries_that_are_no_films_are_reported(tmp_path, report):
    bad = [
        "text",
        None,
        7,
        {"title": "No year"},
        {"title": "", "year": 1994},
        {"title": "X", "year": "1994"},
        {"year": 1994},
    ]
    assert len(read_wikipedia(written(tmp_path, [*bad, FILM]), report)) == 1
    assert report.count(Kind.BAD_ROW) == len(bad)
    assert "movies-1990s.json: entry 1 is no film" in str(report.examples[Kind.BAD_ROW][0])


@pytest.mark.parametrize("content", [{}, [], "text", [1]])
def test_what_is_no_list_of_films_is_refused(tmp_path, report, content):
    with pytest.raises(BadInput, match="expected a JSON list of films"):
        read_wikipedia(written(tmp_path, content), report)


def test_files_that_cannot_be_read_are_refused(tmp_path, report):
    path = tmp_path / "broken.json"
    path.write_text('[{"title": ', encoding="utf-8")
    assert is_wikipedia(path)
    for bad in (path, tmp_path / "missing.json"):
        with pytest.raises(BadInput, match="cannot read"):
            read_wikipedia(bad, report)


@pytest.mark.real
def test_every_real_entry_is_read(real_data, report):
    films = [film for path in sorted((real_data / "wikipedia").glob("*.json")) for film in read_wikipedia(path, report)]
    assert len(films) == 36273
    assert not report.counts
    assert {genre for film in films for genre in film.genres} <= set(GENRES)
    found = sum(bool(film.directors) for film in films)
    assert found > 0.95 * sum("irected by" in film.extract for film in films)
    names = {name for film in films for name in film.directors}
    assert [name for name in names if not 1 <= name.count(" ") + 1 <= 5 or name[-1] in ",;:"] == []
