"""/pipeline closing 临近成交: what is past its close date, and what closes soon."""

from collections.abc import Sequence
from datetime import date

from core import forecast
from core.calendar import local_day
from core.forecast import Lapses
from core.models import Deal
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.blocks import Block, Message, button, context, divider, header, message, section
from handlers.deals import views as deals
from handlers.words import Translate

MOST = 15  # deals shown; what is beyond is counted
LAPSES = 10


async def closing(ask: Ask) -> Answer:
    """Show the deals that are past their close date, or close within 30 days."""
    day = local_day(ask.now(), ask.me.zone)
    async with ask.db.begin() as session:
        found, total = await forecast.closing(session, by=ask.me, day=day, most=MOST)
        lapsed = await forecast.lapses(session, by=ask.me, since=day - forecast.SOON, zone=ask.me.zone, most=LAPSES)
    return closing_picture(found, total, lapsed, day, ask.t)


def closing_picture(found: Sequence[Deal], total: int, lapsed: Lapses, day: date, t: Translate) -> Message:
    """Past their date first, then the soonest; each opens its card. Below them what was closed by itself."""
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
    return message(said, [*blocks, *_lapsed(lapsed, t)])


def _lapsed(lapsed: Lapses, t: Translate) -> list[Block]:
    """Who let what lapse, and how often its date had been put off before."""
    if not lapsed.first:
        return []
    people = t.listed(f"{t.mrkdwn(member)} {count}" for member, count in lapsed.by_owner)
    lines = [_lapse(each, lapsed.shifts.get(each.id, 0), t) for each in lapsed.first]
    return [divider(), section(f"{t('*⌛ Closed by themselves since {day}*', day=lapsed.since)} {people}"), *lines]


def _lapse(deal: Deal, shifts: int, t: Translate) -> Block:
    told = f"{deals.line(deal, t)} · {t.mrkdwn(deal.owner)}"
    if shifts:
        told += " · " + t.n("date put off {n} time", "date put off {n} times", shifts)
    opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}, label=t.plain("Open {x}", x=deal.name))
    return section(told, accessory=opens)
