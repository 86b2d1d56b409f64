"""views.*: modals and Home."""

from typing import Any

from sandbox import limits
from sandbox.api.call import Call
from sandbox.errors import SlackError, refused
from sandbox.views import View


def _body(call: Call, kind: str) -> dict[str, Any]:
    body = call.json("view")
    if not isinstance(body, dict):
        raise refused("invalid_arguments", ["[ERROR] missing required field: view"])
    if body.get("type") != kind:
        raise refused("invalid_arguments", ["[ERROR] unsupported type [json-pointer:/view/type]"])
    limits.view(body)
    return body


def _unique(call: Call, body: dict[str, Any], but: View | None = None) -> None:
    external = body.get("external_id")
    holder = call.ws.view_of(None, external) if external else None
    if holder is not None and holder is not but:
        raise SlackError("duplicate_external_id")


def open_modal(call: Call) -> dict[str, Any]:
    """views.open: spends the trigger."""
    body = _body(call, "modal")
    _unique(call, body)
    trigger = call.ws.tickets.use_trigger(call.need("trigger_id"))
    return {"view": call.ws.open_view(trigger.user, body).as_json()}


def push(call: Call) -> dict[str, Any]:
    """views.push: only from something done inside the open modal."""
    body = _body(call, "modal")
    _unique(call, body)
    trigger = call.ws.tickets.use_trigger(call.need("trigger_id"))
    if trigger.view is None:
        raise SlackError("not_found")
    return {"view": call.ws.push_view(trigger.user, body).as_json()}


def update(call: Call) -> dict[str, Any]:
    """views.update: by view_id or external_id, guarded by the hash when one is sent."""
    view = call.ws.view_of(call.text("view_id"), call.text("external_id"))
    body = call.json("view")
    if view is None:
        raise SlackError("not_found")
    body = _body(call, view.type if isinstance(body, dict) else "modal")
    _unique(call, body, but=view)
    _guard(call, view)
    return {"view": call.ws.update_view(view, body).as_json()}


def publish(call: Call) -> dict[str, Any]:
    """views.publish: a person's Home."""
    user = call.user("user_id")
    if not call.ws.app.home_tab:
        raise SlackError("not_enabled")
    body = _body(call, "home")
    if user.id in call.ws.homes:
        _guard(call, call.ws.homes[user.id])
    return {"view": call.ws.publish_home(user.id, body).as_json()}


def _guard(call: Call, view: View) -> None:
    if call.text("hash") and call.text("hash") != view.hash:
        raise SlackError("hash_conflict")
