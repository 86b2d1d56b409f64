"""The open alert about a silent lead, and the question to a manager whether it may be kept: one message each, made true
where it stands. Lock the lead before speaking of it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.models import Lead
from core.notices import Again


def topic(lead: Lead) -> str:
    """What its owner, and their team's channel, are told of it."""
    return f"silent:{lead.id}"


def question(lead: Lead) -> str:
    """What whoever leads its owner is told of it, and asked."""
    return f"keep:{lead.id}"


def deal_due(lead: Lead) -> str:
    """What its owner is told of the day by which it is to be a deal."""
    return f"deal-due:{lead.id}"


def over(lead: Lead, *, cause: int | str) -> list[Again]:
    """What is shown of it, where more has changed than that it was followed up."""
    about, facts = deal_due(lead), {"lead": lead.id, "account": lead.account_id, "audience": "deal"}
    key = f"{about}:redrawn:{cause}"
    return [*resolved(lead, cause=cause), Again(mode="redraw", topic=about, kind="silent_lead", facts=facts, key=key)]


def resolved(lead: Lead, *, cause: int | str) -> list[Again]:
    """What is shown of it, to be struck through: followed up, given on, paused, kept, closed."""
    return [_again(lead, about, closes=True, cause=cause) for about in (topic(lead), question(lead))]


async def make_true(session: AsyncSession, *, lead: Lead, cause: int | str, now: datetime) -> None:
    """Have what is shown of it drawn again, after the change that `cause` names."""
    agains = [_again(lead, about, closes=False, cause=cause) for about in (topic(lead), question(lead))]
    await notices.again(session, workspace_id=lead.workspace_id, agains=agains, now=now)


async def put_question_away(
    session: AsyncSession, *, lead: Lead, cause: int | str, now: datetime, again: bool = False
) -> None:
    """Strike the question through; `again`: fold it up, as it is put anew below."""
    more = {"step": "past"} if again else {}
    away = _again(lead, question(lead), closes=True, cause=cause, **more)
    await notices.again(session, workspace_id=lead.workspace_id, agains=[away], now=now)


def _again(lead: Lead, about: str, *, closes: bool, cause: int | str, **more: str) -> Again:
    return Again(
        mode="close" if closes else "redraw",
        topic=about,
        kind="silent_lead" if about == topic(lead) else "keep_asked",
        facts={"lead": lead.id, "account": lead.account_id, **more},
        key=f"{about}:{'closed' if closes else 'redrawn'}:{cause}",
    )
