"""People and the bot user."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass
class DoNotDisturb:
    """Hours in which Slack mutes; `start` and `end` are epoch seconds of the next ones."""

    enabled: bool = False
    start: int = 1
    end: int = 1
    snooze_until: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As dnd.info answers it."""
        snooze = {"snooze_enabled": self.snooze_until is not None}
        if self.snooze_until is not None:
            snooze["snooze_endtime"] = self.snooze_until  # type: ignore[assignment]  # the field is a number
        return {
            "dnd_enabled": self.enabled,
            "next_dnd_start_ts": self.start,
            "next_dnd_end_ts": self.end,
            **snooze,
        }


@dataclass
class User:
    """A member of the workspace; `display_name` is what others read and type after @."""

    id: str
    team: str
    name: str
    real_name: str
    display_name: str
    email: str
    locale: str = "en-US"
    tz: str = "Asia/Shanghai"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    bot_id: str | None = None
    is_guest: bool = False
    deleted: bool = False
    title: str = ""
    updated: int = 0
    dnd: DoNotDisturb = field(default_factory=DoNotDisturb)

    def shown(self) -> str:
        """The name others read."""
        return self.display_name or self.real_name or self.name

    def goes_by(self, name: str) -> bool:
        """Is this the person meant by a name, a handle or an id?"""
        return name.removeprefix("@") in (self.id, self.name, self.display_name, self.real_name)

    def profile(self) -> dict[str, Any]:
        """As users.profile.get answers it."""
        profile = {
            "title": self.title,
            "phone": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "status_text": "",
            "status_emoji": "",
            "avatar_hash": "g" + self.id[-8:].lower(),
            "email": self.email,
            "team": self.team,
        }
        if self.bot_id:
            profile.pop("email")
            profile["bot_id"] = self.bot_id
        return profile

    def as_json(self, *, include_locale: bool = False) -> dict[str, Any]:
        """As users.info answers it."""
        offset = datetime.now(ZoneInfo(self.tz)).utcoffset()
        user: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "deleted": self.deleted,
            "color": "9f69e7",
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": self.profile(),
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": self.updated,
            "is_email_confirmed": not self.is_bot,
            "who_can_share_contact_card": "EVERYONE",
        }
        if include_locale:
            user["locale"] = self.locale
        return user
