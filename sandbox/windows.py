"""The modals and Homes of a workspace."""

from typing import Any

from sandbox.drawing import drawn
from sandbox.errors import SlackError
from sandbox.state import State
from sandbox.views import View

STACK = 3  # views a modal stack holds


class Windows(State):
    """Modal stacks and Homes by person; `views` holds every view there ever was."""

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """The modals open in front of a person, bottom first."""
        return self.stacks.setdefault(user, [])

    def _view(self, user: str, body: dict[str, Any], **more: Any) -> View:
        body = {**body, "blocks": drawn(body["blocks"])}
        view = View(self.ids.new("V"), self.id, self.app.id, self.bot.bot_id or "", user, body, **more)
        self.views[view.id] = view
        return view

    def open_view(self, user: str, body: dict[str, Any]) -> View:
        """A new modal; it takes the place of whatever was open."""
        view = self._view(user, body)
        self.close_views(user)
        self.stack(user).append(view)
        self.changes.tell("view.opened", user=user, view=view.id)
        return view

    def push_view(self, user: str, body: dict[str, Any]) -> View:
        """One more modal on the stack; raises push_limit_reached, or not_found when none is open."""
        stack = self.stack(user)
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        if not stack:
            raise SlackError("not_found")
        view = self._view(user, body, root=stack[0].id, previous=stack[-1].id)
        stack.append(view)
        self.changes.tell("view.opened", user=user, view=view.id)
        return view

    def update_view(self, view: View, body: dict[str, Any]) -> View:
        """Other content for a view that is open."""
        view.draw({**body, "blocks": drawn(body["blocks"])}, now=self.clock.now())
        self.changes.tell("home.changed" if view.type == "home" else "view.changed", user=view.user, view=view.id)
        return view

    def publish_home(self, user: str, body: dict[str, Any]) -> View:
        """A person's Home."""
        if user in self.homes:
            return self.update_view(self.homes[user], body)
        view = self.homes[user] = self._view(user, body)
        self.changes.tell("home.changed", user=user, view=view.id)
        return view

    def show_errors(self, view: View, errors: dict[str, str]) -> None:
        """Sentences under the inputs of a modal."""
        view.errors = errors
        self.changes.tell("view.changed", user=view.user, view=view.id)

    def close_view(self, view: View) -> None:
        """Take one modal away; the one below is seen again."""
        stack = self.stack(view.user)
        if view in stack:
            stack.remove(view)
            self.changes.tell("view.closed", user=view.user, view=view.id)

    def close_views(self, user: str) -> list[View]:
        """Take the whole stack away."""
        closed = list(self.stack(user))
        for view in reversed(closed):
            self.close_view(view)
        return closed

    def view_of(self, view_id: str | None, external_id: str | None = None) -> View | None:
        """A view that is still open, by either id."""
        for view in [*(v for stack in self.stacks.values() for v in stack), *self.homes.values()]:
            if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                return view
        return None
