"""The team of a deal: colleagues with a role in it, of a list of the workspace's own."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
KINDS = "'won', 'lost', 'competitor', 'file', 'number', 'type'"
ROLES = (("售前", "Presales"), ("技术", "Technical"), ("服务", "Service"), ("商务", "Commercial"))


def upgrade() -> None:
    op.create_table(
        "mates",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), comment="what they do in this deal, of the workspace's list"),
        sa.Column("by_id", sa.BigInteger(), nullable=False, comment="who put them on the team"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), comment="null: on the team"),
        sa.CheckConstraint("left_at >= at", name=op.f("ck_mates_left")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_mates")),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_mates_workspace_id_{column}"),
            )
            for column, table in (
                ("deal_id", "deals"),
                ("member_id", "members"),
                ("role_id", "listed"),
                ("by_id", "members"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_mates_workspace_id"), ondelete="CASCADE"
        ),
    )
    on_it = {"postgresql_where": sa.text("left_at is null")}
    op.create_index("uq_mates_deal", "mates", ["workspace_id", "deal_id", "member_id"], unique=True, **on_it)
    op.create_index("ix_mates_member", "mates", ["workspace_id", "member_id", "deal_id"], **on_it)
    op.create_index(op.f("ix_mates_workspace_id_deal_id"), "mates", ["workspace_id", "deal_id"])
    op.execute("alter table mates enable row level security")
    op.execute("alter table mates force row level security")
    op.execute(f"create policy here on mates using ({HERE}) with check ({HERE})")
    roles()


def roles() -> None:
    """The list begins with the usual ones, in workspaces that are there already too."""
    op.drop_constraint(op.f("ck_listed_list"), "listed")
    op.create_check_constraint(op.f("ck_listed_list"), "listed", f"list in ({KINDS}, 'mate')")
    op.execute("select set_config('genjin.workspace', '*', true)")
    for place, (zh, en) in enumerate(ROLES):
        op.execute(
            "insert into listed (workspace_id, list, position, name_zh, name_en)"
            f" select id, 'mate', {place}, '{zh}', '{en}' from workspaces"
        )


def downgrade() -> None:
    op.drop_table("mates")
    op.execute("select set_config('genjin.workspace', '*', true)")
    op.execute("delete from listed where list = 'mate'")
    op.drop_constraint(op.f("ck_listed_list"), "listed")
    op.create_check_constraint(op.f("ck_listed_list"), "listed", f"list in ({KINDS})")
