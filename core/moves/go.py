"""Moves of a deal through its stages: on, back, further on, to won, to lost, open again. Gates stand on the way on."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from core import listed
from core.errors import Missing, Refusal, msgid
from core.models import DealStatus, List, Member, Stage, StageKind
from core.moves import pleas
from core.moves.fill import Filled, fill
from core.moves.lock import Ready, history, ready, ready_open
from core.moves.outcome import NO_ENDING, Ending, Moved, Outcome, Stale, Stopped
from core.moves.put import put
from core.stages import gates
from core.stages.gates import Lack

LONGEST = 500  # characters of a reason


class FirstStage(Refusal):
    message = msgid("{deal} is in the first stage already, so it cannot be sent back.")


class ReasonMissing(Refusal):
    message = msgid("Why was it lost? A few words are enough; they teach the next deal.")
    field = "words"


class OpenAlready(Refusal):
    message = msgid("{deal} is open: it stands at {stage}.")


async def advance(
    session: AsyncSession, *, deal_id: int, seen_stage: int, by: Member, now: datetime, source: str | None = None
) -> Outcome:
    """Move a deal on by one stage. Past the last open one it would be won: that is asked first, with what decided it.

    `seen_stage`: the stage on the card pressed.
    """
    found = await ready_open(session, deal_id=deal_id, seen_stage=seen_stage, by=by)
    if isinstance(found, Stale):
        return found
    to = gates.next_stage(found.stages, deal=found.deal)
    if to is None:
        raise Missing
    lacks = await _lacks(session, found, to, by=by)
    if lacks or to.kind == StageKind.WON:
        return Stopped(found.deal, to, lacks)
    return Moved(found.deal, await put(session, deal=found.deal, to=to, verb="advance", by=by, now=now, source=source))


async def send_back(
    session: AsyncSession, *, deal_id: int, seen_stage: int, by: Member, now: datetime, source: str | None = None
) -> Moved | Stale:
    """Move a deal back by one stage. Nothing is asked."""
    found = await ready_open(session, deal_id=deal_id, seen_stage=seen_stage, by=by)
    if isinstance(found, Stale):
        return found
    deal, before = (
        found.deal,
        [
            stage
            for stage in found.stages
            if stage.kind == StageKind.OPEN and stage.position < found.deal.stage.position
        ],
    )
    if not before:
        raise FirstStage(deal=deal.name)
    return Moved(deal, await put(session, deal=deal, to=before[-1], verb="send_back", by=by, now=now, source=source))


async def ask(session: AsyncSession, *, deal_id: int, by: Member, seen_stage: int | None = None) -> Stopped | Stale:
    """What it takes to win a deal as it stands."""
    found = await ready_open(session, deal_id=deal_id, seen_stage=seen_stage, by=by)
    if isinstance(found, Stale):
        return found
    to = next(stage for stage in found.stages if stage.kind == StageKind.WON)
    return Stopped(found.deal, to, await _lacks(session, found, to, by=by))


async def move(
    session: AsyncSession,
    *,
    deal_id: int,
    to_id: int,
    seen_stage: int | None,
    by: Member,
    now: datetime,
    filled: Filled | None = None,
    ending: Ending = NO_ENDING,
    why: str = "",
    source: str | None = None,
) -> Outcome:
    """Move an open deal to another open stage or win it, supplying what is missing on the way.

    `why`, where something still is missing: a manager lets it through on record, anybody else asks their manager to.
    """
    found = await ready_open(session, deal_id=deal_id, seen_stage=seen_stage, by=by)
    if isinstance(found, Stale):
        return found
    deal, to = found.deal, _target(found, to_id)
    way = gates.way(found.stages, deal=deal, to=to)
    if filled is not None:
        await fill(session, deal=deal, filled=filled, stages=way, by=by, now=now, source=source)
    lacks = await gates.lacking(session, deal=deal, stages=way, by=by)
    ending = await _checked(session, ending, to=to, by=by)
    why = why.strip()[:LONGEST]
    if lacks and not (why and by.manages):
        plead = partial(pleas.ask, session, deal=deal, to=to, lacks=lacks, ending=ending, by=by, now=now, source=source)
        asked = await plead(why=why) if why else None
        return Stopped(deal, to, lacks, asked)
    entry = await put(
        session,
        deal=deal,
        to=to,
        verb="let_through" if lacks else _verb(to),
        by=by,
        now=now,
        ending=ending,
        why=why if lacks else None,
        lacking=pleas.kept(lacks).as_json() if lacks else None,
        source=source,
    )
    return Moved(deal, entry)


def _verb(to: Stage) -> str:
    return "win" if to.kind == StageKind.WON else "move"


def _target(found: Ready, to_id: int) -> Stage:
    """A stage in use of the deal's own pipeline, other than where it stands, that is no way to lose it."""
    for stage in found.stages:
        if stage.id == to_id and stage.kind != StageKind.LOST and stage.id != found.deal.stage_id:
            return stage
    raise Missing


async def win(
    session: AsyncSession,
    *,
    deal_id: int,
    by: Member,
    now: datetime,
    seen_stage: int | None = None,
    ending: Ending = NO_ENDING,
    source: str | None = None,
) -> Outcome:
    """Close a deal as won."""
    asked = await ask(session, deal_id=deal_id, seen_stage=seen_stage, by=by)
    if isinstance(asked, Stale):
        return asked
    return await move(
        session,
        deal_id=deal_id,
        to_id=asked.to.id,
        seen_stage=seen_stage,
        ending=ending,
        by=by,
        now=now,
        source=source,
    )


async def lose(
    session: AsyncSession,
    *,
    deal_id: int,
    ending: Ending,
    by: Member,
    now: datetime,
    seen_stage: int | None = None,
    stage_id: int | None = None,
    source: str | None = None,
) -> Moved | Stale:
    """Close a deal as lost, in one of the pipeline's ways to lose, with its reason."""
    found = await ready_open(session, deal_id=deal_id, seen_stage=seen_stage, by=by)
    if isinstance(found, Stale):
        return found
    ways = [stage for stage in found.stages if stage.kind == StageKind.LOST and stage_id in (None, stage.id)]
    if not ways:
        raise Missing
    ending = await _checked(session, ending, to=ways[0], by=by)
    deal = found.deal
    entry = await put(session, deal=deal, to=ways[0], verb="lose", by=by, now=now, ending=ending, source=source)
    return Moved(deal, entry)


async def _checked(session: AsyncSession, ending: Ending, *, to: Stage, by: Member) -> Ending:
    """The reason as it is kept: one of the list for this end, words without the space around them. A loss needs one."""
    if to.kind == StageKind.OPEN:
        return NO_ENDING
    words = (ending.words or "").strip()[:LONGEST] or None
    kind = List.WON if to.kind == StageKind.WON else List.LOST
    if ending.reason_id is not None:
        await listed.get(session, word_id=ending.reason_id, lists=(kind,), by=by)
    elif words is None and to.kind == StageKind.LOST:
        raise ReasonMissing
    return Ending(ending.reason_id, words, (ending.competitor or "").strip()[:60] or None)


async def reopen(
    session: AsyncSession,
    *,
    deal_id: int,
    by: Member,
    now: datetime,
    seen_stage: int | None = None,
    source: str | None = None,
) -> Moved | Stale:
    """Open a closed deal again, where it stood before, as likely as it was. Its close date and reason are gone with the
    end they told of; the history keeps them."""
    found = await ready(session, deal_id=deal_id, seen_stage=seen_stage, by=by)
    if isinstance(found, Stale):
        return found
    deal = found.deal
    if deal.status not in (DealStatus.WON, DealStatus.LOST):
        raise OpenAlready(deal=deal.name, stage=deal.stage)
    to = await _last_open(session, found)
    return Moved(deal, await put(session, deal=deal, to=to, verb="reopen", by=by, now=now, source=source))


async def _last_open(session: AsyncSession, found: Ready) -> Stage:
    """The open stage it stood in last; where that is gone, the one nearest to it."""
    ways: Sequence[Stage] = [stage for stage in found.stages if stage.kind == StageKind.OPEN]
    moves = await history(session, deal=found.deal)
    stood = next((move.to for move in reversed(moves) if move.to.kind == StageKind.OPEN), ways[0])
    return min(ways, key=lambda stage: (stage.id != stood.id, abs(stage.position - stood.position)))


async def _lacks(session: AsyncSession, found: Ready, to: Stage, *, by: Member) -> list[Lack]:
    stages = gates.way(found.stages, deal=found.deal, to=to)
    return await gates.lacking(session, deal=found.deal, stages=stages, by=by)
