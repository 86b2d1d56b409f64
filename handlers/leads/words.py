"""What the facts of a lead are called."""

from core.errors import msgid

LABELS = {
    "customer": msgid("Customer"),
    "contact": msgid("Contact"),
    "title": msgid("Job title"),
    "phone": msgid("Phone"),
    "wechat": msgid("WeChat"),
    "email": msgid("E-mail"),
    "interest": msgid("What they need"),
    "region": msgid("Region"),
    "source": msgid("Source"),
    "campaign": msgid("Campaign"),
    "referrer": msgid("Referred by"),
    "quoted": msgid("Price quoted"),
    "budget": msgid("Budget"),
    "tags": msgid("Tags"),
}
