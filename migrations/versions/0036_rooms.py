"""The Slack channel of a deal, and the errands that make and keep it."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
NOUNS = "'import', 'export', 'handover'"


def upgrade() -> None:
    op.create_table(
        "rooms",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False, comment="who had it made last"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when that was"),
        sa.Column("name", sa.Text(), nullable=False, comment="what it is called, or is to be called"),
        sa.Column("channel", sa.Text(), comment="Slack's id; null: not made yet, or gone"),
        sa.Column("pinned", sa.Text(), comment="the message (Slack's ts) that is pinned: the card"),
        sa.Column(
            "ending_told_at",
            sa.DateTime(timezone=True),
            comment="when it was told there that it is archived soon",
        ),
        sa.Column("archived_at", sa.DateTime(timezone=True), comment="null: in use"),
        sa.Column("trouble", sa.Text(), comment="what Slack refused last, in its word; null: nothing"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_rooms")),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_rooms_workspace_id_{column}"),
            )
            for column, table in (("deal_id", "deals"), ("by_id", "members"))
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_rooms_workspace_id"), ondelete="CASCADE"
        ),
    )
    op.create_index("uq_rooms_deal", "rooms", ["workspace_id", "deal_id"], unique=True)
    op.create_index(
        "ix_rooms_channel",
        "rooms",
        ["workspace_id", "channel"],
        unique=True,
        postgresql_where=sa.text("channel is not null"),
    )
    op.execute("alter table rooms enable row level security")
    op.execute("alter table rooms force row level security")
    op.execute(f"create policy here on rooms using ({HERE}) with check ({HERE})")
    op.drop_constraint(op.f("ck_errands_noun"), "errands")
    op.create_check_constraint(op.f("ck_errands_noun"), "errands", f"noun in ({NOUNS}, 'room')")


def downgrade() -> None:
    op.drop_table("rooms")
    op.execute("select set_config('genjin.workspace', '*', true)")
    op.execute("delete from errands where noun = 'room'")
    op.drop_constraint(op.f("ck_errands_noun"), "errands")
    op.create_check_constraint(op.f("ck_errands_noun"), "errands", f"noun in ({NOUNS})")
