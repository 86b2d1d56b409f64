"""Who is asking: met in one statement, taken in from Slack the first time, and what a listener is given for them."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import inbox, payloads
from bot.answers import Respond
from bot.clock import Clock
from bot.database import Databases
from bot.listening import Work
from bot.payloads import Payload
from bot.profiles import STRANGER, Stranger, look_up, profile_of, take_in
from bot.telling import tell
from core import members
from core.models import Member
from handlers import words

EVENTS = ("user_change",)  # what Slack tells us of people, for the manifest

SWITCHED_OFF = "Your Slack account is switched off here. Ask an admin.\n你的 Slack 账号在这里已停用，请联系管理员。"


class Meeting(AsyncMiddleware):
    """Bolt middleware: puts `db`, `me`, `t`, `now` into the context, or refuses."""

    def __init__(self, databases: Databases, clock: Clock, client: AsyncWebClient, work: Work) -> None:
        self._databases = databases
        self._clock = clock
        self._client = client
        self._work = work

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse | None:
        context = req.context
        context["respond"] = Respond(context.client, context.response_url)
        workspace = context.authorize_result
        if workspace is None or not context.team_id or _is_bots(req.body):
            return BoltResponse(status=200, body="")
        try:
            _must_be_of(workspace, req)
            me = await self._meet(workspace, _actor(req))
        except Stranger as stranger:
            await tell(req, str(stranger))
            return context.ack.response or BoltResponse(status=200, body="")
        if _about(req.body) == "user_change":
            self._work.start(self._follow(workspace, req.body["event"].get("user")))
            return BoltResponse(status=200, body="")
        db = self._databases.of(context.team_id)
        context["meet"] = partial(self._known, workspace)
        context.update(db=db, me=me, t=words.translator_for(me) if me else words.translator(""), now=self._clock.now)
        if (
            payloads.kind(req.body) == "event"
            and not context.get("resumed")
            and not await inbox.store(db, req.body, now=self._clock.now())
        ):
            return BoltResponse(status=200, body="")
        return await next()

    async def _known(self, workspace: AuthorizeResult, slack_id: str) -> None:
        """Take in somebody a member has picked in Slack who has not spoken to us yet; nobody Slack does not know."""
        async with self._databases.reading() as session:
            if await members.meet(session, workspace_id=workspace.team_id or "", slack_id=slack_id):
                return
        try:
            profile = await look_up(self._client, slack_id, workspace_id=workspace.team_id or "")
        except Stranger:
            raise members.Outsider(who=members.Somebody(slack_id)) from None
        if profile.name == slack_id:  # Slack did not answer
            raise members.NotAMember(who=members.Somebody(slack_id))
        await take_in(self._databases, self._clock, workspace, profile)

    async def _meet(self, workspace: AuthorizeResult, slack_id: str | None) -> Member | None:
        """The member; None for what nobody did (an event of the workspace itself)."""
        if slack_id is None:
            return None
        async with self._databases.reading() as session:
            member = await members.meet(session, workspace_id=workspace.team_id or "", slack_id=slack_id)
        if member is None or not member.active:
            known, member = member, await self._welcome(workspace, slack_id)
            if known is not None and member.name == slack_id != known.name:
                raise Stranger(SWITCHED_OFF)  # Slack does not answer: whoever was switched off stays so
        elif member.name == slack_id:  # Slack did not answer the first time
            self._work.start(self._welcome(workspace, slack_id))
        if not member.active:
            raise Stranger(SWITCHED_OFF)
        return member

    async def _follow(self, workspace: AuthorizeResult, user: Payload | str | None) -> None:
        """Somebody's profile has changed in Slack: their language, zone, name, or whether they are there at all."""
        if not isinstance(user, dict) or not user.get("id"):
            return
        async with self._databases.reading() as session:
            known = await members.meet(session, workspace_id=workspace.team_id or "", slack_id=user["id"])
        if known:
            told = {"locale": known.locale, **user}  # Slack leaves the language out when it has not changed
            with suppress(Stranger):  # a guest an admin let in from the shell stays as they are
                profile = profile_of(told, workspace_id=workspace.team_id or "")
                await take_in(self._databases, self._clock, workspace, profile)

    async def _welcome(self, workspace: AuthorizeResult, slack_id: str) -> Member:
        profile = await look_up(self._client, slack_id, workspace_id=workspace.team_id or "")
        return await take_in(self._databases, self._clock, workspace, profile)


def _actor(req: AsyncBoltRequest) -> str | None:
    """Who did it; nobody when the user in an event is whom it is about."""
    return None if _about(req.body) in ("user_change", "team_join") else req.context.user_id


def _about(body: Payload) -> str | None:
    """The type of an event."""
    return (body.get("event") or {}).get("type")


def _must_be_of(workspace: AuthorizeResult, req: AsyncBoltRequest) -> None:
    """People of other workspaces reach us through shared channels: `user.team_id` tells."""
    event, user = req.body.get("event") or {}, req.body.get("user")
    theirs = user.get("team_id") if isinstance(user, dict) else event.get("user_team")
    of_other = isinstance(theirs, str) and theirs.startswith("T") and theirs != workspace.team_id
    if of_other or req.context.team_id != workspace.team_id:
        raise Stranger(STRANGER)


def _is_bots(body: Payload) -> bool:
    event = body.get("event") or {}
    return bool(event.get("bot_id")) or event.get("user") == "USLACKBOT"
