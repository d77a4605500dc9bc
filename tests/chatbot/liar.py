"""A model that mixes what is true of the films it is given with what is not, and remembers which is which."""

import html
import random
import re
from collections.abc import Iterator

from data.movies import Catalogue, Movie
from tests.chatbot.endpoint_server import Exchange, gives, says
from tests.chatbot.small_model import films

KINDS = {
    "Comedy": "comedy",
    "Thriller": "thriller",
    "Horror": "horror film",
    "Western": "western",
    "Musical": "musical",
    "Documentary": "documentary",
    "Sci-Fi": "science-fiction film",
    "Animation": "cartoon",
    "War": "war film",
    "Crime": "crime film",
    "Romance": "love story",
    "Mystery": "mystery",
    "Fantasy": "fantasy",
    "Drama": "drama",
}
TONGUES = {"en": "English", "fr": "French", "de": "German", "ja": "Japanese", "it": "Italian", "es": "Spanish"}
INVENTED = ("The Glass Harbour of Vex", "Nine Spoons for Oona", "Zardonia Rising", "A Kettle in Winterbourne")


class Liar:
    """Writes `size` sentences of each kind about the films of a prompt, each in a paragraph of its own.

    Attributes:
        true, false: all that was written so far.
    """

    def __init__(self, catalogue: Catalogue, seed: int, size: int = 8) -> None:
        self._catalogue = catalogue
        self._draw = random.Random(seed)
        self._size = size
        self.true: list[str] = []
        self.false: list[str] = []

    def __call__(self, exchange: Exchange) -> None:
        """Answer a request: a reading that adds nothing, or the sentences."""
        prompt = exchange.received.last_message
        if exchange.received.wants != "text":
            message = html.unescape(re.search(r"<message>(.*?)</message>", prompt, re.DOTALL)[1].strip())  # type: ignore[index]
            gives({"intent": "recommend", "query": message, "titles": list(INVENTED)})(exchange)
            return
        by_name = {(movie.title, str(movie.year)): movie for movie in self._catalogue}
        listed = [by_name[title, year] for title, year, _ in films(prompt) if (title, year) in by_name]
        if not listed:
            says("Good evening!")(exchange)
            return
        truths, lies = list(self._truths(listed)), list(self._lies(listed))
        truths = self._draw.sample(truths, min(self._size, len(truths)))
        lies = self._draw.sample(lies, min(self._size, len(lies)))
        self.true += truths
        self.false += lies
        written = [*truths, *lies]
        self._draw.shuffle(written)
        says("\n\n".join(written))(exchange)

    def _truths(self, listed: list[Movie]) -> Iterator[str]:
        for movie in listed:
            title = movie.title
            yield f"**{title}** ({movie.year}) is a good place to start."
            yield f"{title} came out in {movie.year}."
            yield f"**{title}** is from the {(movie.year or 0) // 10 * 10}s."
            if movie.runtime_minutes:
                yield f"**{title}** runs {movie.runtime_minutes} minutes."
                yield f"{title} is over in {movie.runtime_minutes // 60} h {movie.runtime_minutes % 60} min."
            if movie.directors:
                yield f"**{title}** was directed by {movie.directors[0]}."
            if movie.cast:
                yield f"**{title}** ({movie.year}) stars {movie.cast[0]}."
            for genre in set(movie.genres) & KINDS.keys():
                yield f"**{title}** is a {KINDS[genre]}."
            for genre in self._draw.sample(sorted(KINDS.keys() - {*movie.genres, "Drama"}), 2):
                yield f"**{title}** is not a {KINDS[genre]}."
            if movie.language in TONGUES:
                yield f"**{title}** is in {TONGUES[movie.language]}."
            if movie.vote_average:
                yield f"Its audience gave {title} {movie.vote_average:.1f} of 10."
        for one, other in _pairs(listed):
            if (one.runtime_minutes or 0) > (other.runtime_minutes or 10_000):
                yield f"**{one.title}** is longer than **{other.title}**."
                yield f"{other.title} is shorter than {one.title}."
            if (one.year or 0) > (other.year or 10_000):
                yield f"**{one.title}** is newer than **{other.title}**."
                yield f"{other.title} came out before {one.title}."
        minutes = [movie.runtime_minutes for movie in listed]
        if len(listed) > 1 and None not in minutes and len(set(minutes)) == len(minutes):
            longest = max(listed, key=lambda movie: movie.runtime_minutes or 0)
            yield f"**{longest.title}** is the longest of them."

    def _lies(self, listed: list[Movie]) -> Iterator[str]:
        every = list(self._catalogue)
        for movie in listed:
            title, other = movie.title, self._draw.choice(every)
            wrong = (movie.year or 0) + self._draw.choice((-31, -12, -3, -1, 1, 2, 7, 15))
            yield f"**{title}** ({wrong}) is a good place to start."
            yield f"{title} came out in {wrong}."
            yield f"**{title}** is from the {(movie.year or 0) // 10 * 10 + self._draw.choice((-20, -10, 10))}s."
            if movie.runtime_minutes:
                minutes = movie.runtime_minutes + self._draw.choice((-45, -20, -8, 9, 25, 60))
                yield f"**{title}** runs {minutes} minutes."
            strangers = [
                name for name in (*other.directors, *other.cast) if name not in (*movie.directors, *movie.cast)
            ]
            for name in strangers[:2]:
                yield f"**{title}** was directed by {name}."
                yield f"**{title}** stars {name}."
            texts = " ".join((movie.overview, movie.lead, *movie.keywords, *movie.tags)).lower()
            unlike = [
                genre for genre, word in KINDS.items() if genre not in movie.genres and word.split()[0] not in texts
            ]
            for genre in self._draw.sample(unlike, min(3, len(unlike))):
                yield f"**{title}** is a {KINDS[genre]}."
            for genre in set(movie.genres) & KINDS.keys():
                yield f"**{title}** is not a {KINDS[genre]}."
            tongue = self._draw.choice([code for code in TONGUES if code != movie.language])
            if TONGUES[tongue].lower() not in texts and movie.language:
                yield f"**{title}** is in {TONGUES[tongue]}."
            if movie.vote_average is not None:
                yield f"Its audience gave {title} {(movie.vote_average + 1.3) % 10:.1f} of 10."
            yield f"**{title}** won {self._draw.choice(('two', 'three', 'seven'))} Oscars."
            if other not in listed:
                yield f"**{other.title}** ({other.year}) is even better."
                yield f"You could also watch *{other.title}* ({other.year}) after {title}."
            yield f"**{self._draw.choice(INVENTED)}** ({movie.year}) is even better than {title}."
            yield f"After {title}, try {self._draw.choice(INVENTED)}."
        for one, other in _pairs(listed):
            if one.runtime_minutes and other.runtime_minutes and one.runtime_minutes > other.runtime_minutes:
                yield f"**{one.title}** is shorter than **{other.title}**."
                yield f"**{other.title}** is the longest of them."
            if one.year and other.year and one.year > other.year:
                yield f"**{one.title}** is older than **{other.title}**."
                yield f"{one.title} came out before {other.title}."


def _pairs(listed: list[Movie]) -> Iterator[tuple[Movie, Movie]]:
    return ((one, other) for one in listed for other in listed if one is not other)
