"""What a language model is asked to read in a message: a small schema, and everything in it bounded."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from chatbot.conversation import Fame, Intent, Mood
from chatbot.orders import plain

MOST = 20  # entries of a list; what follows is not read
LONGEST_QUERY, LONGEST_NAME = 300, 100  # characters

Genre = TypeAliasType(
    "Genre",
    Literal[
        "Action",
        "Adventure",
        "Animation",
        "Children",
        "Comedy",
        "Crime",
        "Documentary",
        "Drama",
        "Fantasy",
        "Film-Noir",
        "Horror",
        "Musical",
        "Mystery",
        "Romance",
        "Sci-Fi",
        "Thriller",
        "War",
        "Western",
    ],
)
Feel = TypeAliasType("Feel", Mood)
Role = Literal["like", "loved", "hated", "others_loved", "others_hated", "seen", "refused", "about"]
Limit = Literal["genres", "years", "minutes", "people", "language", "countries"]


def _query(text: str) -> str:
    return plain(text)[:LONGEST_QUERY]


def _name(text: str) -> str:
    return plain(text)[:LONGEST_NAME]


def _first(values: list[Any]) -> list[Any]:
    return values[:MOST]


Query = Annotated[str, AfterValidator(_query)]
Name = Annotated[str, AfterValidator(_name)]
Names = Annotated[list[Name], AfterValidator(_first)]
Genres = Annotated[list[Genre], AfterValidator(_first)]
Feels = Annotated[list[Feel], AfterValidator(_first)]
Year = Annotated[int, Field(ge=1870, le=2100)]
Minutes = Annotated[int, Field(ge=1, le=1000)]
Code = Annotated[str, Field(pattern=r"^[a-zA-Z]{2}$")]
Codes = Annotated[list[Code], AfterValidator(_first)]


def _short(schema: dict[str, Any]) -> None:
    """Leave out of the schema what tells a model nothing: titles of fields, defaults, bounds (checked here anyway)."""
    for name in ("title", "description"):
        schema.pop(name, None)
    for name, field in schema["properties"].items():
        kinds = field.get("anyOf", ())
        if any(kind.get("type") == "null" for kind in kinds):
            (kind,) = (kind for kind in kinds if kind.get("type") != "null")
            field = {key: kind[key] for key in ("type", "enum") if key in kind}
        items = field.get("items", {})
        bare = {key: value for key, value in items.items() if key not in ("pattern", "title")}
        field = {key: value for key, value in field.items() if key not in ("title", "default")}
        schema["properties"][name] = {**field, **({"items": bare} if items else {})}


class Film(BaseModel):
    """A film that the message speaks of, and as what."""

    model_config = ConfigDict(json_schema_extra=_short)

    title: Name
    role: Role


class Understood(BaseModel):
    """What one message asks for, and the titles it brings to mind. `request.system.md` says what each field is."""

    model_config = ConfigDict(json_schema_extra=_short)

    intent: Intent = "recommend"
    query: Query = ""
    not_about: Names = []
    genres: Genres = []
    any_genres: Genres = []
    not_genres: Genres = []
    moods: Feels = []
    not_moods: Feels = []
    min_year: Year | None = None
    max_year: Year | None = None
    min_minutes: Minutes | None = None
    max_minutes: Minutes | None = None
    people: Names = []
    not_people: Names = []
    language: Code | None = None
    not_languages: Codes = []
    countries: Codes = []
    not_countries: Codes = []
    films: Annotated[list[Film], AfterValidator(_first)] = []
    dropped: Annotated[list[Limit], AfterValidator(_first)] = []
    fame: Fame | None = None
    rewatch: bool | None = None
    count: Annotated[int, Field(ge=1, le=20)] | None = None
    fresh: bool = True
    titles: Names = []
