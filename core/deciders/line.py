"""A customer and a person told in one breath: 方舟电子 刘兵, Acme Tom Baker."""

import re

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, names
from core.models import Contact, Member
from core.names import Candidate
from core.reading.people_chinese import PERSON
from core.reading.text import plain

_LATIN = re.compile(r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,2}")
_LONGEST = 40  # characters of a name


async def customer_and_name(session: AsyncSession, *, text: str, by: Member) -> tuple[Candidate, str] | None:
    """The one customer that the text names and the person named beside it; None where it says anything else."""
    known = await accounts.known_in(session, line=text, by=by)
    candidates = [each.candidate for each in known if each.visible]
    matches = names.find(text, candidates)
    best = [match for match in matches if match.score == matches[0].score]
    if len({match.id for match in best}) != 1:
        return None
    rest = f"{text[: best[0].start]} {text[best[0].end :]}"
    name = " ".join(rest.split()).strip(" ,，、;；:：")
    if not name or len(name) > _LONGEST or not await _is_person(session, name, account_id=best[0].id, by=by):
        return None
    return next(each for each in candidates if each.id == best[0].id), name


async def _is_person(session: AsyncSession, name: str, *, account_id: int, by: Member) -> bool:
    """Whether that is written like somebody's name, or is known there."""
    if PERSON.fullmatch(plain(name)) or _LATIN.fullmatch(name):
        return True
    here = Contact.workspace_id == by.workspace_id, Contact.account_id == account_id, Contact.name == name
    return await session.scalar(select(Contact.id).where(*here).limit(1)) is not None
