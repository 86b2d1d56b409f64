"""The web process, through Slack's wire: who asks is known, what is said fits the place, nothing is lost."""

import asyncio
import logging
from datetime import timedelta

import pytest
from slack_bolt.async_app import AsyncApp
from sqlalchemy import func, text, update

from bot.settings import SettingsWrong
from core.errors import Refusal, msgid
from core.models import InboxEvent


class NoSample(Refusal):
    message = msgid("There is no sample of {thing} left.")
    field = "thing"


def greet(app: AsyncApp) -> None:
    """A command that says what it was given."""

    async def hello(ack, me, db, t, now) -> None:
        await ack(f"{me.name} {me.role} {me.locale} {me.zone} {db.workspace_id} {t.locale} {now().tzinfo}")

    app.command("/hello")(hello)


async def test_a_listener_is_given_who_asks_and_what_is_at_hand(serving, slack):
    async with serving(greet):
        said = await slack.person("小李").command("/hello")
        admin = await slack.person("Alice").command("/hello")

    team = slack.workspace.id
    assert said.text == f"小李 rep zh-CN Asia/Shanghai {team} zh_CN UTC"
    assert admin.text == f"Alice admin en-US Europe/London {team} en_US UTC"


async def test_slack_is_asked_who_somebody_is_once_and_who_we_are_once(serving, slack):
    async with serving(greet):
        for _ in range(3):
            await slack.person("小李").command("/hello")

    asked = [call.method for call in slack.calls]
    assert asked.count("users.info") == 1
    assert asked.count("auth.test") == 1


async def test_people_are_served_while_slack_does_not_say_who_they_are(serving, slack):
    slack.faults.add("users.info", "error_before", times=1)
    async with serving(greet):
        first = await slack.person("小李").command("/hello")
        assert first.text.startswith("UXIAOLI rep en-US UTC")
        said = first
        while said.text == first.text:
            said = await slack.person("小李").command("/hello")

    assert said.text.startswith("小李 rep zh-CN Asia/Shanghai")


async def test_a_language_changed_in_slack_is_followed(serving, slack):
    async with serving(greet):
        await slack.person("Alice").command("/hello")
        slack.workspace.user("Alice").locale = "zh-CN"
        slack.events.user_changed(slack.workspace, slack.workspace.user("Alice"))
        said = await slack.person("Alice").command("/hello")
        while "zh_CN" not in said.text:
            said = await slack.person("Alice").command("/hello")

    assert [call.method for call in slack.calls].count("users.info") == 1


def window(*blocks) -> dict:
    return {
        "type": "modal",
        "callback_id": "sample.form",
        "title": {"type": "plain_text", "text": "Sample"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": list(blocks),
    }


def field(name: str) -> dict:
    return {
        "type": "input",
        "block_id": name,
        "label": {"type": "plain_text", "text": name},
        "element": {"type": "plain_text_input", "action_id": name},
    }


def button(text: str, action_id: str) -> dict:
    element = {"type": "button", "text": {"type": "plain_text", "text": text}, "action_id": action_id}
    return {"type": "actions", "elements": [element]}


def failing(error: Exception):
    """Every kind of listener, each of which fails."""

    def register(app: AsyncApp) -> None:
        async def fail() -> None:
            raise error

        async def fail_after_ack(ack) -> None:
            await ack()
            raise error

        async def card(ack) -> None:
            await ack(text="card", blocks=[button("Break", "sample.break")])

        async def open_form(ack, client, command) -> None:
            await client.views_open(
                trigger_id=command["trigger_id"],
                view=window(field("who"), field("thing"), button("Break", "sample.break")),
            )
            await ack()

        async def open_plain(ack, client, command) -> None:
            section = {"type": "section", "text": {"type": "mrkdwn", "text": "Sure?"}}
            await client.views_open(trigger_id=command["trigger_id"], view=window(section))
            await ack()

        app.command("/fail")(fail)
        app.command("/late")(fail_after_ack)
        app.command("/card")(card)
        app.command("/form")(open_form)
        app.command("/plain")(open_plain)
        app.action("sample.break")(fail_after_ack)
        app.view("sample.form")(fail)
        app.shortcut("sample.shortcut")(fail_after_ack)
        app.event("message")(fail)

    return register


REFUSAL = NoSample(thing="A&B <x>")
IN_MESSAGE = "There is no sample of A&B <x> left."  # as people read it: escaped on the wire


@pytest.mark.parametrize("command", ["/fail", "/late"])
async def test_a_refused_command_is_answered_with_the_sentence_and_what_was_typed(serving, slack, command):
    async with serving(failing(REFUSAL)):
        said = await slack.person("Alice").command(f"{command} 200 <台> scanners")

    assert said.text.splitlines()[0] == IN_MESSAGE
    assert f"{command} 200 <台> scanners" in said.text


async def test_a_refused_form_keeps_what_was_entered_and_shows_the_sentence_at_its_field(serving, slack):
    alice = slack.person("Alice")
    async with serving(failing(REFUSAL)):
        await alice.command("/form")
        await alice.fill({"who": "Liu Bing", "thing": "scanner"})
        await alice.submit()

    assert alice.form.errors == {"thing": IN_MESSAGE}
    assert alice.form.fields["who"].value == "Liu Bing"


async def test_a_refused_form_without_fields_shows_the_sentence_above(serving, slack):
    alice = slack.person("Alice")
    async with serving(failing(REFUSAL)):
        await alice.command("/plain")
        await alice.submit()

    assert alice.form.text.index(IN_MESSAGE) < alice.form.text.index("Sure?")


async def test_a_refused_press_is_told_to_the_presser_alone_and_the_card_stays(serving, slack):
    alice = slack.person("Alice")
    async with serving(failing(REFUSAL)):
        card = await alice.command("/card", channel="#east")
        await alice.press("Break", on=card)

    assert alice.told.text == IN_MESSAGE
    assert [seen.text for seen in slack.person("小李").sees("#east")] == []


async def test_a_refused_press_in_a_form_opens_a_small_window_over_it(serving, slack):
    alice = slack.person("Alice")
    async with serving(failing(REFUSAL)):
        await alice.command("/form")
        await alice.press("Break")

    assert alice.form.text.strip().endswith(IN_MESSAGE)
    assert len(slack.client("UALICE").stack) == 2


async def test_a_refused_shortcut_opens_a_small_window(serving, slack):
    alice = slack.person("Alice")
    async with serving(failing(REFUSAL)):
        await alice.shortcut("sample.shortcut")

    assert IN_MESSAGE in alice.form.text


async def test_a_refused_message_is_answered_where_it_was_written(serving, slack):
    alice = slack.person("Alice")
    async with serving(failing(REFUSAL)):
        await alice.says("200 scanners")
        await slack.until(lambda: alice.dms[-1].text == IN_MESSAGE)


async def test_anything_else_is_apologised_for_once_with_the_reference_the_log_has(serving, slack, caplog):
    async with serving(failing(RuntimeError("boom"))):
        with caplog.at_level(logging.ERROR):
            english = await slack.person("Alice").command("/fail 方舟电子 见了刘兵")
            chinese = await slack.person("小李").command("/fail")

    assert english.text.startswith("Something went wrong on our side.")
    assert english.text.endswith("/fail 方舟电子 见了刘兵")
    assert chinese.text.startswith("我们这边出了点问题")
    reference = english.text.splitlines()[0].rsplit(" ", 1)[-1]
    assert len(reference) == 8


async def test_a_slow_listener_answers_when_it_is_done_and_no_other_takes_over(serving, slack, monkeypatch):
    monkeypatch.setattr("bot.listening.PATIENCE", 0.1)

    def register(app: AsyncApp) -> None:
        async def slow(ack) -> None:
            await asyncio.sleep(0.3)
            await ack(text="done at last", response_type="ephemeral")

        app.command("/slow")(slow)

    alice = slack.person("Alice")
    async with serving(register):
        await alice.command("/slow")
        await slack.until(lambda: alice.told and alice.told.text == "done at last")

    assert [call.method for call in slack.calls].count("response_url") <= 1


async def test_work_under_way_is_finished_before_the_process_ends(serving, slack):
    done = []

    def register(app: AsyncApp) -> None:
        async def work(ack) -> None:
            await ack("started")
            await asyncio.sleep(0.3)
            done.append(True)

        app.command("/work")(work)

    async with serving(register):
        await slack.person("Alice").command("/work")

    assert done == [True]


def counting(heard: list[str], *, seconds: float = 0):
    def register(app: AsyncApp) -> None:
        async def hear(event) -> None:
            heard.append(event["text"])
            await asyncio.sleep(seconds)

        app.event("message")(hear)

    return register


async def test_an_event_delivered_again_is_heard_once(serving, slack, databases):
    heard: list[str] = []
    async with serving(counting(heard)):
        await slack.person("Alice").says("hi")
        delivery = next(sent for sent in slack.deliveries if sent.kind == "events_api")
        again = await asyncio.gather(*(slack.redeliver(delivery, number=n) for n in (1, 2, 3)))

    assert heard == ["hi"]
    assert [ack.status for ack in again] == [200, 200, 200]


async def test_an_event_that_a_dead_process_left_behind_is_taken_up(serving, slack, databases):
    heard: list[str] = []
    async with serving(counting(heard)):
        await slack.person("Alice").says("hi")
    async with databases.everywhere().begin() as session:
        assert await session.scalar(text("select count(*) from inbox where done_at is not null")) == 1
        left = {"done_at": None, "at": func.now() - timedelta(minutes=2), "payload": slack.deliveries[-1].payload}
        await session.execute(update(InboxEvent).values(left))

    async with serving(counting(heard)) as web:
        assert await web.bot.resume() == 1
        assert await web.bot.resume() == 0
    assert heard == ["hi", "hi"]


async def test_what_no_handler_knows_is_acked_and_told(serving, slack):
    alice = slack.person("Alice")
    async with serving(lambda app: None):
        unknown = await alice.command("/whatever")
        await alice.says("hello")
        await alice.opens_home()

    assert unknown.text.startswith("Genjin does not know this one.")
    assert all(sent.ack.ok for sent in slack.deliveries)


async def test_the_pages_say_how_it_stands(serving):
    async with serving(greet) as web:
        health, ready, counts = [await web.http.get(page) for page in ("/healthz", "/readyz", "/metrics")]

    assert (health.status_code, ready.status_code, counts.status_code) == (200, 200, 200)
    assert ready.json() == {"ready": True, "reason": None}
    assert 'genjin_notices{status="pending"} 0.0' in counts.text


async def test_a_wrong_token_stops_the_start_with_one_line(serving):
    with pytest.raises(SettingsWrong, match="SLACK_BOT_TOKEN is refused by Slack"):
        async with serving(greet, slack_bot_token="xoxb-wrong"):
            pass


async def test_socket_mode_serves_the_same_without_a_public_address(serving, slack):
    alice = slack.person("Alice")
    async with serving(greet, socket_mode=True) as web:
        await slack.connected()
        said = await alice.command("/hello")
        ready = await web.http.get("/readyz")
        posted = await web.http.post("/slack/events")

    assert said.text.startswith("Alice admin")
    assert ready.status_code == 200
    assert posted.status_code == 404


async def test_what_bolt_reads_from_the_environment_by_itself_changes_nothing(serving, slack, monkeypatch):
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "of something else")
    more = {"slack_client_id": None, "slack_client_secret": None}
    async with serving(greet, **more) as web:
        said = await slack.person("Alice").command("/hello")

    assert said.text.startswith("Alice admin")
    assert web.bot.bolt.oauth_flow is None


async def test_a_form_that_comes_too_late_is_said_so_and_the_text_comes_back(serving, slack):
    def register(app: AsyncApp) -> None:
        async def late(ack, client) -> None:
            await client.views_open(trigger_id="1.2.gone", view=window(field("who")))
            await ack()

        app.command("/late")(late)

    async with serving(register):
        said = await slack.person("小李").command("/late 方舟电子")

    assert said.text.startswith("Slack 没等到表单就超时了")
    assert said.text.endswith("/late 方舟电子")
