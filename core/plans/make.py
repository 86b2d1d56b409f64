"""A deal's plan made from the template of its pipeline, in one go: dates by working days, owners by what each says."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, deals, mates, members, notices, tasks, workspaces
from core.calendar import is_working_day, local_day, working_days_after
from core.errors import Refusal, msgid
from core.models import AuditRow, Deal, Member, Pipeline, PlanStep, Task, Workspace
from core.plans import read, template, told


class PlanThere(Refusal):
    message = msgid("{deal} has a plan already. Add to it, or move its dates.")


class NoTemplate(Refusal):
    message = msgid("There is no template for {pipeline} yet. Add milestones one by one, or ask an admin for one.")


async def make(
    session: AsyncSession, *, deal_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Deal, AuditRow]:
    """Make the plan, from today on. Its owners hear of what they were given."""
    deal = await deals.lock_open(session, deal_id=deal_id, by=by)
    if await count(session, deal=deal):
        raise PlanThere(deal=deal.name)
    steps = await template.of(session, pipeline_id=deal.pipeline_id, by=by)
    if not steps:
        pipeline = await session.get_one(Pipeline, (deal.workspace_id, deal.pipeline_id))
        raise NoTemplate(pipeline=pipeline)
    workspace = await workspaces.of(session, by=by)
    whose = await _owners(session, deal=deal, by=by)
    days = dates(steps, start=local_day(now, workspace.zone), workspace=workspace)
    made = [
        milestone(deal, whose.get(step.role_id or step.owns, whose["owner"]), on, place=place, names=step, now=now)
        for place, (step, on) in enumerate(zip(steps, days, strict=True))
    ]
    session.add_all(made)
    await session.flush()
    after = {"milestones": {str(each.id): audit.snapshot(each, ("on", "owner_id")) for each in made}}
    entry = await audit.record(session, row=deal, verb="plan", by=by, now=now, after=after, source=source)
    planned = [tasks.planned_for(each.owner, each.on, cause=entry.id) for each in made if each.on]
    await notices.again(session, workspace_id=by.workspace_id, agains=planned, now=now)
    await told.given(session, deal=deal, milestones=made, cause=entry, by=by, now=now)
    await told.show_again(session, deal=deal, milestones=[], cause=entry, now=now)
    return deal, entry


async def count(session: AsyncSession, *, deal: Deal) -> int:
    """How many milestones a deal's plan has."""
    counted = select(func.count()).select_from(Task)
    which = Task.workspace_id == deal.workspace_id, Task.deal_id == deal.id, read.in_plan()
    return await session.scalar(counted.where(*which)) or 0


def dates(steps: Sequence[PlanStep], *, start: date, workspace: Workspace) -> list[date]:
    """The day of each step of a plan that starts on `start`: working days, all."""
    calendar = clocks.calendar(workspace)
    while not is_working_day(start, **calendar):
        start += timedelta(days=1)
    days: list[date] = []
    for step in steps:
        since = start if step.from_start or not days else days[-1]
        days.append(working_days_after(since, step.days, **calendar))
    return days


async def _owners(session: AsyncSession, *, deal: Deal, by: Member) -> dict[str | int, Member]:
    """Whose a milestone is by what its step says: the owner, whoever leads them, the first on the team in a role."""
    owner = deal.owner or by
    manager = await members.manager_of(session, member=owner) or owner
    team = await mates.of_deal(session, deal=deal)
    whose: dict[str | int, Member] = {"owner": owner, "manager": manager}
    whose.update({mate.role_id: mate.member for mate in reversed(team) if mate.role_id is not None})
    return whose


def milestone(
    deal: Deal, owner: Member, on: date, *, place: int, now: datetime, names: PlanStep | None = None, text: str = ""
) -> Task:
    """A row for one milestone: of a step of the template, or of a name of its own."""
    task = Task(
        workspace_id=deal.workspace_id,
        account_id=deal.account_id,
        deal_id=deal.id,
        owner_id=owner.id,
        text=names.name_zh if names else text,
        name_zh=names.name_zh if names else None,
        name_en=names.name_en if names else None,
        stage_id=names.stage_id if names else None,
        place=place,
        on=on,
        zone=owner.zone,
        remind_at=tasks.remind_at(on, None, zone=owner.zone, now=now),
        created_at=now,
    )
    for name, value in (("owner", owner), ("account", deal.account), ("stage", names.stage if names else None)):
        set_committed_value(task, name, value)  # as it is drawn, without asking for what is known
    return task
