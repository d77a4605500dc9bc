r"""IMDb's seven data files and the tables that they are loaded into.

A file is known by its columns, in their order; each holds one `Kind` of value, `\N` where it is unknown. Ids are kept
as numbers ("tt0111161" as 111161), lists of genres, professions and titles as IMDb writes them, parted by commas:
whoever asks for one genre reads a large part of the table anyway. The persons of title.crew get a row each. What IMDb
parts by the character \x02 stays so.
"""

import dataclasses
import enum
from collections.abc import Mapping

import sqlalchemy as sa

METADATA = sa.MetaData()
JOBS = ("director", "writer")  # the lists of title.crew, in their order


class Kind(enum.Enum):
    """What a column of a file holds."""

    TITLE = "a title's id, tt and up to nine digits"
    PERSON = "a person's id, nm and up to nine digits"
    PEOPLE = "ids of persons parted by commas, or unknown"
    YEAR = "a year of up to four digits, or unknown"
    WHOLE = "a number of up to nine digits, or unknown"
    MEAN = "a number from 0 to 10, or unknown"
    FLAG = "0 or 1, or unknown"
    TEXT = "any text"


@dataclasses.dataclass(frozen=True)
class File:
    """One of IMDb's files.

    Attributes:
        name: without its ending: "title.basics".
        columns: what each column holds, by IMDb's name.
        table: what it is loaded into; one column for each of the file's, save for title.crew.
        one_each: no two rows are of one id in the first column.
    """

    name: str
    columns: Mapping[str, Kind]
    table: sa.Table
    one_each: bool


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


# Keys are unique indexes, so that they, too, are made when all rows are there.
TITLES = sa.Table(
    "titles",
    METADATA,
    _id("title_id"),
    sa.Column("type", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("original_title", sa.Text),
    sa.Column("is_adult", sa.Boolean),
    sa.Column("year", sa.SmallInteger),
    sa.Column("end_year", sa.SmallInteger),
    sa.Column("runtime_minutes", sa.Integer),
    sa.Column("genres", sa.Text),
    sa.Index("titles_of_id", "title_id", unique=True),
)
TITLE_RATINGS = sa.Table(
    "title_ratings",
    METADATA,
    _id("title_id"),
    sa.Column("average", sa.Double),
    sa.Column("votes", sa.Integer),
    sa.Index("title_ratings_of_title", "title_id", unique=True),
    sa.Index("title_ratings_by_votes", "votes"),
)
CREW = sa.Table(
    "crew",
    METADATA,
    _id("title_id"),
    sa.Column("job", sa.Text, nullable=False),  # one of `JOBS`
    sa.Column("position", sa.Integer, nullable=False),  # among those of the job, from 1
    _id("person_id"),
    sa.Index("crew_of_title", "title_id"),
    sa.Index("crew_of_person", "person_id"),
)
PRINCIPALS = sa.Table(
    "principals",
    METADATA,
    _id("title_id"),
    sa.Column("position", sa.Integer),
    _id("person_id"),
    sa.Column("category", sa.Text),
    sa.Column("job", sa.Text),
    sa.Column("characters", sa.Text),  # a JSON list
    sa.Index("principals_of_title", "title_id"),
    sa.Index("principals_of_person", "person_id"),
)
AKAS = sa.Table(
    "akas",
    METADATA,
    _id("title_id"),
    sa.Column("position", sa.Integer),
    sa.Column("title", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("types", sa.Text),
    sa.Column("attributes", sa.Text),
    sa.Column("is_original", sa.Boolean),
    sa.Index("akas_of_title", "title_id"),
)
EPISODES = sa.Table(
    "episodes",
    METADATA,
    _id("title_id"),
    _id("series_id"),
    sa.Column("season", sa.Integer),
    sa.Column("number", sa.Integer),
    sa.Index("episodes_of_title", "title_id", unique=True),
    sa.Index("episodes_of_series", "series_id"),
)
PEOPLE = sa.Table(
    "people",
    METADATA,
    _id("person_id"),
    sa.Column("name", sa.Text),
    sa.Column("birth_year", sa.SmallInteger),
    sa.Column("death_year", sa.SmallInteger),
    sa.Column("professions", sa.Text),
    sa.Column("known_for", sa.Text),  # titles' ids as IMDb writes them
    sa.Index("people_of_id", "person_id", unique=True),
)

FILES = (
    File(
        "title.basics",
        {
            **{"tconst": Kind.TITLE, "titleType": Kind.TEXT, "primaryTitle": Kind.TEXT, "originalTitle": Kind.TEXT},
            **{"isAdult": Kind.FLAG, "startYear": Kind.YEAR, "endYear": Kind.YEAR, "runtimeMinutes": Kind.WHOLE},
            "genres": Kind.TEXT,
        },
        TITLES,
        one_each=True,
    ),
    File(
        "title.ratings",
        {"tconst": Kind.TITLE, "averageRating": Kind.MEAN, "numVotes": Kind.WHOLE},
        TITLE_RATINGS,
        one_each=True,
    ),
    File("title.crew", {"tconst": Kind.TITLE, "directors": Kind.PEOPLE, "writers": Kind.PEOPLE}, CREW, one_each=True),
    File(
        "title.principals",
        {
            **{"tconst": Kind.TITLE, "ordering": Kind.WHOLE, "nconst": Kind.PERSON, "category": Kind.TEXT},
            **{"job": Kind.TEXT, "characters": Kind.TEXT},
        },
        PRINCIPALS,
        one_each=False,
    ),
    File(
        "title.akas",
        {
            **{"titleId": Kind.TITLE, "ordering": Kind.WHOLE, "title": Kind.TEXT, "region": Kind.TEXT},
            **{"language": Kind.TEXT, "types": Kind.TEXT, "attributes": Kind.TEXT, "isOriginalTitle": Kind.FLAG},
        },
        AKAS,
        one_each=False,
    ),
    File(
        "title.episode",
        {
            **{"tconst": Kind.TITLE, "parentTconst": Kind.TITLE, "seasonNumber": Kind.WHOLE},
            "episodeNumber": Kind.WHOLE,
        },
        EPISODES,
        one_each=True,
    ),
    File(
        "name.basics",
        {
            **{"nconst": Kind.PERSON, "primaryName": Kind.TEXT, "birthYear": Kind.YEAR, "deathYear": Kind.YEAR},
            **{"primaryProfession": Kind.TEXT, "knownForTitles": Kind.TEXT},
        },
        PEOPLE,
        one_each=True,
    ),
)
