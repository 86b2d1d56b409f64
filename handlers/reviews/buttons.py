"""Buttons and the form of reviews: Review… 复盘, and the lessons of deals like one at hand."""

from core import cards, deals, reviews
from handlers import cards as card_views
from handlers.pressing import Press, Submission
from handlers.reviews import views


async def open_form(press: Press) -> None:
    """Open the review, with what was written so far."""
    async with press.db.begin() as session:
        deal, review, goods = await reviews.get(session, deal_id=press.id("deal"), by=press.me)
    await press.open(views.review_form(deal, review, goods, press.t))


async def save(form: Submission) -> None:
    """Write the review down, and show the deal's card with it."""
    async with form.db.begin() as session:
        _, entry = await reviews.write(
            session,
            deal_id=form.id("deal"),
            decided=form.text("decided"),
            goods=form.text("goods"),
            lesson=form.text("lesson"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_deal(session, deal_id=form.id("deal"), by=form.me, now=form.now())
    await form.show(card_views.draw(card, form.t, undo=entry.id))


async def lessons(press: Press) -> None:
    """What similar deals taught."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        found = await reviews.lessons(session, deal=deal, by=press.me)
    await press.tell(views.lessons(deal, found, press.t))
