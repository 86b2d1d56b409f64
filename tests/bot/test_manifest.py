"""The manifest is made from the code and within what Slack takes."""

import copy

import pytest

from bot import manifest
from handlers.commands import COMMANDS
from handlers.register import EVENTS


def test_every_command_and_event_is_in_it():
    made = manifest.build()

    assert {command["command"] for command in made["features"]["slash_commands"]} == {c.name for c in COMMANDS}
    assert set(EVENTS) <= set(made["settings"]["event_subscriptions"]["bot_events"])


def test_socket_mode_differs_in_its_addresses_alone():
    http, socket = manifest.build(url="https://bot.acme.example/"), manifest.build(socket_mode=True)
    address = "https://bot.acme.example/slack/events"

    for command in http["features"]["slash_commands"]:
        assert command.pop("url") == address
    for part in ("event_subscriptions", "interactivity"):
        assert http["settings"][part].pop("request_url") == address
    assert http["settings"].pop("socket_mode_enabled") is False
    assert socket["settings"].pop("socket_mode_enabled") is True
    assert http == socket


def test_it_asks_for_no_more_than_it_works_with():
    scopes = manifest.build()["oauth_config"]["scopes"]

    assert set(scopes["bot_optional"]) < set(scopes["bot"])
    assert not set(scopes["bot"]) & {"chat:write.public", "users:read.email", "channels:read"}


def too_long(made: manifest.Manifest, place: str) -> manifest.Manifest:
    *way, last = place.split(".")
    thing = copy.deepcopy(made)
    inner = thing
    for name in way:
        inner = inner[int(name)] if name.isdigit() else inner[name]
    inner[last] = inner[last] * 50 if isinstance(inner[last], list) else "/" + "x" * 5000
    return thing


@pytest.mark.parametrize(
    "place",
    [
        *(f"display_information.{name}" for name in ("name", "description", "long_description")),
        *("features.bot_user.display_name", "features.slash_commands", "features.shortcuts"),
        *(f"features.slash_commands.0.{name}" for name in ("command", "description", "usage_hint")),
        *(f"features.shortcuts.0.{name}" for name in ("name", "description", "callback_id")),
    ],
)
def test_what_slack_would_refuse_is_found_before_it_is_pasted(place):
    with pytest.raises(ValueError, match="Slack takes"):
        manifest.check(too_long(manifest.build(), place))
