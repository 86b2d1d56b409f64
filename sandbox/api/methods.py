"""The table of the Web API: what answers each method, the scopes of which one is needed, whether people see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.api import apps, chat, conversations, files, people, views
from sandbox.api.call import Call


@dataclass(frozen=True)
class Method:
    """How one method is answered. `token` is the kind of token it takes: "bot", "app" or "none"."""

    answer: Callable[[Call], dict[str, Any]]
    scopes: tuple[str, ...] = ()
    seen: bool = False
    token: str = "bot"


READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
WRITE = ("channels:manage", "groups:write", "im:write", "mpim:write", "channels:write")

METHODS = {
    "api.test": Method(apps.api_test, token="none"),
    "apps.connections.open": Method(apps.open_socket, token="app"),
    "apps.uninstall": Method(apps.uninstall),
    "auth.test": Method(apps.auth_test),
    "bots.info": Method(apps.bot_info, ("users:read",)),
    "chat.delete": Method(chat.delete, ("chat:write",), seen=True),
    "chat.getPermalink": Method(chat.permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",), seen=True),
    "chat.postMessage": Method(chat.post, ("chat:write",), seen=True),
    "chat.update": Method(chat.update, ("chat:write",), seen=True),
    "conversations.archive": Method(conversations.archive, WRITE, seen=True),
    "conversations.create": Method(conversations.create, WRITE, seen=True),
    "conversations.history": Method(conversations.history, HISTORY),
    "conversations.info": Method(conversations.info, READ),
    "conversations.invite": Method(conversations.invite, (*WRITE, "channels:write.invites"), seen=True),
    "conversations.join": Method(conversations.join, ("channels:join",), seen=True),
    "conversations.kick": Method(conversations.kick, WRITE, seen=True),
    "conversations.list": Method(conversations.list_all, READ),
    "conversations.members": Method(conversations.members, READ),
    "conversations.open": Method(conversations.open_dm, WRITE),
    "conversations.rename": Method(conversations.rename, WRITE, seen=True),
    "conversations.replies": Method(conversations.replies, HISTORY),
    "conversations.setTopic": Method(conversations.set_topic, (*WRITE, "channels:write.topic"), seen=True),
    "conversations.unarchive": Method(conversations.unarchive, WRITE, seen=True),
    "dnd.info": Method(people.dnd, ("dnd:read",)),
    "dnd.teamInfo": Method(people.team_dnd, ("dnd:read",)),
    "files.completeUploadExternal": Method(files.complete, ("files:write",), seen=True),
    "files.getUploadURLExternal": Method(files.upload_url, ("files:write",)),
    "files.info": Method(files.info, ("files:read",)),
    "oauth.v2.access": Method(apps.oauth_access, token="none"),
    "pins.add": Method(conversations.pin, ("pins:write",), seen=True),
    "pins.list": Method(conversations.pins, ("pins:read",)),
    "pins.remove": Method(conversations.unpin, ("pins:write",), seen=True),
    "reactions.add": Method(conversations.react, ("reactions:write",), seen=True),
    "team.info": Method(apps.team_info, ("team:read",)),
    "usergroups.list": Method(people.groups, ("usergroups:read",)),
    "users.conversations": Method(conversations.of_user, READ),
    "users.info": Method(people.info, ("users:read",)),
    "users.list": Method(people.list_all, ("users:read",)),
    "users.lookupByEmail": Method(people.by_email, ("users:read.email",)),
    "users.profile.get": Method(people.profile, ("users.profile:read", "users:read")),
    "views.open": Method(views.open_modal, seen=True),
    "views.publish": Method(views.publish, seen=True),
    "views.push": Method(views.push, seen=True),
    "views.update": Method(views.update, seen=True),
}
