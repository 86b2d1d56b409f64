"""Socket Mode itself: tickets, refreshes, limits, and payloads that are not taken."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import websockets
from slack_bolt.async_app import AsyncApp

from sandbox.slack import Slack
from sandbox.sockets import MOST
from tests.sandbox.wire_bot import actions, app_for, button, over_socket, stand_in


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with stand_in() as slack:
        yield slack


def bot_of(slack: Slack) -> AsyncApp:
    app = app_for(slack)

    @app.command("/hi")
    async def hi(ack: Any) -> None:
        await ack("hello")

    @app.action("go")
    async def go(ack: Any, respond: Any) -> None:
        await ack()
        await respond("gone")

    return app


async def test_a_ticket_is_good_once(slack: Slack) -> None:
    url = slack.sockets.ticket()
    async with websockets.connect(url) as socket:
        assert '"hello"' in str(await socket.recv())
        with pytest.raises(websockets.InvalidStatus):
            await websockets.connect(url)


async def test_the_bot_comes_again_when_told_to_refresh(slack: Slack) -> None:
    async with over_socket(slack, bot_of(slack)):
        assert (await slack.person("小李").command("/hi")).text == "hello"
        await slack.sockets.disconnect()

        assert (await slack.person("小李").command("/hi")).text == "hello"
        assert sum(call.method == "apps.connections.open" for call in slack.calls) == 2
        assert len(slack.sockets) == 1


async def test_work_is_spread_over_connections(slack: Slack) -> None:
    async with over_socket(slack, bot_of(slack)), over_socket(slack, bot_of(slack)):
        assert len(slack.sockets) == 2
        replies = [await slack.person("小李").command("/hi") for _ in range(4)]
        assert [reply.text for reply in replies] == ["hello"] * 4


async def test_ten_connections_and_no_more(slack: Slack) -> None:
    open_now = [await websockets.connect(slack.sockets.ticket()) for _ in range(MOST)]
    async with websockets.connect(slack.sockets.ticket()) as one_more:
        assert "too_many_websockets" in str(await one_more.recv())
    for socket in open_now:
        await socket.close()


async def test_a_press_over_the_socket_is_answered_at_its_response_url(slack: Slack) -> None:
    li, ws = slack.person("小李"), slack.workspace
    ws.post(ws.channel("#east").id, ws.bot, "x", blocks=[actions(button("Go", "go"))])
    async with over_socket(slack, bot_of(slack)):
        reply = await li.press("Go")

    assert reply.text == "gone"
    assert reply.only_for == li.id


async def test_nobody_connected_is_told_at_once(slack: Slack) -> None:
    with pytest.raises(TimeoutError):
        await slack.connected(timeout=0.05)
    assert (await slack.person("小李").command("/hi")).error == "dispatch_failed"
