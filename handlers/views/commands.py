"""/deal list 列表, /deal view 视图, and /deal mine 我的 as somebody wants it."""

from core.calendar import local_day
from core.errors import Refusal
from core.names import fold
from core.views import Among, look
from core.views.saved import UnknownView, UnknownViewNear, View, all_of, preferred
from core.views.shape import ME
from core.views.vocabulary import vocabulary
from handlers.asking import Answer, Ask, nearest
from handlers.blocks import context
from handlers.deals import commands as deals
from handlers.views import kept, typed, views
from handlers.views.carried import Looked, opened
from handlers.views.words import title


async def show(ask: Ask) -> Answer:
    """Show the deals that the line asks for; without one, all that are open."""
    day = local_day(ask.now(), ask.me.zone)
    async with ask.db.begin() as session:
        known = await vocabulary(session, by=ask.me)
        looked = Looked(typed.read(ask.text, known, shape=None, today=day, t=ask.t))
        found = await look(session, shape=looked.shape, by=ask.me, now=ask.now())
    return views.picture(looked, found, ask.t)


async def view(ask: Ask) -> Answer:
    """Open the view named, narrowed by what follows its name; without a name, show those there are."""
    async with ask.db.begin() as session:
        if not ask.text:
            return await kept.drawn(session, by=ask.me, t=ask.t)
        meant, more = _named(ask.text, await all_of(session, by=ask.me))
        looked = opened(meant)
        if more:
            known, day = await vocabulary(session, by=ask.me), local_day(ask.now(), ask.me.zone)
            looked = opened(meant, typed.read(more, known, shape=meant.shape, today=day, t=ask.t))
        found = await look(session, shape=looked.shape, by=ask.me, now=ask.now())
    return views.picture(looked, found, ask.t)


def _named(text: str, there: list[View]) -> tuple[View, str]:
    """The view whose name the words begin with, and the words behind it. One's own comes before others'."""
    known: dict[str, View] = {}
    for each in reversed(there):
        for name in _names(each):
            known[fold(name)] = each
    words = text.split()
    for count in range(len(words), 0, -1):
        if (found := known.get(fold(" ".join(words[:count])))) is not None:
            return found, " ".join(words[count:])
    raise _unknown(text, known)


def _names(view: View) -> list[str]:
    if view.is_built:
        return [view.is_built.name_zh, view.is_built.name_en]
    return [view.row.name] if view.row else []


def _unknown(text: str, known: dict[str, View]) -> Refusal:
    near = nearest(fold(text), known)
    if near is None:
        return UnknownView(text=text[:60])
    called = next(name for name in _names(known[near]) if fold(name) == near)
    return UnknownViewNear(text=text[:60], near=called)


async def mine(ask: Ask) -> Answer:
    """Show the open deals the asker holds, as they chose their list to look."""
    if ask.me.default_view is None:
        return await deals.mine(ask)
    async with ask.db.begin() as session:
        chosen = await preferred(session, by=ask.me)
        if chosen is not None:
            looked = opened(chosen, chosen.shape.wanting(owner=Among((ME,))))
            found = await look(session, shape=looked.shape, by=ask.me, now=ask.now())
            note = ask.t("Your own deals, as in the view *{view}*.", view=title(chosen, ask.t))
            return views.picture(looked, found, ask.t, note=note)
    answer = await deals.mine(ask)
    gone = ask.t("The view that your list looked like is gone. Choose another: `/deal view`")
    return {**answer, "blocks": [*answer["blocks"], context(gone)]}
