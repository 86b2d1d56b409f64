"""The Web API's own answers: every refusal in Slack's words, and what the calls give back."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from sandbox.slack import Slack
from tests.sandbox.wire_bot import modal, section, stand_in


class Api:
    """Calls as the bot, with plain JSON over HTTP."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.http = httpx.AsyncClient(base_url=slack.api_url)

    async def __call__(self, method: str, _token: str | None = None, **args: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {_token or self.slack.bot_token}"}
        found: dict[str, Any] = (await self.http.post(method, json=args, headers=headers)).json()
        return found

    async def error(self, method: str, **args: Any) -> str:
        return str((await self(method, **args)).get("error"))


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with stand_in() as slack:
        ws = slack.workspace
        ws.add_channel("closed").archived = True
        ws.add_channel("apart", bot=False)
        ws.add_channel("secret", private=True, bot=False)
        yield slack


@pytest.fixture
async def api(slack: Slack) -> AsyncIterator[Api]:
    api = Api(slack)
    yield api
    await api.http.aclose()


def ids(slack: Slack) -> dict[str, str]:
    """Holes of the table below."""
    ws = slack.workspace
    channels = {channel.name: channel.id for channel in ws.channels.values() if channel.name}
    return channels | {"li": ws.user("小李").id, "alice": ws.user("Alice").id, "bot": ws.bot.id}


REFUSALS = [
    ("no.such", {}, "unknown_method"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C9", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "{secret}", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "{apart}", "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "{closed}", "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": "{bot}", "text": "x"}, "cannot_dm_bot"),
    ("chat.postMessage", {"channel": "{east}"}, "no_text"),
    ("chat.postMessage", {"channel": "{east}", "text": "字" * 4001}, "msg_too_long"),
    ("chat.postMessage", {"channel": "{east}", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "{east}", "text": "x", "blocks": [{"type": "nope"}]}, "invalid_blocks"),
    (
        "chat.postMessage",
        {"channel": "{east}", "text": "x", "blocks": [section("x" * 2900)] * 5},
        "msg_blocks_too_long",
    ),
    ("chat.postMessage", {"channel": "{east}", "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
    ("chat.postMessage", {"channel": "{east}", "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
    ("chat.postMessage", {"channel": "{east}", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
    (
        "chat.postMessage",
        {"channel": "{east}", "text": "x", "metadata": {"event_type": "a", "event_payload": []}},
        "invalid_metadata_schema",
    ),
    (
        "chat.postMessage",
        {"channel": "{east}", "text": "x", "metadata": {"event_type": "a", "event_payload": {"k": "v" * 17000}}},
        "metadata_too_large",
    ),
    ("chat.postEphemeral", {"channel": "{east}", "text": "x", "user": "U9"}, "user_not_found"),
    ("chat.postEphemeral", {"channel": "{apart}", "text": "x", "user": "{li}"}, "not_in_channel"),
    ("chat.update", {"channel": "{east}", "ts": "1.2", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": "{east}", "ts": "1.2"}, "message_not_found"),
    ("chat.getPermalink", {"channel": "{east}", "message_ts": "1.2"}, "message_not_found"),
    ("conversations.info", {"channel": "C9"}, "channel_not_found"),
    ("conversations.history", {"channel": "{apart}"}, "not_in_channel"),
    ("conversations.history", {"channel": "{east}", "cursor": "zz"}, "invalid_cursor"),
    ("conversations.history", {"channel": "{east}", "limit": "many"}, "invalid_arguments"),
    ("conversations.replies", {"channel": "{east}", "ts": "1.2"}, "thread_not_found"),
    ("conversations.list", {"types": "anything"}, "invalid_types"),
    ("conversations.open", {"users": "U9"}, "user_not_found"),
    ("conversations.open", {"users": "{li},{alice}"}, "too_many_users"),
    ("conversations.join", {"channel": "{closed}"}, "is_archived"),
    ("conversations.create", {"name": "east"}, "name_taken"),
    ("conversations.create", {"name": "Big Name"}, "invalid_name_specials"),
    ("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    ("conversations.invite", {"channel": "{east}", "users": "{li}"}, "already_in_channel"),
    ("conversations.invite", {"channel": "{east}", "users": "U9"}, "user_not_found"),
    ("conversations.archive", {"channel": "{closed}"}, "already_archived"),
    ("conversations.setTopic", {"channel": "{closed}", "topic": "x"}, "is_archived"),
    ("conversations.setTopic", {"channel": "{east}", "topic": "x" * 251}, "too_long"),
    ("pins.add", {"channel": "{east}", "timestamp": "1.2"}, "message_not_found"),
    ("users.info", {"user": "U9"}, "user_not_found"),
    ("users.lookupByEmail", {"email": "no@where.example"}, "users_not_found"),
    ("dnd.info", {"user": "U9"}, "user_not_found"),
    ("dnd.teamInfo", {"users": ",".join(["U1"] * 51)}, "too_many_users"),
    ("views.open", {"trigger_id": "1.2.3", "view": modal("T", section("x"))}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "1.2.3"}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.3", "view": modal("T" * 25, section("x"))}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.3", "view": {"type": "home", "blocks": []}}, "invalid_arguments"),
    ("views.open", {"view": modal("T", section("x" * 3000), *[section("字" * 3000)] * 30)}, "view_too_large"),
    ("views.update", {"view_id": "V9", "view": modal("T", section("x"))}, "not_found"),
    ("views.publish", {"user_id": "U9", "view": {"type": "home", "blocks": []}}, "user_not_found"),
    ("views.publish", {"user_id": "{li}", "view": modal("T", section("x"))}, "invalid_arguments"),
    ("files.getUploadURLExternal", {"filename": "a.csv", "length": 0}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F9"}]}, "file_not_found"),
    ("files.info", {"file": "F9"}, "file_not_found"),
    ("bots.info", {"bot": "B9"}, "bot_not_found"),
    ("api.test", {"error": "my_error"}, "my_error"),
    ("oauth.v2.access", {"client_id": "1"}, "invalid_client_id"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
]


def filled(value: Any, holes: dict[str, str]) -> Any:
    return value.format(**holes) if isinstance(value, str) and value.startswith("{") else value


@pytest.mark.parametrize(("method", "args", "word"), REFUSALS, ids=[f"{m}:{w}" for m, _, w in REFUSALS])
async def test_refusals_are_slacks_own(slack: Slack, api: Api, method: str, args: dict[str, Any], word: str) -> None:
    holes = ids(slack)
    plain = {
        key: ",".join(filled(part, holes) for part in value.split(",")) if key == "users" else filled(value, holes)
        for key, value in args.items()
    }

    answer = await api(method, **plain)

    assert (answer["ok"], answer["error"]) == (False, word)
    assert (slack.calls[-1].ok, slack.calls[-1].error) == (False, word)


async def test_who_calls_is_checked(slack: Slack, api: Api) -> None:
    assert (await api("auth.test", "xoxb-wrong"))["error"] == "invalid_auth"
    assert (await api("auth.test", slack.app_token))["error"] == "not_allowed_token_type"
    assert (await api("apps.connections.open", "xapp-wrong"))["error"] == "invalid_auth"
    assert (await api.http.post("auth.test")).json()["error"] == "not_authed"
    assert (await api.http.post("auth.test", data={"token": slack.bot_token})).json()["ok"] is True
    assert (await api.http.get("auth.test", params={"token": slack.bot_token})).json()["ok"] is True
    slack.uninstall()
    assert (await api("auth.test"))["error"] == "account_inactive"


async def test_broken_bodies_are_named(api: Api) -> None:
    json = {"Content-Type": "application/json"}
    assert (await api.http.post("api.test", content=b"{", headers=json)).json()["error"] == "invalid_json"
    assert (await api.http.post("api.test", content=b"[]", headers=json)).json()["error"] == "json_not_object"
    xml = {"Content-Type": "text/xml"}
    assert (await api.http.post("api.test", content=b"<a/>", headers=xml)).json()["error"] == "invalid_post_type"


async def test_scopes_of_the_manifest_are_held_against_the_bot() -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    async with stand_in(manifest=manifest) as slack:
        api = Api(slack)
        east = slack.workspace.channel("#east").id
        assert (await api("chat.postMessage", channel=east, text="x"))["ok"]
        refused = await api("users.info", user=slack.workspace.bot.id)
        assert refused["error"] == "missing_scope"
        assert (refused["needed"], refused["provided"]) == ("users:read", "chat:write")
        await api.http.aclose()


async def test_blocks_may_come_as_a_string_and_problems_are_listed(slack: Slack, api: Api) -> None:
    east = slack.workspace.channel("#east").id
    form = {"channel": east, "text": "x", "blocks": '[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]'}
    headers = {"Authorization": f"Bearer {slack.bot_token}"}

    answer = (await api.http.post("chat.postMessage", data=form, headers=headers)).json()

    problem = "[ERROR] must be a valid enum value: plain_text [json-pointer:/blocks/0/text/type]"
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [problem]


async def test_history_gives_pages_bounds_and_metadata(slack: Slack, api: Api) -> None:
    east = slack.workspace.channel("#east").id
    meta = {"event_type": "notice", "event_payload": {"key": "k1"}}
    posted = [await api("chat.postMessage", channel=east, text=f"m{n}", metadata=meta) for n in range(5)]
    times = [p["ts"] for p in posted]
    await api("chat.postMessage", channel=east, text="inside", thread_ts=times[0])

    page = await api("conversations.history", channel=east, limit=2)
    assert [m["text"] for m in page["messages"]] == ["m4", "m3"]
    assert page["has_more"]
    assert "metadata" not in page["messages"][0]
    rest = await api("conversations.history", channel=east, cursor=page["response_metadata"]["next_cursor"], limit=9)
    assert [m["text"] for m in rest["messages"]] == ["m2", "m1", "m0"]
    some = await api("conversations.history", channel=east, oldest=times[1], latest=times[3], include_all_metadata=True)
    assert [m["text"] for m in some["messages"]] == ["m2"]
    assert some["messages"][0]["metadata"] == meta
    both = await api("conversations.history", channel=east, oldest=times[1], latest=times[3], inclusive=True)
    assert [m["text"] for m in both["messages"]] == ["m3", "m2", "m1"]
    thread = await api("conversations.replies", channel=east, ts=times[0])
    assert [m["text"] for m in thread["messages"]] == ["m0", "inside"]
    assert times == sorted(times)
    assert len(set(times)) == 5


async def test_messages_are_updated_and_deleted_by_their_author_alone(slack: Slack, api: Api) -> None:
    li, east = slack.person("小李"), slack.workspace.channel("#east").id
    own = (await api("chat.postMessage", channel=east, text="x", blocks=[section("old")]))["ts"]
    await li.client.send(east, "hers")
    hers = li.sees("#east")[-1].ts

    assert await api.error("chat.update", channel=east, ts=hers, text="y") == "cant_update_message"
    assert await api.error("chat.delete", channel=east, ts=hers) == "cant_delete_message"
    await api("chat.update", channel=east, ts=own, text="y")
    assert li.sees("#east")[0].text == "old"  # blocks that are not sent again stay
    await api("chat.update", channel=east, ts=own, text="y", blocks=[])
    assert li.sees("#east")[0].text == "y"
    await api("chat.delete", channel=east, ts=own)
    assert [m.text for m in li.sees("#east")] == ["hers"]


async def test_a_user_id_is_a_direct_message_and_ephemerals_stay_private(slack: Slack, api: Api) -> None:
    li, alice = slack.person("小李"), slack.person("Alice")
    await api("chat.postMessage", channel=li.id, text="for you")
    dm = (await api("conversations.open", users=li.id))["channel"]["id"]
    east = slack.workspace.channel("#east").id
    await api("chat.postEphemeral", channel=east, user=li.id, text="psst")

    assert [m.text for m in li.dms] == ["for you"]
    assert li.dms[0].channel == dm
    assert alice.dms == []
    assert [m.text for m in li.sees("#east")] == ["psst"]
    assert alice.sees("#east") == []
    assert (await api("conversations.history", channel=east))["messages"] == []


async def test_response_urls_end_after_five_uses_or_half_an_hour(slack: Slack, api: Api) -> None:
    ws, li = slack.workspace, slack.person("小李")
    east = ws.channel("#east").id
    url, old = (f"{slack.url}/commands/{ws.id}/{ws.tickets.response_url(li.id, east)}" for _ in range(2))

    async def answer(where: str, **said: Any) -> tuple[int, str | None]:
        found = await api.http.post(where, json=said)
        return found.status_code, found.json().get("error")

    assert await answer(url, text="") == (400, "no_text")
    assert await answer(url, blocks=[{"type": "nope"}]) == (400, "invalid_blocks")
    assert await answer(url, replace_original=True, text="x") == (404, "message_not_found")
    assert await answer(url, text="four") == (200, None)
    assert await answer(url, text="five", response_type="in_channel") == (200, None)
    assert await answer(url, text="six") == (404, "used_url")
    slack.move_clock(31 * 60)
    assert await answer(old, text="late") == (404, "expired_url")
    assert [m.text for m in li.sees("#east")] == ["four", "five"]
    assert [m.text for m in slack.person("Alice").sees("#east")] == ["five"]


async def test_files_go_up_in_three_steps_and_come_down_with_the_token(slack: Slack, api: Api) -> None:
    li, east = slack.person("小李"), slack.workspace.channel("#east").id
    begun = await api("files.getUploadURLExternal", filename="errors.csv", length=3)
    assert await api.error("files.completeUploadExternal", files=[{"id": begun["file_id"]}]) == "file_not_found"
    assert (await api.http.post(begun["upload_url"], content=b"a,b")).status_code == 200
    done = await api(
        "files.completeUploadExternal", files=[{"id": begun["file_id"], "title": "Errors"}], channel_id=east
    )

    url = done["files"][0]["url_private_download"]
    auth = {"Authorization": f"Bearer {slack.bot_token}"}
    assert (await api.http.get(url, headers=auth)).content == b"a,b"
    assert "Sign in" in (await api.http.get(url)).text
    assert li.sees("#east")[0].text == "errors.csv"
    assert (await api.http.post(begun["upload_url"], content=b"again")).status_code == 404


async def test_people_channels_and_the_team_are_told(slack: Slack, api: Api) -> None:
    li, ws = slack.person("小李"), slack.workspace
    li.client.me.dnd.enabled = True
    user = (await api("users.info", user=li.id, include_locale=True))["user"]
    assert (user["locale"], user["tz"], user["tz_offset"]) == ("zh-CN", "Asia/Shanghai", 28800)
    assert "locale" not in (await api("users.info", user=li.id))["user"]
    assert len((await api("users.list"))["members"]) == 3
    assert (await api("users.lookupByEmail", email="LI@fangzhou.example"))["user"]["id"] == li.id
    assert (await api("users.profile.get", user=li.id))["profile"]["display_name"] == "小李"
    assert (await api("dnd.info", user=li.id))["dnd_enabled"] is True
    assert set((await api("dnd.teamInfo", users=f"{li.id},U9"))["users"]) == {li.id}
    assert (await api("team.info"))["team"]["domain"] == "fangzhou"
    assert (await api("bots.info"))["bot"]["user_id"] == ws.bot.id
    assert (await api("usergroups.list"))["usergroups"] == []
    assert (await api("auth.test"))["bot_id"] == ws.bot.bot_id
    names = [c["name"] for c in (await api("conversations.list", exclude_archived=True))["channels"]]
    assert names == ["general", "east", "apart"]
    east = ws.channel("#east").id
    assert len((await api("conversations.members", channel=east))["members"]) == 3
    mine = await api("users.conversations", user=li.id, types="public_channel,im")
    assert {c["id"] for c in mine["channels"]} == {ws.channel("#general").id, east}


async def test_channels_are_made_entered_named_and_closed(slack: Slack, api: Api) -> None:
    li, apart = slack.person("小李"), slack.workspace.channel("#apart").id
    assert (await api("conversations.join", channel=apart))["channel"]["is_member"]
    made = (await api("conversations.create", name="deal-7", is_private=True))["channel"]["id"]
    await api("conversations.invite", channel=made, users=li.id)
    await api("conversations.setTopic", channel=made, topic="方舟电子")
    ts = (await api("chat.postMessage", channel=made, text="card"))["ts"]
    await api("pins.add", channel=made, timestamp=ts)
    assert await api.error("pins.add", channel=made, timestamp=ts) == "already_pinned"
    await api("reactions.add", channel=made, timestamp=ts, name="eyes")
    assert await api.error("reactions.add", channel=made, timestamp=ts, name="eyes") == "already_reacted"
    link = (await api("chat.getPermalink", channel=made, message_ts=ts))["permalink"]
    await api("pins.remove", channel=made, timestamp=ts)
    assert await api.error("pins.remove", channel=made, timestamp=ts) == "no_pin"
    await api("conversations.archive", channel=made)

    channel = slack.workspace.channels[made]
    assert (channel.topic, channel.archived, channel.pinned) == ("方舟电子", True, [])
    assert link.endswith(f"/archives/{made}/p{ts.replace('.', '')}")
    assert li.sees("deal-7")[0].text == "card"
    assert await api.error("chat.update", channel=made, ts=ts, text="x") == "is_archived"


async def test_a_second_workspace_is_sealed_from_the_first(slack: Slack, api: Api) -> None:
    other = slack.add_workspace("三励")
    guest = other.add_user("刘兵")
    east = slack.workspace.channel("#east").id

    assert (await api("auth.test", other.bot_token))["team_id"] == other.id
    assert (await api("chat.postMessage", other.bot_token, channel=east, text="x"))["error"] == "channel_not_found"
    await api("chat.postMessage", other.bot_token, channel=guest.id, text="hello")
    assert [m.text for m in slack.person("刘兵", other).dms] == ["hello"]

    code = slack.install(other, by="刘兵")
    app = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
    got = await api("oauth.v2.access", code=code, **app)
    assert (got["access_token"], got["team"]["id"], got["authed_user"]["id"]) == (other.bot_token, other.id, guest.id)
    assert await api.error("oauth.v2.access", code=code, **app) == "invalid_code"
    assert await api.error("oauth.v2.access", code=code, client_id=app["client_id"]) == "bad_client_secret"
