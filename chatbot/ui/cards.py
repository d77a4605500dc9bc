"""The movies of an answer as cards: HTML in which every word that came from elsewhere is escaped.

The HTML goes to the page as a value that no template reads again, so braces in a title stay what they are.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from chatbot.answer import because, runtime
from chatbot.conversation import Pick
from chatbot.ui.opinions import STARS, Kind
from chatbot.ui.posters import poster_url
from data.movies import Movie, MovieId
from data.ratings import MAX_STARS

PICTURES = "https://image.tmdb.org/t/p/w342"
_PICTURE = re.compile(r"/[A-Za-z0-9_-]+\.(?:jpg|jpeg|png|webp)")
_BUTTONS: tuple[tuple[Kind, str, str], ...] = (
    ("like", "Like", "I like {title}"),
    ("pass", "Not for me", "{title} is not for me"),
    ("seen", "Seen it", "I have seen {title}"),
)
_RECORDED: dict[Kind, str] = {
    "like": f"Noted: you like it ({STARS['like']:g} stars).",
    "pass": f"Noted: not for you ({STARS['pass']:g} stars).",
    "seen": "Noted: you have seen it.",
}

# Clicks anywhere on the cards reach the server as one event that says which button and which movie.
CARDS_JS = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-kind]");
  if (button) trigger("click", { kind: button.dataset.kind, movie: Number(button.dataset.movie) });
});
"""


def cards_html(
    picks: Sequence[Pick], opinions: Mapping[MovieId, Kind], notices: Sequence[str] = (), *, pictures: bool = False
) -> str:
    """The cards column.

    Args:
        picks: the movies, best first.
        opinions: what the visitor has said of them.
        notices: sentences to stand above the cards.
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
        f"<li>{_card(place, pick, opinions.get(pick.movie.movie_id), pictures)}</li>"
        for place, pick in enumerate(picks, 1)
    )
    return f"{told}<h2 class='usher-cards-head'>{many} for you</h2><ol class='usher-cards'>{cards}</ol>"


def _card(place: int, pick: Pick, kind: Kind | None, pictures: bool) -> str:
    movie = pick.movie
    name = f"usher-movie-{movie.movie_id}"
    facts = [movie.year, runtime(movie), ", ".join(movie.genres[:3])]
    line = " · ".join(escape(str(fact)) for fact in facts if fact)
    overview = movie.overview or movie.lead
    return "".join(
        (
            f'<article class="usher-card{f" usher-{kind}" if kind else ""}" aria-labelledby="{name}">',
            f'<div class="usher-poster">{_posters(movie, pictures)}</div><div class="usher-facts">',
            f'<h3 id="{name}"><span class="usher-place">{place}.</span> {escape(movie.title)}</h3>',
            f'<p class="usher-line">{line}</p>' * bool(line),
            _stars(pick.stars),
            f'<p class="usher-why"><span>Why for you</span> {escape(_sentence(because(pick)))}</p>'
            * bool(pick.because),
            f'<p class="usher-overview">{escape(overview)}</p>' * bool(overview),
            "</div>",
            _actions(movie, kind),
            "</article>",
        )
    )


def _posters(movie: Movie, pictures: bool) -> str:
    """The drawn poster, and over it TMDB's picture: if that does not load, the drawn one stays in sight."""
    drawn = f'<img src="{poster_url(movie)}" alt="" width="300" height="450">'
    if not pictures or not movie.poster_path or not _PICTURE.fullmatch(movie.poster_path):
        return drawn
    return f'{drawn}<img src="{PICTURES}{movie.poster_path}" alt="" loading="lazy" referrerpolicy="no-referrer">'


def _stars(stars: float | None) -> str:
    if stars is None:
        return ""
    share = 100 * stars / MAX_STARS
    return (
        f'<p class="usher-stars"><span class="usher-bar" style="--share:{share:.0f}%" aria-hidden="true">★★★★★</span> '
        f"<span>{stars:.1f} of 5 stars predicted for you</span></p>"
    )


def _actions(movie: Movie, kind: Kind | None) -> str:
    buttons = "".join(
        f'<button type="button" data-kind="{"undo" if one == kind else one}" data-movie="{movie.movie_id}" '
        f'aria-pressed="{"true" if one == kind else "false"}" '
        f'aria-label="{escape(spoken.format(title=movie.title))}">{shown}</button>'
        for one, shown, spoken in _BUTTONS
    )
    recorded = ""
    if kind is not None:
        recorded = (
            f'{_RECORDED[kind]} <button type="button" class="usher-undo" data-kind="undo" '
            f'data-movie="{movie.movie_id}" aria-label="{escape(f"Undo what you said of {movie.title}")}">Undo</button>'
        )
    return (
        f'<div class="usher-actions" role="group" aria-label="{escape(f"What you think of {movie.title}")}">{buttons}'
        f'<p class="usher-recorded" role="status">{recorded}</p></div>'
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
