"""How a rhythm, a step of an alert and what spares a lead are called."""

from core.clocks import DAILY, MONTHLY, WEEKLY, Rule
from core.errors import msgid
from core.models import Lead, Visit, VisitKind, Warned
from core.silence.recycling import Spared
from handlers.words import Translate

RHYTHMS = {DAILY: msgid("daily"), WEEKLY: msgid("weekly"), MONTHLY: msgid("monthly")}
RULES = {
    Rule.LEAD: msgid("its own rhythm"),
    Rule.POOL: msgid("the rule of its pool for its chance"),
    Rule.WORKSPACE: msgid("the workspace's rule"),
}
STEPS = {
    Warned.FIRST: msgid("its owner is warned"),
    Warned.LAST: msgid("its owner is warned for the last time"),
    Warned.TEAM: msgid("the team hears of it"),
    None: msgid("it goes back to its pool"),
}
TOLD = {
    Warned.FIRST: msgid("its owner was warned"),
    Warned.LAST: msgid("its owner was warned for the last time"),
    Warned.TEAM: msgid("the team heard of it"),
}
SPARED = {
    Spared.POOL: msgid("its pool takes no leads back"),
    Spared.LOCK: msgid("a manager has locked it"),
    Spared.DEAL: msgid("its customer has a deal that is open or won"),
}


def rhythm(days: int, t: Translate) -> str:
    """How often a lead is to be followed up: weekly, every 7 working days."""
    return t.plain(RHYTHMS[days]) if days in RHYTHMS else t.plain("every {n} working days", n=days)


def rhythm_in_full(days: int, t: Translate) -> str:
    """The same with its figure: weekly (5 working days)."""
    said = rhythm(days, t)
    return t.plain("{rhythm} ({n} working days)", rhythm=said, n=days) if days in RHYTHMS else said


def hollow(visit: Visit, t: Translate) -> str:
    """What stands behind a follow-up that does not count: that it does not, and why."""
    if visit.counts or visit.kind == VisitKind.INQUIRY:  # the customer's own words are no follow-up of ours
        return ""
    said = t("does not count: {why}", why=t.plain(visit.why_not)) if visit.why_not else t("does not count")
    return f" · _{said}_"


def due(lead: Lead, t: Translate) -> str:
    """When its next follow-up is due, by which rhythm; and until when its clock stands, or stood: a card is not drawn
    again when that day comes."""
    if lead.silent_on is None or lead.rhythm_days is None:
        return ""
    by = t("by {day} · {rhythm}", day=lead.silent_on, rhythm=rhythm(lead.rhythm_days, t))
    if lead.pause and lead.silent_on > lead.pause:
        return f"{by} · " + t("paused until {day}: {reason}", day=lead.pause, reason=lead.pause_reason)
    return by
