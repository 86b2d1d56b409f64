"""Notices that Slack would not take: an admin sends them again or lets them go. And what was acted on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, jobs, settings
from core.errors import Missing
from core.models import Account, JobRun, Lane, Member, Notice, Role
from core.notices import BELL

NOUNS = ("task", "lead", "deal")  # what a button of a notice may be about


@dataclass(frozen=True)
class Undelivered:
    """One notice given up: what of, to whom (`reader`, or the Slack id of a `channel`)."""

    notice: Notice
    channel: str
    reader: Member | None
    account: Account | None


@dataclass(frozen=True)
class Watch:
    """How delivery stands in a workspace: what was given up (the newest few, and how many), and the jobs' last runs."""

    given_up: Sequence[Undelivered]
    count: int
    runs: Mapping[str, JobRun]
    now: datetime


async def watch(session: AsyncSession, *, by: Member, now: datetime, most: int = 5) -> Watch | None:
    """How delivery stands, for an admin; None for everybody else."""
    if by.role != Role.ADMIN:
        return None
    given_up, count = await listed(session, by=by, most=most)
    return Watch(given_up, count, await jobs.runs(session, by=by), now)


async def listed(session: AsyncSession, *, by: Member, most: int) -> tuple[Sequence[Undelivered], int]:
    """The notices given up in the admin's workspace, the newest first, and how many there are."""
    await settings.must_be_admin(session, by=by)
    here = (Notice.workspace_id == by.workspace_id) & (Notice.status == "dead")
    rows = await session.execute(
        select(Notice, Lane.channel, Member, Account)
        .join(Lane, (Lane.workspace_id == Notice.workspace_id) & (Lane.id == Notice.lane_id))
        .outerjoin(Member, (Member.workspace_id == Notice.workspace_id) & (Member.id == Notice.member_id))
        .outerjoin(
            Account,
            (Account.workspace_id == Notice.workspace_id) & (Account.id == Notice.facts["account"].as_integer()),
        )
        .where(here)
        .order_by(Notice.id.desc())
        .limit(most)
    )
    count = await session.scalar(select(func.count()).select_from(Notice).where(here))
    return [Undelivered(*row) for row in rows], count or 0


async def send_again(session: AsyncSession, *, notice_id: int, by: Member, now: datetime) -> bool:
    """Have a notice that was given up tried anew, whether or not it has expired; False: it is not given up any more.

    It is looked for in Slack first, as whenever nobody knows what came of a try.
    """
    notice = await _given_up(session, notice_id=notice_id, by=by)
    if notice is None:
        return False
    notice.excused, notice.expires_at, notice.due_at = 0, None, now
    values = {"status": "sending" if notice.first_try_at else "pending", "error": None, "attempts": 0}
    await audit.change(session, row=notice, verb="send_again", values=values, by=by, now=now)
    await session.execute(text("select pg_notify(:bell, '')"), {"bell": BELL})
    return True


async def drop(session: AsyncSession, *, notice_id: int, by: Member, now: datetime) -> bool:
    """Let a notice that was given up go; False: it is not given up any more."""
    notice = await _given_up(session, notice_id=notice_id, by=by)
    if notice is None:
        return False
    await audit.change(session, row=notice, verb="drop", values={"status": "dropped"}, by=by, now=now)
    return True


async def _given_up(session: AsyncSession, *, notice_id: int, by: Member) -> Notice | None:
    """The notice, held still; None when somebody else has dealt with it."""
    await settings.must_be_admin(session, by=by)
    found = await session.scalars(
        select(Notice).where(Notice.workspace_id == by.workspace_id, Notice.id == notice_id).with_for_update()
    )
    notice = found.first()
    if notice is None:
        raise Missing
    return notice if notice.status == "dead" else None


async def acted_on(
    session: AsyncSession, *, workspace_id: str, channel: str, ts: str, about: Mapping[str, Any], now: datetime
) -> None:
    """Note that somebody pressed a button of that message: of all it tells of, or of the one thing it was `about`."""
    message = select(Notice.id).where(
        Notice.workspace_id == workspace_id, Notice.slack_ts == ts, Notice.slack_channel == channel
    )
    rows = await session.scalars(
        select(Notice).where(
            Notice.workspace_id == workspace_id,
            Notice.mode == "post",
            or_(Notice.id.in_(message), Notice.folded_into.in_(message)),
        )
    )
    told = rows.all()
    meant = [each for each in told if any(noun in about and about[noun] == each.facts.get(noun) for noun in NOUNS)]
    for notice in meant or told:
        notice.acted_at = notice.acted_at or now
