"""What became known of a customer: whom one reaches there, what they were billed, which other record they are."""

from decimal import Decimal
from functools import partial

from core.errors import msgid
from core.masks import mask
from core.models import AuditRow
from core.timeline import Page
from handlers.timeline.columns import value
from handlers.timeline.said import Said, changed, plainly, shown
from handlers.words import Translate


def _merged(row: AuditRow, found: Page, t: Translate) -> str:
    """Another record joined to this one, and what of it has no place there."""
    said = t("🔗 merged *{gone}* into it", gone=row.after.get("gone_name"))
    aside = [each for double in row.after.get("doubles", []) for each in double.get("aside", [])]
    told = t.listed(mask(each) if found.masked else each for each in aside)
    return said + (f" · {t.mrkdwn(told)}" if told else "")


def _billed(row: AuditRow, found: Page, t: Translate) -> str:
    """An invoice, with its sum and goods where the customer is not everybody's."""
    if found.masked:
        return t("🧾 put an invoice on record")
    said = t("🧾 put invoice {number} on record: {sum}", number=row.after.get("number"), sum=_sum(row, t))
    return said + (f" · {value('goods', row.after, found, t)}" if row.after.get("goods") else "")


def _sum(row: AuditRow, t: Translate) -> str:
    return t.money(Decimal(row.after["amount"]), row.after.get("currency")) if row.after.get("amount") else "–"


SAID: dict[tuple[str, str], Said] = {
    ("invoice", "import"): _billed,
    ("account", "merge"): _merged,
    ("account", "apart"): partial(plainly, msgid("≠ said that it is another customer than one it was taken for")),
    ("contact", "add"): partial(changed, msgid("👤 added a contact")),
    ("contact", "change"): partial(changed, msgid("✏️ changed what is known of a contact")),
    ("contact", "leave"): partial(plainly, msgid("🚪 heard that a contact has moved on")),
    ("contact", "follow"): partial(plainly, msgid("👤 entered whoever follows them")),
    ("contact", "know"): partial(shown, "name", msgid("👤 named {what}, who is there")),
}
