"""The scene of views: lists of deals narrowed, turned, put in order, kept, shared, chosen as one's own."""

from core.models import SavedView
from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """More deals than a page, more views than a page."""
    manager, script, t = play.who("张军"), play.script, play.t
    await play.enter_deals(
        *(f"{each}{name}" for each in (script.fair, script.writes) for name in script.many), to="小李"
    )
    board = await play.types(manager, "/pipeline")
    play.pressed |= {ids.VIEW_STAGE, ids.VIEW_SORT}
    stages = next(field for field in board.inputs if field.action_id == ids.VIEW_STAGE)
    first = stages.element["option_groups"][0]["options"][0]["text"]["text"]
    play.shown.look(manager, await manager.choose(ids.VIEW_STAGE, first, on=board))
    example = t.plain("/deal list stage quoted over 300k closing this month")
    of_list = " ".join(example.split()[:2])
    await play.types(manager, example)
    await play.types(manager, f"{of_list} {script.nonsense}")
    everything = await play.types(manager, "/deal list")
    turned = await play.press(
        manager, ids.VIEW_LIST, on=await play.press(manager, f"{ids.VIEW_LIST}.next", on=everything)
    )
    ordered = await manager.choose(ids.VIEW_SORT, f"{t.plain('Amount')} ↓", on=turned)
    play.shown.look(manager, ordered)
    await play.press(manager, ids.VIEW_EXPORT, on=ordered)
    await play.house.do_errands()
    play.shown.look(manager, await manager.choose(ids.VIEW_CARD, f"{script.writes}{script.many[-1]}", on=ordered))
    play.pressed.add(ids.VIEW_CARD)
    await narrowed(play)
    await kept(play)


async def narrowed(play: Play) -> None:
    """By the form, once with what cannot be, once to nothing."""
    manager, t = play.who("张军"), play.t
    await play.press(manager, ids.VIEW_FILTER, on=await play.types(manager, "/deal list"))
    await play.send(manager, {"Amount from": "?"})
    await play.send(manager, {"Amount from": "300k", "Owner": [t.plain("me")], "Expected close": t.plain("next month")})
    await manager.dismiss(everything=True)


async def kept(play: Play) -> None:
    """Under a name, shared, found in a list of pages, taken off it and put back."""
    manager, rep, script, t = play.who("张军"), play.who("小李"), play.script, play.t
    by = await play.house.member("张军")
    async with play.house.db.begin() as session:
        session.add_all(
            SavedView(
                workspace_id=by.workspace_id,
                name=f"{script.short} {n}",
                folded=f"{n}",
                made_by_id=by.id,
                shape={},
                created_at=play.house.now(),
            )
            for n in range(9)
        )
    shown = await play.types(manager, "/deal list over 1")
    for name in ("?", script.nonsense):
        await play.press(manager, ids.VIEW_SAVE, on=shown)
        await play.send(manager, {"Name": name, "Who sees it?": t.plain("My team")})
        await manager.dismiss(everything=True)
    example = t.plain("/deal view closing this month")
    for line in (example, *(f"{' '.join(example.split()[:2])} {name}" for name in (script.nonsense, script.doomed))):
        await play.types(rep, line)
    views = await play.types(manager, "/deal view")
    later = await play.press(manager, f"{ids.VIEWS}.next", on=views)
    await play.press(manager, ids.VIEWS, on=later)
    await play.entry(rep, "My own list looks like this", on=await play.types(rep, "/deal view"), of=ids.VIEW_MENU)
    await play.types(rep, f"/deal {script.mine}")
    await play.entry(rep, "My own list as ever", on=await play.types(rep, "/deal view"), of=ids.VIEW_MENU)
    later = await play.press(manager, f"{ids.VIEWS}.next", on=await play.types(manager, "/deal view"))
    await play.press(manager, ids.UNDO, on=await play.entry(manager, "Delete", on=later, of=ids.VIEW_MENU))
