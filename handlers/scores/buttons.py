"""Buttons of scores: the parts of a deal's, the form of the weights, a preset to begin with, an end to it."""

from core import deals, scores, workspaces
from core.errors import Missing
from core.settings import must_be_admin
from handlers.pressing import Press
from handlers.scores import dialogs, views


async def explain(press: Press) -> None:
    """Tell what the deal's score is made of."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        score = await scores.explain(session, deal=deal, by=press.me)
    await press.tell(views.parts(deal, score, press.t))


async def open_form(press: Press) -> None:
    """Open the form with the weights as they are; where there are none, with those of the first preset."""
    await _open(press, None)


async def begin(press: Press) -> None:
    """Open the form with the preset chosen."""
    place = press.place("preset")
    if place >= len(scores.PRESETS):
        raise Missing
    await _open(press, place)


async def _open(press: Press, place: int | None) -> None:
    async with press.db.begin() as session:
        await must_be_admin(session, by=press.me)
        row = await scores.row_of(session, by=press.me)
        sources, types = await scores.choices(session, by=press.me)
        currency = (await workspaces.of(session, by=press.me)).currency
    if place is None and row is not None:
        told = scores.of_row(row)
    else:
        told = scores.preset(place or 0, currency=currency, sources=sources, types=types)
    version = row.version if row is not None else 0
    await press.open(dialogs.dialog(told, sources, types, press.t, version=version))


async def stop(press: Press) -> None:
    """Score no more."""
    async with press.db.begin() as session:
        row, entry = await scores.stop(session, by=press.me, now=press.now(), source=press.source)
        sources, types = await scores.choices(session, by=press.me)
    await press.show(views.model(row, sources, types, press.t, me=press.me, undo=entry.id))
