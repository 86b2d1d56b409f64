"""Plans: an admin keeps the template, a deal's plan is made, changed, moved, told, outgrown and ended."""

from datetime import timedelta

from sqlalchemy import select

from core.models import PlanStep, Task
from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """One customer with a deal and a plan."""
    await template(play)
    await plan(play)
    await others(play)


async def template(play: Play) -> None:
    """A pipeline without milestones begins with the usual ones; they are changed and moved; pages."""
    admin, t, script = play.who("陈总"), play.t, play.script
    await play.press(admin, ids.PIPELINE_NEW, on=await play.types(admin, f"/genjin {script.pipelines}"))
    await play.send(admin, {"Begin with": t.plain("Empty: one stage, won and lost")})
    await play.send(admin, {"Name in Chinese" if t.chinese else "Name in English": script.nonsense})
    await admin.dismiss(everything=True)
    listed = await play.types(admin, f"/genjin {script.pipelines}")
    one = await play.press(admin, ids.PIPELINE_OPEN, on=listed, near=script.nonsense)
    shown = await play.press(admin, ids.STEPS, on=one)
    play.pressed.add(ids.STEPS_FILL)
    play.shown.look(admin, await admin.choose(ids.STEPS_FILL, "通用商机" if t.chinese else "Standard", on=shown))
    shown = await play.press(admin, ids.STEPS, on=await play.press(admin, ids.PIPELINE_OPEN))
    await play.press(admin, ids.STEP_NEW, on=shown)
    await play.send(admin, {"Working days": "?"})
    await play.send(admin, {"Name in Chinese" if t.chinese else "Name in English": script.short})
    await play.send(admin, {"Working days": "3", "Whose it is at first": t.plain("whoever leads them")})
    await admin.dismiss(everything=True)
    await more_steps(play)
    await play.press(admin, f"{ids.STEPS}.next", on=await play.press(admin, ids.STEPS, on=one))
    play.pressed.add(ids.STEP_MENU)
    for way in ("Move up", "Remove", "Change…"):
        shown = await play.press(admin, ids.STEPS, on=one)
        play.shown.look(admin, await admin.press(t.plain(way), on=shown, near="2."))
    await play.send(admin, {"Counted from": t.plain("after the plan's start")})
    await admin.dismiss(everything=True)


async def more_steps(play: Play) -> None:
    """More than a page holds, in the template of the newest pipeline."""
    async with play.house.db.begin() as session:
        last = (await session.scalars(select(PlanStep).order_by(PlanStep.id.desc()).limit(1))).one()
        facts = {"workspace_id": last.workspace_id, "pipeline_id": last.pipeline_id, "days": 1, "from_start": True}
        name = {"name_zh": play.script.short, "name_en": play.script.short, "owns": "owner"}
        session.add_all(PlanStep(position=last.position + n, **facts, **name) for n in range(1, 15))


async def more_milestones(play: Play) -> None:
    """More than a page holds, in the newest plan."""
    async with play.house.db.begin() as session:
        last = (await session.scalars(select(Task).where(Task.place.is_not(None)).order_by(Task.id.desc()))).first()
        facts = ("workspace_id", "account_id", "deal_id", "owner_id", "text", "on", "zone", "created_at")
        row = {name: getattr(last, name) for name in facts}
        session.add_all(Task(place=last.place + n, **row) for n in range(1, 9))


async def plan(play: Play) -> None:
    """A plan in one press, in lines and by forms; one milestone after another."""
    rep, alice, t, script = play.who("小李"), play.who("Alice"), play.t, play.script
    at, name = ("计划", "远航轴承") if t.chinese else ("plan", "Norwood Bearings")
    friday, done = ("周五", "完成") if t.chinese else ("Friday", "done")
    sample = "送样" if t.chinese else "sample"
    await play.types(rep, f"/deal {script.new} {name} {'30万' if t.chinese else '300k'}")
    shown = await play.press(rep, ids.PLAN, on=await play.types(rep, f"/deal {name}"))
    shown = await play.press(rep, ids.PLAN_MAKE, on=shown)
    for line in (f"{sample} {friday} @Alice", f"{sample} {done}", sample, done, f"{sample} {friday} @{script.person}"):
        await play.types(rep, f"/deal {name} {at} {line}")
    await play.types(rep, f"/deal {at} {name}")
    await play.types(rep, f"/deal {script.pair[1]} {at}")
    await play.press(rep, ids.PLAN_ADD, on=shown)
    await play.send(rep, {"What is to be reached": sample, "On": play.house.now() - timedelta(days=3)})
    await play.send(rep, {"On": play.house.now() + timedelta(days=1), "Whose it is": "Alice"})
    await rep.dismiss(everything=True)
    await more_milestones(play)
    await play.press(rep, f"{ids.PLAN}.next", on=await play.types(rep, f"/deal {name} {at}"))
    await play.press(rep, ids.PLAN)
    for way in ("Done", "Done, with a word…", "Change…", "Remove", "Not done after all"):
        play.pressed.add(ids.PLAN_MENU)
        shown = await play.types(rep, f"/deal {name} {at}")
        play.shown.look(rep, await rep.press(t.plain(way), on=shown))
        if rep.form is not None and "word" in way:
            await play.send(rep, {"What came of it?": script.hollow})
        elif rep.form is not None:
            await play.send(rep, {"What is to be reached": script.quoted})
        if rep.form is not None:
            await rep.dismiss(everything=True)
    await play.press(rep, ids.PLAN_SHIFT, on=await play.types(rep, f"/deal {name} {at}"))
    await play.send(rep, {"By how many days": "?"})
    await play.send(rep, {"By how many days": "-200"})
    await play.send(rep, {"By how many days": "2"})
    await rep.dismiss(everything=True)
    await play.deliver(rep, alice)


async def others(play: Play) -> None:
    """Whoever was given one sees no more; the deal moves on and ends; late ones are told."""
    rep, alice, t = play.who("小李"), play.who("Alice"), play.t
    name = "远航轴承" if t.chinese else "Norwood Bearings"
    told = next(each for each in reversed(alice.dms) if any(b.action_id == ids.PLAN for b in each.buttons))
    await play.press(alice, ids.PLAN, on=told)
    card = await play.types(rep, f"/deal {name}")
    for _ in range(2):
        card = await play.press(rep, ids.DEAL_ADVANCE, on=card)
    await play.press(rep, f"{ids.MILESTONE_DONE}.0", on=card)
    play.pressed.add(ids.MILESTONE_DONE)
    await play.days_pass(9, "remind-tasks", "morning-digest")
    play.shown.look(alice)
    ticked = await play.press(alice, ids.TASK_DONE, on=await play.types(alice, "/today"))
    await play.press(alice, ids.MILESTONE_WORD, on=ticked)
    await alice.dismiss(everything=True)
    card = await play.types(rep, f"/deal {name}")
    await play.press(rep, ids.DEAL_LOSE, on=card)
    await play.send(rep, {"Why?": play.script.quoted})
    await rep.dismiss(everything=True)
    await play.press(rep, ids.PLAN, on=await play.types(rep, f"/deal {name}"))
