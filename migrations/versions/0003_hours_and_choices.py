"""Each person's hours and choices, a workspace's own days off, and notices folded into one message."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
KEPT = "'pending', 'sending', 'sent', 'dead', 'expired', 'dropped', 'superseded'"
NONE = sa.text("'[]'")


def upgrade() -> None:
    members()
    calendars()
    folding()
    op.add_column(
        "teams", sa.Column("channel_by", sa.Text(), nullable=True, comment="Slack id of who had notices sent there")
    )
    op.add_column(
        "teams",
        sa.Column(
            "notices_off",
            postgresql.JSONB(),
            server_default=NONE,
            nullable=False,
            comment="kinds of notice its channel does not get",
        ),
    )


def members() -> None:
    """When they work, when they want quiet, and what they want to be told."""
    for column in (
        sa.Column("works_from", sa.Time(), server_default="09:00", nullable=False, comment="local time"),
        sa.Column("works_until", sa.Time(), server_default="18:00", nullable=False, comment="local time"),
        sa.Column("workdays", postgresql.JSONB(), comment="ISO weekdays (1 Monday); null: the country's"),
        sa.Column("quiet_from", sa.Time(), comment="local; nothing is told from then until quiet_until"),
        sa.Column("quiet_until", sa.Time(), comment="local; earlier than quiet_from: the next morning"),
        sa.Column("digest_at", sa.Time(), comment="local; null: the workspace's"),
        sa.Column("language", sa.Text(), comment="null: Slack's locale"),
        sa.Column(
            "notices_off",
            postgresql.JSONB(),
            server_default=NONE,
            nullable=False,
            comment="kinds of notice not wanted",
        ),
        sa.Column(
            "lead_time",
            sa.BigInteger(),
            server_default="15",
            nullable=False,
            comment="minutes told before a task's time",
        ),
    ):
        op.add_column("members", column)
    op.create_check_constraint(op.f("ck_members_works"), "members", "works_from < works_until")
    op.create_check_constraint(
        op.f("ck_members_quiet"),
        "members",
        "(quiet_from is null) = (quiet_until is null) and quiet_from <> quiet_until",
    )
    op.create_check_constraint(op.f("ck_members_lead_time"), "members", "lead_time between 0 and 10080")


def calendars() -> None:
    """The workspace's own days, and customers not to be told of for a while."""
    op.create_table(
        "calendar_overrides",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_calendar_overrides_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "on", name=op.f("pk_calendar_overrides")),
    )
    op.create_table(
        "mutes",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "until", sa.Date(), nullable=False, comment="the member's local day on which they are told of it again"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_mutes_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_mutes_workspace_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["accounts.workspace_id", "accounts.id"],
            name=op.f("fk_mutes_workspace_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", "account_id", name=op.f("pk_mutes")),
    )
    for table in ("calendar_overrides", "mutes"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy here on {table} using ({HERE}) with check ({HERE})")


def folding() -> None:
    """Several notices in one message, and how each may be told."""
    op.add_column(
        "lanes",
        sa.Column(
            "unasked_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when its reader was last told something unasked",
        ),
    )
    op.add_column(
        "notices",
        sa.Column(
            "manner",
            sa.Text(),
            server_default="asked",
            nullable=False,
            comment="asked: quiet hours bind it; due: working hours too; unasked: one message a half-day at most",
        ),
    )
    op.add_column(
        "notices",
        sa.Column(
            "folded_into",
            sa.BigInteger(),
            nullable=True,
            comment="the notice whose one message tells of it",
        ),
    )
    op.create_check_constraint(op.f("ck_notices_manner"), "notices", "manner in ('asked', 'due', 'unasked')")
    op.drop_constraint(op.f("ck_notices_status"), "notices")
    op.create_check_constraint(op.f("ck_notices_status"), "notices", f"status in ({KEPT}, 'folded')")
    op.create_index(
        "ix_notices_folded",
        "notices",
        ["workspace_id", "folded_into"],
        postgresql_where=sa.text("folded_into is not null"),
    )
    op.create_index(
        "ix_notices_missed",
        "notices",
        ["workspace_id", "member_id"],
        postgresql_where=sa.text("status = 'expired' and member_id is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_notices_missed", table_name="notices")
    op.drop_index("ix_notices_folded", table_name="notices")
    op.execute("update notices set status = 'dropped' where status in ('folded')")
    op.drop_constraint(op.f("ck_notices_status"), "notices")
    op.create_check_constraint(op.f("ck_notices_status"), "notices", f"status in ({KEPT})")
    op.drop_constraint(op.f("ck_notices_manner"), "notices")
    op.drop_column("notices", "folded_into")
    op.drop_column("notices", "manner")
    op.drop_column("lanes", "unasked_at")
    op.drop_table("mutes")
    op.drop_table("calendar_overrides")
    op.drop_column("teams", "notices_off")
    op.drop_column("teams", "channel_by")
    for constraint in ("lead_time", "quiet", "works"):
        op.drop_constraint(op.f(f"ck_members_{constraint}"), "members")
    for column in (
        "lead_time",
        "notices_off",
        "language",
        "digest_at",
        "quiet_until",
        "quiet_from",
        "workdays",
        "works_until",
        "works_from",
    ):
        op.drop_column("members", column)
