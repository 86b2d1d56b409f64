"""What one line says, as the statement that writes it takes it."""

import hashlib
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core import clocks, sums, tasks
from core.calendar import local_day
from core.models import Member, VisitKind
from core.names import Candidate, fold
from core.reading import Money, Reading, Worth
from core.visits.thread import Thread
from core.visits.write import Step

_QUOTING = re.compile(r"报价|报了|报的|单价|总价|quot(e|ed|ing)\b|offered|priced", re.IGNORECASE)


def fingerprint(line: str, kind: VisitKind) -> str:
    """By which the same line is known when it comes again."""
    return hashlib.sha256(f"{kind} {fold(line)}".encode()).hexdigest()[:32]


def of(
    customer: Candidate,
    line: str,
    kind: VisitKind,
    reading: Reading,
    judged: Worth,
    thread: Thread,
    by: Member,
    now: datetime,
    source: str | None,
) -> dict[str, Any]:
    """The follow-up and what it changes, and how its lead and deal stood before."""
    workspace = thread.workspace
    lead, deal = (
        clocks.setting(thing, pool=thread.pool, workspace=workspace, last=now) if thing else None
        for thing in (thread.lead, thread.deal)
    )
    before = {
        noun: {
            "id": thing.id,
            "quoted_amount": str(thing.quoted_amount) if thing.quoted_amount is not None else None,
            "quoted_currency": thing.quoted_currency,
            "quoted_at": thing.quoted_at.isoformat() if thing.quoted_at else None,
        }
        for noun, thing in (("lead", thread.lead), ("deal", thread.deal))
        if thing is not None
    }
    return {
        "workspace": by.workspace_id,
        "account": customer.id,
        "lead": thread.lead.id if thread.lead else None,
        "deal": thread.deal.id if thread.deal else None,
        "member": by.id,
        "kind": kind.value,
        "line": line,
        "note": reading.note,
        "fingerprint": fingerprint(line, kind),
        "counts": judged.counts,
        "why_not": judged.why,
        "people": sorted({person.name for person in reading.people}),
        "colleagues": list(reading.colleagues),
        "goods": [{"name": g.name, "quantity": str(g.quantity), "unit": g.unit} for g in reading.goods],
        "amounts": [{"amount": str(m.amount), "currency": m.currency} for m in reading.amounts],
        "before": before,
        "source": source,
        "now": now,
        "today": local_day(now, by.zone),
        "zone": by.zone,
        "lead_version": thread.lead.version if thread.lead else None,
        "lead_rhythm": lead.days if lead else None,
        "lead_silent_on": lead.silent_on if lead else None,
        "lead_warn_on": lead.warn_on if lead else None,
        "deal_silent_on": deal.silent_on if deal else None,
    }


def step(reading: Reading, *, by: Member, now: datetime) -> Step:
    """The next step as a task. A window told (afternoon) becomes its begin and end."""
    step = reading.next_step
    if step is None:
        return Step()
    at = step.at.astimezone(ZoneInfo(by.zone)).time() if step.at else step.window[0] if step.window else None
    until = step.window[1] if step.window else None
    told = tasks.remind_at(step.on, at, zone=by.zone, now=now, lead_time=by.lead_time)
    return Step(step.text[:500], step.on, at, until, told)


def quoted(reading: Reading) -> Money | None:
    """The price given, when the note says that one was: the last sum told, unless quoting is only the next step."""
    said = reading.note
    if reading.next_step is not None:
        said = said.replace(reading.next_step.text, "")
    sensible = [each for each in reading.amounts if sums.is_sensible(each.amount)]
    return sensible[-1] if sensible and _QUOTING.search(said) else None
