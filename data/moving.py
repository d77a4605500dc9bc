"""All accounts from one database into another that holds none: from the file of a beginning to a server."""

import logging

import sqlalchemy as sa
from sqlalchemy import exc

from data.database import METADATA, Database, Lock
from data.errors import BadInput, UsherError

logger = logging.getLogger(__name__)

AT_ONCE = 2000  # rows


def copy_accounts(source: Database, target: Database) -> int:
    """Copy everything, in one transaction: the target has all of it in the end, or nothing. The source stays as it is.

    Returns:
        How many accounts there were.

    Raises:
        BadInput: the target holds something already.
        UsherError: the source has rows that the target does not take, or a database fails.
    """
    try:
        with source.read() as read, target.write() as write:
            target.alone(write, Lock.MOVING)
            held = [table.name for table in METADATA.sorted_tables if write.execute(sa.select(table).limit(1)).first()]
            if held:
                raise BadInput(
                    f"the database {target.name} has {', '.join(held)} already: nothing was copied; name an empty one"
                )
            counts = {table.name: _copy(table, read, write, target.dialect) for table in METADATA.sorted_tables}
    except exc.IntegrityError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise UsherError(
            f"nothing was copied: {source.name} has a row that {target.name} does not take ({reason})"
        ) from error
    logger.info("copied %s", ", ".join(f"{count} {name}" for name, count in counts.items()))
    return counts["accounts"]


def _copy(table: sa.Table, read: sa.Connection, write: sa.Connection, dialect: str) -> int:
    """Copy a table; its next row gets a number that none of these has."""
    count = 0
    for rows in read.execute(sa.select(table)).mappings().partitions(AT_ONCE):
        write.execute(table.insert(), [dict(row) for row in rows])
        count += len(rows)
    if dialect == "postgresql" and count and "id" in table.c:
        numbers = sa.func.pg_get_serial_sequence(table.name, "id")
        write.execute(sa.select(sa.func.setval(numbers, sa.select(sa.func.max(table.c.id)).scalar_subquery())))
    return count
