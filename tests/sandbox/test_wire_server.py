"""The stand-in as a server: pages beside the API, what a bot's process is told, the SDK's own uploads."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sandbox.slack import Slack
from tests.sandbox.wire_bot import actions, app_for, button, over_http, section, stand_in


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with stand_in() as slack:
        yield slack


async def test_pages_are_served_beside_the_api() -> None:
    async def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"page {request.url.path}")

    slack = Slack()
    slack.mount("/", Starlette(routes=[Route("/{path:path}", page)]))
    await slack.serve()
    try:
        async with httpx.AsyncClient(base_url=slack.url) as http:
            assert (await http.get("/east")).text == "page /east"
            assert (await http.post("/api/api.test")).json()["ok"] is True
    finally:
        await slack.close()


def test_a_bots_process_is_told_all_it_needs() -> None:
    slack = Slack()

    assert set(slack.environment()) == {"SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"}
    assert slack.environment(socket=True)["SLACK_APP_TOKEN"] == slack.app_token
    assert slack.environment()["SLACK_API_URL"].endswith("/api/")


async def test_commands_are_suggested_from_the_manifest() -> None:
    commands = [{"command": "/visit", "description": "Log", "should_escape": True}, {"command": "/lead"}]
    shortcuts = [{"name": "Log", "type": "message", "callback_id": "log", "description": "Log it"}]
    slack = Slack({"features": {"slash_commands": commands, "shortcuts": shortcuts}})
    slack.workspace.add_user("ana")
    client = slack.client("ana")

    assert [c.command for c in client.commands("/")] == ["/visit", "/lead"]
    assert [c.description for c in client.commands("/vi")] == ["Log"]
    assert [s.callback_id for s in client.shortcuts("message")] == ["log"]
    assert client.shortcuts("global") == []
    unknown = await slack.person("ana").command("/visti x")
    assert (unknown.ok, unknown.text) == (False, "/visti is not a valid command.")


async def test_the_sdks_own_upload_works(slack: Slack) -> None:
    client, east = app_for(slack).client, slack.workspace.channel("#east").id

    done = await client.files_upload_v2(
        channel=east, filename="行.csv", content="a,b", title="Errors", initial_comment="three rows"
    )

    (seen,) = slack.person("小李").sees("#east")
    assert seen.text == "three rows\n行.csv"
    assert slack.workspace.files[done["files"][0]["id"]].data == b"a,b"


async def test_changes_at_a_response_url_are_told_as_events(slack: Slack) -> None:
    app = app_for(slack)

    @app.action("go")
    async def go(ack: Any, respond: Any) -> None:
        await ack()
        await respond("gone on", replace_original=True)

    @app.action("drop")
    async def drop(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    @app.event("message")
    async def message() -> None:
        return None

    li, ws = slack.person("小李"), slack.workspace
    blocks = [section("x"), actions(button("Go", "go"), button("Drop", "drop"))]
    ws.post(ws.channel("#east").id, ws.bot, "x", blocks=blocks)
    ws.post(ws.channel("#east").id, ws.bot, "x", blocks=blocks)
    first, second = li.sees("#east")
    async with over_http(slack, app):
        assert (await li.press("Go", on=first)).text == "gone on"
        await li.press("Drop", on=second)
        await slack.until(lambda: sum(d.kind == "events_api" for d in slack.deliveries) == 2)

    events = [d.payload["event"] for d in slack.deliveries if d.kind == "events_api"]
    assert [event["subtype"] for event in events] == ["message_changed", "message_deleted"]
    assert events[0]["previous_message"]["blocks"][0]["text"]["text"] == "x"


async def test_a_page_is_told_what_its_person_may_see(slack: Slack) -> None:
    li, alice, ws = slack.person("小李"), slack.person("Alice"), slack.workspace
    secret = ws.add_channel("secret", members=["Alice"], private=True)
    seen: list[str] = []
    changes = li.client.changes()
    first = changes.__aiter__().__anext__()
    east = ws.channel("#east").id

    async def post() -> None:
        ws.post(secret.id, alice.client.me, "not for her")
        ws.post(east, ws.bot, "for Alice", only_for=alice.id)
        seen.append(ws.post(east, ws.bot, "for her", only_for=li.id).ts)

    slack.spawn(post())
    change = await first
    await changes.aclose()

    assert (change.kind, change.user, change.ts) == ("message.posted", li.id, seen[0])


async def test_others_messages_cannot_be_changed(slack: Slack) -> None:
    li, alice = slack.person("小李"), slack.person("Alice")
    await slack.client(li.id).send(slack.workspace.channel("#general").id, "hers")
    (message,) = alice.sees("#general")

    with pytest.raises(LookupError, match="one's own"):
        await alice.edits(message, "mine")
    with pytest.raises(LookupError, match="one's own"):
        await alice.deletes(message)
