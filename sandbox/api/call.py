"""One call of the Web API: who makes it and with what."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from sandbox.channels import Channel
from sandbox.errors import SlackError, refused
from sandbox.users import User
from sandbox.workspace import Workspace

if TYPE_CHECKING:
    from sandbox.slack import Slack


@dataclass
class Call:
    """A checked call. Readers raise SlackError in Slack's words when an argument is missing or broken."""

    slack: "Slack"
    ws: Workspace
    method: str
    args: dict[str, Any]

    def text(self, key: str) -> str:
        """A string, "" when absent."""
        value = self.args.get(key)
        return "" if value is None else str(value)

    def need(self, *keys: str) -> str:
        """A string that must be there; with several keys, the first of them that is."""
        for key in keys:
            if self.text(key):
                return self.text(key)
        raise refused("invalid_arguments", [f"[ERROR] missing required field: {keys[0]}"])

    def flag(self, key: str) -> bool:
        """A yes or no, however it was encoded."""
        return self.args.get(key) in (True, 1, "1", "true", "True")

    def number(self, key: str, default: int) -> int:
        """A whole number; raises invalid_arguments."""
        try:
            return int(self.args.get(key) or default)
        except (TypeError, ValueError):
            raise refused("invalid_arguments", [f"[ERROR] must be an integer [json-pointer:/{key}]"]) from None

    def json(self, key: str, word: str = "invalid_arguments") -> Any:
        """An object or list, decoded when it came as a string; None when absent; raises `word` when broken."""
        value = self.args.get(key)
        if not isinstance(value, str) or value == "":
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(word) from None

    def channel(self, key: str = "channel") -> Channel:
        """The channel named by an id; the bot sees only public ones and those it is in."""
        found = self.ws.channels.get(self.need(key))
        if found is None or (found.kind != "public" and self.ws.bot.id not in found.members):
            raise SlackError("channel_not_found")
        return found

    def user(self, key: str = "user") -> User:
        """The member named by an id."""
        found = self.ws.users.get(self.need(key))
        if found is None:
            raise SlackError("user_not_found")
        return found

    def page(self, items: list[Any], *, key: str, limit: int = 100) -> dict[str, Any]:
        """One page of a list with Slack's cursor to the next."""
        size = min(self.number("limit", limit), 1000)
        start = _start(self.text("cursor"))
        more = len(items) > start + size
        cursor = {"response_metadata": {"next_cursor": f"next:{start + size}" if more else ""}}
        return {key: items[start : start + size], **cursor}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    word, _, number = cursor.partition(":")
    if word != "next" or not number.isdigit():
        raise SlackError("invalid_cursor")
    return int(number)


async def read_args(request: Request) -> dict[str, Any]:
    """The arguments of a call, from query, form or JSON; raises invalid_json, json_not_object, invalid_form_data."""
    args: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return args | _object(await request.body())
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        try:
            async with request.form() as form:
                return args | {k: v for k, v in form.items() if isinstance(v, str)}
        except ValueError:
            raise SlackError("invalid_form_data") from None
    if kind and await request.body():
        raise SlackError("invalid_post_type")
    return args


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(found, dict):
        raise SlackError("json_not_object")
    return found
