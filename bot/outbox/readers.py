"""The right hour, asked as notices are about to be sent: what is not for now waits, what goes together is one message.

All in the transaction of a claim, for lanes in which something due is bound to hours: people's, and the workspace's for
what is found for a channel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import TextClause, select, text, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox import joining
from core import hearing, hours
from core.calendar import local_day
from core.models import Lane, Member, Notice, Workspace
from core.notices import FOLDED, ONCE

APART = timedelta(minutes=30)  # what is found for a channel within it comes as one message


DIGEST = timedelta(minutes=5)  # from its hour on: by then a digest is written, and told


class Held(NamedTuple):
    """What is not to be told before `until`: all that is due in a lane in one manner. `zone`: its reader's."""

    workspace_id: str
    lane_id: int
    manner: str
    until: datetime
    zone: str
    told: bool  # something in this half-day, which is all that may be


@dataclass(frozen=True)
class Sql:
    """The statements, for what is due by the clock, or for named notices as well (those never wait)."""

    wait: TextClause
    gather: TextClause
    fold: TextClause


async def settle_hours(
    session: AsyncSession, sql: Sql, *, asked: dict[str, Any], lanes: dict[str, Any], now: datetime, gather: float
) -> None:
    """Put off what its reader may not be told now, and fold what is left of each reader's into one message."""
    if gather:
        await session.execute(sql.gather, {**asked, **lanes, "gather": gather})
    if held := await _held(session, lanes, now, gather):
        for each in held:
            if each.told and local_day(each.until, each.zone) > local_day(now, each.zone):
                here = {"workspace_id": each.workspace_id, "lane_id": each.lane_id}
                await joining.join(session, here=here, zone=each.zone, named=asked.get("named", ()), now=now)
        columns = {
            "wait_in": [each.workspace_id for each in held],
            "wait_lanes": [each.lane_id for each in held],
            "manners": [each.manner for each in held],
            "untils": [each.until for each in held],
        }
        await session.execute(sql.wait, {**asked, **columns})
    await session.execute(sql.fold, {**asked, **lanes, "folded": sorted(FOLDED)})


async def _held(session: AsyncSession, lanes: dict[str, Any], now: datetime, gather: float) -> list[Held]:
    pairs: Sequence[tuple[str, int]] = list(zip(lanes["workspaces"], lanes["lanes"], strict=True))
    rows = await session.execute(
        select(Notice.workspace_id, Notice.lane_id, Notice.manner, Lane.unasked_at, Member, Workspace)
        .ext(distinct_on(Notice.workspace_id, Notice.lane_id, Notice.manner))
        .join(Lane, (Lane.workspace_id == Notice.workspace_id) & (Lane.id == Notice.lane_id))
        .outerjoin(Member, (Member.workspace_id == Notice.workspace_id) & (Member.id == Notice.member_id))
        .join(Workspace, Workspace.id == Notice.workspace_id)
        .where(
            tuple_(Notice.workspace_id, Notice.lane_id).in_(pairs),
            Notice.status == "pending",
            Notice.mode == "post",
            Notice.due_at <= now,
        )
    )
    held = []
    for workspace_id, lane_id, manner, unasked_at, member, workspace in rows:
        theirs, begin = (hours.of(member, workspace), now) if member else (hours.office(workspace), now)
        told = unasked_at if unasked_at and unasked_at <= now else None
        if manner in ONCE and member:
            begin = _next(member, workspace, now, told, digest=manner == "daily")
        elif manner in ONCE and told:
            begin = max(now, told + APART)
        until = _until(manner, theirs, now, begin, gather)
        if until > now:
            once = told is not None and hours.same_half_day(told, now, theirs.zone)
            held.append(Held(workspace_id, lane_id, manner, until, theirs.zone, member is not None and once))
    return held


def _next(member: Member, workspace: Workspace, now: datetime, told: datetime | None, *, digest: bool) -> datetime:
    """When a person may be told something they have not asked for: in a half-day that has had nothing such, and whose
    digest does not come yet."""
    if told and hours.same_half_day(told, now, member.zone):
        return hours.next_half_day(now, member.zone)
    comes = None if digest else hearing.digest_comes(member, workspace=workspace, now=now)
    if comes and now < comes + DIGEST and hours.same_half_day(comes, now, member.zone):
        return comes + DIGEST
    return now


def _until(manner: str, theirs: hours.Hours, now: datetime, begin: datetime, gather: float) -> datetime:
    """The first moment from `begin` on at which it may be told in this manner: now, or later."""
    working = manner not in ("asked", "daily")
    opening = hours.next_open(begin, theirs, working=working)
    if opening == now or not working or not gather:
        return opening
    # What other jobs have to say at the same hour is there a moment later: it goes along.
    together = opening + timedelta(seconds=gather)
    return together if hours.is_open(together, theirs) else opening


def statements(*, in_lanes: str, due: str, name: str) -> Sql:
    """The statements, given how a claim says which lanes, what is due, and what is named."""
    open_post = "status = 'pending' and mode = 'post'"
    return Sql(
        # What can wait goes at certain seconds of the minute, so that what arrives together goes together.
        gather=text(f"""
            update notices set due_at = to_timestamp(ceil(extract(epoch from due_at) / :gather) * :gather)
            where {in_lanes} and {open_post} and manner <> 'asked' and attempts = 0 and due_at <= :now and not {name}
              and extract(epoch from due_at) <> ceil(extract(epoch from due_at) / :gather) * :gather
        """),
        # Late is counted from when it could be told, except for what was asked for at its hour, and for a digest: a
        # day's is no news on the next.
        wait=text(f"""
            update notices set due_at = wait.until,
                   expires_at = case when notices.manner in ('asked', 'daily') then expires_at
                                     else expires_at + (wait.until - due_at) end
            from unnest(cast(:wait_in as text[]), cast(:wait_lanes as bigint[]), cast(:manners as text[]),
                        cast(:untils as timestamptz[])) as wait(workspace_id, lane_id, manner, until)
            where notices.workspace_id = wait.workspace_id and notices.lane_id = wait.lane_id
              and notices.manner = wait.manner and {open_post} and due_at <= :now and not {name}
        """),
        # Not what the lane shows already: that is edited where it stands.
        fold=text(f"""
            with due as (
                select workspace_id, lane_id, id, member_id, manner from notices
                where {in_lanes} and {open_post} and kind = any(:folded) and {due}
                  and coalesce((select earlier.mode from notices as earlier
                                where earlier.workspace_id = notices.workspace_id and earlier.topic = notices.topic
                                  and earlier.lane_id = notices.lane_id and earlier.id < notices.id
                                  and earlier.status in ('pending', 'sending', 'sent', 'folded')
                                order by earlier.id desc limit 1), 'close') = 'close'
            ), many as (
                select workspace_id, lane_id, min(id) as first, min(member_id) as member_id, min(manner) as manner
                from due group by 1, 2 having count(*) > 1
            ), batch as (
                insert into notices (workspace_id, lane_id, member_id, kind, key, facts, topic, mode, manner, status,
                                     attempts, due_at, created_at)
                select workspace_id, lane_id, member_id, 'batch', 'batch:' || first, '{{}}', 'batch:' || first, 'post',
                       manner, 'pending', 0, :now, :now
                from many order by workspace_id, lane_id
                returning workspace_id, lane_id, id
            )
            update notices set status = 'folded', folded_into = batch.id
            from due join batch using (workspace_id, lane_id)
            where notices.workspace_id = due.workspace_id and notices.id = due.id
        """),
    )
