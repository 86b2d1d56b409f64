"""Writing notices for the outbox, in the transaction of their cause."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Member
from core.notices.kinds import Manner
from core.notices.telling import Again, Telling

BELL = "genjin_notices"  # rung (pg_notify) when something is due at once


async def tell(
    session: AsyncSession,
    *,
    workspace_id: str,
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    due_at: datetime,
    now: datetime,
    to: Member | None = None,
    channel: str | None = None,
    topic: str | None = None,
    expires_at: datetime | None = None,
    manner: Manner | None = None,
) -> bool:
    """Write one notice; whether it is new. A key is told once, for ever."""
    telling = Telling(
        kind=kind,
        key=key,
        facts=facts,
        due_at=due_at,
        to=to,
        channel=channel,
        topic=topic,
        expires_at=expires_at,
        manner=manner,
    )
    return await tell_many(session, workspace_id=workspace_id, tellings=[telling], now=now) == 1


async def tell_many(session: AsyncSession, *, workspace_id: str, tellings: Sequence[Telling], now: datetime) -> int:
    """Write many notices in two statements; how many are new. Within a lane they go by `due_at`, then by key."""
    if not tellings:
        return 0
    rows = [telling.row() for telling in tellings]
    # Two statements: in one, a lane that another transaction has just made would be neither inserted nor seen.
    channels = list(dict.fromkeys(row["channel"] for row in rows))
    await session.execute(_MAKE_LANES, {"workspace_id": workspace_id, "channels": channels})
    told(session).update(row["key"] for row in rows)
    return await _write(session, _TELL, workspace_id, {"rows": json.dumps(rows), "now": now})


async def redraw(
    session: AsyncSession,
    *,
    workspace_id: str,
    topic: str,
    kind: str,
    facts: Mapping[str, Any],
    key: str,
    now: datetime,
) -> int:
    """Have every message shown (or about to be) of the topic drawn again; how many lanes hold one."""
    one = Again(mode="redraw", topic=topic, kind=kind, facts=facts, key=key)
    return await again(session, workspace_id=workspace_id, agains=[one], now=now)


async def close(
    session: AsyncSession,
    *,
    workspace_id: str,
    topic: str,
    kind: str,
    facts: Mapping[str, Any],
    key: str,
    now: datetime,
) -> int:
    """Redraw for the last time: the thing is resolved, what still waits of the topic is not told. How many lanes."""
    one = Again(mode="close", topic=topic, kind=kind, facts=facts, key=key)
    return await again(session, workspace_id=workspace_id, agains=[one], now=now)


async def again(session: AsyncSession, *, workspace_id: str, agains: Sequence[Again], now: datetime) -> int:
    """Redraw or close many topics in one statement; how many messages in all."""
    if not agains:
        return 0
    rows = [{**vars(each), "facts": dict(each.facts)} for each in agains]
    return await _write(session, _AGAIN, workspace_id, {"rows": json.dumps(rows), "now": now})


async def _write(session: AsyncSession, sql: TextClause, workspace_id: str, holes: Mapping[str, Any]) -> int:
    written = (await session.scalars(sql, {"workspace_id": workspace_id, "bell": BELL, **holes})).all()
    told(session).update(written)
    return len(written)


def told(session: AsyncSession) -> set[str]:
    """The keys this session has told, those told before included: what a job has to say, for `bot.jobs.run`."""
    keys: set[str] = session.info.setdefault("told", set())
    return keys


# Sorted, so that two transactions making the same lanes wait for each other instead of in a circle. Keys likewise.
_MAKE_LANES = text("""
    insert into lanes (workspace_id, channel, next_at)
    select :workspace_id, channel, now() from unnest(cast(:channels as text[])) as asked(channel)
    order by channel
    on conflict (workspace_id, channel) do nothing
""")

_COLUMNS = (
    "workspace_id, lane_id, member_id, kind, key, facts, topic, mode, status, attempts, due_at, expires_at, created_at"
)

_TELL = text(f"""
    insert into notices ({_COLUMNS}, manner)
    select lanes.workspace_id, lanes.id, told.member_id, told.kind, told.key, told.facts, told.topic, 'post',
           'pending', 0, told.due_at, told.expires_at, :now, told.manner
    from jsonb_to_recordset(cast(:rows as jsonb)) as told(
        channel text, member_id bigint, kind text, key text, facts jsonb, topic text, manner text,
        due_at timestamptz, expires_at timestamptz)
    join lanes on lanes.workspace_id = :workspace_id and lanes.channel = told.channel
    order by told.key
    on conflict (workspace_id, key) do nothing
    returning key, case when due_at <= :now then pg_notify(:bell, '')::text end
""")

# One a topic and lane: where the newest word on the topic is not already its last.
_AGAIN = text(f"""
    insert into notices ({_COLUMNS})
    select :workspace_id, newest.lane_id, newest.member_id, again.kind, again.key || ':' || newest.lane_id,
           again.facts, again.topic, again.mode, 'pending', 0, :now, null, :now
    from jsonb_to_recordset(cast(:rows as jsonb)) as again(topic text, kind text, key text, facts jsonb, mode text)
    cross join lateral (
        select distinct on (lane_id) lane_id, member_id, mode from notices
        where workspace_id = :workspace_id and topic = again.topic
          and status in ('pending', 'sending', 'sent', 'folded')
        order by lane_id, id desc) as newest
    where newest.mode <> 'close'
    order by again.key, newest.lane_id
    on conflict (workspace_id, key) do nothing
    returning key, pg_notify(:bell, '')::text
""")
