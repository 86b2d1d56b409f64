"""Plans of deals: milestones are tasks with a place in one; the template of each pipeline."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"


def upgrade() -> None:
    milestones()
    op.create_table(
        "plan_steps",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("pipeline_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False, comment="working days"),
        sa.Column(
            "from_start", sa.Boolean(), nullable=False, comment="counted from the plan's start, not the step before"
        ),
        sa.Column("owns", sa.Text(), nullable=False, comment="whose it is by default: owner, manager"),
        sa.Column("stage_id", sa.BigInteger(), comment="the stage it belongs to"),
        sa.CheckConstraint("days between 0 and 366", name=op.f("ck_plan_steps_days")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_plan_steps")),
        sa.UniqueConstraint(
            "workspace_id",
            "pipeline_id",
            "position",
            name=op.f("uq_plan_steps_workspace_id_pipeline_id_position"),
            deferrable=True,
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_plan_steps_workspace_id_{column}"),
            )
            for column, table in (("pipeline_id", "pipelines"), ("stage_id", "stages"))
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_plan_steps_workspace_id"), ondelete="CASCADE"
        ),
    )
    op.execute("alter table plan_steps enable row level security")
    op.execute("alter table plan_steps force row level security")
    op.execute(f"create policy here on plan_steps using ({HERE}) with check ({HERE})")


def milestones() -> None:
    op.add_column(
        "tasks",
        sa.Column("place", sa.BigInteger(), comment="a milestone's place in its deal's plan; null: no milestone"),
    )
    op.add_column(
        "tasks", sa.Column("name_zh", sa.Text(), comment="a milestone's name, of a template in two languages")
    )
    op.add_column("tasks", sa.Column("name_en", sa.Text()))
    op.add_column("tasks", sa.Column("stage_id", sa.BigInteger(), comment="the stage a milestone belongs to"))
    op.add_column("tasks", sa.Column("outcome", sa.Text(), comment="what came of a milestone"))
    op.add_column(
        "tasks",
        sa.Column(
            "ended",
            sa.Boolean(),
            nullable=False,
            server_default=sa.text("false"),
            comment="cancelled because its deal ended; open again when that is",
        ),
    )
    op.create_foreign_key(
        op.f("fk_tasks_workspace_id_stage_id"), "tasks", "stages", ["workspace_id", "stage_id"], ["workspace_id", "id"]
    )
    op.create_check_constraint(op.f("ck_tasks_place"), "tasks", "place is null or deal_id is not null")
    op.create_index(
        "ix_tasks_late",
        "tasks",
        ["workspace_id", "on"],
        postgresql_where=sa.text("place is not null and done_at is null and cancelled_at is null"),
    )


def downgrade() -> None:
    op.drop_table("plan_steps")
    op.drop_index("ix_tasks_late", table_name="tasks")
    op.drop_constraint(op.f("ck_tasks_place"), "tasks")
    op.drop_constraint(op.f("fk_tasks_workspace_id_stage_id"), "tasks", type_="foreignkey")
    for column in ("ended", "outcome", "stage_id", "name_en", "name_zh", "place"):
        op.drop_column("tasks", column)
