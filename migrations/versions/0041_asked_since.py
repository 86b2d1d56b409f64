"""What the books knew when an import's rows were compared, and which rows nobody resembled then."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

SINCE = "the books' mark before its rows were compared: see core.duplicates.mark"
ALIKE = "whether anybody on record resembled it; null: not asked"


def upgrade() -> None:
    op.add_column("imports", sa.Column("asked_since", sa.Text(), comment=SINCE))
    op.add_column("import_rows", sa.Column("alike", sa.Boolean(), comment=ALIKE))


def downgrade() -> None:
    op.drop_column("import_rows", "alike")
    op.drop_column("imports", "asked_since")
