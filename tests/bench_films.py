"""Made-up catalogues of any size for the benchmarks, put together anew from the words of the demo.

A film has the title words, names, keywords and sentences of several films of the demo; within a sentence, words that
stand after the same two words are exchanged (a Markov chain of second order), so that hardly any sentence comes twice
and each is about as long as a real one.
"""

import itertools
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from data.demo_films import read_demo
from data.movies import Movie

SENTENCES = (1, 2, 2, 3, 4)  # of an overview
MOST_WORDS = 45  # of a sentence
NEWEST, OLDEST = 2023, 1915
MOST_VOTES = 30_000
METADATA = "movies_metadata.csv"


def films(n: int, seed: int) -> list[Movie]:
    """Movies 1 to `n`, the first the best known."""
    draw = random.Random(seed)
    demo = read_demo()
    chain: dict[tuple[str, str], list[str]] = defaultdict(list)
    for movie in demo:
        for sentence in _sentences(movie.overview):
            words = ["", "", *sentence.split(), ""]
            for first, second, third in zip(words, words[1:], words[2:], strict=False):
                chain[first, second].append(third)
    title_words = sorted({word for movie in demo for word in movie.title.split() if word.isalpha()})
    first_names, last_names = (
        sorted({name.split()[place] for movie in demo for name in (*movie.directors, *movie.cast) if " " in name})
        for place in (0, -1)
    )
    keywords = sorted({keyword for movie in demo for keyword in movie.keywords})
    people = [f"{draw.choice(first_names)} {draw.choice(last_names)}" for _ in range(max(20, n))]

    def known(count: int) -> tuple[str, ...]:
        """Some people, those at the beginning more often than others."""
        return tuple(dict.fromkeys(people[int(len(people) * draw.random() ** 3)] for _ in range(count)))

    made = []
    for movie_id in range(1, n + 1):
        like = draw.choice(demo)
        made.append(
            Movie(
                movie_id=movie_id,
                title=" ".join(draw.choice(title_words) for _ in range(draw.choice((1, 2, 2, 3, 3, 4)))),
                year=max(OLDEST, NEWEST - int(draw.expovariate(1 / 20))),
                genres=like.genres,
                overview=" ".join(_sentence(chain, draw) for _ in range(draw.choice(SENTENCES))),
                runtime_minutes=max(50, int(draw.gauss(105, 20))),
                language=like.language,
                countries=like.countries,
                directors=known(1),
                cast=known(4),
                keywords=tuple(dict.fromkeys(draw.choice(keywords) for _ in range(5))),
                tags=like.tags,
                vote_average=round(min(9.5, max(1.0, draw.gauss(6.3, 1.0))), 1),
                vote_count=int(MOST_VOTES / movie_id**0.8),
                popularity=round(100 / movie_id**0.8, 3),
            )
        )
    return made


def _sentences(text: str) -> list[str]:
    return [sentence + "." for sentence in text.rstrip(".").split(". ")]


def _sentence(chain: dict[tuple[str, str], list[str]], draw: random.Random) -> str:
    words = ["", ""]
    for _ in itertools.repeat(None, MOST_WORDS):
        word = draw.choice(chain[words[-2], words[-1]])
        if not word:
            break
        words.append(word)
    return " ".join(words[2:])


def write(movies: Sequence[Movie], ratings: pd.DataFrame, folder: Path) -> None:
    """Write what `build --data FOLDER --metadata FOLDER/movies_metadata.csv` reads: MovieLens' layout, and TMDB's."""
    titled = [(movie.movie_id, str(movie), "|".join(movie.genres)) for movie in movies]
    pd.DataFrame(titled, columns=["movieId", "title", "genres"]).to_csv(folder / "movies.csv", index=False)
    linked = [(movie.movie_id, movie.movie_id, movie.movie_id) for movie in movies]
    pd.DataFrame(linked, columns=["movieId", "imdbId", "tmdbId"]).to_csv(folder / "links.csv", index=False)
    named = lambda names: json.dumps([{"name": name} for name in names])
    told = [
        {
            "id": movie.movie_id,
            "title": movie.title,
            "overview": movie.overview,
            "original_language": movie.language,
            "release_date": f"{movie.year}-01-01",
            "runtime": movie.runtime_minutes,
            "keywords": named(movie.keywords),
            "directors": named(movie.directors),
            "cast": named(movie.cast),
            "vote_average": movie.vote_average,
            "vote_count": movie.vote_count,
            "popularity": movie.popularity,
        }
        for movie in movies
    ]
    pd.DataFrame(told).to_csv(folder / METADATA, index=False)
    columns = {"user_id": "userId", "movie_id": "movieId", "stars": "rating", "rated_at": "timestamp"}
    table = pa.Table.from_pandas(ratings.rename(columns=columns)[list(columns.values())], preserve_index=False)
    pa.csv.write_csv(table, folder / "ratings.csv")
