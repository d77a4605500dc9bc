"""The schema of IMDb's tables on PostgreSQL: whether it is ours, and how new tables take the place of the former."""

import sqlalchemy as sa

from data.errors import BadInput
from data.imdb_database import SCHEMA
from data.imdb_tables import METADATA, TITLE_RATINGS, TITLES

MARK = "titles of IMDb, loaded by Usher"  # the schema's comment, by which it is known as ours
# In the order in which they are read: who has begun a reading ends it, and the swap waits with nothing else locked.
NAMES = [*dict.fromkeys(table.name for table in (TITLES, TITLE_RATINGS, *METADATA.sorted_tables))]

_TABLES = sa.text(
    "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
    "WHERE nspname = :schema AND relname = ANY(:names)"
)
_COMMENT = sa.text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :schema")
_DEPENDENT = sa.text(
    "WITH ours AS (SELECT pg_class.oid FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
    "WHERE nspname = :schema AND relname = ANY(:names)) "
    "SELECT DISTINCT CAST(CAST(ev_class AS regclass) AS text) FROM pg_depend JOIN pg_rewrite ON pg_rewrite.oid = objid "
    "WHERE classid = CAST('pg_rewrite' AS regclass) AND refobjid IN (SELECT oid FROM ours) "
    "UNION SELECT CAST(CAST(conrelid AS regclass) AS text) FROM pg_constraint "
    "WHERE contype = 'f' AND confrelid IN (SELECT oid FROM ours) ORDER BY 1"
)
_GRANTS = sa.text(
    "SELECT format('GRANT %s ON %I.%I TO %s%s', given.privilege_type, nspname, relname, "
    "CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(given.grantee)) END, "
    "CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) "
    "FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace, aclexplode(relacl) AS given "
    "WHERE nspname = :schema AND relname = ANY(:names) AND given.grantee <> relowner"
)


def check_schema(connection: sa.Connection) -> None:
    """Whether the tables of a schema may be replaced.

    Raises:
        BadInput: somebody else's tables have these names, or something else is made of ours.
    """
    there = _asked(connection, _TABLES)
    if there and connection.execute(_COMMENT, {"schema": SCHEMA}).scalar_one() != MARK:
        raise BadInput(
            f"the schema {SCHEMA} holds {', '.join(sorted(there))}, which Usher did not load and which would be lost: "
            "rename that schema, or name another database"
        )
    if dependent := _asked(connection, _DEPENDENT):
        raise BadInput(
            f"{', '.join(dependent)} is made of the tables in the schema {SCHEMA}, and new ones take their place: "
            "drop it, and make it again after the load"
        )


def put_in_place(connection: sa.Connection, draft: str) -> None:
    """Move the tables of the schema `draft` into `SCHEMA`; whoever was let read the former may read these."""
    connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    connection.execute(sa.text(f"COMMENT ON SCHEMA {SCHEMA} IS '{MARK}'"))
    grants = _asked(connection, _GRANTS)
    for name in NAMES:
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {SCHEMA}.{name}"))
        connection.execute(sa.text(f"ALTER TABLE {draft}.{name} SET SCHEMA {SCHEMA}"))
    for grant in grants:
        connection.execute(sa.text(grant.replace(":", r"\:")))


def _asked(connection: sa.Connection, question: sa.TextClause) -> list[str]:
    """The first column of what the server answers about our tables."""
    return [str(row[0]) for row in connection.execute(question, {"schema": SCHEMA, "names": NAMES})]
