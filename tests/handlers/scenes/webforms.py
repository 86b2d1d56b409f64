"""The scene of web forms: one is made, changed, given a new address, closed and opened; a customer writes."""

import re

import httpx

from handlers import ids
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """Everything an admin can do with forms, and what a rep hears of one."""
    admin, rep, script = play.who("陈总"), play.who("小李"), play.script
    asked = f"/genjin {script.forms}"
    await play.types(rep, asked)
    await play.press(admin, ids.WEBFORM_NEW, on=await play.types(admin, asked))
    told = {"Name": script.short, "Source": script.short}
    await play.send(admin, {**told, "It asks for": [play.t.plain("Company")]})
    made = await play.send(admin, {"It asks for": [play.t.plain("Company"), play.t.plain("Phone number")]})
    path = re.search(r"http://127.0.0.1:\d+/forms/\S+", made.text)[0]
    await admin.dismiss(everything=True)
    await play.enter(script.writes, to="小李")
    async with httpx.AsyncClient() as http:
        sent = await http.post(path, json={"company": script.writes, "phone": "13600136000"})
    assert sent.json()["ok"], sent.text
    await play.deliver(rep)
    for n in range(10):
        await play.form(f"{script.short}{n}", source=script.short)
    page = await play.press(admin, f"{ids.WEBFORMS}.next", on=await play.types(admin, asked))
    await play.press(admin, ids.WEBFORM_ROTATE, on=await play.entry(admin, "Address and code…", on=page))
    await play.press(admin, ids.WEBFORMS)
    await play.entry(admin, "Edit…", on=await play.types(admin, asked))
    await play.send(admin, {"Name": script.other})
    await admin.dismiss(everything=True)
    closed = await play.entry(admin, "Close", on=await play.types(admin, asked))
    await play.press(admin, ids.UNDO, on=closed)
    closed = await play.entry(admin, "Close", on=await play.types(admin, asked))
    page = await play.press(admin, f"{ids.WEBFORMS}.next", on=await play.types(admin, asked))
    await play.entry(admin, "Open again", on=page)
