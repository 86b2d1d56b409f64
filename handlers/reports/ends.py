"""The picture of won and lost compared: a native table and a chart; the same in words for where those are not drawn."""

from collections.abc import Sequence
from decimal import Decimal

from core.errors import msgid
from core.models import List, Listed, Source
from core.reports.ends import By, Report, Row
from handlers import ids
from handlers.blocks import Block, Message, actions, bar_chart, button, context, header, message, section, table
from handlers.reports.sources import PERIODS, percent
from handlers.reports.words import named
from handlers.words import Translate

CHARTED = 12  # rows in a chart
TITLES = {
    By.REASON: msgid("Won and lost by reason: {period}"),
    By.COMPETITOR: msgid("Won and lost by competitor: {period}"),
    By.SOURCE: msgid("Won and lost by source: {period}"),
    By.MEMBER: msgid("Won and lost by member: {period}"),
}
TURNS = {
    By.REASON: msgid("By reason"),
    By.COMPETITOR: msgid("By competitor"),
    By.SOURCE: msgid("By source"),
    By.MEMBER: msgid("By member"),
}


def picture(report: Report, said: str, t: Translate) -> Message:
    """The deals that ended in a period, told apart in one way; `said`: the period as it was asked for."""
    title = t.plain(TITLES[report.by], period=named(report.period, t))
    turns = _turns(report.by, said, t)
    if not report.rows:
        none = t(
            "No deal that you may see was won or lost during this period ({period}).", period=named(report.period, t)
        )
        return message(none, [header(title), section(none), *turns])
    rows = [*report.rows, *([report.rest] if report.rest else [])]
    lines = "\n".join(_line(row, _name(row, report, t), t) for row in rows)
    words = f"{_line(report.total, t.plain('Total'), t)}\n{lines}"
    native = [_table(report, rows, t), *_chart(report, t)]
    meaning = context(t("Won %: won ÷ ended. Days: from its entry to its end, on the average."))
    return message(
        words,
        [header(title), *native, meaning, *turns],
        fallback=[header(title), section(words), meaning, *turns],
    )


def _turns(apart: By, said: str, t: Translate) -> list[Block]:
    """The same told apart in another way, or over another period."""
    ways = [
        button(t.plain(label), f"{ids.REPORT_ENDS}.{n}", {"by": way.value, "period": said})
        for n, (way, label) in enumerate(TURNS.items())
    ]
    periods = [
        button(t.plain(label), f"{ids.REPORT_ENDS}.{n}", {"by": apart.value, "period": each})
        for n, (each, label) in enumerate(PERIODS.items(), len(ways))
    ]
    return [actions(*ways), actions(*periods)]


def _name(row: Row, report: Report, t: Translate) -> str:
    if row is report.rest:
        return t.plain("the others")
    match row.thing:
        case None:
            return t.plain("in other words, or not told") if report.by == By.REASON else t.plain("not told")
        case Listed():
            return f"{'🏆' if row.thing.list == List.WON else '✖️'} {t.text(row.thing)}"
        case Source():
            return row.thing.name
        case str():
            return row.thing
    return t.text(row.thing)


def _table(report: Report, rows: Sequence[Row], t: Translate) -> Block:
    head = [t.plain(TURNS[report.by]), t.plain("Won"), t.plain("Lost"), t.plain("Won %")]
    head += [t.plain("Amount won"), t.plain("Amount lost"), t.plain("Days")]
    cells = [_cells(row, _name(row, report, t), t) for row in rows]
    return table([head, *cells, _cells(report.total, t.plain("Total"), t)], right=range(1, len(head)))


def _cells(row: Row, name: str, t: Translate) -> list[str]:
    sums = [t.sums(row.amount), t.sums(row.missed)]
    return [name, str(row.won), str(row.lost), percent(row.rate), *sums, _days(row.lasted)]


def _days(lasted: int | Decimal | None) -> str:
    return "–" if lasted is None else str(lasted)


def _chart(report: Report, t: Translate) -> list[Block]:
    """Won and lost side by side, where no two rows go by one name."""
    rows = report.rows[:CHARTED]
    names = [_name(row, report, t)[:20] for row in rows]
    if len(set(names)) < len(names):
        return []
    series = {
        t.plain("Won"): [float(row.won) for row in rows],
        t.plain("Lost"): [float(row.lost) for row in rows],
    }
    return [bar_chart(t.plain("Won and lost"), names, series)]


def _line(row: Row, name: str, t: Translate) -> str:
    return t(
        "• {name}: {won} won, {lost} lost ({share}), {amount} won, {missed} lost, {days} days",
        name=name,
        won=row.won,
        lost=row.lost,
        share=percent(row.rate),
        amount=t.sums(row.amount),
        missed=t.sums(row.missed),
        days=_days(row.lasted),
    )
