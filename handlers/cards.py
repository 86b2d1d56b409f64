"""A customer's card, whichever room it is drawn in; and the question which customer is meant."""

from collections.abc import Sequence

from core.cards import Card
from core.invoices import Invoiced
from core.masks import is_masked
from core.models import Deal, Lead, VisitKind
from core.names import Candidate
from handlers import ids
from handlers.asking import Ask, nearest
from handlers.assignments import views as assignments
from handlers.blocks import Message, actions, button, context, message, section
from handlers.deals import views as deals
from handlers.deciders import views as deciders
from handlers.leads import views as leads
from handlers.mates import views as mates
from handlers.projects import views as projects
from handlers.requests import views as requests
from handlers.rooms import views as rooms
from handlers.words import Translate

LINKS = 3  # deals of the same project that are named


def draw(card: Card, t: Translate, *, undo: int | None = None, note: str | None = None) -> Message:
    """The card of a lead or of a deal, with its latest follow-ups. `note`: what is to be said first."""
    undo = undo or card.undo
    said = [each for each in card.visits if each.kind != VisitKind.INQUIRY]
    last = next((each for each in said if each.counts), next(iter(said), None))  # 没问题 is not what was said last
    if isinstance(card.thing, Deal):
        thing, step = card.thing, card.next_task
        drawn = deals.card(thing, t, outlook=card.outlook, next_task=step, last=last, undo=undo, leads=card.leads)
    else:
        drawn = leads.card(card.thing, t, next_task=card.next_task, last=last, undo=undo, private=True)
    masked = isinstance(card.thing, Lead) and is_masked(card.thing)
    billed = [context(_billed(card.invoiced, t))] if card.invoiced else []
    thin = [context(*(f"🕸️ {said}" for said in deciders.missing(card.thin[:10], t)))] if card.thin else []
    of_deal = isinstance(card.thing, Deal)
    people = leads.ways(card.people, t) if of_deal else leads.people(card.people, t, masked=masked)
    linked = [projects.linked(each, t) for each in card.links[:LINKS]]
    more = [
        *requests.on_card(card.requests, t),
        *mates.line(card.team, t),
        *rooms.line(card.room, t),
        *linked,
        *thin,
        *people,
        *billed,
    ]
    more += leads.history(card.visits, t, masked=masked)
    told = [section(note)] if note else []
    return {**drawn, "blocks": [*told, *drawn["blocks"], *assignments.asked(card, t), *more]}


def _billed(invoiced: Invoiced, t: Translate) -> str:
    """What the customer has been billed so far, and for what the last time."""
    last = [t.mrkdwn(invoiced.last.issued_on)] if invoiced.last.issued_on else []
    goods = [t.mrkdwn(t.listed(invoiced.last.goods[:5]))] if invoiced.last.goods else []
    said = t.n("🧾 {n} invoice, {sums}", "🧾 {n} invoices, {sums}", invoiced.count, sums=t.sums(invoiced.sums))
    return " · ".join([said, *last, *goods])


def which(found: Sequence[Candidate], ask: Ask, action: str, *, command: str) -> Message:
    """No one customer is meant: choose, or learn that there is none, and which sub-command comes near."""
    asked, t = ask.text, ask.t
    if not found:
        said = t("You have no customer called *{asked}*. `/taken {asked}` tells whether a colleague has.", asked=asked)
        if asked and (close := nearest(asked.split()[0], ask.words)):
            said = t.sentences(said, t("Did you mean `{word}`?", word=f"{command} {close}"))
        return message(
            said, [section(said), actions(button(t.plain("New lead"), ids.LEAD_NEW, {"customer": asked[:120]}))]
        )
    said = t("Which one do you mean by *{asked}*?", asked=asked)
    choices = [button(each.name, f"{action}.{place}", {"account": each.id}) for place, each in enumerate(found[:10])]
    return message(said, [section(said), actions(*choices)])
