"""The outbox's own way to Slack: never retried behind its back, and every answer is one of four.

Done; refused (nothing was posted); asked to wait (nothing was posted); or unknown: it may be posted, or may yet be.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

EVENT = "genjin_notice"
# Raises where a request, about to be written, may no longer be: whoever was to send it has been too slow.
May = Callable[[], None]
_MAY: ContextVar[May | None] = ContextVar("whether the request may still be written", default=None)

Asking = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]

# Part of the work may have been done all the same.
_UNSURE = {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "server_error"}
# These say that the app has posted too much everywhere, not in one channel.
_EVERYWHERE = {"rate_limited", "message_limit_exceeded", "team_quota_exceeded"}
_WAIT = {"ratelimited", *_EVERYWHERE}


class Refused(Exception):  # noqa: N818  # an answer of Slack's
    """Slack said no with a word, and did nothing."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Wait(Exception):  # noqa: N818  # an answer of Slack's
    """Not now, and nothing was done. `seconds` is None when Slack was not even reached."""

    def __init__(self, word: str, *, seconds: float | None, everywhere: bool = False) -> None:
        super().__init__(word)
        self.word = word
        self.seconds = seconds
        self.everywhere = everywhere


class Unknown(Exception):  # noqa: N818  # an answer of Slack's
    """It may have happened, or may still."""


@dataclass(frozen=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str


class Wire:
    """Slack's Web API for delivery, all workspaces. Close it when done."""

    def __init__(self, api_url: str, token_of: Callable[[str], Awaitable[str]], *, timeout: float) -> None:
        self._api_url = api_url
        self._token_of = token_of
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self, workspace_id: str, channel: str, message: Mapping[str, Any], key: str, *, may: May | None = None
    ) -> Posted:
        """Post a message that carries its key in its metadata. Raises `Refused`, `Wait`, `Unknown`.

        `may` is asked once more as the first byte is about to be written: it raises where it is too late.
        """
        metadata = {"event_type": EVENT, "event_payload": {"key": key}}
        said = await self._call(
            workspace_id,
            lambda slack: slack.chat_postMessage(
                channel=channel, metadata=metadata, unfurl_links=False, unfurl_media=False, **message
            ),
            may,
        )
        return _posted(said)

    async def edit(
        self, workspace_id: str, where: Posted, message: Mapping[str, Any], *, may: May | None = None
    ) -> Posted:
        """Change a message; doing it twice changes nothing more. `may` as for `post`.

        Raises `Refused`, `Wait`, `Unknown`.
        """
        whole = {"blocks": [], **message}  # blocks not named would stay as they are
        said = await self._call(
            workspace_id, lambda slack: slack.chat_update(channel=where.channel, ts=where.ts, **whole), may
        )
        return _posted(said)

    async def opened(self, workspace_id: str, user: str) -> str:
        """The id of the DM with a person. Raises `Refused`, `Wait`, `Unknown`."""
        said = await self._call(workspace_id, lambda slack: slack.conversations_open(users=user))
        return str(said["channel"]["id"])

    async def do_not_disturb(self, workspace_id: str, user: str) -> dict[str, Any]:
        """A person's hours of quiet as dnd.info tells them. Raises `Refused`, `Wait`, `Unknown`."""
        return await self._call(workspace_id, lambda slack: slack.dnd_info(user=user))

    async def find(self, workspace_id: str, conversation: str, key: str, *, since: float) -> Posted | None:
        """The message that carries the key, if Slack shows one since then (epoch seconds)."""
        cursor: str | None = None
        while True:
            said = await self._call(workspace_id, self._page(conversation, since, cursor))
            for message in said.get("messages", []):
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == EVENT and metadata.get("event_payload", {}).get("key") == key:
                    return Posted(conversation, str(message["ts"]))
            cursor = (said.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    def _page(self, conversation: str, since: float, cursor: str | None) -> Asking:
        return lambda slack: slack.conversations_history(
            channel=conversation,
            oldest=f"{since:.6f}",
            limit=15,  # all that some apps are given
            include_all_metadata=True,
            cursor=cursor,
        )

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session:
            await self._session.close()

    async def _call(self, workspace_id: str, asking: Asking, may: May | None = None) -> dict[str, Any]:
        client = await self._client(workspace_id)
        _MAY.set(may)  # each notice is carried in a task of its own
        try:
            answer = await asking(client)
        except aiohttp.ClientConnectorError as unreached:
            raise Wait(f"unreachable: {type(unreached).__name__}", seconds=None) from unreached
        except SlackApiError as said:
            raise _meaning(said) from said
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError, AttributeError) as broken:
            # The last two are how the SDK takes an answer that is not what it says it is.
            raise Unknown(type(broken).__name__) from broken
        if not isinstance(answer.data, dict):
            raise Unknown("not JSON")
        return answer.data

    async def _client(self, workspace_id: str) -> AsyncWebClient:
        if self._session is None or self._session.closed:
            writing = aiohttp.TraceConfig()
            writing.on_request_chunk_sent.append(_ask_once_more)
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout), trace_configs=[writing]
            )
        # The SDK's own retries post twice when a connection drops: the outbox looks first.
        return AsyncWebClient(
            token=await self._token_of(workspace_id),
            base_url=self._api_url,
            session=self._session,
            retry_handlers=[],
        )


async def _ask_once_more(*_: Any) -> None:
    """Called with the connection open, right before the request is written to it. To open one takes a while, and a
    process may be frozen in it for longer than its lease: woken, it must not post what another has posted since."""
    if may := _MAY.get():
        may()


def _meaning(error: SlackApiError) -> Refused | Wait | Unknown:
    status = getattr(error.response, "status_code", 0)
    data = getattr(error.response, "data", None)
    word = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or word in _WAIT:
        return Wait(word or "ratelimited", seconds=_retry_after(error.response), everywhere=word in _EVERYWHERE)
    if status != 200 or not word or word in _UNSURE:
        return Unknown(word or f"HTTP {status}")
    return Refused(word)


def _retry_after(response: Any) -> float:
    with suppress(KeyError, ValueError, TypeError):
        return max(float(response.headers["Retry-After"]), 0)
    return 30.0  # Slack always says; should it not, this is not rude


def _posted(said: Mapping[str, Any]) -> Posted:
    try:
        return Posted(str(said["channel"]), str(said["ts"]))
    except KeyError as missing:
        raise Unknown(f"no {missing} in the answer") from missing
