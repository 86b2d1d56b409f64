"""Colleagues as lines name them without an @."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Member
from core.reading import beside


async def called_in(session: AsyncSession, *, line: str, by: Member) -> Sequence[str]:
    """What colleagues are called, if the line says that somebody went along; else nobody is asked for. At most a
    statement."""
    if not beside.may_name_ours(line):
        return []
    here = Member.workspace_id == by.workspace_id, Member.active, Member.id != by.id, Member.name != ""
    return (await session.scalars(select(Member.name).where(*here).order_by(Member.id).limit(1000))).all()
