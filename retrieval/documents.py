"""What is embedded for a movie.

One vector of a whole description hides its details, so a movie is indexed as several passages: a request that tells one
scene is near the sentence that tells it.
"""

import re

from data.movies import Movie

MIN_WORDS = 4  # shorter sentences ("But at what price?") are near everything
MAX_SENTENCES = 12  # of an overview; bounds what an endless one costs
MAX_LEAD = 8  # sentences of a lead
MAX_TERMS = 24  # keywords and tags together
MAX_CAST = 5
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Lt|Col|Gen|Sgt|Capt|Prof|Rev|Vol|No|vs)|\b[A-Z])\.$")


def document(movie: Movie) -> str:
    """The text that stands for the whole movie: title, year and genres, then what it is about.

    That is the overview, the lead where there is no overview, and people, keywords and tags where there is neither.
    """
    title = f"{movie}. {', '.join(movie.genres)}." if movie.genres else f"{movie}."
    about = movie.overview or movie.lead or ", ".join((*movie.directors, *movie.cast[:MAX_CAST], *terms(movie)))
    return f"{title} {about}".strip()


def passages(movie: Movie) -> list[str]:
    """The texts that are embedded: the document, keywords and tags, each sentence of the overview and of the lead."""
    about = sentences(movie.overview)[:MAX_SENTENCES]
    lead = sentences(movie.lead)[:MAX_LEAD]
    told = (*about, *lead) if len(about) + len(lead) > 1 else ()  # a single one is in the document
    return list(dict.fromkeys(text for text in (document(movie), ", ".join(terms(movie)), *told) if text))


def terms(movie: Movie) -> list[str]:
    """Keywords, then tags, each once, at most `MAX_TERMS`."""
    return list(dict.fromkeys((*movie.keywords, *movie.tags)))[:MAX_TERMS]


def sentences(text: str) -> list[str]:
    """The sentences of a text that have at least `MIN_WORDS` words; an initial or "Mr." ends none."""
    found: list[str] = []
    begun = ""
    for part in _SENTENCE_END.split(text.strip()):
        begun = f"{begun} {part}".strip()
        if not _ABBREVIATION.search(begun):
            found.append(begun)
            begun = ""
    found.append(begun)
    return [sentence for sentence in found if len(sentence.split()) >= MIN_WORDS]
