"""The board /pipeline 看板: stages with counts, sums and worth by probability, as a native table and chart."""

from collections.abc import Sequence

from core import board, exports
from core.board import Board
from core.models import Role, Stage
from core.views import Among, Shape
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.blocks import (
    Block,
    Message,
    actions,
    bar_chart,
    button,
    context,
    grouped,
    header,
    message,
    option,
    pack,
    section,
    table,
)
from handlers.exports.views import export_button
from handlers.words import Translate

NATIVE = 2  # charts a message may hold


async def show(ask: Ask) -> Answer:
    """Show every pipeline that has open deals; all of them while there is none."""
    async with ask.db.begin() as session:
        boards = await board.boards(session, by=ask.me)
    return picture(boards, ask.t, sets=ask.me.role == Role.ADMIN)


def picture(boards: Sequence[Board], t: Translate, *, sets: bool) -> Message:
    """The boards: the fullest one as a native table and chart, the others as text (a message holds one table).
    `sets`: whether the reader may set up the stages."""
    stages = [actions(button(t.plain("Set up stages…"), ids.PIPELINES, {}))] if sets else []
    busy = sorted((each for each in boards if each.count), key=lambda each: -each.count)
    if not busy:
        said = t("No open deals yet. Convert a lead, or enter one with `/deal new Acme 300k`.")
        return message(
            said, [header(t.plain("Pipeline")), section(said), *(section(_text(each, t)) for each in boards), *stages]
        )
    first, rest = busy[0], busy[1:]
    said = "\n\n".join(_text(each, t) for each in busy)
    native = [_table(first, t), *_charts(first, t)]
    others = [section(_text(each, t)) for each in rest]
    meaning = context(t("Weighted: each deal's amount times its probability."))
    out = actions(_into(busy, t), button(t.plain("Views"), ids.VIEWS, {}), export_button(exports.OPEN_DEALS, t))
    drawn = [header(t.plain("Pipeline")), section(_total(first, t)), *native, *others, meaning, out, *stages]
    plainer = [header(t.plain("Pipeline")), *(section(_text(each, t)) for each in busy), out, *stages]
    return message(said, drawn, fallback=plainer)


def _into(busy: Sequence[Board], t: Translate) -> Block:
    """The menu that leads to the deals of a stage, page by page."""
    stages = {
        t.text(each.pipeline): [
            option(f"{t.text(column.stage)} ({column.count})", pack({"as": _open_in(column.stage).pack()}))
            for column in each.columns
            if column.count
        ]
        for each in busy
    }
    return grouped(ids.VIEW_STAGE, stages, placeholder=t.plain("Deals of a stage…"))


def _open_in(stage: Stage) -> Shape:
    return Shape(wants={"status": Among(("open",)), "stage": Among((stage.id,))})


def _total(shown: Board, t: Translate) -> str:
    return t.n(
        "*{pipeline}* · {n} open deal, worth {sums}, weighted {weighted}",
        "*{pipeline}* · {n} open deals, worth {sums}, weighted {weighted}",
        shown.count,
        pipeline=shown.pipeline,
        sums=t.sums(shown.sums),
        weighted=t.sums(shown.weighted),
    )


def _table(shown: Board, t: Translate) -> Block:
    head = [t.plain("Stage"), "%", t.plain("Deals"), t.plain("Sum"), t.plain("Weighted")]
    rows = [
        [
            t.text(each.stage),
            str(each.stage.probability),
            str(each.count),
            t.sums(each.sums),
            t.sums(each.weighted),
        ]
        for each in shown.columns
    ]
    total = [t.plain("Total"), "", str(shown.count), t.sums(shown.sums), t.sums(shown.weighted)]
    return table([head, *rows, total], right=(1, 2, 3, 4))


def _charts(shown: Board, t: Translate) -> list[Block]:
    """One chart a currency, the largest first: sums of different currencies don't share an axis."""
    currencies = sorted(shown.sums, key=lambda currency: -shown.sums[currency])
    names = [t.text(each.stage) for each in shown.columns]
    return [
        bar_chart(
            t.plain("{pipeline} ({currency})", pipeline=shown.pipeline, currency=t.currency(currency)),
            names,
            {
                t.plain("Sum"): [float(each.sums.get(currency, 0)) for each in shown.columns],
                t.plain("Weighted"): [float(each.weighted.get(currency, 0)) for each in shown.columns],
            },
        )
        for currency in currencies[:NATIVE]
        if shown.sums[currency]
    ]


def _text(shown: Board, t: Translate) -> str:
    lines = [
        t(
            "• {stage} {probability}%: {count} · {sums} · weighted {weighted}",
            stage=each.stage,
            probability=each.stage.probability,
            count=each.count,
            sums=t.sums(each.sums),
            weighted=t.sums(each.weighted),
        )
        for each in shown.columns
    ]
    return "\n".join([_total(shown, t), *lines])
