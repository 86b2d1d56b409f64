"""A follow-up said again."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import undo
from core.errors import Missing
from core.models import Member, Visit, VisitKind
from core.visits import proof
from core.visits.log import Planned, log
from core.visits.outcome import CustomerHeld, Logged, Unclear


async def edit(
    session: AsyncSession,
    *,
    audit_id: int,
    line: str,
    kind: VisitKind,
    by: Member,
    now: datetime,
    planned: Planned | None = None,
    source: str | None = None,
) -> Logged | Unclear | CustomerHeld:
    """Say a follow-up again. The new words replace the old ones once it is clear which customer they are about."""
    said: dict[str, Any] = {"line": line, "kind": kind, "by": by, "now": now, "planned": planned, "source": source}
    async with session.begin_nested() as attempt:
        entry = await undo.undo(session, audit_id=audit_id, by=by, now=now, source=source)
        if (entry.noun, entry.verb) != ("visit", "log"):
            raise Missing
        visit = await session.get_one(Visit, (by.workspace_id, entry.noun_id))
        outcome = await log(session, **said, rather=visit.account_id)
        if isinstance(outcome, Logged):
            await proof.carry(session, visit_id=visit.id, outcome=outcome, by=by, now=now)
            return outcome
        await attempt.rollback()
    unclear = await log(session, **said)
    return unclear if isinstance(unclear, Logged) else replace(unclear, instead_of=audit_id)
