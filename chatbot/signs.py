"""What speaks for and against a movie being scary, sad, fit for children: its genres, tags and keywords, no more."""

from collections.abc import Sequence

from chatbot.conversation import Mood
from chatbot.lexicon import MOODS
from chatbot.wishes import a_genre
from chatbot.wording import escaped, its_genres, listed, named
from data.movies import Movie

_YOUNG = ("Children", "Animation", "Musical")
_GROWN_UP = ("Horror", "Thriller", "Crime", "War", "Film-Noir")
_GROWN_UP_SIGNS = frozenset(
    (
        "violence,violent,extreme violence,gore,gory,blood,bloody,blood splatter,murder,mass murder,series of murders"
        ",serial killer,killer,torture,rape,sexual abuse,child abuse,suicide,suicide attempt,sex,sexuality,nudity"
        ",female nudity,male nudity,nudity (topless),nudity (full frontal),nudity (full frontal - notable)"
        ",notable nudity,drug,drugs,drug abuse,drug addiction,drug dealer,alcoholism,prostitution,prostitute"
        ",disturbing,scary,creepy,frightening,dark,sadism,cannibalism,gun violence,domestic violence,war,terrorism"
    ).split(",")
)
_YOUNG_SIGNS = frozenset(
    (
        "family,kids,children,kids and family,child hero,based on children's book,fairy tale,disney,pixar,aardman"
        ",fun family movie,talking animal,talking animals,toys,family friendly,for children,animal movie"
    ).split(",")
)
_CONTENT = {
    "sex": ("sex", "sexual", "sexuality", "nudity"),
    "nud": ("nudity", "nude"),
    "nak": ("nudity", "nude"),
    "drug": ("drug",),
    "animal": ("animal",),
    "dog": ("dog",),
    "swear": ("swear", "profanity", "obscen"),
    "profan": ("swear", "profanity", "obscen"),
    "suicid": ("suicid",),
    "rape": ("rape", "sexual abuse", "sexual violence"),
    "smok": ("smok", "cigar"),
}
_TELLING: dict[Mood, frozenset[str]] = {  # genres that make a mood likely without any tag
    "funny": frozenset(("Comedy",)),
    "scary": frozenset(("Horror",)),
    "romantic": frozenset(("Romance",)),
    "tense": frozenset(("Thriller",)),
    "fast": frozenset(("Action",)),
    "violent": frozenset(("Action", "Crime", "Horror", "War")),
}
_MOST = 3  # signs that are named


def mood(movie: Movie, asked: Mood) -> str:
    """Whether the movie is that way, as far as anything shows it, in Markdown."""
    signs, film = MOODS[asked], named(movie)
    named_genres = {genre.lower() for genre in movie.genres}
    tagged = [tag for tag in _told(movie) if tag in signs.tags - named_genres]
    fitting = [genre for genre in movie.genres if genre in signs.genres]
    against = [genre for genre in movie.genres if genre in signs.against]
    if tagged:
        also = f", and it is {a_genre(fitting[0])}" if fitting else ""
        but = f", though it is {a_genre(against[0])}" if against and not fitting else ""
        return f"It seems so: the tags of {film} say {_quoted(tagged)}{also}{but}."
    if against and not fitting:
        return f"Rather not: {film} is {_as_genres(against)}, and no tag calls it {asked}."
    telling = [genre for genre in fitting if genre in _TELLING.get(asked, ())]
    if telling and not against:
        return f"It may well be: {film} is {_as_genres(telling)}, though no tag of it says {asked}."
    return f"I do not know. No tag calls {film} {asked}; {_all_told(movie)}."


def for_children(movie: Movie) -> str:
    """What speaks for and against showing the movie to children, in Markdown; the catalogue has no age ratings."""
    film, told = named(movie), _told(movie)
    young = [genre.lower() for genre in movie.genres if genre in _YOUNG]
    grown_up = [genre.lower() for genre in movie.genres if genre in _GROWN_UP]
    young_signs = [sign for sign in told if sign in _YOUNG_SIGNS and sign not in young]
    grown_up_signs = [sign for sign in told if sign in _GROWN_UP_SIGNS and sign not in grown_up]
    fits, warns = _signs(young, young_signs), _signs(grown_up, grown_up_signs)
    unrated = f"I do not know an age rating of {film}."
    if fits and warns:
        return f"{unrated} The signs are mixed: {fits} on the one hand, {warns} on the other. Have a look at it first."
    if fits:
        return f"{unrated} What I know speaks for it ({fits}), and nothing against it."
    if warns:
        return f"{unrated} Rather not for children, I would say, given {warns}."
    return f"{unrated} Nothing else I have settles it; {_all_told(movie)}."


def content(movie: Movie, word: str) -> str:
    """Whether something occurs in the movie ("nudity"), as far as tags and keywords tell, in Markdown."""
    stems = next((stems for begin, stems in _CONTENT.items() if word.startswith(begin)), (word,))
    found = [sign for sign in _told(movie) if any(part.startswith(stem) for part in sign.split() for stem in stems)]
    if found:
        return f"Its tags and keywords name {_quoted(found)}, so I expect that in {named(movie)}."
    return f"I do not know: no tag or keyword of {named(movie)} speaks of it."


def _told(movie: Movie) -> list[str]:
    return list(dict.fromkeys((*movie.tags, *movie.keywords)))


def _signs(genres: Sequence[str], signs: Sequence[str]) -> str:
    parts = [
        f"the {'genre' if len(genres) == 1 else 'genres'} {listed(genres)}" * bool(genres),
        f"the {'tag' if len(signs) == 1 else 'tags'} {_quoted(signs)}" * bool(signs),
    ]
    return listed([part for part in parts if part])


def _as_genres(genres: Sequence[str]) -> str:
    return listed([a_genre(genre) for genre in genres[:2]])


def _quoted(signs: Sequence[str]) -> str:
    return listed([f"“{escaped(sign)}”" for sign in signs[:_MOST]])


def _all_told(movie: Movie) -> str:
    """What is known instead."""
    return its_genres(movie) if movie.genres else "I know none of its genres either"
