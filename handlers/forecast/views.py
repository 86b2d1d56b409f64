"""The picture of a forecast: a native table and chart, how it moved, menus; in words where those are not drawn."""

from collections.abc import Sequence

from core.errors import msgid
from core.forecast import COMMITTED_AT, Figures, Group, Split
from core.models import Source, Team
from core.periods import Kind
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
from handlers.forecast import moved
from handlers.forecast.asked import Found, kept
from handlers.reports.words import named
from handlers.words import Translate

ROWS = 60  # of the table
CHARTED = 12
KINDS: dict[Kind, str] = {"month": msgid("By month"), "quarter": msgid("By quarter"), "year": msgid("By year")}
SPLITS = {
    Split.TEAM: msgid("By team"),
    Split.MEMBER: msgid("By member"),
    Split.PRODUCT: msgid("By product"),
    Split.REGION: msgid("By region"),
    Split.PIPELINE: msgid("By pipeline"),
    Split.SOURCE: msgid("By source"),
}

Row = tuple[str, Figures]


def picture(found: Found, t: Translate) -> Message:
    """The forecast over time, or one period side by side."""
    title = _title(found, t)
    if _is_empty(found):
        said = t("No open deals yet. Convert a lead, or enter one with `/deal new Acme 300k`.")
        return message(said, [header(title), section(said), _menus(found, t)])
    rows = _rows(found, t)
    in_words = [_headline(found, t), *(_line(name, figures, t) for name, figures in rows)]
    said = "\n".join(in_words)
    top, news = [header(title), section(_headline(found, t))], moved.blocks(found.moved, t)
    foot = [context(_meaning(t)), _menus(found, t)]
    native = [_table(found, rows, t), *_chart(rows, t)]
    return message(said, [*top, *native, *news, *foot], fallback=[header(title), section(said), *news, *foot])


def _title(found: Found, t: Translate) -> str:
    if found.asked.split is None:
        return t.plain("Forecast · {how}", how=t.plain(KINDS[found.asked.kind]))
    how = t.plain(SPLITS[found.asked.split])
    return t.plain("Forecast · {period} · {how}", period=named(found.period, t), how=how)


def _is_empty(found: Found) -> bool:
    return found.over.empty if found.over is not None else found.figures.empty


def _headline(found: Found, t: Translate) -> str:
    told = t(
        "*{period}*: won {won} · committed {committed} · weighted {weighted} · best {best}",
        period=named(found.period, t),
        won=t.sums(found.figures.won),
        committed=t.sums(found.figures.committed),
        weighted=t.sums(found.figures.weighted),
        best=t.sums(found.figures.best),
    )
    before = t("A year before, {won} was won in all.", won=t.sums(found.figures.won_before))
    return f"{told}\n{before}" if found.figures.won_before else told


def _rows(found: Found, t: Translate) -> list[Row]:
    if found.over is None:
        return [(_name(group, t), group.figures) for group in found.groups]
    late = [(t.plain("past their date"), found.over.late)]
    spans = [(named(span.period, t), span.figures) for span in found.over.spans]
    after = [(t.plain("later"), found.over.later), (t.plain("no close date"), found.over.undated)]
    return [(name, figures) for name, figures in (*late, *spans, *after) if not figures.empty]


def _name(group: Group, t: Translate) -> str:
    if group.who is None:
        return t.plain("not told")
    return group.who.name if isinstance(group.who, Team | Source) else t.text(group.who)


def _table(found: Found, rows: Sequence[Row], t: Translate) -> Block:
    first = KINDS[found.asked.kind] if found.asked.split is None else SPLITS[found.asked.split]
    head = [t.plain(first), t.plain("Deals"), t.plain("Won"), t.plain("Committed"), t.plain("Weighted")]
    head += [t.plain("Best"), t.plain("A year before")]
    return table([head, *(_cells(name, figures, t) for name, figures in rows[:ROWS])], right=range(1, len(head)))


def _cells(name: str, figures: Figures, t: Translate) -> list[str]:
    sums = (figures.won, figures.committed, figures.weighted, figures.best, figures.won_before)
    return [name, str(figures.count), *(t.sums(each) for each in sums)]


def _chart(rows: Sequence[Row], t: Translate) -> list[Block]:
    """Committed, weighted and best, in the currency with the most: sums of different ones don't share an axis."""
    best: dict[str, float] = {}
    for _, figures in rows:
        for currency, amount in figures.best.items():
            best[currency] = best.get(currency, 0) + float(amount)
    if not best:
        return []
    currency, shown = max(best, key=lambda each: best[each]), rows[:CHARTED]
    series = {
        t.plain("Committed"): [float(figures.committed.get(currency, 0)) for _, figures in shown],
        t.plain("Weighted"): [float(figures.weighted.get(currency, 0)) for _, figures in shown],
        t.plain("Best"): [float(figures.best.get(currency, 0)) for _, figures in shown],
    }
    title = t.plain("Forecast ({currency})", currency=t.currency(currency))
    return [bar_chart(title, [name for name, _ in shown], series)]


def _line(name: str, figures: Figures, t: Translate) -> str:
    told = t.n(
        "• {name}: {n} open, won {won}, committed {committed}, weighted {weighted}, best {best}",
        "• {name}: {n} open, won {won}, committed {committed}, weighted {weighted}, best {best}",
        figures.count,
        name=name,
        won=t.sums(figures.won),
        committed=t.sums(figures.committed),
        weighted=t.sums(figures.weighted),
        best=t.sums(figures.best),
    )
    return told + (t(", a year before {won}", won=t.sums(figures.won_before)) if figures.won_before else "")


def _meaning(t: Translate) -> str:
    return t(
        "Committed: won, and open at {percent}% or more. Weighted: won, and each open amount times its probability. "
        "Best: won, and all that is open.",
        percent=COMMITTED_AT,
    )


def _menus(found: Found, t: Translate) -> Block:
    """Another length; one period side by side; by something else."""
    asked = found.asked
    split = asked.split or Split.TEAM
    kinds = [option(t.plain(label), pack({"kind": kind})) for kind, label in KINDS.items()]
    shown = dict.fromkeys((found.period, *found.ahead))
    periods = [option(named(each, t), pack(kept(asked, begins=each.begins, split=split))) for each in shown]
    begins = found.period.begins
    splits = [option(t.plain(label), pack(kept(asked, begins=begins, split=each))) for each, label in SPLITS.items()]
    return actions(
        select(
            ids.FORECAST_KIND,
            kinds,
            placeholder=t.plain("Over time…"),
            chosen=pack({"kind": asked.kind}) if asked.split is None else None,
        ),
        select(
            ids.FORECAST_PERIOD,
            periods,
            placeholder=t.plain("One period…"),
            chosen=pack(kept(asked, begins=begins, split=split)) if asked.split else None,
        ),
        select(
            ids.FORECAST_SPLIT,
            splits,
            placeholder=t.plain("Side by side…"),
            chosen=pack(kept(asked, begins=begins, split=split)) if asked.split else None,
        ),
    )
