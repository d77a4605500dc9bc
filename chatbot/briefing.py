"""The evidence that the model which writes the answer is given: numbered, short, quoted."""

from chatbot.answer import because, facts, headline
from chatbot.conversation import Pick, Request
from chatbot.picks import Selection
from chatbot.quoting import quoted
from data.movies import Catalogue, Movie

WORDS_OF_ALL = 135  # of descriptions, shared out among the picks
FEWEST, MOST_WORDS = 12, 50
FACTUAL = ("fact", "compare")
_PLACES = {"safest": "the safest pick", "stretch": "a stretch", "short": "the short one"}


def may_name(request: Request, selection: Selection, catalogue: Catalogue) -> tuple[Movie, ...]:
    """The movies that the answer may be about."""
    if request.intent in FACTUAL:
        return tuple(catalogue[movie_id] for movie_id in request.about if movie_id in catalogue)
    return tuple(pick.movie for pick in selection.picks)


def evidence(request: Request, selection: Selection, catalogue: Catalogue) -> str:
    """What the answer may say, as text for a prompt."""
    if request.intent in FACTUAL:
        return quoted(facts(request.model_copy(update={"topic": "all"}), catalogue))
    picks = selection.picks
    words = min(MOST_WORDS, max(FEWEST, WORDS_OF_ALL // max(1, len(picks))))
    lines = (_entry(place, pick, words) for place, pick in enumerate(picks, 1))
    return "\n".join((*lines, *map(quoted, selection.notices)))


def _entry(place: int, pick: Pick, words: int) -> str:
    movie = pick.movie
    facts_of = (
        headline(movie),
        f"directed by {', '.join(movie.directors[:2])}" * bool(movie.directors),
        f"with {', '.join(movie.cast[:4])}" * bool(movie.cast),
        _PLACES[pick.place] if pick.place else "",
    )
    about = " ".join((movie.overview or movie.lead).split()[:words])
    return (
        f"{place}. {'; '.join(quoted(fact) for fact in facts_of if fact)}\n"
        f"   {quoted(about)}\n   <because>{quoted(because(pick))}</because>"
    )
