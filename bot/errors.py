"""The one place where errors are told: a refusal in its own sentence, anything else with an apology and a reference."""

import secrets

import structlog
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot import payloads
from bot.telling import About, tell
from bot.troubles import is_contended, is_outage
from core import taken
from core.errors import Refusal, msgid
from core.taken import OnRecord
from handlers import payload, refusals, words
from handlers.words import Translate

APOLOGY = msgid(
    "Something went wrong on our side. Try again in a moment; if it stays, give your admin this reference: {ref}"
)

BUSY = msgid("Somebody else is changing this at this very moment. Nothing was changed; try it once more.")
TOO_LATE = msgid("Slack did not wait for the form. Nothing was changed; try it once more.")
_TRIGGERS = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged")

MOST_TYPED = 12_000  # Slack takes 40,000 characters in a text without blocks, and shows fewer of them well

log = structlog.get_logger("genjin.errors")


async def tell_error(error: Exception, request: AsyncBoltRequest, response: BoltResponse | None) -> BoltResponse | None:
    """Bolt's error handler, for listeners (`response` None) and for middleware, whose answer is returned."""
    if isinstance(error, Refusal):
        await _refuse(error, request)
    elif isinstance(error, SlackApiError) and error.response["error"] in _TRIGGERS:
        request.context["outcome"] = "late"
        await tell(request, _lines([t(TOO_LATE) for t in _translations(request)], request))
    elif is_contended(error):
        request.context["outcome"] = "busy"
        await tell(request, _lines([t(BUSY) for t in _translations(request)], request))
    else:
        await _apologise(error, request)
    if response is None:
        return None
    if request.context["outcome"] == "down" and payloads.kind(request.body) == "event":
        return BoltResponse(status=503, body="")  # Slack delivers it again
    return request.context.ack.response or BoltResponse(status=200, body="")


async def _refuse(error: Refusal, request: AsyncBoltRequest) -> None:
    request.context["outcome"] = "refused"
    translations = _translations(request)
    said = [words.refusal(t, error) for t in translations]
    plain = [t.plain(error.message, **error.holes) for t in translations]
    about = About("\n".join(plain), error.field)
    if request.context.get("me"):  # a way on is for members
        about.form = refusals.form_again(error, request.body.get("view") or {}, translations[0])
        about.offers = refusals.offers(error, request.body, translations[0])
    await tell(request, _lines(said, request), about)
    if isinstance(error, OnRecord) and request.context.get("me"):
        by, now, source = request.context["me"], request.context["now"](), payload.source(request.body)
        async with request.context["db"].begin() as session:
            await taken.collided(session, error=error, by=by, now=now, source=source)


async def _apologise(error: Exception, request: AsyncBoltRequest) -> None:
    request.context["outcome"] = "down" if is_outage(error) else "failed"
    ref = secrets.token_hex(4)
    kind = payloads.kind(request.body)
    log.error("request failed", ref=ref, kind=kind, workspace=request.context.team_id, exc_info=error)
    if kind == "event" and request.context["outcome"] == "down":
        return  # it comes again: from Slack, or from our inbox
    await tell(request, _lines([t(APOLOGY, ref=ref) for t in _translations(request)], request))


def _translations(request: AsyncBoltRequest) -> list[Translate]:
    """The asker's language; both, as long as it is not known who asks."""
    if request.context.get("me"):
        return [request.context["t"]]
    return [words.translator("en-US"), words.translator("zh-CN")]


def _lines(said: list[str], request: AsyncBoltRequest) -> str:
    """What is said, and what the person had typed, to be sent again."""
    text = (request.body.get("text") or "").strip()
    if payloads.kind(request.body) == "command" and text:
        # Slack has escaped it; what it has not is mentions, and a quoted one must not call anybody.
        typed = f"{request.body['command']} {text}"[:MOST_TYPED].replace("<!", "&lt;!")
        said = [*said, "> " + typed.replace("\n", "\n> ")]
    return "\n".join(said)
