"""One line logs one follow-up: who is meant, what was said, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, colleagues, questions
from core.errors import Refusal, msgid
from core.evidence import File
from core.models import Member, VisitKind
from core.reading import NextStep
from core.visits import drafts, facts, proof, record, whom
from core.visits import thread as threads
from core.visits.outcome import CustomerHeld, Logged, Unclear

LONGEST = 3000


class NothingSaid(Refusal):
    message = msgid("What happened? Name the customer and say it, as in: /visit Acme met Tom, wants 20 scanners")
    field = "line"


class TooLong(Refusal):
    message = msgid("That is {n} characters; one follow-up holds {most}. Split it into several.")
    field = "line"


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
    await threads.one_at_a_time(session, fingerprint=facts.fingerprint(line, kind), by=by)
    ours = await colleagues.called_in(session, line=line, by=by)
    known = await whom.known_in(session, line=line, account_id=account_id, by=by)
    reading = whom.reading_of(line, known, ours, by=by, now=now)
    meant = whom.fitting(known, reading, account_id)
    if not meant and account_id is None:
        known = await accounts.known_in(session, line=line, by=by, near=True)
        reading = whom.reading_of(line, known, ours, by=by, now=now)
        meant = whom.fitting(known, reading, account_id)
    meant = [each for each in meant if each.candidate.id == rather] or meant
    if not any(each.visible for each in meant):  # what is answered tells whether a colleague has it, or nobody
        await questions.must_have_room(session, by=by, now=now, ways=[questions.COLLIDED])
    if len(meant) == 1 and account_id is None and rather is None and not whom.is_sure(meant[0], reading):
        unknown = whom.reading_of(line, [], ours, by=by, now=now)
        meant = [each for each in meant if each.visible]
        return await drafts.ask(session, line=line, kind=kind, reading=unknown, choices=meant, by=by, now=now)
    if len(meant) != 1:
        return await drafts.ask(session, line=line, kind=kind, reading=reading, choices=meant, by=by, now=now)
    if not meant[0].visible:
        return await drafts.not_theirs(
            session, line=line, kind=kind, reading=reading, customer=meant[0], by=by, now=now, source=source
        )
    if planned is not None:
        reading = replace(reading, next_step=NextStep(planned.text, planned.on))
    said: dict[str, Any] = {"line": line, "kind": kind, "by": by, "now": now, "source": source}
    logged = await record.put(session, customer=meant[0].candidate, reading=reading, **said)
    return logged or await _said(session, **said, account_id=account_id, rather=rather, planned=planned)
