"""Extensions 延期: a deal's date has passed, its owner asks for a new one, whoever leads them answers. On record."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, clocks, deals, members, owners, workspaces
from core.calendar import local_day, working_days_after
from core.deals import Clash, appeals
from core.errors import Missing, NotAllowed, Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, Extension, Member

HELD = 2  # working days that a deal waits for the answer at least


class NotLater(Refusal):
    message = msgid("Choose a day after {day}, and not before today.")
    field = "on"


class WhyLater(Refusal):
    message = msgid("Say why in a few words: your manager decides by them.")
    field = "why"


class NobodyToAsk(Refusal):
    message = msgid("There is no manager or admin to ask for a new date. Have somebody made a manager.")
    field = "why"


class NoDate(Refusal):
    message = msgid("{deal} has no expected close yet. Set one on its card.")


class SettledAlready(Refusal):
    message = msgid("That is settled: {deal} is expected to close on {day}.")


@dataclass(frozen=True)
class Late:
    """Nothing was written: the date has passed, so that a later one is asked for first."""

    deal: Deal
    to_on: date


async def pick(
    session: AsyncSession,
    *,
    deal_id: int,
    to_on: date | None,
    by: Member,
    now: datetime,
    seen: int,
    source: str | None = None,
) -> tuple[Deal, AuditRow] | Clash | Late:
    """Set the close date picked on a card that was drawn when `seen` was the newest change to it."""
    deal = await deals.lock(session, deal_id=deal_id, by=by)
    today = local_day(now, (await workspaces.of(session, by=by)).zone)
    if deal.status == DealStatus.OPEN and to_on is not None and deals.must_ask(deal, to_on, today=today, by=by):
        return Late(deal, to_on)
    values = {"expected_close": to_on}
    return await deals.change(session, deal_id=deal_id, values=values, by=by, now=now, seen=seen, source=source)


async def ask(
    session: AsyncSession, *, deal_id: int, to_on: date, why: str, by: Member, now: datetime, source: str | None = None
) -> tuple[Deal, Extension | None, AuditRow]:
    """Ask whoever leads its owner for a new date of a deal, which is not closed by itself for two working days at
    least. Who leads others sets it at once (no question). Asked anew, it takes the open question's place."""
    deal = await deals.lock_open(session, deal_id=deal_id, by=by)
    workspace = await workspaces.of(session, by=by)
    today = local_day(now, workspace.zone)
    if deal.expected_close is None:
        raise NoDate(deal=deal.name)
    if to_on <= deal.expected_close or to_on < today:
        raise NotLater(day=deal.expected_close)
    if by.manages:
        values = {"expected_close": to_on}
        _, entry = _written(await deals.change(session, deal_id=deal.id, values=values, by=by, now=now, source=source))
        return deal, None, entry
    if not why.strip():
        raise WhyLater
    manager = await members.manager_of(session, member=by)
    if manager is None:
        raise NobodyToAsk
    await appeals.overtake(session, Extension, workspace_id=by.workspace_id, deal_ids=[deal.id], now=now)
    extension = Extension(
        workspace_id=by.workspace_id,
        deal_id=deal.id,
        from_on=deal.expected_close,
        to_on=to_on,
        why=why.strip()[: appeals.LONGEST],
        by_id=by.id,
        manager_id=manager.id,
        at=now,
    )
    session.add(extension)
    if deal.lapse_on is not None:
        waits = working_days_after(today, HELD + 1, **clocks.calendar(workspace))
        deal.lapse_on = max(deal.lapse_on, waits)
    deal.version += 1
    await session.flush()
    after = audit.snapshot(extension, ("deal_id", "from_on", "to_on", "manager_id", "why"))
    entry = await audit.record(session, row=extension, verb="ask", by=by, now=now, after=after, source=source)
    await appeals.put_to(session, extension, manager=manager, by=by, now=now)
    await owners.show_again(session, thing=deal, now=now)
    return deal, await get(session, extension_id=extension.id, by=by), entry


def _written(outcome: tuple[Deal, AuditRow] | Clash) -> tuple[Deal, AuditRow]:
    if isinstance(outcome, Clash):  # asked without what was seen, nothing can clash
        raise Missing
    return outcome


async def get(session: AsyncSession, *, extension_id: int, by: Member) -> Extension:
    """A question about a deal this person may see."""
    return await appeals.get(session, Extension, appeal_id=extension_id, by=by)


async def open_of(session: AsyncSession, *, deal: Deal) -> Extension | None:
    """The question that waits for its answer, for whoever may see the deal."""
    rows = await session.scalars(
        select(Extension)
        .options(joinedload(Extension.manager))
        .where(
            Extension.workspace_id == deal.workspace_id,
            Extension.deal_id == deal.id,
            Extension.decided_at.is_(None),
        )
    )
    return rows.first()


async def approve(
    session: AsyncSession, *, extension_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Extension, AuditRow]:
    """Give the deal its new date; whoever asked hears it."""
    extension, deal = await _open(session, extension_id=extension_id, by=by)
    await appeals.decide(session, extension, granted=True, by=by, now=now)
    values = {"expected_close": extension.to_on}
    _, entry = _written(await deals.change(session, deal_id=deal.id, values=values, by=by, now=now, source=source))
    return await get(session, extension_id=extension.id, by=by), entry


async def refuse(
    session: AsyncSession, *, extension_id: int, answer: str, by: Member, now: datetime, source: str | None = None
) -> Extension:
    """Say no; whoever asked hears it, with the words, and the deal is closed on its day."""
    extension, deal = await _open(session, extension_id=extension_id, by=by)
    await appeals.decide(session, extension, granted=False, answer=answer, by=by, now=now)
    deal.version += 1
    await owners.show_again(session, thing=deal, now=now)
    return await get(session, extension_id=extension.id, by=by)


async def _open(session: AsyncSession, *, extension_id: int, by: Member) -> tuple[Extension, Deal]:
    extension = await get(session, extension_id=extension_id, by=by)
    if not by.manages:
        raise NotAllowed(who=await members.manager_of(session, member=by) or "–")
    deal = await deals.lock_open(session, deal_id=extension.deal_id, by=by)
    await session.refresh(extension, ["decided_at"])  # whoever answered first held the deal
    if extension.decided_at is not None:
        raise SettledAlready(deal=deal.name, day=deal.expected_close)
    return extension, deal
