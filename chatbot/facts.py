"""What the catalogue says of movies, in answer to a question; what it does not say is "I do not know"."""

import re
from collections.abc import Sequence

from chatbot.conversation import Session
from chatbot.knowledge import Knowledge
from chatbot.measures import which
from chatbot.phrases import WHICH_FILM
from chatbot.question import Question
from chatbot.sentences import sentences
from chatbot.signs import content, for_children, mood
from chatbot.wishes import country_name, language_name
from chatbot.wording import (
    Voice,
    escaped,
    genre_words,
    headline,
    listed,
    named,
    number,
    people,
    runtime,
    teaser,
)
from data.movies import Movie
from retrieval.names import normalised
from retrieval.origins import origins

_UNKNOWN = {
    "awards": "I do not know what prizes {film} won or missed.",
    "money": "What {film} cost or earned I do not know.",
    "where": "Where {film} can be watched I do not know; I only know the films themselves.",
    "series": "I do not know; nothing I have on {film} speaks of one.",
    "source": "I do not know; nothing I have on {film} says so.",
    "crew": "That I do not know of {film}.",
    "other": "That I do not know of {film}.",
}
_TOLD: dict[str, str] = {  # words of a description that answer what the catalogue has no field for
    "awards": r"\b(?:oscars?|academy awards?|golden globes?|palme d.or|baftas?|awards?|prizes?|nominat\w+)\b",
    "money": r"\b(?:budget|gross(?:ed|ing)|box[- ]office|millions?)\b",
    "series": r"\b(?:remakes?|remade|sequels?|prequels?|franchise|instal?lments?|trilogy)\b",
    "source": r"\b(?:based (?:up)?on|adapt\w+|true story|inspired by|novel)\b",
    "wr": r"\b(?:written by|co-written|screenplay|script|screenwriter)\b",
    "sc": r"\b(?:written by|co-written|screenplay|script|screenwriter|score|music)\b",
    "co": r"\b(?:compos\w+|score|music|soundtrack)\b",
    "mu": r"\b(?:compos\w+|score|music|soundtrack)\b",
    "so": r"\b(?:compos\w+|score|music|soundtrack|songs?)\b",
    "pr": r"\b(?:produced|producers?)\b",
    "ci": r"\b(?:cinematograph\w+|photograph\w+)\b",
    "fi": r"\b(?:filmed|shot (?:in|on)|on location)\b",
    "sh": r"\b(?:filmed|shot (?:in|on)|on location)\b",
}
_LONGEST_TOLD = 300  # characters of a sentence that is repeated
_ENDING = (
    "I will not spoil {film}: how it ends is for the film to tell.",
    "I would rather not spoil what happens in {film}.",
    "That would spoil {film}, so I keep it to myself.",
)
_MOST_CAST = 8
_MOST_SIGNS = 8  # keywords and tags given as evidence
_MOST_ABOUT = 6  # movies that one answer speaks of
_SIGNS = {"source": ("based on", "true story", "biography"), "series": ("remake", "sequel", "prequel", "trilogy")}


def answer_question(
    movies: Sequence[Movie],
    question: Question,
    voice: Voice,
    serving: Knowledge | None = None,
    session: Session | None = None,
) -> str:
    """The answer to a question about movies, in Markdown.

    Args:
        movies: those asked about, in the order in which they were named.
        question: what is asked of them.
        voice: of this turn.
        serving: knows what everyone thinks of a movie; None leaves that out.
        session: knows what the person thinks; None leaves that out.
    """
    if not movies:
        return WHICH_FILM
    if question.measure and len(movies) > 1:
        return which(movies, question.measure, claims=question.claims)
    if question.asked == "director" and len(movies) > 1 and len({movie.directors for movie in movies}) == 1:
        films = listed([named(movie) for movie in movies])
        return f"{people(movies[0].directors)} directed {films}." if movies[0].directors else _nothing(movies[0])
    if question.asked == "person" and len(movies) > 1:
        return _credit_of_several(movies, question)
    return "\n\n".join(_fact(movie, question, voice, serving, session) for movie in movies[:_MOST_ABOUT])


def _fact(movie: Movie, question: Question, voice: Voice, serving: Knowledge | None, session: Session | None) -> str:
    film, asked = named(movie), question.asked
    if asked == "ending":
        return voice.choose("ending", _ENDING).format(film=film) + _and_about(movie)
    if asked in _UNKNOWN:
        told = _told(movie, question)
        return told or f"{_UNKNOWN[asked].format(film=film)} What I do know: {_in_short(movie)}."
    if asked == "person":
        return _credit(movie, question)
    if asked == "mood":
        return " ".join(mood(movie, one) for one in question.moods)
    if asked == "genre":
        return _is_genre(movie, question.genres)
    if asked == "content":
        return content(movie, question.word)
    if asked == "suitable":
        return for_children(movie)
    if asked == "rating":
        return _rating(movie, serving, session)
    if asked in ("all", "which"):
        return everything(movie)
    return _known(movie, asked, voice) or _nothing(movie)


def everything(movie: Movie) -> str:
    """All that is worth telling of a movie: figures, people, the plot's beginning."""
    said = [
        f"{headline(movie)}.",
        f"Directed by {people(movie.directors)}." * bool(movie.directors),
        f"With {people(movie.cast[:4])}." * bool(movie.cast),
        teaser(movie, 3),
    ]
    return " ".join(part for part in said if part)


def evidence(movie: Movie) -> str:
    """`everything`, and what only some questions ask for: language, country, rating, keywords and tags."""
    rating = f"{movie.vote_average:.1f} of 10 from its audience" if movie.vote_average else ""
    signs = [escaped(sign) for sign in dict.fromkeys((*movie.tags, *movie.keywords))][:_MOST_SIGNS]
    more = [
        f"in {language_name(movie.language)}" if movie.language else "",
        f"from {listed([country_name(code) for code in movie.countries])}" * bool(movie.countries),
        rating,
        f"keywords and tags: {', '.join(signs)}" * bool(signs),
    ]
    said = "; ".join(part for part in more if part)
    return f"{everything(movie)} ({said})" if said else everything(movie)


def _known(movie: Movie, asked: str, voice: Voice) -> str:
    """The one fact asked for; empty if the catalogue lacks it."""
    film = named(movie)
    if asked == "director" and movie.directors:
        says: tuple[str, ...] = ("{film} was directed by {names}.", "{names} directed {film}.", "{film} is by {names}.")
        return voice.choose("director", says).format(film=film, names=people(movie.directors))
    if asked == "cast" and movie.cast:
        says = ("The cast of {film}: {names}.", "In {film} you see {names}.", "{film} has {names} in it.")
        return voice.choose("cast", says).format(film=film, names=_cast(movie))
    if asked == "year" and movie.year:
        says = ("{film} came out in {year}.", "{film} is from {year}.")
        return voice.choose("year", says).format(film=film, year=movie.year)
    if asked == "runtime" and movie.runtime_minutes:
        says = ("{film} runs {long}.", "{film} takes {long}.", "{film} is {long} long.")
        return voice.choose("runtime", says).format(film=film, long=runtime(movie))
    if asked == "genres" and movie.genres:
        return f"{film} counts as {listed(genre_words(movie))}."
    if asked == "language" and movie.language:
        return f"{film} was made in {language_name(movie.language)}."
    if asked == "country" and movie.countries:
        return f"{film} comes from {listed([country_name(code) for code in movie.countries])}."
    if asked == "country" and origins(movie):
        home, spoken = listed([country_name(code) for code in origins(movie)]), language_name(movie.language or "")
        return f"I do not know the country of {film}; its language, {spoken}, points to {home}."
    told = teaser(movie, 3) if asked == "plot" else ""
    return f"{film}: {told}" if told else ""


def _nothing(movie: Movie) -> str:
    return f"The catalogue does not say that of {named(movie)}, so I do not know. What I do know: {_in_short(movie)}."


def _in_short(movie: Movie) -> str:
    """A few facts as clauses."""
    known = [
        f"it is from {movie.year}" * bool(movie.year),
        f"runs {runtime(movie)}" * bool(movie.runtime_minutes),
        f"was directed by {people(movie.directors)}" * bool(movie.directors),
        f"counts as {listed(genre_words(movie)[:3])}" * bool(movie.genres),
    ]
    clauses = [clause for clause in known if clause]
    if clauses and not clauses[0].startswith("it "):
        clauses[0] = f"it {clauses[0]}"
    return listed(clauses) or "its title, and no more"


def _and_about(movie: Movie) -> str:
    told = teaser(movie, 1)
    return f" What may be told: {told}" if told else ""


def _credit(movie: Movie, question: Question) -> str:
    """Whether a person plays in the movie or directed it. The lists of names are not whole: a name may be missing."""
    film = named(movie)
    directs, plays = _among(question.person, movie.directors), _among(question.person, movie.cast)
    if question.directs:
        if directs:
            return f"Yes, {escaped(directs)} directed {film}."
        if movie.directors:
            return f"No, {film} was directed by {people(movie.directors)}."
        return f"I do not know who directed {film}."
    if plays:
        return f"Yes, {escaped(plays)} plays in {film}."
    if directs:
        return f"{escaped(directs)} directed {film}; whether also in front of the camera I do not know."
    if movie.cast:
        return f"Not among the names I know of {film}, which are {_cast(movie)}."
    return f"I do not know the cast of {film}."


def _credit_of_several(movies: Sequence[Movie], question: Question) -> str:
    """In which of several movies somebody has a part."""
    found: list[str] = []
    name = ""
    for movie in movies:
        people = movie.directors if question.directs else (*movie.cast, *movie.directors)
        who = _among(question.person, people)
        name = name or who
        found += [named(movie)] * bool(who)
    if found:
        return f"Yes: {escaped(name)} {'directed' if question.directs else 'is in'} {listed(found)}."
    films = listed([named(movie) for movie in movies])
    return f"Not as far as I know the people of {films}; my lists of names are not whole."


def _cast(movie: Movie) -> str:
    """The first names of the cast, and how many more are known."""
    more = len(movie.cast) - _MOST_CAST
    others = [f"{number(more)} more"] if more > 0 else []
    return listed([*(escaped(name) for name in movie.cast[:_MOST_CAST]), *others])


def _among(asked: str, names: Sequence[str]) -> str:
    """The name that is asked for, whole or by its last words; empty if there is none."""
    words = normalised(asked).split()
    return next((name for name in names if words and normalised(name).split()[-len(words) :] == words), "")


def _told(movie: Movie, question: Question) -> str:
    """What keywords and descriptions say of it, word for word; empty where they do not."""
    begins = _SIGNS.get(question.asked, ())
    signs = [sign for sign in dict.fromkeys((*movie.keywords, *movie.tags)) if begins and sign.startswith(begins)]
    if signs:
        return f"The keywords of {named(movie)} say {listed([f'“{escaped(sign)}”' for sign in signs[:3]])}."
    cue = _TOLD.get(question.asked) or _TOLD.get(question.word[:2], "")
    text = f"{movie.lead} {movie.overview}" if question.asked == "source" else movie.lead  # a plot has prizes, too
    for sentence in sentences([" ".join(text.split())]):
        if cue and len(sentence) <= _LONGEST_TOLD and re.search(cue, sentence, re.IGNORECASE):
            return f"What I have on {named(movie)} says: “{escaped(sentence.strip())}”"
    return ""


def _rating(movie: Movie, serving: Knowledge | None, session: Session | None) -> str:
    """What audiences and, if they are known, this person make of it."""
    film, parts = named(movie), []
    if movie.vote_average and movie.vote_count:
        votes = "one vote" if movie.vote_count == 1 else f"{movie.vote_count:,} votes"
        parts.append(f"{film} has {movie.vote_average:.1f} of 10 from {votes}")
    elif movie.vote_average:
        parts.append(f"{film} has {movie.vote_average:.1f} of 10 from its audience")
    reputation = serving.reputations.get(movie.movie_id) if serving is not None else None
    if reputation is not None:
        raters = "one rating" if reputation.count == 1 else f"{reputation.count:,} ratings"
        stars = f"{reputation.stars:.1f} of 5 stars from {raters} here"
        parts.append(stars if parts else f"{film} has {stars}")
    text = f"{' and '.join(parts)}." if parts else f"I do not know what audiences made of {film}."
    if serving is None or session is None or not session.history.stars:
        return text
    own = session.history.stars.get(movie.movie_id)
    if own is not None:
        return f"{text} You gave it {own:g}."
    return f"{text} For you I expect {serving.predicted_stars(session.history, movie.movie_id):.1f} of 5."


def _is_genre(movie: Movie, genres: Sequence[str]) -> str:
    if not movie.genres:
        return _nothing(movie)
    fits = set(genres) <= set(movie.genres)
    return f"{'Yes' if fits else 'Not by its genres'}: {named(movie)} counts as {listed(genre_words(movie))}."
