"""Movies side by side: two in sentences, more in a table; and which of them is more for this person."""

import dataclasses
from collections.abc import Callable, Sequence

from chatbot.conversation import Session
from chatbot.knowledge import Knowledge
from chatbot.wording import ended, escaped, genre_words, length, listed, named, number, people, runtime
from data.movies import Movie

_MOST = 6  # movies side by side
_EXPECTED = "I expect {stars} of 5 stars from you for {title}"
_CLOSE = 0.15  # stars; a smaller difference between two predictions decides nothing


@dataclasses.dataclass(frozen=True, slots=True)
class _Stars:
    """What a movie gets from the person, 0.5 to 5; `words` say whether they gave it or are expected to."""

    movie: Movie
    value: float
    words: str


def compare(movies: Sequence[Movie], serving: Knowledge | None = None, session: Session | None = None) -> str:
    """The movies side by side, in Markdown.

    Args:
        movies: as they were named.
        serving: predicts the person's rating; None leaves that out.
        session: has the person's history; None leaves that out.
    """
    if len(movies) < 2:
        return "Name the films that I should compare, at least two."
    movies = movies[:_MOST]
    stars = _expected(movies, serving, session)
    pair = len(movies) == 2
    told = f"{_portrait(movies[0])}\n{_portrait(movies[1])}" if pair else _table(movies, stars)
    differ = _differences(movies[0], movies[1]) if pair else ""
    return f"{told}\n\n{' '.join(part for part in (differ, _shared(movies), _better(stars)) if part)}"


def _portrait(movie: Movie) -> str:
    facts = [
        runtime(movie),
        ", ".join(genre_words(movie)[:3]),
        f"directed by {people(movie.directors)}" * bool(movie.directors),
        f"{movie.vote_average:.1f} of 10 from its audience" if movie.vote_average else "",
    ]
    known = "; ".join(fact for fact in facts if fact)
    return f"- {named(movie)}: {known or 'I know nothing more of it'}."


def _differences(one: Movie, other: Movie) -> str:
    """What sets the first apart, in one sentence; empty where nothing comparable is known."""
    said = []
    if one.year and other.year and one.year != other.year:
        years = abs(one.year - other.year)
        said.append(
            f"{number(years)} {'year' if years == 1 else 'years'} {'older' if one.year < other.year else 'newer'}"
        )
    if one.runtime_minutes and other.runtime_minutes and one.runtime_minutes != other.runtime_minutes:
        longer = one.runtime_minutes > other.runtime_minutes
        more = length(abs(one.runtime_minutes - other.runtime_minutes))
        said.append(f"{more} {'longer' if longer else 'shorter'}")
    return f"{escaped(one.title)} is {listed(said)}." if said else ""


def _table(movies: Sequence[Movie], stars: Sequence[_Stars]) -> str:
    rows: list[tuple[str, Callable[[Movie], str]]] = [
        ("length", runtime),
        ("genres", lambda movie: ", ".join(genre_words(movie)[:3])),
        ("director", lambda movie: people(movie.directors)),
        ("audience", lambda movie: f"{movie.vote_average:.1f} of 10" if movie.vote_average else ""),
    ]
    lines = [_row("", [named(movie) for movie in movies]), "|---" * (len(movies) + 1) + "|"]
    for name, fact in rows:
        cells = [fact(movie) for movie in movies]
        if any(cells):
            lines.append(_row(name, [cell or "not known" for cell in cells]))
    if stars:
        lines.append(_row("for you", [f"{one.value:.1f} of 5 stars" for one in stars]))
    return "\n".join(lines)


def _row(name: str, cells: Sequence[str]) -> str:
    return f"| {' | '.join((name, *(cell.replace('|', chr(92) + '|') for cell in cells)))} |"


def _shared(movies: Sequence[Movie]) -> str:
    """What all of them have in common, in one sentence; empty if that is nothing."""
    first, rest = movies[0], movies[1:]
    directors = [name for name in first.directors if all(name in movie.directors for movie in rest)]
    cast = [name for name in first.cast if all(name in movie.cast for movie in rest)]
    genres = [genre for genre in genre_words(first) if all(genre in genre_words(movie) for movie in rest)]
    keywords = [word for word in first.keywords if all(word in movie.keywords for movie in rest)]
    who = "Both" if len(movies) == 2 else "All"
    said = [
        f"are by {people(directors)}" * bool(directors),
        f"have {people(cast[:3])}" * bool(cast),
        f"count as {listed(genres)}" * bool(genres),
        f"share the keywords {listed([f'“{escaped(word)}”' for word in keywords[:3]])}" * bool(keywords),
    ]
    known = [part for part in said if part]
    return (
        f"{who} {listed(known)}."
        if known
        else f"I know of nothing that {'both' if len(movies) == 2 else 'all of them'} share."
    )


def _expected(movies: Sequence[Movie], serving: Knowledge | None, session: Session | None) -> list[_Stars]:
    """What the person gave or would give each; empty where nothing is known of them."""
    if serving is None or session is None or not session.history.stars:
        return []
    stars = []
    for movie in movies:
        own = session.history.stars.get(movie.movie_id)
        if own is not None:
            stars.append(_Stars(movie, own, "you gave {title} {stars}"))
        else:
            expected = serving.predicted_stars(session.history, movie.movie_id)
            stars.append(_Stars(movie, expected, _EXPECTED))
    return stars


def _better(stars: Sequence[_Stars]) -> str:
    if not stars:
        return ""
    best, second = sorted(stars, key=lambda one: -one.value)[:2]
    close = best.value - second.value < _CLOSE
    verdict = "For you it is a close call" if close else f"For you I would take {escaped(best.movie.title)}"
    told = [one.words.format(title=escaped(one.movie.title), stars=f"{one.value:.1f}") for one in (best, second)]
    if best.words == second.words == _EXPECTED:
        told[1] = f"{second.value:.1f} for {escaped(second.movie.title)}"
    return ended(f"{verdict}: {' and '.join(told)}")
