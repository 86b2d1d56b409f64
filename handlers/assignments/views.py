"""Pictures of leads given to people: what is asked, what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from core.assignments.ranking import Bar, Reasons
from core.cards import Card
from core.errors import msgid
from core.models import Lead, Member, Offer, OfferStatus, Pool
from handlers import ids
from handlers.assignments import words
from handlers.blocks import Block, Message, actions, button, context, message, section
from handlers.pages import turns
from handlers.words import Translate, escape

LISTED = 20  # customers named in one sentence
PAGE = 10


def asked(card: Card, t: Translate) -> list[Block]:
    """Below a lead's card: the question to its owner, or for others until when they may answer."""
    if card.offer is None:
        return []
    if not card.is_asked:
        until = t("{who} has until {time} to accept.", who=card.offer.to, time=card.offer.answer_by)
        return [context(f"⏳ {until}")]
    return question(card.offer, t)


def question(offer: Offer, t: Translate) -> list[Block]:
    """What the owner is asked, by when, with the two answers."""
    until = t("⏳ Please answer by {time}. After that it goes to the next colleague.", time=offer.answer_by)
    value = {"offer": offer.id}
    return [
        section(until),
        actions(
            button(t.plain("Accept"), ids.OFFER_ACCEPT, value, style="primary"),
            button(t.plain("Decline…"), ids.OFFER_DECLINE, value),
        ),
    ]


def assigned(drawn: Message, lead: Lead, offer: Offer | None, by: Member | None, t: Translate) -> Message:
    """The notice to whom a lead was given: by whom or why, its card (`drawn`), the question."""
    if by is not None:
        said = t("{by} gave you the lead *{customer}*.", by=by, customer=lead.account.name)
    else:
        said = t("The lead *{customer}* of the pool is yours, by rank.", customer=lead.account.name)
    blocks = [section(said)]
    if offer is not None and offer.note:
        blocks.append(section(_quoted(offer.note, t)))
    if offer is not None and offer.why:
        blocks.append(context(t("What spoke for you: {why}", why=words.spoke(Reasons.parsed(offer.why), t))))
    return message(said, [*blocks, *drawn["blocks"]])


def _quoted(note: str, t: Translate) -> str:
    return "\n".join(f"> {line}" for line in t.mrkdwn(note).splitlines())


def over(lead: Lead, offer: Offer, t: Translate) -> Message:
    """The same notice once the lead is no longer its reader's."""
    said = f"~{t('Lead *{customer}*', customer=lead.account.name)}~ · {_ended(lead, offer, t)}"
    return message(said, [section(said)])


def _ended(lead: Lead, offer: Offer, t: Translate) -> str:
    """What came of an offer, and where the lead is now."""
    came = {OfferStatus.DECLINED: msgid("declined"), OfferStatus.EXPIRED: msgid("not answered in time")}
    return " · ".join([*([t(came[offer.status])] if offer.status in came else []), _where(lead, t)])


def _where(lead: Lead, t: Translate) -> str:
    return t("now with {owner}", owner=lead.owner) if lead.owner else t("now in the pool")


def accepted(drawn: Message, lead: Lead, t: Translate) -> Message:
    """A lead accepted, with its card."""
    said = t("✅ You have taken *{customer}*.", customer=lead.account.name)
    return message(said, [section(said), *drawn["blocks"]])


def declined(lead: Lead, t: Translate) -> Message:
    """What is said to whoever declined a lead: who has it now is no secret between colleagues."""
    key = (
        msgid("You have declined *{customer}*. It has gone to {owner}.")
        if lead.owner
        else msgid("You have declined *{customer}*. Nobody else was left, so it is back in the pool.")
    )
    said = t(key, customer=lead.account.name, owner=lead.owner)
    return message(said, [section(said)])


def several(given: Sequence[tuple[Offer, Lead]], by: Member | None, page: int, reader: Member, t: Translate) -> Message:
    """The one notice about several leads: each with where it stands, and all to be taken at once."""
    n = len(given)
    said = (
        t.n("{by} gave you {n} lead.", "{by} gave you {n} leads.", n, by=by)
        if by
        else t.n("{n} lead is yours, by rank.", "{n} leads are yours, by rank.", n)
    )
    first = given[0][0]
    waiting = [offer for offer, _ in given if offer.status == OfferStatus.OPEN]
    blocks: list[Block] = [section(said)]
    if first.note:
        blocks.append(section(_quoted(first.note, t)))
    if waiting:
        until = t("⏳ Please answer by {time}. After that they go to the next colleague.", time=waiting[0].answer_by)
        blocks.append(section(until))
        blocks.append(
            actions(button(t.plain("Accept all"), ids.OFFER_ACCEPT_ALL, {"offer": first.id}, style="primary"))
        )
    blocks += [_one(offer, lead, reader, t) for offer, lead in given[page * PAGE : (page + 1) * PAGE]]
    ways = turns(ids.OFFER_PAGE, page, t, total=n, size=PAGE, value={"offer": first.id})
    return message(said, [*blocks, actions(*ways)] if ways else blocks)


def _one(offer: Offer, lead: Lead, reader: Member, t: Translate) -> Block:
    name = f"*{t.mrkdwn(lead.account.name)}*"
    if lead.owner_id != reader.id:
        return section(f"~{name}~ · {_ended(lead, offer, t)}")
    about = " · ".join(escape(part) for part in (lead.interest, lead.region) if part)
    mark = "✅ " if offer.status == OfferStatus.ACCEPTED else ""
    opens = button(t.plain("Open"), ids.LEAD_CARD, {"lead": lead.id}, label=t.plain("Open {x}", x=lead.account.name))
    return section(f"{mark}{name}" + (f"\n{about}" if about else ""), accessory=opens)


def ended(found: Sequence[tuple[Offer, Lead]], audience: str, t: Translate) -> Message:
    """The notice that leads were declined or not answered: to whoever gave them, or to whoever was silent."""
    n = len(found)
    if audience == "asked":
        said = t.n(
            "⌛ {n} lead you were given has gone on, as no answer came from you in time.",
            "⌛ {n} leads you were given have gone on, as no answer came from you in time.",
            n,
        )
    else:
        said = t.n("↪︎ {n} lead was not taken and has gone on.", "↪︎ {n} leads were not taken and have gone on.", n)
    blocks: list[Block] = [section(said)]
    blocks += [_gone(offer, lead, audience, t) for offer, lead in found[:LISTED]]
    if n > LISTED:
        blocks.append(context(t.n("and {n} more", "and {n} more", n - LISTED)))
    return message(said, blocks)


def _gone(offer: Offer, lead: Lead, audience: str, t: Translate) -> Block:
    line = f"*{t.mrkdwn(lead.account.name)}*"
    if audience == "asked":
        return section(f"{line} · {_where(lead, t)}")
    if offer.status == OfferStatus.DECLINED:
        why = t("{who} declined: {reason}", who=offer.to, reason=words.declined(offer.reason, t))
    else:
        why = t("no answer from {who}", who=offer.to)
    gives = button(t.plain("Assign…"), ids.LEAD_ASSIGN, {"lead": lead.id}) if lead.status == "open" else None
    return section(f"{line} · {why}\n{_where(lead, t)}", accessory=gives)


def stuck(pool: Pool, names: Sequence[str], bars: Mapping[str, int], t: Translate) -> Message:
    """Leads of a pool that suit nobody for now, and why."""
    name = pool.name or t.plain("Lead pool")
    said = t.n(
        "🎯 {n} lead of *{pool}* could not be given out by rank, so it waits there for somebody to claim it.",
        "🎯 {n} leads of *{pool}* could not be given out by rank, so they wait there for somebody to claim them.",
        len(names),
        pool=name,
    )
    why = words.nobody(Counter({Bar(bar): n for bar, n in bars.items()}), t)
    gives = button(t.plain("Select several…"), ids.LEADS_SELECT, {"where": f"pool:{pool.id}"})
    blocks = [section(said), section(t("Why: {why}", why=why)), section(listed(names, len(names), t)), actions(gives)]
    return message(said, blocks)


def listed(names: Sequence[str], total: int, t: Translate) -> str:
    """Customers by name, and how many more there are."""
    told = t.listed(t.mrkdwn(name) for name in names[:LISTED])
    beyond = total - min(len(names), LISTED)
    return told + (f" … {t.n('and {n} more', 'and {n} more', beyond)}" if beyond > 0 else "")


def lost(names: Sequence[str], total: int, by: Member | None, t: Translate, *, back: bool) -> Message:
    """The notice to whom several leads were taken from at once; `back`: they are theirs again."""
    if back:
        said = t.n(
            "{by} took that back: {n} lead is yours again.",
            "{by} took that back: {n} leads are yours again.",
            total,
            by=by,
        )
        return message(said, [section(said), section(listed(names, total, t))])
    said = t.n(
        "{by} has given {n} of your leads to somebody else or back to the pool. Everything you logged goes with them.",
        "{by} has given {n} of your leads to somebody else or back to the pool. Everything you logged goes with them.",
        total,
        by=by,
    )
    return message(said, [section(said), section(listed(names, total, t))])
