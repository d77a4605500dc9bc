"""The database of IMDb's titles: a file of SQLite of its own, or the schema `imdb` of a PostgreSQL database."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc

from data.errors import BadInput, UsherError
from data.imdb_tables import TITLES

SCHEMA = "imdb"
FILE_NAME = "imdb.sqlite3"  # in the home folder, where no database is named
DRIVERS = ("sqlite", "postgresql")


class ImdbDatabase:
    """Where the tables are; nothing is opened before it is asked for.

    Attributes:
        name: what messages call it, without anything secret.
        file: SQLite's file; None for PostgreSQL.
    """

    def __init__(self, where: str) -> None:
        """Name the database.

        Args:
            where: a file, or a URL as SQLAlchemy has it: "sqlite:///imdb.sqlite3", "postgresql+psycopg://host/name".

        Raises:
            BadInput: it is neither.
        """
        self._url = _parse(where)
        self.file = Path(str(self._url.database)) if self._url.get_backend_name() == "sqlite" else None
        self.name = str(self.file or self._url.set(query={}).render_as_string(hide_password=True))

    @contextlib.contextmanager
    def begin(self, file: Path | None = None) -> Iterator[sa.Connection]:
        """A transaction, of which nothing is kept if the block fails.

        Args:
            file: instead of `self.file`.

        Raises:
            UsherError: the database cannot be reached, or fails.
        """
        try:
            engine = sa.create_engine(self._url.set(database=str(file)) if file else self._url)
        except (exc.NoSuchModuleError, ImportError) as error:
            raise UsherError(
                f"cannot open the database {self.name}: its driver is missing ({error}); install it, "
                'for PostgreSQL with `pip install "psycopg[binary]"`'
            ) from error
        if self.file is None:
            engine = engine.execution_options(schema_translate_map={None: SCHEMA})
        try:
            with engine.begin() as connection:
                yield connection
        except exc.DBAPIError as error:
            raise self._failed(error.orig) from error
        except engine.dialect.loaded_dbapi.Error as error:
            raise self._failed(error) from error
        finally:
            engine.dispose()

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that only reads; a load beside it changes nothing for it.

        Raises:
            UsherError: nothing was loaded there, it cannot be reached, or it fails.
        """
        missing = UsherError(
            f"there are no titles of IMDb in {self.name}: load them with `python app.py imdb FOLDER`, "
            "and give its --database"
        )
        if self.file is not None and not self.file.is_file():
            raise missing
        with self.begin() as connection:
            if not sa.inspect(connection).has_table(TITLES.name, None if self.file else SCHEMA):
                raise missing
            yield connection

    def _failed(self, error: BaseException | None) -> UsherError:
        reason = str(error).strip().partition("\n")[0]
        return UsherError(
            f"the database {self.name} failed: {reason}; check that it is there, may be written and is not full"
        )


def _parse(where: str) -> sa.URL:
    if "://" not in where and Path(where).name:
        return sa.URL.create("sqlite", database=where)
    try:
        url = sa.make_url(where)
    except (exc.ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in DRIVERS or not Path(url.database or "").name:
        raise BadInput(
            "the database of IMDb cannot be used: give a file, sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
        ) from None
    return url
