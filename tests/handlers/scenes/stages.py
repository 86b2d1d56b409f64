"""The scenes of stages: an admin sets them, a deal stands before their gates, evidence comes in, a manager decides."""

from datetime import timedelta

from core.models import List
from handlers import ids
from handlers.words import Translate
from sandbox.seen import Seen
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """All of it, on one deal and a pipeline of its own."""
    await settings(play)
    await lists(play)
    card = await asks(play)
    await gate(play, card)
    await evidence(play)
    await pleas(play)
    await card_itself(play)
    await found(play)
    await retired(play)


def names(t: Translate, script_name: str) -> dict[str, str]:
    """A name in the language of the play."""
    return {"Name in Chinese" if t.chinese else "Name in English": script_name}


async def settings(play: Play) -> None:
    """Pipelines: refused to a rep, added, renamed, their stages moved and changed."""
    admin, rep, t, script = play.who("陈总"), play.who("小李"), play.t, play.script
    await play.types(rep, f"/genjin {script.pipelines}")
    await play.types(admin, "/pipeline")
    await play.press(admin, ids.PIPELINES)
    listed = await play.types(admin, f"/genjin {script.pipelines}")
    await play.press(admin, ids.PIPELINE_NEW, on=listed)
    await play.send(admin, {"Begin with": t.plain("Empty: one stage, won and lost")})
    await play.send(admin, names(t, script.short))
    await admin.dismiss(everything=True)
    await play.press(admin, ids.PIPELINE_OPEN, on=await play.types(admin, f"/genjin {script.pipelines}"))
    one = await play.press(admin, ids.PIPELINE_RENAME)
    await play.send(admin, {"Name in Chinese": script.other, "Name in English": script.other})
    await admin.dismiss(everything=True)
    assert one
    shown = await play.press(admin, ids.PIPELINE_OPEN, on=await play.types(admin, f"/genjin {script.pipelines}"))
    await play.press(admin, ids.STAGE_NEW, on=shown)
    await play.send(admin, {**names(t, script.person), "Probability in %": "?"})
    await play.send(admin, {"Probability in %": "30", "Working days usual here": "900"})
    await play.send(admin, {"Working days usual here": "5", "Playbook": script.visit})
    await admin.dismiss(everything=True)
    shown = await play.press(admin, ids.PIPELINE_OPEN, on=await play.types(admin, f"/genjin {script.pipelines}"))
    await play.press(admin, ids.PIPELINE_DECIDERS, on=shown)
    await play.send(admin, {"Decision maker not met (working days)": "?"})
    await play.send(admin, {"Decision maker not met (working days)": "9", "Known from this stage on": script.person})
    await admin.dismiss(everything=True)
    shown = await play.press(admin, ids.PIPELINE_OPEN, on=await play.types(admin, f"/genjin {script.pipelines}"))
    for way, near in (("Move down", "1."), ("Move up", "2."), ("Move up", "1.")):
        shown = await menu(play, shown, way, near)


async def menu(play: Play, shown: Seen, way: str, near: str | None = None) -> Seen:
    """An entry of the first stage's menu."""
    admin = play.who("陈总")
    play.pressed.add(ids.STAGE_MENU)
    seen = await admin.press(play.t.plain(way), on=shown, **({"near": near} if near else {}))
    play.shown.look(admin, seen)
    return seen


async def lists(play: Play) -> None:
    """The words of forms: too long a one, one more kind, competitors."""
    admin, script = play.who("陈总"), play.script
    await play.press(admin, ids.LISTS, on=await play.types(admin, f"/genjin {script.pipelines}"))
    await play.send(admin, {"Competitors": script.nonsense * 20})
    await play.send(admin, {"Competitors": f"{script.other}\n{script.short}"})
    await admin.dismiss(everything=True)
    await play.types(admin, f"/genjin {script.lists}")
    await admin.dismiss(everything=True)


async def asks(play: Play) -> Seen:
    """The second stage asks for everything there is; a deal stands before it."""
    admin, rep, t, script = play.who("陈总"), play.who("小李"), play.t, play.script
    shown = await play.press(admin, ids.PIPELINE_OPEN, on=await play.types(admin, f"/genjin {script.pipelines}"))
    await menu(play, shown, "Change…", near="2.")
    photo, courier = [t.text(word) for word in await words(play, List.FILE, List.NUMBER)]
    facts = ["Amount", "Expected close", "Next step", "Last quote", "A contact", "Decision maker", "Competitor"]
    await play.send(
        admin,
        {
            "Facts it asks for": [t.plain(fact) for fact in facts],
            "Evidence it asks for": [photo, courier],
            "Checklist, one a line": script.hollow,
        },
    )
    await admin.dismiss(everything=True)
    await play.press(admin, ids.PIPELINE_OPEN, on=await play.types(admin, f"/genjin {script.pipelines}"))
    await play.enter_deals(script.gated, to="小李")
    return await play.types(rep, f"/deal {script.gated}")


async def words(play: Play, *lists_: List) -> list:
    """The first word of each list."""
    from core import listed

    by = await play.house.member("陈总")
    async with play.house.db.begin() as session:
        return [(await listed.of(session, lists=(kind,), by=by))[0] for kind in lists_]


async def gate(play: Play, card: Seen) -> None:
    """What is missing is told at once, and supplied but for the file."""
    rep, t, script = play.who("小李"), play.t, play.script
    (courier,) = [t.text(word) for word in await words(play, List.NUMBER)]
    await play.press(rep, ids.DEAL_ADVANCE, on=card)
    soon = play.house.now() + timedelta(days=20)
    await play.send(rep, {"Amount": "?"})
    await play.send(
        rep,
        {
            "Amount": "300000",
            "Expected close": soon,
            "Next step": script.hollow,
            "On": soon,
            "Last quote": "280000",
            "A contact": script.person,
            "Decision maker": script.person,
            "Competitor": script.other,
            courier: "1234567890123",
        },
    )
    await rep.dismiss(everything=True)
    await play.deliver(rep)


async def evidence(play: Play) -> None:
    """Files with and without a word, a number, their list, off the record and back."""
    rep, script = play.who("小李"), play.script
    posted = next(each for each in reversed(rep.dms) if any(b.action_id == ids.DEAL_ADVANCE for b in each.buttons))
    play.shown.look(rep, await rep.uploads("1.2026", b"x", thread=posted))
    play.shown.look(rep, await rep.uploads("2.2026", b"x"))
    play.pressed.add(ids.EVIDENCE_DEAL)
    await rep.choose(play.t.plain("Choose a deal"), script.gated)
    play.shown.look(rep)
    play.pressed.add(ids.EVIDENCE_KIND)
    (photo,) = [play.t.text(word) for word in await words(play, List.FILE)]
    await rep.choose(play.t.plain("What kind is it?"), photo)
    play.shown.look(rep, await rep.uploads("3.2026", b"x", text=f"{script.gated} {script.visit}"))
    for n in range(12):
        await rep.uploads(f"{n}.2027", b"x", thread=posted)
    card = await play.types(rep, f"/deal {script.gated}")
    shown = await play.deed(rep, "Evidence", on=card)
    shown = await play.press(rep, f"{ids.EVIDENCE_LIST}.next", on=shown)
    shown = await play.press(rep, ids.EVIDENCE_LIST, on=shown)
    play.pressed.add(ids.EVIDENCE_MENU)
    play.shown.look(rep, await rep.press(play.t.plain("Take off the record"), on=shown))
    await play.press(rep, ids.UNDO)
    await play.press(rep, ids.EVIDENCE_NUMBER, on=shown)
    await play.send(rep, {"Number": "7" * 80})
    await rep.dismiss(everything=True)
    await play.press(rep, ids.EVIDENCE_NUMBER, on=shown)
    await play.send(rep, {"Number": "1234567890123"})
    await rep.dismiss(everything=True)


async def pleas(play: Play) -> None:
    """The manager is asked to let it through: refused, then granted."""
    rep, manager, script = play.who("小李"), play.who("张军"), play.script
    for answer in (ids.PLEA_REFUSE, ids.PLEA_GRANT):
        await play.press(rep, ids.DEAL_ADVANCE, on=await play.types(rep, f"/deal {script.gated}"))
        await play.send(rep, {"Or ask your manager to let it through, because": script.quoted})
        await rep.dismiss(everything=True)
        await play.deliver(manager)
        asked = next(each for each in reversed(manager.dms) if any(b.action_id == answer for b in each.buttons))
        await play.press(manager, answer, on=asked)
        if answer == ids.PLEA_REFUSE:
            await play.send(manager, {"Your reason": script.hollow})
            await manager.dismiss(everything=True)
            await play.press(manager, ids.PLEA_GRANT, on=asked)
        await play.deliver(rep, manager)
    await play.deed(rep, "History of its stages", on=await play.types(rep, f"/deal {script.gated}"))


async def card_itself(play: Play) -> None:
    """Stage, amount, date and owner changed on the card, by two at once; the end, and open again."""
    rep, manager, t, script = play.who("小李"), play.who("张军"), play.t, play.script
    asked = f"/deal {script.gated}"
    old, theirs = await play.types(rep, asked), await play.types(manager, asked)
    day = play.house.now() + timedelta(days=30)
    play.pressed |= {ids.DEAL_CLOSE_DATE, ids.DEAL_MOVE}
    play.shown.look(manager, await manager.choose(t.plain("Expected close"), day, on=theirs))
    play.shown.look(rep, await rep.choose(t.plain("Expected close"), day + timedelta(days=3), on=old))
    await play.deed(rep, "Amount…", on=old)
    await play.press(manager, ids.DEAL_EDIT, on=theirs)
    await play.send(manager, {"Amount": "900000"})
    await manager.dismiss(everything=True)
    await play.send(rep, {"Amount": "?"})
    await play.send(rep, {"Amount": "800000"})
    await play.send(rep, {})
    await rep.dismiss(everything=True)
    card = await play.types(rep, asked)
    move = next(each for each in card.inputs if each.action_id == ids.DEAL_MOVE)
    play.shown.look(rep, await rep.choose(t.plain("Move to stage…"), move.options[-1], on=card))
    for deed in ("Send the card to our messages", "Whole history"):
        await play.deed(rep, deed, on=await play.types(rep, asked))
    await play.deliver(rep)
    await play.deed(rep, "Give to a colleague…", on=await play.types(rep, asked))
    await play.send(rep, {"New owner": play.who("销售甲"), "Your reason": script.hollow})
    await play.send(rep, {"New owner": play.who("Alice"), "Your reason": script.hollow})
    await play.press(rep, ids.UNDO)
    await rep.dismiss(everything=True)
    await play.deed(manager, "Give to a colleague…", on=await play.types(manager, asked))
    await play.send(manager, {"New owner": play.who("Alice"), "Your reason": script.hollow})
    await manager.dismiss(everything=True)
    await play.deliver(rep, play.who("Alice"), manager)
    alice = play.who("Alice")
    await play.press(alice, ids.DEAL_WIN, on=await play.types(alice, asked))
    await play.send(alice, {"What decided it?": script.visit})
    await alice.dismiss(everything=True)
    await play.deed(alice, "Reopen", on=await play.types(alice, asked))
    await play.press(alice, ids.DEAL_LOSE, on=await play.types(alice, asked))
    await play.send(alice, {"Reason": play.t.plain("Another reason")})
    await play.send(alice, {"Why?": script.quoted, "Competitor": script.other})
    await alice.dismiss(everything=True)


async def found(play: Play) -> None:
    """Looked for: nothing, a number, so much that there are pages."""
    alice, rep, script = play.who("Alice"), play.who("小李"), play.script
    for text in ("", f" {script.nonsense}{script.nonsense}", " 1234567890123", f" {script.gated}"):
        await play.types(alice, f"/genjin {script.find}{text}")
    await play.types(rep, f"/genjin {script.find} {script.short}")
    await play.press(rep, f"{ids.FIND_PAGE}.next")
    await play.press(rep, ids.FIND_PAGE)


async def retired(play: Play) -> None:
    """A stage and a pipeline go out of use, with their deals moved."""
    admin, t, script = play.who("陈总"), play.t, play.script
    shown = await play.press(admin, ids.PIPELINE_OPEN, on=await play.types(admin, f"/genjin {script.pipelines}"))
    before = shown
    await menu(play, shown, "Retire…", near="1.")
    to = next(iter(admin.form.fields.values())).options[0]
    await play.send(admin, {t.plain("Its open deals go to"): to})
    await admin.dismiss(everything=True)
    await menu(play, before, "Move up", near="3.")
    shown = await play.types(admin, f"/genjin {script.pipelines}")
    await play.press(admin, ids.PIPELINE_OPEN, on=shown)
    await play.press(admin, ids.PIPELINE_RETIRE)
    to = next(iter(admin.form.fields.values())).options[0]
    await play.send(admin, {t.plain("Its open deals go to"): to})
    await admin.dismiss(everything=True)
    await play.deed(play.who("小李"), "Playbook of this stage", on=await with_playbook(play))


async def with_playbook(play: Play) -> Seen:
    """A deal's card in a stage that has one."""
    admin, rep, t, script = play.who("陈总"), play.who("小李"), play.t, play.script
    shown = await play.press(admin, ids.PIPELINE_OPEN, on=await play.types(admin, f"/genjin {script.pipelines}"))
    await menu(play, shown, "Change…", near="1.")
    await play.send(admin, {t.plain("Playbook"): script.visit, t.plain("Working days usual here"): "1"})
    await admin.dismiss(everything=True)
    await play.press(admin, ids.PIPELINE_OPEN, on=await play.types(admin, f"/genjin {script.pipelines}"))
    await play.enter_deals(f"{script.gated}{script.other}", to="小李")
    return await play.types(rep, f"/deal {script.gated}{script.other}")
