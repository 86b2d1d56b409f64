"""What is added in one's own words to a reason of the list why a lead's chance is low or none."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leads", sa.Column("chance_words", sa.Text(), comment="what its owner added to a reason of the list"))


def downgrade() -> None:
    op.drop_column("leads", "chance_words")
