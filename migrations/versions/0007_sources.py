"""Sources and campaigns are a list with costs; leads refer to it by id instead of by what somebody typed."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from core.names import fold

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
WHOLE = sa.DateTime(timezone=True)


def upgrade() -> None:
    sources()
    costs()
    for table in ("sources", "source_costs"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy here on {table} using ({HERE}) with check ({HERE})")
    for column in ("source_id", "campaign_id"):
        op.add_column("leads", sa.Column(column, sa.BigInteger()))
    refer()
    op.drop_column("leads", "source")
    op.drop_column("leads", "campaign")
    for column in ("source_id", "campaign_id"):
        op.create_foreign_key(
            f"fk_leads_workspace_id_{column}", "leads", "sources", ["workspace_id", column], ["workspace_id", "id"]
        )
    op.create_index("ix_leads_source", "leads", ["workspace_id", "source_id"])
    op.create_index(
        "ix_leads_campaign",
        "leads",
        ["workspace_id", "campaign_id"],
        postgresql_where=sa.text("campaign_id is not null"),
    )
    op.create_index("ix_leads_created", "leads", ["workspace_id", "created_at"])


def sources() -> None:
    op.create_table(
        "sources",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), comment="a campaign's source; null: nobody has said yet"),
        sa.Column("name", sa.Text(), nullable=False, comment="as it is shown"),
        sa.Column("folded", sa.Text(), nullable=False, comment="the spelling as it is compared: see core.names.fold"),
        sa.Column(
            "listed",
            sa.Boolean(),
            nullable=False,
            comment="false: typed by somebody, and confirmed by nobody yet",
        ),
        sa.Column("merged_id", sa.BigInteger(), comment="the entry that this is another spelling of"),
        sa.Column("retired_at", WHOLE, comment="no longer offered; what came from it stays"),
        sa.Column("created_by_id", sa.BigInteger(), comment="null: it was on leads before there was a list"),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.CheckConstraint("kind in ('source', 'campaign')", name=op.f("ck_sources_kind")),
        sa.CheckConstraint("kind = 'campaign' or parent_id is null", name=op.f("ck_sources_parent")),
        sa.CheckConstraint("merged_id <> id", name=op.f("ck_sources_merged")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_sources_workspace_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_sources_workspace_id_{column}"),
            )
            for column, table in (("parent_id", "sources"), ("merged_id", "sources"), ("created_by_id", "members"))
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_sources")),
    )
    op.create_index(
        "uq_sources_folded",
        "sources",
        ["workspace_id", "kind", "folded", sa.text("coalesce(parent_id, 0)")],
        unique=True,
    )
    op.create_index(
        "ix_sources_merged",
        "sources",
        ["workspace_id", "merged_id"],
        postgresql_where=sa.text("merged_id is not null"),
    )


def costs() -> None:
    op.create_table(
        "source_costs",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(18, 2), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False, comment="the day it counts for"),
        sa.Column("note", sa.Text()),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("removed_at", WHOLE),
        sa.CheckConstraint("amount > 0", name=op.f("ck_source_costs_amount")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_source_costs_workspace_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_source_costs_workspace_id_{column}"),
            )
            for column, table in (("source_id", "sources"), ("created_by_id", "members"))
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_source_costs")),
    )
    op.create_index(
        op.f("ix_source_costs_workspace_id_source_id_on"), "source_costs", ["workspace_id", "source_id", "on"]
    )


def refer() -> None:
    """What was typed becomes entries, one for all spellings that differ in case, width or script alone; nobody has
    confirmed them yet."""
    db = op.get_bind()
    asked = "select workspace_id, {text}, {of}, min(created_at) from leads where {text} is not null group by 1, 2, 3"
    typed = db.execute(sa.text(asked.format(text="source", of="cast(null as bigint)"))).all()
    for workspace_id, text, entry, _ in _entered(db, "source", typed):
        db.execute(
            sa.text("update leads set source_id = :entry where workspace_id = :workspace and source = :text"),
            {"entry": entry, "workspace": workspace_id, "text": text},
        )
    typed = db.execute(sa.text(asked.format(text="campaign", of="source_id"))).all()
    for workspace_id, text, entry, of in _entered(db, "campaign", typed):
        db.execute(
            sa.text(
                "update leads set campaign_id = :entry where workspace_id = :workspace and campaign = :text"
                " and source_id is not distinct from :of"
            ),
            {"entry": entry, "workspace": workspace_id, "text": text, "of": of},
        )


def _entered(db: sa.Connection, kind: str, typed: Iterable[sa.Row]) -> list[tuple[str, str, int, int | None]]:
    """(workspace, text, entry, source) for each text that is a name."""
    entries: dict[tuple[str, str, int | None], int] = {}
    done = []
    for workspace_id, text, of, since in sorted(typed, key=lambda row: row[3]):
        folded = fold(text)
        if not folded:
            continue
        key = (workspace_id, folded, of)
        if key not in entries:
            entries[key] = db.execute(
                sa.text(
                    "insert into sources (workspace_id, kind, parent_id, name, folded, listed, created_at)"
                    " values (:workspace, :kind, :of, :name, :folded, false, :since) returning id"
                ),
                {
                    "workspace": workspace_id,
                    "kind": kind,
                    "of": of,
                    "name": " ".join(text.split())[:60],
                    "folded": folded,
                    "since": since,
                },
            ).scalar_one()
        done.append((workspace_id, text, entries[key], of))
    return done


def downgrade() -> None:
    for column in ("source", "campaign"):
        op.add_column("leads", sa.Column(column, sa.Text()))
        op.execute(
            f"update leads set {column} = sources.name from sources"
            f" where sources.workspace_id = leads.workspace_id and sources.id = leads.{column}_id"
        )
    for index in ("created", "campaign", "source"):
        op.drop_index(f"ix_leads_{index}", table_name="leads")
    for column in ("campaign_id", "source_id"):
        op.drop_constraint(f"fk_leads_workspace_id_{column}", "leads")
        op.drop_column("leads", column)
    op.drop_table("source_costs")
    op.drop_table("sources")
