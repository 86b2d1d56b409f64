"""How the forecast moved within a week, and why: a line a cause, with the deals that weigh most."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from core.calendar import local_day
from core.errors import msgid
from core.forecast import NAMED, Cause, Moved, Step
from handlers.blocks import Block, section
from handlers.words import Translate

CAUSES = {
    Cause.NEW: msgid("🆕 new"),
    Cause.WON: msgid("🏆 won"),
    Cause.LOST: msgid("❌ lost"),
    Cause.REOPENED: msgid("↩️ opened again"),
    Cause.MOVED_IN: msgid("📅 expected in this period now"),
    Cause.MOVED_OUT: msgid("📅 no longer expected in this period"),
    Cause.AMOUNT: msgid("💰 amount changed"),
    Cause.PROBABILITY: msgid("📶 more or less likely"),
}


def blocks(moved: Moved, t: Translate) -> list[Block]:
    """From what to what the weighted forecast went, and what led there; nothing changed is said too."""
    day = local_day(moved.since, t.zone)
    if not moved.steps:
        return [section(t("Since {day} nothing has changed in this forecast.", day=day))]
    told = t(
        "*Since {day}* the weighted forecast went from {before} to {after}:",
        day=day,
        before=t.sums(moved.before),
        after=t.sums(moved.after),
    )
    causes: dict[Cause, list[Step]] = defaultdict(list)
    for step in moved.steps:
        causes[step.cause].append(step)
    return [section("\n".join([told, *(_line(cause, causes[cause], moved, t) for cause in CAUSES if cause in causes)]))]


def _line(cause: Cause, steps: Sequence[Step], moved: Moved, t: Translate) -> str:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for step in steps:
        sums[step.currency] += step.by
    total = " ".join(signed(amount, currency, t) for currency, amount in sorted(sums.items()) if amount)
    named = t.listed(
        f"*{t.mrkdwn(moved.deals[step.deal_id])}* {signed(step.by, step.currency, t)}"
        f" ({t.mrkdwn(moved.deals[step.deal_id].owner)})"
        for step in steps[:NAMED]
    )
    more = len(steps) - NAMED
    rest = [t.n("and {n} more", "and {n} more", more)] if more > 0 else []
    return f"• {t(CAUSES[cause])} {total or '±0'} · {t.listed([named, *rest])}"


def signed(amount: Decimal, currency: str, t: Translate) -> str:
    """A sum that was added or taken away: +¥30万, −¥20万."""
    return f"{'+' if amount > 0 else '−'}{t.money(abs(amount), currency)}"
