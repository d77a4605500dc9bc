r"""Files in the exact format of IMDb's seven datasets, made up: any number of titles, the same for a seed.

    python -m tests.imdb_files FOLDER --titles 1000000

Shares are roughly those of the real files: three titles of four are episodes, one of seven has votes, most running
times are unknown, a title has about four other names and eight persons. Titles stand in the order of their ids as text,
as IMDb has them. Some names have quotes, backslashes and letters of other scripts.
"""

import argparse
import gzip
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

HEADERS = {
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "title.ratings": "tconst averageRating numVotes",
    "title.crew": "tconst directors writers",
    "title.principals": "tconst ordering nconst category job characters",
    "title.akas": "titleId ordering title region language types attributes isOriginalTitle",
    "title.episode": "tconst parentTconst seasonNumber episodeNumber",
    "name.basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
}
TYPES = {
    **{"tvEpisode": 0.77, "short": 0.09, "movie": 0.062, "video": 0.027, "tvSeries": 0.025, "tvMovie": 0.013},
    **{"tvMiniSeries": 0.005, "tvSpecial": 0.004, "videoGame": 0.003, "tvShort": 0.001},
}
EPISODE, MOVIE, SERIES = (list(TYPES).index(name) for name in ("tvEpisode", "movie", "tvSeries"))
GENRES = (
    *("Drama", "Comedy", "Talk-Show", "Short", "Documentary", "News", "Romance", "Family", "Reality-TV", "Animation"),
    *("Music", "Crime", "Action", "Adventure", "Game-Show", "Adult", "Sport", "Fantasy", "Mystery", "Horror"),
    *("Thriller", "History", "Biography", "Sci-Fi", "Musical", "War", "Western", "Film-Noir"),
)
FIRST = (
    *("The Red", "A Silent", 'The "Last"', "Écran", "Тихий", "静かな", "Little", "Under the", "L'autre", "Broken"),
    *("Paper", "Winter's", "Nobody's", "The Long", "Doctor", "Straße der", "Ømme", "Night of the", "Glass", "Golden"),
)
SECOND = (
    *("Lantern", "Harbour", "Orchard", "Messenger", "River", "Tenant", "Signal", "Café", "дом", "夜", "Fields & Son"),
    *("Carousel", "Winter", "Bridge", "Stranger", "Station", "Garden", "Letters", "Mountain", "Echo", "Tower", "Road"),
)
GIVEN = (*("Ada", "Bruno", "Chloë", "Dmitri", "Esra", "Finn", "Grażyna", "Hugo", "Imani", "Jun", "Käthe", "Luís"),)
FAMILY = (*("O'Dell", "Marsh", "Núñez", "Petrov", "Qureshi", "Roth", "Sørensen", "Tanaka", "Ueda", "Vance", "Weiss"),)
CATEGORIES = ("actor", "actress", "self", "director", "writer", "producer", "composer", "editor", "cinematographer")
PROFESSIONS = ("actor", "actress", "director", "writer", "producer", "actor,director,writer", "soundtrack,composer")
REGIONS = ("US", "GB", "DE", "FR", "JP", "IN", "ES", "IT", "XWW", "BR")
LANGUAGES = ("en", "fr", "ja", "hi", "de")
NAMES_PER_TITLE, PERSONS_PER_TITLE, PEOPLE_PER_TITLE = 4.5, 8.1, 1.2
BACKSLASHES = 2000  # names to one with a backslash
RATED = 0.135
NEWEST = 2026
BLOCK = 250_000  # titles at once
UNKNOWN = "\\N"

Text = Any  # pyarrow has no types: an array of strings
Whole = NDArray[np.int64]


def write_imdb(
    folder: Path, titles: int, seed: int, names: Collection[str] = tuple(HEADERS), *, packed: bool = False
) -> dict[str, int]:
    """Write the files of these names, `.tsv` or `.tsv.gz`; what one says does not depend on which others are made.

    Returns:
        The rows of each file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ids = _ids(titles, seed)
    rows = {}
    for name in names:
        path = folder / f"{name}.tsv{'.gz' if packed else ''}"
        with cast("BinaryIO", gzip.open(path, "wb", compresslevel=1)) if packed else path.open("wb") as file:
            file.write(HEADERS[name].replace(" ", "\t").encode() + b"\n")
            rows[name] = 0
            for lines in _blocks(name, ids, seed):
                file.write(_joined(lines))
                rows[name] += len(lines)
    return rows


def _blocks(name: str, ids: Whole, seed: int) -> Iterator[Text]:
    last_person = max(int(PEOPLE_PER_TITLE * len(ids)), 1)
    if name == "name.basics":
        for first in range(1, last_person + 1, BLOCK):
            rng = np.random.default_rng([seed, 1, first])
            yield _people(np.arange(first, min(first + BLOCK, last_person + 1)), ids, rng)
        return
    make = MAKERS[name]
    for first in range(0, len(ids), BLOCK):
        block = ids[first : first + BLOCK]
        kinds = np.random.default_rng([seed, 2, first]).choice(len(TYPES), len(block), p=[*TYPES.values()])
        rng = np.random.default_rng([seed, 3 + list(HEADERS).index(name), first])
        yield make(block, kinds, last_person, rng)


def _ids(titles: int, seed: int) -> Whole:
    """Numbers of the titles (n,), ascending as text; a quarter of the numbers is not used."""
    numbers = np.cumsum(1 + np.random.default_rng([seed, 0]).binomial(2, 1 / 6, titles))
    length = np.maximum(7, np.floor(np.log10(numbers)).astype(np.int64) + 1)
    return numbers[np.lexsort((length, numbers * 10 ** (9 - length)))]


def _basics(ids: Whole, kinds: Whole, _: int, rng: np.random.Generator) -> Text:
    n = len(ids)
    title = _titles(n, rng)
    numbered = _join(pa.array(["Episode #"] * n), _text(rng.integers(1, 20, n)), ".", _text(rng.integers(1, 200, n)))
    title = pc.if_else(pa.array((kinds == EPISODE) & (rng.random(n) < 0.3)), numbered, title)
    original = pc.if_else(pa.array(rng.random(n) < 0.05), _titles(n, rng), title)
    start = np.maximum(1894, NEWEST - rng.exponential(15, n).astype(np.int64))
    end = np.minimum(NEWEST, start + rng.integers(0, 12, n))
    runtime = np.clip(rng.normal(np.where(kinds == MOVIE, 95, 35), 15, n), 1, 400).astype(np.int64)
    known_runtime = rng.random(n) < np.where(kinds == MOVIE, 0.65, 0.31)
    return _lines(
        _title_ids(ids),
        pa.array(list(TYPES)).take(pa.array(kinds)),
        title,
        original,
        _text((rng.random(n) < 0.035).astype(np.int64)),
        _unless(rng.random(n) < 0.12, _text(start)),
        _unless((kinds != SERIES) | (rng.random(n) < 0.5), _text(end)),
        _unless(~known_runtime, _text(runtime)),
        _unless(rng.random(n) < 0.045, _genres(n, rng)),
    )


def _ratings(ids: Whole, kinds: Whole, _: int, rng: np.random.Generator) -> Text:
    votes = 5 + (10 ** rng.exponential(0.75, len(ids))).astype(np.int64)
    votes = np.minimum(np.where(kinds == MOVIE, 8 * votes, votes), 3_000_000)
    tenths = np.clip(rng.normal(68, 13, len(ids)), 10, 100).astype(np.int64)
    rated = rng.random(len(ids)) < np.where(kinds == MOVIE, 0.45, RATED * 0.85)
    mean = _join(_text(tenths[rated] // 10), ".", _text(tenths[rated] % 10))
    return _lines(_title_ids(ids[rated]), mean, _text(votes[rated]))


def _crew(ids: Whole, _: Whole, last_person: int, rng: np.random.Generator) -> Text:
    lists = [
        _unless(rng.random(len(ids)) < unknown, _listed(_person_ids, len(ids), last_person, rng))
        for unknown in (0.43, 0.49)
    ]
    return _lines(_title_ids(ids), *lists)


def _principals(ids: Whole, _: Whole, last_person: int, rng: np.random.Generator) -> Text:
    owner, place = _repeated(len(ids), PERSONS_PER_TITLE, rng)
    n = len(owner)
    category = np.minimum(rng.exponential(2.2, n), len(CATEGORIES) - 1).astype(np.int64)
    role = _join('["', _names(n, rng), pa.array(['"]', ' \\"Ace\\""]']).take(pa.array((rng.random(n) < 0.01) * 1)))
    return _lines(
        _title_ids(ids[owner]),
        _text(place + 1),
        _person_ids(_persons(n, last_person, rng)),
        pa.array(CATEGORIES).take(pa.array(category)),
        _unless(rng.random(n) < 0.8, pa.array(["producer", "written by", "co-director"]).take(_some(3, n, rng))),
        _unless((category > 2) | (rng.random(n) < 0.2), role),
    )


def _akas(ids: Whole, _: Whole, __: int, rng: np.random.Generator) -> Text:
    owner, place = _repeated(len(ids), NAMES_PER_TITLE, rng)
    n = len(owner)
    first = place == 0
    kinds = pa.array(["imdbDisplay", "working", "dvd\x02alternative"]).take(_some(3, n, rng))
    return _lines(
        _title_ids(ids[owner]),
        _text(place + 1),
        _titles(n, rng),
        _unless(first, pa.array(REGIONS).take(_some(len(REGIONS), n, rng))),
        _unless(first | (rng.random(n) < 0.35), pa.array(LANGUAGES).take(_some(len(LANGUAGES), n, rng))),
        pc.if_else(pa.array(first), "original", _unless(rng.random(n) < 0.7, kinds)),
        _unless(rng.random(n) < 0.995, pa.array(["literal title", "short title"]).take(_some(2, n, rng))),
        _text(first.astype(np.int64)),
    )


def _episodes(ids: Whole, kinds: Whole, _: int, rng: np.random.Generator) -> Text:
    mine = ids[kinds == EPISODE]
    series = ids[kinds == SERIES] if (kinds == SERIES).any() else ids
    unknown = rng.random(len(mine)) < 0.19
    return _lines(
        _title_ids(mine),
        _title_ids(rng.choice(series, len(mine))),
        _unless(unknown, _text(rng.integers(1, 20, len(mine)))),
        _unless(unknown, _text(rng.integers(1, 500, len(mine)))),
    )


def _people(ids: Whole, titles: Whole, rng: np.random.Generator) -> Text:
    n = len(ids)
    born = NEWEST - rng.integers(1, 130, n)
    known_for = _listed(lambda chosen: _title_ids(titles[chosen - 1]), n, len(titles), rng)
    return _lines(
        _person_ids(ids),
        _names(n, rng),
        _unless(rng.random(n) < 0.95, _text(born)),
        _unless(rng.random(n) < 0.98, _text(np.minimum(NEWEST, born + 80))),
        _unless(rng.random(n) < 0.2, pa.array(PROFESSIONS).take(_some(len(PROFESSIONS), n, rng))),
        _unless(rng.random(n) < 0.11, known_for),
    )


MAKERS: dict[str, Callable[[Whole, Whole, int, np.random.Generator], Text]] = {
    **{"title.basics": _basics, "title.ratings": _ratings, "title.crew": _crew, "title.principals": _principals},
    **{"title.akas": _akas, "title.episode": _episodes},
}


def _titles(n: int, rng: np.random.Generator) -> Text:
    name = _join(
        pa.array(FIRST).take(_some(len(FIRST), n, rng)), " ", pa.array(SECOND).take(_some(len(SECOND), n, rng))
    )
    name = pc.if_else(pa.array(rng.random(n) < 0.5), _join(name, " ", _text(rng.integers(2, 10_000, n))), name)
    return pc.if_else(pa.array(rng.random(n) < 1 / BACKSLASHES), _join(name, " AC\\DC \\N"), name)


def _names(n: int, rng: np.random.Generator) -> Text:
    given, family = pa.array(GIVEN).take(_some(len(GIVEN), n, rng)), pa.array(FAMILY).take(_some(len(FAMILY), n, rng))
    return pc.if_else(
        pa.array(rng.random(n) < 0.7), _join(given, " ", family, " ", _text(rng.integers(1, 9999, n))), given
    )


def _genres(n: int, rng: np.random.Generator) -> Text:
    """One to three different genres, in the order of the alphabet."""
    chances = 1 / np.arange(2, len(GENRES) + 2)
    several = np.sort(
        np.array([sorted(rng.choice(GENRES, 3, False, chances / chances.sum())) for _ in range(500)]), axis=1
    )
    kept = [",".join(one[: 1 + number % 3]) for number, one in enumerate(several)]
    return pa.array(kept).take(_some(len(kept), n, rng))


def _listed(ids: Callable[[Whole], Text], n: int, most: int, rng: np.random.Generator) -> Text:
    """Lists of one to four ids, parted by commas."""
    parts = [ids(_persons(n, most, rng)) for _ in range(4)]
    number, listed = rng.geometric(0.6, n), parts[0]
    for place in range(1, 4):
        listed = pc.if_else(pa.array(number > place), _join(listed, ",", parts[place]), listed)
    return listed


def _persons(n: int, most: int, rng: np.random.Generator) -> Whole:
    """Numbers (n,) from 1 to `most`; the first are in many titles."""
    return 1 + (most * rng.random(n) ** 2).astype(np.int64)


def _repeated(n: int, mean: float, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Which title (m,) a row is of, and its place (m,) among that title's rows, from 0."""
    times = rng.poisson(mean, n)
    return np.repeat(np.arange(n), times), np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)


def _title_ids(ids: Whole) -> Text:
    return _join("tt", pc.utf8_lpad(_text(ids), 7, "0"))


def _person_ids(ids: Whole) -> Text:
    return _join("nm", pc.utf8_lpad(_text(ids), 7, "0"))


def _some(most: int, n: int, rng: np.random.Generator) -> Text:
    return pa.array(rng.integers(0, most, n))


def _text(values: Whole) -> Text:
    return pa.array(values).cast(pa.string())


def _unless(unknown: NDArray[np.bool_], values: Text) -> Text:
    return pc.if_else(pa.array(unknown), UNKNOWN, values)


def _join(*parts: Text) -> Text:
    return pc.binary_join_element_wise(*parts, "")


def _lines(*columns: Text) -> Text:
    return pc.binary_join_element_wise(*columns, "\t")


def _joined(lines: Text) -> bytes:
    ended = pc.binary_join_element_wise(lines, "\n", "")
    ended = ended.combine_chunks() if isinstance(ended, pa.ChunkedArray) else ended
    return bytes(ended.buffers()[2]) if len(ended) else b""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--titles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--packed", action="store_true", help="as IMDb has them, .tsv.gz")
    asked = parser.parse_args()
    write_imdb(asked.folder, asked.titles, asked.seed, packed=asked.packed)
