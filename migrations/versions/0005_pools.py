"""Pools with their members and rules; what a lead is tagged with and how likely it is; what members are good at."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
NONE, RULES = sa.text("'[]'"), sa.text("'{}'")


def upgrade() -> None:
    pools()
    members_of_pools()
    for table in ("pools", "pool_members"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy here on {table} using ({HERE}) with check ({HERE})")
    leads()
    members()


def pools() -> None:
    op.create_table(
        "pools",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger(),
            nullable=False,
            comment="leads go to the first pool that asks for them; 0: where all others go",
        ),
        sa.Column("name", sa.Text(), comment="null: the first, called the lead pool in everybody's language"),
        sa.Column(
            "open_to_all",
            sa.Boolean(),
            server_default="true",
            nullable=False,
            comment="else to its members alone",
        ),
        sa.Column(
            "regions", postgresql.JSONB(), server_default=NONE, nullable=False, comment="leads of these come here"
        ),
        sa.Column(
            "tags",
            postgresql.JSONB(),
            server_default=NONE,
            nullable=False,
            comment="leads with one of these come here",
        ),
        sa.Column(
            "channel",
            sa.Text(),
            comment="Slack channel where its new leads are shown; null: the workspace's",
        ),
        sa.Column("channel_by", sa.Text(), comment="Slack id of who had it shown there"),
        sa.Column("claims_a_day", sa.BigInteger(), comment="each member; null: the workspace's"),
        sa.Column("held_at_once", sa.BigInteger(), comment="each member; null: the workspace's"),
        sa.Column(
            "held_by_grade",
            postgresql.JSONB(),
            server_default=RULES,
            nullable=False,
            comment="grade → how many of its leads a member of it may hold at once",
        ),
        sa.Column(
            "cooling_days",
            sa.BigInteger(),
            server_default="7",
            nullable=False,
            comment="calendar days before a former owner may claim again",
        ),
        sa.Column(
            "masks_phones",
            sa.Boolean(),
            server_default="true",
            nullable=False,
            comment="until the lead is claimed",
        ),
        sa.Column(
            "rhythms",
            postgresql.JSONB(),
            server_default=RULES,
            nullable=False,
            comment="chance → working days between follow-ups; none: the workspace's",
        ),
        sa.Column(
            "recycles",
            sa.Boolean(),
            server_default="true",
            nullable=False,
            comment="whether silent leads come back",
        ),
        sa.Column(
            "allots",
            sa.Boolean(),
            server_default="false",
            nullable=False,
            comment="its leads are given out by rank",
        ),
        sa.CheckConstraint("claims_a_day > 0 and held_at_once > 0 and cooling_days >= 0", name=op.f("ck_pools_quotas")),
        sa.CheckConstraint("position = 0 or name is not null", name=op.f("ck_pools_named")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_pools_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_pools")),
        sa.UniqueConstraint("workspace_id", "position", name="uq_pools_position"),
        sa.UniqueConstraint("workspace_id", "name", name="uq_pools_name"),
    )


def members_of_pools() -> None:
    op.create_table(
        "pool_members",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("pool_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger()),
        sa.Column("team_id", sa.BigInteger()),
        sa.CheckConstraint("(member_id is null) <> (team_id is null)", name=op.f("ck_pool_members_one_kind")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_pool_members_workspace_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", f"{noun}_id"], [f"{noun}s.workspace_id", f"{noun}s.id"], name=f"fk_pool_members_{noun}"
            )
            for noun in ("pool", "member", "team")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_pool_members")),
        sa.UniqueConstraint("workspace_id", "pool_id", "member_id", name="uq_pool_members_member"),
        sa.UniqueConstraint("workspace_id", "pool_id", "team_id", name="uq_pool_members_team"),
    )
    for noun in ("member", "team"):
        op.create_index(
            f"ix_pool_members_{noun}",
            "pool_members",
            ["workspace_id", f"{noun}_id"],
            postgresql_where=sa.text(f"{noun}_id is not null"),
        )


def leads() -> None:
    op.execute("insert into pools (workspace_id, position) select id, 0 from workspaces")
    op.add_column(
        "leads",
        sa.Column("pool_id", sa.BigInteger(), comment="where it lies while nobody holds it, and whose rules bind it"),
    )
    op.execute("update leads set pool_id = pools.id from pools where pools.workspace_id = leads.workspace_id")
    op.alter_column("leads", "pool_id", nullable=False)
    op.create_foreign_key("fk_leads_pool", "leads", "pools", ["workspace_id", "pool_id"], ["workspace_id", "id"])
    op.add_column("leads", sa.Column("tags", postgresql.JSONB(), server_default=NONE, nullable=False))
    op.add_column("leads", sa.Column("chance", sa.String(20), comment="null: nobody has said yet"))
    op.add_column("leads", sa.Column("chance_reason", sa.Text(), comment="why low or none"))
    op.create_check_constraint(op.f("ck_leads_chance"), "leads", "chance in ('high', 'fair', 'low', 'none')")
    op.drop_index("ix_leads_pool", table_name="leads")
    op.create_index(
        "ix_leads_pool",
        "leads",
        ["workspace_id", "pool_id", "id"],
        postgresql_where=sa.text("owner_id is null and status = 'open'"),
    )


def members() -> None:
    op.add_column("members", sa.Column("grade", sa.Text(), comment="as the workspace calls it: A, senior, 资深"))
    op.add_column(
        "members",
        sa.Column(
            "tags",
            postgresql.JSONB(),
            server_default=NONE,
            nullable=False,
            comment="what they are good at: regions, industries, goods, skills",
        ),
    )
    op.add_column(
        "members",
        sa.Column("capacity", sa.BigInteger(), comment="open leads they can take care of; null: the pool's cap"),
    )
    op.create_check_constraint(op.f("ck_members_capacity"), "members", "capacity >= 0")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_members_capacity"), "members")
    for column in ("capacity", "tags", "grade"):
        op.drop_column("members", column)
    op.drop_index("ix_leads_pool", table_name="leads")
    op.create_index(
        "ix_leads_pool",
        "leads",
        ["workspace_id", "id"],
        postgresql_where=sa.text("owner_id is null and status = 'open'"),
    )
    op.drop_constraint(op.f("ck_leads_chance"), "leads")
    op.drop_constraint("fk_leads_pool", "leads")
    for column in ("chance_reason", "chance", "tags", "pool_id"):
        op.drop_column("leads", column)
    op.drop_table("pool_members")
    op.drop_table("pools")
