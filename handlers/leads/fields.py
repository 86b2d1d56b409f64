"""The fields of a lead's form, for a new one and for one that is changed; and what was entered in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import sources
from core.leads import Capture
from core.models import Lead, Source, SourceKind
from core.reading import Money, phones
from core.reading.tags import listed
from handlers import blocks, ids, sums
from handlers.blocks import Block, text_input
from handlers.pressing import Submission
from handlers.sources import options
from handlers.words import Translate, number, phone_as_read

_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}
_TEXTS = ("contact", "phone", "wechat", "email", "interest", "region", "referrer")


@dataclass(frozen=True)
class Entries:
    """What a form holds at first: texts by field, and the entries of the list of sources."""

    texts: Mapping[str, str] = field(default_factory=dict)
    source: Source | None = None
    campaign: Source | None = None


def blank(customer: str) -> Entries:
    """A form that is empty but for the name that was looked for."""
    return Entries({"customer": customer})


def of_lead(lead: Lead) -> Entries:
    """A form with all that is known of a lead."""
    contact = lead.contact
    texts = {
        "customer": lead.account.name,
        "contact": contact.name if contact else "",
        "phone": phone_as_read(contact.phone) if contact and contact.phone else "",
        "wechat": contact.wechat if contact else "",
        "email": contact.email if contact else "",
        "interest": lead.interest,
        "region": lead.region,
        "referrer": lead.referrer,
        "quoted": written(lead.quoted_amount, lead.quoted_currency),
        "budget": written(lead.budget, lead.budget_currency),
        "tags": " ".join(lead.tags),
    }
    return Entries({name: text or "" for name, text in texts.items()}, lead.source, lead.campaign)


def written(amount: Any, currency: str | None) -> str:
    """A sum as a field holds it, to be read back as it is: ¥280000, 3000 JPY."""
    if amount is None:
        return ""
    sign = _SIGNS.get(currency or "")
    return f"{sign}{number(amount)}" if sign else f"{number(amount)} {currency or ''}".strip()


def inputs(held: Entries, t: Translate, *, place: str = "") -> list[Block]:
    """The inputs. `place` tells those of a form that is drawn again from those that were there before, so that what
    they hold is what is given here."""
    text = held.texts

    def line(name: str, label: str, most: int, **more: Any) -> Block:
        element = text_input(f"v{place}", initial=text.get(name, ""), most=most, **more)
        return blocks.field(name, label, element, optional=name != "customer")

    sum_ = {"placeholder": t.plain("300k")}
    return [
        line("customer", t.plain("Customer"), 120),
        line("contact", t.plain("Contact"), 60),
        line("phone", t.plain("Phone"), 40),
        line("wechat", t.plain("WeChat"), 40),
        line("email", t.plain("E-mail"), 120),
        line("interest", t.plain("What they need"), 500, multiline=True),
        line("region", t.plain("Region"), 60),
        blocks.field("source", t.plain("Source"), options.menu(ids.LEAD_SOURCE, t, chosen=held.source, place=place)),
        blocks.field(
            "campaign", t.plain("Campaign"), options.menu(ids.LEAD_CAMPAIGN, t, chosen=held.campaign, place=place)
        ),
        line("referrer", t.plain("Referred by"), 60),
        line("quoted", t.plain("Price quoted"), 40, **sum_),
        line("budget", t.plain("Budget"), 40, **sum_),
        line("tags", t.plain("Tags"), 210, placeholder=t.plain("VIP, scanners…")),
    ]


@dataclass(frozen=True)
class Entered:
    """What was entered, and the entries of the list of sources that were chosen."""

    told: Capture
    source: Source | None
    campaign: Source | None


async def entered(form: Submission, session: AsyncSession) -> Entered:
    """What was entered in a lead's form. A source or campaign that is not on the list yet is added to it."""
    quoted, budget = sums.of_field(form, "quoted"), sums.of_field(form, "budget")
    by, now, during = form.me, form.now(), form.fields.get("campaign")
    source = await sources.chosen(session, value=form.fields.get("source"), kind=SourceKind.SOURCE, by=by, now=now)
    campaign = await sources.chosen(session, value=during, kind=SourceKind.CAMPAIGN, of=source, by=by, now=now)
    typed: dict[str, Any] = {name: form.fields.get(name) for name in _TEXTS}
    typed["phone"] = phones.told(typed["phone"], form.me.locale)
    told = Capture(
        customer=form.text("customer"),
        source=source.name if source else None,
        campaign=campaign.name if campaign else None,
        **_sum("quoted", quoted, "quoted_currency"),
        **_sum("budget", budget, "currency"),
        tags=listed(form.text("tags")),
        **typed,
    )
    return Entered(told, source, campaign)


def again(lead: Lead, mine: Collection[str], form: Submission, given: Entered) -> Entries:
    """What a form that is drawn again holds: the facts its writer changed as typed, all others as they are now."""
    now = of_lead(lead)
    texts = {name: form.text(name) if name in mine else text for name, text in now.texts.items()}
    return Entries(
        texts,
        given.source if "source" in mine else now.source,
        given.campaign if "campaign" in mine else now.campaign,
    )


def _sum(name: str, money: Money | None, currency: str) -> dict[str, Any]:
    return {name: money.amount, currency: money.currency} if money else {}
