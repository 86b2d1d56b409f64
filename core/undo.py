"""Undo 撤销: every write can be taken back from its reply for ten minutes, by whoever made it, unless changed since."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from core import (
    audit,
    clocks,
    contacts,
    deals,
    deciders,
    edits,
    handovers,
    keeps,
    leads,
    locks,
    members,
    merges,
    moves,
    owners,
    pauses,
    pipelines,
    projects,
    quotas,
    rehoming,
    reviews,
    taking_back,
    tasks,
    workspaces,
)
from core.calendar import local_day
from core.deciders import turnover
from core.errors import Missing, Refusal, msgid
from core.models import (
    Assignment,
    AuditRow,
    Contact,
    Deal,
    DealStatus,
    Evidence,
    Lead,
    LeadStatus,
    Member,
    Pipeline,
    Review,
    Source,
    SourceCost,
    Stage,
    Task,
    Visit,
    WebForm,
)
from core.sources import changes

FOR = timedelta(minutes=10)
_FOR_ALL = {("assignment", "handover"): timedelta(days=1)}  # much at once, which is looked through later


class TooLate(Refusal):
    message = msgid("That was more than ten minutes ago, so it stays. Change it on the card instead.")


class TooLateForAll(Refusal):
    message = msgid("That was more than a day ago, so it stays. Hand it over again to change it.")


class UndoneAlready(Refusal):
    message = msgid("That was undone already; nothing more to do.")


class ChangedSince(Refusal):
    message = msgid("It has been changed since, so it cannot be undone. Open the card to see how it stands.")


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
    await _must_stand(session, entry=entry)
    await _WAYS[entry.noun, entry.verb](session, entry, by, now)
    return entry


async def _must_stand(session: AsyncSession, *, entry: AuditRow) -> None:
    undone = await session.scalar(
        select(AuditRow.id).where(AuditRow.workspace_id == entry.workspace_id, AuditRow.undoes_id == entry.id)
    )
    if undone is not None:
        raise UndoneAlready


async def _note(session: AsyncSession, row: Any, entry: AuditRow, by: Member, now: datetime) -> None:
    await audit.record(
        session, row=row, verb="undo", by=by, now=now, before=entry.after, after=entry.before, undoes=entry
    )


async def _locked(session: AsyncSession, model: type[Any], entry: AuditRow, row_id: int | None = None) -> Any:
    found = await session.scalars(
        select(model)
        .where(model.workspace_id == entry.workspace_id, model.id == (row_id or entry.noun_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


def _must_be_as_left(row: Any, entry: AuditRow) -> None:
    columns = row.__table__.columns.keys()
    left = {name: value for name, value in entry.after.items() if name in columns}
    if audit.snapshot(row, left) != left:
        raise ChangedSince


def _put_back(row: Any, entry: AuditRow) -> None:
    """The columns the change touched, as they were before it."""
    _must_be_as_left(row, entry)
    for name, value in entry.before.items():
        setattr(row, name, audit.parsed(row, name, value))
    if hasattr(row, "version"):
        row.version += 1


async def _owner(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A claim, release or assignment: the lead goes back to whom it was with."""
    former = entry.before["owner_id"]
    await members.lock(session, by=by)
    lead = await leads.lock(session, lead_id=entry.noun_id, by=by)
    _must_be_as_left(lead, entry)
    if lead.status != LeadStatus.OPEN:
        raise ChangedSince
    if former == by.id:
        await quotas.must_have_room(session, lead=lead, by=by, now=now)
    to = await session.get(Member, (entry.workspace_id, former)) if former else None
    cause = "unclaim" if entry.verb == "claim" else "undo"
    since = audit.moment(entry.before["owned_since"])
    await owners.change(session, thing=lead, to=to, cause=cause, by=by, now=now, undoes=entry, since=since)


async def _reopen(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead called dead: it is open again, with whom it was."""
    former = entry.before["owner_id"]
    await members.lock(session, by=by)
    lead: Lead = await _locked(session, Lead, entry)
    _put_back(lead, entry)
    lead.owner_id, lead.owned_since = None, None
    if former == by.id:
        await quotas.must_have_room(session, lead=lead, by=by, now=now)
    to = await session.get(Member, (entry.workspace_id, former)) if former else None
    since = audit.moment(entry.before["owned_since"])
    await owners.change(
        session,
        thing=lead,
        to=to,
        cause="undo",
        by=by,
        now=now,
        undoes=entry,
        since=since,
        before=entry.after,
        after=entry.before,
    )


async def _edit(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead's facts, its customer's name and its contact as they were before they were changed."""
    lead = await leads.lock(session, lead_id=entry.noun_id, by=by)
    columns = lead.__table__.columns.keys()
    _must_be_as_left(lead, entry)
    for name, value in entry.before.items():
        if name in columns:
            setattr(lead, name, audit.parsed(lead, name, value))
    lead.version += 1
    await session.flush()
    if not await edits.put_back(session, lead=lead, entry=entry):
        raise ChangedSince
    await _note(session, lead, entry, by, now)
    await owners.redraw_cards(session, thing=lead, now=now)
    session.expire(lead)


async def _contact(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A contact entered by mistake."""
    contact = await session.get(Contact, (entry.workspace_id, entry.noun_id))
    if contact is None:
        raise ChangedSince
    _must_be_as_left(contact, entry)
    if not await contacts.forget(session, contact=contact):
        raise ChangedSince
    await _note(session, contact, entry, by, now)


async def _relock(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead unlocked is locked again, if there is a lock left for it."""
    await locks.must_be_lockable_again(session, by_id=entry.before["locked_by_id"], workspace_id=entry.workspace_id)
    await _columns(session, entry, by, now)


async def _contact_changed(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """What is known of a contact as it was."""
    contact, _ = await deciders.get(session, contact_id=entry.noun_id, by=by)
    _put_back(contact, entry)
    await _note(session, contact, entry, by, now)


async def _pool(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead moved to another pool goes back to the one it came from, if that is there still."""
    lead = await leads.lock(session, lead_id=entry.noun_id, by=by)
    _must_be_as_left(lead, entry)
    try:
        await rehoming.put(session, lead=lead, pool_id=entry.before["pool_id"], by=by, now=now)
    except Missing:
        raise ChangedSince from None


async def _clock(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead's rhythm, its pause, a question whether it may be kept or the answer: its clock is set as it was."""
    lead = await leads.lock(session, lead_id=entry.noun_id, by=by)
    if lead.status != LeadStatus.OPEN:
        raise ChangedSince
    was = lead.silent_on
    _put_back(lead, entry)
    await clocks.wind(session, thing=lead, workspace=await workspaces.of(session, by=by))
    await owners.show_clock(session, lead=lead, was=was, now=now)
    if "keep" in entry.after and not await keeps.take_back(session, lead=lead, entry=entry, by=by, now=now):
        raise ChangedSince
    if "paused_until" in entry.after:
        await pauses.show_again(session, lead=lead, cause=entry, now=now)
    await _note(session, lead, entry, by, now)


async def _withdraw(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead or deal entered by mistake leaves every list; a converted lead is open again."""
    thing = await _locked(session, Lead if entry.noun == "lead" else Deal, entry)
    _must_be_as_left(thing, entry)
    await _must_be_untouched(session, thing=thing, entry=entry)
    thing.status = LeadStatus.WITHDRAWN if isinstance(thing, Lead) else DealStatus.WITHDRAWN
    thing.version += 1
    workspace = await workspaces.of(session, by=by)
    await clocks.wind(session, thing=thing, workspace=workspace)
    if isinstance(thing, Deal) and thing.lead_id is not None:
        lead = await _locked(session, Lead, entry, thing.lead_id)
        lead.status = LeadStatus.OPEN
        lead.version += 1
        await clocks.wind(session, thing=lead, workspace=workspace)
        await owners.show_again(session, thing=lead, now=now)
    await _note(session, thing, entry, by, now)
    await owners.show_again(session, thing=thing, now=now)


async def _must_be_untouched(session: AsyncSession, *, thing: Lead | Deal, entry: AuditRow) -> None:
    """What was followed up, moved or edited since stays, with its history; what of that was undone does not count."""
    undoing = aliased(AuditRow)
    here = thing.workspace_id
    column = Visit.lead_id if isinstance(thing, Lead) else Visit.deal_id
    visited = exists().where(Visit.workspace_id == here, column == thing.id, Visit.undone_at.is_(None))
    changed = exists().where(
        AuditRow.workspace_id == here,
        AuditRow.noun == entry.noun,
        AuditRow.noun_id == entry.noun_id,
        AuditRow.id > entry.id,
        AuditRow.undoes_id.is_(None),
        AuditRow.verb != "reveal",
        ~exists().where(undoing.workspace_id == here, undoing.undoes_id == AuditRow.id),
    )
    if await session.scalar(select(visited | changed)):
        raise ChangedSince


async def _columns(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A task ticked off or moved, a deal edited, a lead rated, locked or unlocked."""
    row = await _locked(session, _MODELS[entry.noun], entry)
    if isinstance(row, Deal) and row.owner_id != by.id and not by.manages:
        raise ChangedSince
    _put_back(row, entry)
    await _note(session, row, entry, by, now)
    if isinstance(row, Lead):
        was = row.silent_on
        await clocks.wind(session, thing=row, workspace=await workspaces.of(session, by=by))
        await owners.show_clock(session, lead=row, was=was, now=now)
    elif isinstance(row, Deal):
        await _follow_stage(session, row)
        await owners.show_again(session, thing=row, now=now)
    else:
        await tasks.show_again(session, task=row, cause=entry.id, by=by, now=now)


async def _move(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A stage move: the deal stands where it stood, and the history says that it was put back."""
    seen = await session.get_one(Deal, (entry.workspace_id, entry.noun_id))
    await pipelines.keep(session, pipeline_id=seen.pipeline_id, by=by)
    deal: Deal = await _locked(session, Deal, entry)
    came_from, stayed = deal.stage_id, now - await moves.last_moved(session, deal=deal)
    if deal.owner_id != by.id and not by.manages:
        raise ChangedSince
    ended = deal.status != DealStatus.OPEN
    _put_back(deal, entry)
    stage = await _follow_stage(session, deal)
    if stage.retired_at is not None or str(stage.kind) != str(deal.status):  # out of use, or an end by now
        raise ChangedSince
    workspace = await workspaces.of(session, by=by)
    if ended and deal.status == DealStatus.OPEN:
        pipeline = await session.get_one(Pipeline, (deal.workspace_id, deal.pipeline_id))
        deals.wind(deal, pipeline=pipeline, workspace=workspace, today=local_day(now, workspace.zone))
    await clocks.wind(session, thing=deal, workspace=workspace)
    move = moves.move_of(deal, came_from=came_from, by=by, now=now)
    move.stayed, move.reason = stayed, "undo"
    session.add(move)
    await _note(session, deal, entry, by, now)
    await moves.overtake(session, workspace_id=deal.workspace_id, deal_ids=[deal.id], now=now)
    await owners.show_again(session, thing=deal, now=now)
    await reviews.settle(session, deal=deal, cause=f"undo:{entry.id}", now=now)


async def _follow_stage(session: AsyncSession, deal: Deal) -> Stage:
    """A deal put back is as likely as its stage is by now, unless a person said so."""
    stage = await session.get_one(Stage, (deal.workspace_id, deal.stage_id))
    set_committed_value(deal, "stage", stage)
    if not deal.probability_set:
        deal.probability = stage.probability
    return stage


async def _given(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A deal given to a colleague: it goes back to whom it was with."""
    deal: Deal = await _locked(session, Deal, entry)
    _must_be_as_left(deal, entry)
    if deal.status != DealStatus.OPEN:
        raise ChangedSince
    to = await session.get_one(Member, (entry.workspace_id, entry.before["owner_id"]))
    since, former = audit.moment(entry.before["owned_since"]), deal.owner_id
    back = await owners.change(session, thing=deal, to=to, cause="undo", by=by, now=now, undoes=entry, since=since)
    if former not in (None, by.id):
        lost = await session.get_one(Member, (entry.workspace_id, former))
        await deals.tell_former(session, deal=deal, former=lost, entry=back, by=by, now=now)


async def _evidence(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """Evidence put on the record, called of a kind, or taken off: it is as it was."""
    about = await session.get_one(Evidence, (entry.workspace_id, entry.noun_id))
    deal = await _locked(session, Deal, entry, about.deal_id) if about.deal_id is not None else None
    evidence: Evidence = await _locked(session, Evidence, entry)
    if entry.verb == "add":
        _must_be_as_left(evidence, entry)
        evidence.withdrawn_at = now
        await _note(session, evidence, entry, by, now)
    else:
        _put_back(evidence, entry)
        await _note(session, evidence, entry, by, now)
    if deal is not None:
        deal.version += 1
        await owners.redraw_cards(session, thing=deal, now=now)


async def _review(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A review: as it was before it was written anew, or gone."""
    review: Review = await _locked(session, Review, entry)
    if entry.before:
        _put_back(review, entry)
    else:
        _must_be_as_left(review, entry)
        await session.delete(review)
    await _note(session, review, entry, by, now)


async def _visit(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A follow-up: its next step goes, what it fulfilled is open again, the clocks stand where they stood."""
    visit: Visit = await _locked(session, Visit, entry)
    visit.undone_at = now
    await session.execute(
        update(Evidence)
        .where(Evidence.workspace_id == visit.workspace_id, Evidence.visit_id == visit.id)
        .values(withdrawn_at=now)
    )
    cancelled = await session.scalars(
        update(Task)
        .where(Task.workspace_id == visit.workspace_id, Task.visit_id == visit.id, Task.cancelled_at.is_(None))
        .values(cancelled_at=now, remind_at=None)
        .returning(Task.id)
    )
    await tasks.settle_reminders(session, task_ids=cancelled.all(), cause=entry.id, by=by, now=now)
    if fulfilled := entry.after.get("fulfilled"):
        await session.execute(
            update(Task)
            .where(Task.workspace_id == visit.workspace_id, Task.id.in_(fulfilled), Task.done_at == visit.logged_at)
            .values(done_at=None)
        )
    for model, thing_id in ((Lead, visit.lead_id), (Deal, visit.deal_id)):
        if thing_id is not None:
            thing = await _locked(session, model, entry, thing_id)
            await _rewind(session, thing=thing, visit=visit, entry=entry, by=by)
            await owners.redraw_cards(session, thing=thing, now=now)
    await turnover.take_back(session, visit_id=visit.id, by=by, now=now)
    await _note(session, visit, entry, by, now)
    await _uncapture(session, visit=visit, entry=entry, by=by, now=now)


async def _uncapture(session: AsyncSession, *, visit: Visit, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead that was made for this follow-up goes with it, unless more has come to it since."""
    if entry.source is None or visit.lead_id is None:
        return
    found = await session.scalars(
        select(AuditRow).where(
            AuditRow.workspace_id == entry.workspace_id,
            AuditRow.noun == "lead",
            AuditRow.noun_id == visit.lead_id,
            AuditRow.verb == "capture",
            AuditRow.actor_id == by.id,
            AuditRow.source == entry.source,  # one press did both
            AuditRow.at == entry.at,
        )
    )
    captured = found.first()
    if captured is None:
        return
    with suppress(ChangedSince, UndoneAlready):
        async with session.begin_nested():
            await _must_stand(session, entry=captured)
            await _withdraw(session, captured, by, now)


async def _rewind(session: AsyncSession, *, thing: Lead | Deal, visit: Visit, entry: AuditRow, by: Member) -> None:
    """Set a follow-up clock again from the follow-ups that stand, and the last quote as it was before this one's."""
    column = Visit.lead_id if isinstance(thing, Lead) else Visit.deal_id
    thing.last_follow_up_at = await session.scalar(
        select(func.max(Visit.at)).where(
            Visit.workspace_id == thing.workspace_id, column == thing.id, Visit.counts, Visit.undone_at.is_(None)
        )
    )
    while thing.quoted_at == visit.logged_at:
        _requote(thing, entry)
        if thing.quoted_at is None or (undone := await _undone_quote(session, thing=thing)) is None:
            break
        visit, entry = undone
    thing.version += 1
    await clocks.wind(session, thing=thing, workspace=await workspaces.of(session, by=by))


def _requote(thing: Lead | Deal, entry: AuditRow) -> None:
    noun = "lead" if isinstance(thing, Lead) else "deal"
    for name, value in entry.before.get(noun, {}).items():
        if name != "id":
            setattr(thing, name, audit.parsed(thing, name, value))


async def _undone_quote(session: AsyncSession, *, thing: Lead | Deal) -> tuple[Visit, AuditRow] | None:
    """The follow-up that gave the quote which now stands, if it was itself taken back."""
    column = Visit.lead_id if isinstance(thing, Lead) else Visit.deal_id
    rows = await session.execute(
        select(Visit, AuditRow)
        .join(
            AuditRow,
            (AuditRow.workspace_id == Visit.workspace_id)
            & (AuditRow.noun == "visit")
            & (AuditRow.noun_id == Visit.id)
            & (AuditRow.verb == "log"),
        )
        .where(
            Visit.workspace_id == thing.workspace_id,
            column == thing.id,
            Visit.logged_at == thing.quoted_at,
            Visit.undone_at.is_not(None),
        )
    )
    found = rows.first()
    return (found[0], found[1]) if found else None


async def _source(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """An entry of the list of sources as it was; one entered by mistake leaves it, unless something came from it."""
    source: Source = await _locked(session, Source, entry)
    _put_back(source, entry)
    if entry.verb != "enter":
        await changes.put_back(session, entry=source, of=entry)
    elif await changes.is_used(session, entry=source):
        raise ChangedSince
    else:
        await session.delete(source)
    await _note(session, source, entry, by, now)


async def _form(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A web form changed, closed or opened again."""
    form = await _locked(session, WebForm, entry)
    _put_back(form, entry)
    await _note(session, form, entry, by, now)


async def _cost(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A cost entered by mistake is taken out, one taken out by mistake counts again."""
    cost: SourceCost = await _locked(session, SourceCost, entry)
    _put_back(cost, entry)
    if entry.verb == "add":
        cost.removed_at = now
    await _note(session, cost, entry, by, now)


_MODELS: dict[str, type[Any]] = {"lead": Lead, "deal": Deal, "task": Task}


async def _member(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """Until when somebody is away."""
    row = await _locked(session, Member, entry)
    _put_back(row, entry)
    await _note(session, row, entry, by, now)


async def _batch(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """Many given at once, or all that somebody held handed over: those that nobody has changed since."""
    back = await taking_back.all_of(session, entry=entry, by=by, now=now)
    if entry.verb == handovers.KIND:
        row = await session.get_one(Assignment, (entry.workspace_id, entry.noun_id))
        await handovers.returning.tell(session, row=row, back=back, by=by, now=now)


_SAYS_ITSELF = {("account", "merge"), ("deal", "join")}  # how long, and in its own words
_Way = Callable[[AsyncSession, AuditRow, Member, datetime], Awaitable[None]]
_WAYS: dict[tuple[str, str], _Way] = {
    ("visit", "log"): _visit,
    ("lead", "capture"): _withdraw,
    ("lead", "claim"): _owner,
    ("lead", "release"): _owner,
    ("lead", "assign"): _owner,
    ("lead", "die"): _reopen,
    ("lead", "rate"): _columns,
    ("lead", "edit"): _edit,
    ("contact", "add"): _contact,
    ("member", "away"): _member,
    ("assignment", "assign"): _batch,
    ("assignment", "handover"): _batch,
    **{("source", verb): _source for verb in ("enter", "edit", "confirm", "retire", "restore", "merge", "part")},
    **{("web_form", verb): _form for verb in ("edit", "close", "reopen")},
    ("source_cost", "add"): _cost,
    ("source_cost", "remove"): _cost,
    ("lead", "lock"): _columns,
    ("lead", "unlock"): _relock,
    ("lead", "move"): _pool,
    ("lead", "rhythm"): _clock,
    ("lead", "pause"): _clock,
    ("lead", "end_pause"): _clock,
    ("lead", "ask_keep"): _clock,
    ("lead", "keep"): _clock,
    ("lead", "refuse_keep"): _clock,
    ("account", "merge"): merges.take_back,
    ("deal", "join"): projects.take_back,
    ("contact", "change"): _contact_changed,
    ("deal", "create"): _withdraw,
    ("deal", "convert"): _withdraw,
    ("deal", "advance"): _move,
    ("deal", "send_back"): _move,
    ("deal", "win"): _move,
    ("deal", "lose"): _move,
    ("deal", "move"): _move,
    ("deal", "let_through"): _move,
    ("deal", "reopen"): _move,
    ("deal", "edit"): _columns,
    ("deal", "give"): _given,
    ("evidence", "add"): _evidence,
    ("evidence", "call"): _evidence,
    ("evidence", "settle"): _evidence,
    ("evidence", "withdraw"): _evidence,
    ("review", "write"): _review,
    ("task", "done"): _columns,
    ("task", "postpone"): _columns,
}
