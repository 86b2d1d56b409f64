"""A pool may ask that a lead becomes a deal within so many working days, or goes back."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

DAYS = {
    "deal_by": "by when it is to be a deal, by its pool's rule; null: it has none, or nobody holds it",
    "deal_warn_on": "when its owner is told of that; null: they were",
    "deal_back_on": "when it goes back without a deal; null: not yet told",
}
COMMENT = "working days within which a lead becomes a deal, or goes back; null: as long as it is followed up"
INDEXES = {"ix_leads_deal_warn": "deal_warn_on", "ix_leads_deal_back": "deal_back_on"}


def upgrade() -> None:
    op.add_column("pools", sa.Column("deal_days", sa.BigInteger(), comment=COMMENT))
    op.create_check_constraint(op.f("ck_pools_deal_days"), "pools", "deal_days between 5 and 250")
    for name, comment in DAYS.items():
        op.add_column("leads", sa.Column(name, sa.Date(), comment=comment))
    for name, column in INDEXES.items():
        where = sa.text(f"{column} is not null")
        op.create_index(name, "leads", ["workspace_id", column], postgresql_where=where)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "leads")
    for name in DAYS:
        op.drop_column("leads", name)
    op.drop_constraint(op.f("ck_pools_deal_days"), "pools")
    op.drop_column("pools", "deal_days")
