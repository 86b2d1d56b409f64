"""What an export looks like: its button, and its rows in a workbook."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from core import exports
from core.errors import msgid
from core.masks import hide, is_masked, mask
from core.models import Deal, DealStatus, Lead, LeadStatus
from core.workbooks import Cell
from handlers import ids
from handlers.blocks import Block, Message, button, message, section
from handlers.chances import words as chances
from handlers.words import Translate

TITLES = {
    exports.LEADS: msgid("Leads"),
    exports.POOL: msgid("Lead pool"),
    exports.MINE: msgid("My leads"),
    exports.DEAD: msgid("Dead leads"),
    exports.DEALS: msgid("Deals"),
    exports.MY_DEALS: msgid("My deals"),
    exports.OPEN_DEALS: msgid("Pipeline"),
}
LEAD_HEAD = (
    *(msgid("Customer"), msgid("Contact"), msgid("Job title"), msgid("Phone"), msgid("WeChat"), msgid("E-mail")),
    *(msgid("What they need"), msgid("Region"), msgid("Source"), msgid("Campaign"), msgid("Referred by")),
    *(msgid("Budget"), msgid("Budget currency"), msgid("Price quoted"), msgid("Quote currency"), msgid("Tags")),
    *(msgid("Owner"), msgid("Lead status"), msgid("Chance"), msgid("Entered on"), msgid("Last follow-up on")),
)
DEAL_HEAD = (
    *(msgid("Deal"), msgid("Customer"), msgid("Pipeline"), msgid("Stage"), msgid("Probability in %")),
    *(msgid("Amount"), msgid("Currency"), msgid("Expected close"), msgid("Owner"), msgid("Deal status")),
    *(msgid("Entered on"), msgid("Last follow-up on")),
)
LEAD_STATES = {
    LeadStatus.OPEN: msgid("open"),
    LeadStatus.CONVERTED: msgid("converted"),
    LeadStatus.DEAD: msgid("dead"),
    LeadStatus.WITHDRAWN: msgid("undone"),
}
DEAL_STATES = {
    DealStatus.OPEN: msgid("open"),
    DealStatus.WON: msgid("won"),
    DealStatus.LOST: msgid("lost"),
    DealStatus.JOINED: msgid("one project with another deal"),
    DealStatus.WITHDRAWN: msgid("undone"),
}


def export_button(which: str, t: Translate, part: Mapping[str, Any] | None = None) -> Block:
    """The button below a list; `part`: which pool it shows, and what of it."""
    return button(t.plain("Export"), ids.EXPORT, {"list": which, **(part or {})})


def begun(which: str, t: Translate, *, name: str = "") -> Message:
    """The list is being written out; `name`: where it has one of its own."""
    called = name or t.plain(TITLES[which])
    said = t("⏳ *{list}* is being written out; the file comes into your messages with me.", list=called)
    return message(said, [section(said)])


def head(which: str, t: Translate) -> list[str]:
    """What the columns are called."""
    return [t.plain(name) for name in (LEAD_HEAD if which in exports.OF_LEADS else DEAL_HEAD)]


def row(thing: Lead | Deal, t: Translate) -> list[Cell]:
    """One lead or deal. In a pool it says what is needed and where, not whom to call, as on its card."""
    return _deal(thing, t) if isinstance(thing, Deal) else _lead(thing, t)


def _lead(lead: Lead, t: Translate) -> list[Cell]:
    shown, contact = not is_masked(lead), lead.contact
    said = str if shown else hide
    ways = (contact.phone, contact.wechat, contact.email) if contact else (None, None, None)
    return [
        lead.account.name,
        contact.name if contact and shown else None,
        contact.title if contact and shown else None,
        *(way if shown or not way else mask(way) for way in ways),
        said(lead.interest) if lead.interest else None,
        lead.region,
        lead.source.name if lead.source else None,
        lead.campaign.name if lead.campaign else None,
        said(lead.referrer) if lead.referrer else None,
        lead.budget,
        lead.budget_currency,
        lead.quoted_amount,
        lead.quoted_currency,
        ", ".join(lead.tags),
        lead.owner.name if lead.owner else None,
        t.plain(LEAD_STATES[lead.status]),
        chances.told(lead, t) if lead.chance else None,
        lead.created_at.astimezone(ZoneInfo(t.zone)).date(),
        _day(lead, t),
    ]


def _deal(deal: Deal, t: Translate) -> list[Cell]:
    return [
        deal.name,
        deal.account.name,
        t.text(deal.pipeline),
        t.text(deal.stage),
        deal.probability,
        deal.amount,
        deal.currency,
        deal.expected_close,
        deal.owner.name if deal.owner else None,
        t.plain(DEAL_STATES[deal.status]),
        deal.created_at.astimezone(ZoneInfo(t.zone)).date(),
        _day(deal, t),
    ]


def _day(thing: Lead | Deal, t: Translate) -> date | None:
    last = thing.last_follow_up_at
    return last.astimezone(ZoneInfo(t.zone)).date() if last else None
