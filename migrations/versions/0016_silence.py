"""A rhythm for each lead, how far its alert has gone, pauses, and requests to keep it."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
OLD = {
    ("leads", "interval_days"): "working days; null: the workspace's",
    ("workspaces", "escalate_after"): "working days between owner's and team's alert",
}
NEW = {
    ("leads", "interval_days"): "its own rhythm in working days; null: its pool's for its chance, else the workspace's",
    ("workspaces", "escalate_after"): "working days from the team's alert until it goes back to its pool",
}


def upgrade() -> None:
    leads()
    keeps()
    comment(NEW, OLD)


def leads() -> None:
    for column in (
        sa.Column("rhythm_days", sa.BigInteger(), comment="the rhythm by which its clock is set; null: no clock"),
        sa.Column("warned", sa.String(20), comment="the last step told since the clock was set; null: none"),
        sa.Column("recycle_on", sa.Date(), comment="when it goes back into its pool; null: not yet told"),
        sa.Column("kept_until", sa.Date(), comment="how long it may be kept beyond its rhythm"),
        sa.Column("kept_from", sa.DateTime(timezone=True), comment="from when the clock runs that was put off so"),
        sa.Column("paused_until", sa.Date(), comment="its clock stands until this day, and begins anew on it"),
        sa.Column("paused_at", sa.DateTime(timezone=True), comment="when; a pause ends with who held the lead then"),
        sa.Column("pause_reason", sa.Text()),
    ):
        op.add_column("leads", column)
    # A clock that runs keeps its day. An alert told by the earlier rules is told in the order of the new ones, in the
    # message that stands: nobody loses a lead without having been warned of that.
    op.execute(
        "update leads set rhythm_days = coalesce(interval_days, workspaces.silent_after), warn_on = silent_on"
        " from workspaces where workspaces.id = leads.workspace_id and silent_on is not null"
    )
    op.create_check_constraint(op.f("ck_leads_warned"), "leads", "warned in ('first', 'last', 'team')")
    op.create_check_constraint(op.f("ck_leads_paused"), "leads", "(paused_until is null) = (paused_at is null)")
    op.create_check_constraint(op.f("ck_leads_kept"), "leads", "(kept_until is null) = (kept_from is null)")
    op.create_index(
        "ix_leads_recycle", "leads", ["workspace_id", "recycle_on"], postgresql_where=sa.text("recycle_on is not null")
    )


def keeps() -> None:
    op.create_table(
        "keeps",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False, comment="who asked"),
        sa.Column("asked_id", sa.BigInteger(), comment="who is to answer; null: granted at once"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "clock_from",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="from when the clock runs that is to be put off",
        ),
        sa.Column("answer_by", sa.Date(), nullable=False, comment="until this day the lead waits for the answer"),
        sa.Column("due_on", sa.Date(), comment="when somebody is reminded next; null: nobody any more"),
        sa.Column("answer", sa.String(20), comment="null: open"),
        sa.Column("answered_by_id", sa.BigInteger()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text(), comment="why it was refused"),
        sa.Column("kept_until", sa.Date(), comment="what was granted"),
        sa.CheckConstraint("answer in ('approved', 'refused', 'withdrawn', 'moot')", name=op.f("ck_keeps_answer")),
        sa.CheckConstraint("(answer is null) = (answered_at is null)", name=op.f("ck_keeps_answered")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_keeps_workspace_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_keeps_workspace_id_{column}"),
            )
            for column, table in (
                ("lead_id", "leads"),
                ("owner_id", "members"),
                ("asked_id", "members"),
                ("answered_by_id", "members"),
            )
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_keeps")),
    )
    open_one, reminded = sa.text("answer is null"), sa.text("due_on is not null")
    op.create_index("uq_keeps_open", "keeps", ["workspace_id", "lead_id"], unique=True, postgresql_where=open_one)
    op.create_index("ix_keeps_lead", "keeps", ["workspace_id", "lead_id", "id"])
    op.create_index("ix_keeps_due", "keeps", ["workspace_id", "due_on"], postgresql_where=reminded)
    op.execute("alter table keeps enable row level security")
    op.execute("alter table keeps force row level security")
    op.execute(f"create policy here on keeps using ({HERE}) with check ({HERE})")


def comment(new: dict[tuple[str, str], str], old: dict[tuple[str, str], str]) -> None:
    for (table, column), said in new.items():
        op.alter_column(table, column, comment=said, existing_comment=old[table, column])


def downgrade() -> None:
    comment(OLD, NEW)
    op.drop_table("keeps")
    op.drop_index("ix_leads_recycle", table_name="leads")
    for constraint in ("kept", "paused", "warned"):
        op.drop_constraint(op.f(f"ck_leads_{constraint}"), "leads")
    for column in (
        "pause_reason",
        "paused_at",
        "paused_until",
        "kept_from",
        "kept_until",
        "recycle_on",
        "warned",
        "rhythm_days",
    ):
        op.drop_column("leads", column)
