"""A lane remembers the notice that introduced its channel, instead of looking for the first of all; what is planned for
a lead or a deal that goes to somebody else is found without reading all that is planned."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

FIRST = """
    update lanes set first_id = first.id
    from (select distinct on (workspace_id, lane_id) workspace_id, lane_id, id from notices
          where status = 'sent' order by workspace_id, lane_id, sent_at, id) as first
    where lanes.workspace_id = first.workspace_id and lanes.id = first.lane_id
"""


def upgrade() -> None:
    op.add_column(
        "lanes", sa.Column("first_id", sa.BigInteger, comment="the notice that was the first to be told there")
    )
    op.execute(FIRST)
    for of in ("lead", "deal"):
        there = sa.text(f"{of}_id is not null")
        op.create_index(f"ix_tasks_{of}", "tasks", ["workspace_id", f"{of}_id"], postgresql_where=there)


def downgrade() -> None:
    for of in ("lead", "deal"):
        op.drop_index(f"ix_tasks_{of}", table_name="tasks")
    op.drop_column("lanes", "first_id")
