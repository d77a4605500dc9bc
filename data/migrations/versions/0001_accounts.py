"""Accounts, their ratings and lists, and their conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("created_at", sa.Double, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ratings",
        _owner(),
        sa.Column("movie_id", sa.BigInteger, nullable=False),
        sa.Column("stars", sa.Double, sa.CheckConstraint("stars BETWEEN 0.5 AND 5"), nullable=False),
        sa.Column("rated_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "movie_id"),
    )
    op.create_table(
        "marks",
        _owner(),
        sa.Column("movie_id", sa.BigInteger, nullable=False),
        sa.Column("list", sa.Text, sa.CheckConstraint("list IN ('seen', 'watchlist', 'hidden')"), nullable=False),
        sa.Column("marked_at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "movie_id"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer, primary_key=True),
        _owner(),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("updated_at", sa.Double, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("conversations_of_account", "conversations", ["account_id", "updated_at"])
    op.create_table(
        "turns",
        sa.Column("conversation_id", sa.Integer, sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("role", sa.Text, sa.CheckConstraint("role IN ('user', 'assistant')"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("movies", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "position"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("turns", "conversations", "marks", "ratings", "accounts"):
        op.drop_table(table)


def _owner() -> sa.Column[int]:
    return sa.Column("account_id", sa.Integer, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)
