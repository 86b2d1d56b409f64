"""Stages that ask for something and take their time; evidence, checklists, pleas to let a deal through; lists of words
that forms offer; why a deal was won or lost."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
TABLES = ("listed", "pleas", "ticks", "evidence")
WORDS = {
    "won": ("价格|Price", "产品合适|Right product", "关系与信任|Trust", "交期|Delivery time", "服务|Service"),
    "lost": (
        "价格|Price",
        "竞争对手更合适|Competitor's offer",
        "项目取消|Project cancelled",
        "没有预算|No budget",
        "产品不合适|Not a fit",
        "交期|Delivery time",
        "迟迟不决定|No decision",
    ),
    "file": ("照片|Photo", "方案|Proposal", "报价单|Quote", "合同|Contract"),
    "number": ("快递单号|Courier number", "合同编号|Contract number"),
}
# The constraint is asked once the statement is done, so that two may change places.
PLACES = {"pipelines": ("position",), "stages": ("pipeline_id", "position")}


def upgrade() -> None:
    tables()
    for table in TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy here on {table} using ({HERE}) with check ({HERE})")
    columns()
    places(deferrable=True)
    words()


def places(*, deferrable: bool) -> None:
    for table, columns in PLACES.items():
        name = op.f(f"uq_{table}_{'_'.join(('workspace_id', *columns))}")
        op.drop_constraint(name, table)
        op.create_unique_constraint(name, table, ["workspace_id", *columns], deferrable=deferrable or None)


def words() -> None:
    for kind, known in WORDS.items():
        for place, word in enumerate(known):
            zh, en = word.split("|")
            op.execute(
                sa.text(
                    "insert into listed (workspace_id, list, position, name_zh, name_en, code)"
                    " select id, :list, :place, :zh, :en, :code from workspaces"
                ).bindparams(list=kind, place=place, zh=zh, en=en, code="courier" if zh == "快递单号" else None)
            )


def tables() -> None:
    op.create_table(
        "listed",
        sa.Column("list", sa.String(20), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), comment="what Genjin itself knows it by: courier; null: a word like others"),
        sa.Column("retired_at", sa.DateTime(timezone=True), comment="offered no more"),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("list in ('won', 'lost', 'competitor', 'file', 'number')", name=op.f("ck_listed_list")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_listed_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_listed")),
    )
    op.create_index("uq_listed_words", "listed", ["workspace_id", "list", "name_zh", "name_en"], unique=True)
    op.create_table(
        "pleas",
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=False, comment="the stage it stood in"),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("manager_id", sa.BigInteger(), nullable=False, comment="who was asked"),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("lacking", postgresql.JSONB(), nullable=False, comment="what was missing, as a stage's asks"),
        sa.Column("reason_id", sa.BigInteger(), comment="why it is won, where it would be"),
        sa.Column("reason", sa.Text()),
        sa.Column("competitor", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean()),
        sa.Column("decided_by_id", sa.BigInteger(), comment="null: overtaken by a move"),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("answer", sa.Text(), comment="what the manager said to it"),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("(decided_at is null) = (granted is null)", name=op.f("ck_pleas_decided")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "by_id"], ["members.workspace_id", "members.id"], name=op.f("fk_pleas_workspace_id_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deal_id"], ["deals.workspace_id", "deals.id"], name=op.f("fk_pleas_workspace_id_deal_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "decided_by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_pleas_workspace_id_decided_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "from_id"],
            ["stages.workspace_id", "stages.id"],
            name=op.f("fk_pleas_workspace_id_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_pleas_workspace_id_manager_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "reason_id"],
            ["listed.workspace_id", "listed.id"],
            name=op.f("fk_pleas_workspace_id_reason_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "to_id"], ["stages.workspace_id", "stages.id"], name=op.f("fk_pleas_workspace_id_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_pleas_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_pleas")),
    )
    op.create_index(op.f("ix_pleas_workspace_id_deal_id"), "pleas", ["workspace_id", "deal_id"])
    op.create_index(
        "uq_pleas_open", "pleas", ["workspace_id", "deal_id"], unique=True, postgresql_where="decided_at is null"
    )
    op.create_table(
        "ticks",
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "by_id"], ["members.workspace_id", "members.id"], name=op.f("fk_ticks_workspace_id_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deal_id"], ["deals.workspace_id", "deals.id"], name=op.f("fk_ticks_workspace_id_deal_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "stage_id"],
            ["stages.workspace_id", "stages.id"],
            name=op.f("fk_ticks_workspace_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_ticks_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_ticks")),
    )
    op.create_index("uq_ticks_line", "ticks", ["workspace_id", "deal_id", "stage_id", "line"], unique=True)
    op.create_table(
        "evidence",
        sa.Column("account_id", sa.BigInteger(), comment="null: whoever dropped it has not said yet"),
        sa.Column("lead_id", sa.BigInteger()),
        sa.Column("deal_id", sa.BigInteger()),
        sa.Column("visit_id", sa.BigInteger(), comment="the follow-up it came with"),
        sa.Column("draft_id", sa.BigInteger(), comment="the line it came with, while its customer is asked for"),
        sa.Column("kind_id", sa.BigInteger(), comment="null: nobody has said yet"),
        sa.Column("name", sa.Text(), nullable=False, comment="the file's; who carries a parcel"),
        sa.Column("number", sa.Text()),
        sa.Column("file_id", sa.Text(), comment="Slack's"),
        sa.Column("permalink", sa.Text(), comment="where whoever may see the file in Slack opens it"),
        sa.Column("mimetype", sa.Text()),
        sa.Column("size", sa.BigInteger(), comment="bytes"),
        sa.Column("folded", sa.Text(), nullable=False, comment="name and number as they are searched"),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), comment="the Slack message it came with"),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), comment="taken off the record by a person"),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.CheckConstraint("(file_id is null) <> (number is null)", name=op.f("ck_evidence_one_thing")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["accounts.workspace_id", "accounts.id"],
            name=op.f("fk_evidence_workspace_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_evidence_workspace_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deal_id"],
            ["deals.workspace_id", "deals.id"],
            name=op.f("fk_evidence_workspace_id_deal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "draft_id"],
            ["drafts.workspace_id", "drafts.id"],
            name=op.f("fk_evidence_workspace_id_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "kind_id"],
            ["listed.workspace_id", "listed.id"],
            name=op.f("fk_evidence_workspace_id_kind_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"],
            ["leads.workspace_id", "leads.id"],
            name=op.f("fk_evidence_workspace_id_lead_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "visit_id"],
            ["visits.workspace_id", "visits.id"],
            name=op.f("fk_evidence_workspace_id_visit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_evidence_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_evidence")),
    )
    op.create_index(
        "ix_evidence_folded_trgm",
        "evidence",
        ["workspace_id", "folded"],
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_evidence_workspace_id_account_id"), "evidence", ["workspace_id", "account_id"])
    op.create_index(op.f("ix_evidence_workspace_id_deal_id"), "evidence", ["workspace_id", "deal_id"])
    op.create_index(op.f("ix_evidence_workspace_id_lead_id"), "evidence", ["workspace_id", "lead_id"])
    op.create_index(op.f("ix_evidence_workspace_id_visit_id"), "evidence", ["workspace_id", "visit_id"])
    op.create_index(
        "uq_evidence_file",
        "evidence",
        ["workspace_id", "file_id", "source"],
        unique=True,
        postgresql_where="file_id is not null",
    )
    op.create_index(
        "uq_evidence_number",
        "evidence",
        ["workspace_id", "deal_id", "kind_id", "number"],
        unique=True,
        postgresql_where="number is not null and withdrawn_at is null",
    )


def columns() -> None:
    op.add_column(
        "deals",
        sa.Column(
            "open_probability",
            sa.BigInteger(),
            comment="per cent; what a person had set when it was closed; null: it followed its stage",
        ),
    )
    op.add_column(
        "deals", sa.Column("reason_id", sa.BigInteger(), comment="why it was won or lost, of the workspace's list")
    )
    op.alter_column(
        "deals", "close_reason", existing_type=sa.TEXT(), comment="the same in their own words", existing_nullable=True
    )
    op.create_foreign_key(
        op.f("fk_deals_workspace_id_reason_id"),
        "deals",
        "listed",
        ["workspace_id", "reason_id"],
        ["workspace_id", "id"],
    )
    op.add_column(
        "pipelines",
        sa.Column("retired_at", sa.DateTime(timezone=True), comment="no new deals from then on; its history stays"),
    )
    op.add_column("stage_moves", sa.Column("name_zh", sa.Text(), comment="what the stage entered was called then"))
    op.add_column("stage_moves", sa.Column("name_en", sa.Text()))
    op.add_column("stage_moves", sa.Column("reason_id", sa.BigInteger()))
    op.add_column(
        "stage_moves",
        sa.Column(
            "lacking",
            postgresql.JSONB(),
            comment="what the stage asked for in vain when a manager let the deal through",
        ),
    )
    op.create_foreign_key(
        op.f("fk_stage_moves_workspace_id_reason_id"),
        "stage_moves",
        "listed",
        ["workspace_id", "reason_id"],
        ["workspace_id", "id"],
    )
    op.add_column(
        "stages",
        sa.Column("expected_days", sa.BigInteger(), comment="working days a deal usually stays; null: not said"),
    )
    op.add_column(
        "stages",
        sa.Column(
            "asks",
            postgresql.JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="what it asks for before it lets a deal in",
        ),
    )
    op.add_column("stages", sa.Column("playbook", sa.Text(), comment="what to do here, what to send"))
    op.add_column(
        "stages",
        sa.Column("retired_at", sa.DateTime(timezone=True), comment="no deal enters from then on; its history stays"),
    )


def downgrade() -> None:
    places(deferrable=False)
    op.drop_column("stages", "retired_at")
    op.drop_column("stages", "playbook")
    op.drop_column("stages", "asks")
    op.drop_column("stages", "expected_days")
    op.drop_constraint(op.f("fk_stage_moves_workspace_id_reason_id"), "stage_moves", type_="foreignkey")
    op.drop_column("stage_moves", "lacking")
    op.drop_column("stage_moves", "reason_id")
    op.drop_column("stage_moves", "name_en")
    op.drop_column("stage_moves", "name_zh")
    op.drop_column("pipelines", "retired_at")
    op.drop_constraint(op.f("fk_deals_workspace_id_reason_id"), "deals", type_="foreignkey")
    op.alter_column(
        "deals",
        "close_reason",
        existing_type=sa.TEXT(),
        comment=None,
        existing_comment="the same in their own words",
        existing_nullable=True,
    )
    op.drop_column("deals", "reason_id")
    op.drop_column("deals", "open_probability")
    op.drop_index(
        "uq_evidence_number", table_name="evidence", postgresql_where="number is not null and withdrawn_at is null"
    )
    op.drop_index("uq_evidence_file", table_name="evidence", postgresql_where="file_id is not null")
    op.drop_index(op.f("ix_evidence_workspace_id_visit_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_workspace_id_lead_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_workspace_id_deal_id"), table_name="evidence")
    op.drop_index(op.f("ix_evidence_workspace_id_account_id"), table_name="evidence")
    op.drop_index(
        "ix_evidence_folded_trgm",
        table_name="evidence",
        postgresql_using="gin",
        postgresql_ops={"folded": "gin_trgm_ops"},
    )
    op.drop_table("evidence")
    op.drop_index("uq_ticks_line", table_name="ticks")
    op.drop_table("ticks")
    op.drop_index("uq_pleas_open", table_name="pleas", postgresql_where="decided_at is null")
    op.drop_index(op.f("ix_pleas_workspace_id_deal_id"), table_name="pleas")
    op.drop_table("pleas")
    op.drop_index("uq_listed_words", table_name="listed")
    op.drop_table("listed")
