"""/taken 查重: is this customer taken? Nothing is told that the asker may not see."""

from collections.abc import Sequence

from core import taken
from core.duplicates import Asked
from core.errors import Refusal, msgid
from core.taken import Held, Holding
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.blocks import Block, Message, actions, button, message, section
from handlers.words import Translate


class NobodyNamed(Refusal):
    message = msgid("Which customer? Write the name, as in: /taken Acme")


async def check(ask: Ask) -> Answer:
    """Say how the customer stands."""
    async with ask.db.begin() as session:
        holdings = await taken.check(session, asked=Asked(ask.text[:200]), by=ask.me)
    return picture(ask.text[:120], holdings, ask.t)


async def empty(ask: Ask) -> Answer:
    """No name was given."""
    raise NobodyNamed


def picture(asked: str, holdings: Sequence[Holding], t: Translate) -> Message:
    """Free, in the pool (claim it), held by somebody, or held and not for these eyes."""
    if not any(each.certain for each in holdings):
        said = t("*{customer}* is free: nobody is following it up.", customer=asked)
        if holdings:
            said = t.sentences(said, t("These look alike:"))
        new = button(t.plain("New lead"), ids.LEAD_NEW, {"customer": asked}, style="primary")
        return message(said, [section(f"✅ {said}"), *_all(asked, holdings, t), actions(new)])
    said = _one(asked, holdings[0], t)
    return message(said, _all(asked, holdings, t))


def _all(asked: str, holdings: Sequence[Holding], t: Translate) -> list[Block]:
    return [section(_one(asked, each, t), accessory=_button(each, t)) for each in holdings]


def _one(asked: str, holding: Holding, t: Translate) -> str:
    """A hidden customer goes by the name the asker used: its own would tell more than they knew."""
    shown = asked if holding.held == Held.HIDDEN else holding.match.name
    sure = "" if holding.certain else t("It may be the same company.")
    match holding.held:
        case Held.FREE:
            said = t("*{customer}* is known, and free: nobody is following it up.", customer=shown)
        case Held.POOL:
            said = t("*{customer}* is in the pool. Claim it, and it is yours.", customer=shown)
        case Held.MINE:
            said = t("*{customer}* is yours.", customer=shown)
        case Held.OTHER:
            said = t("*{customer}* is held by {owner}.", customer=shown, owner=holding.owner)
        case Held.HIDDEN:
            said = t("*{customer}* is held by a colleague. Ask your manager.", customer=shown)
    return t.sentences(said, sure)


def _button(holding: Holding, t: Translate) -> Block | None:
    if holding.held == Held.POOL:
        return button(t.plain("Claim"), ids.LEAD_CLAIM, {"lead": holding.lead_id}, style="primary")
    if holding.held in (Held.MINE, Held.OTHER):
        return button(t.plain("Open"), ids.LEAD_CARD, {"account": holding.match.account_id})
    return None
