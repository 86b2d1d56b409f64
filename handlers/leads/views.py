"""Pictures of leads: card, pool, own list, forms."""

import re
from collections.abc import Sequence
from datetime import datetime

from core.calendar import local_day
from core.errors import msgid
from core.models import Contact, Lead, LeadStatus, Member, Task, Visit
from core.quotas import Quota
from core.reading import Money
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    confirm,
    context,
    divider,
    field,
    form,
    header,
    message,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.words import Translate, escape, phone_as_read

PAGE = 10
_REACHABLE = re.compile(r"\+?\d[\d\s().-]{6,}\d|[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)


def card(
    lead: Lead,
    t: Translate,
    *,
    next_task: Task | None = None,
    last: Visit | None = None,
    undo: int | None = None,
    private: bool = False,
) -> Message:
    """A lead: last quote and next step first. `private`: only somebody who may see the lead reads it; else a held
    lead shows no more than whose it is, and one in the pool no way to reach its contact."""
    title = f"*{t.mrkdwn(lead.account.name)}*"
    facts = _facts(lead, t, next_task, last) if private or lead.owner_id is None else []
    blocks: list[Block] = [section(f"{title} · {state(lead, t)}", fields=facts)]
    blocks.append(actions(*_buttons(lead, t), _undo(undo, t)))
    return message(t("{customer}: lead", customer=lead.account.name), blocks)


def state(lead: Lead, t: Translate) -> str:
    """Where the lead is: in the pool, with somebody, converted, dead."""
    if lead.status == LeadStatus.CONVERTED:
        return t("converted to a deal")
    if lead.status == LeadStatus.DEAD:
        return t("dead lead")
    if lead.status == LeadStatus.WITHDRAWN:
        return t("capture undone")
    if lead.owner is None:
        return t("in the pool, free to claim")
    return t("with {owner}", owner=lead.owner)


def _facts(lead: Lead, t: Translate, next_task: Task | None, last: Visit | None) -> list[str]:
    facts, said = [], hide if lead.owner_id is None else str
    if lead.quoted_amount is not None:
        facts.append(
            t(
                "*Last quote*\n{price} · {day}",
                price=Money(lead.quoted_amount, lead.quoted_currency),
                day=lead.quoted_at,
            )
        )
    if next_task is not None:
        facts.append(
            t("*Next step*\n{step}", step=said(next_task.text))
            + (f" · {t.mrkdwn(next_task.on)}" if next_task.on else "")
        )
    if lead.interest:
        facts.append(t("*Interest*\n{interest}", interest=said(lead.interest)))
    if lead.region:
        facts.append(t("*Region*\n{region}", region=lead.region))
    if lead.budget is not None:
        facts.append(t("*Budget*\n{budget}", budget=Money(lead.budget, lead.budget_currency)))
    if lead.contact is not None:
        facts.append(t("*Contact*\n{contact}", contact=reach(lead.contact, shown=lead.owner_id is not None)))
    if lead.source:
        facts.append(t("*Source*\n{source}", source=lead.source))
    if last is not None:
        facts.append(t("*Last follow-up*\n{note} · {day}", note=said(last.note)[:120], day=last.at))
    elif lead.last_follow_up_at is not None:
        facts.append(t("*Last follow-up*\n{day}", day=lead.last_follow_up_at))
    elif lead.owner is not None:
        facts.append(t("*Last follow-up*\nnone yet"))
    return facts


def reach(contact: Contact, *, shown: bool) -> str:
    """A contact and the ways to reach them; in the pool the ways are masked."""
    phone = phone_as_read(contact.phone) if contact.phone else None
    ways = [way if shown else mask(way) for way in (phone, contact.wechat, contact.email) if way]
    return " ".join([contact.name, *ways]).strip()


def mask(way: str) -> str:
    """A phone, WeChat id or address of which only the ends can be read: 138****8000."""
    way = way.replace(" ", "")
    tail = 4 if way[-4:].isdigit() else 2
    return f"{way[:3]}****{way[-tail:]}" if len(way) > 3 + tail else "****"


def hide(text: str) -> str:
    """A text for everybody's eyes: phones and addresses that were typed into it are masked too."""
    return _REACHABLE.sub(lambda found: mask(found[0]), text)


def _buttons(lead: Lead, t: Translate) -> list[Block | None]:
    value = {"lead": lead.id}
    if lead.status != LeadStatus.OPEN:
        return [button(t.plain("Open"), ids.LEAD_CARD, value)]
    if lead.owner is None:
        return [
            button(t.plain("Claim"), ids.LEAD_CLAIM, value, style="primary"),
            button(t.plain("Assign…"), ids.LEAD_ASSIGN, value),
        ]
    return [
        button(t.plain("Log"), ids.VISIT_LOG, value, style="primary"),
        button(t.plain("Advance"), ids.LEAD_CONVERT, value),
        button(t.plain("Assign…"), ids.LEAD_ASSIGN, value),
        button(t.plain("Release"), ids.LEAD_RELEASE, value, confirm=_sure(lead, t)),
    ]


def _sure(lead: Lead, t: Translate) -> Block:
    return confirm(
        t.plain("Release to the pool?"),
        t.plain("Anyone may then claim {customer}.", customer=lead.account.name),
        t.plain("Release"),
        t.plain("Cancel"),
    )


def _undo(audit_id: int | None, t: Translate) -> Block | None:
    return button(t.plain("Undo"), ids.UNDO, {"audit": audit_id}) if audit_id else None


def captured(lead: Lead, t: Translate, *, undo: int) -> Message:
    """The answer to a new lead."""
    mine, pool = msgid("Lead *{customer}* is on record, and yours."), msgid("Lead *{customer}* is in the pool now.")
    said = t(mine if lead.owner is not None else pool, customer=lead.account.name)
    drawn = card(lead, t, undo=undo, private=True)
    return message(said, [section(f"✅ {said}"), *drawn["blocks"]])


def assigned(lead: Lead, by: Member | None, t: Translate) -> Message:
    """The notice to whom a lead was given."""
    said = t("{by} gave you the lead *{customer}*.", by=by, customer=lead.account.name)
    return message(said, [section(said), *card(lead, t, private=True)["blocks"]])


def gone(lead: Lead, by: Member | None, to: Member | None, t: Translate) -> Message:
    """The notice to whom a lead was taken from, and where it went."""
    key = (
        msgid("{by} has given your lead *{customer}* to {to}. Everything you logged goes with it.")
        if to
        else msgid("{by} has put your lead *{customer}* back into the pool. Everything you logged stays with it.")
    )
    said = t(key, by=by, customer=lead.account.name, to=to)
    return message(said, [section(said)])


def pool(
    found: Sequence[Lead],
    total: int,
    page: int,
    quota: Quota,
    t: Translate,
    *,
    taken: Lead | None = None,
    undo: int | None = None,
) -> Message:
    """A page of the pool, each lead with its Claim button, and how much of the quota is left."""
    said = t.n("The pool holds {n} lead.", "The pool holds {n} leads.", total)
    blocks: list[Block] = [header(t.plain("Lead pool"))]
    if taken is not None:
        blocks.append(section(t("✅ *{customer}* is yours now.", customer=taken.account.name)))
        blocks.append(actions(button(t.plain("Open"), ids.LEAD_CARD, {"lead": taken.id}), _undo(undo, t)))
    blocks.append(context(t.sentences(said, _left(quota, t))))
    if not found:
        blocks.append(section(t("The pool is empty. Enter a lead with `/lead new Acme, needs 20 scanners`.")))
    for lead in found:
        value = {"lead": lead.id, "page": page}
        claim = button(
            t.plain("Claim"), ids.LEAD_CLAIM, value, style="primary", label=t.plain("Claim {x}", x=lead.account.name)
        )
        blocks.append(section(_line(lead, t), accessory=claim))
    blocks += _pages(ids.LEAD_POOL, page, total, t)
    return message(said, blocks)


def _left(quota: Quota, t: Translate) -> str:
    return t(
        "You may claim {claims} more today and hold {places} more.",
        claims=max(quota.quota - quota.used, 0),
        places=max(quota.cap - quota.held, 0),
    )


def _line(lead: Lead, t: Translate) -> str:
    interest = hide(lead.interest) if lead.interest and lead.owner_id is None else lead.interest
    about = [part for part in (interest, lead.region, lead.source) if part]
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


def mine(found: Sequence[Lead], total: int, page: int, now: datetime, t: Translate) -> Message:
    """The leads a person holds, the soonest to go silent first."""
    said = t.n("You hold {n} lead.", "You hold {n} leads.", total)
    blocks: list[Block] = [header(t.plain("My leads")), context(said)]
    if not found:
        blocks.append(section(t("You hold no leads yet. Take one from `/lead pool`, or enter one with `/lead new`.")))
    for lead in found:
        opens = button(
            t.plain("Open"), ids.LEAD_CARD, {"lead": lead.id}, label=t.plain("Open {x}", x=lead.account.name)
        )
        blocks.append(section(f"{_line(lead, t)}\n{clock(lead, now, t)}", accessory=opens))
    return message(said, [*blocks, *_pages(ids.LEAD_MINE, page, total, t)])


def clock(lead: Lead, now: datetime, t: Translate) -> str:
    """How the follow-up clock of a lead stands, in words."""
    if lead.silent_on is None:
        return t("no follow-up due")
    if lead.silent_on <= local_day(now, t.zone):
        return t("🔕 silent since {day}", day=lead.silent_on)
    return t("next follow-up by {day}", day=lead.silent_on)


def silent(lead: Lead, t: Translate, *, audience: str, resolved: bool) -> Message:
    """The alert about a silent lead: to its owner, or to the team; struck through once it is followed up."""
    if resolved:
        said = t("~{customer} had gone silent~: dealt with.", customer=lead.account.name)
        return message(t("{customer}: dealt with", customer=lead.account.name), [section(said)])
    key = (
        msgid("🔕 *{customer}* has had no follow-up since {day}. Log one, or release it to the pool.")
        if audience == "owner"
        else msgid("🔕 *{customer}* has still had no follow-up since {day}. {owner}, what is the plan?")
    )
    since = lead.last_follow_up_at or lead.owned_since
    said = t(key, customer=lead.account.name, day=since, owner=lead.owner)
    buttons = [
        button(t.plain("Log"), ids.VISIT_LOG, {"lead": lead.id}, style="primary"),
        button(t.plain("Release"), ids.LEAD_RELEASE, {"lead": lead.id}, confirm=_sure(lead, t)),
    ]
    if audience != "owner":
        buttons.insert(1, button(t.plain("Assign…"), ids.LEAD_ASSIGN, {"lead": lead.id}))
    return message(t("{customer} has gone silent", customer=lead.account.name), [section(said), actions(*buttons)])


def new_form(t: Translate, *, customer: str = "") -> View:
    """The form to enter a lead."""
    places = [option(t.plain("The pool"), "pool"), option(t.plain("Myself"), "me")]
    return form(
        ids.LEAD_FORM,
        t.plain("New lead"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            field("customer", t.plain("Customer"), text_input("v", initial=customer, most=120), optional=False),
            field("contact", t.plain("Contact"), text_input("v", most=60)),
            field("phone", t.plain("Phone"), text_input("v", most=40)),
            field("wechat", t.plain("WeChat"), text_input("v", most=40)),
            field("email", t.plain("E-mail"), text_input("v", most=120)),
            field("interest", t.plain("What they need"), text_input("v", multiline=True, most=500)),
            field("region", t.plain("Region"), text_input("v", most=60)),
            field(
                "source",
                t.plain("Source"),
                text_input("v", most=60, placeholder=t.plain("trade fair, website, referral…")),
            ),
            field("campaign", t.plain("Campaign"), text_input("v", most=60)),
            field("referrer", t.plain("Referred by"), text_input("v", most=60)),
            field("quoted", t.plain("Price quoted"), text_input("v", most=40, placeholder=t.plain("300k"))),
            field("budget", t.plain("Budget"), text_input("v", most=40, placeholder=t.plain("300k"))),
            field("to", t.plain("Goes to"), radio("v", places, chosen="pool"), optional=False),
        ],
    )


def assign_form(lead: Lead, team: Sequence[tuple[Member, int]], t: Translate) -> View:
    """The form to give a lead to somebody of the team, with how many leads each holds."""
    options = [
        option(t.plain("{name} · holds {n}", name=member.name, n=held), member.slack_id) for member, held in team
    ]
    return form(
        ids.LEAD_ASSIGN_FORM,
        t.plain("Assign lead"),
        t.plain("Assign"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(lead.account.name)}* · {state(lead, t)}"),
            field(
                "to",
                t.plain("Assign to"),
                select("v", options, placeholder=t.plain("Choose a colleague")),
                optional=False,
            ),
        ],
        keep={"lead": lead.id},
    )


def history(visits: Sequence[Visit], t: Translate, *, masked: bool) -> list[Block]:
    """The latest follow-ups of a customer; `masked`: no phone or address in them, as everybody may read the lead."""
    if not visits:
        return []
    lines = [
        t(
            "• {day} {who}: {note}",
            day=visit.at,
            who=visit.member,
            note=(hide(visit.note) if masked else visit.note)[:200],
        )
        + ("" if visit.counts else f" · _{t('does not count')}_")
        for visit in visits
    ]
    return [divider(), section(t("*Follow-ups*") + "\n" + "\n".join(lines))]


def yours(lead: Lead, t: Translate, *, undo: int | None) -> Message:
    """What the claimer alone is told after pressing on a card that others see too."""
    said = t("✅ *{customer}* is yours now.", customer=lead.account.name)
    contact = [section(t("Contact: {contact}", contact=reach(lead.contact, shown=True)))] if lead.contact else []
    return message(said, [section(said), *contact, actions(_open(lead, t), _undo(undo, t))])


def released(lead: Lead, t: Translate, *, undo: int) -> Message:
    """What the one who released a lead is told."""
    said = t("*{customer}* is back in the pool.", customer=lead.account.name)
    return message(said, [section(said), actions(_open(lead, t), _undo(undo, t))])


def _open(lead: Lead, t: Translate) -> Block:
    return button(t.plain("Open"), ids.LEAD_CARD, {"lead": lead.id})
