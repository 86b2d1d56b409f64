"""What people do on the page, one function a verb: do it in the stand-in, say what came of it."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.browser import entered, slackese
from sandbox.browser.draw.selects import options_list
from sandbox.browser.window import Window
from sandbox.messages import Message
from sandbox.outcome import Outcome
from sandbox.views import View

Body = dict[str, Any]


class GoneError(LookupError):
    """What the person acted on is no longer there; the sentence is a key of `words`."""


def same(where: Window, body: Body) -> Window:
    """The window, if it is the one the page meant; a person or channel that is gone is never replaced by another."""
    if where.me.id != body.get("as") or where.channel.id != body.get("channel"):
        raise GoneError("You are no longer in this channel.")
    return where


def told(where: Window, outcome: Outcome) -> Body:
    """An outcome as the page reads it, Slack's own sentences in the person's language."""
    shown = slackese.in_chinese(outcome.shown) if where.viewer().chinese else outcome.shown
    return {"ok": outcome.ok, "error": outcome.error, "shown": shown, "errors": outcome.errors}


def subject(where: Window, body: Body) -> Message | View:
    """The message or view an element stands in."""
    on = body.get("on") or {}
    if on.get("view"):
        view = where.workspace.views.get(str(on["view"]))
        if view is None or view.user != where.me.id:
            raise GoneError("This window is no longer open.")
        return view
    message = where.workspace.message(str(on.get("channel")), str(on.get("ts")))
    if message is None or message.only_for not in (None, where.me.id):
        raise GoneError("This message is no longer there.")
    return message


async def send(where: Window, body: Body) -> Body:
    """A message, or a slash command."""
    outcome = await where.client.send(where.channel.id, str(body.get("text", "")), thread_ts=where.thread or None)
    return told(where, outcome)


async def enter(where: Window, body: Body) -> Body:
    """Remember what stands in the inputs around an element; what is no longer drawn is passed over."""
    on = subject(where, body)
    for block, actions in entered.values(body.get("state") or [], where.viewer()).items():
        for action, value in actions.items():
            try:
                where.client.enter(on, block, action, value)
            except LookupError:
                continue
    return {"ok": True}


async def act(where: Window, body: Body) -> Body:
    """Press or choose; what else stands in the inputs goes along."""
    await enter(where, body)
    value = entered.value(str(body.get("type")), body.get("value"), where.viewer())
    outcome = await where.client.act(subject(where, body), str(body["block"]), str(body["action"]), value)
    return told(where, outcome)


async def suggest(where: Window, body: Body) -> Body:
    """Options of an external select."""
    found = await where.client.suggest(
        subject(where, body), str(body["block"]), str(body["action"]), str(body["typed"])
    )
    key = "option_groups" if found and "options" in found[0] else "options"
    return {"ok": True, "html": options_list({key: found}, where.viewer())}


async def submit(where: Window, body: Body) -> Body:
    """Send the form."""
    await enter(where, body)
    return told(where, await where.client.submit(str(body["on"]["view"])))


async def dismiss(where: Window, body: Body) -> Body:
    """Close the modal on top, or the whole stack."""
    await where.client.dismiss(str(body["on"]["view"]), everything=bool(body.get("everything")))
    return {"ok": True}


async def shortcut(where: Window, body: Body) -> Body:
    """A global shortcut, or one on the message `ts`."""
    channel = where.channel.id if body.get("ts") else None
    return told(where, await where.client.shortcut(str(body["callback"]), channel, body.get("ts")))


async def edit(where: Window, body: Body) -> Body:
    """Other words in one's own message."""
    on = subject(where, body)
    if isinstance(on, Message) and on.user == where.me.id:
        where.client.edit(on, str(body.get("text", "")))
    return {"ok": True}


async def delete(where: Window, body: Body) -> Body:
    """Take one's own message away."""
    on = subject(where, body)
    if isinstance(on, Message) and on.user == where.me.id:
        where.client.delete(on)
    return {"ok": True}


VERBS: dict[str, Callable[[Window, Body], Awaitable[Body]]] = {
    "send": send,
    "enter": enter,
    "act": act,
    "suggest": suggest,
    "submit": submit,
    "dismiss": dismiss,
    "shortcut": shortcut,
    "edit": edit,
    "delete": delete,
}
