"""One line logs one follow-up: who is meant, what was said, what comes next."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, clocks, colleagues, leads, notices, rooms, sums, taken, tasks, undo
from core.calendar import local_day
from core.errors import Missing, Refusal, msgid
from core.evidence import File
from core.models import Draft, Lead, Member, Visit, VisitKind
from core.names import SURE, Candidate, fold
from core.notices import Again
from core.reading import Money, NextStep, Reading, Worth, read, worth
from core.requests import end as requests
from core.silence import alerts
from core.visits import moved_on, proof, standing
from core.visits import thread as threads
from core.visits.outcome import CustomerHeld, Logged, Unclear
from core.visits.thread import Thread
from core.visits.write import Quote, Step, Written, write

LONGEST = 3000
_QUOTING = re.compile(r"报价|报了|报的|单价|总价|quot(e|ed|ing)\b|offered|priced", re.IGNORECASE)


class NothingSaid(Refusal):
    message = msgid("What happened? Name the customer and say it, as in: /visit Acme met Tom, wants 20 scanners")
    field = "line"


class TooLong(Refusal):
    message = msgid("That is {n} characters; one follow-up holds {most}. Split it into several.")
    field = "line"


class LoggedAlready(Refusal):
    message = msgid("You have said which customer that was about, and it is logged; nothing more to do.")


@dataclass(frozen=True)
class Planned:
    """A next step given outright, in a form: it goes before what the line says. `on` is a local day."""

    text: str
    on: date | None


async def log(
    session: AsyncSession,
    *,
    line: str,
    kind: VisitKind,
    by: Member,
    now: datetime,
    source: str | None = None,
    account_id: int | None = None,
    rather: int | None = None,
    planned: Planned | None = None,
    files: Sequence[File] = (),
) -> Logged | Unclear | CustomerHeld:
    """Log a follow-up from one line. `account_id`: the customer when it was chosen; else it is read from the line,
    and `rather` is the one meant where several fit. `files` came with it and are evidence of it."""
    outcome = await _said(
        session,
        line=line,
        kind=kind,
        by=by,
        now=now,
        source=source,
        account_id=account_id,
        rather=rather,
        planned=planned,
    )
    await proof.keep(session, files=files, outcome=outcome, line=line, by=by, now=now, source=source)
    return outcome


async def _said(
    session: AsyncSession,
    *,
    line: str,
    kind: VisitKind,
    by: Member,
    now: datetime,
    source: str | None,
    account_id: int | None,
    rather: int | None,
    planned: Planned | None,
) -> Logged | Unclear | CustomerHeld:
    line = line.replace("\x00", "").strip()
    if not line:
        raise NothingSaid
    if len(line) > LONGEST:
        raise TooLong(n=len(line), most=LONGEST)
    await threads.one_at_a_time(session, fingerprint=_fingerprint(line, kind), by=by)
    ours = await colleagues.called_in(session, line=line, by=by)
    known = await _known(session, line=line, account_id=account_id, by=by)
    reading = _read(line, known, ours, by=by, now=now)
    meant = _meant(known, reading, account_id)
    if not meant and account_id is None:
        known = await accounts.known_in(session, line=line, by=by, near=True)
        reading = _read(line, known, ours, by=by, now=now)
        meant = _meant(known, reading, account_id)
    meant = [each for each in meant if each.candidate.id == rather] or meant
    if len(meant) == 1 and account_id is None and rather is None and not _sure(meant[0], reading):
        unknown = _read(line, [], ours, by=by, now=now)
        meant = [each for each in meant if each.visible]
        return await _ask(session, line=line, kind=kind, reading=unknown, choices=meant, by=by, now=now)
    if len(meant) != 1:
        return await _ask(session, line=line, kind=kind, reading=reading, choices=meant, by=by, now=now)
    if not meant[0].visible:
        return await _not_theirs(session, line=line, kind=kind, reading=reading, customer=meant[0], by=by, now=now)
    if planned is not None:
        reading = replace(reading, next_step=NextStep(planned.text, planned.on))
    said: dict[str, Any] = {"line": line, "kind": kind, "by": by, "now": now, "source": source}
    logged = await _log(session, customer=meant[0].candidate, reading=reading, **said)
    return logged or await _said(session, **said, account_id=account_id, rather=rather, planned=planned)


async def take_up(
    session: AsyncSession,
    *,
    draft_id: int,
    account_id: int,
    by: Member,
    now: datetime,
    instead_of: int | None = None,
    source: str | None = None,
) -> Logged | Unclear | CustomerHeld:
    """Log a kept line for the customer its writer chose. However often pressed, it is logged once."""
    draft = await _use(session, draft_id=draft_id, instead_of=instead_of, by=by, now=now)
    outcome = await log(session, line=draft.line, kind=draft.kind, by=by, now=now, source=source, account_id=account_id)
    await proof.take_up(session, draft_id=draft.id, outcome=outcome, by=by, now=now, source=source)
    return outcome


async def make_lead(
    session: AsyncSession,
    *,
    draft_id: int,
    by: Member,
    now: datetime,
    anyway: bool = False,
    instead_of: int | None = None,
    source: str | None = None,
) -> Logged | Unclear | CustomerHeld:
    """Make the customer of a kept line a lead of its writer's, and log the line on it. One that looks like another is
    refused, unless `anyway`; the line stays kept."""
    draft = await _use(session, draft_id=draft_id, instead_of=instead_of, by=by, now=now)
    name = draft.customer or ""
    lead, _ = await leads.capture(
        session, told=leads.Capture(customer=name), to=by, by=by, now=now, anyway=anyway, source=source
    )
    outcome = await log(
        session, line=draft.line, kind=draft.kind, by=by, now=now, source=source, account_id=lead.account_id
    )
    await proof.take_up(session, draft_id=draft.id, outcome=outcome, by=by, now=now, source=source)
    return outcome


async def edit(
    session: AsyncSession,
    *,
    audit_id: int,
    line: str,
    kind: VisitKind,
    by: Member,
    now: datetime,
    planned: Planned | None = None,
    source: str | None = None,
) -> Logged | Unclear | CustomerHeld:
    """Say a follow-up again. The new words replace the old ones once it is clear which customer they are about."""
    said: dict[str, Any] = {"line": line, "kind": kind, "by": by, "now": now, "planned": planned, "source": source}
    async with session.begin_nested() as attempt:
        entry = await undo.undo(session, audit_id=audit_id, by=by, now=now, source=source)
        if (entry.noun, entry.verb) != ("visit", "log"):
            raise Missing
        visit = await session.get_one(Visit, (by.workspace_id, entry.noun_id))
        outcome = await log(session, **said, rather=visit.account_id)
        if isinstance(outcome, Logged):
            await proof.carry(session, visit_id=visit.id, outcome=outcome, by=by, now=now)
            return outcome
        await attempt.rollback()
    unclear = await log(session, **said)
    return unclear if isinstance(unclear, Logged) else replace(unclear, instead_of=audit_id)


def _own(draft_id: int, by: Member) -> Select[Draft]:
    return select(Draft).where(Draft.workspace_id == by.workspace_id, Draft.id == draft_id, Draft.member_id == by.id)


async def kept(session: AsyncSession, *, draft_id: int, by: Member) -> Draft:
    """An own kept line."""
    draft = (await session.scalars(_own(draft_id, by))).first()
    if draft is None:
        raise Missing
    return draft


async def _use(session: AsyncSession, *, draft_id: int, instead_of: int | None, by: Member, now: datetime) -> Draft:
    """An own kept line, used for the first and last time; what it is to replace is taken back."""
    draft = (await session.scalars(_own(draft_id, by).with_for_update())).first()
    if draft is None:
        raise Missing
    if draft.used_at is not None:
        raise LoggedAlready
    draft.used_at = now
    if instead_of is not None:
        replaced = await undo.undo(session, audit_id=instead_of, by=by, now=now)
        if (replaced.noun, replaced.verb) != ("visit", "log"):
            raise Missing
    return draft


async def _known(session: AsyncSession, *, line: str, account_id: int | None, by: Member) -> list[accounts.Known]:
    if account_id is None:
        return await accounts.known_in(session, line=line, by=by)
    account = await accounts.get(session, account_id=account_id, by=by)
    if account is None:
        raise Missing
    return [accounts.Known(candidate=Candidate(id=account.id, name=account.name), visible=True)]


def _read(line: str, known: Sequence[accounts.Known], ours: Sequence[str], *, by: Member, now: datetime) -> Reading:
    candidates = [each.candidate for each in known]
    told = read(line, now=now, zone=ZoneInfo(by.zone), locale=by.locale, known=candidates, ours=ours)
    return moved_on.unmet(told, line)


def _meant(known: Sequence[accounts.Known], reading: Reading, account_id: int | None) -> list[accounts.Known]:
    """The customers the line may mean; a chosen one settles it. What one may see goes before the rest."""
    if account_id is not None:
        return list(known)
    by_id = {each.candidate.id: each for each in reversed(known)}  # under its own name, whichever was written
    fitting = [by_id[each] for each in dict.fromkeys(match.id for match in reading.customers)]
    return [each for each in fitting if each.visible] or fitting[:1]


def _sure(customer: accounts.Known, reading: Reading) -> bool:
    """Whether the line names this customer beyond doubt, and not one with half its name."""
    return any(match.id == customer.candidate.id and match.score >= SURE for match in reading.customers)


async def _ask(
    session: AsyncSession,
    *,
    line: str,
    kind: VisitKind,
    reading: Reading,
    choices: Sequence[accounts.Known],
    by: Member,
    now: datetime,
) -> Unclear:
    customer = reading.customer_text
    draft = await _draft(session, line=line, kind=kind, customer=customer, by=by, now=now)
    return Unclear(draft.id, line, [each.candidate for each in choices], customer)


async def _not_theirs(
    session: AsyncSession,
    *,
    line: str,
    kind: VisitKind,
    reading: Reading,
    customer: accounts.Known,
    by: Member,
    now: datetime,
) -> Unclear | CustomerHeld:
    """A customer out of sight: a colleague's; or nobody's any more, and then as good as new."""
    match = next(each for each in reading.customers if each.id == customer.candidate.id)
    written = line[match.start : match.end].strip()
    held = await taken.is_held(session, account_id=customer.candidate.id, by=by)
    draft = await _draft(session, line=line, kind=kind, customer=None if held else written, by=by, now=now)
    return CustomerHeld(draft.id, line, written) if held else Unclear(draft.id, line, customer=written)


async def _draft(
    session: AsyncSession, *, line: str, kind: VisitKind, customer: str | None, by: Member, now: datetime
) -> Draft:
    draft = Draft(workspace_id=by.workspace_id, member_id=by.id, kind=kind, line=line, customer=customer, at=now)
    session.add(draft)
    await session.flush()
    return draft


async def _log(
    session: AsyncSession,
    *,
    customer: Candidate,
    line: str,
    kind: VisitKind,
    reading: Reading,
    by: Member,
    now: datetime,
    source: str | None,
) -> Logged | None:
    """None: the customer was merged with another while the line was read; it says something else now."""
    fingerprint = _fingerprint(line, kind)
    thread = await threads.of(session, account_id=customer.id, fingerprint=fingerprint, by=by, now=now)
    if thread.merged:
        return None
    judged = worth(
        reading.note,
        earlier=[each["note"] for each in thread.earlier],
        customer=customer.name,
        people=[person.name for person in reading.people],
    )
    if thread.repeated is not None:
        return Logged(customer, reading, judged, thread, kind, written=None)
    quoted = _quoted(reading)
    written = await write(
        session,
        facts=_facts(customer, line, kind, reading, judged, thread, by, now, source),
        step=_step(reading, by=by, now=now),
        quote=Quote(quoted.amount, quoted.currency or thread.workspace.currency) if quoted else Quote(),
    )
    if written.stale:
        await _wind(session, thread=thread, by=by)
    agains = [*_planned_again(reading, written, by=by), *_lead_again(thread, written), *_deal_again(thread, written)]
    await notices.again(session, workspace_id=by.workspace_id, agains=agains, now=now)
    if thread.deal is not None and written.urged:
        await requests.stepped(session, deal_id=thread.deal.id, by=by, now=now)
    if thread.deal is not None and thread.room is not None:
        await rooms.tell_visit(session, channel=thread.room, deal=thread.deal, visit_id=written.visit_id, now=now)
    logged = Logged(customer, reading, judged, thread, kind, written, quoted)
    await proof.read(session, line=line, outcome=logged, by=by, now=now, source=source)
    await standing.keep(session, reading=reading, account_id=customer.id, written=written, by=by, now=now)
    await moved_on.read(session, line=line, thread=thread, account_id=customer.id, written=written, by=by, now=now)
    return logged


async def _wind(session: AsyncSession, *, thread: Thread, by: Member) -> None:
    """Set the clock of a lead that was claimed, released or changed in the moment between reading and writing."""
    assert thread.lead is not None  # it was written to
    lead = await session.get_one(Lead, (by.workspace_id, thread.lead.id), populate_existing=True)
    await clocks.wind(session, thing=lead, workspace=thread.workspace)


def _facts(
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
        "fingerprint": _fingerprint(line, kind),
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


def _step(reading: Reading, *, by: Member, now: datetime) -> Step:
    """The next step as a task. A window told (afternoon) becomes its begin and end."""
    step = reading.next_step
    if step is None:
        return Step()
    at = step.at.astimezone(ZoneInfo(by.zone)).time() if step.at else step.window[0] if step.window else None
    until = step.window[1] if step.window else None
    told = tasks.remind_at(step.on, at, zone=by.zone, now=now, lead_time=by.lead_time)
    return Step(step.text[:500], step.on, at, until, told)


def _quoted(reading: Reading) -> Money | None:
    """The price given, when the note says that one was: the last sum told, unless quoting is only the next step."""
    said = reading.note
    if reading.next_step is not None:
        said = said.replace(reading.next_step.text, "")
    sensible = [each for each in reading.amounts if sums.is_sensible(each.amount)]
    return sensible[-1] if sensible and _QUOTING.search(said) else None


def _fingerprint(line: str, kind: VisitKind) -> str:
    return hashlib.sha256(f"{kind} {fold(line)}".encode()).hexdigest()[:32]


def _planned_again(reading: Reading, written: Written, *, by: Member) -> list[Again]:
    """The reminders of what the follow-up fulfilled are struck through, as is that nothing was planned for its day."""
    done = [tasks.closed(each["id"], cause=str(written.audit_id)) for each in written.fulfilled]
    step = reading.next_step
    return [*done, tasks.planned_for(by, step.on, cause=written.audit_id)] if step and step.on else done


def _lead_again(thread: Thread, written: Written) -> list[Again]:
    """A lead's posted cards become true again, and its open alert is dealt with."""
    lead, version = thread.lead, written.lead_version
    if lead is None or version is None:
        return []
    topic = f"lead:{lead.id}"
    card = Again(mode="redraw", topic=topic, kind="lead_card", facts={"lead": lead.id}, key=f"{topic}:v{version}")
    return [card, *(alerts.resolved(lead, cause=f"v{version}") if written.warned else [])]


def _deal_again(thread: Thread, written: Written) -> list[Again]:
    """A deal's posted cards become true again."""
    if thread.deal is None or written.deal_version is None:
        return []
    topic, key = f"deal:{thread.deal.id}", f"deal:{thread.deal.id}:v{written.deal_version}"
    return [Again(mode="redraw", topic=topic, kind="deal_card", facts={"deal": thread.deal.id}, key=key)]
