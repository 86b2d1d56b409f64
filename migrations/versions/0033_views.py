"""Lists of deals kept under a name, the one that somebody's own list looks like, and exports of any list."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
NAMES: tuple[tuple[str, list[str]], ...] = (
    ("own", ["made_by_id"]),
    ("team", ["team_id"]),
    ("all", []),
)
LISTS = (
    "which: leads, pool, mine, deals, my_deals, open_deals",
    "which: leads, pool, mine, deals, my_deals, open_deals, view",
)


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False, comment="the name as it is compared: see core.names.fold"),
        sa.Column("sharing", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.BigInteger(), comment="whose it is where it is shared with a team"),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "shape",
            postgresql.JSONB(),
            nullable=False,
            comment="columns, sort, down, wants: see core.views.shape",
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), comment="taken off the list; can be undone"),
        sa.CheckConstraint("sharing in ('own', 'team', 'all')", name=op.f("ck_saved_views_sharing")),
        sa.CheckConstraint("(sharing = 'team') = (team_id is not null)", name=op.f("ck_saved_views_team")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_saved_views")),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_saved_views_workspace_id_{column}"),
            )
            for column, table in (("made_by_id", "members"), ("team_id", "teams"))
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_saved_views_workspace_id"), ondelete="CASCADE"
        ),
    )
    for name, column in NAMES:
        op.create_index(
            f"uq_saved_views_{name}",
            "saved_views",
            ["workspace_id", "folded", *column],
            unique=True,
            postgresql_where=sa.text(f"sharing = '{name}' and removed_at is null"),
        )
    op.execute("alter table saved_views enable row level security")
    op.execute("alter table saved_views force row level security")
    op.execute(f"create policy here on saved_views using ({HERE}) with check ({HERE})")
    op.add_column(
        "members",
        sa.Column(
            "default_view",
            sa.Text(),
            comment="what their own list of deals looks like: a saved view's id, a built-in one's name; null: as ever",
        ),
    )
    op.add_column(
        "exports", sa.Column("title", sa.Text(), comment="what a list of deals is called, where it has a name")
    )
    op.add_column("exports", sa.Column("shape", postgresql.JSONB(), comment="a list of deals: see core.views.shape"))
    op.alter_column(
        "exports", "list", existing_type=sa.Text(), existing_nullable=False, existing_comment=LISTS[0], comment=LISTS[1]
    )


def downgrade() -> None:
    op.alter_column(
        "exports", "list", existing_type=sa.Text(), existing_nullable=False, existing_comment=LISTS[1], comment=LISTS[0]
    )
    op.drop_column("exports", "shape")
    op.drop_column("exports", "title")
    op.drop_column("members", "default_view")
    op.drop_table("saved_views")
