"""Deals of two reps that are one project: kept apart, joined, taken apart again, page by page."""

from handlers import ids
from sandbox.seen import Seen
from tests.handlers.play import Play

TOLD = {
    True: ("环球集成", "恩泰系统", "优博科技", "互力科技", "赛博动力", "荷比数据"),
    False: ("Globex Integration", "Initech Integration", "Umbrella Integration", "Hooli Integration",
            "Cyberdyne Integration", "Benelux Systems"),
}  # fmt: skip
GOODS = {
    True: "150台手持扫描枪、20台标签打印机、2台服务器，鹿特丹的仓库用，1月15日交货",
    False: "150 handheld scanners, 20 label printers, 2 servers for a warehouse in Rotterdam, delivery by 15 January",
}


def _asks(told: Seen) -> bool:
    return any(button.action_id == ids.PROJECT_DIFFERENT for button in told.buttons)


async def act(play: Play) -> None:
    """Five deals of one and one of the other: each is a pair."""
    rep, alice, manager, script = play.who("小李"), play.who("Alice"), play.who("张军"), play.script
    same = "同项目" if play.t.chinese else "same"
    await play.types(rep, f"/deal {same}")
    await play.types(manager, f"/deal {same}")
    *names, other = TOLD[play.t.chinese]
    goods = GOODS[play.t.chinese]
    for at, name in enumerate(names):
        await play.types(rep, f"/deal {script.new} {name} {at + 1}{'0万' if play.t.chinese else '00k'}, {goods}")
    await play.types(alice, f"/deal {script.new} {other}, {goods}")
    await play.days_pass(0.01, "find-same-projects")
    await play.deliver(rep, alice, manager)
    await play.types(manager, f"/deal {same}")
    await play.press(manager, f"{ids.PROJECTS}.next")
    await play.press(manager, ids.PROJECTS)
    await play.press(manager, ids.PROJECT_DIFFERENT)
    await play.deliver(rep, alice, manager)
    told = next(each for each in reversed(manager.dms) if _asks(each))
    done = await play.press(manager, f"{ids.PROJECT_SAME}.0", on=told)
    await play.deliver(rep, alice, manager)
    await play.press(manager, ids.UNDO, on=done)
    await play.deliver(rep, alice, manager)
    await play.types(manager, f"/deal {same}")
    await play.press(manager, f"{ids.PROJECT_SAME}.1")
    await play.deliver(rep, alice, manager)
