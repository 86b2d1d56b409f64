"""How a deal stands at a moment: the days in its stage, who is known there, what is on record, what to look for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import changes, deals, evidence, pipelines, reviews, scores, workspaces
from core.calendar import local_day, working_days_between
from core.deals import difficulty, extensions
from core.models import Contact, Deal, DealStatus, Evidence, Extension, Member, Review, Stage, Task, Team
from core.plans import read as plans
from core.plans.read import Progress
from core.scores import Score
from core.stages import gates
from core.stages.gates import Lack

SHOWN = 3  # people, pieces of evidence


@dataclass(frozen=True)
class Caution:
    """One thing to look out for: `late` in its stage, past its close (`overdue`), `silent`, milestones late (`behind`,
    as many as `days`), a plan that ends after the close (`plan_after`), no next step (`no_step`). `days` over; `since`
    when, of one overdue until when it may stay."""

    kind: str
    days: int = 0
    expected: int = 0
    since: date | None = None


@dataclass(frozen=True)
class Outlook:
    """What a card says of a deal besides its terms. `team`: its owner's; `days`: working days in its stage; `seen`: the
    newest change to it, so that a press can tell what came after; `lacks`: what the next stage still asks for;
    `review`: of one that is closed; `lessons`: how many there are of deals like one that is open;
    `shifts`: how often its date was put off; `extension`: the new date that is asked for;
    `is_rated`: whether somebody said how hard it is, and its reader may know; `plan`: how far it has come; `today` in
    the workspace's zone;
    `score`: of one that is open, where the workspace scores its deals."""

    team: Team | None
    days: int
    seen: int
    stages: Sequence[Stage]
    lacks: Sequence[Lack]
    people: Sequence[Contact]
    evidence: Sequence[Evidence]
    pieces: int
    warnings: Sequence[Caution]
    review: Review | None
    lessons: int
    shifts: int
    extension: Extension | None
    is_rated: bool
    plan: Progress
    today: date
    score: Score | None


async def of(session: AsyncSession, *, deal: Deal, next_task: Task | None, by: Member, now: datetime) -> Outlook:
    """How a deal that `by` may see stands. A fixed number of statements."""
    workspace = await workspaces.of(session, by=by)
    today, began = local_day(now, workspace.zone), local_day(deal.stage_since, workspace.zone)
    days = working_days_between(began, today, country=workspace.country, overrides=workspace.overrides)
    seen = await changes.last(session, row=deal)
    stages = await pipelines.stages_of(session, by=by, pipeline_id=deal.pipeline_id)
    to = gates.next_stage(stages, deal=deal)
    pieces, total = await evidence.of_deal(session, deal=deal, size=SHOWN)
    is_open = deal.status == DealStatus.OPEN
    team_id = deal.owner.team_id if deal.owner is not None else None
    plan = await plans.of_card(session, deal=deal, today=today)
    return Outlook(
        await session.get(Team, (deal.workspace_id, team_id)) if team_id is not None else None,
        days,
        seen,
        stages,
        await gates.lacking(session, deal=deal, stages=[to] if to else [], by=by),
        await _people(session, deal=deal),
        pieces,
        total,
        _warnings(deal, plan, days=days, today=today, next_task=next_task),
        None if is_open else await reviews.of_deal(session, deal=deal),
        len(await reviews.lessons(session, deal=deal, by=by)) if is_open else 0,
        (await deals.shifts(session, deals=[deal])).get(deal.id, 0),
        await extensions.open_of(session, deal=deal) if is_open else None,
        deal.coefficient is not None and difficulty.may_read(deal, by=by),
        plan,
        today,
        await scores.explain(session, deal=deal, by=by) if is_open else None,
    )


async def _people(session: AsyncSession, *, deal: Deal) -> Sequence[Contact]:
    """The customer's people, whoever decides first, then whom we met last."""
    rows = await session.scalars(
        select(Contact)
        .where(Contact.workspace_id == deal.workspace_id, Contact.account_id == deal.account_id, Contact.name != "")
        .order_by((Contact.role == gates.DECISION_MAKER).desc().nulls_last(), Contact.last_met_at.desc().nulls_last())
        .limit(SHOWN)
    )
    return rows.all()


def _warnings(deal: Deal, plan: Progress, *, days: int, today: date, next_task: Task | None) -> list[Caution]:
    if deal.status != DealStatus.OPEN:
        return []
    told, expected = [], deal.stage.expected_days
    if expected is not None and days > expected:
        told.append(Caution("late", days=days, expected=expected))
    if deal.expected_close is not None and deal.expected_close < today:
        told.append(Caution("overdue", days=(today - deal.expected_close).days, since=deal.lapse_on))
    if deal.silent_on is not None and deal.silent_on <= today:
        told.append(Caution("silent", since=deal.silent_on))
    if plan.late:
        told.append(Caution("behind", days=plan.late))
    if deal.expected_close is not None and plan.ends is not None and plan.ends > deal.expected_close:
        told.append(Caution("plan_after", since=plan.ends))
    if next_task is None and not any(not plans.is_late(each, today=today) for each in plan.first):
        told.append(Caution("no_step"))
    return told
