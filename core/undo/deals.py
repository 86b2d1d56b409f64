"""How moves and changes of deals, their evidence and tasks are taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, deals, mates, moves, owners, pipelines, reviews, tasks, workspaces
from core.calendar import local_day
from core.deals import appeals, difficulty, ends, steps
from core.models import AuditRow, Deal, DealStatus, Evidence, Lead, Member, Pipeline, Plea, Review, Stage, Task
from core.undo.entry import ChangedSince, locked, must_be_as_left, note, put_back

_MODELS: dict[str, type[Any]] = {"lead": Lead, "deal": Deal, "task": Task}


async def review(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A review: as it was before it was written anew, or gone."""
    review: Review = await locked(session, Review, entry)
    if entry.before:
        put_back(review, entry)
    else:
        must_be_as_left(review, entry)
        await session.delete(review)
    await note(session, review, entry, by, now)


async def columns(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A task ticked off or moved, a deal edited, a lead rated, locked or unlocked."""
    row = await locked(session, _MODELS[entry.noun], entry)
    if isinstance(row, Deal) and not await deals.is_led(session, deal=row, by=by):
        raise ChangedSince
    put_back(row, entry)
    await note(session, row, entry, by, now)
    if isinstance(row, Lead):
        was = row.silent_on
        await clocks.wind(session, thing=row, workspace=await workspaces.of(session, by=by))
        await owners.show_clock(session, lead=row, was=was, now=now)
    elif isinstance(row, Deal):
        await _follow_stage(session, row)
        await owners.show_again(session, thing=row, now=now)
    else:
        await tasks.show_again(session, task=row, cause=entry.id, by=by, now=now)


async def move(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A stage move: the deal stands where it stood, and the history says that it was put back."""
    seen = await session.get_one(Deal, (entry.workspace_id, entry.noun_id))
    await pipelines.keep(session, pipeline_id=seen.pipeline_id, by=by)
    deal: Deal = await locked(session, Deal, entry)
    came_from, stayed = deal.stage_id, now - await moves.last_moved(session, deal=deal)
    if not await deals.is_led(session, deal=deal, by=by):
        raise ChangedSince
    ended = deal.status != DealStatus.OPEN
    put_back(deal, entry)
    stage = await _follow_stage(session, deal)
    if stage.retired_at is not None or str(stage.kind) != str(deal.status):  # out of use, or an end by now
        raise ChangedSince
    workspace = await workspaces.of(session, by=by)
    if ended and deal.status == DealStatus.OPEN:
        pipeline = await session.get_one(Pipeline, (deal.workspace_id, deal.pipeline_id))
        deals.wind(deal, pipeline=pipeline, workspace=workspace, today=local_day(now, workspace.zone))
    if deal.status == DealStatus.LOST:
        await steps.drop(session, deal=deal, now=now)
    else:
        await steps.plan_again(session, deal=deal, dropped_at=entry.at)
    await ends.follow(session, workspace_id=deal.workspace_id, deal_ids=[deal.id], now=now)
    await clocks.wind(session, thing=deal, workspace=workspace)
    move = moves.move_of(deal, came_from=came_from, by=by, now=now)
    move.stayed, move.reason = stayed, "undo"
    session.add(move)
    await note(session, deal, entry, by, now)
    await appeals.overtake(session, Plea, workspace_id=deal.workspace_id, deal_ids=[deal.id], now=now)
    await owners.show_again(session, thing=deal, now=now)
    await reviews.settle(session, deal=deal, cause=f"undo:{entry.id}", now=now)


async def _follow_stage(session: AsyncSession, deal: Deal) -> Stage:
    """A deal put back is as likely as its stage is by now, unless a person said so."""
    stage = await session.get_one(Stage, (deal.workspace_id, deal.stage_id))
    set_committed_value(deal, "stage", stage)
    if not deal.probability_set:
        deal.probability = stage.probability
    return stage


async def coefficient(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """How hard a deal is called, as it was; by whoever may say so still."""
    deal = await deals.hold(session, deal_id=entry.noun_id, by=by)
    await difficulty.must_be_theirs(session, deal=deal, by=by)
    put_back(deal, entry)
    undone = await note(session, deal, entry, by, now)
    await owners.redraw_cards(session, thing=deal, now=now)
    await difficulty.tell(session, deal=deal, cause=undone, by=by, now=now)


async def team(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """Colleagues put on the team of a deal, or taken off: it is as it was, and they are told."""
    if not await mates.put_back(session, entry=entry, by=by, now=now):
        raise ChangedSince


async def given(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A deal given to a colleague: it goes back to whom it was with."""
    deal: Deal = await locked(session, Deal, entry)
    must_be_as_left(deal, entry)
    if deal.status != DealStatus.OPEN:
        raise ChangedSince
    to = await session.get_one(Member, (entry.workspace_id, entry.before["owner_id"]))
    since, former = audit.moment(entry.before["owned_since"]), deal.owner_id
    back = await owners.change(session, thing=deal, to=to, cause="undo", by=by, now=now, undoes=entry, since=since)
    if former not in (None, by.id):
        lost = await session.get_one(Member, (entry.workspace_id, former))
        await deals.tell_former(session, deal=deal, former=lost, entry=back, by=by, now=now)


async def evidence(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """Evidence put on the record, called of a kind, or taken off: it is as it was."""
    about = await session.get_one(Evidence, (entry.workspace_id, entry.noun_id))
    deal = await locked(session, Deal, entry, about.deal_id) if about.deal_id is not None else None
    evidence: Evidence = await locked(session, Evidence, entry)
    if entry.verb == "add":
        must_be_as_left(evidence, entry)
        evidence.withdrawn_at = now
        await note(session, evidence, entry, by, now)
    else:
        put_back(evidence, entry)
        await note(session, evidence, entry, by, now)
    if deal is not None:
        deal.version += 1
        await owners.redraw_cards(session, thing=deal, now=now)
