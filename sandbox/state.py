"""What every part of a workspace stands on: its name, its app, its clock, its ids, its streams of changes."""

from sandbox.changes import Changes, Stream
from sandbox.clock import Clock, Ids
from sandbox.manifest import App
from sandbox.users import User


class State:
    """The ground of Workspace; `bot` is the app's own user."""

    def __init__(self, app: App, clock: Clock, ids: Ids, *, team: str, name: str, domain: str, base: str = "") -> None:
        self.app, self.clock, self.ids = app, clock, ids
        self.id, self.name, self.domain, self.base = team, name, domain, base
        self.changes = Changes()
        self.bot = User(ids.new("U"), team, app.name.lower(), app.name, app.name, "", is_bot=True, bot_id=ids.new("B"))

    def subscribe(self) -> Stream:
        """A stream of everything that changes from now on."""
        return self.changes.subscribe()
