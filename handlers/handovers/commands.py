"""/genjin handover 交接."""

import re
from collections.abc import Sequence

from core import handovers, members
from core.errors import Refusal, msgid
from core.models import Member
from handlers.asking import Answer, Ask
from handlers.handovers import dialogs, views
from handlers.handovers.dialogs import Chosen
from handlers.pressing import Press
from handlers.words import Translate

_MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")


class NobodyCalled(Refusal):
    message = msgid("Nobody you lead holds anything under that name: {name}. /genjin handover lists whom there is.")


async def command(ask: Ask) -> Answer:
    """Open the form, on the person named."""
    return await form(ask.db, ask.me, ask.t, ask, named=ask.text.strip())


async def open_form(press: Press) -> None:
    """Open the form from the list of the team."""
    drawn = await form(press.db, press.me, press.t, press)
    await (press.open(drawn) if drawn.get("type") == "modal" else press.tell(drawn))


async def choose(press: Press) -> None:
    """Somebody was chosen in the form: show what they hold, and offer the others."""
    chosen = (press.action.get("selected_option") or {}).get("value")
    drawn = await form(press.db, press.me, press.t, press, chosen=str(chosen or ""))
    if drawn.get("type") != "modal":
        await press.tell(drawn)
    elif not await press.redraw(drawn):
        await press.open(drawn)


async def form(
    db: object, me: Member, t: Translate, asked: Ask | Press, *, named: str = "", chosen: str = ""
) -> Answer:
    """The form, with what the one named or chosen holds."""
    async with db.begin() as session:  # type: ignore[attr-defined]  # bot.database.Database
        people = await handovers.holders(session, by=me)
        if not people:
            return views.nobody(t)
        team = await members.team_of(session, by=me)
        who = _called(people, named) if named else next((each for each in people if str(each.id) == chosen), None)
        held = await handovers.of(session, member=who, now=asked.now()) if who else None
    return dialogs.handover_form(people, team, Chosen(who, held), t)


def _called(people: Sequence[Member], name: str) -> Member:
    mention = _MENTION.fullmatch(name)
    fits = (
        each
        for each in people
        if (each.slack_id == mention[1] if mention else each.name.casefold() == name.lstrip("@").casefold())
    )
    found = next(fits, None)
    if found is None:
        raise NobodyCalled(name=name[:60])
    return found
