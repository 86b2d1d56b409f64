"""What is asked of the door: a change of owner, a new lead with its first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.models import AuditRow, Lead, Member
from core.models.deals import Deal

KEPT = ("owner_id", "owned_since")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One locked lead or deal and to whom it goes (None: back to the pool).

    `since`: from when its clock runs, where a change is taken back; else from now. `before`, `after`: what else of it
    changed along with its owner, for the audit row.
    """

    thing: Lead | Deal
    to: Member | None
    reason: str | None = None
    undoes: AuditRow | None = None
    since: datetime | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """One new lead and who holds it (None: it lies in the pool). `noted`: what else its audit row says."""

    lead: Lead
    to: Member | None
    noted: Mapping[str, Any] = field(default_factory=dict)
