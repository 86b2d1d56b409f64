"""What a gate's form supplies: facts of the deal, numbers, ticks; each written as it would be anywhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, contacts, deals, evidence, listed, tasks
from core.models import Deal, List, Member, Stage, Tick
from core.reading import Money
from core.stages import asks


@dataclass(frozen=True)
class Filled:
    """What was entered. `numbers` by kind (id of a listed word), `ticks` by stage; sums in full figures."""

    amount: Money | None = None
    close: date | None = None
    quote: Money | None = None
    contact: str | None = None
    decision_maker: str | None = None
    competitor: str | None = None
    step: str | None = None
    step_on: date | None = None
    numbers: Mapping[int, str] = field(default_factory=dict)
    ticks: Mapping[int, Sequence[str]] = field(default_factory=dict)


async def fill(
    session: AsyncSession,
    *,
    deal: Deal,
    filled: Filled,
    stages: Sequence[Stage],
    by: Member,
    now: datetime,
    source: str | None = None,
) -> None:
    """Write down what was entered for a locked deal. `stages`: those whose checklists may be ticked."""
    await _terms(session, deal=deal, filled=filled, by=by, now=now, source=source)
    await _people(session, deal=deal, filled=filled, by=by, now=now)
    if filled.step:
        await tasks.plan(session, thing=deal, text=filled.step, on=filled.step_on, by=by, now=now, source=source)
    for kind_id, written in filled.numbers.items():
        kind = await listed.get(session, word_id=kind_id, lists=(List.NUMBER,), by=by)
        place = evidence.place_of(deal)
        await evidence.add_number(session, kind=kind, written=written, place=place, by=by, now=now, source=source)
    for stage in stages:
        lines = [line for line in asks.of(stage).checks if line in filled.ticks.get(stage.id, ())]
        await _tick(session, deal=deal, stage=stage, lines=lines, by=by, now=now)


async def _terms(
    session: AsyncSession, *, deal: Deal, filled: Filled, by: Member, now: datetime, source: str | None
) -> None:
    values: dict[str, str | Decimal | date | None] = {}
    if filled.amount is not None:
        values |= {"amount": filled.amount.amount, "currency": filled.amount.currency or deal.currency}
    if filled.close is not None:
        values["expected_close"] = filled.close
    if filled.competitor:
        values["competitor"] = filled.competitor
    if values:
        await deals.change(session, deal_id=deal.id, values=values, by=by, now=now, source=source)
    if filled.quote is not None:
        await deals.quote(session, deal=deal, quoted=filled.quote, by=by, now=now, source=source)


async def _people(session: AsyncSession, *, deal: Deal, filled: Filled, by: Member, now: datetime) -> None:
    for name, role in ((filled.contact, None), (filled.decision_maker, "decision_maker")):
        if name:
            contact = await contacts.keep(session, account=deal.account, name=name.strip(), now=now)
            before = audit.snapshot(contact, ("role",))
            contact.role = role or contact.role
            after = audit.snapshot(contact, ("name", "role"))
            await audit.record(session, row=contact, verb="know", by=by, now=now, before=before, after=after)


async def _tick(
    session: AsyncSession, *, deal: Deal, stage: Stage, lines: Sequence[str], by: Member, now: datetime
) -> None:
    for line in lines:
        made = await session.scalar(
            insert(Tick)
            .values(workspace_id=by.workspace_id, deal_id=deal.id, stage_id=stage.id, line=line, by_id=by.id, at=now)
            .on_conflict_do_nothing()
            .returning(Tick.id)
        )
        if made is not None:
            after = {"deal_id": deal.id, "stage_id": stage.id, "line": line}
            tick = await session.get_one(Tick, (by.workspace_id, made))
            await audit.record(session, row=tick, verb="tick", by=by, now=now, after=after)
