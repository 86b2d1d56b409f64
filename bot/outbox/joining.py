"""What has to be told today, to somebody who was told what a half-day may hold: it joins the message they have.

Their one message is drawn again with it: edited where it stands, posted anew where it was deleted. All in the
transaction of a claim, which holds the lane.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import hours
from core.notices import ONCE, SAME_DAY


async def join(session: AsyncSession, *, here: dict[str, Any], named: Sequence[str], zone: str, now: datetime) -> None:
    """Fold what is due in the lane `here` and of this day alone into the message of this half-day. `named`: keys that
    go by themselves. Without such a message in the half-day (an older one was edited) it is told by itself."""
    waiting = {**here, "same_day": sorted(SAME_DAY), "now": now, "named": list(named)}
    ids = (await session.scalars(_WAITING, waiting)).all()
    if not ids:
        return
    last = (await session.execute(_LAST, {**here, "once": sorted(ONCE)})).first()
    if last is None or not hours.same_half_day(datetime.fromtimestamp(float(last.slack_ts), UTC), now, zone):
        await session.execute(_ALONE, {**here, "ids": ids})
        return
    whole = await _whole(session, here, last)
    await session.execute(_FOLD, {**here, "ids": ids, "whole": whole})
    drawn = {"key": f"batch:{whole}:{ids[0]}", "facts": f'{{"whole": {whole}}}', "now": now}
    await session.execute(_DRAW, {**here, "whole": whole, **drawn})


async def _whole(session: AsyncSession, here: dict[str, Any], last: Row[Any]) -> int:
    """The notice whose message may hold several; where it told of one thing alone, one made of it."""
    if last.kind in ("batch", "missed"):
        return int(await session.scalar(_SEVERAL, {**here, "id": last.id}) or last.id)
    made: int = await session.scalar(_MAKE, {**here, "id": last.id})
    await session.execute(_FOLD, {**here, "ids": [last.id], "whole": made})
    return made


_HERE = "workspace_id = :workspace_id and lane_id = :lane_id"
_WAITING = text(f"""
    select id from notices
    where {_HERE} and status = 'pending' and mode = 'post' and member_id is not null and kind = any(:same_day)
      and due_at <= :now and key <> all(:named)
    order by id
""")

# A batch drawn again for what joined it stands for the one it is of.
_LAST = text(f"""
    select coalesce((facts ->> 'whole')::bigint, id) as id, kind, slack_ts from notices
    where {_HERE} and status = 'sent' and mode = 'post' and slack_ts is not null
      and (manner = any(:once) or kind in ('batch', 'missed'))
    order by sent_at desc, id desc limit 1
""")
_SEVERAL = text(f"update notices set kind = 'batch' where {_HERE} and id = :id returning id")
_MAKE = text(f"""
    insert into notices (workspace_id, lane_id, member_id, kind, key, facts, topic, mode, manner, status, attempts,
                         due_at, first_try_at, sent_at, slack_channel, slack_ts, created_at)
    select workspace_id, lane_id, member_id, 'batch', 'batch:' || id, '{{}}', 'batch:' || id, 'post', manner, 'sent', 0,
           due_at, first_try_at, sent_at, slack_channel, slack_ts, created_at
    from notices where {_HERE} and id = :id
    returning id
""")
_FOLD = text(f"update notices set status = 'folded', folded_into = :whole where {_HERE} and id = any(:ids)")
_ALONE = text(f"update notices set manner = 'due' where {_HERE} and id = any(:ids)")
_DRAW = text(f"""
    insert into notices (workspace_id, lane_id, member_id, kind, key, facts, topic, mode, manner, status, attempts,
                         due_at, created_at)
    select workspace_id, lane_id, member_id, 'batch', :key, cast(:facts as jsonb), topic, 'post', 'due', 'pending', 0,
           :now, :now
    from notices where {_HERE} and id = :whole
""")
