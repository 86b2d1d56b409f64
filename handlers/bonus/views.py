"""The picture of one member's bonuses, deal by deal; what all pictures of bonuses have."""

from collections.abc import Sequence

from core.bonus import Earned, Line, Potential
from core.models import Member
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, header, message, section
from handlers.bonus.words import arithmetic
from handlers.pages import turns
from handlers.reports.sources import PERIODS
from handlers.reports.words import named
from handlers.words import Translate

PAGE = 20  # won deals told on a page
SHOWN = 5  # open deals that are told one by one


def member(earned: Earned, said: str, t: Translate, *, me: Member, page: int = 0) -> Message:
    """What one member earned, deal by deal; `said`: the period as it was asked for."""
    title = t.plain("Bonus · {period}", period=named(earned.period, t))
    if earned.of.id != me.id:
        title = t.plain("Bonus of {who} · {period}", who=earned.of, period=named(earned.period, t))
    if not earned.has_rules:
        return without_rules(title, t)
    counted = [each for each in earned.lines if each.bonus is not None]
    total = t.n("*{sum}* for {n} won deal", "*{sum}* for {n} won deals", len(counted), sum=t.sums(earned.total))
    last = max((len(counted) - 1) // PAGE, 0)
    page = min(page, last)
    shown = counted[page * PAGE : (page + 1) * PAGE]
    blocks = [header(title), section(total), *_lines(shown, t)]
    blocks += [context(each) for each in _left_out(earned.lines, t)]
    blocks += _open(earned, t)
    value = {"period": said, **({"owner": earned.of.id} if earned.of.id != me.id else {"of": "mine"})}
    ways = turns(f"{ids.BONUS}.8", page, t, total=len(counted), size=PAGE, value=value, onward=f"{ids.BONUS}.9")
    blocks += [actions(*ways)] if ways else []
    return message(t.colon(title, t.sums(earned.total)), [*blocks, *foot(value, said, t, me=me)])


def without_rules(title: str, t: Translate) -> Message:
    """Nothing can be reckoned yet."""
    said = t("There are no rules for bonuses yet. An admin sets them: `/genjin bonus rules`.")
    return message(said, [header(title), section(said), actions(button(t.plain("Rules"), ids.BONUS_RULES, {}))])


def _lines(lines: Sequence[Line], t: Translate) -> list[Block]:
    """Each deal with its arithmetic, some to a block."""
    told = [
        f"• *{t.mrkdwn(each.name)}* · {t.mrkdwn(each.won_at)}\n{arithmetic(each.bonus, t)}"
        for each in lines
        if each.bonus is not None
    ]
    return [section("\n".join(told[n : n + 5])) for n in range(0, len(told), 5)]


def _left_out(lines: Sequence[Line], t: Translate) -> list[str]:
    foreign = sum(1 for each in lines if each.bonus is None and each.foreign)
    unruled = sum(1 for each in lines if each.bonus is None and not each.foreign)
    other = t.n(
        "{n} won deal in another currency is left out.", "{n} won deals in another currency are left out.", foreign
    )
    none = t.n("{n} won deal had no rule yet.", "{n} won deals had no rule yet.", unruled)
    return [*([other] if foreign else []), *([none] if unruled else [])]


def _open(earned: Earned, t: Translate) -> list[Block]:
    """What the open deals would earn as things stand, the most first."""
    if not earned.open:
        return []
    said = t.n(
        "{n} open deal would earn {would}, by its probability {likely}.",
        "{n} open deals would earn {would}, by their probability {likely}.",
        len(earned.open),
        would=t.sums(earned.would),
        likely=t.sums(earned.likely),
    )
    lines = [_potential(each, t) for each in earned.open[:SHOWN]]
    return [section("\n".join([f"*{t('Still open')}*", said, *lines]))]


def _potential(each: Potential, t: Translate) -> str:
    return f"• {t.mrkdwn(each.name)} {each.probability}%: {arithmetic(each.bonus, t)}"


def foot(value: dict[str, object], said: str, t: Translate, *, me: Member) -> list[Block]:
    """The same over another period; from one's own to the team's; the rules."""
    turns = [
        button(t.plain(label), f"{ids.BONUS}.{n}", {**value, "period": each})
        for n, (each, label) in enumerate(PERIODS.items())
    ]
    mine, team = {"period": said, "of": "mine"}, {"period": said, "of": "team"}
    sides = [
        button(t.plain("Side by side"), f"{ids.BONUS}.6", team) if me.manages and value != team else None,
        button(t.plain("My own"), f"{ids.BONUS}.7", mine) if me.manages and value != mine else None,
        button(t.plain("Rules"), ids.BONUS_RULES, {}),
    ]
    return [actions(*turns), actions(*sides)]
