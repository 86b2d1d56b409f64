"""Who changed what of a deal or a stage while somebody looked at it, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.changes import Change
from core.errors import msgid
from core.models import Deal, StageMove
from handlers.scores.words import HEIGHTS
from handlers.words import Translate

COLUMNS = {
    "name": msgid("Name"),
    "amount": msgid("Amount"),
    "currency": msgid("Currency"),
    "expected_close": msgid("Expected close"),
    "hand": msgid("Probability in %"),
    "type_id": msgid("Type"),
    "importance": msgid("Importance"),
    "approved": msgid("Approved as a project"),
    "budget": msgid("Budget"),
    "budget_currency": msgid("Currency"),
    "status": msgid("State"),
    "name_zh": msgid("Name in Chinese"),
    "name_en": msgid("Name in English"),
    "probability": msgid("Probability in %"),
    "kind": msgid("What it means"),
    "expected_days": msgid("Working days usual here"),
    "asks": msgid("What it asks for"),
    "playbook": msgid("Playbook"),
}


STATES = {
    "open": msgid("open"),
    "won": msgid("won"),
    "lost": msgid("lost"),
    "joined": msgid("one project with another deal"),
    "withdrawn": msgid("withdrawn"),
}


def clashes(changes: Sequence[Change], t: Translate) -> str:
    """Each change with who made it; what was typed is still there."""
    said = [_line(change, t) for change in changes]
    kept = t("What you typed is still here. Save again to put it in place of theirs.")
    return "\n".join([t("Meanwhile it was changed:"), *said, kept])


def _line(change: Change, t: Translate) -> str:
    what = t.plain(COLUMNS[change.column])
    if change.column in ("asks", "playbook", "type_id"):
        return t("• {what}, by {who}", what=what, who=change.by)
    before, after = _value(change, change.before, t), _value(change, change.after, t)
    return t("• {what}: {before} → {after}, by {who}", what=what, before=before, after=after, who=change.by)


def _value(change: Change, value: Any, t: Translate) -> str:
    if value is None:
        return "–"
    if change.column in ("amount", "budget"):
        told: Mapping[str, Any] = change.entry.after
        return t.money(Decimal(value), told.get("currency" if change.column == "amount" else "budget_currency"))
    if change.column == "importance":
        return t.plain(HEIGHTS[value])
    if change.column == "approved":
        return t.plain("yes") if value else t.plain("no")
    if change.column in ("status", "kind"):
        return t.plain(STATES[value])
    if change.column == "expected_close":
        return t.text(date.fromisoformat(value))
    return str(value)


def stale(deal: Deal, last: StageMove, t: Translate) -> str:
    """What a press on an old card is told, above the card as it is now."""
    return t(
        "{deal} is in {stage} now: {who} moved it. Look at the card again, then decide.",
        deal=deal.name,
        stage=deal.stage,
        who=last.by,
    )


def changed(changes: Sequence[Change], t: Translate) -> str:
    """What a press on an old card is told that would have undone what others wrote since."""
    said = [_line(change, t) for change in changes]
    again = t("Nothing of yours was written. Here is the card as it is now; press again if you still want to.")
    return "\n".join([t("Meanwhile it was changed:"), *said, again])
