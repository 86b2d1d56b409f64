"""What an interaction hands the bot for a short while: trigger_ids and response_urls."""

from dataclasses import dataclass

from sandbox.clock import Clock, secret
from sandbox.errors import SlackError

TRIGGER_SECONDS = 3
RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5


@dataclass
class Trigger:
    """A right to open one modal for one person; `view` is the modal it was pressed in."""

    user: str
    view: str | None
    until: float
    used: bool = False


@dataclass
class ResponseUrl:
    """A right to answer where a person did something; `ts` is the message they pressed on."""

    user: str
    channel: str
    ts: str | None
    thread_ts: str | None
    until: float
    left: int = RESPONSE_USES


class Tickets:
    """All that were given out in one workspace."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.trigger_seconds = TRIGGER_SECONDS
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, *, view: str | None = None) -> str:
        """A new trigger_id for that person, good for a short while and one use."""
        number = f"{int(self._clock.now() * 1000)}.{len(self._triggers) + 1:010d}.{secret(32)}"
        self._triggers[number] = Trigger(user, view, self._clock.now() + self.trigger_seconds)
        return number

    def use_trigger(self, number: str) -> Trigger:
        """Spend it; raises invalid_trigger_id, exchanged_trigger_id or expired_trigger_id as Slack does."""
        trigger = self._triggers.get(number)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, user: str, channel: str, *, ts: str | None = None, thread_ts: str | None = None) -> str:
        """The secret tail of a new response_url."""
        token = secret(24)
        self._urls[token] = ResponseUrl(user, channel, ts, thread_ts, self._clock.now() + RESPONSE_SECONDS)
        return token

    def use_response_url(self, token: str) -> ResponseUrl:
        """Spend one use; raises expired_url or used_url."""
        url = self._urls.get(token)
        if url is None or self._clock.now() > url.until:
            raise SlackError("expired_url", status=404)
        if url.left == 0:
            raise SlackError("used_url", status=404)
        url.left -= 1
        return url
