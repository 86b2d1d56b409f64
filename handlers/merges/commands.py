"""/genjin merge A = B 合并: say that two customers are one."""

import re
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, merges
from core.errors import Refusal, msgid
from core.merges import pairs
from core.models import Member
from core.names import Candidate
from handlers.asking import Answer, Ask
from handlers.merges import views
from handlers.words import Translate

_BETWEEN = re.compile(r"\s*(?:=+|＝|->|→|⇒)\s*")


class BothNeeded(Refusal):
    message = msgid("Which two customers are one? Write both, as in: /genjin merge Acme = Acme Inc")


@dataclass(frozen=True)
class Two:
    """The two customers as far as they are known: each an id, or the words for it."""

    one: int | str
    other: int | str


async def merge(ask: Ask) -> Answer:
    """Show the two side by side, to be merged; a rep's proposal goes to whoever decides."""
    said = [part for part in _BETWEEN.split(ask.text) if part]
    if len(said) != 2:
        raise BothNeeded
    async with ask.db.begin() as session:
        if not ask.me.manages:
            return await _proposed(session, ask, said[0], said[1])
        return await side_by_side(session, Two(said[0], said[1]), by=ask.me, t=ask.t)


async def side_by_side(session: AsyncSession, two: Two, *, by: Member, t: Translate) -> Answer:
    """The form with both; or the question which is meant, as long as one name fits several."""
    found: list[int] = []
    for place, said in enumerate((two.one, two.other)):
        if isinstance(said, int):
            found.append(said)
            continue
        fitting = await accounts.meant_by(session, text=said, by=by)
        if len(fitting) != 1:
            return _which(fitting, said, two, place, t)
        found.append(fitting[0].id)
        two = Two(fitting[0].id, two.other) if place == 0 else Two(two.one, fitting[0].id)
    if found[0] == found[1]:
        return views.one_already(await accounts.named(session, account_id=found[0], by=by), t)
    return views.form(await merges.preview(session, one_id=found[0], other_id=found[1], by=by), t)


def _which(fitting: list[Candidate], said: str, two: Two, place: int, t: Translate) -> Answer:
    if not fitting:
        return views.nobody(said, t)
    names = ("one", "other")
    kept = {names[1 - place]: two.other if place == 0 else two.one}
    return views.which(fitting, said, names[place], kept, t)


async def _proposed(session: AsyncSession, ask: Ask, mine: str, other: str) -> Answer:
    fitting = await accounts.meant_by(session, text=mine, by=ask.me)
    if len(fitting) != 1:
        return views.nobody(mine, ask.t) if not fitting else views.unclear(mine, ask.t)
    asked = await pairs.propose(
        session, account_id=fitting[0].id, other=other, by=ask.me, now=ask.now(), source=ask.source
    )
    return views.proposed(asked, fitting[0].name, ask.t)
