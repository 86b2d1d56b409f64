"""The app manifest for Slack, made from what the handlers register, within Slack's limits."""

import json
from typing import Any

from bot import people
from handlers.commands import COMMANDS
from handlers.register import EVENTS, OPTIONAL_SCOPES, SCOPES, SHORTCUTS
from handlers.words import translator

Manifest = dict[str, Any]

URL = "https://genjin.example.com"  # where Slack reaches the web process; each company puts its own
PATH = "/slack/events"

_DESCRIPTION = "Sales follow-up in one line: log visits, work leads, move deals, be told in time. 销售跟进助手"
_LONG_DESCRIPTION = (
    "Log a call or a visit in one line, take leads from a shared pool, move deals through your own stages, and be told"
    " in time what is due, what has gone silent and what closes soon. In English and Chinese, each person in the"
    " language of their own Slack.\n\n"
    "一句话记下拜访和电话，从公海认领线索，按自己的销售流程推进商机；待办、沉默线索、临近成交的商机，到时都有提醒。"
    "每个人看到的都是自己 Slack 的语言。"
)


def build(*, url: str = URL, socket_mode: bool = False, genjin_only: bool = False) -> Manifest:
    """The manifest. Socket Mode needs no addresses; `genjin_only` leaves the short command names to other apps."""
    address = {} if socket_mode else {"url": url.rstrip("/") + PATH}
    request = {} if socket_mode else {"request_url": url.rstrip("/") + PATH}
    made: Manifest = {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Genjin",
            "description": _DESCRIPTION,
            "long_description": _LONG_DESCRIPTION,
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Genjin", "always_online": True},
            "shortcuts": SHORTCUTS,
            "slash_commands": [
                _command(command) | address for command in COMMANDS if not genjin_only or command.name == "/genjin"
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes(optional=True), "bot_optional": sorted(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted({*EVENTS, *people.EVENTS}), **request},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }
    check(made)
    return made


def scopes(*, optional: bool = False) -> list[str]:
    """The scopes the bot works with; with those a workspace may leave out, when asked."""
    return sorted({*SCOPES, *(OPTIONAL_SCOPES if optional else ())})


def text(manifest: Manifest) -> str:
    """As it is pasted, and as `manifest.json` holds it."""
    return json.dumps(manifest, ensure_ascii=False, indent=2)


def check(manifest: Manifest) -> None:
    """Raise `ValueError` for what Slack would refuse."""
    shown, features = manifest["display_information"], manifest["features"]
    _within("app name", shown["name"], 1, 35)
    _within("description", shown["description"], 1, 140)
    _within("long description", shown["long_description"], 175, 4000)
    _within("bot name", features["bot_user"]["display_name"], 1, 80)
    _within("shortcuts", features["shortcuts"], 0, 10)
    _within("commands", features["slash_commands"], 0, 50)
    for command in features["slash_commands"]:
        _within("command", command["command"].removeprefix("/"), 1, 31)
        _within(f"description of {command['command']}", command["description"], 1, 2000)
        _within(f"hint of {command['command']}", command.get("usage_hint", "-"), 1, 1000)
    for shortcut in features["shortcuts"]:
        _within("shortcut", shortcut["name"], 1, 24)
        _within(f"description of {shortcut['name']}", shortcut["description"], 1, 150)
        _within(f"id of {shortcut['name']}", shortcut["callback_id"], 1, 255)


def _within(what: str, value: Any, least: int, most: int) -> None:
    if not least <= len(value) <= most:
        raise ValueError(f"{what}: {len(value)}, Slack takes {least} to {most}")


def _command(command: Any) -> Manifest:
    hint = {"usage_hint": _both(command.hint)} if command.hint else {}
    return {"command": command.name, "description": _both(command.description), "should_escape": True, **hint}


def _both(said: str) -> str:
    """In both languages: what Slack shows while people type is the same for everybody."""
    return f"{said} · {translator('zh-CN').plain(said)}"
