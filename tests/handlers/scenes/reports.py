"""The scene of reports: sources compared by those who see more and less, over one period after the other."""

from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """Each asker, each period; one that is none."""
    rep, manager, admin, script = play.who("小李"), play.who("张军"), play.who("陈总"), play.script
    await play.types(rep, f"/genjin {script.report}")
    for who in (rep, manager, admin):
        await play.types(who, f"/genjin {script.report} {script.sources}")
    for n in range(5):
        await play.press(admin, f"{ids.REPORT_SOURCES}.{n}")
    for period in (script.period, script.nonsense, script.help):
        await play.types(admin, f"/genjin {script.report} {script.sources} {period}")
