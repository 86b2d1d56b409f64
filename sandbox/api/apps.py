"""auth.*, api.test, bots.*, team.*, apps.*, oauth.*: who is who."""

from typing import Any

from sandbox.api.call import Call
from sandbox.errors import SlackError


def api_test(call: Call) -> dict[str, Any]:
    """api.test: echoes; fails on request."""
    if call.text("error"):
        raise SlackError(call.text("error"))
    return {"args": {k: v for k, v in call.args.items() if k != "token"}}


def auth_test(call: Call) -> dict[str, Any]:
    """auth.test."""
    return {
        "url": f"{call.ws.base}/",
        "team": call.ws.name,
        "user": call.ws.bot.name,
        "team_id": call.ws.id,
        "user_id": call.ws.bot.id,
        "bot_id": call.ws.bot.bot_id,
        "is_enterprise_install": False,
    }


def bot_info(call: Call) -> dict[str, Any]:
    """bots.info."""
    bot = call.ws.bot
    if call.text("bot") not in ("", bot.bot_id):
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": bot.bot_id,
            "app_id": call.ws.app.id,
            "user_id": bot.id,
            "name": bot.shown(),
            "deleted": False,
            "updated": bot.updated,
            "icons": {},
        }
    }


def team_info(call: Call) -> dict[str, Any]:
    """team.info."""
    ws = call.ws
    return {
        "team": {
            "id": ws.id,
            "name": ws.name,
            "domain": ws.domain,
            "email_domain": "",
            "url": f"{ws.base}/",
            "icon": {"image_default": True},
        }
    }


def open_socket(call: Call) -> dict[str, Any]:
    """apps.connections.open: the address of a new Socket Mode connection."""
    return {"url": call.slack.sockets.ticket()}


def uninstall(call: Call) -> dict[str, Any]:
    """apps.uninstall: the bot leaves by itself."""
    if (call.text("client_id"), call.text("client_secret")) != (call.ws.app.client_id, call.ws.app.client_secret):
        raise SlackError("bad_client_secret")
    call.slack.uninstall(call.ws)
    return {}


def oauth_access(call: Call) -> dict[str, Any]:
    """oauth.v2.access: a code becomes the token of the workspace that was chosen."""
    app = call.slack.app
    if call.text("client_id") != app.client_id:
        raise SlackError("invalid_client_id")
    if call.text("client_secret") != app.client_secret:
        raise SlackError("bad_client_secret")
    ws, user = call.slack.spend_code(call.need("code"))
    return {
        "app_id": app.id,
        "authed_user": {"id": user},
        "scope": ",".join(sorted(app.scopes)),
        "token_type": "bot",
        "access_token": ws.bot_token,
        "bot_user_id": ws.bot.id,
        "team": {"id": ws.id, "name": ws.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
