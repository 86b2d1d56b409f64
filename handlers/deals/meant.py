"""Which deal a line means: the customer's, the asker's own before others."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, cards
from core.errors import Refusal, msgid
from core.models import Deal
from handlers import cards as card_views
from handlers import ids
from handlers.asking import Ask
from handlers.blocks import Message


class NoDealYet(Refusal):
    message = msgid("{customer} has no deal yet. Convert its lead on its card, or enter one: /deal new")


async def deal(session: AsyncSession, *, customer: str, ask: Ask) -> Deal | Message:
    """The deal; or the question which customer is meant."""
    found = await accounts.meant_by(session, text=customer, by=ask.me)
    if len(found) != 1:
        return card_views.which(found, ask, ids.DEAL_CARD, command="/deal")
    card = await cards.of_customer(session, account_id=found[0].id, by=ask.me, deal_first=True, now=ask.now())
    if not isinstance(card.thing, Deal):
        raise NoDealYet(customer=found[0].name)
    return card.thing
