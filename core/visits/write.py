"""All that one logged line changes, in one statement: the visit, its next step, what it fulfils, people met, the
clock of the lead or deal, and the audit row an Undo button carries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# `no key`, as an update has it: two who log on one lead at once each hold its key already, for the visit that names it,
# and would wait for each other in a circle to hold more.
_WRITE = text("""
with visit as (
    insert into visits (workspace_id, account_id, lead_id, deal_id, member_id, kind, line, note, fingerprint, counts,
                        why_not, people, colleagues, goods, amounts, at, logged_at)
    values (:workspace, :account, :lead, :deal, :member, :kind, :line, :note, :fingerprint, :counts,
            :why_not, :people, :colleagues, :goods, :amounts, :now, :now)
    returning id
), met as (
    insert into contacts (workspace_id, account_id, name, first_met_at, last_met_at, created_at)
    select :workspace, :account, person, :now, :now, :now
    from jsonb_array_elements_text(cast(:people as jsonb)) as person order by person
    on conflict (workspace_id, account_id, name)
    do update set last_met_at = :now, first_met_at = coalesce(contacts.first_met_at, :now)
), fulfilled as (
    update tasks set done_at = :now
    where :counts and workspace_id = :workspace and account_id = :account and owner_id = :member
      and visit_id is not null and done_at is null and cancelled_at is null and "on" <= :today
    returning id, text, "on"
), task as (
    insert into tasks (workspace_id, account_id, lead_id, deal_id, visit_id, owner_id, text, "on", at, until, zone,
                       remind_at, created_at)
    select :workspace, :account, :lead, :deal, visit.id, :member, :step, cast(:step_on as date),
           cast(:step_at as time), cast(:step_until as time), :zone, cast(:remind_at as timestamptz), :now
    from visit where cast(:step as text) is not null
    returning id
), lead as (
    update leads set last_follow_up_at = greatest(leads.last_follow_up_at, :now), version = leads.version + 1,
        rhythm_days = case when not as_read then leads.rhythm_days when runs then cast(:lead_rhythm as bigint) end,
        silent_on = case when not as_read then leads.silent_on when runs then cast(:lead_silent_on as date) end,
        warn_on = case when not as_read then leads.warn_on when runs then cast(:lead_warn_on as date) end,
        warned = null, recycle_on = null,
        quoted_amount = coalesce(:quoted, quoted_amount),
        quoted_currency = case when cast(:quoted as numeric) is null then quoted_currency else :currency end,
        quoted_at = case when cast(:quoted as numeric) is null then quoted_at else :now end
    from (select id, warned, version = :lead_version as as_read, owner_id is not null and status = 'open' as runs
          from leads where workspace_id = :workspace and id = :lead for no key update) as before
    where leads.workspace_id = :workspace and leads.id = before.id and :counts
    returning leads.version, before.warned, before.as_read
), deal as (
    update deals set last_follow_up_at = greatest(last_follow_up_at, :now), version = version + 1,
        silent_on = case when status = 'open' then cast(:deal_silent_on as date) end,
        quoted_amount = coalesce(:quoted, quoted_amount),
        quoted_currency = case when cast(:quoted as numeric) is null then quoted_currency else :currency end,
        quoted_at = case when cast(:quoted as numeric) is null then quoted_at else :now end
    where workspace_id = :workspace and id = :deal and :counts
    returning version
), entry as (
    insert into audit (workspace_id, actor_id, noun, noun_id, verb, before, after, source, at)
    select :workspace, :member, 'visit', visit.id, 'log', :before,
           jsonb_build_object(
               'task', (select id from task),
               'fulfilled', coalesce((select jsonb_agg(id) from fulfilled), '[]')), :source, :now
    from visit returning id
)
select visit.id as visit_id, entry.id as audit_id, (select id from task) as task_id,
       (select jsonb_agg(jsonb_build_object('id', fulfilled.id, 'text', fulfilled.text, 'on', fulfilled."on"))
        from fulfilled) as fulfilled,
       (select version from lead) as lead_version, (select version from deal) as deal_version,
       (select warned from lead) as warned, (select as_read from lead) as as_read,
       :counts and exists (
           select from requests
           where workspace_id = :workspace and deal_id = :deal and to_id = :member and kind = 'urge'
             and ended_at is null) as urged
from visit, entry
""")


@dataclass(frozen=True)
class Written:
    """The ids of what was written; `fulfilled` the planned steps this follow-up took (id, text and day), `warned` how
    far the alert about its lead had gone. `stale`: the lead was changed since it was read; set its clock anew."""

    visit_id: int
    audit_id: int
    task_id: int | None
    fulfilled: list[dict[str, Any]]
    lead_version: int | None
    deal_version: int | None
    warned: str | None
    stale: bool = False
    urged: bool = False  # whether somebody had urged its writer on the deal


@dataclass(frozen=True)
class Step:
    """The next step as a task keeps it: local day and times, and the instant its owner is told."""

    text: str | None = None
    on: date | None = None
    at: Any = None
    until: Any = None
    remind_at: datetime | None = None


@dataclass(frozen=True)
class Quote:
    amount: Decimal | None = None
    currency: str | None = None


async def write(session: AsyncSession, *, facts: Mapping[str, Any], step: Step, quote: Quote) -> Written:
    """Write one follow-up and what follows from it. `facts` fill the holes of the same names."""
    lists = ("people", "colleagues", "goods", "amounts", "before")
    holes = {name: json.dumps(value) if name in lists else value for name, value in facts.items()}
    row = (
        await session.execute(
            _WRITE,
            {
                **holes,
                "step": step.text,
                "step_on": step.on,
                "step_at": step.at,
                "step_until": step.until,
                "remind_at": step.remind_at,
                "quoted": quote.amount,
                "currency": quote.currency,
            },
        )
    ).one()
    return Written(
        visit_id=row.visit_id,
        audit_id=row.audit_id,
        task_id=row.task_id,
        fulfilled=row.fulfilled or [],
        lead_version=row.lead_version,
        deal_version=row.deal_version,
        warned=row.warned,
        stale=row.as_read is False,
        urged=row.urged,
    )
