"""What is missing at a deal's customer, by rule: nobody who decides, one contact only, somebody gone, nobody new."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.calendar import local_day, working_days_between
from core.models import Contact, Deal, DealStatus, Member, Pipeline, Stage, Workspace

# Where the deal's pipeline says nothing else:
DECIDER_BY = 30  # per cent: from such a probability on somebody who decides should be known
UNMET = 15  # working days without meeting whoever decides
NOTHING_NEW = 20  # working days without anybody new

YOUNG = 3  # working days in which a deal need know nobody
GONE_FOR = 20  # working days in which it is said that somebody has left


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: `no_decider`, `nobody`, `one_contact`, `unmet`, `gone`, `nothing_new`. `who`: of whom
    it speaks; `days`: working days."""

    kind: str
    who: str = ""
    days: int = 0


@dataclass(frozen=True)
class Rules:
    """By which a deal is warned of, as its pipeline says: working days (0: never), and whether whoever decides must be
    known where it stands."""

    unmet: int
    nothing_new: int
    decider_due: bool


async def rules_of(session: AsyncSession, *, deals: Sequence[Deal]) -> Mapping[int, Rules]:
    """The rules for each of these deals, by its id. One statement."""
    if not deals:
        return {}
    here, marked = aliased(Stage), aliased(Stage)
    due_from = (
        select(func.min(marked.position))
        .where(
            marked.workspace_id == Deal.workspace_id,
            marked.pipeline_id == Deal.pipeline_id,
            marked.decides_from,
            marked.retired_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Deal.id, Pipeline.unmet_days, Pipeline.nothing_new_days, here.position, due_from)
        .join(Pipeline, (Pipeline.workspace_id == Deal.workspace_id) & (Pipeline.id == Deal.pipeline_id))
        .join(here, (here.workspace_id == Deal.workspace_id) & (here.id == Deal.stage_id))
        .where(Deal.workspace_id == deals[0].workspace_id, Deal.id.in_([deal.id for deal in deals]))
    )
    likely = {deal.id: deal.probability >= DECIDER_BY for deal in deals}
    return {
        deal_id: Rules(
            UNMET if unmet is None else unmet,
            NOTHING_NEW if nothing_new is None else nothing_new,
            likely[deal_id] if since is None else position >= since,
        )
        for deal_id, unmet, nothing_new, position, since in rows
    }


def lacks(deal: Deal, people: Sequence[Contact], *, rules: Rules, workspace: Workspace, now: datetime) -> list[Lack]:
    """What is missing for an open deal, the gravest first. `people`: the customer's, with those who left."""

    def since(moment: datetime) -> int:
        first, today = local_day(moment, workspace.zone), local_day(now, workspace.zone)
        return working_days_between(first, today, country=workspace.country, overrides=workspace.overrides)

    if deal.status != DealStatus.OPEN:
        return []
    here = [each for each in people if each.left_at is None]
    told = [
        Lack("gone", each.name, since(each.left_at))
        for each in people
        if each.left_at is not None and since(each.left_at) <= GONE_FOR
    ]
    if since(deal.created_at) < YOUNG:
        return told
    deciders = [each for each in here if each.role == "decision_maker"]
    if not deciders and rules.decider_due:
        told.append(Lack("no_decider"))
    if len(here) < 2:
        told.append(Lack("one_contact", here[0].name) if here else Lack("nobody"))
    unmet = ((each.name, since(each.last_met_at or max(each.created_at, deal.created_at))) for each in deciders)
    told += [Lack("unmet", name, days) for name, days in unmet if rules.unmet and days >= rules.unmet]
    newest = max((each.created_at for each in here), default=deal.created_at)
    if rules.nothing_new and (days := since(max(newest, deal.created_at))) >= rules.nothing_new:
        told.append(Lack("nothing_new", days=days))
    return told


async def lacks_of(
    session: AsyncSession, *, deals: Sequence[Deal], workspace: Workspace, now: datetime
) -> Mapping[int, list[Lack]]:
    """What is missing for each of these deals, by its id. Two statements."""
    rules = await rules_of(session, deals=deals)
    people: dict[int, list[Contact]] = defaultdict(list)
    rows = await session.scalars(
        select(Contact).where(
            Contact.workspace_id == workspace.id,
            Contact.account_id.in_({deal.account_id for deal in deals}),
            Contact.name != "",
        )
    )
    for contact in rows:
        people[contact.account_id].append(contact)
    return {
        deal.id: lacks(deal, people[deal.account_id], rules=rules[deal.id], workspace=workspace, now=now)
        for deal in deals
    }


def for_manager(told: Sequence[Lack], owner: Member) -> bool:
    """Whether the owner's manager should hear of it too: where little is known and somebody counts on it."""
    return not owner.manages and any(each.kind in ("no_decider", "nobody", "nothing_new") for each in told)
