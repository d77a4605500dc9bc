"""The words that the texts of a catalogue use, as the word index of a build would know them."""

import re

from data.movies import Catalogue


def known_words(catalogue: Catalogue) -> frozenset[str]:
    """Every word of the catalogue's texts in lower case."""
    words: set[str] = set()
    for movie in catalogue:
        parts = (
            movie.title,
            movie.overview,
            *movie.genres,
            *movie.keywords,
            *movie.tags,
            *movie.cast,
            *movie.directors,
        )
        words.update(re.findall(r"[\w'-]+", " ".join(parts).lower()))
    return frozenset(words)
