"""Difficulty 难度系数: how hard a deal is to win, as whoever leads its owner says; its bonus is reckoned with it."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, deals, members, notices, owners
from core.access import decides_over
from core.errors import Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, Member, Role

USUAL = Decimal(1)
LEAST, MOST = Decimal("0.1"), Decimal(10)
LONGEST = 200  # characters of a reason
COLUMNS = ("coefficient", "coefficient_reason")


class OddCoefficient(Refusal):
    message = msgid("A coefficient is a number from 0.1 to 10 with at most two decimals, such as 2.5.")
    field = "coefficient"


class NotYoursToRate(Refusal):
    message = msgid("How hard {deal} is, is not its owner's to say. Ask {who}.")


class OverAlready(Refusal):
    message = msgid("{deal} was not won, so its difficulty counts for nothing any more.")


def may_read(deal: Deal, *, by: Member) -> bool:
    """Whether this reader of its card may see how hard it is called: its owner, and whoever decides over them."""
    return deal.owner is not None and decides_over(by, deal.owner)


async def must_be_theirs(session: AsyncSession, *, deal: Deal, by: Member) -> None:
    """Refuse, and name whom to ask, unless `by` leads the owner or is an admin. Nobody rates their own deal but an
    admin."""
    leads = by.role == Role.ADMIN or (by.manages and by.id != deal.owner_id)
    if deal.owner is not None and leads and decides_over(by, deal.owner):
        return
    raise NotYoursToRate(deal=deal.name, who=await members.manager_of(session, member=deal.owner or by) or "–")


async def get(session: AsyncSession, *, deal_id: int, by: Member) -> Deal:
    """The deal, for the form of whoever may rate it."""
    deal = await deals.get(session, deal_id=deal_id, by=by)
    await must_be_theirs(session, deal=deal, by=by)
    _must_count(deal)
    return deal


def _must_count(deal: Deal) -> None:
    if deal.status not in (DealStatus.OPEN, DealStatus.WON):
        raise OverAlready(deal=deal.name)


async def rate(
    session: AsyncSession,
    *,
    deal_id: int,
    coefficient: Decimal | None,
    reason: str = "",
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Deal, AuditRow]:
    """Say how hard a deal is, open or won; None: no such figure was typed."""
    deal = await deals.hold(session, deal_id=deal_id, by=by)
    await must_be_theirs(session, deal=deal, by=by)
    _must_count(deal)
    if coefficient is None or not LEAST <= coefficient <= MOST:
        raise OddCoefficient
    before = audit.snapshot(deal, COLUMNS)
    deal.coefficient, deal.coefficient_reason = coefficient, reason.strip()[:LONGEST] or None
    deal.version += 1
    after = audit.snapshot(deal, COLUMNS)
    entry = await audit.record(
        session, row=deal, verb="rate", by=by, now=now, before=before, after=after, source=source
    )
    await owners.redraw_cards(session, thing=deal, now=now)
    if before["coefficient"] != after["coefficient"]:
        await tell(session, deal=deal, cause=entry, by=by, now=now)
    return deal, entry


async def tell(session: AsyncSession, *, deal: Deal, cause: AuditRow, by: Member, now: datetime) -> None:
    """Its owner hears that their deal is called harder or easier, by whom and why; nobody what they said themselves."""
    owner = await session.get(Member, (deal.workspace_id, deal.owner_id)) if deal.owner_id else None
    if owner is None or owner.id == by.id:
        return
    await notices.tell(
        session,
        workspace_id=deal.workspace_id,
        kind="deal_rated",
        key=f"rated:{deal.id}:{cause.id}",
        facts={"deal": deal.id, "by": by.id},
        to=owner,
        due_at=now,
        now=now,
    )
