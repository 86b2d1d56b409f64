"""An export may be of a part of a pool, or of the dead leads."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

LIST = (
    "which: leads, pool, mine, deals, my_deals, open_deals, view",
    "which: leads, pool, mine, dead, deals, my_deals, open_deals, view",
)
SHAPE = (
    "a list of deals: see core.views.shape",
    "a list of deals: core.views.shape; a pool: which, and what of it",
)
TITLE = (
    "what a list of deals is called, where it has a name",
    "what a list of deals or a pool is called, where it has a name",
)


def upgrade() -> None:
    _comment(0, 1)


def downgrade() -> None:
    _comment(1, 0)


def _comment(old: int, new: int) -> None:
    text, json = sa.Text(), postgresql.JSONB()
    for column, kind, comments in (("list", text, LIST), ("title", text, TITLE), ("shape", json, SHAPE)):
        op.alter_column("exports", column, existing_type=kind, existing_comment=comments[old], comment=comments[new])
