"""Undo 撤销: every write can be taken back from its reply for ten minutes, by whoever made it, unless changed since."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import bonus, merges, projects, scores
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Deal, Member
from core.requests.end import step_undone
from core.undo import deals as of_deals
from core.undo import leads as of_leads
from core.undo import members as of_members
from core.undo import plans as of_plans
from core.undo import requests as of_requests
from core.undo import sources as of_sources
from core.undo import views as of_views
from core.undo import visits as of_visits
from core.undo.entry import ChangedSince, UndoneAlready, must_stand

__all__ = ["FOR", "ChangedSince", "TooLate", "TooLateForAll", "UndoneAlready", "giving", "undo"]

FOR = timedelta(minutes=10)
_FOR_ALL = {("assignment", "handover"): timedelta(days=1)}  # much at once, which is looked through later


class TooLate(Refusal):
    message = msgid("That was more than ten minutes ago, so it stays. Change it on the card instead.")


class TooLateForAll(Refusal):
    message = msgid("That was more than a day ago, so it stays. Hand it over again to change it.")


async def undo(
    session: AsyncSession, *, audit_id: int, by: Member, now: datetime, source: str | None = None
) -> AuditRow:
    """Take back one own change; the row says which. Its noun's room draws what stands now."""
    found = await session.scalars(
        select(AuditRow)
        .where(AuditRow.workspace_id == by.workspace_id, AuditRow.id == audit_id, AuditRow.actor_id == by.id)
        .with_for_update()
    )
    entry = found.first()
    if entry is None or (entry.noun, entry.verb) not in _WAYS:
        raise Missing
    longer = _FOR_ALL.get((entry.noun, entry.verb), FOR)
    if now - entry.at > longer and (entry.noun, entry.verb) not in _SAYS_ITSELF:
        raise TooLate if longer == FOR else TooLateForAll
    await must_stand(session, entry=entry)
    await _WAYS[entry.noun, entry.verb](session, entry, by, now)
    await step_undone(session, entry=entry, now=now)
    return entry


async def giving(session: AsyncSession, *, deal: Deal, by: Member, now: datetime) -> int | None:
    """The change by which `by` gave a deal away, for as long as they may take it back; None: there is none."""
    if deal.owned_since is None or now - deal.owned_since > FOR:
        return None
    undoing = aliased(AuditRow)
    here = AuditRow.workspace_id == deal.workspace_id, AuditRow.noun == "deal", AuditRow.noun_id == deal.id
    back = exists().where(undoing.workspace_id == AuditRow.workspace_id, undoing.undoes_id == AuditRow.id)
    theirs = (AuditRow.verb == "give", AuditRow.actor_id == by.id, AuditRow.at > now - FOR, ~back)
    return await session.scalar(select(AuditRow.id).where(*here, *theirs).order_by(AuditRow.id.desc()).limit(1))


_SAYS_ITSELF = {("account", "merge"), ("deal", "join")}  # how long, and in its own words
_Way = Callable[[AsyncSession, AuditRow, Member, datetime], Awaitable[None]]
_WAYS: dict[tuple[str, str], _Way] = {
    ("visit", "log"): of_visits.visit,
    ("lead", "capture"): of_leads.withdraw,
    ("lead", "claim"): of_leads.owner,
    ("lead", "release"): of_leads.owner,
    ("lead", "assign"): of_leads.owner,
    ("lead", "die"): of_leads.reopen,
    ("lead", "rate"): of_deals.columns,
    ("lead", "edit"): of_leads.edit,
    ("contact", "add"): of_leads.contact,
    ("member", "away"): of_members.member,
    ("assignment", "assign"): of_members.batch,
    ("assignment", "handover"): of_members.batch,
    **{
        ("source", verb): of_sources.source
        for verb in ("enter", "edit", "confirm", "retire", "restore", "merge", "part")
    },
    **{("web_form", verb): of_sources.form for verb in ("edit", "close", "reopen")},
    ("source_cost", "add"): of_sources.cost,
    ("source_cost", "remove"): of_sources.cost,
    ("lead", "lock"): of_deals.columns,
    ("lead", "unlock"): of_leads.relock,
    ("lead", "move"): of_leads.pool,
    ("lead", "rhythm"): of_leads.clock,
    ("lead", "pause"): of_leads.clock,
    ("lead", "end_pause"): of_leads.clock,
    ("lead", "ask_keep"): of_leads.clock,
    ("lead", "keep"): of_leads.clock,
    ("lead", "refuse_keep"): of_leads.clock,
    ("account", "merge"): merges.take_back,
    ("deal", "join"): projects.take_back,
    ("contact", "change"): of_leads.contact_changed,
    ("deal", "create"): of_leads.withdraw,
    ("deal", "convert"): of_leads.withdraw,
    ("deal", "advance"): of_deals.move,
    ("deal", "send_back"): of_deals.move,
    ("deal", "win"): of_deals.move,
    ("deal", "lose"): of_deals.move,
    ("deal", "move"): of_deals.move,
    ("deal", "let_through"): of_deals.move,
    ("deal", "reopen"): of_deals.move,
    ("deal", "edit"): of_deals.columns,
    ("deal", "give"): of_deals.given,
    ("deal", "rate"): of_deals.coefficient,
    ("bonus_rule", "set"): bonus.take_back,
    ("scoring", "set"): scores.take_back,
    ("deal", "team"): of_deals.team,
    ("evidence", "add"): of_deals.evidence,
    ("evidence", "call"): of_deals.evidence,
    ("evidence", "settle"): of_deals.evidence,
    ("evidence", "withdraw"): of_deals.evidence,
    ("review", "write"): of_deals.review,
    ("task", "done"): of_deals.columns,
    ("task", "postpone"): of_deals.columns,
    **{("request", verb): of_requests.asked for verb in ("ask", "urge")},
    ("deal", "plan"): of_plans.made,
    ("deal", "shift_plan"): of_plans.shifted,
    **{("task", verb): of_plans.milestone for verb in ("add", "change", "drop", "reopen", "outcome")},
    **{("saved_view", verb): of_views.view for verb in ("keep", "change", "remove")},
}
