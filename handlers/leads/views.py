"""Pictures of a lead: its card, whatever is said with it, what of it everybody may read."""

from collections.abc import Sequence

from core.errors import msgid
from core.leads.edits import Edited, Meanwhile
from core.masks import hide, is_masked, mask
from core.models import Contact, Lead, LeadStatus, Member, Task, Visit, VisitKind
from core.reading import Money
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    actions,
    button,
    confirm,
    context,
    divider,
    message,
    section,
)
from handlers.chances.words import told as chance_told
from handlers.leads.deeds import DEEDS
from handlers.leads.words import LABELS
from handlers.more import menu
from handlers.silence import words
from handlers.undoing import undo_button
from handlers.words import Translate, phone_as_read


def card(
    lead: Lead,
    t: Translate,
    *,
    next_task: Task | None = None,
    last: Visit | None = None,
    undo: int | None = None,
    private: bool = False,
    entered: bool = False,
) -> Message:
    """A lead: last quote and next step first. `private`: only somebody who may see the lead reads it; else a held
    lead shows no more than whose it is. One in a pool shows what it needs and where, not whom to call, unless its
    reader has just `entered` it."""
    title = f"*{t.mrkdwn(lead.account.name)}*"
    facts = _facts(lead, t, next_task, last, named=entered) if private or lead.owner_id is None else []
    tags = f"\n{t.mrkdwn(tagged(lead))}" if facts and lead.tags else ""
    where = f" · {t.mrkdwn(lead.pool)}" if private and lead.pool.name else ""
    blocks: list[Block] = [section(f"{title} · {state(lead, t)}{where}{tags}", fields=facts)]
    own = [_edit(lead, t), _more(lead, t)] if private else []
    blocks.append(actions(*_buttons(lead, t), *own, undo_button(undo, t)))
    return message(t("{customer}: lead", customer=lead.account.name), blocks)


def state(lead: Lead, t: Translate) -> str:
    """Where the lead is: in the pool, with somebody, converted, dead."""
    if lead.status == LeadStatus.CONVERTED:
        return t("converted to a deal")
    if lead.status == LeadStatus.DEAD:
        return t("dead lead")
    if lead.status == LeadStatus.MERGED:
        return t("joined with the customer's other lead")
    if lead.status == LeadStatus.WITHDRAWN:
        return t("capture undone")
    if lead.owner is None and lead.locked_at is not None:
        return t("🔒 in the pool, locked by a manager")
    if lead.owner is None:
        return t("in the pool, free to claim")
    if lead.locked_at is not None:
        return t("🔒 with {owner}, locked by a manager", owner=lead.owner)
    return t("with {owner}", owner=lead.owner)


def _facts(lead: Lead, t: Translate, next_task: Task | None, last: Visit | None, *, named: bool) -> list[str]:
    masked = is_masked(lead)
    facts, said = [], hide if masked else str
    if lead.quoted_amount is not None:
        facts.append(
            t(
                "*Last quote*\n{price} · {day}",
                price=Money(lead.quoted_amount, lead.quoted_currency),
                day=lead.quoted_at,
            )
        )
    if next_task is not None:
        facts.append(
            t("*Next step*\n{step}", step=said(next_task.text))
            + (f" · {t.mrkdwn(next_task.on)}" if next_task.on else "")
        )
    if lead.interest:
        facts.append(t("*Interest*\n{interest}", interest=said(lead.interest)))
    if lead.region:
        facts.append(t("*Region*\n{region}", region=lead.region))
    if lead.budget is not None:
        facts.append(t("*Budget*\n{budget}", budget=Money(lead.budget, lead.budget_currency)))
    if lead.chance is not None:
        facts.append(t("*Chance*\n{chance}", chance=chance_told(lead, t)))
    if lead.contact is not None and (contact := reach(lead.contact, shown=not masked, named=named or not masked)):
        facts.append(t("*Contact*\n{contact}", contact=contact))
    if lead.source is not None or lead.campaign is not None:
        facts.append(t("*Source*\n{source}", source=came_from(lead)))
    facts += _followed_up(lead, t, last)
    if lead.referrer:
        facts.append(t("*Referred by*\n{referrer}", referrer=said(lead.referrer)))
    return facts


def _followed_up(lead: Lead, t: Translate, last: Visit | None) -> list[str]:
    """The last follow-up, and when the next is due."""
    due = words.due(lead, t)
    facts = [f"{t('*Follow-up due*')}\n{due}"] if due else []
    if lead.deal_by is not None and lead.pool.deal_days:
        facts.append(t("*Deal due*\nby {day}", day=lead.deal_back_on or lead.deal_by))
    if last is not None:
        note = (hide(last.note) if lead.owner_id is None else last.note)[:120]
        counts = "" if last.counts else f" · _{t('does not count')}_"
        facts.append(t("*Last follow-up*\n{note} · {day}", note=note, day=last.at) + counts)
    elif lead.last_follow_up_at is not None:
        facts.append(t("*Last follow-up*\n{day}", day=lead.last_follow_up_at))
    elif lead.owner is not None:
        facts.append(t("*Last follow-up*\nnone yet"))
    return facts


def tagged(lead: Lead) -> str:
    """What a lead is tagged with: #扫描枪 #VIP."""
    return " ".join(f"#{tag}" for tag in lead.tags)


def came_from(lead: Lead) -> str:
    """The source a lead came from, and the campaign during which it did."""
    return " · ".join(each.name for each in (lead.source, lead.campaign) if each is not None)


def reach(contact: Contact, *, shown: bool, named: bool = True) -> str:
    """A contact and the ways to reach them: masked unless `shown`, without their name unless `named`."""
    phone = phone_as_read(contact.phone) if contact.phone else None
    ways = [way if shown else mask(way) for way in (phone, contact.wechat, contact.email) if way]
    return " ".join([contact.name if named else "", *ways]).strip()


def _buttons(lead: Lead, t: Translate) -> list[Block | None]:
    value = {"lead": lead.id}
    if lead.status == LeadStatus.DEAD:
        return [button(t.plain("Pick up"), ids.LEAD_PICK_UP, value, style="primary")]
    if lead.status != LeadStatus.OPEN:
        return [button(t.plain("Open"), ids.LEAD_CARD, value)]
    if lead.owner is None:
        claim = button(t.plain("Claim"), ids.LEAD_CLAIM, value, style="primary") if lead.locked_at is None else None
        return [claim, button(t.plain("Assign…"), ids.LEAD_ASSIGN, value)]
    return [
        button(t.plain("Log"), ids.VISIT_LOG, value, style="primary"),
        button(t.plain("Advance"), ids.LEAD_CONVERT, value),
        button(t.plain("Assign…"), ids.LEAD_ASSIGN, value),
        button(t.plain("Release"), ids.LEAD_RELEASE, value, confirm=sure(lead, t)),
    ]


def _edit(lead: Lead, t: Translate) -> Block | None:
    """For those who read the card alone; who may change the lead is asked when it is pressed."""
    if lead.status == LeadStatus.WITHDRAWN:
        return None
    return button(t.plain("Edit"), ids.LEAD_EDIT, {"lead": lead.id})


def _more(lead: Lead, t: Translate) -> Block | None:
    return menu(DEEDS, lead, ids.LEAD_MORE, {"lead": lead.id}, t)


def sure(lead: Lead, t: Translate) -> Block:
    """What is asked before a lead is released: everybody may claim it then."""
    return confirm(
        t.plain("Release to the pool?"),
        t.plain("Anyone may then claim {customer}.", customer=lead.account.name),
        t.plain("Release"),
        t.plain("Cancel"),
    )


def captured(lead: Lead, t: Translate, *, undo: int, seen: bool = True) -> Message:
    """The answer to a new lead. Not `seen`: it lies in a pool that whoever entered it does not belong to."""
    mine, pool = msgid("Lead *{customer}* is on record, and yours."), msgid("Lead *{customer}* is in the pool now.")
    if lead.owner is None and lead.pool.name:
        pool = msgid("Lead *{customer}* is in the pool {pool} now.")
    said = t(mine if lead.owner is not None else pool, customer=lead.account.name, pool=lead.pool)
    if not seen:
        said = t.sentences(said, _theirs(t))
        return message(said, [section(f"✅ {said}"), actions(undo_button(undo, t))])
    drawn = card(lead, t, undo=undo, private=True, entered=True)
    return message(said, [section(f"✅ {said}"), *drawn["blocks"]])


def _theirs(t: Translate) -> str:
    return t("You do not belong to that pool: those who do may claim it.")


def gone(lead: Lead, by: Member | None, to: Member | None, t: Translate) -> Message:
    """The notice to whom a lead was taken from, and where it went."""
    key = msgid("{by} has put your lead *{customer}* back into the pool. Everything you logged stays with it.")
    if to is not None and by is not None and to.id == by.id:
        key = msgid("{by} has taken over your lead *{customer}*. Everything you logged goes with it.")
    elif to is not None:
        key = msgid("{by} has given your lead *{customer}* to {to}. Everything you logged goes with it.")
    elif lead.status == LeadStatus.DEAD:
        key = msgid("{by} has called your lead *{customer}* dead. Everything you logged stays with it.")
    said = t(key, by=by, customer=lead.account.name, to=to)
    return message(said, [section(said)])


def back_again(lead: Lead, by: Member | None, t: Translate) -> Message:
    """The notice to whom a lead was taken from that it is theirs again."""
    said = t("{by} took that back: *{customer}* is yours again.", by=by, customer=lead.account.name)
    return message(said, [section(said), actions(opens(lead, t))])


def people(others: Sequence[Contact], t: Translate, *, masked: bool) -> list[Block]:
    """The customer's other people and how to reach them; nobody as long as the lead lies in a pool."""
    if not others or masked:
        return []
    each = (" ".join(part for part in (reach(one, shown=True), one.title) if part) for one in others)
    return [context(t("Also there: {people}", people=t.listed(each)))]


def ways(known: Sequence[Contact], t: Translate) -> list[Block]:
    """How to reach the people whom a deal's card names already."""
    each = [reach(one, shown=True) for one in known if one.phone or one.wechat or one.email]
    return [context(t("How to reach them: {people}", people=t.listed(each)))] if each else []


def edited(drawn: Message, outcome: Edited, t: Translate) -> Message:
    """The card after its facts were changed; and what a colleague changed meanwhile."""
    said = t("✅ Changed.") if outcome.entry else t("Nothing to change: the card is as you left it.")
    if outcome.meanwhile:
        labels = t.listed(t.plain(LABELS[name]) for name in outcome.meanwhile.facts)
        said = t.sentences(said, t(meanwhile(outcome.meanwhile), who=outcome.meanwhile.who, facts=labels))
    return {**drawn, "blocks": [section(said), *drawn["blocks"]]}


def meanwhile(changed: Meanwhile) -> str:
    """The sentence about what was changed since a form was opened, to be translated."""
    if changed.who is None:
        return msgid("Changed by somebody else meanwhile, and standing: {facts}.")
    return msgid("{who} changed this meanwhile, and it stands: {facts}.")


def history(visits: Sequence[Visit], t: Translate, *, masked: bool) -> list[Block]:
    """The latest follow-ups of a customer; `masked`: no phone or address in them, as everybody may read the lead."""
    if not visits:
        return []
    lines = [
        t(
            "• {day} {who}: {note}",
            day=visit.at,
            who=visit.member if visit.kind != VisitKind.INQUIRY else t.plain("the customer, by form"),
            note=(hide(visit.note) if masked else visit.note)[:200],
        )
        + words.hollow(visit, t)
        for visit in visits
    ]
    return [divider(), section(t("*Follow-ups*") + "\n" + "\n".join(lines))]


def yours(lead: Lead, t: Translate, *, undo: int | None) -> Message:
    """What the claimer alone is told after pressing on a card that others see too."""
    said = t("✅ *{customer}* is yours now.", customer=lead.account.name)
    contact = [section(t("Contact: {contact}", contact=reach(lead.contact, shown=True)))] if lead.contact else []
    return message(said, [section(said), *contact, actions(opens(lead, t), undo_button(undo, t))])


def released(lead: Lead, t: Translate, *, undo: int, seen: bool) -> Message:
    """What the one who released a lead is told. Not `seen`: it lies in a pool that they do not belong to."""
    if not seen:
        said = t.sentences(t("*{customer}* is back in {pool}.", customer=lead.account.name, pool=lead.pool), _theirs(t))
        return message(said, [section(said), actions(undo_button(undo, t))])
    said = t("*{customer}* is back in the pool.", customer=lead.account.name)
    return message(said, [section(said), actions(opens(lead, t), undo_button(undo, t))])


def opens(lead: Lead, t: Translate) -> Block:
    """The button that opens its card."""
    return button(t.plain("Open"), ids.LEAD_CARD, {"lead": lead.id})


def no_longer(lead: Lead, t: Translate, *, why: str) -> Message:
    """An older copy of a card, for the last time: the lead is shown anew, or in another pool."""
    key = (
        msgid("*{customer}* has come back to the pool: see its newer card.")
        if why == "returned"
        else msgid("*{customer}* has been moved to another pool.")
    )
    said = t(key, customer=lead.account.name)
    return message(said, [context(said)])


def contact(lead: Lead, t: Translate) -> Message:
    """How to reach a lead's contact, for a manager who asked before anybody claimed it."""
    told = reach(lead.contact, shown=True) if lead.contact else ""
    if not told:
        said = t("Nobody is known at *{customer}* yet.", customer=lead.account.name)
        return message(said, [section(said)])
    said = t("Contact at *{customer}*: {contact}", customer=lead.account.name, contact=told)
    return message(said, [section(f"👁 {said}"), context(t("That you looked is on record."))])


def changed(lead: Lead, t: Translate, *, said: str, undo: int | None) -> Message:
    """What came of an entry of the More… menu, with the card as it is now."""
    return message(said, [section(said), *card(lead, t, undo=undo, private=True)["blocks"]])
