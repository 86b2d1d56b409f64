"""Why somebody was told something: the rows behind a notice, as they stand now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import access, silence, tasks, workspaces
from core.calendar import local_day
from core.errors import Missing
from core.models import Deal, Lane, Lead, Member, Notice, Pool, Room, Task, Team, Workspace
from core.silence import Story

OF_ROOMS = ("deal_card", "room_visit", "room_move", "room_ending")  # in a channel: the deal's own


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What a notice rests on. `day`: when it was due, by its reader's clock; `by`: who gave the lead; `set_by`: who
    had its channel told, None where that was done from the shell."""

    notice: Notice
    workspace: Workspace
    reader: Member
    day: date
    lead: Lead | None = None
    story: Story | None = None
    deal: Deal | None = None
    task: Task | None = None
    by: Member | None = None
    set_by: Member | None = None

    @property
    def in_channel(self) -> bool:
        """Whether a channel was told, not a person."""
        return self.notice.member_id is None


async def of(session: AsyncSession, *, notice: Notice, by: Member) -> Reason:
    """Why `by` is told this. What they may no longer see is left out."""
    facts, workspace = notice.facts, await workspaces.of(session, by=by)
    day, lead = local_day(notice.due_at, by.zone), await _lead(session, facts.get("lead"), by=by)
    return Reason(
        notice=notice,
        workspace=workspace,
        reader=by,
        day=day,
        lead=lead,
        story=await silence.of(session, lead=lead, by=by, today=day) if lead else None,
        deal=await _deal(session, facts.get("deal"), by=by),
        task=await _task(session, facts.get("task"), by=by),
        by=await session.get(Member, (by.workspace_id, facts["by"])) if "by" in facts else None,
        set_by=await channel_set_by(session, notice=notice, workspace=workspace) if notice.member_id is None else None,
    )


async def channel_set_by(session: AsyncSession, *, notice: Notice, workspace: Workspace) -> Member | None:
    """Who had the notice's channel told: the team's, or the pool's. None: it was done from the shell."""
    lane = await session.get_one(Lane, (notice.workspace_id, notice.lane_id))
    if notice.kind in ("lead_card", "import_pool", "leads_returned"):  # in the channel of a pool
        of_a_pool = select(Pool.channel_by).where(Pool.workspace_id == workspace.id, Pool.channel == lane.channel)
        by = await session.scalar(of_a_pool.order_by(Pool.position).limit(1)) or workspace.pool_channel_by
        asked = select(Member).where(Member.slack_id == by)
    elif notice.kind in OF_ROOMS:
        asked = select(Member).join(Room, (Room.workspace_id == Member.workspace_id) & (Room.by_id == Member.id))
        asked = asked.where(Room.channel == lane.channel)
    else:
        asked = select(Member).join(
            Team,
            (Team.workspace_id == Member.workspace_id)
            & (Team.channel_by == Member.slack_id)
            & (Team.channel == lane.channel),
        )
    return (await session.scalars(asked.where(Member.workspace_id == workspace.id).limit(1))).first()


async def introduces(session: AsyncSession, *, notice: Notice) -> bool:
    """Whether a channel's notice is the first that it gets, or makes the message of the first true again."""
    lane = await session.get_one(Lane, (notice.workspace_id, notice.lane_id))
    if lane.first_id in (None, notice.id):
        return True
    if notice.topic is None:
        return False
    first = await session.get(Notice, (notice.workspace_id, lane.first_id))
    return first is not None and first.topic == notice.topic


async def _lead(session: AsyncSession, lead_id: int | None, *, by: Member) -> Lead | None:
    asked = select(Lead).options(joinedload(Lead.account), joinedload(Lead.owner))
    found = await session.scalars(asked.where(access.sees_lead(by), Lead.id == lead_id)) if lead_id else None
    return found.first() if found else None


async def _deal(session: AsyncSession, deal_id: int | None, *, by: Member) -> Deal | None:
    asked = select(Deal).options(joinedload(Deal.account))
    found = await session.scalars(asked.where(access.sees_deal(by), Deal.id == deal_id)) if deal_id else None
    return found.first() if found else None


async def _task(session: AsyncSession, task_id: int | None, *, by: Member) -> Task | None:
    try:
        return await tasks.get(session, task_id=task_id, by=by) if task_id else None
    except Missing:
        return None
