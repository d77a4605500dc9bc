"""What is true of the films, read from the raw files by a reader of its own: the oracle shares no code with Usher."""

import ast
import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

ARTICLES = "the a an la le les il el los las der die das l' lo un une".split()
NUMERALS = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
SAME_GENRE = {"Science Fiction": "Sci-Fi", "Family": "Children", "Music": "Musical"}
LAST_YEAR = re.compile(r"\((\d{4})(?:[-–]\d{0,4})?\)\s*$")
NAME = (
    r"[A-Z](?:[\w'’-]+|\.)(?: (?:[A-Z](?:[\w'’-]+|\.)|de|del|der|du|van|von|la|le|di|da))*"
    r" [A-Z][\w'’-]+(?: Jr\.)?|McG"
)
DIRECTED = re.compile(rf"\bdirect(?:ed|orial)\b[^.]{{0,90}}?\bby ((?:{NAME})(?:(?:, and |, | and )(?:{NAME}))*)")


def folded(text: str) -> str:
    """Lower case without accents, every apostrophe the straight one."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def plain(text: str) -> str:
    """Letters and digits only, no leading article, & = and, II = 2."""
    spelt = folded(text).replace("&", " and ").replace("'", "")
    words = re.sub(r"[^\w]+|_", " ", spelt).split()
    if len(words) > 1 and words[0] in ("the", "a", "an"):
        words = words[1:]
    words = ["volume" if word == "vol" else word for word in words]
    return " ".join(words[:1] + [NUMERALS.get(word, word) for word in words[1:]])


def unfolded(title: str) -> str:
    """The Matrix for "Matrix, The"."""
    match = re.match(r"^(.*), ([A-Za-z']+)$", title.strip())
    if match and match[2].lower() in ARTICLES:
        return f"{match[2]}{'' if match[2].endswith(chr(39)) else ' '}{match[1]}".strip()
    return title.strip()


def names_in(title: str) -> tuple[list[str], int | None]:
    """All names inside a MovieLens title, the main one first, and its year."""
    found = LAST_YEAR.search(title.strip())
    year = int(found[1]) if found else None
    body = title.strip()[: found.start()].strip() if found else title.strip()
    inner = [
        unfolded(re.sub(r"^(a\.k\.a\.|aka)\s*", "", part.strip(), flags=re.IGNORECASE))
        for part in re.findall(r"\(([^()]*)\)", body)
    ]
    main = re.sub(r"\s+", " ", unfolded(re.sub(r"\([^()]*\)", " ", body).strip()))
    return [main, *inner], year


def _listed(cell: str) -> set[str]:
    try:
        return {entry["name"] for entry in ast.literal_eval(cell)} if cell else set()
    except (ValueError, SyntaxError):
        return set()


class Facts:
    """Everything the checks may ask of a film, by MovieLens id.

    Attributes:
        names: main name first, in natural order of words.
        year, runtime (minutes), language (ISO 639-1): only where known.
        genres: MovieLens' and TMDB's in MovieLens' words; sure_genres: MovieLens' alone, TMDB's where it has none.
        cast, directors: as Wikipedia's lists and leads have them; films that it lacks are absent.
        seen: films rated by each user; raters: the other way round.
    """

    def __init__(self, data: Path) -> None:
        self.names: dict[int, list[str]] = {}
        self.year: dict[int, int] = {}
        self.runtime: dict[int, float] = {}
        self.language: dict[int, str] = {}
        self.genres: dict[int, set[str]] = {}
        self.sure_genres: dict[int, set[str]] = {}
        self.keywords: dict[int, set[str]] = {}
        self.overview: dict[int, str] = {}
        self.lead: dict[int, str] = {}
        self.cast: dict[int, list[str]] = {}
        self.directors: dict[int, list[str]] = {}
        self.tags: dict[int, set[str]] = defaultdict(set)
        self.seen: dict[int, set[int]] = defaultdict(set)
        self.raters: dict[int, set[int]] = defaultdict(set)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._liked_with: dict[int, frozenset[int]] = {}
        self._read_movielens(data / "ml-latest-small")
        self._read_tmdb(data / "tmdb" / "movies_metadata.csv", data / "ml-latest-small" / "links.csv")
        self._read_wikipedia(data / "wikipedia")
        self.people = {
            folded(name) for listed in (self.cast, self.directors) for names in listed.values() for name in names
        }

    def _read_movielens(self, folder: Path) -> None:
        with (folder / "movies.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                movie_id = int(row["movieId"])
                self.names[movie_id], year = names_in(row["title"])
                if year is not None:
                    self.year[movie_id] = year
                known = set() if row["genres"].startswith("(no") else set(row["genres"].split("|"))
                self.genres[movie_id], self.sure_genres[movie_id] = set(known), known
                for name in {plain(name) for name in self.names[movie_id]} - {""}:
                    self._by_name[name].append(movie_id)
        with (folder / "ratings.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                self.seen[int(row["userId"])].add(int(row["movieId"]))
                self.raters[int(row["movieId"])].add(int(row["userId"]))

        with (folder / "tags.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                self.tags[int(row["movieId"])].add(row["tag"])

    def _read_tmdb(self, path: Path, links: Path) -> None:
        with links.open(encoding="utf-8", newline="") as file:
            tmdb_ids = {row["tmdbId"]: int(row["movieId"]) for row in csv.DictReader(file) if row["tmdbId"]}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                movie_id = tmdb_ids.get(row["id"])
                if movie_id is None or movie_id not in self.names or movie_id in self.overview:
                    continue
                self.overview[movie_id] = row["overview"] or ""
                self.keywords[movie_id] = _listed(row["keywords"])
                if row["original_language"]:
                    self.language[movie_id] = row["original_language"]
                if row["runtime"] and float(row["runtime"]) > 0:
                    self.runtime[movie_id] = float(row["runtime"])
                genres = {SAME_GENRE.get(name, name) for name in _listed(row["genres"])}
                self.genres[movie_id] |= genres
                self.sure_genres[movie_id] = self.sure_genres[movie_id] or genres
                for name in {plain(row["title"]), plain(row["original_title"])} - {""}:
                    if movie_id not in self._by_name[name]:
                        self._by_name[name].append(movie_id)

    def _read_wikipedia(self, folder: Path) -> None:
        for path in sorted(folder.glob("movies-*.json")):
            for entry in json.loads(path.read_text(encoding="utf-8")):
                found = [m for m in self._by_name.get(plain(entry["title"]), ()) if m in self.year]
                found = [m for m in found if abs(self.year[m] - int(entry["year"])) <= 1]
                for movie_id in found:
                    if movie_id in self.cast and self.year[movie_id] != int(entry["year"]):
                        continue
                    lead = entry.get("extract") or ""
                    self.lead[movie_id] = lead
                    self.cast[movie_id] = list(entry.get("cast") or ())
                    directed = DIRECTED.search(lead)
                    self.directors[movie_id] = re.split(r", and |, | and ", directed[1]) if directed else []

    def find(self, title: str) -> int | None:
        """The film of "Title (1999)", or the best known one of a title without a year."""
        names, year = names_in(title)
        return self.named(names[0], year)

    def named(self, name: str, year: int | None = None, slack: int = 1) -> int | None:
        """The best known film of a name, of about a year where one is given."""
        found = self._by_name.get(plain(name), [])
        if year is not None:
            found = [m for m in found if m in self.year and abs(self.year[m] - year) <= slack]
            return min(found, key=lambda m: (abs(self.year[m] - year), -len(self.raters[m])), default=None)
        return max(found, key=lambda m: len(self.raters[m]), default=None)

    def ids(self, titles: Iterable[str]) -> set[int]:
        """The films of titles.

        Raises:
            KeyError: a title is of no film.
        """
        found = {title: self.find(title) for title in titles}
        missing = [title for title, movie_id in found.items() if movie_id is None]
        if missing:
            raise KeyError(f"no film is called {missing!r}")
        return {movie_id for movie_id in found.values() if movie_id is not None}

    def credits(self, movie_id: int, person: str) -> bool | None:
        """The person plays in the film or directed it; None where nothing is known of its people."""
        if movie_id not in self.cast:
            return None
        listed = [*self.cast[movie_id], *self.directors[movie_id]]
        return folded(person) in map(folded, listed)

    def kin(self, example: int, other: int) -> bool:
        """A film is like an example: most genres are the same, or one is and a person or two keywords are.

        Or three keywords are, or the same people like both, as of few other films, and half of the genres are the same.
        """
        genres = self.genres[example] & self.genres[other]
        keywords = self.keywords.get(example, set()) & self.keywords.get(other, set())
        overlap = max(
            len(of[example] & of[other]) / max(1, len(of[example] | of[other]))
            for of in (self.genres, self.sure_genres)
        )
        if (len(genres) >= 2 and overlap >= 0.4) or len(keywords) >= 3:
            return True
        if genres and (len(keywords) >= 2 or self._people(example) & self._people(other)):
            return True
        return overlap >= 0.5 and other in self.liked_with(example)

    def speaks_of(self, movie_id: int, words: Iterable[str]) -> bool:
        """A film's name, keywords, tags or texts hold one of the words, whole, or as a beginning where it ends in *."""
        texts = (*self.names[movie_id], *self.keywords.get(movie_id, ()), *self.tags[movie_id])
        text = folded(" ; ".join((*texts, self.overview.get(movie_id, ""), self.lead.get(movie_id, ""))))
        patterns = (re.escape(word.rstrip("*")) + (r"\b" if word[-1] != "*" else "") for word in words)
        return any(re.search(rf"\b{pattern}", text) for pattern in patterns)

    def _people(self, movie_id: int) -> set[str]:
        return {*self.cast.get(movie_id, ()), *self.directors.get(movie_id, ())}

    def liked_with(self, movie_id: int) -> frozenset[int]:
        """The 40 films whose raters overlap most with those of a film, by Jaccard's measure, at least 5 in common."""
        if movie_id in self._liked_with:
            return self._liked_with[movie_id]
        mine = self.raters[movie_id]
        shares = {
            other: len(mine & theirs) / len(mine | theirs)
            for other, theirs in self.raters.items()
            if other != movie_id and len(mine & theirs) >= 5
        }
        nearest = frozenset(sorted(shares, key=lambda other: -shares[other])[:40])
        self._liked_with[movie_id] = nearest
        return nearest
