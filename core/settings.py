"""The workspace's rules and people, as an admin sets them in chat. Every change is on record."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypedDict

from babel.numbers import list_currencies
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, members, workspaces
from core.errors import Missing, OddNumber, Refusal, msgid
from core.locales import LOCALES
from core.models import Member, Role, Team, Workspace


class OnlyAdmins(Refusal):
    message = msgid("Only an admin may change that. Ask {who}.")


class LastAdmin(Refusal):
    message = msgid("{who} is the only admin. Make somebody else one first.")
    field = "role"


class OddReasons(Refusal):
    message = msgid("At most {most} reasons, one a line, each no longer than {n} characters.")
    field = "chance_reasons"


MOST_REASONS, LONGEST_REASON = 30, 70  # what a menu shows whole


class OddGrade(Refusal):
    message = msgid("Write the grade as one word of at most 20 letters, such as A or senior.")
    field = "grade"


class OddTags(Refusal):
    message = msgid("At most {most} words, each no longer than 30 characters, with commas between them.")
    field = "tags"


MOST_HELD, MOST_TAGS = 10_000, 30


class Traits(TypedDict, total=False):
    """What is to be changed of a member; what is not named stays. None and an empty list take it away."""

    grade: str | None
    tags: list[str]
    capacity: int | None


@dataclass(frozen=True)
class Rules:
    """What an admin may set. Channels are Slack ids; days of silence are working days; zone, country and currency by
    their codes."""

    pool_channel: str | None
    claims_a_day: int
    held_at_once: int
    silent_after: int
    escalate_after: int
    close_warning_days: int
    review_from: int
    answer_hours: int
    digest_at: time
    chance_reasons: tuple[str, ...] = ()
    locks_a_team: int = 20
    zone: str | None = None  # the rest says where the workspace is at home; None: as it stands
    locale: str | None = None
    country: str | None = None
    currency: str | None = None


# What each number may be.
RANGES = {
    "claims_a_day": (1, 1000),
    "held_at_once": (1, 10_000),
    "locks_a_team": (0, 1000),
    "silent_after": (1, 90),
    "escalate_after": (1, 90),
    "close_warning_days": (0, 90),
    "review_from": (0, 999_999_999),
    "answer_hours": (0, 80),
}


HOME = ("zone", "locale", "country", "currency")


async def must_be_admin(session: AsyncSession, *, by: Member) -> None:
    """Refuse, and name whom to ask, unless `by` is an admin."""
    if by.role != Role.ADMIN:
        asked = await members.admin_of(session, member=by)
        raise OnlyAdmins(who=asked or "–")


async def change(session: AsyncSession, *, rules: Rules, by: Member, now: datetime) -> Workspace:
    """Set the workspace's rules. Clocks already running keep their day; the next follow-up winds them anew. Sums
    already told keep their currency."""
    await must_be_admin(session, by=by)
    for name, (least, most) in RANGES.items():
        if not least <= getattr(rules, name) <= most:
            raise OddNumber(field=name, least=least, most=most)
    if len(rules.chance_reasons) > MOST_REASONS or any(len(each) > LONGEST_REASON for each in rules.chance_reasons):
        raise OddReasons(most=MOST_REASONS, n=LONGEST_REASON)
    if rules.locale not in (None, *LOCALES) or (rules.currency and rules.currency not in list_currencies()):
        raise Missing  # no form of ours says so
    workspace = await workspaces.of(session, by=by)
    columns = [name for name in Rules.__dataclass_fields__ if name not in HOME or getattr(rules, name) is not None]
    before = audit.snapshot(workspace, columns)
    if rules.pool_channel != workspace.pool_channel:
        workspace.pool_channel_by = by.slack_id
    for name in columns:
        value = getattr(rules, name)
        setattr(workspace, name, list(value) if isinstance(value, tuple) else value)
    after = audit.snapshot(workspace, columns)
    session.add(audit.of_workspace(workspace, verb="rules", by=by, now=now, before=before, after=after))
    return workspace


async def _must_leave_an_admin(session: AsyncSession, *, member: Member) -> None:
    others = select(func.count()).where(
        Member.workspace_id == member.workspace_id,
        Member.role == Role.ADMIN,
        Member.active,
        Member.id != member.id,
    )
    if not await session.scalar(others):
        raise LastAdmin(who=member)


async def place(
    session: AsyncSession,
    *,
    slack_id: str,
    role: Role | None,
    team: str | None,
    channel: str | None,
    traits: Traits | None = None,
    by: Member,
    now: datetime,
) -> Member:
    """Give a member a role and a team, what they are good at, and the team its channel (each None: as it is)."""
    await must_be_admin(session, by=by)
    member = await members.known(session, slack_id=slack_id, by=by)
    if member.role == Role.ADMIN and role not in (None, Role.ADMIN):
        await _must_leave_an_admin(session, member=member)
    await members.set_role(session, member=member, role=role, team=team, by=by, now=now)
    await _describe(session, member=member, traits=traits or {}, by=by, now=now)
    if channel is not None:
        if member.team_id is None:
            raise Missing
        found = await session.get_one(Team, (by.workspace_id, member.team_id))
        found.channel_by = found.channel_by if found.channel == channel else by.slack_id
        found.channel = channel
    return member


async def _describe(session: AsyncSession, *, member: Member, traits: Traits, by: Member, now: datetime) -> None:
    capacity = traits.get("capacity")
    if capacity is not None and not 0 <= capacity <= MOST_HELD:
        raise OddNumber(field="capacity", least=0, most=MOST_HELD)
    grade = traits.get("grade")
    if grade and not re.fullmatch(r"[^\s=:,;、，；：＝]{1,20}", grade):
        raise OddGrade
    if len(tags := traits.get("tags", [])) > MOST_TAGS or any(len(tag) > 30 for tag in tags):
        raise OddTags(most=MOST_TAGS)
    before = audit.snapshot(member, traits)
    for name, value in traits.items():
        setattr(member, name, value)
    after = audit.snapshot(member, traits)
    if before != after:
        await audit.record(session, row=member, verb="traits", by=by, now=now, before=before, after=after)
