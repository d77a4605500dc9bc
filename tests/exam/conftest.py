"""Six made-up films in the files' own layout."""

import csv
import json
from pathlib import Path

import pytest

from tests.exam.facts import Facts

FILMS = [  # id, title as MovieLens writes it, genres, minutes, language, keywords, director, cast
    (1, "Lantern, The (1984)", "Horror|Thriller", 95, "en", ["lamp", "cellar"], "Ada Quill", ["Bo Reed"]),
    (2, "Lantern II, The (1986)", "Horror|Thriller", 88, "en", ["lamp", "attic"], "Ada Quill", ["Bo Reed", "Cy Moss"]),
    (3, "Sunday Bakers (Boulangers, Les) (1999)", "Comedy|Romance", 110, "fr", ["bread"], "Eve Noir", ["Di Vale"]),
    (4, "It (1990)", "Horror", 180, "en", ["clown"], "J. J. Holt", ["Fay Low"]),
    (5, "Up River: Part 1 (2011)", "Adventure|Drama", 121, "ja", ["boat"], "Gus Ray", ["Hal Ode"]),
    (6, "No Facts (2018)", "(no genres listed)", 0, "", [], "", []),
]
RATINGS = [(1, 1, 5.0), (1, 3, 2.0), (2, 2, 4.5), (2, 1, 4.0)]


def table(path: Path, header: list[str], rows: list[list[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    folder = tmp_path_factory.mktemp("data")
    movielens = folder / "ml-latest-small"
    table(movielens / "movies.csv", ["movieId", "title", "genres"], [[i, title, g] for i, title, g, *_ in FILMS])
    table(movielens / "links.csv", ["movieId", "imdbId", "tmdbId"], [[film[0], "", 100 + film[0]] for film in FILMS])
    table(movielens / "tags.csv", ["userId", "movieId", "tag", "timestamp"], [[1, 5, "Quiet", 0]])
    table(
        movielens / "ratings.csv",
        ["userId", "movieId", "rating", "timestamp"],
        [[user, movie, stars, 0] for user, movie, stars in RATINGS],
    )
    table(
        folder / "tmdb" / "movies_metadata.csv",
        ["id", "title", "original_title", "original_language", "overview", "genres", "keywords", "runtime"],
        [
            [
                100 + i,
                "",
                "Asatte no Kawa" if i == 5 else "",
                language,
                "",
                "[]",
                str([{"id": 0, "name": w} for w in words]),
                m,
            ]
            for i, _, _, m, language, words, *_ in FILMS
        ],
    )
    entries = [
        {
            "title": title,
            "year": year,
            "cast": cast,
            "extract": f"{title} is a film directed by {director}. It was seen.",
        }
        for title, year, director, cast in [
            ("The Lantern", 1984, "Ada Quill", ["Bo Reed"]),
            ("The Lantern II", 1986, "Ada Quill", ["Bo Reed", "Cy Moss"]),
            ("Sunday Bakers", 2000, "Eve Noir and Di Vale", ["Di Vale"]),
            ("It", 1990, "J. J. Holt", ["Fay Low"]),
        ]
    ]
    (folder / "wikipedia").mkdir()
    (folder / "wikipedia" / "movies-1980s.json").write_text(json.dumps(entries), encoding="utf-8")
    return Facts(folder)
