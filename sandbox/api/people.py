"""users.*, dnd.*, usergroups.*."""

from typing import Any

from sandbox.api.call import Call
from sandbox.errors import SlackError


def info(call: Call) -> dict[str, Any]:
    """users.info; the language comes only when asked for."""
    return {"user": call.user().as_json(include_locale=call.flag("include_locale"))}


def list_all(call: Call) -> dict[str, Any]:
    """users.list."""
    locale = call.flag("include_locale")
    people = [user.as_json(include_locale=locale) for user in call.ws.users.values()]
    return {**call.page(people, key="members"), "cache_ts": int(call.ws.clock.now())}


def by_email(call: Call) -> dict[str, Any]:
    """users.lookupByEmail."""
    email = call.need("email").lower()
    found = next((u for u in call.ws.users.values() if u.email.lower() == email and not u.is_bot), None)
    if found is None:
        raise SlackError("users_not_found")
    return {"user": found.as_json()}


def profile(call: Call) -> dict[str, Any]:
    """users.profile.get."""
    return {"profile": call.user().profile()}


def dnd(call: Call) -> dict[str, Any]:
    """dnd.info."""
    return call.user().dnd.as_json()


def team_dnd(call: Call) -> dict[str, Any]:
    """dnd.teamInfo: up to 50 people at once."""
    wanted = [u for u in call.need("users").split(",") if u]
    if len(wanted) > 50:
        raise SlackError("too_many_users")
    return {"users": {u: call.ws.users[u].dnd.as_json() for u in wanted if u in call.ws.users}}


def groups(_: Call) -> dict[str, Any]:
    """usergroups.list: there are none."""
    return {"usergroups": []}
