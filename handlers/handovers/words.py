"""What somebody holds, got, or has to mind, in words."""

from collections.abc import Mapping
from decimal import Decimal

from core.errors import msgid
from core.handovers import Holdings
from core.handovers.finishing import Share
from core.handovers.summary import Mind
from handlers.words import Translate

MINDED = {
    Mind.NEVER: msgid("never followed up"),
    Mind.SILENT: msgid("silent for longer than its rhythm"),
    Mind.OVERDUE: msgid("the next step is overdue"),
    Mind.NOTHING: msgid("nothing is planned"),
    Mind.CLOSED: msgid("its expected close has passed"),
    Mind.NOBODY: msgid("no contact known"),
    Mind.NO_DECIDER: msgid("no decision maker known"),
}


def held(each: Holdings, t: Translate) -> str:
    """43 leads (5 silent), 5 deals (¥30万), 12 to-dos (2 overdue); for mrkdwn."""
    leads = t.n("{n} lead", "{n} leads", each.leads) + _aside(t("{n} silent", n=each.silent) if each.silent else "", t)
    deals = t.n("{n} deal", "{n} deals", each.deals) + _aside(t.sums(each.sums) if each.sums else "", t)
    late = t("{n} overdue", n=each.overdue) if each.overdue else ""
    return t.listed([leads, deals, t.n("{n} to-do", "{n} to-dos", each.tasks) + _aside(late, t)])


def got(share: Share, t: Translate) -> str:
    """What somebody got: 43 leads, 5 deals (¥30万), 2 more to-dos; for mrkdwn."""
    parts = []
    if share.leads:
        parts.append(t.n("{n} lead", "{n} leads", share.leads))
    if share.deals:
        parts.append(t.n("{n} deal", "{n} deals", share.deals) + _aside(_sums(share.sums, t), t))
    if share.tasks:
        parts.append(t.n("{n} to-do beside them", "{n} to-dos beside them", share.tasks))
    return t.listed(parts)


def _sums(sums: Mapping[str, Decimal], t: Translate) -> str:
    return t.sums(sums) if any(sums.values()) else ""


def _aside(said: str, t: Translate) -> str:
    if not said:
        return ""
    return f"（{said}）" if t.chinese else f" ({said})"
