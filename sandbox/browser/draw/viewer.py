"""Who is looking: language, zone and the names behind ids decide how the same JSON reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.browser.words import Words


@dataclass(frozen=True)
class Viewer:
    """One person before the page.

    `now` is the workspace's clock (an aware datetime); `people` and `channels` map ids to names;
    `files` maps file ids to addresses an <img> may load.
    """

    user_id: str = ""
    locale: str = "en-US"
    tz: str = "UTC"
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def chinese(self) -> bool:
        """Whether the page speaks Chinese to this person."""
        return self.locale.lower().startswith("zh")

    @property
    def zone(self) -> ZoneInfo:
        """The person's own time zone."""
        return ZoneInfo(self.tz)

    def local(self, seconds: float) -> datetime:
        """An instant (Unix seconds) on this person's clock."""
        return datetime.fromtimestamp(seconds, UTC).astimezone(self.zone)

    @property
    def t(self) -> Words:
        """The page's own words in this person's language."""
        return Words(self.chinese)
