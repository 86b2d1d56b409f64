"""Buttons of bonuses: another period, one's own or the team's, one member's, the rules, a rule to set."""

from core import bonus, pipelines
from core.calendar import local_day
from core.settings import must_be_admin
from handlers import payload
from handlers.bonus import asked as asking
from handlers.bonus import rules
from handlers.pressing import Press


async def show(press: Press) -> None:
    """Show what the button asks for."""
    asked = asking.carried(press.values, by=press.me)
    await press.show(await asking.look(press.db, asked, by=press.me, now=press.now(), t=press.t))


async def show_rules(press: Press) -> None:
    """Show the rules beside what was asked for."""
    async with press.db.begin() as session:
        known = await bonus.of_workspace(session, by=press.me)
    await press.tell(rules.picture(known, local_day(press.now(), known.zone), press.t, me=press.me))


async def open_rule(press: Press) -> None:
    """Open the form of a rule, filled with the one that holds now for those deals."""
    scope = payload.number(press.values, "pipeline") if "pipeline" in press.values else None
    async with press.db.begin() as session:
        await must_be_admin(session, by=press.me)
        known = await bonus.of_workspace(session, by=press.me)
        lines = await pipelines.all_of(session, by=press.me)
    today = local_day(press.now(), known.zone)
    seen = max((each.id for each in known.all), default=0)
    start = known.latest(scope, today)
    await press.open(rules.dialog(lines, press.t, today=today, seen=seen, scope=scope, start=start))
