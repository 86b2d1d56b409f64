"""Deals 商机: converted from leads or entered new, moved through stages, won and lost. Every move is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
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
from core.access import sees_deal
from core.duplicates import Asked
from core.errors import Missing, Refusal, msgid
from core.models import (
    Account,
    AuditRow,
    Deal,
    DealStatus,
    Lead,
    LeadStatus,
    Member,
    Pipeline,
    StageKind,
    StageMove,
    Workspace,
)

REPEAT = timedelta(minutes=10)


class DealClosed(Refusal):
    message = msgid("{deal} is closed ({stage}). If they buy again, enter a new deal: /deal new")


class NotYourDeal(Refusal):
    message = msgid("{deal} belongs to {owner}. Only they, their manager or an admin may move it.")


class PoolFirst(Refusal):
    message = msgid("{lead} is in the pool. Claim it first, then convert it.")


class OddProbability(Refusal):
    message = msgid("A probability is a whole number from 0 to 100.")
    field = "probability"


@dataclass(frozen=True)
class Terms:
    """What is told of a deal. `amount` in full figures of `currency` (ISO); `close` a local day."""

    name: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    close: date | None = None
    pipeline_id: int | None = None
    said: str = ""  # the line it was entered with, without the customer


def _whole() -> Select[Deal]:
    return select(Deal).options(
        joinedload(Deal.account), joinedload(Deal.owner), joinedload(Deal.stage), joinedload(Deal.pipeline)
    )


async def get(session: AsyncSession, *, deal_id: int, by: Member) -> Deal:
    """A deal this person may see; one they may not is missing."""
    found = await session.scalars(_whole().where(Deal.id == deal_id, sees_deal(by)))
    deal = found.first()
    if deal is None:
        raise Missing
    return deal


async def lock(session: AsyncSession, *, deal_id: int, by: Member) -> Deal:
    """A deal this person may see and move, held still for this transaction."""
    held = await session.scalar(select(Deal.id).where(Deal.id == deal_id, sees_deal(by)).with_for_update())
    if held is None:
        raise Missing
    # Read only now: a row that was waited for comes with the stage it was joined to before the wait.
    found = await session.scalars(
        _whole().where(Deal.workspace_id == by.workspace_id, Deal.id == held).execution_options(populate_existing=True)
    )
    deal = found.one()
    if deal.owner_id != by.id and not by.manages:
        raise NotYourDeal(deal=deal.name, owner=deal.owner)
    return deal


async def lock_open(session: AsyncSession, *, deal_id: int, by: Member) -> Deal:
    """An open deal this person may move, held still for this transaction; a closed one is refused."""
    deal = await lock(session, deal_id=deal_id, by=by)
    if deal.status != DealStatus.OPEN:
        raise DealClosed(deal=deal.name, stage=deal.stage)
    return deal


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
    name = customer.strip()
    if not name:
        raise leads.CustomerMissing
    if len(name) > 120:
        raise leads.NameTooLong(n=len(name), most=120)
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
        _whole()
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
    await audit.record(
        session, row=lead, verb="convert", by=by, now=now, before=before, after={"status": "converted", "deal": deal.id}
    )
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
    pipeline = await _pipeline(session, pipeline_id=terms.pipeline_id, by=by)
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
        warn_close_on=warn_close_on(terms.close, workspace=workspace),
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
    to = lead.owner if lead else by
    cause = "convert" if lead else "create"
    noted: dict[str, Any] = {"anyway": list(past)} if past else {}
    noted |= {"said": terms.said} if terms.said else {}
    entry = await owners.start(session, thing=deal, to=to, cause=cause, by=by, now=now, source=source, noted=noted)
    session.add(first_move(deal, by=by, now=now))
    await session.flush()
    return deal, entry


async def _pipeline(session: AsyncSession, *, pipeline_id: int | None, by: Member) -> Pipeline:
    known = await pipelines.all_of(session, by=by)
    chosen = [pipeline for pipeline in known if pipeline_id in (None, pipeline.id)]
    if not chosen:
        raise Missing
    return chosen[0]


def first_move(deal: Deal, *, by: Member, now: datetime) -> StageMove:
    """The move with which every deal begins."""
    return StageMove(
        workspace_id=deal.workspace_id,
        deal_id=deal.id,
        to_id=deal.stage_id,
        by_id=by.id,
        at=now,
        probability=deal.probability,
    )


def warn_close_on(close: date | None, *, workspace: Workspace) -> date | None:
    """The day its owner is warned that the expected close comes near."""
    return close - timedelta(days=workspace.close_warning_days) if close else None


async def edit(
    session: AsyncSession,
    *,
    deal_id: int,
    terms: Terms,
    probability: int | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Deal, AuditRow]:
    """Change a deal's name, amount, close date; or set its probability by hand (None: it follows the stage again)."""
    if probability is not None and not 0 <= probability <= 100:
        raise OddProbability
    sums.must_be_sensible(amount=terms.amount)
    deal = await lock_open(session, deal_id=deal_id, by=by)
    columns = ("name", "amount", "currency", "expected_close", "warn_close_on", "probability", "probability_set")
    before = audit.snapshot(deal, columns)
    workspace = await workspaces.of(session, by=by)
    if terms.close != deal.expected_close:
        deal.expected_close, deal.warn_close_on = terms.close, warn_close_on(terms.close, workspace=workspace)
    deal.name = (terms.name or deal.name)[:200]
    deal.amount, deal.currency = terms.amount, terms.currency or deal.currency
    deal.probability_set = probability is not None and probability != deal.stage.probability
    deal.probability = probability if probability is not None else deal.stage.probability
    deal.version += 1
    after = audit.snapshot(deal, columns)
    entry = await audit.record(
        session, row=deal, verb="edit", by=by, now=now, before=before, after=after, source=source
    )
    await owners.show_again(session, thing=deal, now=now, resolved=before["expected_close"] != after["expected_close"])
    return deal, entry


async def mine(session: AsyncSession, *, by: Member, page: int = 0, size: int = 10) -> tuple[Sequence[Deal], int]:
    """A page of the open deals this person holds, the soonest to close first, and how many in all."""
    held = (Deal.workspace_id == by.workspace_id, Deal.owner_id == by.id, Deal.status == DealStatus.OPEN)
    total = await session.scalar(select(func.count()).select_from(Deal).where(*held))
    order = (Deal.expected_close.asc().nulls_last(), Deal.id.desc())
    rows = await session.scalars(_whole().where(*held).order_by(*order).limit(size).offset(page * size))
    return rows.all(), total or 0


async def of_account(session: AsyncSession, *, account_id: int, by: Member) -> Sequence[Deal]:
    """The customer's deals this person may see: open ones first, newest first."""
    rows = await session.scalars(
        _whole()
        .where(Deal.account_id == account_id, sees_deal(by))
        .order_by((Deal.status != DealStatus.OPEN), Deal.id.desc())
        .limit(5)
    )
    return rows.all()
