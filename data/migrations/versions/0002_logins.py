"""Passwords, roles, browser sessions, keys for programs, failed log-ins, and evenings of several people."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns and the tables; accounts made before become members who have no password yet."""
    op.add_column("accounts", sa.Column("role", sa.Text, nullable=False, server_default="member"))
    op.add_column("accounts", sa.Column("password", sa.Text))
    op.create_table(
        "sessions",
        sa.Column("token", sa.Text, primary_key=True),
        _owner(),
        sa.Column("expires_at", sa.Double, nullable=False),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer, primary_key=True),
        _owner(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("used_at", sa.Double),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("of", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("attempts_of", "attempts", ["of", "at"])
    op.create_table(
        "evenings",
        sa.Column("id", sa.Integer, primary_key=True),
        _owner(),
        sa.Column("held_at", sa.Double, nullable=False),
        sa.Column("told", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("evenings", "attempts", "api_keys", "sessions"):
        op.drop_table(table)
    op.drop_column("accounts", "password")
    op.drop_column("accounts", "role")


def _owner() -> sa.Column[int]:
    return sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
