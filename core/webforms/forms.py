"""Web forms 网页表单: pages that take in leads for one source. An admin makes them; each has a signed address of its
own, which can be replaced and closed."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, pools, settings
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Member, PostOutcome, Source, WebForm, WebPost

# What a form may ask, and how many characters each holds.
FIELDS = {
    "company": 120,
    "contact": 60,
    "phone": 40,
    "wechat": 40,
    "email": 120,
    "interest": 1000,
    "region": 60,
    "budget": 40,
}
WAYS = ("phone", "wechat", "email")
USUAL = ("company", "contact", "phone", "interest")
LANGUAGES = ("zh", "en")
KEPT = ("name", "language", "asks", "source_id", "campaign_id", "pool_id", "allots", "thanks", "closed_at")


class FormNameMissing(Refusal):
    message = msgid("Give the form a name, so that you find it again: where will it stand?")
    field = "name"


class SourceMissing(Refusal):
    message = msgid("Which source do its leads come from? Choose one, or type a new one.")
    field = "source"


class AsksTooLittle(Refusal):
    message = msgid("A form asks for a company or a name, and for at least one way to reach them.")
    field = "asks"


@dataclass(frozen=True)
class Terms:
    """What an admin says of a form. `language` None: the visitor's; `pool_id` None: the pool that asks for a lead."""

    name: str
    source: Source | None
    campaign: Source | None = None
    language: str | None = None
    asks: tuple[str, ...] = USUAL
    pool_id: int | None = None
    allots: bool = False
    thanks: str | None = None


@dataclass(frozen=True)
class Figures:
    """A form, what its leads are said to come from, and what came through it in the last thirty days."""

    form: WebForm
    source: Source
    captured: int
    known: int


async def create(
    session: AsyncSession, *, terms: Terms, by: Member, now: datetime, source: str | None = None
) -> tuple[WebForm, AuditRow]:
    """Make a form with an address of its own."""
    await settings.must_be_admin(session, by=by)
    kept = await _checked(session, terms, by)
    form = WebForm(
        workspace_id=by.workspace_id,
        key=secrets.token_urlsafe(12),
        secret=secrets.token_hex(32),
        created_by_id=by.id,
        created_at=now,
        **kept,
    )
    session.add(form)
    await session.flush()
    after = audit.snapshot(form, KEPT)
    return form, await audit.record(session, row=form, verb="create", by=by, now=now, after=after, source=source)


async def _checked(session: AsyncSession, terms: Terms, by: Member) -> dict[str, object]:
    name = " ".join(terms.name.split())[:60]
    asks = [field for field in FIELDS if field in terms.asks]
    if not name:
        raise FormNameMissing
    if terms.source is None:
        raise SourceMissing
    if not {"company", "contact"}.intersection(asks) or not set(WAYS).intersection(asks):
        raise AsksTooLittle
    if terms.language not in (None, *LANGUAGES):
        raise Missing
    if terms.pool_id is not None and terms.pool_id not in {pool.id for pool in await pools.all_of(session, by=by)}:
        raise Missing
    return {
        "name": name,
        "asks": asks,
        "language": terms.language,
        "source_id": terms.source.id,
        "campaign_id": terms.campaign.id if terms.campaign else None,
        "pool_id": terms.pool_id,
        "allots": terms.allots,
        "thanks": (terms.thanks or "").strip()[:500] or None,
    }


async def get(session: AsyncSession, *, form_id: int, by: Member) -> WebForm:
    """A form, for an admin."""
    await settings.must_be_admin(session, by=by)
    form = await session.get(WebForm, (by.workspace_id, form_id))
    if form is None:
        raise Missing
    return form


async def _lock(session: AsyncSession, *, form_id: int, by: Member) -> WebForm:
    await settings.must_be_admin(session, by=by)
    form = await session.get(WebForm, (by.workspace_id, form_id), with_for_update=True, populate_existing=True)
    if form is None:
        raise Missing
    return form


async def edit(
    session: AsyncSession, *, form_id: int, terms: Terms, by: Member, now: datetime, source: str | None = None
) -> tuple[WebForm, AuditRow]:
    """Change what a form asks, where its leads go, what it says. Its address stays."""
    form = await _lock(session, form_id=form_id, by=by)
    kept = await _checked(session, terms, by)
    return form, await audit.change(session, row=form, verb="edit", values=kept, by=by, now=now, source=source)


async def rotate(
    session: AsyncSession, *, form_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[WebForm, AuditRow]:
    """Give a form another address; every earlier one is void from this moment."""
    form = await _lock(session, form_id=form_id, by=by)
    form.key, form.secret = secrets.token_urlsafe(12), secrets.token_hex(32)
    return form, await audit.record(session, row=form, verb="rotate", by=by, now=now, source=source)


async def close(
    session: AsyncSession, *, form_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[WebForm, AuditRow]:
    """Take in nothing more through a form."""
    form = await _lock(session, form_id=form_id, by=by)
    return form, await audit.change(
        session, row=form, verb="close", values={"closed_at": now}, by=by, now=now, source=source
    )


async def reopen(
    session: AsyncSession, *, form_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[WebForm, AuditRow]:
    """Let a closed form take in leads again, under the address it had."""
    form = await _lock(session, form_id=form_id, by=by)
    return form, await audit.change(
        session, row=form, verb="reopen", values={"closed_at": None}, by=by, now=now, source=source
    )


async def all_of(
    session: AsyncSession, *, by: Member, now: datetime, page: int = 0, size: int = 10
) -> tuple[Sequence[Figures], int]:
    """A page of the forms, the newest first, closed ones last, with what came in; and how many there are."""
    await settings.must_be_admin(session, by=by)
    here = WebForm.workspace_id == by.workspace_id
    total = await session.scalar(select(func.count()).select_from(WebForm).where(here))
    came = func.count(WebPost.id).filter(WebPost.outcome == PostOutcome.CAPTURED)
    known = func.count(WebPost.id).filter(WebPost.outcome == PostOutcome.KNOWN)
    rows = await session.execute(
        select(WebForm, Source, came, known)
        .join(Source, (Source.workspace_id == WebForm.workspace_id) & (Source.id == WebForm.source_id))
        .outerjoin(
            WebPost,
            (WebPost.workspace_id == WebForm.workspace_id)
            & (WebPost.form_id == WebForm.id)
            & (WebPost.at > now - timedelta(days=30)),
        )
        .where(here)
        .group_by(*WebForm.__table__.columns, *Source.__table__.columns)
        .order_by(WebForm.closed_at.is_not(None), WebForm.id.desc())
        .limit(size)
        .offset(page * size)
    )
    return [Figures(*row) for row in rows], total or 0


def address(form: WebForm) -> str:
    """The path of a form's page, which also takes what is sent: its key, and a signature that only its secret makes."""
    return f"/forms/{form.workspace_id}/{form.key}.{_signature(form)}"


def _signature(form: WebForm) -> str:
    signed = hmac.new(form.secret.encode(), f"{form.workspace_id}/{form.key}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(signed[:16]).decode().rstrip("=")


async def at(session: AsyncSession, *, workspace_id: str, key: str, signature: str) -> WebForm:
    """The form of an address. Closed, replaced and never there are answered the same."""
    found = await session.scalars(
        select(WebForm).where(WebForm.workspace_id == workspace_id, WebForm.key == key, WebForm.closed_at.is_(None))
    )
    form = found.first()
    if form is None or not hmac.compare_digest(_signature(form).encode(), signature.encode()):
        raise Missing
    return form
