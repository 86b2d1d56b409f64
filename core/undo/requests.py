"""How asking for help, and urging, are taken back: as long as nobody has answered."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import deals, mates
from core.models import AuditRow, Member, RequestEnd
from core.requests import read, told
from core.undo.entry import ChangedSince, note


async def asked(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """It was not asked: whoever was asked reads it struck through, and is on the deal's team no more if that was why
    they came."""
    seen = await read.get(session, request_id=entry.noun_id, by=by)
    deal = await deals.hold(session, deal_id=seen.deal_id, by=by)
    request = await read.lock(session, request_id=entry.noun_id, by=by)
    if not request.is_open or request.accepted_at is not None or request.chased_at is not None:
        raise ChangedSince
    request.ended_at, request.ending, request.ended_by_id, request.next_at = now, RequestEnd.WITHDRAWN, by.id, None
    undone = await note(session, request, entry, by, now)
    await told.show_again(session, request=request, cause=undone, now=now)
    if entry.after.get("joined"):
        await mates.part(session, deal=deal, member=request.to, by=by, now=now)
