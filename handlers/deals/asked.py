"""What stages ask for, in words."""

from collections.abc import Sequence

from core.errors import msgid
from core.models import Listed
from core.stages.gates import Lack
from handlers.words import Translate

FIELDS = {
    "amount": msgid("Amount"),
    "close": msgid("Expected close"),
    "next_step": msgid("Next step"),
    "quote": msgid("Last quote"),
    "contact": msgid("A contact"),
    "decision_maker": msgid("Decision maker"),
    "competitor": msgid("Competitor"),
}


def listed(fields: Sequence[str], kinds: Sequence[Listed], checks: Sequence[str], t: Translate) -> str:
    """All of it side by side, for mrkdwn."""
    named = [t(FIELDS[name]) for name in fields]
    return t.listed([*named, *(t.mrkdwn(kind) for kind in kinds), *(t.mrkdwn(line) for line in checks)])


def lacking(lacks: Sequence[Lack], t: Translate) -> str:
    """What is missing to one or several stages, each thing once."""
    fields = dict.fromkeys(name for lack in lacks for name in lack.fields)
    kinds = {kind.id: kind for lack in lacks for kind in lack.evidence}
    checks = dict.fromkeys(line for lack in lacks for line in lack.checks)
    return listed(list(fields), list(kinds.values()), list(checks), t)
