"""What a deal is scored by: facts of the deal, the workspace's weights and points."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
WEIGHTS = ("source", "type", "likelihood", "importance", "value", "approved", "budget")
LISTS = ("'won', 'lost', 'competitor', 'file', 'number'", "'won', 'lost', 'competitor', 'file', 'number', 'type'")
TYPES = (("新项目", "New project"), ("增购", "Add-on"), ("续约", "Renewal"), ("替换同行", "Replacement"))


def upgrade() -> None:
    for column in (
        sa.Column("type_id", sa.BigInteger(), comment="what kind of deal it is, of the workspace's list"),
        sa.Column("importance", sa.Text(), comment="to us, as its owner says"),
        sa.Column("approved", sa.Boolean(), comment="by the customer, as a project of theirs; null: not told"),
        sa.Column("budget", sa.Numeric(18, 2), comment="that the customer has for it"),
        sa.Column("budget_currency", sa.Text()),
    ):
        op.add_column("deals", column)
    op.create_foreign_key(
        op.f("fk_deals_workspace_id_type_id"),
        "deals",
        "listed",
        ["workspace_id", "type_id"],
        ["workspace_id", "id"],
    )
    op.create_check_constraint(op.f("ck_deals_importance"), "deals", "importance in ('high', 'medium', 'low')")
    offered(LISTS[1])
    for place, (zh, en) in enumerate(TYPES):
        op.execute(
            sa.text(
                "insert into listed (workspace_id, list, position, name_zh, name_en)"
                " select id, 'type', :place, :zh, :en from workspaces"
            ).bindparams(place=place, zh=zh, en=en)
        )
    budgets()
    scorings()


def offered(lists: str) -> None:
    op.drop_constraint(op.f("ck_listed_list"), "listed")
    op.create_check_constraint(op.f("ck_listed_list"), "listed", f"list in ({lists})")


def budgets() -> None:
    """What a lead's customer could spend goes on with the deal it became."""
    op.execute(
        "update deals set budget = leads.budget, budget_currency = leads.budget_currency from leads"
        " where leads.workspace_id = deals.workspace_id and leads.id = deals.lead_id and leads.budget is not null"
    )


def scorings() -> None:
    op.create_table(
        "scorings",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False, comment="false: deals are not scored for the time being"),
        *(sa.Column(f"weight_{name}", sa.BigInteger(), nullable=False) for name in WEIGHTS),
        sa.Column("sources", JSONB(), nullable=False, comment="points by the source's id"),
        sa.Column("other_source", sa.BigInteger(), nullable=False, comment="points of every other one"),
        sa.Column("types", JSONB(), nullable=False, comment="points by the id of a listed word"),
        sa.Column("other_type", sa.BigInteger(), nullable=False),
        sa.Column("importance", JSONB(), nullable=False, comment="points of high, medium, low"),
        sa.Column("currency", sa.Text(), nullable=False, comment="ISO; sums in another one are not known"),
        sa.Column("value_from", sa.ARRAY(sa.Numeric(18, 2)), nullable=False, comment="rising; each begins a band"),
        sa.Column("value_points", sa.ARRAY(sa.BigInteger()), nullable=False, comment="of each band, never falling"),
        sa.Column("budget_from", sa.ARRAY(sa.Numeric(18, 2)), nullable=False),
        sa.Column("budget_points", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            " and ".join(f"weight_{name} between 0 and 100" for name in WEIGHTS), name=op.f("ck_scorings_weights")
        ),
        sa.CheckConstraint(
            f"{' + '.join(f'weight_{name}' for name in WEIGHTS)} > 0", name=op.f("ck_scorings_one_weight")
        ),
        sa.CheckConstraint(
            "cardinality(value_from) = cardinality(value_points)"
            " and cardinality(budget_from) = cardinality(budget_points)",
            name=op.f("ck_scorings_bands"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_scorings")),
        sa.UniqueConstraint("workspace_id", name=op.f("uq_scorings_workspace_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_scorings_workspace_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_scorings_workspace_id"), ondelete="CASCADE"
        ),
    )
    op.execute("alter table scorings enable row level security")
    op.execute("alter table scorings force row level security")
    op.execute(f"create policy here on scorings using ({HERE}) with check ({HERE})")


def downgrade() -> None:
    op.drop_table("scorings")
    op.drop_constraint(op.f("ck_deals_importance"), "deals")
    op.drop_constraint(op.f("fk_deals_workspace_id_type_id"), "deals")
    for column in ("budget_currency", "budget", "approved", "importance", "type_id"):
        op.drop_column("deals", column)
    op.execute("delete from listed where list = 'type'")
    offered(LISTS[0])
