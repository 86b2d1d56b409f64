"""Leads given to people who answer, many at once; who is away; which leads wait to be given out by rank."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"


def upgrade() -> None:
    assignments()
    offers()
    for table in ("assignments", "offers"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy here on {table} using ({HERE}) with check ({HERE})")
    owner_changes()
    op.add_column(
        "members",
        sa.Column("away_until", sa.Date(), comment="their local day of return: given no leads before; null: here"),
    )
    answer_hours()
    leads()


def _scoped() -> list[sa.Column[str] | sa.Column[int]]:
    return [
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
    ]


def _keys(table: str, **refers: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f(f"fk_{table}_workspace_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{there}.workspace_id", f"{there}.id"],
                name=op.f(f"fk_{table}_workspace_id_{column}"),
            )
            for column, there in refers.items()
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f(f"pk_{table}")),
    ]


def assignments() -> None:
    op.create_table(
        "assignments",
        *_scoped(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("from_id", sa.BigInteger(), comment="whose it was, in a handover"),
        sa.Column("note", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('assign', 'handover')", name=op.f("ck_assignments_kind")),
        *_keys("assignments", by_id="members", from_id="members"),
    )


def offers() -> None:
    op.create_table(
        "offers",
        *_scoped(),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), comment="who gave it; null: given out by rank"),
        sa.Column("assignment_id", sa.BigInteger(), comment="given along with others"),
        sa.Column(
            "chain_id",
            sa.BigInteger(),
            nullable=False,
            comment="the audit row of the change it began with, before it was passed on",
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text(), comment="why it was declined"),
        sa.Column("note", sa.Text(), comment="what the giver wrote with it"),
        sa.Column(
            "why",
            postgresql.JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="what spoke for them: the ranking's Reasons",
        ),
        sa.CheckConstraint(
            "status in ('open', 'accepted', 'declined', 'expired', 'withdrawn')", name=op.f("ck_offers_status")
        ),
        sa.CheckConstraint("(status = 'open') = (settled_at is null)", name=op.f("ck_offers_settled")),
        *_keys("offers", lead_id="leads", to_id="members", by_id="members", assignment_id="assignments"),
    )
    open_ = sa.text("status = 'open'")
    op.create_index("uq_offers_open", "offers", ["workspace_id", "lead_id"], unique=True, postgresql_where=open_)
    op.create_index("ix_offers_due", "offers", ["workspace_id", "answer_by"], postgresql_where=open_)
    for columns in (["lead_id", "chain_id"], ["assignment_id", "to_id"]):
        op.create_index(op.f(f"ix_offers_workspace_id_{'_'.join(columns)}"), "offers", ["workspace_id", *columns])


def owner_changes() -> None:
    op.add_column("owner_changes", sa.Column("assignment_id", sa.BigInteger(), comment="changed along with others"))
    op.create_foreign_key(
        op.f("fk_owner_changes_workspace_id_assignment_id"),
        "owner_changes",
        "assignments",
        ["workspace_id", "assignment_id"],
        ["workspace_id", "id"],
    )
    of_lead = sa.text("lead_id is not null")
    for name, column in (("received", "to_id"), ("left", "from_id")):
        op.create_index(
            f"ix_owner_changes_{name}", "owner_changes", ["workspace_id", column, "at"], postgresql_where=of_lead
        )
    op.create_index(
        op.f("ix_owner_changes_workspace_id_assignment_id"), "owner_changes", ["workspace_id", "assignment_id"]
    )


def answer_hours() -> None:
    op.add_column(
        "workspaces",
        sa.Column(
            "answer_hours",
            sa.BigInteger(),
            server_default="4",
            nullable=False,
            comment="working hours to accept a lead that one is given; 0: none need be",
        ),
    )
    op.add_column(
        "pools",
        sa.Column(
            "answer_hours",
            sa.BigInteger(),
            comment="working hours to accept a lead that one is given; 0: none need be accepted; null: the workspace's",
        ),
    )
    for table in ("workspaces", "pools"):
        op.create_check_constraint(op.f(f"ck_{table}_answer_hours"), table, "answer_hours between 0 and 80")


def leads() -> None:
    op.add_column(
        "leads",
        sa.Column(
            "allot_since",
            sa.DateTime(timezone=True),
            comment="since when it waits in its pool to be given out by rank; null: it does not",
        ),
    )
    op.create_check_constraint(op.f("ck_leads_allot"), "leads", "allot_since is null or owner_id is null")
    op.create_index(
        "ix_leads_allot",
        "leads",
        ["workspace_id", "allot_since"],
        postgresql_where=sa.text("allot_since is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_leads_allot", table_name="leads")
    op.drop_constraint(op.f("ck_leads_allot"), "leads")
    op.drop_column("leads", "allot_since")
    for table in ("pools", "workspaces"):
        op.drop_constraint(op.f(f"ck_{table}_answer_hours"), table)
        op.drop_column(table, "answer_hours")
    op.drop_column("members", "away_until")
    for name in ("workspace_id_assignment_id", "left", "received"):
        op.drop_index(f"ix_owner_changes_{name}", table_name="owner_changes")
    op.drop_constraint(op.f("fk_owner_changes_workspace_id_assignment_id"), "owner_changes")
    op.drop_column("owner_changes", "assignment_id")
    op.drop_table("offers")
    op.drop_table("assignments")
