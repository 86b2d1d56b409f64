"""A person at the page, in a real Chromium, with a small bot behind the stand-in."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, Page, async_playwright, expect
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from sandbox.browser.app import pages
from sandbox.slack import Slack

pytestmark = pytest.mark.browser
Json = dict[str, Any]
Look = Callable[..., Awaitable[Page]]

COMMANDS = [
    {"command": "/visit", "description": "Log a visit in one line", "usage_hint": "customer what happened"},
    {"command": "/lead", "description": "Leads and the pool", "usage_hint": "new | pool"},
    {"command": "/silent", "description": "Never answers", "usage_hint": ""},
]
SHORTCUTS = [
    {"name": "Keep as a visit", "type": "message", "callback_id": "visit.keep", "description": ""},
    {"name": "Log a visit", "type": "global", "callback_id": "visit.open", "description": ""},
]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def asked(label: str, element: Json, **more: Any) -> Json:
    block_id = label.lower().replace(" ", "_")
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "v", **element},
        **more,
    }


def card(owner: str = "") -> list[Json]:
    drawn: list[Json] = [{"type": "section", "text": {"type": "mrkdwn", "text": f"*方舟电子* {owner}"}}]
    if not owner:
        sure = {
            "title": plain("Drop it?"),
            "text": plain("It is gone then."),
            "confirm": plain("Drop"),
            "deny": plain("Keep"),
        }
        buttons = [
            {"type": "button", "action_id": "lead.claim", "text": plain("Claim"), "value": "7", "style": "primary"},
            {"type": "button", "action_id": "lead.drop", "text": plain("Drop lead"), "confirm": sure},
            {"type": "button", "action_id": "lead.dead", "text": plain("Unanswered")},
        ]
        drawn.append({"type": "actions", "elements": buttons})
    return drawn


def form() -> Json:
    stages = [{"text": plain(name), "value": name} for name in ("Inquiry", "Quoted", "Won")]
    return {
        "type": "modal",
        "callback_id": "visit.form",
        "title": plain("Log a visit"),
        "submit": plain("Log it"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "blocks": [
            asked("Customer", {"type": "external_select", "min_query_length": 1}),
            asked("Stage", {"type": "static_select", "options": stages}),
            asked("Colleagues", {"type": "multi_users_select"}, optional=True),
            asked("Next step", {"type": "datetimepicker"}, optional=True),
            asked("What happened", {"type": "plain_text_input", "multiline": True}),
        ],
    }


def make_bot(slack: Slack, heard: list[Json]) -> Starlette:
    """Answers commands, buttons, forms and Home; keeps in `heard` what the forms held."""
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(signing_secret=slack.signing_secret, client=client)

    async def opens(ack: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.command("/visit")
    async def visit(ack: Any, command: Json) -> None:
        await ack(f":white_check_mark: Logged: *{command['text']}*")

    @app.command("/lead")
    async def lead(ack: Any, command: Json) -> None:
        await ack()
        await client.chat_postMessage(channel=command["channel_id"], text="lead", blocks=card())

    @app.action("lead.claim")
    async def claim(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        await respond(text="lead", blocks=card(f"is <@{body['user']['id']}>'s"), replace_original=True)

    @app.action("lead.drop")
    async def drop(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    @app.options("v")
    async def names(ack: Any, payload: Json) -> None:
        found = [name for name in ("方舟电子", "方正科技", "Acme") if payload["value"] in name]
        await ack(options=[{"text": plain(name), "value": name} for name in found])

    @app.view("visit.form")
    async def submitted(ack: Any, view: Json) -> None:
        values = {block: held["v"] for block, held in view["state"]["values"].items()}
        if len(values["what_happened"]["value"]) < 5:
            await ack(response_action="errors", errors={"what_happened": "Say a little more."})
            return
        heard.append(values)
        await ack()

    @app.view_closed("visit.form")
    async def closed(ack: Any) -> None:
        heard.append({"closed": True})
        await ack()

    @app.event("app_home_opened")
    async def home(event: Json) -> None:
        if event["tab"] == "home":
            drawn = [{"type": "header", "text": plain("Today")}, {"type": "divider"}]
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": drawn})

    async def nothing() -> None:
        """Heard, not answered."""

    app.shortcut("visit.open")(opens)
    app.shortcut("visit.keep")(opens)
    app.event("message")(nothing)
    app.event("file_shared")(nothing)
    return Starlette(routes=[Route("/slack/events", AsyncSlackRequestHandler(app).handle, methods=["POST"])])


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine; install the package chromium to play these tests")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


@pytest.fixture
def heard() -> list[Json]:
    return []


@pytest.fixture
async def slack(heard: list[Json]) -> AsyncIterator[Slack]:
    made = Slack()
    made.ack_timeout = 0.5
    for name, locale in (("小李", "zh-CN"), ("Alice", "en-US")):
        made.workspace.add_user(name, locale=locale, id=f"U{len(name)}").title = "Rep"
    made.workspace.add_channel("east", members=["小李", "Alice"])

    async def advance(to: datetime, chinese: bool) -> AsyncIterator[str]:
        yield "Running the morning's jobs…"
        made.move_clock(to.timestamp() - made.clock.now())

    made.mount("/", pages(made, commands=COMMANDS, shortcuts=SHORTCUTS, advance=advance))
    await made.serve()
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_bot(made, heard), log_level="error", lifespan="off"))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    made.connect(f"http://127.0.0.1:{listener.getsockname()[1]}")
    yield made
    server.should_exit = True
    await running
    await made.close()


@pytest.fixture
async def look(chromium: Browser, slack: Slack) -> AsyncIterator[Look]:
    """Open the page as someone, in a window of their own; a script's error fails the test."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(8000)
    errors: list[str] = []

    async def look(who: str = "Alice", channel: str = "#east", **more: str) -> Page:
        where = {"as": slack.workspace.user(who).id, "channel": slack.workspace.channel(channel).id, **more}
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{slack.url}/?{'&'.join(f'{key}={value}' for key, value in where.items())}")
        await page.wait_for_selector("body[data-live=yes]")
        return page

    yield look
    await context.close()
    assert errors == []


def composer(page: Page) -> Any:
    return page.get_by_role("main").get_by_role("textbox")


async def test_a_command_is_suggested_completed_and_answered(look: Look) -> None:
    page = await look()
    await composer(page).press_sequentially("/vi")
    option = page.get_by_role("option", name="/visit")
    await expect(option).to_contain_text("customer what happened")
    await expect(option).to_contain_text("Log a visit in one line")
    await page.keyboard.press("Enter")
    await expect(composer(page)).to_have_value("/visit ")
    await composer(page).press_sequentially("方舟电子 见了刘兵")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Logged: 方舟电子 见了刘兵")).to_be_visible()
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    await expect(composer(page)).to_have_value("")


async def test_a_press_is_seen_live_by_someone_else_who_is_typing(look: Look) -> None:
    alice, li = await look("Alice"), await look("小李")
    await composer(li).fill("我正在写")
    await composer(alice).fill("/lead new")
    await alice.keyboard.press("Escape")
    await alice.keyboard.press("Enter")
    await alice.get_by_role("button", name="Claim").click()
    await expect(alice.get_by_text("方舟电子 is @Alice's")).to_be_visible()
    await expect(li.get_by_text("方舟电子 is @Alice's")).to_be_visible()
    await expect(li.get_by_role("button", name="Claim")).to_have_count(0)
    await expect(composer(li)).to_have_value("我正在写")


async def test_mentions_and_shift_enter(look: Look, slack: Slack) -> None:
    page = await look()
    await composer(page).press_sequentially("hello @小")
    await page.get_by_role("option", name="小李").click()
    await page.keyboard.press("Shift+Enter")
    await composer(page).press_sequentially("see you")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log").get_by_text("@小李")).to_be_visible()
    said = slack.client("U5").messages(slack.workspace.channel("#east").id)[-1].text
    assert said == "hello <@U2> \nsee you"


async def test_a_form_shows_its_error_keeps_what_was_entered_and_sends_it_all(look: Look, heard: list[Json]) -> None:
    page = await look()
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Log a visit").click()
    dialog = page.get_by_role("dialog", name="Log a visit")
    await dialog.get_by_role("combobox", name="Customer").fill("方")
    await dialog.get_by_role("option", name="方舟电子").click()
    await dialog.get_by_role("combobox", name="Stage").click()
    await page.keyboard.type("quo")
    await page.keyboard.press("Enter")
    await dialog.get_by_role("combobox", name="Colleagues").click()
    await dialog.get_by_role("option", name="@小李").click()
    await dialog.get_by_role("option", name="@Alice").click()
    await page.keyboard.press("Escape")
    await dialog.get_by_label("Next step").fill("2026-12-01T09:30")
    await dialog.get_by_label("What happened").fill("ok")
    await dialog.get_by_role("button", name="Log it").click()
    await expect(dialog.get_by_text("Say a little more.")).to_be_visible()
    await expect(dialog.get_by_label("What happened")).to_be_focused()
    await expect(dialog.get_by_label("What happened")).to_have_value("ok")
    await dialog.get_by_label("What happened").fill("met 刘兵, wants 200")
    await dialog.get_by_role("button", name="Log it").click()
    await expect(dialog).to_have_count(0)
    (values,) = heard
    assert values["customer"]["selected_option"]["value"] == "方舟电子"
    assert values["stage"]["selected_option"]["value"] == "Quoted"
    assert values["colleagues"]["selected_users"] == ["U2", "U5"]
    assert values["next_step"]["selected_date_time"] == 1796088600  # 09:30 in Shanghai, Alice's zone
    assert values["what_happened"]["value"] == "met 刘兵, wants 200"


async def test_an_empty_required_field_is_told_in_the_persons_language(
    look: Look, slack: Slack, heard: list[Json]
) -> None:
    page = await look("小李")
    await page.get_by_role("button", name="快捷方式").click()
    await page.get_by_role("menuitem", name="Log a visit").click()
    await page.get_by_role("dialog").get_by_role("button", name="Log it").click()
    await expect(page.get_by_text("请填写此必填项。")).to_have_count(3)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await slack.until(lambda: heard == [{"closed": True}])


async def test_a_message_shortcut_opens_a_form(look: Look, slack: Slack) -> None:
    await slack.client("U2").send(slack.workspace.channel("#east").id, "今天见了刘兵")
    page = await look()
    line = page.get_by_role("article").filter(has_text="今天见了刘兵")
    await line.hover()
    await line.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Keep as a visit").click()
    await expect(page.get_by_role("dialog", name="Log a visit")).to_be_visible()


async def test_a_confirm_dialog_stands_before_the_press(look: Look) -> None:
    page = await look()
    await composer(page).fill("/lead new")
    await page.get_by_role("button", name="Send").click()
    await page.get_by_role("button", name="Drop lead").click()
    await page.get_by_role("dialog", name="Drop it?").get_by_role("button", name="Keep").click()
    await expect(page.get_by_role("button", name="Claim")).to_be_visible()
    await page.get_by_role("button", name="Drop lead").click()
    await page.get_by_role("dialog", name="Drop it?").get_by_role("button", name="Drop").click()
    await expect(page.get_by_role("article")).to_have_count(0)


async def test_what_fails_is_told_in_slacks_words_and_loses_nothing(look: Look) -> None:
    page = await look()
    await composer(page).fill("/silent and long")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("/silent failed with the error")).to_be_visible()
    await expect(composer(page)).to_have_value("/silent and long")
    await composer(page).fill("/lead new")
    await page.get_by_role("button", name="Send").click()
    await page.get_by_role("button", name="Unanswered").click()
    await expect(page.get_by_role("alert").filter(has_text="We had some trouble connecting")).to_be_visible()


async def test_files_go_into_the_channel_and_into_a_thread(look: Look, slack: Slack, tmp_path: Path) -> None:
    quote, photo = tmp_path / "报价.pdf", tmp_path / "sample.png"
    quote.write_bytes(b"%PDF")
    photo.write_bytes(b"\x89PNG")
    page = await look()
    await page.get_by_role("main").get_by_label("Attach a file").set_input_files(quote)
    line = page.get_by_role("article").filter(has_text="报价.pdf")
    await expect(line).to_be_visible()
    await line.hover()
    await line.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("region", name="Thread")
    await thread.get_by_label("Attach a file").set_input_files(photo)
    await expect(thread.get_by_text("sample.png")).to_be_visible()
    await expect(page.get_by_role("link", name="1 reply")).to_be_visible()
    assert [file.name for file in slack.workspace.files.values()] == ["报价.pdf", "sample.png"]


async def test_opening_a_thread_keeps_the_place_in_the_channel(look: Look, slack: Slack) -> None:
    channel = slack.workspace.channel("#east").id
    for number in range(40):
        slack.workspace.post(channel, slack.workspace.user("小李"), f"line {number:02}")
    page = await look()
    place = page.locator("#messages")
    await place.evaluate("list => list.scrollTop = 100")
    line = page.get_by_role("article").filter(has_text="line 05")
    await line.hover()
    before = await place.evaluate("list => list.scrollTop")
    await line.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("region", name="Thread")
    await thread.get_by_role("textbox").fill("about line 5")
    await page.keyboard.press("Enter")
    await expect(thread.get_by_role("article")).to_have_count(2)
    await expect(page.get_by_role("link", name="1 reply")).to_be_visible()
    assert abs(await place.evaluate("list => list.scrollTop") - before) < 5
    await page.go_back()
    await expect(thread.get_by_role("article")).to_have_count(0)
    await expect(page.get_by_role("article")).to_have_count(40)


async def test_a_file_is_dropped_onto_the_conversation(look: Look) -> None:
    page = await look()
    dropped = await page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['a,b'], 'leads.csv')); return data; }"
    )
    await page.dispatch_event("#messages", "drop", {"dataTransfer": dropped})
    await expect(page.get_by_role("article").filter(has_text="leads.csv")).to_be_visible()


async def test_what_is_typed_in_a_form_outlives_its_redrawing(look: Look, slack: Slack) -> None:
    page = await look()
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Log a visit").click()
    await page.get_by_label("What happened").press_sequentially("half a sen")
    (view,) = slack.client("U5").stack
    note = {"type": "section", "text": plain("The last quote was ¥1,450.")}
    slack.workspace.update_view(view, {**form(), "blocks": [note, *form()["blocks"]]})
    await expect(page.get_by_text("The last quote was ¥1,450.")).to_be_visible()
    await page.keyboard.type("tence")
    await expect(page.get_by_label("What happened")).to_have_value("half a sentence")


async def test_one_may_change_and_take_back_ones_own_words(look: Look) -> None:
    page = await look()
    await composer(page).fill("first")
    await page.keyboard.press("Enter")
    line = page.get_by_role("article").filter(has_text="first")
    await line.hover()
    await line.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Edit message").click()
    await page.get_by_role("textbox", name="Edit message").fill("second")
    await page.keyboard.press("Enter")
    line = page.get_by_role("article").filter(has_text="second")
    await expect(line).to_contain_text("(edited)")
    await line.hover()
    await line.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(line).to_have_count(0)


async def test_switching_the_person_changes_language_and_what_is_seen(look: Look, slack: Slack) -> None:
    page = await look("Alice")
    await composer(page).fill("/visit 方舟电子")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("Logged: 方舟电子")).to_be_visible()
    await page.get_by_role("navigation", name="You are").get_by_role("link", name="小李").click()
    await expect(page.get_by_role("navigation", name="当前身份")).to_be_visible()
    await page.get_by_role("link", name="east").click()
    await expect(page.get_by_role("textbox", name="发消息给 #east")).to_be_visible()
    await expect(page.get_by_text("Logged: 方舟电子")).to_have_count(0)


async def test_the_app_draws_its_home_when_it_is_opened(look: Look) -> None:
    page = await look()
    await page.get_by_role("link", name="Genjin").click()
    await page.get_by_role("tab", name="Home").click()
    await expect(page.get_by_role("heading", name="Today")).to_be_visible()
    await page.get_by_role("tab", name="Messages").click()
    await expect(page.get_by_role("textbox", name="Message Genjin")).to_be_visible()


async def test_the_clock_moves_and_says_what_ran(look: Look, slack: Slack) -> None:
    alice, li = await look("Alice"), await look("小李")
    before = slack.clock.now()
    await alice.get_by_role("button", name="Move the clock").click()
    await alice.get_by_role("menuitem", name="+1 week").click()
    await expect(alice.get_by_text("Running the morning's jobs…")).to_be_visible()
    await expect(alice.get_by_text("The clock now shows")).to_be_visible()
    assert slack.clock.now() - before > 6.9 * 86_400
    there = datetime.fromtimestamp(slack.clock.now()).astimezone()
    await expect(li.locator(".clock")).to_contain_text(f"{there.year}年{there.month}月")


async def test_the_page_is_whole_on_a_phone(look: Look) -> None:
    page = await look("小李")
    await page.set_viewport_size({"width": 390, "height": 844})
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await page.get_by_role("button", name="频道与成员").click()
    await page.get_by_role("link", name="general").click()
    await expect(page.get_by_role("heading", name="general")).to_be_visible()
