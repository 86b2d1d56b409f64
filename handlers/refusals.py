"""Refusals that offer a way on: the customer that is there already, or to enter it anyway, with all that was typed."""

from typing import Any

from core.errors import Refusal, Unclaimable
from core.taken import OnRecord
from handlers import ids, payload
from handlers.blocks import Block, View, cut, pack, plain, section
from handlers.leads import lists
from handlers.payload import ANYWAY, Payload
from handlers.taken import views
from handlers.words import Translate, refusal

_MARK = "refused"  # the blocks of a form that say why it came back, taken off when it comes back again
_MOST_CARRIED = 1900  # characters; Slack takes 2000 in a button
_KEPT = ("type", "callback_id", "title", "submit", "close", "clear_on_close", "notify_on_close")
_TYPED = {
    "plain_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
}


def offers(error: Refusal, body: Payload, t: Translate) -> list[Block]:
    """What stands beneath the refusal of a command or of a button: []: there is nothing to offer."""
    if isinstance(error, Unclaimable) and error.instead is not None:
        return lists.instead(error.instead, t)
    if not isinstance(error, OnRecord):
        return []
    action = next(iter(body.get("actions") or []), None)
    if action is None:
        return views.refused(error, _command(body), t)
    values = payload.carried(action)
    line: Payload = {name: values[name] for name in ("draft", "audit") if name in values}
    again = str(action.get("action_id")), {**values, ANYWAY: True}
    return views.refused(error, again, t, line=line if "draft" in line else None)


def _command(body: Payload) -> tuple[str, Payload] | None:
    """The same command again; None where it is too long for a button, and has to be typed anew."""
    value = {"line": f"{body.get('command')} {body.get('text') or ''}"}
    return (ids.ANYWAY, value) if len(pack(value)) <= _MOST_CARRIED else None


def form_again(error: Refusal, view: Payload, t: Translate) -> View | None:
    """The form as it was sent, with what stands in the way above it; None where the plain error does."""
    blocks: list[Any] = [each for each in view.get("blocks") or [] if not str(each.get("block_id")).startswith(_MARK)]
    if not isinstance(error, OnRecord) or not all(_is_whole(block) for block in blocks):
        return None
    state = (view.get("state") or {}).get("values") or {}
    above = [section(f"⚠️ {refusal(t, error)}"), *views.refused(error, None, t)]
    told = [{**block, "block_id": f"{_MARK}.{place}"} for place, block in enumerate(above)]
    kept = payload.kept(view)
    again: View = {name: view[name] for name in _KEPT if view.get(name) is not None}
    if error.may_be_another:
        kept[ANYWAY] = error.asked.name
        again["submit"] = plain(t.plain("Enter anyway"), 24)
    again["private_metadata"] = cut(pack(kept), 3000)
    again["blocks"] = [*told, *(_typed(block, state.get(block.get("block_id")) or {}) for block in blocks)][:100]
    return again


def _is_whole(block: Any) -> bool:
    """Whether it is a block as Slack sends it back; a forged form may say anything."""
    return isinstance(block, dict) and (block.get("type") != "input" or isinstance(block.get("element"), dict))


def _typed(block: Block, entered: Payload) -> Block:
    """A field with what was entered into it."""
    if block.get("type") != "input":
        return block
    element = {name: value for name, value in block["element"].items() if not name.startswith("initial_")}
    names = _TYPED.get(element.get("type", ""))
    value = (entered.get(str(element.get("action_id"))) or {}).get(names[0]) if names else None
    return {**block, "element": {**element, names[1]: value} if names and value else element}
