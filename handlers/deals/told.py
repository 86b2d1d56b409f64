"""Notices about deals, drawn as they are sent: posted cards, warnings, deals given and taken, pleas and answers."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import cards, deals, handovers, listed, mates, undo
from core.deals import extensions
from core.errors import Missing
from core.models import Deal, DealStatus, Member
from core.moves import pleas
from handlers import cards as card_views
from handlers.blocks import Message
from handlers.deals import difficulty, views
from handlers.deals import extensions as extension_views
from handlers.deals import pleas as plea_views
from handlers.handovers import views as handover_views
from handlers.mates import views as mate_views
from handlers.rooms import told as rooms
from handlers.telling import Telling


async def card(session: AsyncSession, telling: Telling) -> Message:
    """A posted card as it is now; where its reader has lost the deal, no more than whose it is."""
    if telling.reader is None:
        return await rooms.card(session, telling)
    deal_id, by = telling.facts["deal"], telling.member
    try:
        whole = await cards.of_deal(session, deal_id=deal_id, by=by, now=telling.now)
    except Missing:
        deal = await _of_all(session, telling)
        was_on = await mates.was_on(session, deal=deal, member=by)
        if was_on:
            return mate_views.off(deal, telling.t)
        back = await undo.giving(session, deal=deal, by=by, now=telling.now)
        return views.gone(deal, telling.t, undo=back)
    return card_views.draw(whole, telling.t)


async def _of_all(session: AsyncSession, telling: Telling) -> Deal:
    return await deals.of_all(session, deal_id=telling.facts["deal"], workspace_id=telling.workspace.id)


async def closing(session: AsyncSession, telling: Telling) -> Message:
    """The warning that a deal closes soon, dealt with once it is not or is somebody else's."""
    try:
        deal = await deals.get(session, deal_id=telling.facts["deal"], by=telling.member)
    except Missing:
        return views.closing(await _of_all(session, telling), telling.t, resolved=True)
    theirs = deal.owner_id == telling.member.id
    near, told = deal.expected_close, deal.warn_close_on
    soon = near is not None and (told is None or told > near)
    return views.closing(deal, telling.t, resolved=deal.status != DealStatus.OPEN or not soon or not theirs)


async def lapsing(session: AsyncSession, telling: Telling) -> Message:
    """The warning that a deal will be closed by itself, dealt with once it has ended, has a new date, or is somebody
    else's."""
    try:
        deal = await deals.get(session, deal_id=telling.facts["deal"], by=telling.member)
    except Missing:
        return views.lapsing(await _of_all(session, telling), telling.t, resolved=True)
    stands = deal.status == DealStatus.OPEN and deal.owner_id == telling.member.id
    return views.lapsing(deal, telling.t, resolved=not stands or not deals.end_is_told(deal))


async def lapsed(session: AsyncSession, telling: Telling) -> Message | None:
    """A deal of the reader's was closed by itself; nothing once it is open again."""
    deal = await deals.get(session, deal_id=telling.facts["deal"], by=telling.member)
    return views.lapsed(deal, telling.t) if deal.status == DealStatus.LOST else None


async def extension(session: AsyncSession, telling: Telling) -> Message:
    """A new date that is asked for, as it stands."""
    asked = await extensions.get(session, extension_id=telling.facts["extension"], by=telling.member)
    shifts = (await deals.shifts(session, deals=[asked.deal])).get(asked.deal_id, 0)
    return extension_views.notice(asked, shifts, telling.t)


async def extension_answer(session: AsyncSession, telling: Telling) -> Message:
    """What became of the date the reader asked for."""
    asked = await extensions.get(session, extension_id=telling.facts["extension"], by=telling.member)
    return extension_views.answered(asked, telling.t)


async def given(session: AsyncSession, telling: Telling) -> Message:
    """A colleague gave the reader a deal."""
    deal = await deals.get(session, deal_id=telling.facts["deal"], by=telling.member)
    why = await deals.why_given(session, deal_id=deal.id, to=telling.member)
    known = await handovers.summary.of_deal(session, deal=deal, reader=telling.member, now=telling.now)
    drawn = views.given(deal, await _member(session, telling, "by"), why, telling.t)
    told, *rest = drawn["blocks"]
    return {**drawn, "blocks": [told, handover_views.brief(known, telling.t), *rest]}


async def taken(session: AsyncSession, telling: Telling) -> Message:
    """A deal went from the reader to somebody else."""
    by, to = await _member(session, telling, "by"), await _member(session, telling, "to")
    deal = await _of_all(session, telling)
    why = await deals.why_given(session, deal_id=deal.id, to=to) if to else None
    return views.taken(deal, by, to, why, telling.t)


async def rated(session: AsyncSession, telling: Telling) -> Message:
    """How hard the reader's deal is called by now, who said so, and why."""
    deal = await deals.get(session, deal_id=telling.facts["deal"], by=telling.member)
    return difficulty.told(deal, await _member(session, telling, "by"), telling.t)


async def _member(session: AsyncSession, telling: Telling, name: str) -> Member | None:
    found = telling.facts.get(name)
    return await session.get(Member, (telling.workspace.id, found)) if found else None


async def plea(session: AsyncSession, telling: Telling) -> Message:
    """A deal to be let through, as it stands."""
    asked = await pleas.get(session, plea_id=telling.facts["plea"], by=telling.member)
    kinds = await listed.of(session, lists=listed.KINDS, by=telling.member)
    return plea_views.notice(asked, kinds, telling.t)


async def plea_answer(session: AsyncSession, telling: Telling) -> Message:
    """What became of the reader's plea."""
    return plea_views.answered(await pleas.get(session, plea_id=telling.facts["plea"], by=telling.member), telling.t)
