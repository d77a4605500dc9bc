"""What the reading of requests is learnt from: texts of our own, of films that no measurement asks for."""

import json
import re
from pathlib import Path

from data.movies import Catalogue, Movie
from tests.retrieval.told import KEPT_OUT, TOLD, read_told

HERE = Path(__file__).parent
LINES = [json.loads(line) for line in TOLD.read_text(encoding="utf-8").splitlines()]


def test_each_line_tells_of_another_film_in_other_words() -> None:
    for part in ("movie", "text", "synopsis"):
        assert len({line[part] for line in LINES}) == len(LINES)
    assert {line["kind"] for line in LINES} == {"details", "story"}
    assert all(len(line["text"].split()) >= 5 and len(line["synopsis"].split()) >= 25 for line in LINES)


def test_no_film_nor_another_of_its_title_is_asked_for_where_we_measure() -> None:
    titles = {title_of(line["movie"]) for line in LINES}
    for path in HERE.glob("described*.jsonl"):
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        assert titles.isdisjoint(title_of(name) for line in lines for name in line["movies"])
    for path in (HERE.parent / "exam").glob("*.jsonl"):
        lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        targets = [name for line in lines for check in line["checks"] for name in check.get("target", ())]
        assert len(targets) > 50
        assert titles.isdisjoint(map(title_of, targets))


def title_of(name: str) -> str:
    return re.sub(r" \(\d{4}\)$", "", name)


def movie_of(line: dict[str, str], movie_id: int) -> Movie:
    title, year = line["movie"][:-7], int(line["movie"][-5:-1])
    return Movie(movie_id, title, year, ("Drama",), overview="another text", lead="A lead.", keywords=("k",))


def test_a_film_has_our_synopsis_for_an_overview_and_the_lead_of_the_catalogue() -> None:
    (told,) = read_told(Catalogue([movie_of(LINES[0], 3), Movie(4, "Nobody Told Of This", 1950)]))
    assert told.text == LINES[0]["text"]
    assert (told.movie.overview, told.movie.lead) == (LINES[0]["synopsis"], "A lead.")
    assert (told.movie.genres, told.movie.keywords) == ((), ())


def test_a_name_that_two_films_have_is_left_out() -> None:
    assert read_told(Catalogue([movie_of(LINES[0], 3), movie_of(LINES[0], 4)])) == []


def test_one_in_eight_is_kept_out_the_same_ones_whatever_the_catalogue_has() -> None:
    every = {str(told.movie): told.kept_out for told in read_told(Catalogue(map(movie_of, LINES, range(len(LINES)))))}
    assert abs(sum(every.values()) - len(LINES) / KEPT_OUT) < 5
    some = read_told(Catalogue(map(movie_of, LINES[1::3], range(len(LINES)))))
    assert len(some) > 900
    assert all(told.kept_out == every[str(told.movie)] for told in some)
