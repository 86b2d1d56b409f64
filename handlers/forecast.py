"""/pipeline forecast 预测 and /pipeline closing 临近成交: what is to come, month by month, and what closes soon."""

from collections.abc import Sequence
from datetime import date

from core import forecast
from core.calendar import local_day
from core.forecast import Month
from core.models import Deal
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.blocks import Message, button, context, header, message, section, table
from handlers.deals import views as deals
from handlers.words import Translate

MOST = 15  # deals shown; what is beyond is counted


async def by_month(ask: Ask) -> Answer:
    """Show what the open deals come to, by the month they are expected to close in."""
    async with ask.db.begin() as session:
        months = await forecast.by_month(session, by=ask.me)
    return months_picture(months, ask.t)


async def closing(ask: Ask) -> Answer:
    """Show the deals that are past their close date, or close within 30 days."""
    day = local_day(ask.now(), ask.me.zone)
    async with ask.db.begin() as session:
        found, total = await forecast.closing(session, by=ask.me, day=day, most=MOST)
    return closing_picture(found, total, day, ask.t)


def months_picture(months: Sequence[Month], t: Translate) -> Message:
    """A month a row, as a native table; the same in words for where it is not drawn."""
    if not months:
        said = t("No open deals yet. Convert a lead, or enter one with `/deal new Acme 300k`.")
        return message(said, [header(t.plain("Forecast")), section(said)])
    said = "\n".join(
        t(
            "• {month}: {count}, {sums}, weighted {weighted}",
            month=_name(each, t),
            count=each.count,
            sums=t.sums(each.sums),
            weighted=t.sums(each.weighted),
        )
        for each in months
    )
    head = [t.plain("Month"), t.plain("Deals"), t.plain("Sum"), t.plain("Weighted")]
    rows = [[_name(each, t), str(each.count), t.sums(each.sums), t.sums(each.weighted)] for each in months[:60]]
    meaning = context(t("Weighted: each deal's amount times its probability."))
    return message(said, [header(t.plain("Forecast")), table([head, *rows], right=(1, 2, 3)), meaning])


def _name(month: Month, t: Translate) -> str:
    return f"{month.begins:%Y-%m}" if month.begins else t.plain("no close date")


def closing_picture(found: Sequence[Deal], total: int, day: date, t: Translate) -> Message:
    """Past their date first, then the soonest; each opens its card."""
    said = t.n(
        "{n} deal is past its close date or closes within 30 days.",
        "{n} deals are past their close date or close within 30 days.",
        total,
    )
    blocks = [header(t.plain("Closing")), context(said)]
    for each in found:
        late = "⌛ " if each.expected_close is not None and each.expected_close < day else ""
        opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": each.id}, label=t.plain("Open {x}", x=each.name))
        blocks.append(section(f"{late}{deals.line(each, t)} · {t.mrkdwn(each.owner)}", accessory=opens))
    if total > len(found):
        beyond = total - len(found)
        blocks.append(context(t.n("and {n} more", "and {n} more", beyond)))
    return message(said, blocks)
