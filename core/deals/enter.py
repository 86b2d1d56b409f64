"""Deals entered: new, or converted from a lead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import (
    accounts,
    audit,
    clocks,
    contacts,
    leads,
    members,
    owners,
    pipelines,
    questions,
    sums,
    taken,
    workspaces,
)
from core.calendar import local_day
from core.deals import steps
from core.deals.dates import wind
from core.deals.read import get, whole
from core.deals.terms import Terms
from core.duplicates import Asked
from core.errors import Refusal, msgid
from core.models import (
    Account,
    AuditRow,
    Deal,
    DealStatus,
    Lead,
    LeadStatus,
    Member,
    StageKind,
    StageMove,
)

REPEAT = timedelta(minutes=10)


class PoolFirst(Refusal):
    message = msgid("{lead} is in the pool. Claim it first, then convert it.")


async def create(
    session: AsyncSession,
    *,
    customer: str,
    terms: Terms,
    by: Member,
    now: datetime,
    anyway: bool = False,
    source: str | None = None,
) -> tuple[Deal, AuditRow]:
    """Enter a deal for a customer that has not been a lead; a customer somebody else works on is refused."""
    name = leads.called(customer)
    await members.lock(session, by=by)
    if done := await audit.done_before(session, verb="create", source=source, by=by):
        return await get(session, deal_id=done.noun_id, by=by), done
    asked = Asked(name)
    await accounts.one_at_a_time(session, asked=asked, by=by)
    free = await _mine_or_free(session, asked=asked, by=by, now=now, anyway=anyway)
    account = await accounts.settle(session, name=name, known=free.account_id, by=by, now=now)
    if again := await _entered_just_now(session, account=account, terms=terms, by=by, now=now):
        return again
    return await _open(
        session, account=account, lead=None, terms=terms, by=by, now=now, source=source, past=free.anyway
    )


async def _mine_or_free(session: AsyncSession, *, asked: Asked, by: Member, now: datetime, anyway: bool) -> taken.Free:
    """A second deal with one's own customer is ordinary; with another's it is a quarrel."""
    await questions.must_have_room(session, by=by, now=now, ways=[questions.COLLIDED])
    holdings = await taken.check(session, asked=asked, by=by)
    own = next((each.match.account_id for each in holdings if each.held == taken.Held.MINE and each.certain), None)
    if own is not None:
        return taken.Free(own)
    taken.must_not_be_held(holdings, asked=asked, anyway=anyway)
    return taken.settled(holdings)


async def _entered_just_now(
    session: AsyncSession, *, account: Account, terms: Terms, by: Member, now: datetime
) -> tuple[Deal, AuditRow] | None:
    """This very deal, when its writer entered it within ten minutes: sent twice, it is entered once."""
    here = AuditRow.workspace_id == Deal.workspace_id
    entered = (AuditRow.noun == "deal") & (AuditRow.noun_id == Deal.id) & (AuditRow.verb == "create")
    rows = await session.execute(
        whole()
        .add_columns(AuditRow)
        .join(AuditRow, here & entered)
        .where(
            Deal.workspace_id == by.workspace_id,
            Deal.account_id == account.id,
            Deal.created_by_id == by.id,
            Deal.created_at > now - REPEAT,
            Deal.status != DealStatus.WITHDRAWN,
            Deal.name == _name(terms, account),
            Deal.amount.is_not_distinct_from(terms.amount),
            Deal.expected_close.is_not_distinct_from(terms.close),
        )
    )
    found = rows.first()
    return (found[0], found[1]) if found else None


def _name(terms: Terms, account: Account) -> str:
    return (terms.name or account.name)[:200]


async def convert(
    session: AsyncSession,
    *,
    lead_id: int,
    terms: Terms,
    by: Member,
    now: datetime,
    anyway: bool = False,
    source: str | None = None,
) -> tuple[Deal, AuditRow]:
    """Make a lead's account, contact and need into a deal of its owner, nothing typed twice. A lead converts once; one
    of a customer that looks like another's is refused, unless `anyway`."""
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    await leads.get(session, lead_id=lead_id, by=by)
    leads.must_be_open(lead)
    if lead.owner_id is None:
        raise PoolFirst(lead=lead.account.name)
    past = await _alone(session, lead=lead, by=by, anyway=anyway)
    before = audit.snapshot(lead, ("status",))
    lead.status = LeadStatus.CONVERTED
    lead.version += 1
    await clocks.wind(session, thing=lead, workspace=await workspaces.of(session, by=by))
    told = replace(
        terms,
        amount=terms.amount if terms.amount is not None else lead.budget,
        currency=terms.currency or lead.budget_currency,
        name=terms.name or f"{lead.account.name} {lead.interest or ''}".strip(),
    )
    deal, entry = await _open(
        session, account=lead.account, lead=lead, terms=told, by=by, now=now, source=source, past=past
    )
    await steps.carry(session, deal=deal)
    after = {"status": "converted", "deal": deal.id}
    await audit.record(session, row=lead, verb="convert", by=by, now=now, before=before, after=after, source=source)
    await owners.show_again(session, thing=lead, now=now)
    return deal, entry


async def _alone(session: AsyncSession, *, lead: Lead, by: Member, anyway: bool) -> Sequence[int]:
    """The customers gone past that look like this one's, without those its capture went past already."""
    entered = await session.scalars(
        select(AuditRow).where(
            AuditRow.workspace_id == lead.workspace_id,
            AuditRow.noun == "lead",
            AuditRow.noun_id == lead.id,
            AuditRow.verb == "capture",
        )
    )
    past = [each for row in entered for each in row.after.get("anyway", [])]
    asked = contacts.described(lead.account, await contacts.of(session, account=lead.account))
    return await taken.must_be_alone(session, account_id=lead.account_id, asked=asked, past=past, by=by, anyway=anyway)


async def _open(
    session: AsyncSession,
    *,
    account: Account,
    lead: Lead | None,
    terms: Terms,
    by: Member,
    now: datetime,
    source: str | None,
    past: Sequence[int] = (),
) -> tuple[Deal, AuditRow]:
    sums.must_be_sensible(amount=terms.amount)
    workspace = await workspaces.of(session, by=by)
    pipeline = await pipelines.hold(session, pipeline_id=terms.pipeline_id, by=by)
    stage = pipelines.pick(await pipelines.stages_of(session, by=by, pipeline_id=pipeline.id), kind=StageKind.OPEN)
    deal = Deal(
        workspace_id=by.workspace_id,
        account_id=account.id,
        lead_id=lead.id if lead else None,
        name=_name(terms, account),
        pipeline_id=pipeline.id,
        stage_id=stage.id,
        stage_since=now,
        status=DealStatus.OPEN,
        amount=terms.amount,
        currency=terms.currency or workspace.currency,
        probability=stage.probability,
        probability_set=False,
        expected_close=terms.close,
        budget=lead.budget if lead else None,
        budget_currency=lead.budget_currency if lead else None,
        last_follow_up_at=lead.last_follow_up_at if lead else None,
        quoted_amount=lead.quoted_amount if lead else None,
        quoted_currency=lead.quoted_currency if lead else None,
        quoted_at=lead.quoted_at if lead else None,
        created_by_id=by.id,
        created_at=now,
        version=1,
    )
    for name, value in (("account", account), ("stage", stage), ("pipeline", pipeline)):
        set_committed_value(deal, name, value)
    wind(deal, pipeline=pipeline, workspace=workspace, today=local_day(now, workspace.zone))
    to = lead.owner if lead else by
    cause = "convert" if lead else "create"
    noted: dict[str, Any] = {"anyway": list(past)} if past else {}
    noted |= {"said": terms.said} if terms.said else {}
    entry = await owners.start(session, thing=deal, to=to, cause=cause, by=by, now=now, source=source, noted=noted)
    session.add(first_move(deal, by=by, now=now))
    await session.flush()
    return deal, entry


def first_move(deal: Deal, *, by: Member, now: datetime) -> StageMove:
    """The move with which every deal begins."""
    return StageMove(
        workspace_id=deal.workspace_id,
        deal_id=deal.id,
        to_id=deal.stage_id,
        by_id=by.id,
        at=now,
        probability=deal.probability,
        name_zh=deal.stage.name_zh,
        name_en=deal.stage.name_en,
    )
