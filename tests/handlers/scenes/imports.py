"""The scene of imports: the way in, a list looked at, mapped anew, left, entered, shared out, taken back; invoices."""

from handlers import ids
from sandbox.person import Person
from sandbox.seen import Seen
from tests import lists
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """Lists good and bad, in the language of the play."""
    rep, manager, script, t = play.who("小李"), play.who("张军"), play.script, play.t
    await _way_in(play, rep)
    head = [t.plain(name) for name in ("Customer", "Contact", "Phone", "Budget")]
    rows = [(f"{script.many[n]}{script.other}", script.person, f"1380013{n:04}", n) for n in range(9)]
    bad = [("", script.person, "", ""), (rows[0][0], script.short, script.short, ""), (script.pair[0], "", "", "")]
    data = lists.text(head, *rows, *bad)
    left = await drop(play, rep, f"{script.other}.csv", data)
    await play.press(rep, ids.IMPORT_CANCEL, on=left)
    await play.press(rep, ids.IMPORT_START, on=left)
    shown = await drop(play, manager, f"{script.customer}.csv", data)
    await play.press(manager, ids.IMPORT_ADJUST, on=shown)
    await play.send(manager, {"Leads go to": t.plain("People of the team, in turn")})
    people = [each for each in manager.form.fields[t.plain("Who")].options if each.startswith("Alice")]
    chosen = {"Who": people, "What looks like a known customer": t.plain("Enter anyway")}
    await play.send(manager, {**chosen, "Source of the whole file": script.short})
    await play.house.do_errands()
    await play.press(manager, ids.IMPORT_START, on=newest(manager))
    await play.house.do_errands()
    await play.deliver(manager, rep, play.who("Alice"))
    await play.press(manager, ids.IMPORT_UNDO, on=newest(manager))
    await play.house.do_errands()
    await play.deliver(manager, play.who("Alice"))
    await drop(play, rep, f"{script.short}.csv", b"")
    await _invoices(play, rep)
    await play.types(rep, play.t.plain("/genjin export leads"))
    await play.press(rep, ids.EXPORT, on=await play.types(rep, f"/lead {script.pool}"))
    await play.house.do_errands()
    play.shown.look(rep)


async def _way_in(play: Play, who: Person) -> None:
    """The form that says how, the template, a file put into it."""
    await play.types(who, play.t.plain("/lead import"))
    await play.press(who, ids.IMPORT_TEMPLATE)
    await who.dismiss(everything=True)
    await play.types(who, play.t.plain("/lead import"))
    name = f"{play.script.nonsense}.csv"
    file = who.ws.add_file(name, who.client.me, lists.text([play.t.plain("Customer")], [play.script.nonsense]))
    await play.send(who, {"File, 10,000 rows and 5 MB at most": [file.id]})
    await who.dismiss(everything=True)
    await play.house.do_errands()


async def _invoices(play: Play, who: Person) -> None:
    """Issued invoices, of a customer known and of one who is not."""
    script, names = play.script, ("Invoice number", "Buyer", "Invoice date", "Goods", "Amount with tax")
    head = [play.t.plain(name) for name in names]
    rows = [
        ("24312000001", script.pair[0], "2026-11-03", script.hollow, 3000),
        ("24312000002", script.nonsense, "2026-11-04", "", 5),
    ]
    shown = await drop(play, who, f"{script.person}.csv", lists.text(head, *rows))
    await play.press(who, ids.IMPORT_START, on=shown)
    await play.house.do_errands()
    await play.types(who, f"/lead {script.pair[0]}")


async def drop(play: Play, who: Person, name: str, data: bytes) -> Seen:
    """The message about a dropped file once it has been read."""
    await who.uploads(name, data)
    await play.house.do_errands()
    play.shown.look(who)
    return newest(who)


def newest(who: Person) -> Seen:
    """The newest message that somebody has from the bot with something to press."""
    return next(message for message in reversed(who.dms) if message.by != who.id and message.blocks)
