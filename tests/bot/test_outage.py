"""The database away: people are told, events come again, and all is well when it is back."""

from uuid import uuid4

import pytest
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from bot.database import connect
from bot.troubles import is_contended, is_outage, is_passing
from core.errors import Missing
from tests.bot.test_web import counting, greet


@pytest.fixture
def own_url(server, template):
    """A database that a test may take away."""
    url = server.create(f"genjin_outage_{uuid4().hex[:8]}", template=template)
    yield url
    server.drop(make_url(url).database or "")


async def test_people_are_told_and_readyz_says_why(serving, slack, server, own_url):
    async with serving(greet, database_url=own_url) as web:
        before = await slack.person("Alice").command("/hello")
        server.drop(make_url(own_url).database or "")
        during = await slack.person("Alice").command("/hello 方舟电子")
        ready, counts = await web.http.get("/readyz"), await web.http.get("/metrics")

    assert before.ok
    assert "Something went wrong on our side." in during.text
    assert "我们这边出了点问题" in during.text  # it cannot be known who asks
    assert during.text.endswith("> /hello 方舟电子")
    assert (ready.status_code, ready.json()["reason"]) == (503, "the database cannot be reached")
    assert 'genjin_requests_total{kind="command",outcome="down"}' in counts.text


async def test_an_event_is_not_taken_so_that_slack_sends_it_again(serving, slack, server, own_url, template):
    slack.retry_delays = (2.0,)  # Slack comes back when the database does
    heard: list[str] = []
    name = make_url(own_url).database or ""
    async with serving(counting(heard), database_url=own_url):
        server.drop(name)
        await slack.person("Alice").says("hi")
        assert heard == []
        assert slack.deliveries[-1].ack.status == 503
        server.create(name, template=template)
        await slack.until(lambda: heard == ["hi"])


async def test_a_database_that_was_never_migrated_is_not_ready(serving, server):
    url = server.create(f"genjin_new_{uuid4().hex[:8]}")
    try:
        async with serving(greet, database_url=url) as web:
            ready = await web.http.get("/readyz")
    finally:
        server.drop(make_url(url).database or "")

    assert ready.status_code == 503
    assert "run python -m bot migrate" in ready.json()["reason"]


async def test_only_what_the_database_did_is_an_outage():
    engine = connect("postgresql://genjin@127.0.0.1:1/none")
    with pytest.raises(OperationalError) as away:
        async with engine.connect():
            pass

    assert is_outage(away.value)
    assert not is_passing(away.value)
    assert is_outage(TimeoutError())
    assert not is_outage(Missing())
    assert not is_outage(ValueError())


@pytest.mark.parametrize(
    ("cause", "contended"), [(LockNotAvailable, True), (DeadlockDetected, True), (QueryCanceled, False)]
)
def test_a_wait_that_was_cut_short_passes_and_is_no_outage(cause, contended):
    late = OperationalError("select", {}, cause("others have it"))

    assert is_contended(late) == contended
    assert is_passing(late)
    assert not is_outage(late)
