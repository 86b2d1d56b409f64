"""The picture of a team's bonuses, side by side: a native table and chart, in words where those are not drawn."""

from collections.abc import Sequence

from core.bonus import Row, Table
from core.forecast.figures import Sums
from core.models import Member
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    actions,
    bar_chart,
    context,
    header,
    message,
    option,
    pack,
    section,
    select,
    table,
)
from handlers.bonus.views import foot, without_rules
from handlers.reports.words import named
from handlers.words import Translate

ROWS = 60  # of the table
CHARTED = 12


def picture(found: Table, said: str, t: Translate, *, me: Member) -> Message:
    """Everybody's side by side, as a native table and chart; in words where those are not drawn."""
    title = t.plain("Bonus · {period}", period=named(found.period, t))
    if not found.has_rules:
        return without_rules(title, t)
    value: dict[str, object] = {"period": said, "of": "team"}
    last = foot(value, said, t, me=me)
    if not found.rows:
        none = t("Nobody whose deals you may see won one during this period, or has one open.")
        return message(none, [header(title), section(none), *last])
    total = t.n(
        "*{sum}* for {n} won deal, {share} for managers",
        "*{sum}* for {n} won deals, {share} for managers",
        found.won,
        sum=t.sums(found.earned),
        share=t.sums(found.share),
    )
    own = _share(found, t, me=me)
    left = [_not_counted(found.left, t)] if found.left else []
    words = "\n".join([total, *own, *(_row(row, t) for row in found.rows), *left])
    pick = [_members(found, said, t)]
    top = [header(title), section("\n".join([total, *own]))]
    return message(
        words,
        [*top, _table(found, t), *_chart(found, t), *(context(each) for each in left), *pick, *last],
        fallback=[header(title), section(words), *pick, *last],
    )


def _share(found: Table, t: Translate, *, me: Member) -> list[str]:
    """What the team's results bring the reader, where they lead one."""
    row = next((each for each in found.rows if each.who.id == me.id and each.share), None)
    return [t("Your share of the team's results: *{sum}*", sum=t.sums(row.share))] if row else []


def _not_counted(left: int, t: Translate) -> str:
    return t.n(
        "{n} won deal earned nothing: it had no rule yet, or is in another currency.",
        "{n} won deals earned nothing: they had no rule yet, or are in another currency.",
        left,
    )


def _table(found: Table, t: Translate) -> Block:
    head = [t.plain("Member"), t.plain("Won deals"), t.plain("Bonus"), t.plain("From the team"), t.plain("In all")]
    head.append(t.plain("Open deals would earn"))
    cells = [_cells(t.text(row.who), row.won, (row.earned, row.share, row.sum, row.would), t) for row in found.rows]
    every = [*found.earned.items(), *found.share.items()]
    both: Sums = {}
    for currency, amount in every:
        both[currency] = both.get(currency, amount * 0) + amount
    total = _cells(t.plain("Total"), found.won, (found.earned, found.share, both, found.would), t)
    return table([head, *cells[:ROWS], total], right=range(1, len(head)))


def _cells(name: str, won: int, sums: Sequence[Sums], t: Translate) -> list[str]:
    return [name, str(won), *(t.sums(each) for each in sums)]


def _chart(found: Table, t: Translate) -> list[Block]:
    """What each earned, in the currency with the most."""
    if not found.earned:
        return []
    currency = max(found.earned, key=lambda each: found.earned[each])
    rows = [row for row in found.rows if row.sum.get(currency)][:CHARTED]
    names = [t.text(row.who)[:20] for row in rows]
    if not rows or len(set(names)) < len(names):
        return []
    series = {
        t.plain("Bonus"): [float(row.earned.get(currency, 0)) for row in rows],
        t.plain("From the team"): [float(row.share.get(currency, 0)) for row in rows],
    }
    return [bar_chart(t.plain("Bonus ({currency})", currency=t.currency(currency)), names, series)]


def _row(row: Row, t: Translate) -> str:
    return t.n(
        "• {who}: {sum} for {n} won deal, from the team {share}, open deals would earn {would}",
        "• {who}: {sum} for {n} won deals, from the team {share}, open deals would earn {would}",
        row.won,
        who=t.text(row.who),
        sum=t.sums(row.earned),
        share=t.sums(row.share),
        would=t.sums(row.would),
    )


def _members(found: Table, said: str, t: Translate) -> Block:
    """One member's, deal by deal."""
    options = [option(t.text(row.who), pack({"owner": row.who.id, "period": said})) for row in found.rows[:100]]
    return actions(select(ids.BONUS_MEMBER, options, placeholder=t.plain("One member…")))
