"""Channels, private channels and direct messages."""

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["public", "private", "im", "mpim"]


@dataclass
class Channel:
    """A place for messages. A direct message is a channel of kind "im" with two members and no name."""

    id: str
    name: str
    kind: Kind
    creator: str
    created: int
    team: str
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    archived: bool = False
    pinned: list[str] = field(default_factory=list)

    def type_word(self) -> str:
        """channel_type as events carry it."""
        return {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}[self.kind]

    def command_name(self) -> str:
        """channel_name as commands and actions carry it."""
        return {"public": self.name, "private": "privategroup", "im": "directmessage", "mpim": self.name}[self.kind]

    def other(self, user: str) -> str:
        """Whom a direct message is with, from one side."""
        return next((member for member in self.members if member != user), user)

    def as_json(self, viewer: str) -> dict[str, Any]:
        """As conversations.info answers it to one of its members."""
        shared = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.archived,
            "is_im": self.kind == "im",
            "is_org_shared": False,
            "context_team_id": self.team,
            "updated": self.created * 1000,
        }
        if self.kind == "im":
            return {**shared, "user": self.other(viewer), "is_user_deleted": False, "priority": 0}
        return {
            **shared,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "public",
            "is_general": self.name == "general",
            "is_shared": False,
            "is_ext_shared": False,
            "is_pending_ext_shared": False,
            "unlinked": 0,
            "creator": self.creator,
            "is_member": viewer in self.members,
            "topic": {"value": self.topic, "creator": self.creator if self.topic else "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": self.creator if self.purpose else "", "last_set": 0},
            "previous_names": [],
            "num_members": len(self.members),
        }
