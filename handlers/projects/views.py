"""Pictures of pairs of deals: side by side with what matches, what came of it, what the two owners are told."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core.models import Deal, Member, PairAnswer
from core.projects import Joined, Question, Side
from core.projects.items import Item
from core.projects.links import Link
from core.projects.news import News
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, divider, header, message, section
from handlers.undoing import undo_button
from handlers.words import Translate

PAGE = 3  # pairs of one list
_GOODS = 6  # things told of one side


def question(asked: Question, t: Translate) -> Message:
    """Both side by side, for whoever decides; struck through once it needs no answer."""
    if asked.settled:
        said = _settled(asked, t)
        return message(t("Two deals that may be one project: dealt with"), [section(said)])
    said = t(
        "🧩 {one} and {other} may be on the same project, with two customers.",
        one=asked.one.deal.owner,
        other=asked.other.deal.owner,
    )
    return message(said, [section(said), *_pair(asked, t)])


def _pair(asked: Question, t: Translate) -> list[Block]:
    sides = (asked.one, asked.other)
    told = [f"*{t.mrkdwn(side.deal.owner)}*\n{t.mrkdwn(side.deal.account.name)}" for side in sides]
    lines = [told, *([line(side, t) for side in sides] for line in (_terms, _goods, _where, _followed))]
    keep = [
        button(
            t.plain("Same: {owner} keeps it", owner=side.deal.owner),
            f"{ids.PROJECT_SAME}.{at}",
            {"project": asked.pair.id, "goes_on": side.deal.id},
        )
        for at, side in enumerate(sides)
    ]
    other = button(t.plain("Different"), ids.PROJECT_DIFFERENT, {"project": asked.pair.id})
    return [
        section(t("Side by side:"), fields=[text for line in lines for text in line]),
        section(t("*What matches:* {what}", what=_matches(asked, t))),
        actions(*keep, other),
    ]


def _terms(side: Side, t: Translate) -> str:
    amount = t.money(side.deal.amount, side.deal.currency)
    return f"💼 {t.mrkdwn(side.deal.stage)} · {t.mrkdwn(amount)}"


def _goods(side: Side, t: Translate) -> str:
    shown = [counted(item, t) for item in side.need.items[:_GOODS]]
    more = len(side.need.items) - _GOODS
    return "📦 " + (t.mrkdwn(t.listed([*shown, *([f"+{more}"] if more > 0 else [])])) or "–")


def _where(side: Side, t: Translate) -> str:
    places = sorted(side.need.where.towns or side.need.where.provinces)
    due = side.need.due.told if side.need.due else ""
    return f"📍 {t.mrkdwn(t.listed(places) or '–')} · 🚚 {t.mrkdwn(due or '–')}"


def _followed(side: Side, t: Translate) -> str:
    return t("last followed up {day}", day=side.deal.last_follow_up_at)


def counted(item: Item, t: Translate) -> str:
    """A thing and how many, in the language it was told in."""
    unit = {"m": t.plain("m"), "m2": "m²", "kg": "kg", "l": "L"}.get(item.kind, "")
    number = f"{Decimal(str(item.quantity)).normalize():,f}"
    return f"{item.typed or item.name} × {number} {unit}".strip()


def _matches(asked: Question, t: Translate) -> str:
    """In words: which goods, where, until when."""
    why = asked.pair.why
    said = [_thing(pair, t) for pair in why["goods"][:_GOODS]]
    place, days = why["place"], why["days"]
    if place is not None:
        said.append(t.plain("the same town") if place == 1 else t.plain("the same region"))
    if days is not None:
        said.append(
            t.plain("delivery at the same time")
            if days == 0
            else t.n("deliveries {n} day apart", "deliveries {n} days apart", days)
        )
    return t.listed(said)


def _thing(pair: Sequence[Sequence[Any]], t: Translate) -> str:
    one, other = (Item(*each) for each in pair)
    if one.name == other.name:
        return counted(one, t)
    return f"{counted(one, t)} = {counted(other, t)}"


def _settled(asked: Question, t: Translate) -> str:
    names = {"one": asked.one.deal.name, "other": asked.other.deal.name}
    if asked.pair.answer is PairAnswer.DIFFERENT:
        return t("~{one} and {other}~: two projects.", **names)
    if asked.pair.answer is PairAnswer.SAME:
        kept = asked.one if asked.pair.kept_id == asked.one.deal.id else asked.other
        return t("~{one} and {other}~: one project, {owner} goes on.", **names, owner=kept.deal.owner)
    return t("~{one} and {other}~: one of them is no longer open.", **names)


def joined(done: Joined, t: Translate) -> Message:
    """What came of it, for whoever decided."""
    said = t("🧩 One project: {owner} goes on with *{deal}*.", owner=done.kept.owner, deal=done.kept.name)
    more = t(
        "{owner} is told with thanks; *{deal}* has left the sums, neither won nor lost. Both histories stay.",
        owner=done.freed.owner,
        deal=done.freed.name,
    )
    undo = undo_button(done.entry.id, t)
    return message(
        said, [section(said), section(more), context(t("Undo works for a day.")), actions(_card(done.kept, t), undo)]
    )


def apart(asked: Question, t: Translate) -> Message:
    """What the one who said so is told."""
    said = t(
        "*{one}* and *{other}* are two projects. Nobody is asked about them again.",
        one=asked.one.deal.name,
        other=asked.other.deal.name,
    )
    return message(said, [section(said)])


def listed(found: Sequence[Question], total: int, page: int, t: Translate) -> Message:
    """The pairs that wait for an answer, page by page."""
    if not found:
        said = t("No two open deals look like one project.")
        return message(said, [section(said)])
    said = t.n("{n} pair of deals may be one project", "{n} pairs of deals may be one project", total)
    blocks: list[Block] = [header(said)]
    for asked in found:
        blocks += [divider(), *_pair(asked, t)]
    turns = [
        button(t.plain("‹ Newer"), ids.PROJECTS, {"page": page - 1}) if page > 0 else None,
        button(t.plain("Older ›"), f"{ids.PROJECTS}.next", {"page": page + 1}) if (page + 1) * PAGE < total else None,
    ]
    return message(said, [*blocks, actions(*turns)] if any(turns) else blocks)


def told_freed(news: News, t: Translate) -> Message:
    """The notice to whoever is freed."""
    by: Member | str = news.by or "Genjin"
    said = t(
        "🙏 {by} has looked at *{deal}*: it is one project with {owner}'s, who goes on with it. Thank you for the work "
        "you put in; it is not lost: your history stays, and {owner} sees it too.",
        by=by,
        deal=news.mine.name,
        owner=news.theirs.owner,
    )
    more = t("You are free of it: it counts neither as won nor as lost, and its planned tasks are dropped.")
    return message(said, [section(said), context(more), actions(_card(news.mine, t))])


def told_kept(news: News, t: Translate) -> Message:
    """The notice to whoever goes on."""
    said = t(
        "🧩 {by} has decided: *{deal}* is one project with {owner}'s for *{customer}*, and you go on with it. "
        "{owner}'s history is on its card from now on.",
        by=news.by or "Genjin",
        deal=news.mine.name,
        owner=news.theirs.owner,
        customer=news.theirs.account.name,
    )
    return message(said, [section(said), actions(_card(news.mine, t))])


def told_back(deal: Deal, by: Member | None, t: Translate) -> Message:
    """The notice to whoever has their deal again."""
    said = t("{by} took that back: *{deal}* is open again, and yours.", by=by or "Genjin", deal=deal.name)
    return message(said, [section(said), actions(_card(deal, t))])


def linked(link: Link, t: Translate) -> Block:
    """On a deal's card: the other of one project, with its customer, and a way there for whoever may go it."""
    facts = {"customer": link.deal.account.name, "owner": link.deal.owner}
    if not link.goes_on:
        said = t("🔗 One project with *{customer}*, which {owner} followed up. Both histories stand here.", **facts)
    elif link.opens:
        said = t("🔗 One project with *{customer}*, which {owner} goes on with.", **facts)
    else:  # whose customer that is, the one freed is not told
        said = t("🔗 {owner} goes on with this project.", owner=link.deal.owner)
    opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": link.deal.id}, label=t.plain("Open {x}", x=link.deal.name))
    return section(said, accessory=opens) if link.opens else section(said)


def _card(deal: Deal, t: Translate) -> Block:
    return button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id})
