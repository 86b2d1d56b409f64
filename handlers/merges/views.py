"""Pictures of merging: two customers side by side, what came of it, what others are told."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.duplicates import Match
from core.merges import Merged, Preview, Side
from core.merges.news import News, Parted, Question
from core.merges.pairs import Proposal
from core.models import Account, DealStatus, Member
from core.names import Candidate
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    field,
    message,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.blocks import form as modal
from handlers.leads.views import reach
from handlers.taken.views import reasons
from handlers.undoing import undo_button
from handlers.words import Translate

_CONTACTS = 3


def form(seen: Preview, t: Translate) -> View:
    """The two side by side, and which of them stays."""
    both = (seen.kept, seen.gone)
    stays = [option(side.account.name, str(side.account.id)) for side in both]
    asked = [
        field("stays", t.plain("Which record stays?"), radio("v", stays, chosen=stays[0]["value"]), optional=False)
    ]
    if seen.holders:
        who = [option(member.name, str(member.id)) for member in seen.holders]
        asked.append(
            field("holder", t.plain("Who follows it up?"), radio("v", who, chosen=who[0]["value"]), optional=False)
        )
    return modal(
        ids.MERGE_FORM,
        t.plain("Are they one?"),
        t.plain("Merge"),
        t.plain("Cancel"),
        [*_compared(both, t), context(_alike(seen, t)), *asked, context(_what_wins(t))],
        keep={"one": seen.kept.account.id, "other": seen.gone.account.id},
    )


def _compared(both: Sequence[Side], t: Translate) -> list[Block]:
    """Fields in two columns, each line one thing of both."""
    told = [[f"*{t.mrkdwn(side.account.name)}*" for side in both]]
    told.append([t("With {people}", people=_people(side, t)) for side in both])
    told.append([_open(side, t) for side in both])
    told.append([_contacts(side, t) for side in both])
    told.append([_visits(side, t) for side in both])
    fields = [text for line in told for text in line]
    return [section(t("Side by side, the older or busier one first:"), fields=fields)]


def _people(side: Side, t: Translate) -> str:
    owners = list(dict.fromkeys(t.text(owner) for owner in side.book.owners))
    return t.listed(owners) if owners else t.plain("nobody")


def _open(side: Side, t: Translate) -> str:
    deals = [deal for deal in side.book.deals if deal.status == DealStatus.OPEN]
    said = t("{leads} open leads, {deals} open deals", leads=len(side.book.leads), deals=len(deals))
    return f"{said} · 🏆" if side.book.won else said


def _contacts(side: Side, t: Translate) -> str:
    held = bool(side.book.owners)
    shown = [reach(contact, shown=held) for contact in side.contacts[:_CONTACTS]]
    more = len(side.contacts) - _CONTACTS
    names = t.listed([*shown, *([f"+{more}"] if more > 0 else [])])
    return t("Contacts: {names}", names=names or "–")


def _visits(side: Side, t: Translate) -> str:
    return t("{n} follow-ups, the last {day}", n=side.visits, day=side.last)


def _alike(seen: Preview, t: Translate) -> str:
    if seen.alike is None:
        return t("⚠️ Nothing says that they are one but you.")
    why = reasons(seen.alike.reasons, t)
    return (
        t("Certain: {why}.", why=why)
        if seen.alike.verdict == "certain"
        else t("Likely the same company: {why}.", why=why)
    )


def _what_wins(t: Translate) -> str:
    return t(
        "The record that stays keeps what it has; its blanks are filled from the other. Follow-ups, deals, contacts "
        "and tasks of both stand together from then on. You can take it back for a day."
    )


def merged(done: Merged, t: Translate) -> Message:
    """What came of it."""
    said = t("🔗 *{gone}* and *{kept}* are one customer now: *{kept}*.", gone=done.gone.name, kept=done.kept.name)
    if done.holder is not None:
        said = t.sentences(said, t("{owner} goes on with it.", owner=done.holder))
    undo = undo_button(done.entry.id, t)
    until = t("Undo works for a day.")
    return message(said, [section(said), context(until), actions(_open_card(done.kept, t), undo)])


def _open_card(account: Account, t: Translate) -> Block:
    return button(t.plain("Open"), ids.LEAD_CARD, {"account": account.id})


def which(fitting: Sequence[Candidate], said: str, name: str, kept: Mapping[str, Any], t: Translate) -> Message:
    """One of the two names fits several customers."""
    asked = t("Which one do you mean by *{asked}*?", asked=said)
    choices = [
        button(each.name, f"{ids.MERGE_CHOOSE}.{place}", {**kept, name: each.id})
        for place, each in enumerate(fitting[:10])
    ]
    return message(asked, [section(asked), actions(*choices)])


def nobody(said: str, t: Translate) -> Message:
    """Neither theirs to see nor known by that name."""
    told = t("You have no customer called *{asked}*. `/taken {asked}` tells whether a colleague has.", asked=said)
    return message(told, [section(told)])


def one_already(account: Account, t: Translate) -> Message:
    """Both names are one customer's."""
    said = t("Both names stand for *{customer}*: it is on record once, and there is nothing to merge.",
             customer=account.name)  # fmt: skip
    return message(said, [section(said), actions(_open_card(account, t))])


def unclear(said: str, t: Translate) -> Message:
    """A rep's own customer is not clear from what they wrote."""
    asked = t("*{asked}* fits several of your customers. Write its full name.", asked=said)
    return message(asked, [section(asked)])


def same_form(account: Account, alike: Sequence[Match], t: Translate) -> View:
    """The form that asks which other customer this one is."""
    known = [option(match.name, str(match.account_id)) for match in alike]
    choose = select("v", known, placeholder=t.plain("Choose a customer")) if known else None
    return modal(
        ids.SAME_FORM,
        t.plain("Same customer as…"),
        t.plain("Next"),
        t.plain("Cancel"),
        [
            section(t("*{customer}* is the same customer as:", customer=account.name)),
            *([field("known", t.plain("One that looks alike"), choose)] if choose else []),
            field(
                "other",
                t.plain("Its name or phone number"),
                text_input("v", most=120),
                hint=t.plain("A manager merges the two. Whoever follows up the other one is not told to you."),
            ),
        ],
        keep={"account": account.id},
    )


def proposed(asked: Proposal, customer: str, t: Translate) -> Message:
    """What a rep is told who proposed it."""
    said = (
        t("{who} has been asked already whether *{customer}* is that customer.", who=asked.to, customer=customer)
        if asked.known
        else t("I have asked {who} whether *{customer}* is that customer.", who=asked.to, customer=customer)
    )
    return message(said, [section(said)])


def question(asked: Question, t: Translate) -> Message:
    """The notice to whoever decides; struck through once they have."""
    names = {"one": asked.one.name, "other": asked.other.name}
    if asked.settled:
        one = asked.one.id == asked.other.id
        said = (
            t("~Two customers that may be one~: merged.")
            if one
            else t("~Two customers that may be one~: they are two.")
        )
        return message(t("Two customers that may be one: dealt with"), [section(said)])
    said = t("{who} says that *{one}* and *{other}* are one customer.", who=asked.by or "Genjin", **names)
    value = {"pair": asked.pair.id}
    merge = button(t.plain("Merge…"), ids.MERGE, value, style="primary")
    return message(said, [section(said), actions(merge, button(t.plain("Not the same"), ids.APART, value))])


def apart(one: Account, other: Account, t: Translate) -> Message:
    """What the one who said so is told."""
    said = t("*{one}* and *{other}* are two customers. Nobody is asked again.", one=one.name, other=other.name)
    return message(said, [section(said)])


def told_apart(customer: Account, by: Member, t: Translate) -> Message:
    """The notice to whoever had proposed it."""
    said = t("{who} says that *{customer}* is another customer than the one you named.", who=by, customer=customer.name)
    return message(said, [section(said)])


def told_merged(news: News, t: Translate) -> Message:
    """The notice to whoever held something of either."""
    who: Any = news.by or "Genjin"
    if news.kept is not None:
        said = t("{who} merged *{was}* with another record of the same customer: *{kept}*.", who=who, was=news.was,
                 kept=news.kept.name)  # fmt: skip
        more = t("Both histories are on its card.")
        return message(said, [section(t.sentences(said, more)), actions(_open_card(news.kept, t))])
    said = t(
        "{who} merged *{was}* with another record of the same customer, which {owner} follows up. It has left your "
        "list; what you logged stays in its history.",
        who=who,
        was=news.was,
        owner=news.holder or t.plain("nobody"),
    )
    return message(said, [section(said)])


def told_parted(news: Parted, t: Translate) -> Message:
    """The notice that a merge was taken back, to whoever had heard of it."""
    said = t(
        "{who} took back the merge: *{was}* is a customer of its own again.", who=news.by or "Genjin", was=news.was
    )
    if news.mine:
        said = t.sentences(said, t("You follow it up, as before."))
    opens = [actions(_open_card(news.own, t))] if news.own is not None else []
    return message(said, [section(said), *opens])
