"""What a workspace begins with: pipelines and the words its forms offer, in both languages; all theirs to change."""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from core.models import List, Listed, Pipeline, Stage, StageKind

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
class Preset:
    zh: str
    en: str
    stages: tuple[PresetStage, ...] = field(default_factory=tuple)


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
}


async def begin(session: AsyncSession, *, workspace_id: str) -> None:
    """Give a new workspace the usual pipelines and words; a new deal goes into the first pipeline by itself."""
    for position, preset in enumerate(PIPELINES):
        pipeline = Pipeline(workspace_id=workspace_id, name_zh=preset.zh, name_en=preset.en, position=position)
        session.add(pipeline)
        await session.flush()
        session.add_all(stages_of(pipeline, preset.stages))
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
