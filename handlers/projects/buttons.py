"""Buttons on pairs of deals: Same: A keeps it, Same: B keeps it, Different; pages of the list."""

from functools import partial

from core import projects
from handlers.pages import number, turn
from handlers.pressing import Press
from handlers.projects import views


async def same(press: Press) -> None:
    """They are one project: one goes on, the other's owner is freed and told."""
    async with press.db.begin() as session:
        done = await projects.same(
            session,
            pair_id=press.id("project"),
            keep_id=press.id("goes_on"),
            by=press.me,
            now=press.now(),
            source=press.source,
        )
    await press.show(views.joined(done, press.t))


async def different(press: Press) -> None:
    """They are two: nobody is asked about them again."""
    async with press.db.begin() as session:
        asked = await projects.different(
            session, pair_id=press.id("project"), by=press.me, now=press.now(), source=press.source
        )
    await press.show(views.apart(asked, press.t))


async def show(press: Press) -> None:
    """Turn to a page of the pairs that wait."""
    async with press.db.begin() as session:
        fetch = partial(projects.waiting, session, by=press.me)
        found, total, page = await turn(fetch, number(press.values), views.PAGE)
    await press.show(views.listed(found, total, page, press.t))
