"""/taken as it is asked: what a line describes, how often one may ask, every question on record."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, ways
from core.duplicates import Asked
from core.errors import Refusal, msgid
from core.models import AuditRow, Member, Role
from core.reading import phones

MOST, WITHIN = 30, timedelta(hours=1)
LONGEST = 300  # characters of a question
ASKED, COLLIDED = "ask", "collide"  # with /taken; by entering, or logging on, what turned out to be a colleague's
_LABEL = (
    r"(?:微信号?|we ?chat(?: id)?|\bwx|\bvx|电话|手机号?|座机|邮箱|\btel|\bphone|\bmobile|\be-?mail|\bmail)\s?[:：]?\s*"
)
_NUMBER = re.compile(rf"(?:{_LABEL})?((?<![\w.#-])[+(]?\d[\d\s().-]{{5,18}}\d)(?!\w)", re.ASCII | re.IGNORECASE)
_LABELLED = re.compile(f"{_LABEL}$", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|(?<![\w@.-])www\.)\S+", re.IGNORECASE)  # 58.com is a name as well as a site
_ID = re.compile(r"(?=.*[\d_-])[a-zA-Z][\w-]{5,19}", re.ASCII)  # a WeChat id that shows by itself that it is no name
_BETWEEN = " \t\n,;/|，；、。:："


class AskedEnough(Refusal):
    message = msgid(
        "You have asked about {n} customers within the hour. That is as many as one may, so that nobody lists the "
        "customers by asking. The next question is free {frees}."
    )
    field = "customer"


async def must_have_room(
    session: AsyncSession, *, by: Member, now: datetime, ways: Sequence[str] = (ASKED, COLLIDED)
) -> None:
    """Refuse whoever has asked thirty times within the hour; an admin sees every customer anyway."""
    if by.role == Role.ADMIN:
        return
    times = await session.scalars(
        select(AuditRow.at)
        .where(
            AuditRow.workspace_id == by.workspace_id,
            AuditRow.noun == "member",
            AuditRow.noun_id == by.id,
            AuditRow.verb.in_(ways),
            AuditRow.at > now - WITHIN,
        )
        .order_by(AuditRow.at.desc())
        .limit(MOST)
    )
    recent = times.all()
    if len(recent) >= MOST:
        raise AskedEnough(n=MOST, frees=recent[-1] + WITHIN)


async def remember(
    session: AsyncSession,
    *,
    asked: str,
    found: Iterable[int],
    by: Member,
    now: datetime,
    way: str = ASKED,
    source: str | None = None,
) -> None:
    """Put on record that somebody asked, and of which customers they learnt."""
    after = {"asked": asked[:LONGEST], "found": list(found)}
    await audit.record(session, row=by, verb=way, by=by, now=now, after=after, source=source)


def described(line: str) -> list[Asked]:
    """What a line asks about: a name, numbers, addresses, WeChat ids, in any order. Two, where a word may be a name
    as well as a WeChat id."""
    line = unicodedata.normalize("NFKC", line).strip()[:LONGEST]
    emails, spans = phones.emails(line)
    ids, named = phones.wechat(line)
    left = _without(line, [*spans, *named])
    sites = [found[0] for found in ways.SITE.finditer(left)]
    left = _WEB.sub(" ", left)
    numbers = tuple(found[1] for found in _NUMBER.finditer(left))
    name = " ".join(_NUMBER.sub(" ", left).strip(_BETWEEN).split())
    asked = Asked(name, numbers, emails, ids, tuple(sites))
    return [asked, Asked("", wechat=(name,))] if not ids and _ID.fullmatch(name) else [asked]


def _without(line: str, spans: Sequence[tuple[int, int]]) -> str:
    """The line without these places and what they are called by: 微信:liubing88."""
    for start, end in sorted(spans, reverse=True):
        line = f"{_LABELLED.sub('', line[:start])} {line[end:]}"
    return line
