"""Events: what the bot hears of, as real envelopes, with Slack's retries."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.slack import Slack
from tests.sandbox.wire_bot import app_for, over_http, over_socket, stand_in


def bot_of(slack: Slack, heard: list[dict[str, Any]]) -> AsyncApp:
    app = app_for(slack)

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], say: Any) -> None:
        await say("you called?", thread_ts=event["ts"])

    @app.event("message")
    async def message(body: dict[str, Any], event: dict[str, Any], say: Any) -> None:
        heard.append(body)
        if event.get("channel_type") == "im" and not event.get("subtype"):
            await say(f"heard: {event['text']}")

    for name in (
        "file_shared",
        "member_joined_channel",
        "user_change",
        "team_join",
        "app_uninstalled",
        "tokens_revoked",
    ):
        app.event(name)(_keep(heard))
    return app


def _keep(heard: list[dict[str, Any]]) -> Any:
    async def keep(body: dict[str, Any]) -> None:
        heard.append(body)

    return keep


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with stand_in() as slack:
        slack.patience = 0.3
        yield slack


@pytest.fixture(params=["http", "socket"])
async def heard(request: pytest.FixtureRequest, slack: Slack) -> AsyncIterator[list[dict[str, Any]]]:
    found: list[dict[str, Any]] = []
    run = over_http if request.param == "http" else over_socket
    async with run(slack, bot_of(slack, found)):
        yield found


async def test_a_direct_message_is_answered(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")

    reply = await li.says("方舟电子 见了刘兵 <b>")

    assert reply.text == "heard: 方舟电子 见了刘兵 <b>"
    assert [m.by == li.id for m in li.dms] == [True, False]
    body = next(b for b in heard if b["event"].get("user") == li.id)
    assert body["type"] == "event_callback"
    assert body["event"]["channel_type"] == "im"
    assert body["authorizations"][0]["user_id"] == slack.workspace.bot.id
    assert body["event_id"].startswith("Ev")
    assert body["event"]["text"] == "方舟电子 见了刘兵 &lt;b&gt;"


async def test_a_mention_is_answered_in_its_thread(slack: Slack, heard: list[Any]) -> None:
    li, bot = slack.person("小李"), slack.workspace.bot

    await li.says(f"@{bot.name} hello", to="#east")
    await slack.until(lambda: len(li.sees("#east")) == 2)

    first, answer = li.sees("#east")
    assert first.text == f"@{bot.shown()} hello"
    assert answer.thread_ts == first.ts
    assert [m.ts for m in li.client.messages(first.channel)] == [first.ts]
    assert li.sees("#east", thread=first) == [first, answer]


async def test_the_bot_hears_nothing_of_channels_it_is_not_in(slack: Slack, heard: list[Any]) -> None:
    li, alice = slack.person("小李"), slack.person("Alice")

    await li.says("hi", to="#general")
    await li.says("between us", to=alice)

    assert [m.text for m in alice.sees(li)] == ["between us"]
    assert slack.deliveries == []
    assert heard == []


async def test_edits_and_deletions_are_told(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    await li.says("frist", to="#east")
    (message,) = li.sees("#east")

    await li.edits(message, "first")
    await li.deletes(message)

    changed, deleted = (b["event"] for b in heard if b["event"].get("subtype"))
    assert changed["message"]["text"] == "first"
    assert changed["previous_message"]["text"] == "frist"
    assert deleted["deleted_ts"] == message.ts
    assert li.sees("#east") == []


async def test_files_come_as_a_message_and_a_file(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")

    await li.uploads("报价.csv", b"a,b", to="#east")
    await slack.until(lambda: len(heard) == 2)

    shared = next(b["event"] for b in heard if b["event"]["type"] == "file_shared")
    message = next(b["event"] for b in heard if b["event"]["type"] == "message")
    assert message["subtype"] == "file_share"
    assert message["files"][0]["id"] == shared["file_id"]
    client = app_for(slack).client
    info = await client.files_info(file=shared["file_id"])
    assert info["file"]["mimetype"] == "text/csv"
    assert li.sees("#east")[0].text == "报价.csv"


async def test_comings_and_changes_are_told(slack: Slack, heard: list[Any]) -> None:
    li, ws = slack.person("小李"), slack.workspace
    li.client.change(locale="en-US", tz="Europe/Berlin")
    slack.events.user_joined(ws, ws.add_user("new"))
    slack.person("new").client.join(ws.channel("#east"))
    await slack.until(lambda: len(heard) == 3)
    slack.uninstall()
    await slack.until(lambda: len(heard) == 5)

    events = {b["event"]["type"]: b["event"] for b in heard}
    assert events["user_change"]["user"]["locale"] == "en-US"
    assert events["user_change"]["user"]["tz"] == "Europe/Berlin"
    assert events["team_join"]["user"]["name"] == "new"
    assert events["member_joined_channel"]["user"] == slack.person("new").id
    assert {"tokens_revoked", "app_uninstalled"} <= set(events)
    assert (await li.command("/visit")).error == "unknown_command"


async def test_an_event_comes_again_under_the_same_id(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    await li.says("once", to="#east")
    delivery = slack.deliveries[0]

    await asyncio.gather(*(slack.redeliver(delivery, number=n) for n in (1, 2, 3)))

    assert len(heard) == 4
    assert len({b["event_id"] for b in heard}) == 1


async def test_a_failed_event_is_tried_again_with_retry_headers(slack: Slack) -> None:
    slack.retry_delays = (0.0, 0.05)
    seen: list[tuple[str, str]] = []
    app = app_for(slack)

    @app.middleware
    async def refuse(req: Any, resp: Any, next: Any) -> Any:  # noqa: A002  Bolt's name for it
        number = req.headers.get("x-slack-retry-num", [""])[0]
        seen.append((number, req.headers.get("x-slack-retry-reason", [""])[0]))
        if number == "2":
            return await next()
        resp.status = 503
        return resp

    @app.event("message")
    async def message() -> None:
        return None

    async with over_http(slack, app):
        await slack.person("小李").says("hi", to="#east")
        await slack.until(lambda: len(seen) == 3)

    assert seen == [("", ""), ("1", "http_error"), ("2", "http_error")]


async def test_only_subscribed_events_are_sent() -> None:
    manifest = {"settings": {"event_subscriptions": {"bot_events": ["message.im"]}}}
    heard: list[dict[str, Any]] = []
    async with stand_in(manifest=manifest) as slack:
        slack.app.scopes = frozenset({"chat:write"})
        async with over_http(slack, bot_of(slack, heard)):
            li = slack.person("小李")
            await li.says("in the channel", to="#east")
            assert slack.deliveries == []
            assert (await li.says("alone")).text == "heard: alone"
