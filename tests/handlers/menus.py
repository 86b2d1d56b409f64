"""Every kind of notice, as it was really posted in a play, has its menu: why it came, and for alerts how to mute."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from core.models import Notice
from core.notices import MANNERS
from handlers import ids
from handlers.choices.views import MUTES
from tests.house import House

# Found by Genjin, and not about one customer: of several, of nobody, or a question to be answered.
OF_NO_ONE_CUSTOMER = {"empty_day", "missed", "leads_recycled", "dead_leads", "allot_stuck", "same_project"}
ALERTS = {"task_due", *(kind for kind, manner in MANNERS.items() if manner == "unasked")} - OF_NO_ONE_CUSTOMER


async def check(house: House) -> None:
    """Whatever was posted could be asked why it came, whatever its kind; and each kind there is was posted."""
    async with house.db.begin() as session:
        told = {notice.id: notice for notice in await session.scalars(select(Notice))}
    by_key, offered = {notice.key: notice for notice in told.values()}, defaultdict(list)
    for key, blocks in _posted(house):
        menus = dict(_menus(blocks))
        for notice_id, ways in menus.items():
            notice = told[notice_id]
            offered[notice.kind, notice.member_id is not None].append(ways)
        own = by_key[key]
        assert own.kind == "batch" or own.id in menus or _struck(blocks), f"{key} has no menu"
    assert set(MANNERS) - {kind for kind, _ in offered} == set(), "never posted with a menu"
    for (kind, personal), menus_of_kind in offered.items():
        assert all("why" in ways and ("choose" in ways or ways >= {*MUTES}) for ways in menus_of_kind), kind
        if personal and kind in ALERTS:
            assert any(ways >= {*MUTES} for ways in menus_of_kind), f"{kind} cannot be muted"


def _posted(house: House) -> Iterator[tuple[str, Any]]:
    """The key and the blocks of each notice that Slack took."""
    for call in house.slack.calls:
        if call.method == "chat.postMessage" and call.ok and (carried := _read(call.args.get("metadata"))):
            yield carried["event_payload"]["key"], _read(call.args.get("blocks"))


def _struck(blocks: Any) -> bool:
    """Whether it was dealt with before it was told: nothing is left to press, nor to ask."""
    return any(str(block.get("text", {}).get("text", "")).startswith("~") for block in blocks)


def _read(said: Any) -> Any:
    return json.loads(said) if isinstance(said, str) else said


def _menus(part: Any) -> Iterator[tuple[int, set[str]]]:
    """Each notice's menu in the blocks of one message: the notice, and what may be chosen."""
    if isinstance(part, dict) and part.get("action_id") == ids.NOTICE_MENU:
        chosen = [json.loads(option["value"]) for option in part["options"]]
        yield chosen[0]["notice"], {each["do"] for each in chosen}
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _menus(each)
