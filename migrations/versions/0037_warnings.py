"""When it is warned of who decides, by pipeline; milestones of a template for a role on the deal's team."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

DAYS = {
    "unmet_days": "working days without meeting whoever decides until it is said; null: the usual, 0: never",
    "nothing_new_days": "working days without anybody new until it is said; null: the usual, 0: never",
}
OWNS = (
    "whose it is by default: owner, manager",
    "whose it is by default: owner, manager, mate (whoever has that role on the deal's team)",
)


def upgrade() -> None:
    for name, comment in DAYS.items():
        op.add_column("pipelines", sa.Column(name, sa.BigInteger(), comment=comment))
        op.create_check_constraint(op.f(f"ck_pipelines_{name}"), "pipelines", f"{name} between 0 and 250")
    op.add_column(
        "stages",
        sa.Column(
            "decides_from",
            sa.Boolean(),
            nullable=False,
            server_default=sa.text("false"),
            comment="from here on whoever decides must be known",
        ),
    )
    op.add_column("plan_steps", sa.Column("role_id", sa.BigInteger(), comment="of a mate: what they do in the deal"))
    op.create_foreign_key(
        op.f("fk_plan_steps_workspace_id_role_id"),
        "plan_steps",
        "listed",
        ["workspace_id", "role_id"],
        ["workspace_id", "id"],
    )
    op.create_check_constraint(op.f("ck_plan_steps_role"), "plan_steps", "(owns = 'mate') = (role_id is not null)")
    op.alter_column("plan_steps", "owns", existing_type=sa.Text(), existing_comment=OWNS[0], comment=OWNS[1])


def downgrade() -> None:
    op.execute("update plan_steps set owns = 'owner', role_id = null where owns = 'mate'")
    op.alter_column("plan_steps", "owns", existing_type=sa.Text(), existing_comment=OWNS[1], comment=OWNS[0])
    op.drop_constraint(op.f("ck_plan_steps_role"), "plan_steps")
    op.drop_constraint(op.f("fk_plan_steps_workspace_id_role_id"), "plan_steps", type_="foreignkey")
    op.drop_column("plan_steps", "role_id")
    op.drop_column("stages", "decides_from")
    for name in DAYS:
        op.drop_constraint(op.f(f"ck_pipelines_{name}"), "pipelines")
        op.drop_column("pipelines", name)
