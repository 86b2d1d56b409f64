"""Everything behind the guard, with the real handlers: whatever is signed gets an answer below 500, and quickly."""

import json
import logging
import time

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import web
from handlers import ids
from handlers.commands import COMMANDS
from tests.bot.test_guard import FORM, interaction, sign, strange

USER = {"id": "UALICE", "username": "alice", "name": "alice"}


@pytest.fixture
async def post(slack, settings_of):
    """Send a signed body to the whole application, in this loop."""
    chosen = settings_of()
    async with web.running(chosen) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot", timeout=30) as client:

            async def send(body: bytes, kind: str = FORM) -> httpx.Response:
                headers = {**sign(body, at=str(int(time.time())), secret=chosen.signing_secret), "content-type": kind}
                return await client.post("/slack/events", content=body, headers=headers)

            yield send


def known_ids(*prefixes: str) -> list[str]:
    values = (value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str))
    return sorted(value for value in values if not prefixes or value.startswith(prefixes))


words = st.text(max_size=40) | st.sampled_from(
    [
        "",
        "help",
        "new",
        "new 方舟电子 30万",
        "pool",
        "公海",
        "mine",
        "方舟电子 见了刘兵,要200台扫描枪,下周三报价",
        "💥" * 20,
        "a" * 4000,
    ]
)
values = st.none() | st.text(max_size=30) | st.just("{}") | strange.map(json.dumps) | st.integers().map(str)


@st.composite
def commands(draw, team: str):
    return {
        "command": draw(st.sampled_from([command.name for command in COMMANDS] + ["/other"])),
        "text": draw(words),
        "team_id": team,
        "user_id": "UALICE",
        "channel_id": "D1",
        "trigger_id": "1.2.a",
        "response_url": "http://127.0.0.1:9/none",
    }


@st.composite
def presses(draw, team: str):
    kind = draw(st.sampled_from(["button", "static_select", "users_select", "overflow", "datepicker"]))
    action = {"type": kind, "action_id": draw(st.sampled_from([*known_ids(), "other"])), "block_id": "b"}
    action |= draw(
        st.fixed_dictionaries({}, optional={"value": values, "selected_user": values, "selected_option": strange})
    )
    place = draw(st.sampled_from(["message", "modal", "home"]))
    body = {"type": "block_actions", "team": {"id": team}, "user": USER, "actions": [action], "trigger_id": "1.2.a"}
    if place == "message":
        return body | {
            "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"},
            "channel": {"id": "C1"},
        }
    return body | {"view": {"id": "V1", "type": place, "callback_id": "x", "private_metadata": draw(values)}}


@st.composite
def submissions(draw, team: str):
    fields = draw(
        st.dictionaries(st.sampled_from(["customer", "line", "who", "reason", "amount", "day"]), strange, max_size=4)
    )
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": draw(st.sampled_from([*known_ids(), "other"])),
        "private_metadata": draw(values),
        "state": {"values": fields},
        "blocks": [],
    }
    return {"type": "view_submission", "team": {"id": team}, "user": USER, "view": view, "trigger_id": "1.2.a"}


@st.composite
def events(draw, team: str):
    event = {"type": draw(st.sampled_from(["message", "app_home_opened", "user_change", "other"])), "user": "UALICE"}
    event |= draw(
        st.fixed_dictionaries({"text": words}, optional={"subtype": st.text(max_size=9), "tab": st.text(max_size=5)})
    )
    event |= {"channel": "D1", "channel_type": "im", "ts": "1.2"}
    return {"type": "event_callback", "team_id": team, "event_id": draw(st.uuids()).hex, "event": event}


TEAM = "T0FUZZ"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    payload=commands(TEAM) | presses(TEAM) | submissions(TEAM) | events(TEAM), stray=strange, name=st.text(max_size=6)
)
async def test_whatever_is_signed_gets_an_answer(post, slack, caplog, payload, stray, name):
    caplog.clear()
    payload = json.loads(json.dumps(payload).replace(TEAM, slack.workspace.id)) | {name: stray}
    if payload.get("command"):
        payload = {key: value if isinstance(value, str) else json.dumps(value) for key, value in payload.items()}
        answer = await post(httpx.QueryParams(payload).__str__().encode())
    elif payload.get("type") == "event_callback":
        answer = await post(json.dumps(payload).encode(), "application/json")
    else:
        answer = await post(interaction(payload))

    assert answer.status_code in (200, 400)
    assert "Traceback" not in answer.text
    assert [said for record in caplog.records if (said := offence(record))] == []


def offence(record: logging.LogRecord) -> str:
    """What our own code did wrong; nothing when Slack said no to a window, a message or a channel that is not there."""
    said = record.getMessage()
    if record.levelno < logging.ERROR or "SlackApiError" in said or "could not be told" in said:
        return ""
    return said[-300:]
