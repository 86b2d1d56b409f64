"""The bot's clock: the machine's, moved by the offset a file names, so that a rehearsal can go forward in time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """Tells the time. `moved_by` is a text file holding seconds (a float); no file, or one unreadable, means none.

    Signatures, leases and whatever guards against the outside go by the machine's own time, not by this.
    """

    def __init__(self, moved_by: Path | None = None) -> None:
        self._file = moved_by
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC) + self.offset()

    def offset(self) -> timedelta:
        """How far ahead of the machine's time this clock is; the file is read again whenever it changes."""
        if self._file is None:
            return self._offset
        try:
            stat = self._file.stat()
        except OSError:
            self._seen, self._offset = None, timedelta()
            return self._offset
        if (stat.st_mtime_ns, stat.st_size) != self._seen:
            self._seen, self._offset = (stat.st_mtime_ns, stat.st_size), _read(self._file)
        return self._offset


def _read(file: Path) -> timedelta:
    try:
        return timedelta(seconds=float(file.read_text().strip() or 0))
    except (OSError, ValueError, OverflowError):
        return timedelta()
