"""What speaks for a member, what keeps leads from them, why one is declined: in words."""

from collections import Counter

from core.assignments.passing import REASONS
from core.assignments.ranking import Bar, Ranked, Reasons
from core.errors import msgid
from handlers.words import Translate

_USUAL = dict(
    zip(
        REASONS,
        (
            msgid("I have too much on my plate"),
            msgid("Not my region"),
            msgid("Not my field"),
            msgid("A colleague knows them better"),
        ),
        strict=True,
    )
)


def spoke(reasons: Reasons, t: Translate, *, load: bool = True) -> str:
    """What spoke for somebody, each part with its figures; where Slack parses nothing. `load`: what they hold too."""
    parts = [t.plain("already follows this customer")] if reasons.knows else []
    if reasons.matches:
        parts.append(t.plain("good at {what}", what=t.listed(reasons.matches)))
    if reasons.grade:
        parts.append(t.plain("grade {grade} suits it", grade=reasons.grade))
    parts.append(_record(reasons, t))
    if load:
        parts.append(t.plain("holds {held} of {cap}", held=reasons.held, cap=reasons.cap))
    if reasons.lately:
        parts.append(t.plain("received within a day: {n}", n=reasons.lately))
    return " · ".join(parts)


def _record(reasons: Reasons, t: Translate) -> str:
    if not reasons.of:
        return t.plain("no history yet")
    if reasons.such:
        return t.plain("such leads won: {won} of {n}", won=reasons.won, n=reasons.of)
    return t.plain("leads won: {won} of {n}, none such as this", won=reasons.won, n=reasons.of)


def barred(each: Ranked, t: Translate) -> str:
    """Why somebody gets no leads by rank for now; where Slack parses nothing."""
    if each.bar is None:
        return ""
    if each.bar == Bar.AWAY:
        return t.plain("away until {day}", day=each.member.away_until)
    return t.plain(_BARS[each.bar], held=each.reasons.held, cap=each.reasons.cap)


_BARS = {
    Bar.FULL: msgid("full: holds {held} of {cap}"),
    Bar.NONE: msgid("takes no leads"),
    Bar.SUPPORTS: msgid("supports, does not sell"),
    Bar.LEADS: msgid("leads the team: gets leads by hand alone"),
    Bar.PASSED: msgid("let this one go lately"),
    Bar.OUTSIDE: msgid("not of the lead's pool"),
    Bar.ENOUGH: msgid("received enough for a day"),
    Bar.OFF: msgid("not at work now"),
}
_COUNTED = {
    Bar.AWAY: msgid("away: {n}"),
    Bar.FULL: msgid("full: {n}"),
    Bar.NONE: msgid("taking no leads: {n}"),
    Bar.SUPPORTS: msgid("supporting: {n}"),
    Bar.LEADS: msgid("leading: {n}"),
    Bar.PASSED: msgid("let it go lately: {n}"),
    Bar.OUTSIDE: msgid("not of its pool: {n}"),
    Bar.ENOUGH: msgid("received enough for a day: {n}"),
    Bar.OFF: msgid("not at work now: {n}"),
}


def nobody(bars: Counter[Bar], t: Translate) -> str:
    """Why nobody gets a lead: how many are kept from it by what; where Slack parses nothing."""
    counted = [t.plain(_COUNTED[bar], n=n) for bar, n in bars.most_common()]
    return t.listed(counted) or t.plain("nobody is there")


def declined(said: str | None, t: Translate) -> str:
    """Why a lead was declined: a usual reason in the reader's language, others as they were written."""
    return t.plain(_USUAL[said]) if said in _USUAL else said or "–"
