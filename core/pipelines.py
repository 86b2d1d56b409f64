"""Pipelines 销售流程 and their stages: the workspace's own, begun from presets in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Member, Pipeline, Stage, StageKind


@dataclass(frozen=True)
class PresetStage:
    zh: str
    en: str
    probability: int
    kind: StageKind = StageKind.OPEN


@dataclass(frozen=True)
class Preset:
    zh: str
    en: str
    stages: tuple[PresetStage, ...] = field(default_factory=tuple)


PRESETS = (
    Preset(
        "项目销售",
        "Project sales",
        (
            PresetStage("获得销售机会", "Opportunity found", 5),
            PresetStage("首次接触", "First contact", 10),
            PresetStage("客户需求收集", "Needs gathered", 20),
            PresetStage("客户验货", "Goods inspected", 40),
            PresetStage("提供样品", "Sample provided", 60),
            PresetStage("报价", "Quoted", 70),
            PresetStage("客户验厂", "Factory audited", 85),
            PresetStage("赢单关闭", "Closed won", 100, StageKind.WON),
            PresetStage("丢单关闭", "Closed lost", 0, StageKind.LOST),
        ),
    ),
    Preset(
        "通用商机",
        "Standard",
        (
            PresetStage("资质审查", "Qualification", 10),
            PresetStage("需求分析", "Needs analysis", 20),
            PresetStage("价值建议", "Value proposition", 30),
            PresetStage("确定决策者", "Decision makers identified", 45),
            PresetStage("提案/报价", "Proposal or quote", 60),
            PresetStage("谈判/复审", "Negotiation or review", 80),
            PresetStage("成交", "Won", 100, StageKind.WON),
            PresetStage("丢失关闭", "Closed lost", 0, StageKind.LOST),
            PresetStage("因竞争而丢失", "Lost to competition", 0, StageKind.LOST),
            PresetStage("丢失的线索", "Lead lost", 0, StageKind.LOST),
        ),
    ),
    Preset(
        "分销",
        "Distribution",
        (
            PresetStage("询价", "Inquiry", 20),
            PresetStage("报价", "Quoted", 50),
            PresetStage("下单", "Ordered", 90),
            PresetStage("发货", "Shipped", 100, StageKind.WON),
            PresetStage("丢单关闭", "Closed lost", 0, StageKind.LOST),
        ),
    ),
)


async def add_presets(session: AsyncSession, *, workspace_id: str) -> None:
    """Begin a workspace with the usual pipelines; the first is where a new deal goes unless told otherwise."""
    for position, preset in enumerate(PRESETS):
        pipeline = Pipeline(workspace_id=workspace_id, name_zh=preset.zh, name_en=preset.en, position=position)
        session.add(pipeline)
        await session.flush()
        session.add_all(
            Stage(
                workspace_id=workspace_id,
                pipeline_id=pipeline.id,
                position=place,
                name_zh=stage.zh,
                name_en=stage.en,
                probability=stage.probability,
                kind=stage.kind,
            )
            for place, stage in enumerate(preset.stages)
        )
    await session.flush()


async def all_of(session: AsyncSession, *, by: Member) -> Sequence[Pipeline]:
    """The workspace's pipelines in their order."""
    found = await session.scalars(
        select(Pipeline).where(Pipeline.workspace_id == by.workspace_id).order_by(Pipeline.position)
    )
    return found.all()


async def stages_of(session: AsyncSession, *, by: Member, pipeline_id: int) -> Sequence[Stage]:
    """A pipeline's stages in their order, the ways to end last."""
    found = await session.scalars(
        select(Stage)
        .where(Stage.workspace_id == by.workspace_id, Stage.pipeline_id == pipeline_id)
        .order_by(Stage.position)
    )
    return found.all()


def pick(stages: Sequence[Stage], *, kind: StageKind) -> Stage:
    """The first stage of a kind: where a pipeline begins, how it is won, how it is lost."""
    return next(stage for stage in stages if stage.kind == kind)
