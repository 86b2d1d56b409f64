"""Web forms that take in leads, what came through them, how often they were tried; inquiries among the follow-ups."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    forms()
    posts()
    tries()
    for table in ("web_forms", "web_posts", "web_tries"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy here on {table} using ({HERE}) with check ({HERE})")
    op.drop_constraint(op.f("ck_visits_kind"), "visits")
    op.create_check_constraint(op.f("ck_visits_kind"), "visits", "kind in ('visit', 'phone', 'message', 'inquiry')")


def _keys(table: str, **refers: str) -> list[sa.Constraint]:
    return [
        *_refers(table, **refers),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f(f"pk_{table}")),
    ]


def _refers(table: str, **refers: str) -> list[sa.Constraint]:
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
    ]


def forms() -> None:
    op.create_table(
        "web_forms",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="names the form in its address; random"),
        sa.Column(
            "secret",
            sa.Text(),
            nullable=False,
            comment="signs the address; another one makes every earlier address void",
        ),
        sa.Column("language", sa.Text(), comment="null: the visitor's"),
        sa.Column("asks", postgresql.JSONB(), nullable=False, comment="the fields it has: see core.webforms.FIELDS"),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("campaign_id", sa.BigInteger()),
        sa.Column("pool_id", sa.BigInteger(), comment="null: the pool that asks for such leads"),
        sa.Column("allots", sa.Boolean(), nullable=False, comment="its leads are given out by rank at once"),
        sa.Column("thanks", sa.Text(), comment="what is said to whoever sent it; null: a sentence of ours"),
        sa.Column("closed_at", WHEN),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.CheckConstraint("language in ('zh', 'en')", name=op.f("ck_web_forms_language")),
        *_keys("web_forms", source_id="sources", campaign_id="sources", pool_id="pools", created_by_id="members"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_web_forms_key"),
    )


def posts() -> None:
    op.create_table(
        "web_posts",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("form_id", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="the same sent twice is taken in once"),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("lead_id", sa.BigInteger()),
        sa.Column("at", WHEN, nullable=False),
        sa.CheckConstraint("outcome in ('captured', 'known', 'trapped')", name=op.f("ck_web_posts_outcome")),
        *_keys("web_posts", form_id="web_forms", lead_id="leads"),
    )
    op.create_index(op.f("ix_web_posts_workspace_id_form_id_at"), "web_posts", ["workspace_id", "form_id", "at"])
    op.create_index(op.f("ix_web_posts_workspace_id_lead_id"), "web_posts", ["workspace_id", "lead_id"])


def tries() -> None:
    op.create_table(
        "web_tries",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("form_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("who", sa.Text(), nullable=False, comment="an address, scrambled; empty: everybody"),
        sa.Column("starts", WHEN, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        *_refers("web_tries", form_id="web_forms"),
        sa.PrimaryKeyConstraint("workspace_id", "form_id", "who", "starts", name=op.f("pk_web_tries")),
    )


def downgrade() -> None:
    op.execute("delete from visits where kind = 'inquiry'")
    op.drop_constraint(op.f("ck_visits_kind"), "visits")
    op.create_check_constraint(op.f("ck_visits_kind"), "visits", "kind in ('visit', 'phone', 'message')")
    for table in ("web_tries", "web_posts", "web_forms"):
        op.drop_table(table)
