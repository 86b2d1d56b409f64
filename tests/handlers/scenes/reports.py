"""The scene of reports: sources compared by those who see more and less, over one period after the other."""

from handlers import ids
from handlers.forecast import views
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """Each asker, each period; one that is none."""
    rep, manager, admin, script = play.who("小李"), play.who("张军"), play.who("陈总"), play.script
    await play.types(rep, f"/genjin {script.report}")
    for who in (rep, manager, admin):
        await play.types(who, f"/genjin {script.report} {script.sources}")
    for n in range(5):
        await play.press(admin, f"{ids.REPORT_SOURCES}.{n}")
    await play.types(admin, f"/genjin {script.report} wins")
    for n in range(9):
        await play.press(admin, f"{ids.REPORT_ENDS}.{n}")
    for period in (script.period, script.nonsense, script.help):
        await play.types(admin, f"/genjin {script.report} {script.sources} {period}")
    await forecast(play)


async def forecast(play: Play) -> None:
    """What is to come: over time, of one period, by everything it can be told apart by."""
    rep, admin, script = play.who("小李"), play.who("陈总"), play.script
    for text in ("", script.period, script.nonsense):
        await play.types(rep, f"/pipeline {script.forecast} {text}".strip())
    shown = await play.types(admin, f"/pipeline {script.forecast}")
    shown = await play.entry(admin, "By quarter", on=shown, of=ids.FORECAST_KIND)
    await admin.choose(ids.FORECAST_PERIOD, shown.input(ids.FORECAST_PERIOD).options[1], on=shown)
    shown = await play.types(admin, f"/pipeline {script.forecast} {script.period}")
    for split in views.SPLITS.values():
        await play.entry(admin, split, on=shown, of=ids.FORECAST_SPLIT)
    play.pressed.add(ids.FORECAST_PERIOD)
