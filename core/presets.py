"""What a workspace begins with: pipelines and the words its forms offer, in both languages; all theirs to change."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from core.models import List, Listed, Pipeline, PlanStep, Stage, StageKind

COURIER = "courier"  # the kind of number that is read from a line
LAPSED = "lapsed"  # why a deal was lost whose date passed without a word
LAPSED_NAMES = ("到期未成交", "Not closed in time")


@dataclass(frozen=True)
class PresetStage:
    zh: str
    en: str
    probability: int
    kind: StageKind = StageKind.OPEN


@dataclass(frozen=True)
class PresetStep:
    """A milestone of a plan: `days` working days after the one before; `stage`: the English name of its stage."""

    zh: str
    en: str
    days: int
    stage: str | None = None
    owns: str = "owner"


@dataclass(frozen=True)
class Preset:
    zh: str
    en: str
    stages: tuple[PresetStage, ...] = field(default_factory=tuple)
    plan: tuple[PresetStep, ...] = field(default_factory=tuple)


PIPELINES = (
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
        (
            PresetStep("首次拜访", "First visit", 3, "First contact"),
            PresetStep("需求确认", "Needs confirmed", 5, "Needs gathered"),
            PresetStep("现场验货", "Inspection held", 5, "Goods inspected"),
            PresetStep("送样", "Sample delivered", 5, "Sample provided"),
            PresetStep("样品反馈", "Feedback on the sample", 10, "Sample provided"),
            PresetStep("正式报价", "Quote given", 3, "Quoted"),
            PresetStep("客户来厂验厂", "Factory audit", 10, "Factory audited"),
            PresetStep("签合同", "Contract signed", 10),
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
        (
            PresetStep("资质确认", "Customer qualified", 3, "Qualification"),
            PresetStep("需求访谈", "Needs interview", 5, "Needs analysis"),
            PresetStep("方案演示", "Demonstration", 5, "Value proposition"),
            PresetStep("见到决策者", "Decision maker met", 5, "Decision makers identified"),
            PresetStep("报价复核", "Quote checked", 3, "Proposal or quote", "manager"),
            PresetStep("提交方案和报价", "Proposal and quote sent", 2, "Proposal or quote"),
            PresetStep("条款谈定", "Terms agreed", 10, "Negotiation or review"),
            PresetStep("签合同", "Contract signed", 5),
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
        (
            PresetStep("给出报价", "Quote given", 1, "Inquiry"),
            PresetStep("客户确认报价", "Quote confirmed", 3, "Quoted"),
            PresetStep("收到订单", "Order received", 3, "Quoted"),
            PresetStep("安排发货", "Delivery arranged", 5, "Ordered"),
        ),
    ),
)


# One stage to begin with, and the two ways to end: for who makes a pipeline of their own.
EMPTY = (
    PresetStage("新商机", "New deal", 10),
    PresetStage("赢单关闭", "Closed won", 100, StageKind.WON),
    PresetStage("丢单关闭", "Closed lost", 0, StageKind.LOST),
)

WORDS = {
    List.WON: (
        ("价格", "Price"),
        ("产品合适", "Right product"),
        ("关系与信任", "Trust"),
        ("交期", "Delivery time"),
        ("服务", "Service"),
    ),
    List.LOST: (
        ("价格", "Price"),
        ("竞争对手更合适", "Competitor's offer"),
        ("项目取消", "Project cancelled"),
        ("没有预算", "No budget"),
        ("产品不合适", "Not a fit"),
        ("交期", "Delivery time"),
        ("迟迟不决定", "No decision"),
    ),
    List.FILE: (("照片", "Photo"), ("方案", "Proposal"), ("报价单", "Quote"), ("合同", "Contract")),
    List.NUMBER: (("快递单号", "Courier number"), ("合同编号", "Contract number")),
    List.TYPE: (("新项目", "New project"), ("增购", "Add-on"), ("续约", "Renewal"), ("替换同行", "Replacement")),
    List.MATE: (("售前", "Presales"), ("技术", "Technical"), ("服务", "Service"), ("商务", "Commercial")),
}


async def begin(session: AsyncSession, *, workspace_id: str) -> None:
    """Give a new workspace the usual pipelines and words; a new deal goes into the first pipeline by itself."""
    for position, preset in enumerate(PIPELINES):
        pipeline = Pipeline(workspace_id=workspace_id, name_zh=preset.zh, name_en=preset.en, position=position)
        session.add(pipeline)
        await session.flush()
        stages = stages_of(pipeline, preset.stages)
        session.add_all(stages)
        await session.flush()
        session.add_all(plan_of(pipeline, preset.plan, stages))
    session.add_all(
        Listed(
            workspace_id=workspace_id,
            list=kind,
            position=place,
            name_zh=zh,
            name_en=en,
            code=COURIER if en == "Courier number" else None,
        )
        for kind, words in WORDS.items()
        for place, (zh, en) in enumerate(words)
    )
    await session.flush()


def stages_of(pipeline: Pipeline, stages: tuple[PresetStage, ...]) -> list[Stage]:
    """Rows for the stages of a pipeline that is new."""
    return [
        Stage(
            workspace_id=pipeline.workspace_id,
            pipeline_id=pipeline.id,
            position=place,
            name_zh=stage.zh,
            name_en=stage.en,
            probability=stage.probability,
            kind=stage.kind,
        )
        for place, stage in enumerate(stages)
    ]


def plan_of(pipeline: Pipeline, steps: Sequence[PresetStep], stages: Sequence[Stage]) -> list[PlanStep]:
    """Rows for the template of a pipeline's plans; each belongs to the stage of its name, if the pipeline has it."""
    named = {stage.name_en: stage.id for stage in stages}
    return [
        PlanStep(
            workspace_id=pipeline.workspace_id,
            pipeline_id=pipeline.id,
            position=place,
            name_zh=step.zh,
            name_en=step.en,
            days=step.days,
            from_start=False,
            owns=step.owns,
            stage_id=named.get(step.stage or ""),
        )
        for place, step in enumerate(steps)
    ]
