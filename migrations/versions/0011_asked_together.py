"""Which offers are asked in one message; when a lead is next tried to be given out by rank."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ALLOT = "when it is next tried to give it out by rank; null: it is not"
WAITS = "since when it waits in its pool to be given out by rank; null: it does not"


def upgrade() -> None:
    op.add_column(
        "offers",
        sa.Column("together", sa.BigInteger(), comment="the first of those asked in one message; null: asked alone"),
    )
    op.drop_index("ix_offers_workspace_id_assignment_id_to_id", table_name="offers")
    op.create_index("ix_offers_workspace_id_together", "offers", ["workspace_id", "together"])
    _rename("allot_since", "allot_at", ALLOT, WAITS)


def _rename(old: str, new: str, comment: str, before: str) -> None:
    op.alter_column("leads", old, new_column_name=new, comment=comment, existing_comment=before)


def downgrade() -> None:
    _rename("allot_at", "allot_since", WAITS, ALLOT)
    op.drop_index("ix_offers_workspace_id_together", table_name="offers")
    op.create_index("ix_offers_workspace_id_assignment_id_to_id", "offers", ["workspace_id", "assignment_id", "to_id"])
    op.drop_column("offers", "together")
