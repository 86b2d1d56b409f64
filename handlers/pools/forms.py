"""Forms of pools: one opened, its rules changed, one closed."""

import asyncio

from core import members, pools, workspaces
from core.pools import FIRST, closing, rules
from handlers.pools import dialogs, typed, views, words
from handlers.pools.dialogs import Entered
from handlers.pressing import Submission


async def save(form: Submission) -> None:
    """Open the pool, or give it these rules."""
    async with form.db.begin() as session:
        new = await rules.strangers(session, slack_ids=typed.slack_ids(form), by=form.me)
    await asyncio.gather(*(form.meet(slack_id) for slack_id in new))
    await (_change(form) if "pool" in form.kept else _make(form))


async def _make(form: Submission) -> None:
    told = typed.rules(form)
    async with form.db.begin() as session:
        belongs = await rules.seats(session, slack_ids=typed.slack_ids(form), team_ids=typed.team_ids(form), by=form.me)
        pool = await rules.make(session, rules=told, belongs=belongs, by=form.me, now=form.now(), source=form.source)
    await form.show(views.saved(pool, form.t, new=True))


async def _change(form: Submission) -> None:
    """Give the pool these rules. Where somebody changed it since the form was opened, the form shows what, keeps what
    was entered, and is saved by a second press."""
    told, slack_ids, team_ids = typed.rules(form), typed.slack_ids(form), typed.team_ids(form)
    async with form.db.begin() as session:
        pool = await pools.lock(session, pool_id=form.id("pool"), by=form.me)
        meanwhile = await rules.changes_since(session, pool=pool, version=form.id("version"), source=form.source)
        teams, workspace = await members.teams(session, by=form.me), await workspaces.of(session, by=form.me)
        if not meanwhile:
            belongs = await rules.seats(session, slack_ids=slack_ids, team_ids=team_ids, by=form.me)
            await rules.change(
                session, pool=pool, rules=told, belongs=belongs, by=form.me, now=form.now(), source=form.source
            )
    if meanwhile:
        entered = Entered(
            rules=told,
            members=slack_ids,
            teams=team_ids,
            pool_id=pool.id,
            version=pool.version,
            first=pool.position == FIRST,
        )
        news = [words.changes(entry, by, form.t) for entry, by in meanwhile]
        await form.redraw(dialogs.pool_form(entered, teams, workspace, form.t, meanwhile=news))
    else:
        await form.show(views.saved(pool, form.t, new=False))


async def close(form: Submission) -> None:
    """Close the pool; its leads go to the one chosen."""
    async with form.db.begin() as session:
        pool, into, leads = await closing.close(
            session,
            pool_id=form.id("pool"),
            into_id=form.chosen("into") or 0,
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.closed(pool, into, leads, form.t))
