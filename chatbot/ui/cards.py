"""The movies of an answer as cards: HTML in which every word that came from elsewhere is escaped.

The HTML goes to the page as a value that no template reads again, so braces in a title stay what they are.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from chatbot.answer import because, runtime
from chatbot.conversation import Pick
from chatbot.sentences import sentences
from chatbot.serving import Serving
from chatbot.ui.opinions import LISTS, STARS, Kind, Opinion
from chatbot.ui.posters import poster_url
from data.movies import Movie, MovieId
from data.ratings import MAX_STARS, History

CARDS_JS = Path(__file__).with_name("cards.js").read_text(encoding="utf-8")
PICTURES = "https://image.tmdb.org/t/p/w342"
_PICTURE = re.compile(r"/[A-Za-z0-9_-]+\.(?:jpg|jpeg|png|webp)")
_BUTTONS: tuple[tuple[Kind, str, str], ...] = (
    ("like", "Like", "I like {title}"),
    ("pass", "Not for me", "{title} is not for me"),
    ("seen", "Seen", "I have seen {title}"),
    ("save", "Save", "Save {title} to my watchlist"),
    ("hide", "Hide", "Hide {title} from now on"),
)
_SOURCES = {
    **{"taste": "your ratings", "als": "what the same people like", "two_tower": "what films have in common"},
    **{"words": "its description", "model": "the language model", "moment": "what you talked about"},
    **{"people": "its people", "popular": "how well loved it is"},
}


@dataclasses.dataclass(frozen=True, slots=True)
class Forecast:
    """What a person would probably give a movie: stars, the interval of four in five such ratings, a word for it."""

    stars: float
    low: float
    high: float
    word: str


def forecasts(serving: Serving, history: History, picks: Sequence[Pick]) -> dict[MovieId, Forecast]:
    """Of each pick; none for someone of whom nothing is known."""
    movie_ids = [pick.movie.movie_id for pick in picks]
    if not history.stars or not movie_ids:
        return {}
    found = serving.stars.intervals_history(history, movie_ids)
    rows = zip(movie_ids, found.stars.tolist(), found.low.tolist(), found.high.tolist(), found.words, strict=True)
    return {movie_id: Forecast(*values) for movie_id, *values in rows}


def cards_html(
    picks: Sequence[Pick],
    opinions: Mapping[MovieId, Opinion],
    notices: Sequence[str] = (),
    expected: Mapping[MovieId, Forecast] | None = None,
    said: tuple[MovieId, str, Opinion] | None = None,
    *,
    pictures: bool = False,
) -> str:
    """The cards column.

    Args:
        picks: the movies, best first.
        opinions: what the visitor has said of them.
        notices: sentences to stand above the cards.
        expected: what the visitor would give them.
        said: a movie that was just judged, what that changed, and what undoing returns to.
        pictures: the visitor allowed pictures from TMDB; otherwise every poster is drawn.
    """
    told = "".join(f'<p class="usher-notice" role="status">{escape(notice)}</p>' for notice in notices)
    if not picks:
        return (
            f"{told}<div class='usher-empty'><p class='usher-empty-head'>Your films will stand here</p>"
            "<p>Each with why it is for you. Tell Usher what you think of one and the next answer knows it.</p></div>"
        )
    many = "One film" if len(picks) == 1 else f"{len(picks)} films"
    cards = "".join(
        f"<li>{_card(place, pick, opinions, (expected or {}).get(pick.movie.movie_id), said, pictures)}</li>"
        for place, pick in enumerate(picks, 1)
    )
    return f"{told}<h2 class='usher-cards-head'>{many} for you</h2><ol class='usher-cards'>{cards}</ol>"


def _card(
    place: int,
    pick: Pick,
    opinions: Mapping[MovieId, Opinion],
    expected: Forecast | None,
    said: tuple[MovieId, str, Opinion] | None,
    pictures: bool,
) -> str:
    movie = pick.movie
    opinion = opinions.get(movie.movie_id, Opinion())
    name = f"usher-movie-{movie.movie_id}"
    rejected = opinion.list == "hidden" or opinion.stars == STARS["pass"]
    look = " usher-pass" if rejected else " usher-seen" if opinion.list == "seen" else ""
    line = next(sentences([" ".join((movie.overview or movie.lead).split())]), "").strip()  # gives away least
    why = "Why for you" if any(reason.kind == "liked" for reason in pick.because) else "Why this one"
    sources = ", ".join(dict.fromkeys(_SOURCES.get(source, source) for source in pick.sources))
    return "".join(
        (
            f'<article class="usher-card{look}" aria-labelledby="{name}" data-movie="{movie.movie_id}" tabindex="0">',
            f'<div class="usher-poster">{_posters(movie, pictures)}</div><div class="usher-facts">',
            f'<h3 id="{name}"><span class="usher-place">{place}.</span> '
            f'<a href="/film/{movie.movie_id}">{escape(movie.title)}</a></h3>',
            _line(movie),
            _stars(pick, expected),
            f'<p class="usher-why"><span>{why}</span> {escape(_sentence(because(pick)))}</p>' * bool(pick.because),
            f'<p class="usher-overview">{escape(line)}</p>' * bool(line),
            f'<p class="usher-sources">Found by {escape(sources)}</p>' * bool(sources),
            "</div>",
            _actions(movie, opinion, *(said[1:] if said and said[0] == movie.movie_id else ("", opinion))),
            "</article>",
        )
    )


def _line(movie: Movie) -> str:
    ends = f'ends <time data-minutes="{movie.runtime_minutes}"></time>' if movie.runtime_minutes else ""
    facts = [*(fact for fact in (movie.year, runtime(movie)) if fact), *([", ".join(movie.genres[:3])])]
    parts = [escape(str(fact)) for fact in facts if fact]
    parts[2:2] = [ends] * bool(ends)
    return f'<p class="usher-line">{" · ".join(parts)}</p>' * bool(parts)


def _posters(movie: Movie, pictures: bool) -> str:
    """The drawn poster, and over it TMDB's picture: if that does not load, the drawn one stays in sight."""
    drawn = f'<img src="{poster_url(movie)}" alt="" width="300" height="450">'
    if not pictures or not movie.poster_path or not _PICTURE.fullmatch(movie.poster_path):
        return drawn
    return f'{drawn}<img src="{PICTURES}{movie.poster_path}" alt="" loading="lazy" referrerpolicy="no-referrer">'


def _stars(pick: Pick, expected: Forecast | None) -> str:
    stars = expected.stars if expected else pick.stars
    if stars is None:
        return ""
    share = 100 * stars / MAX_STARS
    sure = ""
    if expected:
        sure = f' <span title="Four in five such ratings lie in this span">({expected.low:.1f}–{expected.high:.1f}, '
        sure += f"{escape(expected.word)})</span>"
    return (
        f'<p class="usher-stars"><span class="usher-bar" style="--share:{share:.0f}%" aria-hidden="true">★★★★★</span> '
        f"<span>{stars:.1f} of 5 stars predicted for you</span>{sure}</p>"
    )


def _actions(movie: Movie, opinion: Opinion, said: str, before: Opinion) -> str:
    title = escape(movie.title)
    stands: dict[Kind, bool] = {kind: opinion.stars == stars for kind, stars in STARS.items()}
    stands |= {kind: opinion.list == name for kind, name in LISTS.items()}
    buttons = "".join(
        f'<button type="button" data-kind="{kind}" aria-pressed="{"true" if stands[kind] else "false"}" '
        f'aria-label="{escape(spoken.format(title=movie.title))}">{shown}</button>'
        for kind, shown, spoken in _BUTTONS
    )
    halves = "".join(
        f'<label><input type="radio" name="usher-stars-{movie.movie_id}" value="{half / 2}"'
        f"{' checked' if opinion.stars == half / 2 else ''}><span>{half / 2:g} stars</span></label>"
        for half in range(1, 11)
    )
    recorded = ""
    if said:
        undo = (
            f' <button type="button" class="usher-undo" data-kind="undo" '
            f'aria-label="Undo what you said of {title}">Undo</button>'
        )
        recorded = escape(said) + undo * (opinion != before)
    return (
        f'<div class="usher-actions" role="group" aria-label="What you think of {title}">{buttons}'
        f'<fieldset class="usher-half"><legend>Your stars for {title}</legend>{halves}</fieldset>'
        f'<p class="usher-recorded" role="status">{recorded}</p></div>'
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
