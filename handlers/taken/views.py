"""Pictures of how customers stand: free, in the pool, held, or held and not for these eyes; how surely, and why."""

from collections.abc import Sequence

from core.duplicates import Reason
from core.errors import msgid
from core.names import Why
from core.taken import Held, Holding, OnRecord
from core.ways import Way
from handlers import ids
from handlers.blocks import Block, Message, actions, button, message, section
from handlers.payload import Payload
from handlers.words import Translate

_WHY: dict[Reason, str] = {
    Why.SAME: msgid("the same name"),
    Why.FORM: msgid("the same name but for its legal form"),
    Why.REGION: msgid("the same name but for its region"),
    Why.TRADE: msgid("the same name but for a word that says little"),
    Why.NICKNAME: msgid("another name of the same company"),
    Why.SHORT: msgid("short for it"),
    Why.SOUND: msgid("sounds the same"),
    Why.LETTER: msgid("one letter off"),
    Why.PINYIN: msgid("the same name in pinyin"),
    Why.INITIALS: msgid("its initials"),
    Way.PHONE: msgid("the same phone number"),
    Way.EMAIL: msgid("the same e-mail address"),
    Way.WECHAT: msgid("the same WeChat id"),
    Way.DOMAIN: msgid("the same e-mail domain"),
}
_NAME = msgid("the name")  # all that is told of why, where the customer's own name is not


def picture(asked: str, holdings: Sequence[Holding], t: Translate) -> Message:
    """The answer to /taken."""
    if not any(each.certain for each in holdings):
        said, sign = t("*{customer}* is free: nobody is following it up.", customer=asked), "✅"
        if holdings:
            said, sign = t("Nothing on record is *{customer}* for certain. These look like it:", customer=asked), "🔎"
        new = button(t.plain("New lead"), ids.LEAD_NEW, {"customer": asked}, style="primary")
        return message(said, [section(f"{sign} {said}"), *_all(asked, holdings, t), actions(new)])
    return message(_one(asked, holdings[0], t), _all(asked, holdings, t))


def refused(
    error: OnRecord, again: tuple[str, Payload] | None, t: Translate, *, line: Payload | None = None
) -> list[Block]:
    """What stands in the way of entering a customer, and what may be done. `again`: the button that enters it anyway;
    `line`: a kept line (draft) that may be logged on the customer that is there."""
    shown = [each for each in error.holdings if each.told]
    blocks = [section(_one(error.asked.name, each, t), accessory=_button(error.asked.name, each, t)) for each in shown]
    rather = [
        button(
            t.plain("Log it on {customer}", customer=each.match.name),
            f"{ids.VISIT_CHOOSE}.{place}",
            {**line, "account": each.match.account_id},
        )
        for place, each in enumerate(shown)
        if line is not None
    ]
    if error.may_be_another and again is not None:
        rather.append(button(t.plain("Enter anyway"), *again))
    return [*blocks, actions(*rather)] if rather else blocks


def reasons(told: Sequence[Reason], t: Translate, *, hidden: bool = False) -> str:
    """Why two customers are taken for one, the strongest reason first."""
    words = [_NAME if hidden and isinstance(each, Why) else _WHY[each] for each in told]
    return t.listed(t(word) for word in dict.fromkeys(words))


def _all(asked: str, holdings: Sequence[Holding], t: Translate) -> list[Block]:
    return [section(_one(asked, each, t), accessory=_button(asked, each, t)) for each in holdings]


def _one(asked: str, holding: Holding, t: Translate) -> str:
    """A customer out of sight goes by the words the asker used: its own name would tell more than they knew."""
    shown = holding.match.name if holding.told else asked
    why = reasons(holding.match.reasons, t, hidden=not holding.told)
    sure = t("Certain: {why}.", why=why) if holding.certain else t("Likely the same company: {why}.", why=why)
    match holding.held:
        case Held.FREE if holding.lead_id is not None:
            said = t(
                "*{customer}* was given up, and is free: pick it up, with all that was learnt there.", customer=shown
            )
        case Held.FREE:
            said = t("*{customer}* is known, and free: nobody is following it up.", customer=shown)
        case Held.POOL if holding.locked:
            said = t("*{customer}* is in the pool, locked by a manager: nobody may claim it.", customer=shown)
        case Held.POOL:
            said = t("*{customer}* is in the pool. Claim it, and it is yours.", customer=shown)
        case Held.MINE:
            said = t("*{customer}* is yours.", customer=shown)
        case Held.OTHER:
            said = t("*{customer}* is held by {owner}.", customer=shown, owner=holding.owner)
        case Held.HIDDEN if not holding.certain:
            alike = msgid("A customer that looks like *{customer}* is held by a colleague. Ask {who}.")
            said = t(alike, customer=shown, who=holding.ask)
        case Held.HIDDEN:
            said = t("*{customer}* is held by a colleague. Ask {who}.", customer=shown, who=holding.ask)
    return t.sentences(said, sure)


def _button(asked: str, holding: Holding, t: Translate) -> Block | None:
    if holding.held == Held.POOL and not holding.locked:
        return button(t.plain("Claim"), ids.LEAD_CLAIM, {"lead": holding.lead_id}, style="primary")
    if holding.held in (Held.POOL, Held.MINE, Held.OTHER):
        return button(t.plain("Open"), ids.LEAD_CARD, {"account": holding.match.account_id})
    if holding.held == Held.FREE and holding.lead_id is not None:
        return button(t.plain("Pick up"), ids.LEAD_PICK_UP, {"lead": holding.lead_id}, style="primary")
    if holding.held == Held.FREE and (holding.told or holding.certain):
        name = holding.match.name if holding.told else asked
        return button(t.plain("New lead"), ids.LEAD_NEW, {"customer": name[:120]})
    return None
