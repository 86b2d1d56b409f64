"""Slash commands through Slack's wire, over HTTP and over Socket Mode alike."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.slack import Slack
from tests.sandbox.wire_bot import app_for, modal, over_http, over_socket, section, stand_in


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with stand_in() as slack:
        yield slack


def bot_of(slack: Slack) -> AsyncApp:
    app = app_for(slack)

    @app.command("/echo")
    async def echo(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"{command['user_id']} {command['channel_name']}: {command['text']}")

    @app.command("/card")
    async def card(ack: Any) -> None:
        await ack(response_type="in_channel", text="a card", blocks=[section("*Owner:* <@U1> & co")])

    @app.command("/later")
    async def later(ack: Any, respond: Any) -> None:
        await ack()
        await respond("first")
        await respond("second", response_type="in_channel")

    @app.command("/form")
    async def form(ack: Any, body: dict[str, Any], client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=modal("New", section("hello"), submit=None))
        await ack()

    @app.command("/slow")
    async def slow(ack: Any) -> None:
        await asyncio.sleep(0.5)
        await ack("too late")

    @app.command("/broken")
    async def broken(ack: Any) -> None:
        raise ValueError("on purpose")

    @app.command("/bad")
    async def bad(ack: Any) -> None:
        await ack(blocks=[section("")], text="x")

    return app


@pytest.fixture(params=["http", "socket"])
async def bot(request: pytest.FixtureRequest, slack: Slack) -> AsyncIterator[None]:
    run = over_http if request.param == "http" else over_socket
    async with run(slack, bot_of(slack)):
        yield


async def test_what_the_ack_says_is_seen_by_the_one_who_typed(slack: Slack, bot: None) -> None:
    li, alice = slack.person("小李"), slack.person("Alice")

    reply = await li.command("/echo 见了刘兵,要200台", channel="#east")

    assert reply.ok
    assert reply.status == 200
    assert reply.text == f"{li.id} east: 见了刘兵,要200台"
    assert li.told is not None
    assert li.told.text == reply.text
    assert [m.text for m in li.sees("#east")] == [reply.text]
    assert alice.sees("#east") == []


async def test_typed_names_arrive_as_ids_and_the_rest_is_escaped(slack: Slack, bot: None) -> None:
    li, east = slack.person("小李"), slack.workspace.channel("#east")

    reply = await li.command("/echo @Alice 和@小李 in #east <b> & https://a.example/x")

    said = slack.deliveries[-1].payload["text"]
    alice = slack.person("Alice").id
    assert said == f"<@{alice}> 和<@{li.id}> in <#{east.id}> &lt;b&gt; &amp; <https://a.example/x>"
    assert reply.text.endswith("directmessage: @Alice 和@小李 in #east <b> & https://a.example/x")


async def test_an_answer_in_channel_is_seen_by_all_as_words(slack: Slack, bot: None) -> None:
    await slack.person("小李").command("/card", channel="#east")

    (seen,) = slack.person("Alice").sees("#east")
    assert seen.text == "Owner: @U1 & co"
    assert seen.fallback == "a card"


async def test_answers_after_an_empty_ack_are_waited_for(slack: Slack, bot: None) -> None:
    li, alice = slack.person("小李"), slack.person("Alice")

    await li.command("/later", channel="#east")

    assert [m.text for m in li.sees("#east")] == ["first", "second"]
    assert [m.text for m in alice.sees("#east")] == ["second"]


async def test_a_command_opens_a_form(slack: Slack, bot: None) -> None:
    li = slack.person("小李")

    reply = await li.command("/form")

    assert li.form is not None
    assert (li.form.title, li.form.text) == ("New", "New\nhello")
    assert reply.text == li.form.text


async def test_no_ack_in_time_is_told_in_slacks_words(slack: Slack, bot: None) -> None:
    slack.ack_timeout = 0.2

    reply = await slack.person("小李").command("/slow")

    assert (reply.ok, reply.error) == (False, "operation_timeout")
    assert reply.text == '/slow failed with the error "operation_timeout"'


async def test_an_exception_in_the_bot_is_a_failed_dispatch(slack: Slack, bot: None) -> None:
    slack.ack_timeout = 0.5

    reply = await slack.person("小李").command("/broken")

    # Over a socket Slack cannot tell an exception from silence.
    assert reply.error in ("dispatch_failed", "operation_timeout")
    assert not reply.ok


async def test_an_answer_slack_would_refuse_is_refused(slack: Slack, bot: None) -> None:
    reply = await slack.person("小李").command("/bad")

    assert (reply.ok, reply.error) == (False, "invalid_blocks")
    assert reply.problems == ["[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"]


async def test_with_no_bot_about_commands_fail_at_once() -> None:
    slack = Slack()
    slack.workspace.add_user("ana")
    await slack.serve()
    try:
        assert (await slack.person("ana").command("/echo")).error == "dispatch_failed"
        slack.connect("http://127.0.0.1:9")
        assert (await slack.person("ana").command("/echo")).error == "dispatch_failed"
    finally:
        await slack.close()
