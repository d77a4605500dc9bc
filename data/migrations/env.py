"""Run by Alembic: takes the steps over the connection, and in the transaction, that `data.database` holds open."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
