"""What the columns of a change are called, and how what they held reads."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core.errors import msgid
from core.masks import hide, mask
from core.timeline import Page
from handlers.scores.words import HEIGHTS
from handlers.words import Translate

SUMS = {"amount": "currency", "budget": "budget_currency", "quoted_amount": "quoted_currency"}
WAYS = ("phone", "wechat", "email")
DAYS = ("expected_close", "silent_on", "paused_until", "kept_until", "deal_back_on")
FIELDS = {
    "customer": msgid("Customer"),
    "contact": msgid("Contact"),
    "source": msgid("Source"),
    "campaign": msgid("Campaign"),
    "name": msgid("Name"),
    "title": msgid("Job title"),
    "amount": msgid("Amount"),
    "expected_close": msgid("Expected close"),
    "probability": msgid("Probability in %"),
    "budget": msgid("Budget"),
    "quoted_amount": msgid("Price quoted"),
    "interest": msgid("What they need"),
    "region": msgid("Region"),
    "referrer": msgid("Referred by"),
    "tags": msgid("Tags"),
    "phone": msgid("Phone"),
    "wechat": msgid("WeChat"),
    "email": msgid("E-mail"),
    "competitor": msgid("Competitor"),
    "importance": msgid("Importance"),
    "approved": msgid("Approved as a project"),
}


def value(name: str, kept: dict[str, Any], found: Page, t: Translate) -> str:
    """A column's value, as people read it; no way to reach a contact as long as the lead lies in a pool."""
    held = kept.get(name)
    if found.masked and isinstance(held, str):
        held = mask(held) if name in WAYS else hide(held)
    if isinstance(held, bool):
        return t("yes") if held else t("no")
    if name == "importance" and held in HEIGHTS:
        return t(HEIGHTS[held])
    if isinstance(held, list):
        return t.mrkdwn(t.listed(str(each) for each in held)) or "–"
    try:
        if name in SUMS and held is not None:
            return t.mrkdwn(t.money(Decimal(held), kept.get(SUMS[name])))
        if name in DAYS and held is not None:
            return t.mrkdwn(date.fromisoformat(held))
    except (InvalidOperation, ValueError):
        pass  # written by an older version: shown as it stands
    return t.mrkdwn(held if held != "" else None)
