"""Keep 7 more days 再保留7天: the owner of a silent lead asks, whoever leads them answers. On record either way."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, leads, members, notices, owners, workspaces
from core.access import decides_over
from core.calendar import local_day, working_days_after
from core.errors import Missing, NotAllowed, Refusal, msgid
from core.models import Answer, AuditRow, Keep, Lead, LeadStatus, Member
from core.silence import alerts

MORE = 7  # working days that are granted
HELD = 2  # working days that a lead waits for the answer; on the one before, whoever was asked is reminded
LONGEST = 300  # characters of a reason
_KEPT = ("kept_from", "kept_until")
_WAITS = ("warn_on", "recycle_on")


class NotSilentYet(Refusal):
    message = msgid("{lead} is yours until {day} at least. You can ask once you are warned of it.")


class InThePool(Refusal):
    message = msgid("{lead} is back in the pool. /lead pool shows what is free to claim.")


class NotYoursToKeep(Refusal):
    message = msgid("{lead} belongs to {owner}. Only they and those who lead them decide about it.")


class RefusedAlready(Refusal):
    message = msgid("{who} refused that ({day}): “{reason}”. Log a follow-up that says something new instead.")


class NobodyToAsk(Refusal):
    message = msgid("There is nobody to ask: you have no manager, and there is no admin. Log a follow-up instead.")


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


async def ask(
    session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, Keep, AuditRow | None]:
    """Ask whoever leads `by` to let them keep a lead they were warned of. Asked twice it is one question; who leads
    others grants it at once, on record."""
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    must_be_theirs(lead, by)
    asked = await last_of(session, lead=lead)
    if asked is not None and asked.answer is None:
        return lead, asked, None
    if asked is not None and asked.answer == Answer.REFUSED:
        raise RefusedAlready(who=asked.answered_by, day=asked.answered_at, reason=asked.reason)
    if lead.warned is None:
        raise NotSilentYet(lead=lead.account.name, day=lead.silent_on)
    leader = None if by.manages else await members.manager_of(session, member=by)
    if leader is None and not by.manages:
        raise NobodyToAsk
    keep = await _open(session, lead=lead, asked=leader, by=by, now=now)
    if leader is None:
        return lead, keep, await _grant(session, lead=lead, keep=keep, by=by, now=now, source=source)
    entry = await _hold(session, lead=lead, keep=keep, by=by, now=now, source=source)
    await put(session, lead=lead, keep=keep, to=leader, cause=entry.id, now=now)
    return lead, keep, entry


def must_be_theirs(lead: Lead, by: Member) -> None:
    """Refuse unless the lead is open and held by `by`, or by somebody they lead."""
    leads.must_be_open(lead)
    if lead.owner is None:
        raise InThePool(lead=lead.account.name)
    if not decides_over(by, lead.owner):
        raise NotYoursToKeep(lead=lead.account.name, owner=lead.owner)


def _whole() -> Select[Keep]:
    return select(Keep).options(joinedload(Keep.owner), joinedload(Keep.asked), joinedload(Keep.answered_by))


def _of_clock(lead: Lead) -> Select[Keep]:
    """The questions about the clock on which a lead runs now."""
    return _whole().where(
        Keep.workspace_id == lead.workspace_id,
        Keep.lead_id == lead.id,
        Keep.owner_id == lead.owner_id,
        Keep.clock_from == clocks.runs_from(lead),
    )


async def of_clock(session: AsyncSession, *, lead: Lead) -> Sequence[Keep]:
    """Every question about the clock on which a lead runs now, those withdrawn too, the first first."""
    return (await session.scalars(_of_clock(lead).order_by(Keep.id))).all()


async def last_of(session: AsyncSession, *, lead: Lead) -> Keep | None:
    """The last question about the clock on which a lead runs now."""
    stands = _of_clock(lead).where(Keep.answer.is_distinct_from(Answer.WITHDRAWN))
    return (await session.scalars(stands.order_by(Keep.id.desc()).limit(1))).first()


async def get(session: AsyncSession, *, workspace_id: str, keep_id: int) -> Keep:
    """A question, for what its owner is told of it."""
    found = await session.scalars(_whole().where(Keep.workspace_id == workspace_id, Keep.id == keep_id))
    keep = found.first()
    if keep is None:
        raise Missing
    return keep


async def granted(session: AsyncSession, *, lead: Lead) -> int:
    """How often its present owner has been granted to keep it."""
    mine = (Keep.lead_id == lead.id) & (Keep.owner_id == lead.owner_id) & (Keep.answer == Answer.APPROVED)
    return (
        await session.scalar(select(func.count()).select_from(Keep).where(Keep.workspace_id == lead.workspace_id, mine))
        or 0
    )


def stands(keep: Keep, lead: Lead) -> bool:
    """Whether it is still the same owner's lead, on the same clock."""
    held = lead.status == LeadStatus.OPEN and lead.owner_id == keep.owner_id
    return held and clocks.runs_from(lead) == keep.clock_from


async def _open(session: AsyncSession, *, lead: Lead, asked: Member | None, by: Member, now: datetime) -> Keep:
    earlier = update(Keep).where(Keep.workspace_id == lead.workspace_id, Keep.lead_id == lead.id, Keep.answer.is_(None))
    await session.execute(earlier.values(answer=Answer.MOOT, answered_at=now, due_on=None))
    workspace = await workspaces.of(session, by=by)
    today, here = local_day(now, workspace.zone), clocks.calendar(workspace)
    keep = Keep(
        workspace_id=lead.workspace_id,
        lead_id=lead.id,
        owner_id=lead.owner_id,
        asked_id=asked.id if asked else None,
        asked_at=now,
        clock_from=clocks.runs_from(lead),
        answer_by=working_days_after(today, HELD, **here),
        due_on=working_days_after(today, 1, **here) if asked else None,
    )
    session.add(keep)
    await session.flush()
    for name, who in (("owner", lead.owner), ("asked", asked), ("answered_by", None)):
        set_committed_value(keep, name, who)
    return keep


async def _hold(
    session: AsyncSession, *, lead: Lead, keep: Keep, by: Member, now: datetime, source: str | None
) -> AuditRow:
    """Let the alert stand until the day by which an answer is expected."""
    before = audit.snapshot(lead, _WAITS)
    lead.warn_on = max(lead.warn_on, keep.answer_by) if lead.warn_on else None
    lead.recycle_on = max(lead.recycle_on, keep.answer_by) if lead.recycle_on else None
    after = {**audit.snapshot(lead, _WAITS), "keep": keep.id}
    entry = await audit.record(
        session, row=lead, verb="ask_keep", by=by, now=now, before=before, after=after, source=source
    )
    await alerts.make_true(session, lead=lead, cause=entry.id, now=now)
    return entry


async def put(
    session: AsyncSession, *, lead: Lead, keep: Keep, to: Member, cause: int | str, now: datetime, again: bool = False
) -> None:
    """Ask `to` in a message of its own, below what they were told of the lead before; `again`: in their hours."""
    await alerts.put_question_away(session, lead=lead, cause=cause, now=now, again=True)
    await notices.tell(
        session,
        workspace_id=lead.workspace_id,
        kind="keep_asked",
        key=f"keep:{keep.id}:asked:{cause}",
        facts={"lead": lead.id, "account": lead.account_id, "keep": keep.id},
        to=to,
        topic=alerts.question(lead),
        due_at=now,
        now=now,
        manner="due" if again else "asked",
    )


async def approve(
    session: AsyncSession, *, keep_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, Keep, AuditRow | None]:
    """Let the owner keep it for seven working days more. Pressed twice it is granted once."""
    lead, keep = await to_answer(session, keep_id=keep_id, answer=Answer.APPROVED, by=by)
    if keep.answer == Answer.APPROVED:
        return lead, keep, None
    entry = await _grant(session, lead=lead, keep=keep, by=by, now=now, source=source)
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
    keep = (await session.scalars(_whole().where(Keep.workspace_id == here, Keep.id == keep_id))).one()
    if lead is None or not decides_over(by, keep.owner):
        raise Missing
    if by.id == keep.owner_id:
        raise NotAllowed(who=keep.asked or "–")
    return lead, keep


def _answer(keep: Keep, answer: Answer, *, by: Member, now: datetime, reason: str | None = None) -> None:
    keep.answer, keep.answered_by_id, keep.answered_at, keep.reason, keep.due_on = answer, by.id, now, reason, None
    set_committed_value(keep, "answered_by", by)


async def _grant(
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


async def tell_owner(session: AsyncSession, *, lead: Lead, keep: Keep, cause: int | str, now: datetime) -> None:
    """Tell who asked how it was answered, or that it was not in time."""
    await notices.tell(
        session,
        workspace_id=lead.workspace_id,
        kind="keep_answered",
        key=f"answer:{keep.id}:{cause}",
        facts={"lead": lead.id, "account": lead.account_id, "keep": keep.id},
        to=await session.get_one(Member, (keep.workspace_id, keep.owner_id)),
        topic=f"answer:{keep.id}",
        due_at=now,
        now=now,
        manner="asked" if keep.answer else "due",
    )


async def take_back(session: AsyncSession, *, lead: Lead, entry: AuditRow, by: Member, now: datetime) -> bool:
    """Undo what the audit row tells of, a question put or an answer given; False: it is too late for that.

    The columns of the locked lead are back already, and its clock is set.
    """
    found = await session.scalars(
        _whole().where(Keep.workspace_id == lead.workspace_id, Keep.id == entry.after["keep"]).with_for_update(of=Keep)
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
