"""Forms of deals, as they are sent: a new one, a lead converted, terms changed, a gate passed, one lost, given away."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from core import cards, deals, listed, members, moves
from core.deals import Clash, OddProbability, Terms
from core.evidence import field_of
from core.models import AuditRow, Deal, List, Listed
from core.moves import Ending, Filled, Moved, Stale, Stopped
from handlers import cards as card_views
from handlers import payload, sums
from handlers.blocks import Message
from handlers.deals import about, dialogs, gates, meanwhile, views
from handlers.deals.buttons import left_behind
from handlers.pressing import Submission
from handlers.words import Translate


def _terms(form: Submission) -> Terms:
    amount = sums.of_field(form, "amount")
    return Terms(
        name=form.text("name"),
        amount=amount.amount if amount else None,
        currency=amount.currency if amount else None,
        close=payload.day(form.fields.get("close")),
        pipeline_id=form.chosen("pipeline"),
    )


def _kept(form: Submission, name: str) -> int | None:
    """An id the form kept; forms of old kept fewer."""
    return form.id(name) if form.kept.get(name) else None


async def save(form: Submission) -> None:
    """Enter the deal, or convert the lead the form was opened for."""
    terms = _terms(form)
    async with form.db.begin() as session:
        if "lead" in form.kept:
            deal, entry = await deals.convert(
                session,
                lead_id=form.id("lead"),
                terms=terms,
                by=form.me,
                now=form.now(),
                anyway=payload.ANYWAY in form.kept,
                source=form.source,
            )
        else:
            name = form.text("customer").strip()
            deal, entry = await deals.create(
                session,
                customer=name,
                terms=terms,
                by=form.me,
                now=form.now(),
                anyway=form.anyway(name),
                source=form.source,
            )
    await form.show(views.opened(deal, form.t, undo=entry.id))


async def edit(form: Submission) -> None:
    """Change the deal's terms; an empty probability follows the stage. What somebody else changed meanwhile is told."""
    terms, probability = _terms(form), form.whole("probability", OddProbability())
    seen = _kept(form, "seen")
    async with form.db.begin() as session:
        outcome = await deals.edit(
            session,
            deal_id=form.id("deal"),
            terms=terms,
            probability=probability,
            about=about.told(form),
            by=form.me,
            now=form.now(),
            seen=seen,
            told=_kept(form, "told") or 0,
            source=form.source,
        )
        deal = outcome.deal if isinstance(outcome, Clash) else outcome[0]
        types = await about.types_of(session, deal=deal, by=form.me)
    await _changed(form, outcome, seen or 0, partial(dialogs.edit_form, types=types))


async def amount(form: Submission) -> None:
    """Change the amount alone."""
    told, seen = sums.of_field(form, "amount"), _kept(form, "seen")
    values: dict[str, Any] = {"amount": told.amount if told else None}
    if told is not None and told.currency is not None:
        values["currency"] = told.currency
    async with form.db.begin() as session:
        outcome = await deals.change(
            session,
            deal_id=form.id("deal"),
            values=values,
            by=form.me,
            now=form.now(),
            seen=seen,
            told=_kept(form, "told") or 0,
            source=form.source,
        )
    await _changed(form, outcome, seen or 0, dialogs.amount_form)


async def _changed(form: Submission, outcome: tuple[Deal, AuditRow] | Clash, seen: int, drawn: Any) -> None:
    """The card as it is now; or the form once more, with what was typed and who changed what meanwhile."""
    if isinstance(outcome, Clash):
        return await form.redraw(drawn(outcome.deal, form.t, seen=seen, clash=outcome))
    deal, entry = outcome
    async with form.db.begin() as session:
        card = await cards.of_deal(session, deal_id=deal.id, by=form.me, now=form.now())
    return await form.show(card_views.draw(card, form.t, undo=entry.id))


async def move(form: Submission) -> None:
    """Supply what was missing, and move on; what still is missing is asked for again."""
    async with form.db.begin() as session:
        competitors = await listed.of(session, lists=(List.COMPETITOR,), by=form.me)
        outcome = await moves.move(
            session,
            deal_id=form.id("deal"),
            to_id=form.id("to"),
            seen_stage=form.id("stage"),
            filled=_filled(form, competitors),
            ending=_ending(form, competitors),
            why=form.text("why"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_deal(session, deal_id=form.id("deal"), by=form.me, now=form.now())
        reasons = await listed.of(session, lists=(List.WON,), by=form.me)
        left = await left_behind(session, outcome, form.t) if isinstance(outcome, Moved) else []
    if isinstance(outcome, Stopped) and outcome.asked is None:
        again = gates.gate_form(outcome, form.t, me=form.me, reasons=reasons, competitors=competitors, again=True)
        return await form.redraw(again)
    drawn = _moved(card, outcome, form.t)
    return await form.show({**drawn, "blocks": [*left, *drawn["blocks"]]})


def _moved(card: cards.Card, outcome: moves.Outcome, t: Translate) -> Message:
    """The card as it is now, with what came of the move."""
    match outcome:
        case Moved(entry=entry):
            return card_views.draw(card, t, undo=entry.id)
        case Stale(deal=deal, last=last):
            return card_views.draw(card, t, note=meanwhile.stale(deal, last, t))
        case Stopped(asked=asked):
            who = asked.manager if asked else None
            return card_views.draw(card, t, note=t("🙋 {who} is asked to let it through. You are told.", who=who))


def _filled(form: Submission, competitors: Sequence[Listed]) -> Filled:
    """What was supplied at the gate."""
    step, on = form.text("step"), payload.day(form.fields.get("on"))
    return Filled(
        amount=sums.of_field(form, "amount"),
        close=payload.day(form.fields.get("close")),
        quote=sums.of_field(form, "quote"),
        contact=form.fields.get("contact"),
        decision_maker=form.fields.get("decision_maker"),
        competitor=_ending(form, competitors).competitor,
        step=step or (form.t.plain("Follow up") if on else None),
        step_on=on,
        numbers={each: form.text(field_of(each)) for each in form.ids("numbers") if form.text(field_of(each))},
        ticks={each: form.many.get(f"checks.{each}", []) for each in form.ids("checks")},
    )


def _ending(form: Submission, competitors: Sequence[Listed]) -> Ending:
    """Why the deal ends: a reason of the list, or own words; a competitor typed goes before one chosen."""
    chosen = form.fields.get("reason")
    rival = next((form.t.text(each) for each in competitors if str(each.id) == form.text("rival")), None)
    return Ending(
        reason_id=form.chosen("reason") if chosen != dialogs.OTHER else None,
        words=form.fields.get("words"),
        competitor=form.fields.get("competitor") or rival,
    )


async def lose(form: Submission) -> None:
    """Close the deal as lost, with its reason."""
    async with form.db.begin() as session:
        outcome = await moves.lose(
            session,
            deal_id=form.id("deal"),
            ending=_ending(form, await listed.of(session, lists=(List.COMPETITOR,), by=form.me)),
            seen_stage=_kept(form, "stage"),
            stage_id=form.chosen("way"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_deal(session, deal_id=form.id("deal"), by=form.me, now=form.now())
    await form.show(_moved(card, outcome, form.t))


async def give(form: Submission) -> None:
    """Give the deal to the colleague chosen; both are told."""
    async with form.db.begin() as session:
        to = await members.known(session, slack_id=form.text("to"), by=form.me)
        deal, entry = await deals.give(
            session,
            deal_id=form.id("deal"),
            to=to,
            reason=form.text("reason"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.handed(deal, form.t, undo=entry.id))
