"""How fast, how long, how often: the numbers delivery goes by."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Seconds unless said otherwise. Slack takes about a message a second a channel, some hundreds a minute in all."""

    timeout: float = 10  # of one request to Slack; whatever came of it is settled by then
    # A lane is one worker's for so long: a look-up, a post, and time to spare. A dead one's is served within thirty.
    lease: float = 25
    poll: float = 0.5  # between two looks for what is due, when nobody rings
    at_once: int = 20  # messages on their way, per worker
    at_desk: int = 6  # of those, with a transaction open: what is on its way waits for Slack, not for the database
    drawn_together: int = 8  # of those, in one transaction, where so many wait to be drawn
    settled_together: int = 50  # messages whose outcome is written down in one
    pace: float = 1.05  # between two messages in one channel, on average
    ahead: float = 0.15  # so long before its turn a channel is taken: claiming and drawing have their time
    per_minute: int = 300  # messages a workspace, in all its channels
    burst: int = 60  # of those, at once
    gather: float = 10  # what can wait goes on these seconds, so that what comes together goes as one message
    ask_again: float = 120  # how long somebody's do-not-disturb is taken to stand as Slack told it
    attempts: int = 12  # before a notice that others overtook is given up
    give_up_after: float = 24 * 3600  # before any is, however Slack fares
    longest_wait: float = 300  # between two attempts

    def __post_init__(self) -> None:
        if self.lease <= self.timeout:
            raise ValueError("a lease must outlast a request, or two workers would post at once")

    @property
    def closest(self) -> float:
        """From Slack's answer to the next message in the channel at least: the second that Slack asks for.

        A message that was late is made up for by the next, so that a busy channel keeps the pace on average.
        """
        return self.pace / 1.05

    @property
    def step(self) -> float:
        """What one message uses up of the workspace's pace."""
        return 60 / self.per_minute

    def wait(self, attempts: int) -> float:
        """How long to wait after so many failed attempts."""
        return float(max(self.pace, min(2.0 ** min(attempts - 1, 30), self.longest_wait)))
