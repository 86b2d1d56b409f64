"""What colleagues ask of each other on a deal, 协助 and 催办, with its due time and its answer."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
ENDINGS = "'done', 'declined', 'stepped', 'withdrawn', 'passed', 'closed', 'over'"
REFERS = (
    ("deal_id", "deals"),
    ("by_id", "members"),
    ("to_id", "members"),
    ("raised_to_id", "members"),
    ("ended_by_id", "members"),
    ("instead_of_id", "requests"),
)


def upgrade() -> None:
    op.create_table(
        "requests",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False, comment="who asks"),
        sa.Column("to_id", sa.BigInteger(), nullable=False, comment="who is asked"),
        sa.Column("text", sa.Text(), comment="what is asked; null: urged without words"),
        sa.Column(
            "on",
            sa.Date(),
            nullable=False,
            comment="until which local day; as promised, once whoever is urged named another",
        ),
        sa.Column("at", sa.Time(), comment="until which time of it; null: until work ends"),
        sa.Column("zone", sa.Text(), nullable=False, comment="the zone its day and time are meant in"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime(timezone=True),
            comment="when it is chased, then taken to a manager; null: never",
        ),
        sa.Column("accepted_at", sa.DateTime(timezone=True), comment="when they said that they will, or by when"),
        sa.Column("chased_at", sa.DateTime(timezone=True)),
        sa.Column("raised_at", sa.DateTime(timezone=True), comment="when it was taken to a manager"),
        sa.Column("raised_to_id", sa.BigInteger()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ending", sa.String(20)),
        sa.Column("ended_by_id", sa.BigInteger(), comment="null: by what became of the deal"),
        sa.Column("answer", sa.Text(), comment="what was done, or why not"),
        sa.Column("instead_of_id", sa.BigInteger(), comment="the request whose place it took"),
        sa.CheckConstraint("kind in ('help', 'urge')", name=op.f("ck_requests_kind")),
        sa.CheckConstraint("by_id <> to_id", name=op.f("ck_requests_two")),
        sa.CheckConstraint("(ended_at is null) = (ending is null)", name=op.f("ck_requests_ended")),
        sa.CheckConstraint(f"ending in ({ENDINGS})", name=op.f("ck_requests_ending")),
        sa.CheckConstraint("kind = 'urge' or text is not null", name=op.f("ck_requests_text")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_requests")),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_requests_workspace_id_{column}"),
            )
            for column, table in REFERS
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_requests_workspace_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(
        "uq_requests_urge",
        "requests",
        ["workspace_id", "deal_id", "to_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'urge' and ended_at is null"),
    )
    op.create_index(
        "ix_requests_due", "requests", ["workspace_id", "next_at"], postgresql_where=sa.text("next_at is not null")
    )
    still = {"postgresql_where": sa.text("ended_at is null")}
    op.create_index("ix_requests_to", "requests", ["workspace_id", "to_id"], **still)
    op.create_index("ix_requests_by", "requests", ["workspace_id", "by_id"], **still)
    op.create_index(op.f("ix_requests_workspace_id_deal_id"), "requests", ["workspace_id", "deal_id"])
    op.execute("alter table requests enable row level security")
    op.execute("alter table requests force row level security")
    op.execute(f"create policy here on requests using ({HERE}) with check ({HERE})")


def downgrade() -> None:
    op.drop_table("requests")
