"""One message that tells of several things: what was folded into it, and what somebody has missed."""

from datetime import datetime

from sqlalchemy import Select, exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.models import Member, Notice
from core.notices.write import tell

_NOT_MISSED = ("digest", "missed", "batch")  # a digest is overtaken by the next; the others are several in one


async def folded(session: AsyncSession, *, notice: Notice) -> list[tuple[Notice, bool]]:
    """What the one message of `notice` tells of, in order, and of each whether it has been closed since."""
    whole = notice.facts.get("whole", notice.id)  # what joined a message later has it drawn again: see `bot.outbox`
    later = aliased(Notice)
    closed = exists().where(
        later.workspace_id == Notice.workspace_id,
        later.topic == Notice.topic,
        later.lane_id == Notice.lane_id,
        later.id > Notice.id,
        later.mode == "close",
    )
    rows = await session.execute(
        select(Notice, closed)
        .where(Notice.workspace_id == notice.workspace_id, Notice.folded_into == whole)
        .order_by(Notice.due_at, Notice.id)
    )
    return [(told, since) for told, since in rows]


def missed_by(workspace_id: str) -> Select[int | None]:
    """Whose notices have expired and were not told of since: the ids of members."""
    return select(Notice.member_id).where(
        Notice.workspace_id == workspace_id,
        Notice.status == "expired",
        Notice.member_id.is_not(None),
        Notice.kind.not_in(_NOT_MISSED),
    )


async def tell_missed(session: AsyncSession, *, member: Member, key: str, now: datetime) -> bool:
    """Tell a member in one message of what has expired; whether there was anything."""
    here = {"workspace_id": member.workspace_id, "member_id": member.id}
    expired = (await session.execute(_EXPIRED, {**here, "others": list(_NOT_MISSED)})).scalars().all()
    if not expired or not await tell(
        session,
        workspace_id=member.workspace_id,
        kind="missed",
        key=key,
        facts={},
        to=member,
        topic=key,
        due_at=now,
        now=now,
    ):
        return False
    await session.execute(_FOLD, {**here, "key": key, "expired": expired})
    return True


_EXPIRED = text("""
    select id from notices where workspace_id = :workspace_id and member_id = :member_id and status = 'expired'
      and kind <> all(:others) order by id for update
""")
_FOLD = text("""
    update notices set status = 'folded', folded_into = whole.id from notices as whole
    where whole.workspace_id = :workspace_id and whole.key = :key
      and notices.workspace_id = :workspace_id and notices.id = any(:expired)
""")
