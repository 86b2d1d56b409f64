"""Leads 线索: captured, looked up, listed. What is told of one changes in `core.leads.edits`, who holds it is settled
in `core.claims`."""

from core.leads.capture import (
    Capture,
    CustomerMissing,
    NameTooLong,
    called,
    capture,
    described,
    drawn_up,
    to_be_placed,
)
from core.leads.read import (
    LeadNotOpen,
    get,
    held_by,
    lock,
    lock_if_free,
    lock_many,
    mine,
    must_be_open,
    names,
    of_account,
    pool,
    reach,
    shown_to_all,
    these,
)

__all__ = [
    "Capture",
    "CustomerMissing",
    "LeadNotOpen",
    "NameTooLong",
    "called",
    "capture",
    "described",
    "drawn_up",
    "get",
    "held_by",
    "lock",
    "lock_if_free",
    "lock_many",
    "mine",
    "must_be_open",
    "names",
    "of_account",
    "pool",
    "reach",
    "shown_to_all",
    "these",
    "to_be_placed",
]
