"""Pleas 放行: a manager is asked to let a deal through though something is missing; granted or refused, on record."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, members
from core.deals import appeals
from core.errors import NotAllowed, Refusal, msgid
from core.models import Deal, Member, Plea, Stage
from core.moves.lock import Ready, ready_open
from core.moves.outcome import Ending, Moved, Stale
from core.moves.put import put
from core.stages.asks import Asks
from core.stages.gates import Lack


class AnsweredAlready(Refusal):
    message = msgid("That was answered already: {deal} stands at {stage}.")


class NobodyToAsk(Refusal):
    message = msgid("There is no manager or admin to ask. Supply what is missing, or have somebody made a manager.")
    field = "why"


def kept(lacks: Sequence[Lack]) -> Asks:
    """What is missing on the whole way, as one stage's asks are kept. A fact may be missing to several: it is told
    once; of lines and kinds as many as one stage may ask for."""
    checks = dict.fromkeys(line for lack in lacks for line in lack.checks)
    kinds = dict.fromkeys(kind.id for lack in lacks for kind in lack.evidence)
    fields = dict.fromkeys(name for lack in lacks for name in lack.fields)
    return Asks(tuple(fields), tuple(kinds)[:10], tuple(checks)[:10])


async def ask(
    session: AsyncSession,
    *,
    deal: Deal,
    to: Stage,
    lacks: Sequence[Lack],
    why: str,
    ending: Ending,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> Plea:
    """Ask the manager of the deal's owner; they hear of it with two buttons. It takes an open one's place."""
    owner = deal.owner or by
    manager = await members.manager_of(session, member=owner if owner.id == by.id else by)
    if manager is None:
        raise NobodyToAsk
    if again := await _asked(session, deal=deal, to=to, why=why, by=by):
        return again
    await appeals.overtake(session, Plea, workspace_id=deal.workspace_id, deal_ids=[deal.id], now=now)
    plea = Plea(
        workspace_id=by.workspace_id,
        deal_id=deal.id,
        from_id=deal.stage_id,
        to_id=to.id,
        by_id=by.id,
        manager_id=manager.id,
        why=why[: appeals.LONGEST],
        lacking=kept(lacks).as_json(),
        reason_id=ending.reason_id,
        reason=ending.words,
        competitor=ending.competitor,
        at=now,
    )
    session.add(plea)
    await session.flush()
    after = audit.snapshot(plea, ("deal_id", "from_id", "to_id", "manager_id", "why", "lacking"))
    await audit.record(session, row=plea, verb="ask", by=by, now=now, after=after, source=source)
    await appeals.put_to(session, plea, manager=manager, by=by, now=now)
    return await get(session, plea_id=plea.id, by=by)


async def _asked(session: AsyncSession, *, deal: Deal, to: Stage, why: str, by: Member) -> Plea | None:
    """This very plea, when its form was sent twice."""
    found = await session.scalar(
        select(Plea.id).where(
            Plea.workspace_id == deal.workspace_id,
            Plea.deal_id == deal.id,
            Plea.to_id == to.id,
            Plea.by_id == by.id,
            Plea.why == why[: appeals.LONGEST],
            Plea.decided_at.is_(None),
        )
    )
    return await get(session, plea_id=found, by=by) if found else None


async def get(session: AsyncSession, *, plea_id: int, by: Member) -> Plea:
    """A plea about a deal this person may see."""
    return await appeals.get(session, Plea, joinedload(Plea.to), appeal_id=plea_id, by=by)


async def grant(
    session: AsyncSession, *, plea_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Plea, Moved | Stale]:
    """Let the deal through: it moves, and the move says who let it, why, and what was missing."""
    plea, found = await _open(session, plea_id=plea_id, by=by)
    if isinstance(found, Stale):
        await appeals.overtake(session, Plea, workspace_id=by.workspace_id, deal_ids=[found.deal.id], now=now)
        return plea, found
    to = next((stage for stage in found.stages if stage.id == plea.to_id), None)
    if to is None:
        raise AnsweredAlready(deal=found.deal.name, stage=found.deal.stage)
    await appeals.decide(session, plea, granted=True, by=by, now=now)
    entry = await put(
        session,
        deal=found.deal,
        to=to,
        verb="let_through",
        by=by,
        now=now,
        ending=Ending(plea.reason_id, plea.reason, plea.competitor),
        why=plea.why,
        lacking=plea.lacking,
        source=source,
    )
    return plea, Moved(found.deal, entry)


async def refuse(
    session: AsyncSession, *, plea_id: int, answer: str, by: Member, now: datetime, source: str | None = None
) -> Plea:
    """Say no; whoever asked hears it, with the words."""
    plea, _ = await _open(session, plea_id=plea_id, by=by)
    await appeals.decide(session, plea, granted=False, answer=answer, by=by, now=now)
    return await get(session, plea_id=plea.id, by=by)


async def _open(session: AsyncSession, *, plea_id: int, by: Member) -> tuple[Plea, Ready | Stale]:
    plea = await get(session, plea_id=plea_id, by=by)
    if not by.manages:
        raise NotAllowed(who=await members.manager_of(session, member=by) or "–")
    found = await ready_open(session, deal_id=plea.deal_id, seen_stage=plea.from_id, by=by)
    await session.refresh(plea, ["decided_at", "decided_by_id"])  # whoever answered first held the deal
    overtaken = plea.decided_by_id is None and isinstance(found, Stale)
    if plea.decided_at is not None and not overtaken:
        raise AnsweredAlready(deal=found.deal.name, stage=found.deal.stage)
    return plea, found
