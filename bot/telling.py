"""A sentence for whoever asked, on the surface where they asked: an answer, a form's error, a small window, a DM."""

import dataclasses
from dataclasses import dataclass

import aiohttp
import structlog
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot import payloads
from bot.payloads import Payload

_KEPT = ("type", "title", "submit", "close", "private_metadata", "callback_id", "clear_on_close", "notify_on_close")

log = structlog.get_logger("genjin.telling")


@dataclass
class About:
    """A refusal besides its sentence: the same as a form shows it, `plain`, under the block named by `field`; what to
    draw beneath it; the form as it is to come back."""

    plain: str | None = None
    field: str | None = None
    offers: list[Payload] = dataclasses.field(default_factory=list)
    form: Payload | None = None


async def tell(request: AsyncBoltRequest, sentence: str, about: About | None = None) -> None:
    """Say it (mrkdwn) where it fits; what Slack refuses is logged."""
    about = about or About()
    kind = payloads.kind(request.body)
    try:
        match kind:
            case "command":
                await _answer(request, sentence, about)
            case "form":
                await _in_form(request, sentence, about)
            case "action" | "shortcut":
                await _after_press(request, sentence, about)
            case "event":
                await _in_chat(request, sentence)
            case "options":
                await request.context.ack(options=[])
            case _:
                await request.context.ack()
    except (SlackApiError, SlackRequestError, aiohttp.ClientError, TimeoutError, ValueError) as failed:
        log.error("could not be told", kind=kind, reason=str(failed))


def _answered(request: AsyncBoltRequest) -> bool:
    ack = request.context.ack
    return ack.response is not None or getattr(ack, "late", False)


async def _answer(request: AsyncBoltRequest, sentence: str, about: About) -> None:
    if _answered(request):
        await _respond(request, sentence, about)
    else:
        await request.context.ack(response_type="ephemeral", **_message(sentence, about))


async def _respond(request: AsyncBoltRequest, sentence: str, about: About) -> None:
    if respond := request.context.respond:
        await respond(response_type="ephemeral", replace_original=False, **_message(sentence, about))


def _message(sentence: str, about: About) -> Payload:
    if not about.offers:
        return {"text": sentence}
    return {"text": sentence, "blocks": [_section(sentence), *about.offers]}


async def _in_form(request: AsyncBoltRequest, sentence: str, about: About) -> None:
    view: Payload = request.body["view"]
    inputs = [block["block_id"] for block in view.get("blocks") or [] if block.get("type") == "input"]
    if _answered(request):
        await _in_dm(request, sentence)
    elif request.body["type"] == "view_closed":
        await request.context.ack()
    elif about.form:
        await request.context.ack(response_action="update", view=about.form)
    elif inputs:
        field = about.field if about.field and about.field in inputs else inputs[0]
        await request.context.ack(response_action="errors", errors={field: about.plain or sentence})
    else:
        kept = {name: view[name] for name in _KEPT if view.get(name) is not None}
        blocks = [_section(sentence), *(view.get("blocks") or [])]
        await request.context.ack(response_action="update", view={**kept, "blocks": blocks})


async def _after_press(request: AsyncBoltRequest, sentence: str, about: About) -> None:
    if not _answered(request):
        await request.context.ack()
    if request.context.response_url:
        return await _respond(request, sentence, about)
    client, trigger = request.context.client, request.body.get("trigger_id")
    in_modal = (request.body.get("view") or {}).get("type") == "modal"
    try:
        await (client.views_push if in_modal else client.views_open)(trigger_id=trigger, view=_window(sentence, about))
    except SlackApiError:  # too late for a window, or three of them open
        await _in_dm(request, sentence)


async def _in_chat(request: AsyncBoltRequest, sentence: str) -> None:
    event: Payload = request.body["event"]
    if event.get("channel_type") == "im":
        await request.context.client.chat_postMessage(channel=event["channel"], text=sentence)
    elif event["type"] in ("message", "app_mention") and request.context.user_id:
        await request.context.client.chat_postEphemeral(
            channel=event["channel"], user=request.context.user_id, text=sentence, thread_ts=event.get("thread_ts")
        )


async def _in_dm(request: AsyncBoltRequest, sentence: str) -> None:
    await request.context.client.chat_postMessage(channel=request.context.user_id or "", text=sentence)


def _window(sentence: str, about: About) -> Payload:
    blocks = [_section(sentence), *about.offers]
    return {"type": "modal", "title": {"type": "plain_text", "text": "Genjin"}, "blocks": blocks}


def _section(sentence: str) -> Payload:
    return {"type": "section", "text": {"type": "mrkdwn", "text": sentence[:2900]}}
