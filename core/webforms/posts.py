"""What is sent through a web form: counted, checked, and taken in as a lead through the one door there is."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, leads, members, notices, owners, sums, ways, workspaces
from core.errors import Refusal, msgid
from core.leads import Capture
from core.models import Deal, Lead, Member, PostOutcome, Role, Source, Visit, VisitKind, WebForm, WebPost, WebTries
from core.names import fold
from core.reading import Money, phones, read
from core.taken import Holding, OnRecord
from core.webforms.forms import FIELDS, WAYS

TRAP = "website"  # a field that no person sees
REPEAT = timedelta(minutes=10)
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
# How often a form may be sent: by one address, and by everybody. A stand at a fair sends from one address.
LIMITS = {"address": ((_MINUTE, 10), (_HOUR, 60)), "form": ((_MINUTE, 120),)}
_KEEP = timedelta(hours=2)
_ALONE = text("select pg_advisory_xact_lock(hashtextextended(:fingerprint, :form))")
_COUNT = text("""
insert into web_tries (workspace_id, form_id, who, starts, count)
select :workspace, :form, tried.who, tried.starts, 1
from unnest(cast(:whos as text[]), cast(:starts as timestamptz[])) as tried(who, starts) order by tried.who
on conflict (workspace_id, form_id, who, starts) do update set count = web_tries.count + 1
returning who, count
""")


class NobodyNamed(Refusal):
    message = msgid("Please tell us your name.")
    field = "contact"


class CompanyMissing(Refusal):
    message = msgid("Please tell us your company.")
    field = "company"


class NoWay(Refusal):
    message = msgid("Please leave a way to reach you.")


class TooLong(Refusal):
    message = msgid("That is too long: at most {most} characters fit here.")


class NoPhone(Refusal):
    message = msgid("That phone number is not complete. Please look at it again.")
    field = "phone"


class NoEmail(Refusal):
    message = msgid("That e-mail address is not complete. Please look at it again.")
    field = "email"


@dataclass(frozen=True)
class Received:
    """What became of what was sent; whoever sent it is told the same in every case."""

    outcome: PostOutcome
    lead: Lead | None = None


async def tried(session: AsyncSession, *, form: WebForm, address: str, now: datetime) -> int:
    """Count one try, whatever becomes of it. The seconds to wait when there were too many; 0: go on.

    Counted in the database, so that any number of processes agree. Commit before answering.
    """
    who = hashlib.sha256(f"{form.secret} {address}".encode()).hexdigest()[:20]
    limits = {
        f"{name} {span.total_seconds():.0f}": (_begin(now, span), span, most)
        for name, of in ((who, LIMITS["address"]), ("", LIMITS["form"]))
        for span, most in of
    }
    rows = await session.execute(
        _COUNT,
        {
            "workspace": form.workspace_id,
            "form": form.id,
            "whos": list(limits),
            "starts": [starts for starts, _, _ in limits.values()],
        },
    )
    wait = 0
    for name, count in rows:
        starts, span, most = limits[name]
        if count > most:
            wait = max(wait, math.ceil((starts + span - now).total_seconds()))
        elif count == 1:
            await _forget(session, form=form, now=now)
    return wait


def _begin(now: datetime, span: timedelta) -> datetime:
    seconds = int(now.timestamp() // span.total_seconds() * span.total_seconds())
    return datetime.fromtimestamp(seconds, UTC)


async def _forget(session: AsyncSession, *, form: WebForm, now: datetime) -> None:
    here = (WebTries.workspace_id == form.workspace_id, WebTries.form_id == form.id)
    await session.execute(delete(WebTries).where(*here, WebTries.starts < now - _KEEP))


async def receive(session: AsyncSession, *, form: WebForm, told: Mapping[str, str], now: datetime) -> Received:
    """Take in what was sent. A customer on record is not entered twice: it is kept there, and its owner is told."""
    if (told.get(TRAP) or "").strip():
        session.add(_post(form, told, PostOutcome.TRAPPED, now=now))
        return Received(PostOutcome.TRAPPED)
    values = _checked(form, told)
    post = _post(form, values, PostOutcome.CAPTURED, now=now)
    await session.execute(_ALONE, {"fingerprint": post.fingerprint, "form": form.id})
    if (again := await _sent_just_now(session, post=post, now=now)) is not None:
        return Received(again)
    by = await _in_whose_name(session, form)
    capture = await _capture(session, form=form, values=values, by=by, now=now)
    source = f"form:{form.id}:{post.fingerprint[:16]}:{now:%Y%m%d%H%M%S}"
    try:
        lead, _ = await leads.capture(session, told=capture, to=None, by=by, now=now, anyway=True, source=source)
    except OnRecord as known:
        post.outcome = PostOutcome.KNOWN
        await _keep(session, form=form, post=post, values=values, holding=known.holdings[0], by=by, now=now)
        session.add(post)
        return Received(post.outcome)
    post.lead_id = lead.id
    if form.allots:
        lead.allot_at = now
    session.add(post)
    return Received(post.outcome, lead)


def _post(form: WebForm, told: Mapping[str, str], outcome: PostOutcome, *, now: datetime) -> WebPost:
    same = repr(sorted((name, fold(value)) for name, value in told.items()))
    fingerprint = hashlib.sha256(same.encode()).hexdigest()
    return WebPost(workspace_id=form.workspace_id, form_id=form.id, fingerprint=fingerprint, outcome=outcome, at=now)


def _checked(form: WebForm, told: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the fields the form has; refused with the first thing that is wrong."""
    values = {name: " ".join(told.get(name, "").split()) for name in form.asks if name != "interest"}
    if "interest" in form.asks:
        values["interest"] = told.get("interest", "").strip()
    for name, value in values.items():
        if len(value) > FIELDS[name]:
            raise TooLong(field=name, most=FIELDS[name])
    if "company" in values and not fold(values["company"]):
        raise CompanyMissing
    if "company" not in values and not fold(values["contact"]):
        raise NobodyNamed
    if values.get("phone") and not _is_phone(values["phone"]):
        raise NoPhone
    if values.get("email") and not ways.stored((), (values["email"],)):
        raise NoEmail
    if not any(values.get(way) for way in WAYS):
        raise NoWay(field=next(name for name in form.asks if name in WAYS))
    return {name: value for name, value in values.items() if value}


def _is_phone(value: str) -> bool:
    return bool(ways.stored((value,)))


async def _sent_just_now(session: AsyncSession, *, post: WebPost, now: datetime) -> PostOutcome | None:
    return await session.scalar(
        select(WebPost.outcome)
        .where(
            WebPost.workspace_id == post.workspace_id,
            WebPost.form_id == post.form_id,
            WebPost.fingerprint == post.fingerprint,
            WebPost.at > now - REPEAT,
        )
        .limit(1)
    )


async def _in_whose_name(session: AsyncSession, form: WebForm) -> Member:
    """The admin who made the form; once they are none any more, another one."""
    maker = await session.get_one(Member, (form.workspace_id, form.created_by_id))
    if maker.active and maker.role == Role.ADMIN:
        return maker
    return await members.admin_of(session, member=maker) or maker


async def _capture(
    session: AsyncSession, *, form: WebForm, values: Mapping[str, str], by: Member, now: datetime
) -> Capture:
    source = await session.get_one(Source, (form.workspace_id, form.source_id))
    campaign = await session.get(Source, (form.workspace_id, form.campaign_id)) if form.campaign_id else None
    budget = _budget(values.get("budget"), by=by, now=now)
    rest = [values.get("interest"), values.get("budget") if budget is None else None]
    workspace = await workspaces.of(session, by=by)
    return Capture(
        customer=values.get("company") or _called(values),
        contact=values.get("contact"),
        phone=phones.told(values.get("phone"), workspace.locale),
        wechat=values.get("wechat"),
        email=values.get("email"),
        interest="\n".join(part for part in rest if part) or None,
        region=values.get("region"),
        source=source.name,
        campaign=campaign.name if campaign else None,
        budget=budget.amount if budget else None,
        currency=budget.currency if budget else None,
        pool_id=form.pool_id,
    )


def _called(values: Mapping[str, str]) -> str:
    """A person without a company, told from others of the same name by the end of how they are reached."""
    way = next(values[way] for way in WAYS if values.get(way))
    return f"{values['contact']} {way.replace(' ', '')[-4:]}"


def _budget(typed: str | None, *, by: Member, now: datetime) -> Money | None:
    """The sum somebody typed; None where it is none, and then it is kept in words."""
    for written in (typed, f"¥{typed}") if typed else ():
        found = read(written or "", now=now, zone=ZoneInfo(by.zone), locale=by.locale, known=())
        if found.amounts and sums.is_sensible(found.amounts[0].amount):
            first = found.amounts[0]
            return first if written is typed else Money(first.amount, None)
    return None


async def _keep(
    session: AsyncSession,
    *,
    form: WebForm,
    post: WebPost,
    values: Mapping[str, str],
    holding: Holding,
    by: Member,
    now: datetime,
) -> None:
    """Put what a customer on record wrote among its follow-ups; it moves no clock. Whoever holds it is told."""
    visit = Visit(
        workspace_id=form.workspace_id,
        account_id=holding.match.account_id,
        lead_id=holding.lead_id,
        deal_id=holding.deal_id,
        member_id=by.id,
        kind=VisitKind.INQUIRY,
        line=form.name,
        note=" · ".join(values.values()),
        fingerprint=post.fingerprint[:32],
        counts=False,
        why_not=None,
        at=now,
        logged_at=now,
    )
    session.add(visit)
    await session.flush()
    await audit.record(session, row=visit, verb="inquire", by=None, now=now, source=f"form:{form.id}")
    thing = await session.get(Lead, (form.workspace_id, holding.lead_id)) if holding.lead_id else None
    if thing is not None:
        post.lead_id = thing.id
        thing.version += 1
        await owners.redraw_cards(session, thing=thing, now=now)
    deal = await session.get(Deal, (form.workspace_id, holding.deal_id)) if holding.deal_id else None
    if holding.owner is not None:
        noun = {"lead": thing.id} if thing else {"deal": deal.id} if deal else {}
        await notices.tell(
            session,
            workspace_id=form.workspace_id,
            kind="inquiry",
            key=f"inquiry:{visit.id}",
            facts={**noun, "visit": visit.id},
            to=holding.owner,
            due_at=now,
            now=now,
        )
