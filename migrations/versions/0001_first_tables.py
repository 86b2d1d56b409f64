"""The first tables: workspaces, people, customers, leads, deals, visits, tasks, audit, notices.

Row-level security is the second wall: `genjin.workspace` names the workspace of the transaction ('*': a worker's
sweep over all of them); without it nothing is seen and nothing is written.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCOPED = (
    "inbox",
    "job_runs",
    "lanes",
    "pipelines",
    "teams",
    "members",
    "stages",
    "accounts",
    "audit",
    "notices",
    "account_keys",
    "contacts",
    "leads",
    "deals",
    "owner_changes",
    "stage_moves",
    "visits",
    "tasks",
    "drafts",
)
APPEND_ONLY = ("audit", "owner_changes", "stage_moves")
HERE = "current_setting('genjin.workspace', true) in ({column}, '*')"


def upgrade() -> None:
    op.execute("create extension if not exists pg_trgm")
    op.execute("create extension if not exists btree_gin")
    create_tables()
    wall_off()
    keep_history()
    op.execute(MEET)


def downgrade() -> None:
    op.execute("drop function meet(text, text)")
    for table in reversed(("workspaces", *SCOPED)):
        op.drop_table(table)
    op.execute("drop function only_added()")


def wall_off() -> None:
    """Every table is bound by row-level security, its owner included."""
    for table in ("workspaces", *SCOPED):
        here = HERE.format(column="id" if table == "workspaces" else "workspace_id")
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy here on {table} using ({here}) with check ({here})")


def keep_history() -> None:
    """History is only ever added to."""
    op.execute(ONLY_ADDED)
    for table in APPEND_ONLY:
        op.execute(
            f"create trigger only_added before update or delete on {table} for each row execute function only_added()"
        )


ONLY_ADDED = """
create function only_added() returns trigger language plpgsql as $$
begin
    raise exception '% is only ever added to', tg_table_name;
end $$
"""

# Every request begins with "who is this": one round trip that also names the workspace for the wall above.
MEET = """
create function meet(workspace text, slack text) returns setof members language plpgsql as $$
begin
    perform set_config('genjin.workspace', workspace, true);
    return query select * from members where workspace_id = workspace and slack_id = slack;
end $$
"""


def create_tables() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Text(), nullable=False, comment="Slack's team id"),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False, comment="IANA name; for what belongs to no member"),
        sa.Column("locale", sa.Text(), nullable=False, comment="the language of channels"),
        sa.Column("country", sa.Text(), nullable=False, comment="whose public holidays count"),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("pool_channel", sa.Text(), nullable=True, comment="Slack channel where new pool leads are shown"),
        sa.Column("claims_a_day", sa.BigInteger(), nullable=False),
        sa.Column("held_at_once", sa.BigInteger(), nullable=False),
        sa.Column("silent_after", sa.BigInteger(), nullable=False, comment="working days without a follow-up"),
        sa.Column(
            "escalate_after", sa.BigInteger(), nullable=False, comment="working days between owner's and team's alert"
        ),
        sa.Column(
            "close_warning_days", sa.BigInteger(), nullable=False, comment="calendar days before the expected close"
        ),
        sa.Column("digest_at", sa.Time(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("claims_a_day > 0 and held_at_once > 0", name=op.f("ck_workspaces_quotas")),
        sa.CheckConstraint(
            "silent_after > 0 and escalate_after > 0 and close_warning_days >= 0", name=op.f("ck_workspaces_clocks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("number", name=op.f("uq_workspaces_number")),
    )
    op.create_table(
        "inbox",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_inbox_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "event_id", name=op.f("pk_inbox")),
    )
    op.create_index(
        "ix_inbox_undone", "inbox", ["workspace_id", "at"], unique=False, postgresql_where="done_at is null"
    )
    op.create_table(
        "job_runs",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_job_runs_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "job", name=op.f("pk_job_runs")),
    )
    op.create_table(
        "lanes",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="database time; not before then may the next post go",
        ),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.UUID(), nullable=True),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_lanes_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_lanes")),
        sa.UniqueConstraint("workspace_id", "channel", name=op.f("uq_lanes_workspace_id_channel")),
    )
    op.create_index(op.f("ix_lanes_next_at"), "lanes", ["next_at"], unique=False)
    op.create_table(
        "pipelines",
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_pipelines_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_pipelines")),
        sa.UniqueConstraint("workspace_id", "position", name=op.f("uq_pipelines_workspace_id_position")),
    )
    op.create_table(
        "teams",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True, comment="Slack channel id"),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_teams_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_teams")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_teams_workspace_id_name")),
    )
    op.create_table(
        "members",
        sa.Column("slack_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False, comment="IANA name, Slack's"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("role in ('rep', 'manager', 'admin', 'supporter')", name=op.f("ck_members_role")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["teams.workspace_id", "teams.id"],
            name=op.f("fk_members_workspace_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_members_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_members")),
        sa.UniqueConstraint("workspace_id", "slack_id", name=op.f("uq_members_workspace_id_slack_id")),
    )
    op.create_index(op.f("ix_members_workspace_id_team_id"), "members", ["workspace_id", "team_id"], unique=False)
    op.create_table(
        "stages",
        sa.Column("pipeline_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("probability", sa.BigInteger(), nullable=False, comment="per cent"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("kind <> 'lost' or probability = 0", name=op.f("ck_stages_lost")),
        sa.CheckConstraint("kind <> 'won' or probability = 100", name=op.f("ck_stages_won")),
        sa.CheckConstraint("kind in ('open', 'won', 'lost')", name=op.f("ck_stages_kind")),
        sa.CheckConstraint("probability between 0 and 100", name=op.f("ck_stages_probability")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pipeline_id"],
            ["pipelines.workspace_id", "pipelines.id"],
            name=op.f("fk_stages_workspace_id_pipeline_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_stages_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_stages")),
        sa.UniqueConstraint(
            "workspace_id", "pipeline_id", "position", name=op.f("uq_stages_workspace_id_pipeline_id_position")
        ),
    )
    op.create_table(
        "accounts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False, comment="the name as it is compared: see core.names.fold"),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "created_by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_accounts_workspace_id_created_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_accounts_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_accounts")),
    )
    op.create_index(
        "ix_accounts_folded_trgm",
        "accounts",
        ["workspace_id", "folded"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_table(
        "audit",
        sa.Column("actor_id", sa.BigInteger(), nullable=True, comment="null: a scheduled job"),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("noun_id", sa.BigInteger(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("after", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("source", sa.Text(), nullable=True, comment="the Slack message or surface it came from"),
        sa.Column(
            "undoes_id", sa.BigInteger(), nullable=True, comment="the row this one takes back; each is taken back once"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "actor_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_audit_workspace_id_actor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_audit_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_audit")),
        sa.UniqueConstraint("workspace_id", "undoes_id", name=op.f("uq_audit_workspace_id_undoes_id")),
    )
    op.create_index(
        op.f("ix_audit_workspace_id_noun_noun_id"), "audit", ["workspace_id", "noun", "noun_id"], unique=False
    )
    op.create_index(
        "ix_audit_source", "audit", ["workspace_id", "source"], unique=False, postgresql_where="source is not null"
    )
    op.create_table(
        "notices",
        sa.Column("lane_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column(
            "topic", sa.Text(), nullable=True, comment="the open thing it speaks of: told again, its message is edited"
        ),
        sa.Column("member_id", sa.BigInteger(), nullable=True, comment="its reader; null: a channel's"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("first_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slack_channel", sa.Text(), nullable=True),
        sa.Column("slack_ts", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "status in ('pending', 'sending', 'sent', 'dead', 'expired', 'dropped', 'superseded')",
            name=op.f("ck_notices_status"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lane_id"],
            ["lanes.workspace_id", "lanes.id"],
            name=op.f("fk_notices_workspace_id_lane_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_notices_workspace_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_notices_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_notices")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_notices_workspace_id_key")),
    )
    op.create_index(
        "ix_notices_topic",
        "notices",
        ["workspace_id", "topic", "lane_id"],
        unique=False,
        postgresql_where="topic is not null",
    )
    op.create_index(
        "ix_notices_waiting",
        "notices",
        ["workspace_id", "lane_id", "id"],
        unique=False,
        postgresql_where="status in ('pending', 'sending')",
    )
    op.create_table(
        "account_keys",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["accounts.workspace_id", "accounts.id"],
            name=op.f("fk_account_keys_workspace_id_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "key", "account_id", name=op.f("pk_account_keys")),
    )
    op.create_index(
        op.f("ix_account_keys_workspace_id_account_id"), "account_keys", ["workspace_id", "account_id"], unique=False
    )
    op.create_table(
        "contacts",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("wechat", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("first_met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint(
            "role in ('decision_maker', 'user', 'technical_lead', 'insider')", name=op.f("ck_contacts_role")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["accounts.workspace_id", "accounts.id"],
            name=op.f("fk_contacts_workspace_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_contacts_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_contacts")),
    )
    op.create_index(
        op.f("ix_contacts_workspace_id_account_id_name"),
        "contacts",
        ["workspace_id", "account_id", "name"],
        unique=True,
    )
    op.create_table(
        "leads",
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("interest", sa.Text(), nullable=True, comment="what they may need"),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("referrer", sa.Text(), nullable=True),
        sa.Column("budget", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("budget_currency", sa.Text(), nullable=True),
        sa.Column("interval_days", sa.BigInteger(), nullable=True, comment="working days; null: the workspace's"),
        sa.Column(
            "warn_on", sa.Date(), nullable=True, comment="the next step of the silence alert; null: none to come"
        ),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True, comment="null: in the pool"),
        sa.Column("owned_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_follow_up_at", sa.DateTime(timezone=True), nullable=True, comment="the last one that counts"),
        sa.Column(
            "silent_on", sa.Date(), nullable=True, comment="the working day on which it becomes silent; null: no clock"
        ),
        sa.Column("quoted_amount", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("quoted_currency", sa.Text(), nullable=True),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("status in ('open', 'converted', 'dead', 'withdrawn')", name=op.f("ck_leads_status")),
        sa.CheckConstraint("(owner_id is null) = (owned_since is null)", name=op.f("ck_leads_owner")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["accounts.workspace_id", "accounts.id"],
            name=op.f("fk_leads_workspace_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contacts.workspace_id", "contacts.id"],
            name=op.f("fk_leads_workspace_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "created_by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_leads_workspace_id_created_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_leads_workspace_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_leads_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_leads")),
    )
    op.create_index(
        "ix_leads_owner",
        "leads",
        ["workspace_id", "owner_id", "silent_on"],
        unique=False,
        postgresql_where="owner_id is not null and status = 'open'",
    )
    op.create_index(
        "ix_leads_pool",
        "leads",
        ["workspace_id", "id"],
        unique=False,
        postgresql_where="owner_id is null and status = 'open'",
    )
    op.create_index(
        "ix_leads_warn", "leads", ["workspace_id", "warn_on"], unique=False, postgresql_where="warn_on is not null"
    )
    op.create_index(op.f("ix_leads_workspace_id_account_id"), "leads", ["workspace_id", "account_id"], unique=False)
    op.create_table(
        "deals",
        sa.Column(
            "lead_id",
            sa.BigInteger(),
            nullable=True,
            comment="the lead it was converted from; a lead is converted once",
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pipeline_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("probability", sa.BigInteger(), nullable=False, comment="per cent"),
        sa.Column("probability_set", sa.Boolean(), nullable=False, comment="by a person; else it follows the stage"),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column(
            "warn_close_on", sa.Date(), nullable=True, comment="when its owner is warned of the close; null: told"
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("competitor", sa.Text(), nullable=True),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True, comment="null: in the pool"),
        sa.Column("owned_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_follow_up_at", sa.DateTime(timezone=True), nullable=True, comment="the last one that counts"),
        sa.Column(
            "silent_on", sa.Date(), nullable=True, comment="the working day on which it becomes silent; null: no clock"
        ),
        sa.Column("quoted_amount", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("quoted_currency", sa.Text(), nullable=True),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(status = 'open') = (closed_at is null) or status = 'withdrawn'", name=op.f("ck_deals_closed")
        ),
        sa.CheckConstraint("status in ('open', 'won', 'lost', 'withdrawn')", name=op.f("ck_deals_status")),
        sa.CheckConstraint("probability between 0 and 100", name=op.f("ck_deals_probability")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["accounts.workspace_id", "accounts.id"],
            name=op.f("fk_deals_workspace_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "created_by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_deals_workspace_id_created_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"], ["leads.workspace_id", "leads.id"], name=op.f("fk_deals_workspace_id_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_deals_workspace_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "pipeline_id"],
            ["pipelines.workspace_id", "pipelines.id"],
            name=op.f("fk_deals_workspace_id_pipeline_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "stage_id"],
            ["stages.workspace_id", "stages.id"],
            name=op.f("fk_deals_workspace_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_deals_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_deals")),
    )
    op.create_index(
        "ix_deals_closing",
        "deals",
        ["workspace_id", "expected_close"],
        unique=False,
        postgresql_where="status = 'open'",
    )
    op.create_index(
        "ix_deals_open",
        "deals",
        ["workspace_id", "pipeline_id", "stage_id"],
        unique=False,
        postgresql_where="status = 'open'",
    )
    op.create_index(
        "ix_deals_owner", "deals", ["workspace_id", "owner_id"], unique=False, postgresql_where="status = 'open'"
    )
    op.create_index(
        "ix_deals_warn_close",
        "deals",
        ["workspace_id", "warn_close_on"],
        unique=False,
        postgresql_where="warn_close_on is not null",
    )
    op.create_index(op.f("ix_deals_workspace_id_account_id"), "deals", ["workspace_id", "account_id"], unique=False)
    op.create_index(
        "uq_deals_lead", "deals", ["workspace_id", "lead_id"], unique=True, postgresql_where="status <> 'withdrawn'"
    )
    op.create_table(
        "owner_changes",
        sa.Column("lead_id", sa.BigInteger(), nullable=True),
        sa.Column("deal_id", sa.BigInteger(), nullable=True),
        sa.Column("from_id", sa.BigInteger(), nullable=True),
        sa.Column("to_id", sa.BigInteger(), nullable=True, comment="null: back to the pool"),
        sa.Column("by_id", sa.BigInteger(), nullable=True, comment="null: a scheduled job"),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("(lead_id is null) <> (deal_id is null)", name=op.f("ck_owner_changes_one_thing")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_owner_changes_workspace_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deal_id"],
            ["deals.workspace_id", "deals.id"],
            name=op.f("fk_owner_changes_workspace_id_deal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "from_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_owner_changes_workspace_id_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"],
            ["leads.workspace_id", "leads.id"],
            name=op.f("fk_owner_changes_workspace_id_lead_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "to_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_owner_changes_workspace_id_to_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_owner_changes_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_owner_changes")),
    )
    op.create_index(
        "ix_owner_changes_claims",
        "owner_changes",
        ["workspace_id", "to_id", "at"],
        unique=False,
        postgresql_where="cause = 'claim'",
    )
    op.create_index(
        op.f("ix_owner_changes_workspace_id_deal_id"), "owner_changes", ["workspace_id", "deal_id"], unique=False
    )
    op.create_index(
        op.f("ix_owner_changes_workspace_id_lead_id"), "owner_changes", ["workspace_id", "lead_id"], unique=False
    )
    op.create_table(
        "stage_moves",
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=True),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stayed", sa.Interval(), nullable=True, comment="how long the deal stood in the stage it left"),
        sa.Column("probability", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_stage_moves_workspace_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deal_id"],
            ["deals.workspace_id", "deals.id"],
            name=op.f("fk_stage_moves_workspace_id_deal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "from_id"],
            ["stages.workspace_id", "stages.id"],
            name=op.f("fk_stage_moves_workspace_id_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "to_id"],
            ["stages.workspace_id", "stages.id"],
            name=op.f("fk_stage_moves_workspace_id_to_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_stage_moves_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_stage_moves")),
    )
    op.create_index(
        op.f("ix_stage_moves_workspace_id_deal_id_id"), "stage_moves", ["workspace_id", "deal_id", "id"], unique=False
    )
    op.create_table(
        "visits",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=True),
        sa.Column("deal_id", sa.BigInteger(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("line", sa.Text(), nullable=False, comment="as it was typed"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="the same line twice logs once"),
        sa.Column("counts", sa.Boolean(), nullable=False, comment="whether it resets the follow-up clock"),
        sa.Column("why_not", sa.Text(), nullable=True),
        sa.Column("people", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("colleagues", postgresql.JSONB(astext_type=Text()), nullable=False, comment="Slack ids mentioned"),
        sa.Column("goods", postgresql.JSONB(astext_type=Text()), nullable=False, comment="name, quantity, unit"),
        sa.Column("amounts", postgresql.JSONB(astext_type=Text()), nullable=False, comment="amount, currency"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when it happened"),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("kind in ('visit', 'phone', 'message')", name=op.f("ck_visits_kind")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["accounts.workspace_id", "accounts.id"],
            name=op.f("fk_visits_workspace_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deal_id"], ["deals.workspace_id", "deals.id"], name=op.f("fk_visits_workspace_id_deal_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"], ["leads.workspace_id", "leads.id"], name=op.f("fk_visits_workspace_id_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_visits_workspace_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_visits_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_visits")),
    )
    op.create_index("ix_visits_line", "visits", ["workspace_id", "member_id", "fingerprint", "logged_at"], unique=False)
    op.create_index(
        op.f("ix_visits_workspace_id_account_id_at"), "visits", ["workspace_id", "account_id", "at"], unique=False
    )
    op.create_index(
        op.f("ix_visits_workspace_id_member_id_at"), "visits", ["workspace_id", "member_id", "at"], unique=False
    )
    op.create_table(
        "tasks",
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("lead_id", sa.BigInteger(), nullable=True),
        sa.Column("deal_id", sa.BigInteger(), nullable=True),
        sa.Column("visit_id", sa.BigInteger(), nullable=True, comment="the visit whose next step it is"),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True, comment="local day; null: planned without a day"),
        sa.Column("at", sa.Time(), nullable=True, comment="local time of that day; null: no time told"),
        sa.Column("until", sa.Time(), nullable=True, comment="end of the window told (afternoon: 12–18)"),
        sa.Column("zone", sa.Text(), nullable=False, comment="the zone its day and time are meant in"),
        sa.Column(
            "remind_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when its owner is told next; null: nothing to tell",
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["accounts.workspace_id", "accounts.id"],
            name=op.f("fk_tasks_workspace_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deal_id"], ["deals.workspace_id", "deals.id"], name=op.f("fk_tasks_workspace_id_deal_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"], ["leads.workspace_id", "leads.id"], name=op.f("fk_tasks_workspace_id_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_tasks_workspace_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "visit_id"],
            ["visits.workspace_id", "visits.id"],
            name=op.f("fk_tasks_workspace_id_visit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_tasks_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_tasks")),
    )
    op.create_index(
        "ix_tasks_due",
        "tasks",
        ["workspace_id", "remind_at"],
        unique=False,
        postgresql_where="done_at is null and cancelled_at is null and remind_at is not null",
    )
    op.create_index(
        "ix_tasks_owner",
        "tasks",
        ["workspace_id", "owner_id", "on"],
        unique=False,
        postgresql_where="done_at is null and cancelled_at is null",
    )
    op.create_index(op.f("ix_tasks_workspace_id_account_id"), "tasks", ["workspace_id", "account_id"], unique=False)
    op.create_index(op.f("ix_tasks_workspace_id_visit_id"), "tasks", ["workspace_id", "visit_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=True, comment="the customer as written, when none is known"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_drafts_workspace_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_drafts_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_drafts")),
    )
