"""Customers that turn out to be one are merged; pairs that somebody took for one are remembered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
BEFORE = "'open', 'converted', 'dead', 'withdrawn'"
HANDED_ON = ("contacts", "deals", "leads", "tasks", "visits")
OF_LEADS = ("tasks", "visits")

# Whoever writes to a customer at the moment it is merged waits here, and then writes to what it turned out to be.
FOLLOW_ACCOUNT = """
create function follow_account() returns trigger language plpgsql as $$
declare kept bigint;
begin
    select merged_into_id into kept from accounts
    where workspace_id = new.workspace_id and id = new.account_id for key share;
    if kept is not null then
        new.account_id := kept;
    end if;
    return new;
end $$;
"""
FOLLOW_LEAD = """
create function follow_lead() returns trigger language plpgsql as $$
declare kept bigint;
begin
    select merged_into_id into kept from leads
    where workspace_id = new.workspace_id and id = new.lead_id for key share;
    if kept is not null then
        new.lead_id := kept;
    end if;
    return new;
end $$;
"""


def upgrade() -> None:
    accounts()
    leads()
    pairs()
    op.execute(FOLLOW_ACCOUNT)
    op.execute(FOLLOW_LEAD)
    for table in HANDED_ON:
        op.execute(
            f"create trigger follow_account before insert on {table} for each row execute function follow_account()"
        )
    for table in OF_LEADS:
        op.execute(
            f"create trigger follow_lead before insert on {table} for each row"
            " when (new.lead_id is not null) execute function follow_lead()"
        )


def accounts() -> None:
    op.add_column(
        "accounts",
        sa.Column(
            "aliases",
            postgresql.JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="names of customers that were merged into it",
        ),
    )
    op.add_column(
        "accounts",
        sa.Column(
            "merged_into_id", sa.BigInteger(), comment="the customer it turned out to be; never one merged itself"
        ),
    )
    op.create_foreign_key(
        op.f("fk_accounts_workspace_id_merged_into_id"),
        "accounts",
        "accounts",
        ["workspace_id", "merged_into_id"],
        ["workspace_id", "id"],
    )
    op.create_check_constraint(op.f("ck_accounts_not_itself"), "accounts", "merged_into_id <> id")
    op.create_index(
        "ix_accounts_merged",
        "accounts",
        ["workspace_id", "merged_into_id"],
        postgresql_where=sa.text("merged_into_id is not null"),
    )


def leads() -> None:
    op.add_column("leads", sa.Column("merged_into_id", sa.BigInteger(), comment="the lead it turned out to be"))
    op.create_foreign_key(
        op.f("fk_leads_workspace_id_merged_into_id"),
        "leads",
        "leads",
        ["workspace_id", "merged_into_id"],
        ["workspace_id", "id"],
    )
    op.drop_constraint(op.f("ck_leads_status"), "leads")
    op.create_check_constraint(op.f("ck_leads_status"), "leads", f"status in ({BEFORE}, 'merged')")
    op.create_check_constraint(op.f("ck_leads_merged"), "leads", "(status = 'merged') = (merged_into_id is not null)")


def pairs() -> None:
    op.create_table(
        "account_pairs",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("one_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger()),
        sa.Column("proposed_at", sa.DateTime(timezone=True)),
        sa.Column("apart_by_id", sa.BigInteger(), comment="who said that they are two"),
        sa.Column("apart_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_account_pairs_order")),
        sa.CheckConstraint("(apart_by_id is null) = (apart_at is null)", name=op.f("ck_account_pairs_apart")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_account_pairs_workspace_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_account_pairs_workspace_id_{column}"),
            )
            for column, table in (
                ("one_id", "accounts"),
                ("other_id", "accounts"),
                ("proposed_by_id", "members"),
                ("apart_by_id", "members"),
            )
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_account_pairs")),
    )
    op.create_index(
        op.f("ix_account_pairs_workspace_id_one_id_other_id"),
        "account_pairs",
        ["workspace_id", "one_id", "other_id"],
        unique=True,
    )
    op.create_index(op.f("ix_account_pairs_workspace_id_other_id"), "account_pairs", ["workspace_id", "other_id"])
    op.execute("alter table account_pairs enable row level security")
    op.execute("alter table account_pairs force row level security")
    op.execute(f"create policy here on account_pairs using ({HERE}) with check ({HERE})")


def downgrade() -> None:
    for table in OF_LEADS:
        op.execute(f"drop trigger follow_lead on {table}")
    for table in HANDED_ON:
        op.execute(f"drop trigger follow_account on {table}")
    op.execute("drop function follow_lead()")
    op.execute("drop function follow_account()")
    op.drop_table("account_pairs")
    op.drop_constraint(op.f("ck_leads_merged"), "leads")
    op.execute("update leads set status = 'withdrawn' where status = 'merged'")
    op.drop_constraint(op.f("ck_leads_status"), "leads")
    op.create_check_constraint(op.f("ck_leads_status"), "leads", f"status in ({BEFORE})")
    op.drop_column("leads", "merged_into_id")
    op.drop_index("ix_accounts_merged", "accounts")
    op.drop_column("accounts", "merged_into_id")
    op.drop_column("accounts", "aliases")
