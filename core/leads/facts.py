"""What is told of a lead, as plain values: to be compared by a form with what stands there by now."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from core import audit
from core.models import Lead

FACTS = (
    *("customer", "contact", "phone", "wechat", "email", "interest", "region", "source", "campaign", "referrer"),
    *("quoted", "budget", "tags"),
)
WAYS = ("phone", "wechat", "email")


def of(lead: Lead) -> dict[str, Any]:
    """What is told of a lead, as plain values to compare."""
    contact = lead.contact
    return {
        "customer": lead.account.name,
        "contact": (contact.name if contact else None) or None,
        **{way: getattr(contact, way) if contact else None for way in WAYS},
        **{name: getattr(lead, name) for name in ("interest", "region", "referrer")},
        "source": lead.source.name if lead.source else None,
        "campaign": lead.campaign.name if lead.campaign else None,
        "quoted": sum_of(lead.quoted_amount, lead.quoted_currency),
        "budget": sum_of(lead.budget, lead.budget_currency),
        "tags": list(lead.tags),
    }


def marks(lead: Lead) -> dict[str, str]:
    """What a form keeps of the facts it shows: enough to tell, when it is sent, which have been changed since."""
    return {name: mark(value) for name, value in of(lead).items()}


def mark(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:12]


def sum_of(amount: Decimal | None, currency: str | None) -> str | None:
    return f"{amount.quantize(audit.CENT)} {currency}" if amount is not None else None
