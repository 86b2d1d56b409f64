"""/visit and /phone: one line logs a follow-up."""

from core import visits
from core.models import VisitKind
from handlers.asking import Answer, Ask
from handlers.visits import views


async def visit(ask: Ask) -> Answer:
    """Log a visit from the line."""
    return await _log(ask, VisitKind.VISIT)


async def phone(ask: Ask) -> Answer:
    """Log a call from the line."""
    return await _log(ask, VisitKind.PHONE)


async def _log(ask: Ask, kind: VisitKind) -> Answer:
    async with ask.db.begin() as session:
        outcome = await visits.log(session, line=ask.text, kind=kind, by=ask.me, now=ask.now(), source=ask.source)
    return views.reply(outcome, ask.t)


async def visit_form(ask: Ask) -> Answer:
    """Open the form for a visit."""
    return views.log_form(ask.t, kind=VisitKind.VISIT)


async def phone_form(ask: Ask) -> Answer:
    """Open the form for a call."""
    return views.log_form(ask.t, kind=VisitKind.PHONE)
