"""A fourth manner of telling: the digest, at its hour, is its half-day's one message."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COMMENTS = (
    "asked: quiet hours bind it; due: working hours too; unasked: one message a half-day at most",
    "asked: quiet hours bind it; due: working hours too; daily, unasked: one message a half-day at most",
)


def upgrade() -> None:
    _allow("'asked', 'daily', 'due', 'unasked'", COMMENTS)


def downgrade() -> None:
    op.execute("update notices set manner = 'asked' where manner = 'daily'")
    _allow("'asked', 'due', 'unasked'", COMMENTS[::-1])


def _allow(manners: str, comments: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_notices_manner"), "notices")
    op.create_check_constraint(op.f("ck_notices_manner"), "notices", f"manner in ({manners})")
    op.alter_column("notices", "manner", existing_type=sa.Text(), existing_comment=comments[0], comment=comments[1])
