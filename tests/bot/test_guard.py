"""Nothing unsigned gets in or learns anything; nothing malformed gets through; nothing at all makes a 5xx."""

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse

from bot import guard, payloads
from bot.guard import Guard

NOW = 1_795_298_400  # 2026-11-21; however long the tests take
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM = "application/x-www-form-urlencoded"
COMMAND = {"command": "/visit", "text": "方舟电子 见了刘兵", "team_id": "T1", "user_id": "U1", "trigger_id": "1.2.a"}
PRESS = {
    "type": "block_actions",
    "team": {"id": "T1", "domain": "acme"},
    "user": {"id": "U1", "team_id": "T1"},
    "container": {"type": "message", "message_ts": "1.2"},
    "actions": [{"type": "button", "action_id": "lead.claim", "block_id": "b", "value": "7"}],
}
EVENT = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {"type": "message", "user": "U1", "text": "hi", "channel": "D1", "channel_type": "im"},
    "authorizations": [{"team_id": "T1", "is_bot": True}],
}
SUBMISSION = {
    "type": "view_submission",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "view": {"id": "V1", "callback_id": "visit.form", "type": "modal", "state": {"values": {}}, "blocks": []},
}


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def interaction(payload: object) -> bytes:
    return form(payload=json.dumps(payload))


def sign(body: bytes, at: str | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers of a request; `at` is the timestamp it claims, by default the one that the guard here goes by."""
    stamp = at or str(NOW)
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": "v0=" + digest, "content-type": FORM}


class Behind:
    """What stands behind the guard: keeps what got through."""

    def __init__(self) -> None:
        self.got: list[payloads.Payload] = []

    async def __call__(self, scope, receive, send) -> None:
        self.got.append(scope["genjin.payload"])
        await PlainTextResponse("in")(scope, receive, send)


@pytest.fixture
def behind():
    return Behind()


@pytest.fixture
async def post(behind):
    transport = httpx.ASGITransport(Guard(behind, secret=SECRET, clock=lambda: NOW))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:

        async def send(body: bytes, headers) -> httpx.Response:
            return await client.post("/slack/events", content=body, headers=headers)

        yield send


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (form(**COMMAND), FORM, COMMAND),
        (interaction(PRESS), FORM, PRESS),
        (interaction(SUBMISSION), FORM, SUBMISSION),
        (json.dumps(EVENT).encode(), "application/json; charset=utf-8", EVENT),
    ],
)
async def test_what_slack_sends_gets_in_as_it_is(post, behind, body, kind, expected):
    answer = await post(body, {**sign(body), "content-type": kind})

    assert answer.status_code == 200
    assert behind.got == [expected]


BODY = form(**COMMAND)
GOOD = sign(BODY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": ""},
        {"x-slack-signature": GOOD["x-slack-signature"].removeprefix("v0=")},
        {"x-slack-signature": "v1" + GOOD["x-slack-signature"][2:]},
        {"x-slack-signature": GOOD["x-slack-signature"].upper()},
        {"x-slack-signature": "签名".encode()},
        {"x-slack-signature": b"v0=\xff\xfe"},
        {"x-slack-request-timestamp": ""},
        sign(BODY, at=str(NOW - 301)),
        sign(BODY, at=str(NOW + 301)),
        sign(BODY, at=f"{NOW}.0"),
        sign(BODY, at=f"+{NOW}"),
        sign(BODY, at=f" {NOW}"),
        sign(BODY, at="abc"),
        sign(BODY, at="9" * 40),
        sign(BODY, at="1e9"),
        sign(BODY, at="-1"),
        sign(BODY, secret="another"),
        sign(BODY + b"&x=1"),
    ],
)
async def test_a_forged_old_or_odd_signature_is_401_and_nothing_else_happens(post, behind, wrong):
    answer = await post(BODY, {**GOOD, **wrong})

    assert answer.status_code == 401
    assert behind.got == []


@pytest.mark.parametrize("stamp", ["١٢٣٤٥٦٧٨٩٠", "²³"])
async def test_digits_of_other_scripts_are_no_timestamp(post, behind, stamp):
    encoded = stamp.encode()
    digest = hmac.new(SECRET.encode(), b"v0:" + encoded + b":" + BODY, hashlib.sha256).hexdigest()

    answer = await post(
        BODY, [(b"x-slack-request-timestamp", encoded), (b"x-slack-signature", b"v0=" + digest.encode())]
    )

    assert answer.status_code == 401


@pytest.mark.parametrize("missing", ["x-slack-signature", "x-slack-request-timestamp"])
async def test_a_missing_header_is_401(post, missing):
    headers = {name: value for name, value in GOOD.items() if name != missing}

    assert (await post(BODY, headers)).status_code == 401


async def test_a_header_given_twice_is_401(post):
    twice = [*GOOD.items(), ("x-slack-signature", GOOD["x-slack-signature"])]

    assert (await post(BODY, twice)).status_code == 401


@pytest.mark.parametrize("seconds", [-300, 300])
async def test_a_clock_that_is_off_by_five_minutes_is_close_enough(post, seconds):
    assert (await post(BODY, sign(BODY, at=str(NOW + seconds)))).status_code == 200


async def test_an_unsigned_body_is_not_even_read(post):
    for body in (b"{", b"payload=null", b"\xff", b""):
        assert (await post(body, {"content-type": "application/json"})).status_code == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'"text"', "application/json"),
        (b"\xff\xfe", "application/json"),
        (b'{"type":' + b"[" * 100_000, "application/json"),
        (b'{"type":"x","n":' + b"9" * 5000 + b"}", "application/json"),
        (b'{"type":"x","n":NaN}', "application/json"),
        (b'{"type":"x","n":[1e999]}', "application/json"),
        (b"payload=null", FORM),
        (b"payload=", FORM),
        (b"payload=%7B", FORM),
        (b"payload=[]", FORM),
        (b"a=1&" * 300, FORM),
        (b"a=1", FORM),
        (BODY, "text/plain"),
        (BODY, "multipart/form-data"),
        (BODY, ""),
        (interaction({**PRESS, "actions": []}), FORM),
        (interaction({**PRESS, "actions": None}), FORM),
        (interaction({**PRESS, "actions": [None]}), FORM),
        (interaction({**PRESS, "actions": [{"type": "button"}]}), FORM),
        (interaction({**PRESS, "actions": [{"action_id": "a", "selected_option": 1}]}), FORM),
        (interaction({**PRESS, "actions": [{"action_id": "a", "selected_user": {}}]}), FORM),
        (interaction({name: value for name, value in PRESS.items() if name != "actions"}), FORM),
        (interaction({**PRESS, "user": 7}), FORM),
        (interaction({**PRESS, "team": {"id": {}}}), FORM),
        (interaction({**PRESS, "view": []}), FORM),
        (interaction({**SUBMISSION, "view": None}), FORM),
        (interaction({**SUBMISSION, "view": {"callback_id": 1}}), FORM),
        (interaction({"type": "shortcut"}), FORM),
        (interaction({"type": {}}), FORM),
        (json.dumps({**EVENT, "event": None}).encode(), "application/json"),
        (json.dumps({**EVENT, "event": {"type": 1}}).encode(), "application/json"),
        (json.dumps({**EVENT, "authorizations": [1]}).encode(), "application/json"),
    ],
)
async def test_a_signed_body_that_slack_never_sends_is_400(post, behind, body, kind):
    answer = await post(body, {**sign(body), "content-type": kind})

    assert answer.status_code == 400
    assert behind.got == []


async def test_a_body_over_a_megabyte_is_413_whether_it_says_so_or_not(post):
    large = b"x" * (guard.LARGEST + 1)

    async def in_pieces():
        yield large[:1000]
        yield large[1000:]

    assert (await post(large, sign(large))).status_code == 413
    assert (await post(in_pieces(), sign(large))).status_code == 413


async def test_a_body_that_does_not_come_is_not_waited_for(post, monkeypatch):
    monkeypatch.setattr(guard, "PATIENCE", 0.05)

    async def endless():
        yield b"a"
        await asyncio.sleep(5)

    assert (await post(endless(), sign(b"a"))).status_code == 408


async def test_what_no_database_can_store_is_taken_out(post, behind):
    body = json.dumps({**EVENT, "event": {**EVENT["event"], "text": "a\0b\ud83d" + "😀"}}).encode()

    await post(body, {**sign(body), "content-type": "application/json"})

    assert behind.got[0]["event"]["text"] == "ab?😀"


def test_a_guard_without_a_secret_is_not_built(behind):
    with pytest.raises(ValueError, match="empty secret"):
        Guard(behind, secret="")


# Anything at all, in any place of what Slack sends, comes out as an answer below 500.

scraps = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.builds(list) | st.builds(dict)
)
strange = st.recursive(scraps, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))


@st.composite
def mutated(draw):
    """One of Slack's payloads with up to four of its parts replaced, dropped or added to."""
    payload = json.loads(json.dumps(draw(st.sampled_from([COMMAND, PRESS, EVENT, SUBMISSION]))))
    for _ in range(draw(st.integers(1, 4))):
        place = payload
        while isinstance(place, dict) and place and draw(st.booleans()):
            inner = place[draw(st.sampled_from(sorted(place)))]
            if not isinstance(inner, dict):
                break
            place = inner
        name = draw(st.sampled_from([*sorted(place), "view", "user", "actions", "event", "team", "authorizations"]))
        if draw(st.booleans()):
            place[name] = draw(strange)
        else:
            place.pop(name, None)
    return payload


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payload=mutated() | strange, as_json=st.booleans())
async def test_mutated_payloads_get_an_answer(post, payload, as_json):
    body = json.dumps(payload).encode() if as_json else interaction(payload)

    answer = await post(body, {**sign(body), "content-type": "application/json" if as_json else FORM})

    assert answer.status_code in (200, 400)


header_bytes = st.binary(max_size=30).filter(lambda value: not set(value) & set(b"\r\n\0"))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stamp=header_bytes, signature=header_bytes, kind=header_bytes, body=st.binary(max_size=60))
async def test_mutated_headers_get_an_answer(post, behind, stamp, signature, kind, body):
    headers = [(b"x-slack-request-timestamp", stamp), (b"x-slack-signature", signature), (b"content-type", kind)]

    assert (await post(body, headers)).status_code == 401
    assert behind.got == []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200), kind=st.sampled_from([FORM, "application/json", "text/plain"]))
async def test_any_bytes_that_are_signed_get_an_answer(post, body, kind):
    assert (await post(body, {**sign(body), "content-type": kind})).status_code in (200, 400)
