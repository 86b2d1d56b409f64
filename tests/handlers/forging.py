"""Requests as somebody who does not use Slack's own program would sign them: any id on any button, any form."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from handlers import payload as reader
from sandbox import payloads
from sandbox.outcome import Ack
from sandbox.person import Person


def _carried(action_id: str, value: Any, kind: str) -> dict[str, Any]:
    text = value if isinstance(value, str) else json.dumps(value)
    what = {"action_id": action_id, "block_id": "b", "type": kind}
    if kind == "button":
        return {**what, "value": text}
    return {**what, "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": text}}


async def press(who: Person, action_id: str, value: Any, *, kind: str = "button") -> Ack:
    """Press a button that nobody drew, on a message in the DM with the bot; returns when its work is done."""
    ws, slack = who.ws, who.slack
    dm = ws.dm(who.id)
    message = ws.post(dm.id, ws.bot, "x", only_for=who.id)
    payload = payloads.message_action(ws, who.client.me, message, _carried(action_id, value, kind))
    done = len(slack.calls)
    ack = await slack.wire.interaction(payload)
    await slack.until(lambda: len(slack.calls) > done and not slack.pulse.in_flight)
    return ack


async def submit(who: Person, callback_id: str, kept: Any, **entered: Any) -> Ack:
    """Send a form that nobody opened; `entered` holds elements as Slack reports them, or texts."""
    fields = {
        name: {"v": value if isinstance(value, dict) else {"type": "plain_text_input", "value": value}}
        for name, value in entered.items()
    }
    view = {
        "id": "V0FORGED",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": kept if isinstance(kept, str) else json.dumps(kept),
        "title": {"type": "plain_text", "text": "x"},
        "blocks": [{"type": "input", "block_id": name} for name in fields],
        "state": {"values": fields},
        "hash": "1.x",
        "root_view_id": "V0FORGED",
    }
    payload = payloads._frame(who.ws, "view_submission", who.client.me) | {
        "trigger_id": who.ws.tickets.trigger(who.id),
        "view": view,
        "response_urls": [],
    }
    return await who.slack.wire.interaction(payload)


def chosen(value: str) -> dict[str, Any]:
    """A menu's entry as a form reports it."""
    return {"type": "static_select", "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value}}


class Looks:
    """At which parts of what they carry the handlers of buttons and forms look, each by the name of its button or form.

    What differs in a part that was not looked at can make no difference to what is done.
    """

    def __init__(self) -> None:
        self._at: dict[str, set[str]] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Note what is looked at of all that is read meanwhile, however late."""
        at, read = self._at.setdefault(name, set()), reader._object
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader, "_object", lambda text: _Watched(read(text), at))
            yield

    def any_of(self, parts: Iterable[str], *, by: str) -> bool:
        """Whether the handler looked at any of these, or at the whole."""
        return bool(self._at[by] & {*parts, _WHOLE})


_WHOLE = "*"


def _looks_at_all(name: str) -> Any:
    def method(self: "_Watched", *more: Any) -> Any:
        self.at.add(_WHOLE)
        return getattr(dict, name)(self, *more)

    return method


class _Watched(dict[str, Any]):
    """What was carried, noting what is looked at of it."""

    def __init__(self, told: dict[str, Any], at: set[str]) -> None:
        super().__init__(told)
        self.at = at

    def get(self, name: str, default: Any = None) -> Any:
        self.at.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:
        self.at.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.at.add(str(name))
        return super().__contains__(name)

    keys, items, values, copy, pop = map(_looks_at_all, ("keys", "items", "values", "copy", "pop"))
    __iter__, __len__, __eq__, __or__ = map(_looks_at_all, ("__iter__", "__len__", "__eq__", "__or__"))
