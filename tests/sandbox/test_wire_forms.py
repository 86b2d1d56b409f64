"""Modals: stack, errors, Slack's own checks, hashes, closing; Home; shortcuts."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from sandbox.slack import Slack
from tests.sandbox.wire_bot import (
    actions,
    app_for,
    button,
    field,
    modal,
    option,
    over_http,
    over_socket,
    plain,
    section,
    stand_in,
    text_input,
)

RADIO = {"type": "radio_buttons", "action_id": "it", "options": [option("大", "high"), option("小", "low")]}
VISIT = modal(
    "记跟进",
    field("客户 Customer", text_input(max_length=20), "customer"),
    field("数量", {"type": "number_input", "action_id": "it", "is_decimal_allowed": False, "min_value": "1"}, "count"),
    field("邮箱", {"type": "email_text_input", "action_id": "it"}, "mail", optional=True),
    field("网站", {"type": "url_text_input", "action_id": "it"}, "site", optional=True),
    field("Chance", RADIO, "chance", optional=True),
    field("With", {"type": "multi_users_select", "action_id": "it"}, "with", optional=True),
    field("When", {"type": "datetimepicker", "action_id": "it"}, "when", optional=True),
    field("Kind", {"type": "static_select", "action_id": "kind", "options": [option("Visit"), option("Call")]}, "kind",
          dispatch_action=True, optional=True),
    actions(button("More", "more"), block_id="row"),
    private_metadata="lead 7",
    notify_on_close=True,
)  # fmt: skip


def bot_of(slack: Slack, heard: list[dict[str, Any]]) -> AsyncApp:
    app = app_for(slack)

    @app.command("/visit")
    async def visit(ack: Any, body: dict[str, Any], client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=VISIT)
        await ack()

    @app.view("记跟进")
    async def saved(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        customer = body["view"]["state"]["values"]["customer"]["it"]["value"]
        if customer == "nobody":
            await ack(response_action="errors", errors={"customer": "没有这个客户"})
        elif customer == "update":
            await ack(response_action="update", view=modal("Done", section("saved"), submit=None))
        elif customer == "push":
            await ack(response_action="push", view=modal("Sure?", section("sure?"), submit="Yes"))
        elif customer == "wrong":
            await ack(response_action="errors", errors={"nothing": "x"})
        elif customer == "bad":
            await ack(response_action="update", view=modal("Far too long a title for Slack", section("x")))
        else:
            await ack()

    @app.view("Sure?")
    async def sure(ack: Any) -> None:
        await ack(response_action="clear")

    @app.view_closed("记跟进")
    async def closed(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    @app.action("more")
    async def more(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        with contextlib.suppress(SlackApiError):
            await client.views_push(trigger_id=body["trigger_id"], view=modal("More", actions(button("More", "more"))))

    @app.action("kind")
    async def kind(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        heard.append(body)
        view = body["view"]
        extra = field("Photo", text_input(), "photo", optional=True)
        fresh = {**VISIT, "blocks": [*VISIT["blocks"], extra]}
        await client.views_update(view_id=view["id"], hash=view["hash"], view=fresh)

    @app.event("app_home_opened")
    async def home(event: dict[str, Any], client: Any) -> None:
        heard.append(event)
        blocks = [section("*今天*"), actions(button("Refresh", "refresh"))]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("refresh")
    async def refresh(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        view = {"type": "home", "blocks": [section("fresh")]}
        await client.views_publish(user_id=body["user"]["id"], hash=body["view"]["hash"], view=view)

    @app.shortcut("log_this")
    async def log_this(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        heard.append(body)
        said = body.get("message", {}).get("text", "nothing")
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Log", section(said), submit=None))

    return app


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with stand_in() as slack:
        yield slack


@pytest.fixture(params=["http", "socket"])
async def heard(request: pytest.FixtureRequest, slack: Slack) -> AsyncIterator[list[dict[str, Any]]]:
    found: list[dict[str, Any]] = []
    run = over_http if request.param == "http" else over_socket
    async with run(slack, bot_of(slack, found)):
        yield found


async def test_what_is_filled_arrives_as_state(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    form = await li.command("/visit")
    assert form.text.startswith("记跟进\n客户 Customer")

    await li.fill(
        {"客户": "方舟电子", "数量": 200, "邮箱": "a@b.example", "Chance": "大", "With": ["Alice"], "When": 1764576000}
    )
    shown = li.form
    assert shown is not None
    assert shown.fields["数量"].value == "200"
    assert shown.fields["Chance"].options == ("大", "小")
    reply = await li.submit()

    values = heard[0]["view"]["state"]["values"]
    assert reply.ok
    assert li.form is None
    assert values["customer"]["it"] == {"type": "plain_text_input", "value": "方舟电子"}
    assert values["count"]["it"]["value"] == "200"
    assert values["chance"]["it"]["selected_option"]["value"] == "high"
    assert values["with"]["it"]["selected_users"] == [slack.person("Alice").id]
    assert values["when"]["it"]["selected_date_time"] == 1764576000
    assert values["site"]["it"]["value"] is None
    assert values["kind"]["kind"]["selected_option"] is None
    assert heard[0]["view"]["private_metadata"] == "lead 7"
    assert heard[0]["response_urls"] == []


@pytest.mark.parametrize(
    ("entries", "label", "sentence"),
    [
        ({"数量": 1}, "客户 Customer", "Please complete this required field."),
        ({"客户": "   ", "数量": 1}, "客户 Customer", "Please complete this required field."),
        ({"客户": "x" * 21, "数量": 1}, "客户 Customer", "Please enter no more than 20 characters."),
        ({"客户": "x", "数量": "many"}, "数量", "Please enter a valid number."),
        ({"客户": "x", "数量": "1.5"}, "数量", "Please enter a whole number."),
        ({"客户": "x", "数量": 0}, "数量", "Please enter a number no less than 1."),
        ({"客户": "x", "数量": 1, "邮箱": "not one"}, "邮箱", "Please enter a valid email address."),
        ({"客户": "x", "数量": 1, "网站": "acme"}, "网站", "Please enter a valid URL."),
    ],
)
async def test_what_slack_itself_refuses_never_reaches_the_bot(
    slack: Slack, heard: list[Any], entries: dict[str, Any], label: str, sentence: str
) -> None:
    li = slack.person("小李")
    await li.command("/visit")
    await li.fill(entries)

    reply = await li.submit()

    assert not reply.ok
    assert li.form is not None
    assert li.form.errors == {label: sentence}
    assert heard == []


async def test_errors_of_the_bot_keep_the_form_open_with_what_was_typed(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    await li.command("/visit")
    await li.fill({"客户": "nobody", "数量": 3})

    reply = await li.submit()

    assert "没有这个客户" in reply
    assert li.form is not None
    assert li.form.errors == {"客户 Customer": "没有这个客户"}
    assert li.told is not None
    assert "没有这个客户" in li.told
    assert li.form.fields["数量"].value == "3"
    await li.fill({"客户": "方舟电子"})
    assert li.form.errors == {}
    assert (await li.submit()).ok


async def test_a_form_may_become_another_or_get_one_on_top(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    await li.command("/visit")
    await li.fill({"客户": "push", "数量": 1})
    assert "sure?" in await li.submit()
    assert [view.title for view in li.client.stack] == ["记跟进", "Sure?"]

    await li.submit()
    assert li.form is None

    await li.command("/visit")
    await li.fill({"客户": "update", "数量": 1})
    assert "saved" in await li.submit()
    assert [view.title for view in li.client.stack] == ["Done"]


@pytest.mark.parametrize("customer", ["wrong", "bad"])
async def test_an_ack_slack_cannot_use_shows_trouble(slack: Slack, heard: list[Any], customer: str) -> None:
    li = slack.person("小李")
    await li.command("/visit")
    await li.fill({"客户": customer, "数量": 1})

    reply = await li.submit()

    assert (reply.ok, reply.error) == (False, "invalid_arguments")
    assert reply.text == "We had some trouble connecting. Try again?"
    assert len(reply.problems) == 1
    assert li.form is not None
    assert li.form.title == "记跟进"


async def test_three_views_fit_on_the_stack_and_no_fourth(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    await li.command("/visit")

    await li.press("More")
    await li.press("More")
    await li.press("More")

    assert [view.title for view in li.client.stack] == ["记跟进", "More", "More"]
    assert slack.calls[-1].error == "push_limit_reached"
    below, top = li.client.stack[0], li.client.stack[-1]
    assert (top.root, top.previous) == (below.id, li.client.stack[1].id)


async def test_closing_tells_the_bot_that_asked_for_it(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    await li.command("/visit")
    await li.press("More")

    await li.dismiss()
    assert li.form is not None
    assert li.form.title == "记跟进"
    await li.dismiss()

    assert li.form is None
    assert [(body["type"], body["is_cleared"]) for body in heard] == [("view_closed", False)]


async def test_a_choice_that_dispatches_redraws_and_keeps_what_was_typed(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    await li.command("/visit")
    await li.fill({"客户": "方舟电子"})

    await li.choose("Kind", "Call")

    form = li.form
    assert form is not None
    assert form.fields["客户 Customer"].value == "方舟电子"
    assert form.fields["Kind"].value == "Call"
    assert "Photo" in form.fields
    assert heard[0]["container"] == {"type": "view", "view_id": heard[0]["view"]["id"]}
    assert heard[0]["view"]["state"]["values"]["customer"]["it"]["value"] == "方舟电子"


async def test_an_old_hash_conflicts(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    await li.command("/visit")
    view = li.client.stack[-1]
    client = app_for(slack).client
    await client.views_update(view_id=view.id, hash=view.hash, view=VISIT)

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view.id, hash="1.old", view=VISIT)
    await li.dismiss()
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=view.id, view=VISIT)


async def test_home_is_drawn_when_opened_and_again_from_its_buttons(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")

    home = await li.opens_home()
    assert home.text == "今天\nRefresh"
    assert (heard[0]["tab"], heard[0]["user"]) == ("home", li.id)

    assert (await li.press("Refresh")).text == "fresh"
    again = await li.opens_home()
    assert again.text == "今天\nRefresh"
    assert heard[1]["view"]["type"] == "home"


async def test_shortcuts_on_messages_and_everywhere(slack: Slack, heard: list[Any]) -> None:
    li = slack.person("小李")
    await li.says("方舟电子要报价", to="#east")
    (message,) = li.sees("#east")

    await li.shortcut("log_this", message=message)
    assert li.form is not None
    assert "方舟电子要报价" in li.form
    assert heard[0]["type"] == "message_action"
    assert heard[0]["channel"]["id"] == slack.workspace.channel("#east").id
    assert heard[0]["message"]["user"] == li.id

    await li.shortcut("log_this")
    assert li.form is not None
    assert "nothing" in li.form
    assert heard[1]["type"] == "shortcut"
    assert "channel" not in heard[1]


async def test_a_trigger_opens_once_and_for_three_seconds(slack: Slack, heard: list[Any]) -> None:
    li, client = slack.person("小李"), app_for(slack).client
    view = modal("T", section("x"), submit=None)
    trigger = slack.workspace.tickets.trigger(li.id)
    late = slack.workspace.tickets.trigger(li.id)
    await client.views_open(trigger_id=trigger, view=view)

    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger, view=view)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client.views_open(trigger_id="1.2.3", view=view)
    slack.move_clock(4)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=late, view=view)


async def test_an_external_id_is_unique_among_open_views(slack: Slack, heard: list[Any]) -> None:
    client, view = app_for(slack).client, modal("T", section("x"), submit=None, external_id="mine")
    await client.views_open(trigger_id=slack.workspace.tickets.trigger(slack.person("小李").id), view=view)

    again = slack.workspace.tickets.trigger(slack.person("Alice").id)
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await client.views_open(trigger_id=again, view=view)
    updated = await client.views_update(external_id="mine", view={**view, "title": plain("U")})
    assert updated["view"]["title"]["text"] == "U"
