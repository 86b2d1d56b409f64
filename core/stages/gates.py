"""Gates 关卡: what the stages on a deal's way ask for, and what of that is not there yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import listed, pipelines
from core.models import Contact, Deal, DealStatus, Evidence, Listed, Member, Stage, StageKind, Task, Tick
from core.stages import asks
from core.stages.asks import Asks

DECISION_MAKER = "decision_maker"


@dataclass(frozen=True)
class Lack:
    """What one stage still asks for."""

    stage: Stage
    fields: tuple[str, ...]
    evidence: tuple[Listed, ...]
    checks: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.evidence or self.checks)

    @property
    def asks(self) -> Asks:
        """The same as a stage's asks are kept."""
        return Asks(self.fields, tuple(kind.id for kind in self.evidence), self.checks)


def way(stages: Sequence[Stage], *, deal: Deal, to: Stage) -> list[Stage]:
    """The stages whose gates stand between a deal and a stage further on, that stage's own last. None on the way back,
    none to a loss."""
    if to.kind == StageKind.LOST:
        return []
    passed = [
        stage
        for stage in stages
        if stage.kind == StageKind.OPEN
        and deal.stage.position < stage.position
        and (to.kind == StageKind.WON or stage.position < to.position)
    ]
    onwards = to.kind == StageKind.WON or to.position > deal.stage.position
    return [*passed, to] if onwards else []


def next_stage(stages: Sequence[Stage], *, deal: Deal) -> Stage | None:
    """Where a deal goes next: the stage after its own; after the last open one it is won. None: it is closed."""
    if deal.status != DealStatus.OPEN:
        return None
    onwards = [stage for stage in stages if stage.kind == StageKind.OPEN and stage.position > deal.stage.position]
    return onwards[0] if onwards else next(stage for stage in stages if stage.kind == StageKind.WON)


async def ahead(session: AsyncSession, *, deal: Deal, by: Member) -> list[Lack]:
    """What the next stage of a deal still asks for; nothing where there is none."""
    stages = await pipelines.stages_of(session, by=by, pipeline_id=deal.pipeline_id)
    to = next_stage(stages, deal=deal)
    return await lacking(session, deal=deal, stages=[to] if to else [], by=by)


async def lacking(session: AsyncSession, *, deal: Deal, stages: Sequence[Stage], by: Member) -> list[Lack]:
    """What each of these stages asks for in vain, in their order; two statements, none where nothing is asked."""
    asked = {stage.id: asks.of(stage) for stage in stages}
    if not any(asked.values()):
        return []
    there = (await session.execute(_there(deal))).one()._mapping
    kinds = {kind.id: kind for kind in await listed.of(session, lists=listed.KINDS, by=by)}
    ticked = {(stage_id, line) for stage_id, line in there["ticks"] or ()}
    lacks = []
    for stage in stages:
        missing = [kind_id for kind_id in asked[stage.id].evidence if kind_id not in (there["kinds"] or ())]
        lack = Lack(
            stage,
            tuple(name for name in asked[stage.id].fields if not _has(deal, there, name)),
            tuple(kinds[kind_id] for kind_id in missing if kind_id in kinds),
            tuple(line for line in asked[stage.id].checks if (stage.id, line) not in ticked),
        )
        if lack:
            lacks.append(lack)
    return lacks


def _has(deal: Deal, there: Mapping[Any, Any], name: str) -> bool:
    of_deal = {
        "amount": deal.amount,
        "close": deal.expected_close,
        "quote": deal.quoted_amount,
        "competitor": deal.competitor,
    }
    return of_deal[name] is not None if name in of_deal else bool(there[name])


def of_deal(deal: Deal) -> Any:
    """Evidence of a deal, that of the lead it was included."""
    its = Evidence.deal_id == deal.id
    return and_(
        Evidence.workspace_id == deal.workspace_id,
        Evidence.withdrawn_at.is_(None),
        its if deal.lead_id is None else or_(its, Evidence.lead_id == deal.lead_id),
    )


def _there(deal: Deal) -> Select[Any]:
    contact = exists().where(Contact.workspace_id == deal.workspace_id, Contact.account_id == deal.account_id)
    planned = exists().where(
        Task.workspace_id == deal.workspace_id,
        Task.account_id == deal.account_id,
        Task.owner_id == deal.owner_id,
        Task.place.is_(None),
        Task.done_at.is_(None),
        Task.cancelled_at.is_(None),
    )
    ticks = select(func.jsonb_agg(func.jsonb_build_array(Tick.stage_id, Tick.line))).where(
        Tick.workspace_id == deal.workspace_id, Tick.deal_id == deal.id
    )
    return select(
        contact.label("contact"),
        contact.where(Contact.role == DECISION_MAKER).label("decision_maker"),
        planned.label("next_step"),
        select(func.array_agg(Evidence.kind_id.distinct())).where(of_deal(deal)).scalar_subquery().label("kinds"),
        ticks.scalar_subquery().label("ticks"),
    )
