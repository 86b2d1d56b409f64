"""A dropped file fetched from Slack, and from nowhere else: the token goes to Slack's own hosts alone."""

from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from core.errors import Refusal, msgid
from core.imports.reading import FileTooBig
from core.imports.sheet import MOST_BYTES
from handlers.payload import Payload

LISTS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls")  # ends of names that are taken for lists of customers
NEARLY = ("ods", "numbers", "et", "xlsb")  # lists in forms that are not read: it is said how to save them
_SLACKS = ("slack.com", "slack-gov.com")
_PATIENCE = aiohttp.ClientTimeout(total=40, sock_read=15)
_MOST_HOPS = 3


class FileGone(Refusal):
    message = msgid("The file is no longer in Slack. Drop it once more.")


class FileNotYours(Refusal):
    message = msgid("Only whoever put a file into Slack may import it. Save it, and drop it here yourself.")


class FileElsewhere(Refusal):
    message = msgid("The file lies outside Slack, where I don't fetch it. Save it, and drop it here.")


class FileKept(Refusal):
    message = msgid(
        "Slack does not hand the file over: the app may not read files yet. "
        "An admin installs it anew with the permission `files:read`."
    )


def is_list(file: Payload) -> bool:
    """Whether a file's name says that it may be a list of customers."""
    return str(file.get("name") or "").lower().rpartition(".")[2] in (*LISTS, *NEARLY)


async def fetch(client: AsyncWebClient, *, file_id: str, by: str) -> bytes:
    """The bytes of a file that `by` (a Slack id) put into Slack. Raises a `Refusal` that says what is wrong with it."""
    try:
        told = await client.files_info(file=file_id)
    except SlackApiError as refused:
        raise _refusal(refused) from None
    file: dict[str, Any] = told["file"]
    if file.get("user") != by:
        raise FileNotYours
    if file.get("is_external") or file.get("mode") in ("external", "tombstone"):
        raise FileElsewhere
    if int(file.get("size") or 0) > MOST_BYTES:
        raise FileTooBig
    return await _download(client, str(file.get("url_private_download") or file.get("url_private") or ""))


def _refusal(refused: SlackApiError) -> Exception:
    match refused.response.get("error"):
        case "file_not_found" | "file_deleted" | "files_not_found":
            return FileGone()
        case "missing_scope" | "not_allowed_token_type" | "no_permission":
            return FileKept()
    return refused


async def _download(client: AsyncWebClient, url: str) -> bytes:
    if client.session is None:
        raise LookupError("the client has no session of its own")
    headers = {"Authorization": f"Bearer {client.token}"}
    for _ in range(_MOST_HOPS):
        if not is_slacks(url, client.base_url):
            raise FileElsewhere
        async with client.session.get(url, headers=headers, timeout=_PATIENCE, allow_redirects=False) as answer:
            if answer.status in (301, 302, 303, 307, 308):
                url = urljoin(url, answer.headers.get("Location", ""))
                continue
            if answer.status == 404:
                raise FileGone
            answer.raise_for_status()
            if answer.content_type == "text/html":  # the page to sign in on
                raise FileKept
            return await _bytes(answer)
    raise FileElsewhere


async def _bytes(answer: aiohttp.ClientResponse) -> bytes:
    """What comes, up to what is taken: whatever the file was said to weigh."""
    found = bytearray()
    async for part in answer.content.iter_chunked(64 * 1024):
        found += part
        if len(found) > MOST_BYTES:
            raise FileTooBig
    return bytes(found)


def is_slacks(url: str, api_url: str) -> bool:
    """Whether the token may go there: to Slack over https, or to the host the Web API itself is at."""
    asked, api = urlsplit(url), urlsplit(api_url)
    if (asked.scheme, asked.netloc) == (api.scheme, api.netloc):
        return True
    host = (asked.hostname or "").lower()
    ours = any(host == slacks or host.endswith(f".{slacks}") for slacks in _SLACKS)
    return asked.scheme == "https" and ours and asked.port in (None, 443) and "@" not in asked.netloc
