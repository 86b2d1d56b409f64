"""The app as its manifest declares it: commands, shortcuts, scopes, events, tabs."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import secret


@dataclass(frozen=True)
class Command:
    """A slash command as people are offered it."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = True


@dataclass(frozen=True)
class Shortcut:
    """A message or global shortcut."""

    name: str
    type: str
    callback_id: str
    description: str = ""


@dataclass
class App:
    """The bot's registration. With no manifest, `declared` is False and nothing is held against it."""

    id: str = "A0100000001"
    name: str = "Genjin"
    client_id: str = "1000.2000"
    client_secret: str = field(default_factory=lambda: secret(32))
    signing_secret: str = field(default_factory=lambda: secret(32))
    app_token: str = field(default_factory=lambda: f"xapp-1-A0100000001-{secret(24)}")
    verification_token: str = field(default_factory=lambda: secret(24))
    declared: bool = False
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    home_tab: bool = True
    messages_tab: bool = True

    @classmethod
    def from_manifest(cls, manifest: dict[str, Any] | None) -> "App":
        """Read a manifest as Slack would; None declares nothing and allows everything."""
        if manifest is None:
            return cls()
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        home = features.get("app_home", {})
        return cls(
            name=manifest.get("display_information", {}).get("name", "Genjin"),
            declared=True,
            commands=tuple(_command(c) for c in features.get("slash_commands", ())),
            shortcuts=tuple(_shortcut(s) for s in features.get("shortcuts", ())),
            scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled")),
        )

    def lacks(self, scopes: tuple[str, ...]) -> bool:
        """Is none of these scopes granted?"""
        return self.declared and bool(scopes) and not self.scopes.intersection(scopes)

    def hears(self, event: str) -> bool:
        """Is the bot subscribed to this event?"""
        return not self.declared or event in self.events

    def command(self, word: str) -> Command | None:
        """The command of that name."""
        known = next((c for c in self.commands if c.command == word), None)
        return known or (None if self.declared else Command(word))

    def shortcut(self, callback_id: str) -> Shortcut | None:
        """The shortcut of that id."""
        known = next((s for s in self.shortcuts if s.callback_id == callback_id), None)
        return known or (None if self.declared else Shortcut(callback_id, "global", callback_id))


def _command(found: dict[str, Any]) -> Command:
    return Command(
        found["command"],
        found.get("description", ""),
        found.get("usage_hint", ""),
        bool(found.get("should_escape", False)),
    )


def _shortcut(found: dict[str, Any]) -> Shortcut:
    return Shortcut(found["name"], found["type"], found["callback_id"], found.get("description", ""))
