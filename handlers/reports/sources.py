"""The picture of sources compared: a native table and charts; the same in words for where those are not drawn."""

from collections.abc import Sequence
from decimal import Decimal

from core.errors import msgid
from core.reports.sources import Report, Row
from handlers import ids
from handlers.blocks import Block, Message, actions, bar_chart, button, context, header, message, section, table
from handlers.reports.words import named
from handlers.words import Translate, number

MOST = 90  # rows of the table; Slack takes a hundred
CHARTED = 12  # sources in a chart
COHORT = msgid(
    "Of the leads that came in during the period: what became of them until now. Conversion: won leads ÷ leads in."
)
PERIODS = {
    "this month": msgid("This month"),
    "last month": msgid("Last month"),
    "this quarter": msgid("This quarter"),
    "this year": msgid("This year"),
    "all": msgid("All time"),
}


def picture(report: Report, t: Translate) -> Message:
    """Sources with their campaigns below each, the most leads first."""
    when = named(report.period, t)
    title = t.plain("Sources compared: {period}", period=when)
    turns = actions(
        *(
            button(t.plain(label), f"{ids.REPORT_SOURCES}.{n}", {"period": said})
            for n, (said, label) in enumerate(PERIODS.items())
        )
    )
    if not report.sources:
        said = t("No leads came in during this period ({period}), and nothing was spent.", period=when)
        how = t("Enter one with `/lead new Acme, needs 20 scanners, source: trade fair`, or choose another period.")
        return message(said, [header(title), section(said), section(how), turns])
    lines = "\n".join(_line(row, t, costs=report.costs) for row in _flat(report)[:20])
    said = f"{_line(report.total, t, costs=report.costs, name=t.plain('Total'))}\n{lines}"
    meaning = context(*_meaning(report, t))
    native = [_table(report, t), *_charts(report, t)]
    more = _more(report, t)
    return message(
        said,
        [header(title), *native, *more, meaning, turns],
        fallback=[header(title), section(said), *more, meaning, turns],
    )


def _flat(report: Report) -> list[Row]:
    """Each source, and its campaigns below it."""
    return [row for source, campaigns in report.sources for row in (source, *campaigns)]


def _name(row: Row, t: Translate) -> str:
    if row.campaign is not None:
        return f"↳ {row.campaign.name}"
    return row.source.name if row.source is not None else t.plain("not told")


def _table(report: Report, t: Translate) -> Block:
    head = [t.plain("Source"), t.plain("Leads in"), t.plain("Claimed"), t.plain("Converted"), t.plain("Won leads")]
    head += [t.plain("Conversion"), t.plain("Amount won")]
    head += [t.plain("Cost"), t.plain("Return")] if report.costs else []
    rows = [_cells(row, _name(row, t), t, costs=report.costs) for row in _flat(report)[:MOST]]
    total = _cells(report.total, t.plain("Total"), t, costs=report.costs)
    return table([head, *rows, total], right=range(1, len(head)))


def _cells(row: Row, name: str, t: Translate, *, costs: bool) -> list[str]:
    figures = [str(figure) for figure in (row.leads, row.claimed, row.converted, row.won)]
    told = [name, *figures, percent(row.conversion), t.sums(row.amount)]
    return [*told, t.sums(row.cost), returned(row)] if costs else told


def percent(share: Decimal | None) -> str:
    """A share of leads: 12.5%; a dash where there were none."""
    return f"{number((share * 100).quantize(Decimal('0.1')))}%" if share is not None else "–"


def returned(row: Row) -> str:
    """How many times what was spent came back: 3.2×; by currency where there are several, as they are never added."""
    several = len(row.amount.keys() | row.cost.keys()) > 1
    times = [
        f"{number(factor.quantize(Decimal('0.1')))}×" + (f" {currency}" if several else "")
        for currency, factor in row.returns.items()
    ]
    return " · ".join(times) or "–"


def _charts(report: Report, t: Translate) -> list[Block]:
    """Leads in and won; and, for the currency with the largest wins, amount and cost: different ones share no axis."""
    rows = [row for row, _ in report.sources[:CHARTED]]
    names = _distinct([_name(row, t) for row in rows])
    leads = {
        t.plain("Leads in"): [float(row.leads) for row in rows],
        t.plain("Won leads"): [float(row.won) for row in rows],
    }
    charts = [bar_chart(t.plain("Leads by source"), names, leads)] if report.total.leads else []
    sums = report.total.amount or report.total.cost
    if not sums or not (report.costs or report.total.amount):
        return charts
    currency = max(sums, key=lambda each: sums[each])
    series = {t.plain("Amount won"): [float(row.amount.get(currency, 0)) for row in rows]}
    if report.costs:
        series[t.plain("Cost")] = [float(row.cost.get(currency, 0)) for row in rows]
    title = t.plain("Amount and cost ({currency})", currency=t.currency(currency))
    return [*charts, bar_chart(title, names, series)]


def _distinct(names: list[str]) -> list[str]:
    """No two bars go by one name, once it is cut to what Slack takes."""
    short = [name[:16] for name in names]
    return [
        f"{cut} {n}" if short.count(cut) > 1 else name
        for n, (cut, name) in enumerate(zip(short, names, strict=True), 1)
    ]


def _line(row: Row, t: Translate, *, costs: bool, name: str = "") -> str:
    said = t(
        "• {name}: {leads} in, {claimed} claimed, {converted} converted, {won} won ({share}), {amount}",
        name=name or _name(row, t),
        leads=row.leads,
        claimed=row.claimed,
        converted=row.converted,
        won=row.won,
        share=percent(row.conversion),
        amount=t.sums(row.amount),
    )
    return said + (t(", cost {cost}, return {times}", cost=t.sums(row.cost), times=returned(row)) if costs else "")


def _meaning(report: Report, t: Translate) -> Sequence[str]:
    """What the figures are, and what is left out of them."""
    told = [t(COHORT)]
    if report.costs:
        told.append(t("Cost: what was spent in the period. Return: amount won ÷ cost, in one currency."))
    if not report.total.seen_all:
        told.append(t("These are the leads you may see. No return stands where others' leads share the cost."))
    return told


def _more(report: Report, t: Translate) -> list[Block]:
    beyond = len(_flat(report)) - MOST
    return [context(t.n("and {n} more", "and {n} more", beyond))] if beyond > 0 else []
