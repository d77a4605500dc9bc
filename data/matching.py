"""Finds the movies that ratings from elsewhere are of."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from data.assemble import comparable
from data.exchange_rows import Given
from data.movies import Catalogue, Movie


@dataclasses.dataclass(frozen=True, slots=True)
class Matched:
    """What was given by what became of it; of several of one movie the one that outweighs the others counts.

    Attributes:
        found: each with its movie, every movie once.
        unsure: each with the movies of that title, none of which surely is the one.
        not_found: the catalogue seems to lack their movies.
    """

    found: tuple[tuple[Given, Movie], ...]
    unsure: tuple[tuple[Given, tuple[Movie, ...]], ...]
    not_found: tuple[Given, ...]


class Matcher:
    """The movies of a catalogue by every id and title."""

    def __init__(self, catalogue: Catalogue, *, of_movielens: bool = True) -> None:
        """`of_movielens` says that the catalogue's ids are MovieLens' own; else such an id names no movie."""
        self._catalogue = catalogue
        self._of_movielens = of_movielens
        self._by_imdb = {movie.imdb_id: movie for movie in catalogue if movie.imdb_id}
        self._by_tmdb = {movie.tmdb_id: movie for movie in catalogue if movie.tmdb_id}
        self._by_title: dict[str, list[Movie]] = defaultdict(list)
        for movie in catalogue:
            for key in {comparable(title) for title in (movie.title, *movie.alternative_titles)} - {""}:
                self._by_title[key].append(movie)

    def match(self, given: Given) -> Movie | tuple[Movie, ...]:
        """The movie of a rating, or those it may be of: none, or some of which none surely is the one.

        An id counts first: MovieLens' one is taken for the catalogue's own. Else the title does, in any of the movie's
        names, with the year, then with the year before or after; without a year it must be the only one of its title.
        A movie that is known to have another id is out.
        """
        by_id = self._by_imdb.get(given.imdb_id or "") or self._by_tmdb.get(given.tmdb_id or 0)
        if by_id is None and self._of_movielens and given.movie_id in self._catalogue and given.movie_id is not None:
            by_id = self._catalogue[given.movie_id]
        if by_id is not None:
            return by_id
        named = [movie for movie in self._by_title.get(comparable(given.title), ()) if not _contradicts(given, movie)]
        if given.year is None:
            return named[0] if len(named) == 1 else tuple(named)
        for years_apart in (0, 1):
            of_year = [movie for movie in named if movie.year and abs(movie.year - given.year) == years_apart]
            titled = [movie for movie in of_year if comparable(movie.title) == comparable(given.title)]
            if len(titled) == 1 or len(of_year) == 1:
                return titled[0] if len(titled) == 1 else of_year[0]
            if of_year:
                return tuple(of_year)
        return tuple(named)

    def match_all(self, given: Iterable[Given]) -> Matched:
        """Match each rating."""
        found: dict[int, tuple[Given, Movie]] = {}
        unsure: list[tuple[Given, tuple[Movie, ...]]] = []
        not_found: list[Given] = []
        for one in given:
            match = self.match(one)
            if isinstance(match, Movie):
                other = found.get(match.movie_id)
                if other is None or one.outweighs(other[0]):
                    found[match.movie_id] = (one, match)
            elif match:
                unsure.append((one, match))
            else:
                not_found.append(one)
        return Matched(tuple(found.values()), tuple(unsure), tuple(not_found))


def _contradicts(given: Given, movie: Movie) -> bool:
    pairs = ((given.imdb_id, movie.imdb_id), (given.tmdb_id, movie.tmdb_id))
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)
