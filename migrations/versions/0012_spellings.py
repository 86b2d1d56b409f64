"""An entry of the list of sources keeps how it was first typed, for when it is parted from another again."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sources",
        sa.Column("spelt", sa.Text(), comment="as it was first typed; the name when it is no other's spelling"),
    )
    op.execute("update sources set spelt = name")
    op.alter_column("sources", "spelt", nullable=False)


def downgrade() -> None:
    op.drop_column("sources", "spelt")
