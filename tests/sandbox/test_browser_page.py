"""The page as it is served: who sees what, in which language, and how much at once. No browser needed."""

from collections.abc import AsyncIterator
from datetime import datetime

import httpx
import pytest

from sandbox.browser.app import pages
from sandbox.slack import Slack

COMMANDS = [{"command": "/visit", "description": "Log a visit", "usage_hint": "customer what happened"}]
SHORTCUTS = [
    {"name": "Log as a visit", "type": "message", "callback_id": "visit.keep", "description": "Keep it"},
    {"name": "Log a visit", "type": "global", "callback_id": "visit.open", "description": "Open the form"},
]


class Moved:
    """The injected clock: what it was asked for."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack

    async def __call__(self, to: datetime, chinese: bool) -> AsyncIterator[str]:
        yield f"Running the jobs until {to:%d}…"
        self.slack.move_clock(to.timestamp() - self.slack.clock.now())


@pytest.fixture
def slack() -> Slack:
    made = Slack()
    for name, locale in (("小李", "zh-CN"), ("Alice", "en-US"), ("Ben", "en-US")):
        made.workspace.add_user(name, locale=locale, id=f"U{name}").title = "Rep"
    made.workspace.add_channel("east", members=["小李", "Alice"])
    made.workspace.add_channel("managers", members=["小李"], private=True)
    return made


@pytest.fixture
async def web(slack: Slack) -> AsyncIterator[httpx.AsyncClient]:
    app = pages(slack, commands=COMMANDS, shortcuts=SHORTCUTS, advance=Moved(slack))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test") as client:
        yield client


async def see(web: httpx.AsyncClient, name: str, channel: str = "", **more: str) -> str:
    answer = await web.get("/", params={"as": f"U{name}", "channel": channel, **more})
    assert answer.status_code == 200
    return answer.text


async def test_each_person_reads_the_page_in_their_own_language(slack: Slack, web: httpx.AsyncClient) -> None:
    channel = slack.workspace.channel("#east").id
    assert "发消息给 #east" in await see(web, "小李", channel)
    assert "Message #east" in await see(web, "Alice", channel)


async def test_everybody_stands_in_the_switcher_with_role_and_language(web: httpx.AsyncClient) -> None:
    page = await see(web, "Alice")
    for name, language in (("小李", "中"), ("Alice", "EN"), ("Ben", "EN")):
        assert f"<b>{name}</b> <i>{language}</i></span><small>Rep</small>" in page


async def test_a_private_channel_is_not_even_named_to_others(slack: Slack, web: httpx.AsyncClient) -> None:
    channel = slack.workspace.channel("#managers").id
    assert "managers" in await see(web, "小李", channel)
    assert "managers" not in await see(web, "Alice", channel)


async def test_an_ephemeral_answer_is_seen_by_one_and_marked(slack: Slack, web: httpx.AsyncClient) -> None:
    ws = slack.workspace
    ws.post(ws.channel("#east").id, ws.bot, "only 3 left today", only_for="UAlice")
    mine = await see(web, "Alice", ws.channel("#east").id)
    assert "Only visible to you" in mine
    assert "only 3 left today" in mine
    assert "only 3 left today" not in await see(web, "小李", ws.channel("#east").id)


async def test_commands_and_shortcuts_come_from_the_manifest(web: httpx.AsyncClient, slack: Slack) -> None:
    await slack.client("UAlice").send(slack.workspace.channel("#east").id, "hello")
    page = await see(web, "Alice", slack.workspace.channel("#east").id)
    assert 'data-insert="/visit "' in page
    assert "customer what happened" in page
    assert page.count('data-shortcut="visit.keep"') == 1
    assert page.count('data-shortcut="visit.open"') == 1


async def test_a_long_channel_opens_at_its_end_and_gives_the_rest_on_demand(
    slack: Slack, web: httpx.AsyncClient
) -> None:
    channel = slack.workspace.channel("#east").id
    for number in range(120):
        slack.workspace.post(channel, slack.workspace.user("Alice"), f"line {number:03}")
    page = await see(web, "Alice", channel)
    assert "line 070" in page
    assert "line 069" not in page
    first = page.split('data-ts="')[1].split('"')[0]
    older = (await web.get("/earlier", params={"as": "UAlice", "channel": channel, "before": first})).text
    assert "line 020" in older
    assert "line 019" not in older
    assert "data-earlier" in older
    first = older.split('data-ts="')[1].split('"')[0]
    oldest = (await web.get("/earlier", params={"as": "UAlice", "channel": channel, "before": first})).text
    assert "line 000" in oldest
    assert "data-earlier" not in oldest


async def test_what_others_wrote_is_unread_until_the_channel_is_opened(slack: Slack, web: httpx.AsyncClient) -> None:
    channel = slack.workspace.channel("#east").id
    await slack.client("U小李").send(channel, "早")
    assert "1 unread" in await see(web, "Alice", slack.workspace.channel("#general").id)
    assert "unread" not in await see(web, "Alice", channel)
    assert "unread" not in await see(web, "Alice", slack.workspace.channel("#general").id)


async def test_typed_markup_is_text_everywhere(slack: Slack, web: httpx.AsyncClient) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    ws = slack.workspace
    channel = ws.channel("#east")
    channel.topic = hostile
    ws.user("Ben").title = hostile
    await slack.client("UAlice").send(channel.id, hostile)
    await slack.client("UAlice").upload(channel.id, hostile, b"x")
    page = await see(web, "Alice", channel.id)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "onerror=alert(1)&gt;" in page


async def test_another_site_cannot_act_here(slack: Slack, web: httpx.AsyncClient) -> None:
    body = {"as": "UAlice", "channel": slack.workspace.channel("#east").id, "text": "hi"}
    refused = await web.post("/do/send", json=body, headers={"Origin": "https://elsewhere.example"})
    assert refused.status_code == 403
    assert slack.client("UAlice").messages(body["channel"]) == []
    assert (await web.post("/do/send", json=body, headers={"Origin": "http://desk.test"})).json()["ok"]


async def test_a_press_on_what_is_gone_is_one_sentence(slack: Slack, web: httpx.AsyncClient) -> None:
    press = {"block": "b", "action": "a", "type": "button"}
    channel = slack.workspace.channel("#east").id
    gone = {"as": "U小李", "channel": channel, "on": {"channel": channel, "ts": "1.1"}, **press}
    assert (await web.post("/do/act", json=gone)).json() == {"ok": False, "shown": "这条消息已经不在了。"}
    message = slack.workspace.post(channel, slack.workspace.bot, "no buttons")
    redrawn = {"as": "UAlice", "channel": channel, "on": {"channel": message.channel, "ts": message.ts}, **press}
    assert (await web.post("/do/act", json=redrawn)).json()["shown"] == "This has just changed. Look again."


async def test_nothing_is_said_in_another_channel_than_the_one_meant(slack: Slack, web: httpx.AsyncClient) -> None:
    managers = slack.workspace.channel("#managers").id
    for forged in ({"as": "UAlice", "channel": managers}, {"as": "UNobody", "channel": managers}):
        answer = await web.post("/do/send", json={**forged, "text": "hi"})
        assert answer.json()["ok"] is False
        refused = await web.post("/do/upload", data=forged, files={"file": ("a.txt", b"x")})
        assert refused.status_code == 409
    assert [one for channel in slack.workspace.channels for one in slack.workspace.messages(channel)] == []


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b'{"as": "UAlice", "state": [{"type": "datetimepicker"}]}'])
async def test_a_broken_request_is_refused_in_one_sentence(slack: Slack, web: httpx.AsyncClient, body: bytes) -> None:
    for path in ("/do/enter", "/do/nothing", "/do/move"):
        answer = await web.post(path, content=body)
        assert answer.status_code in (200, 400)
        assert answer.json()["ok"] is False


async def test_moving_the_clock_tells_what_runs_and_where_it_lands(slack: Slack, web: httpx.AsyncClient) -> None:
    monday = datetime.fromisoformat("2031-03-03T21:30+08:00")
    slack.move_clock(monday.timestamp() - slack.clock.now())
    answer = await web.post("/do/move", json={"as": "UAlice", "by": "nine"})
    assert answer.text.splitlines() == [
        '{"line": "Running the jobs until 04\\u2026"}',
        '{"now": "Tue, Mar 4, 2031, 9:00 AM"}',
    ]
    assert "2031年3月4日 周二" in await see(web, "小李")


async def test_a_file_opens_only_when_its_kind_is_harmless(slack: Slack, web: httpx.AsyncClient) -> None:
    ws = slack.workspace
    picture = ws.add_file("样品.png", ws.user("Alice"), b"\x89PNG")
    script = ws.add_file("trap.html", ws.user("Alice"), b"<script>1</script>")
    shown = await web.get(f"/file/{picture.id}")
    assert shown.headers["content-disposition"].startswith("inline")
    assert shown.content == b"\x89PNG"
    kept = await web.get(f"/file/{script.id}")
    assert kept.headers["content-disposition"].startswith("attachment")
    assert kept.headers["x-content-type-options"] == "nosniff"
    assert (await web.get("/file/F0")).status_code == 404
