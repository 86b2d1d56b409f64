"""The notice to whoever holds a customer that wrote through a web form."""

from core.models import Deal, Lead, Visit
from handlers import ids
from handlers.blocks import Message, actions, button, message, section
from handlers.words import Translate


def told(visit: Visit, thing: Lead | Deal, t: Translate) -> Message:
    """What the customer wrote, and the way to answer and to log it. They are on record, so no lead was entered."""
    said = t(
        "📨 *{customer}*, who is yours, wrote through the form {form}.", customer=thing.account.name, form=visit.line
    )
    value = {"deal" if isinstance(thing, Deal) else "lead": thing.id}
    card = ids.DEAL_CARD if isinstance(thing, Deal) else ids.LEAD_CARD
    ways = [
        button(t.plain("Log"), ids.VISIT_LOG, value, style="primary"),
        button(t.plain("Open"), card, value),
    ]
    quote = t.mrkdwn(visit.note[:1500]).replace("\n", "\n> ")
    return message(said, [section(said), section(f"> {quote}"), actions(*ways)])
