"""What programs may ask and what they are told, as forms: of the JSON API, its description and the tools of MCP."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from chatbot.chain import LONGEST_MESSAGE
from data.accounts import ListName
from data.movies import GENRES, MovieId
from data.ratings import MAX_STARS, MIN_STARS

MOST = 100  # films of an answer, and of likes or dislikes
LARGEST = 2**53 - 1  # whole number that every reader of JSON has


def _genre(genre: str) -> str:
    if genre not in GENRES:
        raise ValueError(f"there is no genre {genre!r}: use {', '.join(GENRES)}")
    return genre


FilmId: TypeAlias = Annotated[int, Field(ge=0, le=LARGEST, strict=True)]
Film: TypeAlias = FilmId | Annotated[str, Field(min_length=1, max_length=200)]
Genre: TypeAlias = Annotated[str, AfterValidator(_genre), WithJsonSchema({"type": "string", "enum": list(GENRES)})]
Year: TypeAlias = Annotated[int, Field(ge=1800, le=2200)]
Minutes: TypeAlias = Annotated[int, Field(ge=0, le=10_000)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Count: TypeAlias = Annotated[int, Field(ge=1, le=MOST, description="How many films at most.")]
Whose: TypeAlias = Annotated[
    Annotated[int, Field(ge=0, le=LARGEST)] | None,
    Field(description="A user of the ratings, in place of the key's account."),
]
Stars: TypeAlias = Annotated[float, Field(ge=MIN_STARS, le=MAX_STARS, multiple_of=0.5)]


class Question(BaseModel):
    """What may be asked; an argument that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Wish(Question):
    """Films for somebody: for the account of the key, for a user of the ratings, or for someone new by their likes."""

    model_config = ConfigDict(json_schema_extra={"example": {"likes": [1], "max_minutes": 120, "k": 5}})

    likes: list[Film] = Field(default=[], max_length=MOST, description="Films they love: ids or titles.")
    dislikes: list[Film] = Field(default=[], max_length=MOST, description="Films they do not like: ids or titles.")
    user: Whose = None
    k: Count = 10
    genres: list[Genre] = Field(default=[], max_length=len(GENRES), description="A film has all of these.")
    min_year: Year | None = Field(default=None, description="First year of release.")
    max_year: Year | None = Field(default=None, description="Last year of release.")
    min_minutes: Minutes | None = Field(default=None, description="Shortest running time.")
    max_minutes: Minutes | None = Field(default=None, description="Longest running time.")
    model: Literal["blend", "als", "two-tower", "ease", "content", "popular"] = Field(
        default="blend", description="Which recommender; the blend joins all others."
    )
    aim: Literal["any", "next"] = Field(
        default="any", description="any: what they would like whenever; next: what they would rate next."
    )
    diversity: Share = Field(default=0.0, description="How unlike each other the films are.")
    novelty: Share = Field(default=0.0, description="How little known they are.")


class SimilarTo(Question):
    """Films that are like one."""

    film: Film = Field(description="Its id or its title.")
    k: Count = 10
    each_model: bool = Field(default=False, description="Add the list of each model by itself.")


class Description(Question):
    """Films that fit a description of what they are about."""

    text: str = Field(
        min_length=1,
        max_length=LONGEST_MESSAGE,
        pattern=r"\S",
        description="What the film is about, or its title.",
        examples=["toys that come to life"],
    )
    k: Count = 10


class OneFilm(Question):
    """One film."""

    film: Film = Field(description="Its id or its title.")


class FilmShort(BaseModel):
    """A film."""

    id: MovieId
    title: str
    year: int | None
    genres: list[str]
    minutes: int | None


class Liked(BaseModel):
    """A film that speaks for another."""

    id: MovieId
    title: str


class FilmForYou(FilmShort):
    """A recommended film: its score, the stars they would give, and which films they like speak for it."""

    score: float = Field(description="What the list is ordered by; compares within one list only.")
    stars: float | None = Field(description="The rating they would give, 0.5 to 5; null for someone unknown.")
    because: list[Liked]


class FilmLike(FilmShort):
    """A film with its likeness to another."""

    similarity: float


class FilmFound(FilmShort):
    """A film with how well it fits a description."""

    score: float


class FilmFacts(FilmShort):
    """All that the catalogue says of a film; unknown facts are null or empty."""

    overview: str
    directors: list[str]
    cast: list[str]
    keywords: list[str]
    tags: list[str]
    language: str | None
    countries: list[str]
    also_called: list[str]
    imdb_id: str | None
    tmdb_id: int | None
    mean_stars: float | None = Field(description="Of all ratings, 0.5 to 5.")
    ratings: int


class Recommendations(BaseModel):
    """Films for somebody, best first."""

    films: list[FilmForYou]


class SimilarFilms(BaseModel):
    """Films like one, the most like first."""

    film: FilmShort
    films: list[FilmLike]
    by_model: dict[str, list[FilmLike]] = Field(description="The list of each model, where that was asked for.")


class FoundFilms(BaseModel):
    """Films that fit a description, best first."""

    films: list[FilmFound]


class AskedInWords(Question):
    """A question or a wish in one's own words."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "a 90s thriller under two hours", "k": 3}})

    text: str = Field(min_length=1, max_length=LONGEST_MESSAGE, pattern=r"\S", description="What one would say.")
    user: Whose = None
    k: Count | None = Field(default=None, description="How many films; without it as many as the text asks for, or 3.")


class Pick(FilmShort):
    """A film that an answer in words names, and why."""

    stars: float | None = Field(description="The rating they would give, 0.5 to 5; null for someone unknown.")
    because: list[str]


class Asked(BaseModel):
    """An answer in words (Markdown), the films that it names, and what could be said next."""

    text: str
    films: list[Pick]
    next: list[str]


class GivenStars(Question):
    """A rating."""

    model_config = ConfigDict(json_schema_extra={"example": {"stars": 4.5}})

    stars: Stars


class OnList(Question):
    """A list for a film; it leaves the one that it was on."""

    model_config = ConfigDict(json_schema_extra={"example": {"list": "watchlist"}})

    list: ListName


class Rated(FilmShort):
    """A film with the stars that the account gave it, half by half."""

    stars: float


class Ratings(BaseModel):
    """A page of an account's ratings, the latest first; `total` is of all pages."""

    films: list[Rated]
    total: int


class FilmList(BaseModel):
    """A page of a list of an account, what was put on it last first; `total` is of all pages."""

    films: list[FilmShort]
    total: int
