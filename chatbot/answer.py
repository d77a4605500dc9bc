"""The answer composed without a language model, from the same evidence that one would be given."""

import zlib
from collections.abc import Sequence

from chatbot.conversation import Answer, Pick, Request, Session, Topic
from chatbot.lexicon import LANGUAGE_NAMES
from chatbot.picks import Selection
from chatbot.small_talk import kind_of
from data.movies import Catalogue, Movie, MovieId

_OPENINGS = {
    "tonight": ("For tonight:", "Here is what I would put on tonight:", "My picks for you tonight:"),
    "wish": ("These fit what you asked for:", "Here is what fits:", "This is what I found for you:"),
    "like": ("If you want something like {titles}:", "In the spirit of {titles}:", "Close to {titles}:"),
    "more": ("Some others:", "Then perhaps one of these:", "Other ideas:"),
    "noted": ("With that in mind:", "So perhaps one of these:", "Then these may be for you:"),
    "recall": ("That sounds like", "I think you mean", "My best guess is"),
}
_NEWCOMER = "I do not know your taste yet: tell me a film or two that you loved, and the next list will be yours."
_TALK = {
    "greeting": "Hello! Tell me what you are in the mood for, or a film you loved, and I will find one.",
    "how": "All well here, and full of films. What are you in the mood for?",
    "thanks": "You are welcome. Enjoy the film!",
    "bye": "Good night, and enjoy the film!",
    "who": "I am Usher. I know the films of this catalogue and what audiences made of them, and look for yours.",
    "help": "Ask for a mood, a genre, a decade, a length, a person or a film to start from; describe a film whose title"
    " you forgot; say what you loved or hated; or ask about a film on the list.",
}
_UNCLEAR = (
    "I could not make sense of that. Tell me a genre, a mood, a film you liked, or what the film should be about"
    " - for example “a 90s thriller under two hours”."
)
_OUT_OF_SCOPE = (
    "That is not something I can help with. Films are: name a mood, a genre or a film you loved, and I will look.",
    "I only know films. Ask me for one to watch tonight, or about one whose title you forgot.",
    "There I am no use, I am afraid. Finding a film for tonight is what I can do.",
)
CHIPS_LIST = ("something newer", "something shorter", "funnier", "something else", "tell me about the first one")
CHIPS_FACT = ("something like it", "what should I watch tonight")
CHIPS_START = ("what should I watch tonight", "a 90s thriller under two hours", "something uplifting")


def compose(message: str, session: Session, request: Request, selection: Selection, catalogue: Catalogue) -> Answer:
    """The answer to a message; the same conversation always gets the same words."""
    draw = zlib.crc32(f"{len(session.turns)} {message}".encode())
    if request.intent == "small_talk":
        return Answer(_TALK[kind_of(message.lower()) or "greeting"], chips=CHIPS_START)
    if request.intent == "unclear":
        return Answer(_UNCLEAR, chips=CHIPS_START)
    if request.intent == "out_of_scope":
        return Answer(_OUT_OF_SCOPE[draw % len(_OUT_OF_SCOPE)], chips=CHIPS_START)
    if request.intent in ("fact", "why"):
        return Answer(facts(request, catalogue), chips=CHIPS_FACT)
    if request.intent == "compare":
        return Answer(_compared(request, catalogue), chips=CHIPS_FACT)
    if not selection.picks:
        return Answer(" ".join(selection.notices), notices=selection.notices, chips=("start over", *CHIPS_START[:1]))
    if request.intent == "recall":
        text = _recall(selection.picks, draw)
    elif request.intent == "list":
        text = f"{_opening(session, request, catalogue, draw)}\n\n{_short_lines(selection.picks)}"
    else:
        text = f"{_opening(session, request, catalogue, draw)}\n\n{numbered(selection.picks)}"
    if selection.notices:
        text += "\n\n" + " ".join(selection.notices)
    if not session.history.stars and not request.similar_to and not request.query:
        text += "\n\n" + _NEWCOMER
    return Answer(text, selection.picks, selection.notices, CHIPS_LIST)


def numbered(picks: Sequence[Pick], start: int = 1) -> str:
    """The picks as a Markdown list, each with its facts and why it is there."""
    return "\n".join(
        f"{place}. {headline(pick.movie)} — {escaped(because(pick))}" for place, pick in enumerate(picks, start)
    )


def _short_lines(picks: Sequence[Pick]) -> str:
    return "\n".join(f"{place}. {headline(pick.movie)}" for place, pick in enumerate(picks, 1))


def because(pick: Pick) -> str:
    """Why a pick is there: its two strongest reasons, of which one names what the person liked if any does."""
    chosen = list(pick.because[:2])
    personal = next((reason for reason in pick.because if reason.kind == "liked"), None)
    if personal is not None and personal not in chosen:
        chosen[-1] = personal
    clauses = [("because " if reason.kind == "liked" else "") + reason.text for reason in chosen]
    return "; ".join(clauses) + "."


def headline(movie: Movie) -> str:
    """Title, year, runtime and genres, as far as they are known, in Markdown."""
    facts = [runtime(movie), ", ".join(genre.lower() for genre in movie.genres[:3])]
    known = ", ".join(fact for fact in facts if fact)
    return f"**{escaped(movie.title)}**" + (f" ({movie.year})" if movie.year else "") + (f", {known}" if known else "")


def runtime(movie: Movie) -> str:
    """The runtime as "2 h 50 min"; empty if it is unknown."""
    if movie.runtime_minutes is None:
        return ""
    hours, minutes = divmod(movie.runtime_minutes, 60)
    return " ".join(part for part in (f"{hours} h" * bool(hours), f"{minutes} min" * bool(minutes)) if part)


def escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is."""
    for char in "\\`*_[]<>":
        text = text.replace(char, "\\" + char)
    return text


def facts(request: Request, catalogue: Catalogue) -> str:
    """What the catalogue says of the movies that the question is about."""
    movies = [catalogue[movie_id] for movie_id in request.about[:3] if movie_id in catalogue]
    if not movies:
        return "I do not know which film you mean: say its title."
    return "\n\n".join(_fact(movie, request.topic) for movie in movies)


def _compared(request: Request, catalogue: Catalogue) -> str:
    movies = [catalogue[movie_id] for movie_id in request.about if movie_id in catalogue]
    if len(movies) < 2:
        return "Name the films that I should compare."
    return "\n".join(f"- {headline(movie)}" for movie in movies)


def _fact(movie: Movie, topic: Topic) -> str:
    name = f"**{escaped(movie.title)}**" + (f" ({movie.year})" if movie.year else "")
    if topic == "all":
        people = [
            f"Directed by {_people(movie.directors)}." * bool(movie.directors),
            f"With {_people(movie.cast[:4])}." * bool(movie.cast),
            escaped(movie.overview or movie.lead),
        ]
        return f"{headline(movie)}. " + " ".join(part for part in people if part)
    known = {
        "cast": f"In {name} play {_people(movie.cast[:6])}." * bool(movie.cast),
        "director": f"{name} was directed by {_people(movie.directors)}." * bool(movie.directors),
        "year": f"{name} came out in {movie.year}." * bool(movie.year),
        "runtime": f"{name} runs {runtime(movie)}." * bool(movie.runtime_minutes),
        "genres": f"{name}: {', '.join(genre.lower() for genre in movie.genres)}." * bool(movie.genres),
        "language": f"{name} is in {LANGUAGE_NAMES.get(movie.language or '', movie.language)}." * bool(movie.language),
        "rating": f"{name} has {movie.vote_average or 0:.1f} of 10 from its audience." * bool(movie.vote_average),
        "plot": f"{name}: {escaped(movie.overview or movie.lead)}" * bool(movie.overview or movie.lead),
        "suitable": f"I know no age rating of {name}. Its genres are {', '.join(g.lower() for g in movie.genres)}."
        * bool(movie.genres),
    }[topic]
    return known or f"The catalogue does not say that of {name}, so I do not know."


def _people(names: Sequence[str]) -> str:
    shown = [escaped(name) for name in names] or [""]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _recall(picks: Sequence[Pick], draw: int) -> str:
    opening = _OPENINGS["recall"][draw % len(_OPENINGS["recall"])]
    first, others = picks[0], picks[1:]
    text = f"{opening} {headline(first.movie)}. {escaped(first.movie.overview or first.movie.lead)}".strip()
    if others:
        text += f"\n\nIf not, perhaps one of these:\n\n{numbered(others, start=2)}"
    return text


def _opening(session: Session, request: Request, catalogue: Catalogue, draw: int) -> str:
    noted = ""
    kind = "wish"
    if request.intent == "feedback":
        noted, kind = _noted(request, catalogue), "noted"
    elif request.similar_to:
        kind = "like"
    elif session.listed and not request.query:
        kind = "more"
    elif request == Request(count=request.count):
        kind = "tonight"
    sentence = _OPENINGS[kind][draw % len(_OPENINGS[kind])]
    return noted + sentence.format(titles=_titles(request.similar_to, catalogue))


def _noted(request: Request, catalogue: Catalogue) -> str:
    parts = [
        f"you liked {_titles(request.liked, catalogue)}" * bool(request.liked),
        f"you did not like {_titles(request.disliked, catalogue)}" * bool(request.disliked),
    ]
    return "Noted: " + " and ".join(part for part in parts if part) + ". "


def _titles(movie_ids: Sequence[MovieId], catalogue: Catalogue) -> str:
    return _people([catalogue[movie_id].title for movie_id in movie_ids[-4:]]) if movie_ids else ""
