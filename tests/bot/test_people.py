"""Whom Genjin works for, and what it keeps of them."""

import json
import time

import pytest
from sqlalchemy import text

from bot.profiles import Stranger, profile_of
from tests.bot.test_guard import FORM, form, interaction, sign
from tests.bot.test_web import counting, greet

ALICE = {"id": "UALICE", "team_id": "T1", "name": "alice", "profile": {}}


def test_a_profile_is_what_slack_shows_of_somebody():
    shown = {"real_name": "Alice Liddell", "display_name": "Alice"}
    profile = profile_of(
        {**ALICE, "profile": shown, "locale": "zh-CN", "tz": "Asia/Shanghai", "is_owner": True}, workspace_id="T1"
    )

    assert (profile.name, profile.locale, profile.zone, profile.admin, profile.active) == (
        *("Alice", "zh-CN", "Asia/Shanghai"),
        *(True, True),
    )


def test_a_profile_that_says_little_is_still_one():
    profile = profile_of(ALICE, workspace_id="T1")

    assert (profile.name, profile.locale, profile.zone, profile.admin) == ("alice", "en-US", "UTC", False)


@pytest.mark.parametrize(
    "what",
    [
        {"is_bot": True},
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"team_id": "T2"},
    ],
)
def test_bots_guests_and_outsiders_are_strangers(what):
    with pytest.raises(Stranger, match="members of this workspace only"):
        profile_of({**ALICE, **what}, workspace_id="T1")


@pytest.fixture
def send(slack):
    """Send a signed body to the running process, as Slack would."""

    async def post(web, body: bytes, kind: str = FORM):
        headers = {**sign(body, at=str(int(time.time())), secret=slack.signing_secret), "content-type": kind}
        return await web.http.post("/slack/events", content=body, headers=headers)

    return post


async def members(databases) -> list[str]:
    async with databases.everywhere().begin() as session:
        return list(await session.scalars(text("select slack_id from members order by 1")))


async def test_somebody_of_another_workspace_is_refused_politely_and_not_kept(serving, slack, send, databases):
    ours = slack.workspace.id
    asked = {"command": "/hello", "text": "", "user_id": "UALICE", "trigger_id": "1.2.a"}
    press = {
        "type": "block_actions",
        "team": {"id": ours},
        "user": {"id": "UALICE", "team_id": "TOTHER"},
        "actions": [{"type": "button", "action_id": "a"}],
        "response_url": f"{slack.url}/commands/{ours}/nothing",
    }
    async with serving(greet) as web:
        told = await send(web, form(**asked, team_id="TOTHER"))
        pressed = await send(web, interaction(press))

    assert "works for the members of this workspace only" in told.text
    assert "只为本工作区的成员服务" in told.json()["text"]
    assert pressed.status_code == 200
    assert await members(databases) == []


async def test_a_guest_is_refused_politely(serving, slack, send, databases, monkeypatch):
    user = slack.workspace.user("Alice")
    monkeypatch.setattr(
        type(user), "as_json", lambda self, **_: {**ALICE, "team_id": slack.workspace.id, "is_restricted": True}
    )
    async with serving(greet):
        said = await slack.person("Alice").command("/hello")

    assert "works for the members of this workspace only" in said.text
    assert await members(databases) == []


async def test_what_bots_write_is_not_heard(serving, slack, send, databases):
    heard: list[str] = []
    event = {"type": "message", "text": "beep", "channel": "D1", "channel_type": "im", "bot_id": "B9", "user": "UBOT"}
    body = {"type": "event_callback", "team_id": slack.workspace.id, "event_id": "Ev9", "event": event}
    async with serving(counting(heard)) as web:
        answer = await send(web, json.dumps(body).encode(), "application/json")

    assert (answer.status_code, heard, await members(databases)) == (200, [], [])


async def test_somebody_whose_account_was_switched_off_is_refused(serving, slack, databases):
    async with serving(greet):
        await slack.person("Alice").command("/hello")
        slack.workspace.user("Alice").deleted = True
        async with databases.everywhere().begin() as session:
            await session.execute(text("update members set active = false"))
        refused = await slack.person("Alice").command("/hello")
        slack.workspace.user("Alice").deleted = False
        back = await slack.person("Alice").command("/hello")

    assert "switched off" in refused.text
    assert back.text.startswith("Alice admin")
