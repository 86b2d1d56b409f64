"""Which lanes are this worker's for the moment, and the notice at the head of each, marked as on its way.

All in one transaction: `skip locked` holds only as long as the transaction does. Leases and pace go by the database's
clock, so that no machine's clock can shorten them; what is due or expired goes by the bot's, which can be moved.
"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox import readers
from bot.outbox.limits import Limits
from core.notices import ONCE

Named = Sequence[tuple[str, str]]  # (workspace_id, key): notices to be sent whatever their hour


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A notice that is ours to send from its `turn` to its `deadline`, in a lane held under `token`."""

    workspace_id: str
    notice_id: int
    lane_id: int
    channel: str
    conversation: str | None
    key: str
    topic: str | None
    mode: str
    personal: bool  # to a person, who may not want to be disturbed, not into a channel
    bound: bool  # told in certain hours alone
    unasked: bool  # tells something its reader has not asked for: once a half-day
    at_once: bool  # named: whatever the hour
    claimed_at: datetime  # by the bot's clock
    unknown: bool  # tried before, and nobody knows what came of it
    expired: bool  # only seen on an unknown one: others have been put aside
    attempts: int
    first_try_at: datetime
    token: uuid.UUID
    turn: float  # of `time.monotonic`: not before may it be posted, or looked for
    deadline: float


async def claim(
    session: AsyncSession, *, limits: Limits, room: int, now: datetime, named: Named | None = None
) -> list[Claimed]:
    """Take up to `room` lanes with something due, for the length of a lease. `named`: only lanes of those notices."""
    deadline = time.monotonic() + limits.lease  # taken before the database starts counting: never later than its own
    asked = {"now": now, **_names(named or [])}
    sql = _EVERYTHING if named is None else _NAMED
    allowance = limits.burst * limits.step
    most = {"room": room, "allowance": allowance, "ahead": limits.ahead}
    picked = (await session.execute(sql.pick, {**asked, **most})).mappings().all()
    if not picked:
        return []
    picked_at = time.monotonic()  # taken after the database's: never earlier than its own
    await session.execute(_KEEP)
    lanes = {"lanes": [lane["id"] for lane in picked], "workspaces": [lane["workspace_id"] for lane in picked]}
    await session.execute(sql.expire, {**asked, **lanes})
    await session.execute(sql.supersede, {**asked, **lanes})
    if bound := [lane for lane in picked if lane["bound"]]:
        theirs = {"lanes": [lane["id"] for lane in bound], "workspaces": [lane["workspace_id"] for lane in bound]}
        await readers.settle_hours(session, sql.hours, asked=asked, lanes=theirs, now=now, gather=limits.gather)
    heads = (await session.execute(sql.head, {**asked, **lanes, "once": sorted(ONCE)})).mappings().all()
    token = uuid.uuid4()
    await _lease(session, heads, token, limits)
    by_id = {(lane["workspace_id"], lane["id"]): lane for lane in picked}
    return [
        Claimed(
            **head,
            channel=by_id[head["workspace_id"], head["lane_id"]]["channel"],
            conversation=by_id[head["workspace_id"], head["lane_id"]]["conversation"],
            token=token,
            turn=picked_at + by_id[head["workspace_id"], head["lane_id"]]["early"],
            claimed_at=now,
            deadline=deadline,
        )
        for head in heads
    ]


async def _lease(session: AsyncSession, heads: Sequence[Any], token: uuid.UUID, limits: Limits) -> None:
    held = {"lanes": [head["lane_id"] for head in heads], "workspaces": [head["workspace_id"] for head in heads]}
    await session.execute(_LEASE, {**held, "token": token, "lease": limits.lease})
    await session.execute(_SPEND, {**held, "step": limits.step})


def _names(named: Named) -> dict[str, list[str]]:
    return {"named_in": [workspace for workspace, _ in named], "named": [key for _, key in named]}


_IN_LANES = """
    (notices.workspace_id, notices.lane_id) in
        (select * from unnest(cast(:workspaces as text[]), cast(:lanes as bigint[])))
"""
_WAITING = "status in ('pending', 'sending')"
_BOUND = "mode = 'post' and (member_id is not null or manner <> 'asked')"  # a channel's asked ones go at any hour


class _Sql:
    """The statements of a claim, for what is due by the clock, or for named notices as well."""

    def __init__(self, *, named: bool) -> None:
        name = (
            "({0}.workspace_id, {0}.key) in (select * from unnest(cast(:named_in as text[]), cast(:named as text[])))"
            if named
            else "false"
        )
        due = "({0}.due_at <= :now or " + name + ")" if named else "{0}.due_at <= :now"
        # A lane whose next message is for later must not hide one behind it that is due: due_at is each message's own.
        # From what is due to its lanes, not the other way round: a look costs what is due, not what exists.
        self.pick = text(f"""
            select lanes.workspace_id, lanes.id, lanes.channel, lanes.conversation, due.bound,
                   greatest(extract(epoch from lanes.next_at - now()), 0)::float as early
            from (select workspace_id, lane_id, bool_or({_BOUND}) as bound
                  from notices where {_WAITING} and {(name if named else due).format("notices")} group by 1, 2) as due
            join lanes on lanes.workspace_id = due.workspace_id and lanes.id = due.lane_id
            left join paces on paces.workspace_id = lanes.workspace_id
            where lanes.next_at <= now() + make_interval(secs => :ahead)
              and (lanes.lease_until is null or lanes.lease_until < now())
              and (paces.next_at is null or paces.next_at <= now() + make_interval(secs => :allowance))
            order by lanes.next_at
            limit :room
            for update of lanes skip locked
        """)
        self.expire = text(f"""
            update notices set status = 'expired'
            where {_IN_LANES} and status = 'pending' and expires_at <= :now and not {name.format("notices")}
        """)
        self.supersede = text(f"""
            update notices set status = 'superseded' from notices as newer
            where {_IN_LANES} and notices.status = 'pending' and newer.status = 'pending'
              and newer.workspace_id = notices.workspace_id and newer.lane_id = notices.lane_id
              and newer.topic = notices.topic and newer.id > notices.id and {due.format("newer")}
              and notices.mode <> 'close' and (notices.mode = 'redraw' or newer.mode <> 'redraw')
        """)
        self.head = text(f"""
            with head as (
                select distinct on (workspace_id, lane_id) workspace_id, id, status from notices
                where {_IN_LANES} and {_WAITING} and {due.format("notices")}
                order by workspace_id, lane_id, status = 'pending', due_at, id
            )
            update notices set status = 'sending', attempts = attempts + 1,
                   first_try_at = coalesce(first_try_at, now()), due_at = least(due_at, :now)
            from head where notices.workspace_id = head.workspace_id and notices.id = head.id
            returning notices.workspace_id, notices.id as notice_id, lane_id, key, topic, mode,
                      member_id is not null and mode = 'post' as personal, {_BOUND} as bound,
                      {name.format("notices")} as at_once,
                      manner = any(:once) or exists (
                          select from notices as told where told.workspace_id = notices.workspace_id
                          and told.folded_into = notices.id and told.manner = any(:once)) as unasked,
                      head.status = 'sending' as unknown, attempts, first_try_at,
                      coalesce(expires_at <= :now and not {name.format("notices")}, false) as expired
        """)
        self.hours = readers.statements(in_lanes=_IN_LANES, due=due.format("notices"), name=name.format("notices"))


_EVERYTHING = _Sql(named=False)
_NAMED = _Sql(named=True)

# That a notice is on its way must outlive a crash of the database, or it would be sent twice: never committed lazily.
_KEEP = text("""
    select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'
""")

_LEASE = text("""
    update lanes set lease_until = now() + make_interval(secs => :lease), lease_token = :token
    where (workspace_id, id) in (select * from unnest(cast(:workspaces as text[]), cast(:lanes as bigint[])))
""")

_SPEND = text("""
    insert into paces (workspace_id, next_at)
    select workspace_id, now() + count(*) * make_interval(secs => :step)
    from unnest(cast(:workspaces as text[])) as spent(workspace_id) group by 1 order by 1
    on conflict (workspace_id) do update set next_at = greatest(paces.next_at, now()) + (excluded.next_at - now())
""")
