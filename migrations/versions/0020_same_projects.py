"""What deals are about, kept for comparing; pairs that may be one project; deals that end because they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
BEFORE = "'open', 'won', 'lost', 'withdrawn'"
TABLES = ("deal_needs", "deal_goods", "deal_pairs")


def upgrade() -> None:
    deals()
    needs()
    goods()
    pairs()
    for table in TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy here on {table} using ({HERE}) with check ({HERE})")


def deals() -> None:
    op.add_column(
        "deals",
        sa.Column("joined_into_id", sa.BigInteger(), comment="the deal that goes on, where both are one project"),
    )
    op.add_column(
        "deals",
        sa.Column(
            "compared",
            sa.BigInteger(),
            comment="the version that was compared with others' deals: see core.projects",
        ),
    )
    op.create_foreign_key(
        op.f("fk_deals_workspace_id_joined_into_id"),
        "deals",
        "deals",
        ["workspace_id", "joined_into_id"],
        ["workspace_id", "id"],
    )
    op.drop_constraint(op.f("ck_deals_status"), "deals")
    op.create_check_constraint(
        op.f("ck_deals_status"), "deals", "status in ('open', 'won', 'lost', 'joined', 'withdrawn')"
    )
    op.create_check_constraint(op.f("ck_deals_joined"), "deals", "(status = 'joined') = (joined_into_id is not null)")
    op.create_index(
        "ix_deals_joined",
        "deals",
        ["workspace_id", "joined_into_id"],
        postgresql_where=sa.text("joined_into_id is not null"),
    )
    op.create_index(
        "ix_deals_compared",
        "deals",
        ["workspace_id", "id"],
        postgresql_where=sa.text("compared is distinct from version"),
    )


def _of_a_deal(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "deal_id"],
        ["deals.workspace_id", "deals.id"],
        name=op.f(f"fk_{table}_workspace_id_deal_id"),
        ondelete="CASCADE",
    )


def needs() -> None:
    op.create_table(
        "deal_needs",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("need", postgresql.JSONB(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_deal("deal_needs"),
        sa.PrimaryKeyConstraint("workspace_id", "deal_id", name=op.f("pk_deal_needs")),
    )


def goods() -> None:
    op.create_table(
        "deal_goods",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False, comment="see core.projects.keys"),
        sa.Column("quantity", sa.Float(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, comment="province or country; empty: not told"),
        sa.Column("due_from", sa.Date()),
        sa.Column("due_to", sa.Date()),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_deal_goods_workspace_id"), ondelete="CASCADE"
        ),
        _of_a_deal("deal_goods"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_deal_goods")),
    )
    op.create_index(
        "ix_deal_goods_sought",
        "deal_goods",
        ["workspace_id", "token", "quantity", "place"],
        postgresql_include=["deal_id"],
    )
    op.create_index(op.f("ix_deal_goods_workspace_id_deal_id"), "deal_goods", ["workspace_id", "deal_id"])


def pairs() -> None:
    op.create_table(
        "deal_pairs",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("one_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("why", postgresql.JSONB(), nullable=False, comment="what matches: goods, place, days apart"),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Enum("same", "different", name="pairanswer", native_enum=False, length=20)),
        sa.Column("kept_id", sa.BigInteger(), comment="the deal that goes on"),
        sa.Column("answered_by_id", sa.BigInteger()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_deal_pairs_order")),
        sa.CheckConstraint("answer in ('same', 'different')", name=op.f("ck_deal_pairs_answer")),
        sa.CheckConstraint("(answer is null) = (answered_at is null)", name=op.f("ck_deal_pairs_answered")),
        sa.CheckConstraint(
            "(answer = 'same') = (kept_id is not null) or answer is null and kept_id is null",
            name=op.f("ck_deal_pairs_kept"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_deal_pairs_workspace_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_deal_pairs_workspace_id_{column}"),
            )
            for column, table in (
                ("one_id", "deals"),
                ("other_id", "deals"),
                ("kept_id", "deals"),
                ("answered_by_id", "members"),
            )
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_deal_pairs")),
    )
    op.create_index("uq_deal_pairs", "deal_pairs", ["workspace_id", "one_id", "other_id"], unique=True)
    op.create_index(op.f("ix_deal_pairs_workspace_id_other_id"), "deal_pairs", ["workspace_id", "other_id"])
    op.create_index(
        "ix_deal_pairs_open", "deal_pairs", ["workspace_id", "id"], postgresql_where=sa.text("answer is null")
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_deals_compared", "deals")
    op.drop_index("ix_deals_joined", "deals")
    op.drop_constraint(op.f("ck_deals_joined"), "deals")
    op.execute("update deals set status = 'lost', probability = 0, joined_into_id = null where status = 'joined'")
    op.drop_constraint(op.f("ck_deals_status"), "deals")
    op.create_check_constraint(op.f("ck_deals_status"), "deals", f"status in ({BEFORE})")
    op.drop_column("deals", "compared")
    op.drop_column("deals", "joined_into_id")
