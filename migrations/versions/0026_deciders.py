"""Contacts: where they stand, how much they decide, whom they report to; deals looked at for who is known there."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("stance", sa.Text(), server_default="unknown", nullable=False, comment="towards us"),
        sa.Column("influence", sa.Text()),
        sa.Column("cares_about", sa.Text(), comment="in this deal"),
        sa.Column("interests", sa.Text(), comment="besides work"),
        sa.Column("reports_to", sa.Text(), comment="the name of another contact of the customer"),
        sa.Column("left_at", sa.DateTime(timezone=True), comment="when we heard that they moved on or left"),
    ):
        op.add_column("contacts", column)
    op.create_check_constraint(
        op.f("ck_contacts_stance"), "contacts", "stance in ('for', 'neutral', 'against', 'unknown')"
    )
    op.create_check_constraint(op.f("ck_contacts_influence"), "contacts", "influence in ('high', 'medium', 'low')")
    op.create_check_constraint(op.f("ck_contacts_not_their_own"), "contacts", "reports_to <> name")
    op.add_column(
        "deals",
        sa.Column(
            "people_on",
            sa.Date(),
            server_default=sa.text("current_date"),
            comment="when it is looked at next for who is known there; null: never",
        ),
    )
    op.create_index(
        "ix_deals_people", "deals", ["workspace_id", "people_on"], postgresql_where=sa.text("status = 'open'")
    )


def downgrade() -> None:
    op.drop_index("ix_deals_people", "deals")
    op.drop_column("deals", "people_on")
    for check in ("not_their_own", "influence", "stance"):
        op.drop_constraint(op.f(f"ck_contacts_{check}"), "contacts")
    for column in ("left_at", "reports_to", "interests", "cares_about", "influence", "stance"):
        op.drop_column("contacts", column)
