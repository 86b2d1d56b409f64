"""Pictures of many leads: a page of the pool, a page of one's own."""

from collections.abc import Sequence
from datetime import datetime

from core.calendar import local_day
from core.models import Lead, Member
from core.quotas import Quota
from core.reading import Money
from handlers import ids
from handlers.assignments.many import select_button
from handlers.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    header,
    message,
    section,
)
from handlers.leads.views import came_from, hide, tagged, undo_button
from handlers.words import Translate, escape

PAGE = 10


def pool(
    found: Sequence[Lead],
    total: int,
    page: int,
    quota: Quota,
    t: Translate,
    *,
    taken: Lead | None = None,
    undo: int | None = None,
    several: bool = False,
) -> Message:
    """A page of the pool, each lead with its Claim button, and how much of the quota is left."""
    said = t.n("The pool holds {n} lead.", "The pool holds {n} leads.", total)
    blocks: list[Block] = [header(t.plain("Lead pool"))]
    if taken is not None:
        blocks.append(section(t("✅ *{customer}* is yours now.", customer=taken.account.name)))
        blocks.append(actions(button(t.plain("Open"), ids.LEAD_CARD, {"lead": taken.id}), undo_button(undo, t)))
    blocks.append(context(t.sentences(said, _left(quota, t))))
    if not found:
        blocks.append(section(t("The pool is empty. Enter a lead with `/lead new Acme, needs 20 scanners`.")))
    for lead in found:
        value = {"lead": lead.id, "page": page}
        claim = button(
            t.plain("Claim"), ids.LEAD_CLAIM, value, style="primary", label=t.plain("Claim {x}", x=lead.account.name)
        )
        blocks.append(section(line(lead, t), accessory=claim))
    blocks += _pages(ids.LEAD_POOL, page, total, t)
    if several and found:
        blocks.append(actions(select_button("pool", t)))
    return message(said, blocks)


def _left(quota: Quota, t: Translate) -> str:
    return t(
        "You may claim {claims} more today and hold {places} more.",
        claims=max(quota.quota - quota.used, 0),
        places=max(quota.cap - quota.held, 0),
    )


def line(lead: Lead, t: Translate) -> str:
    interest = hide(lead.interest) if lead.interest and lead.owner_id is None else lead.interest
    about = [part for part in (interest, lead.region, came_from(lead), tagged(lead)) if part]
    if lead.budget is not None:
        about.append(t.text(Money(lead.budget, lead.budget_currency)))
    below = f"\n{escape(' · '.join(about))}" if about else ""
    return f"*{t.mrkdwn(lead.account.name)}*{below}"


def _pages(action: str, page: int, total: int, t: Translate) -> list[Block]:
    last = max((total - 1) // PAGE, 0)
    turns = [
        button(t.plain("‹ Previous"), action, {"page": page - 1}) if page > 0 else None,
        button(t.plain("Next ›"), f"{action}.next", {"page": page + 1}) if page < last else None,
    ]
    return [actions(*turns)] if any(turns) else []


def mine(
    found: Sequence[Lead], total: int, page: int, now: datetime, t: Translate, *, several: str | None = None
) -> Message:
    """The leads a person holds, the soonest to go silent first. `several`: where to choose many of them from."""
    said = t.n("You hold {n} lead.", "You hold {n} leads.", total)
    blocks: list[Block] = [header(t.plain("My leads")), context(said)]
    if not found:
        blocks.append(section(t("You hold no leads yet. Take one from `/lead pool`, or enter one with `/lead new`.")))
    for lead in found:
        opens = button(
            t.plain("Open"), ids.LEAD_CARD, {"lead": lead.id}, label=t.plain("Open {x}", x=lead.account.name)
        )
        blocks.append(section(f"{line(lead, t)}\n{clock(lead, now, t)}", accessory=opens))
    blocks += _pages(ids.LEAD_MINE, page, total, t)
    return message(said, [*blocks, actions(select_button(several, t))] if several and found else blocks)


def clock(lead: Lead, now: datetime, t: Translate) -> str:
    """How the follow-up clock of a lead stands, in words."""
    if lead.silent_on is None:
        return t("no follow-up due")
    if lead.silent_on <= local_day(now, t.zone):
        return t("🔕 silent since {day}", day=lead.silent_on)
    return t("next follow-up by {day}", day=lead.silent_on)


def own(me: Member) -> str | None:
    """Where somebody who may give leads away finds their own, for the form that gives many."""
    return f"member:{me.id}" if me.manages else None
