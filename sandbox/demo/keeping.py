"""The workspace written down as JSON, so that the next start finds it as it was left.

What only one person saw (ephemeral answers, open forms) is not kept: in Slack a reload loses it too.
"""

import base64
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from sandbox.channels import Channel
from sandbox.files import File
from sandbox.messages import Message
from sandbox.slack import Slack
from sandbox.users import DoNotDisturb, User
from sandbox.views import View

_VERSION = 1
_APP = ("client_id", "client_secret", "signing_secret", "app_token", "verification_token")


def save(slack: Slack, file: Path) -> None:
    """Write the first workspace down; a half-written file never takes the old one's place."""
    new = file.with_suffix(".new")
    new.write_text(json.dumps(_told(slack), ensure_ascii=False))
    new.replace(file)


def _told(slack: Slack) -> dict[str, Any]:
    ws = slack.workspace
    messages = [asdict(m) for c in ws.channels for m in ws.messages(c) if m.only_for is None]
    return {
        "version": _VERSION,
        "team": ws.id,
        "name": ws.name,
        "domain": ws.domain,
        "offset": slack.clock.offset,
        "ids": slack.ids._count,
        "app": {name: getattr(slack.app, name) for name in _APP},
        "bot_token": ws.bot_token,
        "bot": ws.bot.id,
        "users": [asdict(user) for user in ws.users.values()],
        "channels": [asdict(channel) for channel in ws.channels.values()],
        "messages": messages,
        "files": [asdict(f) | {"data": base64.b64encode(f.data).decode()} for f in ws.files.values()],
        "homes": [asdict(view) for view in ws.homes.values()],
    }


def load(manifest: dict[str, Any], file: Path) -> Slack | None:
    """The workspace as it was left; None when there is none, or one that this version cannot read."""
    try:
        told = json.loads(file.read_text())
        return _restored(manifest, told) if told["version"] == _VERSION else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _restored(manifest: dict[str, Any], told: dict[str, Any]) -> Slack:
    slack = Slack(manifest, team=told["team"], name=told["name"], domain=told["domain"])
    slack.clock.offset, slack.ids._count = float(told["offset"]), int(told["ids"])
    for name in _APP:
        setattr(slack.app, name, told["app"][name])
    ws = slack.workspace
    ws.bot_token = told["bot_token"]
    ws.users = {user["id"]: User(**user | {"dnd": DoNotDisturb(**user["dnd"])}) for user in told["users"]}
    ws.bot = ws.users[told["bot"]]
    ws.channels = {channel["id"]: Channel(**channel) for channel in told["channels"]}
    ws._messages = {channel: {} for channel in ws.channels}
    for message in told["messages"]:
        ws._messages[message["channel"]][message["ts"]] = Message(**message)
        slack.clock._last = max(slack.clock._last, int(float(message["ts"]) * 1_000_000))
    ws.files = {each["id"]: File(**each | {"data": base64.b64decode(each["data"])}) for each in told["files"]}
    ws.homes = {view["user"]: View(**{f.name: view[f.name] for f in fields(View)}) for view in told["homes"]}
    ws.views = {view.id: view for view in ws.homes.values()}
    return slack
