"""Buttons, menus and selects on messages; response_urls; ephemeral answers."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.slack import Slack
from tests.sandbox.wire_bot import actions, app_for, button, option, over_http, plain, section, stand_in

CARD = [
    section("*方舟电子*", block_id="lead", accessory=button("Open", "lead.open", value="7")),
    actions(
        button("Claim 认领", "lead.claim", value="7", style="primary"),
        {"type": "overflow", "action_id": "more", "options": [option("Assign…", "assign"), option("Merge", "merge")]},
        {
            "type": "static_select",
            "action_id": "stage",
            "placeholder": plain("Stage"),
            "options": [option("Quoted", "q")],
        },
        {"type": "users_select", "action_id": "owner", "placeholder": plain("Owner")},
        {"type": "datepicker", "action_id": "due", "placeholder": plain("Due"), "initial_date": "2026-12-01"},
        {"type": "external_select", "action_id": "customer", "placeholder": plain("Customer"), "min_query_length": 0},
        block_id="row",
    ),
]


def bot_of(slack: Slack, pressed: list[dict[str, Any]]) -> AsyncApp:
    app = app_for(slack)
    owner: list[str] = []

    @app.command("/card")
    async def card(ack: Any) -> None:
        await ack(response_type="in_channel", text="card", blocks=CARD)

    @app.command("/mine")
    async def mine(ack: Any) -> None:
        await ack(text="card", blocks=CARD)

    @app.action("lead.claim")
    async def claim(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        if owner:
            await respond(f"方舟电子 already belongs to <@{owner[0]}>.", replace_original=False)
            return
        owner.append(body["user"]["id"])
        await respond(text="card", blocks=[section(f"Owner: <@{owner[0]}>")], replace_original=True)

    @app.action("lead.open")
    async def drop(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    @app.options("customer")
    async def customers(ack: Any, body: dict[str, Any]) -> None:
        await ack(options=[option(name) for name in ("方舟电子", "三励公司") if body["value"] in name])

    @app.action(re.compile(".*"))
    async def other(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        pressed.append(body)
        await client.chat_postEphemeral(channel=body["channel"]["id"], user=body["user"]["id"], text="noted")

    return app


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with stand_in() as slack:
        yield slack


@pytest.fixture
async def pressed(slack: Slack) -> AsyncIterator[list[dict[str, Any]]]:
    found: list[dict[str, Any]] = []
    async with over_http(slack, bot_of(slack, found)):
        yield found


async def test_a_card_redraws_for_all_and_the_second_is_told_who_won(slack: Slack, pressed: list[Any]) -> None:
    li, alice = slack.person("小李"), slack.person("Alice")
    card = await li.command("/card", channel="#east")
    stale = alice.sees("#east")[0]
    assert card.button("Claim").style == "primary"

    assert card.button("claim").action_id == "lead.claim"
    assert card.button("Open").action_id == card.button("lead.open").action_id == "lead.open"

    won = await li.press("Claim", on=card)
    lost = await alice.press("认领", on=stale)

    assert won.text == "Owner: @小李"
    assert lost.text == "方舟电子 already belongs to @小李."
    assert lost.only_for == alice.id
    assert [m.text for m in li.sees("#east")] == ["Owner: @小李"]


async def test_many_press_at_once_and_one_wins(slack: Slack, pressed: list[Any]) -> None:
    people = [slack.person(slack.workspace.add_user(f"rep{n}").id) for n in range(20)]
    slack.workspace.channel("#east").members.extend(p.id for p in people)
    card = await people[0].command("/card", channel="#east")

    await asyncio.gather(*(person.press("Claim", on=card) for person in people))

    (shown,) = [m for m in people[0].sees("#east") if m.ts == card.ts]
    losers = [p for p in people if p.told is not None]
    assert shown.text.startswith("Owner: @rep")
    assert len(losers) == 19


async def test_the_payload_of_a_press_is_slacks(slack: Slack, pressed: list[Any]) -> None:
    li = slack.person("小李")
    card = await li.command("/card", channel="#east")

    await li.choose("Stage", "Quoted", on=card)

    body = pressed[0]
    assert body["type"] == "block_actions"
    assert body["team"] == {"id": slack.workspace.id, "domain": "fangzhou"}
    assert body["user"] == {"id": li.id, "username": "小李", "name": "小李", "team_id": slack.workspace.id}
    assert body["channel"]["name"] == "east"
    container = {"type": "message", "message_ts": card.ts, "channel_id": card.channel, "is_ephemeral": False}
    assert body["container"] == container
    assert body["message"]["ts"] == card.ts
    assert body["enterprise"] is None
    assert body["is_enterprise_install"] is False
    assert body["actions"][0]["selected_option"]["value"] == "q"
    assert body["actions"][0]["block_id"] == "row"
    assert body["state"]["values"]["row"]["stage"]["selected_option"]["value"] == "q"
    assert body["state"]["values"]["row"]["due"] == {"type": "datepicker", "selected_date": "2026-12-01"}
    assert body["response_url"].startswith(slack.url)


async def test_every_kind_of_choice_arrives_as_what_was_chosen(slack: Slack, pressed: list[Any]) -> None:
    li = slack.person("小李")
    card = await li.command("/card", channel="#east")

    await li.choose("Owner", "Alice", on=card)
    await li.choose("Due", date(2026, 12, 24), on=card)
    await li.choose("Customer", "三励", on=card)
    await li.press("Merge", on=card)

    chosen = [body["actions"][0] for body in pressed]
    assert chosen[0]["selected_user"] == slack.person("Alice").id
    assert chosen[1]["selected_date"] == "2026-12-24"
    assert chosen[2]["selected_option"]["value"] == "三励公司"
    assert chosen[3]["selected_option"]["value"] == "merge"
    assert li.told is not None
    assert li.told.text == "noted"
    assert "2026-12-24" in li.sees("#east")[0].text
    assert "@Alice" in li.sees("#east")[0].text


async def test_an_ephemeral_message_is_not_repeated_in_the_payload(slack: Slack, pressed: list[Any]) -> None:
    li = slack.person("小李")
    card = await li.command("/mine", channel="#east")

    await li.choose("Stage", "Quoted", on=card)

    assert pressed[0]["container"]["is_ephemeral"] is True
    assert "message" not in pressed[0]
    won = await li.press("Claim", on=card)
    assert won.text == "Owner: @小李"


async def test_a_message_may_be_taken_away(slack: Slack, pressed: list[Any]) -> None:
    li = slack.person("小李")
    card = await li.command("/mine")

    await li.press("Open", on=card)

    assert li.dms == []


async def test_near_chooses_among_buttons_that_say_the_same(slack: Slack, pressed: list[Any]) -> None:
    li = slack.person("小李")
    rows = [
        section(name, block_id=name, accessory=button("Do", "do", value=name))
        for name in ("方舟电子", "三励公司", "Acme")
    ]
    slack.workspace.post(slack.workspace.channel("#east").id, slack.workspace.bot, "list", blocks=rows)

    await li.press("Do", near="三励")

    assert pressed[0]["actions"][0]["value"] == "三励公司"
    with pytest.raises(LookupError, match="sees no button"):
        await li.press("Do", near="nobody")
