"""The parts of the page, each as HTML that the live stream can replace by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sandbox.browser.clock import MOVES
from sandbox.browser.draw import dates
from sandbox.browser.draw.blocks import blocks
from sandbox.browser.lines import Lines, threads_of
from sandbox.browser.overlay import as_entered
from sandbox.browser.places import Places
from sandbox.browser.slackese import in_chinese
from sandbox.browser.window import HOME, Window, everybody
from sandbox.browser.words import SCRIPT
from sandbox.messages import Message
from sandbox.views import View

PAGE = 50  # messages drawn at once
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_macros = vars(_templates.get_template("macros.html").module)


@dataclass(frozen=True)
class Offer:
    """What the bot's manifest offers: slash commands and shortcuts as they stand in it."""

    commands: Sequence[dict[str, Any]]
    shortcuts: Sequence[dict[str, Any]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The shortcuts of one kind, "message" or "global"."""
        return [one for one in self.shortcuts if one.get("type") == kind]


class Parts:
    """Draws one window; made anew for each drawing, since names and the clock move on."""

    def __init__(self, window: Window, offer: Offer, places: Places) -> None:
        self.window, self.offer, self.places = window, offer, places
        self.viewer = window.viewer()
        self.lines = Lines(window.workspace, self.viewer)

    def page(self) -> Markup:
        """The whole page."""
        window = self.window
        return self._draw(
            "page.html",
            title=window.name_of(window.channel),
            workspace=window.workspace,
            me=window.me,
            channel=window.channel,
            thread=window.thread,
            tab=window.tab,
            words={word: self.viewer.t.with_holes(word) for word in SCRIPT},
            people=self.people(),
            clock=self.clock(),
            sidebar=self.sidebar(),
            main=self.conversation(),
            thread_panel=self.thread(),
            stack=self.stack(),
            suggestable=self.suggestable(),
        )

    def people(self) -> Markup:
        """Everybody one can be, the one that is marked."""
        people = [{"face": self.lines.face(one.id), "url": f"/?as={one.id}"} for one in everybody(self.window.slack)]
        return self._draw("people.html", people=people, me=self.window.me)

    def clock(self) -> Markup:
        """The workspace's time as this person reads it, and the ways to move it."""
        now = self.window.now.astimezone(self.viewer.zone)
        items = [
            {"label": self.viewer.t(label), "by": by, "lands": dates.full(move(now), self.viewer)}
            for by, (label, move) in MOVES.items()
        ]
        return self._draw(
            "clock.html",
            iso=now.isoformat(),
            date=dates.date_only(now, self.viewer),
            time=dates.clock(now, self.viewer),
            moves=items,
        )

    def sidebar(self) -> Markup:
        """App, channels and people, with what is unread."""
        return self._draw("sidebar.html", **self.places.sidebar(self.window))

    def conversation(self) -> Markup:
        """The open channel, direct message or Home."""
        window = self.window
        roots, threads = threads_of(window.messages())
        shown = roots[-PAGE:]
        others = [self.lines.face(one) for one in window.channel.members if one in window.workspace.users]
        return self._draw(
            "conversation.html",
            channel=window.channel,
            name=window.name_of(window.channel),
            with_bot=window.with_bot,
            on_home=window.on_home,
            home_url=window.url(tab=HOME),
            messages_url=window.url(tab="messages"),
            other=self.lines.face(window.channel.other(window.me.id)),
            members=[one for one in others if not one.is_bot],
            home=self.home() if window.on_home else "",
            more=len(roots) > PAGE,
            lines=Markup("").join(self.line(one) for one in self.lines.all(shown, threads)),
            composer=self.composer(""),
        )

    def earlier(self, before: str) -> Markup:
        """The page of messages before the one of that time, with the button for more when there are more."""
        roots, threads = threads_of(self.window.messages())
        older = [one for one in roots if one.ts < before]
        drawn = [self.line(one) for one in self.lines.all(older[-PAGE:], threads)]
        more = Markup('<button type="button" class="btn earlier" data-earlier>{}</button>')
        first = more.format(self.viewer.t("Earlier messages")) if len(older) > PAGE else Markup("")
        return first + Markup("").join(drawn)

    def thread(self) -> Markup:
        """The open thread, or nothing."""
        window = self.window
        messages = window.client.messages(window.channel.id, window.thread) if window.thread else []
        return self._draw(
            "thread.html",
            open=bool(messages),
            name=window.name_of(window.channel),
            close_url=window.url(),
            lines=Markup("").join(self.line(one, in_thread=True) for one in self.lines.all(messages)),
            composer=self.composer(window.thread) if messages else "",
        )

    def line(self, line: object, *, in_thread: bool = False) -> Markup:
        """One message."""
        return self._draw(
            "message.html",
            line=line,
            in_thread=in_thread,
            thread_url=lambda ts: self.window.url(thread=ts),
            message_shortcuts=self.offer.of("message"),
            app_name=self.window.workspace.bot.shown(),
        )

    def around(self, message: Message, *, in_thread: bool) -> list[tuple[str, Markup]]:
        """A message and the one after it (whose name may appear or vanish with it), by their ts."""
        window = self.window
        roots, threads = threads_of(window.messages())
        shown = window.client.messages(window.channel.id, window.thread) if in_thread else roots
        start = next((n for n, one in enumerate(shown) if one.ts >= message.ts), len(shown))
        pairs = [(shown[n], shown[n - 1] if n else None) for n in range(start, min(start + 2, len(shown)))]
        below: dict[str, list[Message]] = {} if in_thread else threads
        return [
            (one.ts, self.line(self.lines.one(one, before, below.get(one.ts, [])), in_thread=in_thread))
            for one, before in pairs
        ]

    def composer(self, thread: str) -> Markup:
        """Where one types."""
        name = self.window.name_of(self.window.channel)
        mark = "#" if self.window.channel.name else ""
        t = self.viewer.t
        label = t("Reply in thread") if thread else t("Message {name}", name=f"{mark}{name}")
        hint = t("Reply…") if thread else t("Message {name}, or / for commands", name=f"{mark}{name}")
        return self._draw("composer.html", channel=self.window.channel, thread=thread, label=label, hint=hint,
                          shortcuts=self.offer.of("global"))  # fmt: skip

    def home(self) -> Markup:
        """The app's Home as the bot published it for this person."""
        view = self.window.client.home
        if view is None:
            return Markup('<p class="nothing">{}</p>').format(self.viewer.t("Genjin has not drawn your Home yet."))
        drawn = blocks(as_entered(view.blocks, view.values), self.viewer)
        return Markup('<div data-view="{}" class="home-view">{}</div>').format(view.id, drawn)

    def stack(self) -> Markup:
        """The modal on top, or nothing."""
        stack = self.window.client.stack
        view = stack[-1] if stack else None
        body = self._form(view) if view else ""
        return self._draw("modal.html", view=view, depth=len(stack), body=body)

    def _form(self, view: View) -> Markup:
        said = view.errors.items()
        errors = {block: in_chinese(error) for block, error in said} if self.viewer.chinese else view.errors
        return blocks(as_entered(view.blocks, view.values), self.viewer, errors)

    def suggestable(self) -> Markup:
        """Everything a composer may complete: commands, people, channels."""
        window = self.window
        return self._draw(
            "suggestable.html",
            commands=[{"usage_hint": "", "description": "", **one} for one in self.offer.commands],
            people=[self.lines.face(one.id) for one in window.workspace.users.values() if not one.deleted],
            channels=[one for one in window.client.channels() if one.name],
        )

    def _draw(self, template: str, **about: Any) -> Markup:
        shared = {"t": self.viewer.t, "viewer": self.viewer, "avatar": _macros["avatar"], "icon": _macros["icon"]}
        return Markup(_templates.get_template(template).render(shared | about))  # safe: autoescape is on
