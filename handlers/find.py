"""/genjin find 查找: customers, contacts, deals, leads, follow-ups and evidence by words and numbers."""

from core import find
from core.errors import msgid
from core.find import PAGE, Found, Page
from core.masks import hide, is_masked
from core.models import Account, Contact, Deal, Evidence, Lead, Visit
from handlers import ids, pages
from handlers.asking import Answer, Ask
from handlers.blocks import Block, Message, actions, button, context, header, message, section
from handlers.deals.facts import piece
from handlers.leads.views import reach
from handlers.pages import turns
from handlers.pressing import Press
from handlers.words import Translate

LONGEST = 160  # characters of a note
LONGEST_QUESTION = 120  # characters that a button carries along

NOUNS = {
    Account: msgid("Customer"),
    Contact: msgid("Contact"),
    Deal: msgid("Deal"),
    Lead: msgid("Lead"),
    Visit: msgid("Follow-up"),
    Evidence: msgid("Evidence"),
}


async def show(ask: Ask) -> Answer:
    """The first page of what is found."""
    async with ask.db.begin() as session:
        found = await find.find(session, text=ask.text, by=ask.me)
    return picture(found, ask.text, 0, ask.t)


async def turn(press: Press) -> None:
    """Turn to another page."""
    page, text = pages.number(press.values), str(press.values.get("text") or "")
    async with press.db.begin() as session:
        found = await find.find(session, text=text, by=press.me, page=page)
        if page and not found.found:
            page = 0
            found = await find.find(session, text=text, by=press.me)
    await press.show(picture(found, text, page, press.t))


def picture(page: Page, asked: str, number: int, t: Translate) -> Message:
    """A page of it, each with what it is and a way to it."""
    said = t.n("{n} hit for “{text}”", "{n} hits for “{text}”", page.total, text=asked[:LONGEST_QUESTION])
    blocks: list[Block] = [header(t.plain("Found")), context(said)]
    if not page.found:
        blocks.append(
            section(t("Nothing that you may see. Fewer words find more; `/taken` tells whose a customer is."))
        )
    for found in page.found:
        opens = _way(found, t)
        blocks.append(section(_line(found, page, t), accessory=opens) if opens else section(_line(found, page, t)))
    value = {"text": asked[:LONGEST_QUESTION]}
    ways = turns(ids.FIND_PAGE, number, t, total=page.total, size=PAGE, value=value)
    return message(said, [*blocks, actions(*ways)] if ways else blocks)


def _way(found: Found, t: Translate) -> Block | None:
    match found:
        case Deal():
            return button(t.plain("Open"), ids.DEAL_CARD, {"deal": found.id})
        case Lead():
            return button(t.plain("Open"), ids.LEAD_CARD, {"lead": found.id})
        case Evidence(deal_id=int()):
            return button(t.plain("Open"), ids.DEAL_CARD, {"deal": found.deal_id})
        case Account():
            return button(t.plain("Open"), ids.DEAL_CARD, {"account": found.id})
    account_id = found.account_id
    return button(t.plain("Open"), ids.DEAL_CARD, {"account": account_id}) if account_id is not None else None


def _line(found: Found, page: Page, t: Translate) -> str:
    customer = page.customers.get(found.id if isinstance(found, Account) else found.account_id or 0)
    of = f" · {t.mrkdwn(customer.name)}" if customer is not None and not isinstance(found, Account) else ""
    return f"*{t(NOUNS[type(found)])}*{of}\n{_said(found, t)}"


def _said(found: Found, t: Translate) -> str:
    match found:
        case Account():
            return t.mrkdwn(found.name)
        case Contact():
            return t.mrkdwn(reach(found, shown=True))
        case Deal():
            worth = t.money(found.amount, found.currency)
            return f"{t.mrkdwn(found)} · {t.mrkdwn(found.stage)} · {t.mrkdwn(worth)} · {t.mrkdwn(found.owner)}"
        case Lead():
            about = " · ".join(part for part in (found.interest, found.region) if part)
            shown = hide(about) if is_masked(found) else about
            return t.mrkdwn(shown[:LONGEST] or None)
        case Visit():
            return t("{note} · {who}, {day}", note=found.note[:LONGEST], who=found.member, day=found.at)
    deal = f" · {t.mrkdwn(found.deal)}" if found.deal is not None else ""
    return f"{piece(found, t)}{deal} · {t('by {who}, {day}', who=found.by, day=found.at)}"
