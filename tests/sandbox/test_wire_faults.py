"""Slack's bad days: what the caller meets, and what was done all the same."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.faults import Fault, Kind
from sandbox.slack import Slack
from tests.sandbox.wire_bot import stand_in


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with stand_in() as slack:
        yield slack


def client_of(slack: Slack) -> AsyncWebClient:
    return AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=1)


def texts(slack: Slack) -> list[str]:
    return [m.text for m in slack.person("小李").sees("#east")]


@pytest.mark.parametrize(
    ("kind", "raised", "accepted"),
    [
        ("rate_limited", SlackApiError, False),
        ("error_before", SlackApiError, False),
        ("error_after", SlackApiError, True),
        ("timeout_before", TimeoutError, False),
        ("timeout_after", TimeoutError, True),
        ("drop_before", aiohttp.ClientError, False),
        ("drop_after", aiohttp.ClientError, True),
        ("bad_json", SlackApiError, True),
        ("refused", SlackApiError, False),
    ],
)
async def test_each_fault_looks_failed_and_is_done_or_not(
    slack: Slack, kind: Kind, raised: type[Exception], accepted: bool
) -> None:
    client, east = client_of(slack), slack.workspace.channel("#east").id
    slack.faults.add("chat.postMessage", kind)

    with pytest.raises(raised):
        await client.chat_postMessage(channel=east, text="first")
    await client.chat_postMessage(channel=east, text="second")

    assert texts(slack) == (["first", "second"] if accepted else ["second"])
    assert [(call.ok, call.error) for call in slack.calls] == [(accepted, kind), (True, None)]


async def test_retry_after_is_heeded(slack: Slack) -> None:
    client, east = client_of(slack), slack.workspace.channel("#east").id
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    slack.faults.add("chat.postMessage", "rate_limited", retry_after=1)

    await client.chat_postMessage(channel=east, text="patient")

    first, second = slack.calls
    assert second.at - first.at >= 1
    assert texts(slack) == ["patient"]


async def test_a_plan_decides_call_by_call(slack: Slack) -> None:
    client, east = client_of(slack), slack.workspace.channel("#east").id
    slack.faults.plan = lambda call: Fault("refused", word="fatal_error") if call.args.get("text") == "bad" else None

    await client.chat_postMessage(channel=east, text="good")
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.chat_postMessage(channel=east, text="bad")
    slack.faults.clear()
    await client.chat_postMessage(channel=east, text="bad")

    assert texts(slack) == ["good", "bad"]


async def test_a_response_url_may_fail_too(slack: Slack) -> None:
    ws, li = slack.workspace, slack.person("小李")
    url = f"{slack.url}/commands/{ws.id}/{ws.tickets.response_url(li.id, ws.channel('#east').id)}"
    slack.faults.add("response_url", "error_before")

    failed = await AsyncWebhookClient(url).send(text="first")
    await AsyncWebhookClient(url).send(text="second")

    assert failed.status_code == 500
    assert texts(slack) == ["second"]


async def test_one_message_a_second_when_pacing_is_on(slack: Slack) -> None:
    client, east, li = client_of(slack), slack.workspace.channel("#east").id, slack.person("小李")
    slack.pace = 1.0
    await client.chat_postMessage(channel=east, text="first")
    await client.chat_postMessage(channel=li.id, text="elsewhere")

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=east, text="too soon")

    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert texts(slack) == ["first"]
