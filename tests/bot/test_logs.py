"""The log has what helps, and nothing that opens a door or names a customer."""

import io
import json
import logging
import sys

import pytest
import structlog

from bot import logs


@pytest.fixture
def written(monkeypatch):
    """What is written to the log meanwhile; the process's own logging is put back afterwards."""
    before = logging.root.handlers, logging.root.level, structlog.get_config()
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure(json=True)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.root.handlers, level, config = before
    logging.root.setLevel(level)
    structlog.configure(**config)


SECRETS = [
    "xoxb-123-456-abcDEF",
    "xoxe.xoxp-1-Mi0yLTEyMw",
    "xapp-1-A012-345-abcdef",
    "Bearer eyJhbGciOi.J9",
    "https://hooks.slack.com/commands/T1/2/abc",
    "'response_url': 'https://slack.example/actions/T1/2/abc'",
    '"trigger_id": "13345224609.738474920.8088930838d88f008e0"',
    "postgresql://genjin:hunter2@db/genjin",
    "liu.bing@fangzhou.com.cn",
    "13812345678",
    "138 1234 5678",
    "+86 138-1234-5678",
    "010-62345678",
    "+1 415 555 2671",
    "(415) 555-2671",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_and_numbers_are_hidden_wherever_they_stand(written, secret):
    structlog.get_logger("a").warning(f"in the event {secret} here", field=secret, deep={"list": [f"x {secret}"]})
    logging.getLogger("elsewhere").error("by %s, formatted", secret)
    try:
        raise RuntimeError(f"in a traceback {secret}")
    except RuntimeError:
        structlog.get_logger("a").exception("failed")

    lines = [{name: part for name, part in line.items() if name != "timestamp"} for line in written()]
    text = json.dumps(lines, ensure_ascii=False)
    for part in (
        "abcDEF",
        "Mi0y",
        "345-abcdef",
        "eyJ",
        "T1/2",
        "8088930838",
        "hunter2",
        "fangzhou",
        "1234",
        "555",
        "6234",
    ):
        assert part not in text
    assert len(lines) == 3


@pytest.mark.parametrize("name", ["token", "signing_secret", "Authorization", "response_url", "trigger_id"])
def test_a_value_under_a_telling_name_is_hidden_whatever_it_is(written, name):
    structlog.get_logger("a").info("request", **{name: "plainword"}, payload={name: "plainword"})

    assert "plainword" not in json.dumps(written())


def test_what_helps_stays(written):
    structlog.get_logger("a").info("sent", ts="1732200000.123456", workspace="T012AB", n=12345678901, at="2026-11-21")

    line = written()[0]
    assert (line["ts"], line["workspace"], line["n"], line["at"]) == (
        "1732200000.123456",
        "T012AB",
        12345678901,
        "2026-11-21",
    )
    assert line["level"] == "info"


def test_slacks_libraries_write_no_bodies(written):
    logging.getLogger("slack_sdk.web.async_base_client").debug("Sending a request - body: secret words")
    logging.getLogger("slack_bolt.AsyncApp").warning("Unhandled request ({'text': 'secret words'})\n---\n[Suggestion]")
    logging.getLogger("slack_bolt.AsyncApp").info("secret words")

    assert "Suggestion" not in json.dumps(written())
    assert len(written()) == 1
