"""Answering whether a lead may be kept, and taking a question or an answer back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, leads, owners, workspaces
from core.access import decides_over
from core.calendar import local_day, working_days_after
from core.errors import Missing, NotAllowed, Refusal, msgid
from core.models import Answer, AuditRow, Keep, Lead, LeadStatus, Member
from core.silence import alerts
from core.silence.keeps.found import stands, whole
from core.silence.keeps.told import put, tell_owner

MORE = 7  # working days that are granted
LONGEST = 300  # characters of a reason
_KEPT = ("kept_from", "kept_until")


class AnsweredAlready(Refusal):
    message = msgid("{who} has answered that already ({day}).")


class NothingToAnswer(Refusal):
    message = msgid("{lead} has been followed up, paused or kept since, so there is nothing to answer any more.")


class WentBack(Refusal):
    message = msgid("Too late: {lead} has gone back to the pool. Assign… on its card gives it to somebody.")


class WentToAnother(Refusal):
    message = msgid("Too late: {lead} is with {owner} now.")


class WhyNot(Refusal):
    message = msgid("Say why in a few words, at most {most} characters: its owner will read it.")
    field = "reason"


async def approve(
    session: AsyncSession, *, keep_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, Keep, AuditRow | None]:
    """Let the owner keep it for seven working days more. Pressed twice it is granted once."""
    lead, keep = await to_answer(session, keep_id=keep_id, answer=Answer.APPROVED, by=by)
    if keep.answer == Answer.APPROVED:
        return lead, keep, None
    entry = await grant(session, lead=lead, keep=keep, by=by, now=now, source=source)
    await tell_owner(session, lead=lead, keep=keep, cause=entry.id, now=now)
    return lead, keep, entry


async def refuse(
    session: AsyncSession, *, keep_id: int, reason: str, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, Keep, AuditRow | None]:
    """Refuse it, and say why; the lead goes on as its clock says. Sent twice it is refused once."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise WhyNot(most=LONGEST)
    lead, keep = await to_answer(session, keep_id=keep_id, answer=Answer.REFUSED, by=by)
    if keep.answer == Answer.REFUSED:
        return lead, keep, None
    _answer(keep, Answer.REFUSED, by=by, now=now, reason=reason)
    entry = await audit.record(
        session, row=lead, verb="refuse_keep", by=by, now=now, after={"keep": keep.id, "reason": reason}, source=source
    )
    await alerts.make_true(session, lead=lead, cause=entry.id, now=now)
    await tell_owner(session, lead=lead, keep=keep, cause=entry.id, now=now)
    return lead, keep, entry


async def to_answer(
    session: AsyncSession, *, keep_id: int, by: Member, answer: Answer | None = None
) -> tuple[Lead, Keep]:
    """The lead and the question, held still; refused where it is too late, or not `by` who decides. Answered by them
    before, and in the same way, it is given back as it is."""
    lead, keep = await _locked(session, keep_id=keep_id, by=by)
    if answer is not None and keep.answer == answer and keep.answered_by_id == by.id:
        return lead, keep
    if keep.answer in (Answer.APPROVED, Answer.REFUSED):
        raise AnsweredAlready(who=keep.answered_by, day=keep.answered_at)
    if lead.status == LeadStatus.OPEN and lead.owner is None:
        raise WentBack(lead=lead.account.name)
    leads.must_be_open(lead)
    if lead.owner_id != keep.owner_id:
        raise WentToAnother(lead=lead.account.name, owner=lead.owner)
    if keep.answer is not None or not stands(keep, lead):
        raise NothingToAnswer(lead=lead.account.name)
    return lead, keep


async def _locked(session: AsyncSession, *, keep_id: int, by: Member) -> tuple[Lead, Keep]:
    """A question that `by` may answer: they lead whoever asked, and did not ask themselves."""
    here = by.workspace_id
    about = select(Keep.lead_id).where(Keep.workspace_id == here, Keep.id == keep_id)
    lead_id = await session.scalar(about)
    if lead_id is None:
        raise Missing
    await session.execute(select(Lead.id).where(Lead.workspace_id == here, Lead.id == lead_id).with_for_update())
    await session.execute(about.with_for_update())
    lead = await leads.shown_to_all(session, workspace_id=here, lead_id=lead_id)
    keep = (await session.scalars(whole().where(Keep.workspace_id == here, Keep.id == keep_id))).one()
    if lead is None or not decides_over(by, keep.owner):
        raise Missing
    if by.id == keep.owner_id:
        raise NotAllowed(who=keep.asked or "–")
    return lead, keep


def _answer(keep: Keep, answer: Answer, *, by: Member, now: datetime, reason: str | None = None) -> None:
    keep.answer, keep.answered_by_id, keep.answered_at, keep.reason, keep.due_on = answer, by.id, now, reason, None
    set_committed_value(keep, "answered_by", by)


async def grant(
    session: AsyncSession, *, lead: Lead, keep: Keep, by: Member, now: datetime, source: str | None
) -> AuditRow:
    """Put the clock off, from the day it ends or from now, whichever is later."""
    workspace = await workspaces.of(session, by=by)
    before, today = audit.snapshot(lead, _KEPT), local_day(now, workspace.zone)
    ends = max(lead.silent_on or today, today)
    lead.kept_until = keep.kept_until = working_days_after(ends, MORE, **clocks.calendar(workspace))
    lead.kept_from = keep.clock_from
    lead.version += 1
    _answer(keep, Answer.APPROVED, by=by, now=now)
    await clocks.wind(session, thing=lead, workspace=workspace)
    after = {**audit.snapshot(lead, _KEPT), "keep": keep.id}
    entry = await audit.record(
        session, row=lead, verb="keep", by=by, now=now, before=before, after=after, source=source
    )
    await owners.show_again(session, thing=lead, now=now)
    return entry


async def take_back(session: AsyncSession, *, lead: Lead, entry: AuditRow, by: Member, now: datetime) -> bool:
    """Undo what the audit row tells of, a question put or an answer given; False: it is too late for that.

    The columns of the locked lead are back already, and its clock is set.
    """
    found = await session.scalars(
        whole().where(Keep.workspace_id == lead.workspace_id, Keep.id == entry.after["keep"]).with_for_update(of=Keep)
    )
    keep = found.one()
    if not stands(keep, lead) or (entry.verb == "ask_keep" and keep.answer is not None):
        return False
    cause = f"undo:{entry.id}"
    if entry.verb == "ask_keep" or keep.asked is None:
        _answer(keep, Answer.WITHDRAWN, by=by, now=now)
        await alerts.put_question_away(session, lead=lead, cause=cause, now=now)
        await alerts.make_true(session, lead=lead, cause=cause, now=now)
        return True
    keep.answer, keep.answered_by_id, keep.answered_at, keep.reason, keep.kept_until = None, None, None, None, None
    set_committed_value(keep, "answered_by", None)
    await put(session, lead=lead, keep=keep, to=by, cause=cause, now=now)
    await alerts.make_true(session, lead=lead, cause=cause, now=now)
    await tell_owner(session, lead=lead, keep=keep, cause=cause, now=now)
    return True
