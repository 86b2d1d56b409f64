"""The workspace's clock and the bot's, moved together."""

import os
from datetime import datetime
from pathlib import Path

from sandbox.demo.days import ZONE
from sandbox.slack import Slack


class Clocks:
    """Both go by the machine's time plus the same offset; the bot reads it from a file."""

    def __init__(self, slack: Slack, file: Path) -> None:
        self._slack, self._file = slack, file

    @property
    def now(self) -> datetime:
        """The moment in the workspace."""
        return datetime.fromtimestamp(self._slack.clock.now(), ZONE)

    def move(self, to: datetime) -> None:
        """Let it be that moment."""
        self._slack.move_clock(to.timestamp() - self._slack.clock.now())
        self.write()

    def write(self) -> None:
        """Tell the bot, which may be reading at this moment: the file is never missing, empty or of another size."""
        file = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o644)
        try:
            os.pwrite(file, f"{self._slack.clock.offset:+024.6f}".encode(), 0)
        finally:
            os.close(file)
