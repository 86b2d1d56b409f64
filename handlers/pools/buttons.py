"""Buttons on pools: New pool 新建公海, the menu of each (change, order, close, what was changed), who looked."""

from collections.abc import Sequence
from functools import partial

from core import members, pools, settings, workspaces
from core.models import Member, Pool, Team
from core.pools import FIRST, order, reveals, rules
from handlers import pages
from handlers.pools import commands, dialogs, views
from handlers.pools.dialogs import Entered
from handlers.pressing import Press

SHOWN = 20  # of a pool's changes


async def show(press: Press) -> None:
    """Turn to a page of the pools."""
    page = pages.number(press.values)
    await press.show(await commands.board(press.db, press.me, press.now(), press.t, page=page))


async def new(press: Press) -> None:
    """Open the form for a new pool."""
    async with press.db.begin() as session:
        await settings.must_be_admin(session, by=press.me)
        workspace, teams = await workspaces.of(session, by=press.me), await members.teams(session, by=press.me)
    await press.open(dialogs.pool_form(Entered(rules=rules.Rules(name=None)), teams, workspace, press.t))


async def change(press: Press) -> None:
    """Open the form with a pool's rules."""
    async with press.db.begin() as session:
        await settings.must_be_admin(session, by=press.me)
        pool = await pools.get(session, pool_id=press.id("pool"), by=press.me)
        workspace, teams = await workspaces.of(session, by=press.me), await members.teams(session, by=press.me)
        standing = (await pools.figures(session, pools=[pool], by=press.me))[0]
    entered = as_it_stands(pool, standing.members, standing.teams)
    await press.open(dialogs.pool_form(entered, teams, workspace, press.t))


def as_it_stands(pool: Pool, people: Sequence[Member], teams: Sequence[Team]) -> Entered:
    """What the form of a pool begins with."""
    return Entered(
        rules=rules.rules_of(pool),
        members=[member.slack_id for member in people],
        teams=[team.id for team in teams],
        pool_id=pool.id,
        version=pool.version,
        first=pool.position == FIRST,
    )


async def earlier(press: Press, *, up: bool = True) -> None:
    """Let the pool be asked earlier, or later."""
    async with press.db.begin() as session:
        await order.move(session, pool_id=press.id("pool"), up=up, by=press.me, now=press.now(), source=press.source)
    await show(press)


later = partial(earlier, up=False)


async def close(press: Press) -> None:
    """Open the form that closes the pool."""
    async with press.db.begin() as session:
        await settings.must_be_admin(session, by=press.me)
        pool = await pools.get(session, pool_id=press.id("pool"), by=press.me)
        order.must_not_be_first(pool)
        others = [each for each in await pools.all_of(session, by=press.me) if each.id != pool.id]
        standing = (await pools.figures(session, pools=[pool], by=press.me))[0]
    await press.open(dialogs.close_form(pool, others, standing.lying + standing.held, press.t))


async def history(press: Press) -> None:
    """Tell what was changed of the pool."""
    async with press.db.begin() as session:
        await settings.must_be_admin(session, by=press.me)
        pool = await pools.get(session, pool_id=press.id("pool"), by=press.me)
        entries = await rules.history(session, pool=pool, most=SHOWN)
    await press.tell(views.history(pool, entries, press.t))


async def looked(press: Press) -> None:
    """Show who looked at contacts before their leads were claimed."""
    async with press.db.begin() as session:
        found, total, page = await pages.turn(
            partial(reveals.listed, session, by=press.me), pages.number(press.values), views.PAGE
        )
    await press.tell(views.reveals(found, total, page, press.t))
