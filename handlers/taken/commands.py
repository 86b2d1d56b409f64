"""/taken 查重: is this customer taken? Nothing is told that the asker may not see."""

from core import taken
from core.errors import Refusal, msgid
from core.names import fold
from handlers.asking import Answer, Ask
from handlers.taken import views


class NobodyNamed(Refusal):
    message = msgid(
        "Which customer? Write a name, a phone number, an e-mail address, a web site or a WeChat id: /taken Acme"
    )


async def check(ask: Ask) -> Answer:
    """Say how the customer stands."""
    if not fold(ask.text):
        raise NobodyNamed
    async with ask.db.begin() as session:
        holdings = await taken.ask(session, line=ask.text, by=ask.me, now=ask.now(), source=ask.source)
    return views.picture(ask.text[:120], holdings, ask.t)


async def empty(ask: Ask) -> Answer:
    """No name was given."""
    raise NobodyNamed
