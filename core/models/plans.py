"""PlanStep 计划模板: one milestone of a pipeline's template, of which deals' plans are made."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.deals import Stage
from core.models.listed import Listed


class PlanStep(Scoped, Base):
    __tablename__ = "plan_steps"
    __table_args__ = (
        refers("pipeline_id", "pipelines"),
        refers("stage_id", "stages"),
        refers("role_id", "listed"),
        UniqueConstraint("workspace_id", "pipeline_id", "position", deferrable=True),
        CheckConstraint("days between 0 and 366", name="days"),
        CheckConstraint("(owns = 'mate') = (role_id is not null)", name="role"),
    )

    pipeline_id: Mapped[int]
    position: Mapped[int]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    days: Mapped[int] = mapped_column(comment="working days")
    from_start: Mapped[bool] = mapped_column(comment="counted from the plan's start, not the step before")
    owns: Mapped[str] = mapped_column(
        comment="whose it is by default: owner, manager, mate (whoever has that role on the deal's team)"
    )
    role_id: Mapped[int | None] = mapped_column(comment="of a mate: what they do in the deal")
    stage_id: Mapped[int | None] = mapped_column(comment="the stage it belongs to")

    stage: Mapped[Stage | None] = relationship(
        primaryjoin=join_on("PlanStep", "stage_id", "Stage"), viewonly=True, lazy="raise"
    )
    role: Mapped[Listed | None] = relationship(
        primaryjoin=join_on("PlanStep", "role_id", "Listed"), viewonly=True, lazy="raise"
    )
