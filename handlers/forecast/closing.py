"""/pipeline closing 临近成交: what is past its close date, and what closes soon."""

from collections.abc import Sequence
from datetime import date

from core import forecast
from core.calendar import local_day
from core.models import Deal
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.blocks import Message, button, context, header, message, section
from handlers.deals import views as deals
from handlers.words import Translate

MOST = 15  # deals shown; what is beyond is counted


async def closing(ask: Ask) -> Answer:
    """Show the deals that are past their close date, or close within 30 days."""
    day = local_day(ask.now(), ask.me.zone)
    async with ask.db.begin() as session:
        found, total = await forecast.closing(session, by=ask.me, day=day, most=MOST)
    return closing_picture(found, total, day, ask.t)


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
