"""Forms of deals: a new one, a lead converted, terms changed, one lost."""

from core import cards, deals, moves
from core.deals import OddProbability, Terms
from handlers import cards as card_views
from handlers import payload, sums
from handlers.deals import views
from handlers.pressing import Submission


def _terms(form: Submission) -> Terms:
    amount = sums.of_field(form, "amount")
    return Terms(
        name=form.text("name"),
        amount=amount.amount if amount else None,
        currency=amount.currency if amount else None,
        close=payload.day(form.fields.get("close")),
        pipeline_id=form.chosen("pipeline"),
    )


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
    """Change the deal's terms; an empty probability follows the stage."""
    terms, typed = _terms(form), form.text("probability").removesuffix("%").strip()
    if typed and not (typed.isascii() and typed.isdigit()):
        raise OddProbability
    async with form.db.begin() as session:
        deal, entry = await deals.edit(
            session,
            deal_id=form.id("deal"),
            terms=terms,
            probability=int(typed) if typed else None,
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_deal(session, deal_id=deal.id, by=form.me)
    await form.show(card_views.draw(card, form.t, undo=entry.id))


async def lose(form: Submission) -> None:
    """Close the deal as lost, with its reason."""
    async with form.db.begin() as session:
        deal, entry = await moves.lose(
            session,
            deal_id=form.id("deal"),
            reason=form.text("reason"),
            stage_id=form.chosen("way"),
            competitor=form.fields.get("competitor"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_deal(session, deal_id=deal.id, by=form.me)
    await form.show(card_views.draw(card, form.t, undo=entry.id))
