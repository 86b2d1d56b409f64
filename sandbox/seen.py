"""What a person sees, as words: messages, modals, Home."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.elements import KINDS, interactive, options_of
from sandbox.messages import Message
from sandbox.outcome import Outcome
from sandbox.users import User
from sandbox.views import View
from sandbox.words import Writer, lines, plain
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Button:
    """Something to press. An overflow menu counts as one button for each of its entries."""

    text: str
    action_id: str
    block_id: str
    element: dict[str, Any]
    value: str = ""
    style: str = ""
    url: str = ""


@dataclass(frozen=True)
class Field:
    """An input of a modal or message with what it holds, in words."""

    label: str
    kind: str
    value: str
    block_id: str
    action_id: str
    element: dict[str, Any]
    dispatches: bool = False
    optional: bool = False
    error: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()


@dataclass
class Seen:
    """One thing as it was seen; what happens later does not change it."""

    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    inputs: list[Field] = field(default_factory=list)
    ok: bool = True
    status: int = 0
    error: str | None = None
    problems: list[str] = field(default_factory=list)
    ts: str = ""
    channel: str = ""
    thread_ts: str | None = None
    by: str = ""
    only_for: str | None = None
    fallback: str = ""
    raw: dict[str, Any] = field(default_factory=dict)
    on: Message | View | None = field(default=None, repr=False)

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def __str__(self) -> str:
        return self.text

    def button(self, name: str) -> Button:
        """The button with that text, action_id or last part of it; LookupError when there is none."""
        for fits in (_same, _like, _means):
            for button in self.buttons:
                if fits(name, button.text, button.action_id):
                    return button
        raise LookupError(f"no button {name!r} among {[b.text for b in self.buttons]}")

    def input(self, name: str) -> Field:
        """The input with that label, placeholder, section text or action_id."""
        for fits in (_same, _like, _means):
            for found in self.inputs:
                if fits(name, found.label, found.action_id) or name == found.block_id:
                    return found
        raise LookupError(f"no input {name!r} among {[f.label for f in self.inputs]}")


@dataclass
class Form(Seen):
    """An open modal."""

    title: str = ""
    submit: str = ""

    @property
    def fields(self) -> dict[str, Field]:
        """Inputs by label."""
        return {found.label: found for found in self.inputs}

    @property
    def errors(self) -> dict[str, str]:
        """Sentences under inputs, by label."""
        return {found.label: found.error for found in self.inputs if found.error}


def _same(name: str, words: str, action_id: str) -> bool:
    return name in (words, action_id)


def _like(name: str, words: str, _: str) -> bool:
    return name.casefold() in words.casefold()


def _means(name: str, _: str, action_id: str) -> bool:
    """ "Claim" finds lead.claim in whatever language its words are."""
    return name.casefold().rstrip("…").replace(" ", "_") == action_id.rpartition(".")[2]


def buttons(blocks: list[dict[str, Any]]) -> list[Button]:
    """Everything to press, in order."""
    found = []
    for block, element in interactive(blocks):
        if element["type"] in KINDS:
            continue
        entries = element.get("options") or [element]
        for entry in entries:
            about = {key: str(entry.get(key) or element.get(key) or "") for key in ("value", "style", "url")}
            words = (entry.get("text") or {}).get("text", "")
            found.append(Button(words, element["action_id"], block["block_id"], element, **about))
    return found


def inputs(blocks: list[dict[str, Any]], writer: Writer, errors: dict[str, str]) -> list[Field]:
    """Everything to fill or choose, in order."""
    found = []
    for block, element in interactive(blocks):
        if element["type"] not in KINDS:
            continue
        block_id = block["block_id"]
        entry = writer.values.get(block_id, {}).get(element["action_id"])
        label = block.get("label") or block.get("text") or element.get("placeholder")
        found.append(
            Field(
                label=writer.text(label),
                kind=element["type"],
                value=writer.shown(element, entry),
                block_id=block_id,
                action_id=element["action_id"],
                element=element,
                dispatches=block["type"] != "input" or bool(block.get("dispatch_action")),
                optional=bool(block.get("optional")),
                error=errors.get(block_id, ""),
                hint=writer.text(block.get("hint")),
                options=tuple(writer.text(o["text"]) for o in options_of(element)),
            )
        )
    return found


def message(ws: Workspace, reader: User, found: Message) -> Seen:
    """A message as the reader sees it now."""
    values = found.values(reader.id)
    blocks = found.blocks + [b for a in found.attachments for b in a.get("blocks", ())]
    words = lines(blocks, ws, reader, values) or [plain(found.text, ws, reader)]
    words += [str(a.get("text") or a.get("fallback") or "") for a in found.attachments if not a.get("blocks")]
    words += [str(file["name"]) for file in found.files]
    return Seen(
        text="\n".join(filter(None, words)),
        blocks=found.blocks,
        buttons=buttons(blocks),
        inputs=inputs(blocks, Writer(ws, reader, values), {}),
        ts=found.ts,
        channel=found.channel,
        thread_ts=found.thread_ts,
        by=found.user,
        only_for=found.only_for,
        fallback=found.text,
        raw=found.as_json(with_metadata=True),
        on=found,
    )


def view(ws: Workspace, reader: User, found: View) -> Form:
    """A modal or Home as its person sees it now."""
    words = [found.title, *lines(found.blocks, ws, reader, found.values), *found.errors.values(), found.submit]
    return Form(
        text="\n".join(filter(None, words)),
        blocks=found.blocks,
        buttons=buttons(found.blocks),
        inputs=inputs(found.blocks, Writer(ws, reader, found.values), found.errors),
        raw=found.as_json(),
        on=found,
        title=found.title,
        submit=found.submit,
    )


def failure(outcome: Outcome) -> Seen:
    """What is seen when Slack itself says that something went wrong."""
    return Seen(text=outcome.shown, ok=False, status=outcome.status, error=outcome.error, problems=outcome.problems)
