"""Whose bonuses are asked for, and of which period; typed, or carried by a button."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from core import bonus, periods
from core.bonus import Earned, Table
from core.calendar import local_day
from core.errors import Missing
from core.models import Member
from core.periods import Period
from handlers import payload
from handlers.blocks import Message
from handlers.bonus import teams, views
from handlers.payload import Payload
from handlers.words import Translate

Side = Literal["mine", "team"]
_SIDES: dict[str, Side] = {
    **dict.fromkeys(("mine", "my", "我的", "我"), "mine"),
    **dict.fromkeys(("team", "all", "小组", "团队", "全部"), "team"),
}


@dataclass(frozen=True)
class Asked:
    """`owner_id`: one member's, else the asker's own or, where they lead others, everybody's. `said`: the period."""

    said: str
    owner_id: int | None = None
    side: Side = "mine"
    page: int = 0


def typed(text: str, *, by: Member) -> Asked:
    """What the words after the command ask for: `last month`, `我的 本季度`."""
    first, _, rest = text.strip().partition(" ")
    side = _SIDES.get(first.casefold())
    if side is None:
        return Asked(text.strip(), side="team" if by.manages else "mine")
    return Asked(rest.strip(), side=side if by.manages else "mine")


def carried(values: Payload, *, by: Member) -> Asked:
    """What a button asks for; forged ones are answered as if they were not there."""
    side, said, page = values.get("of", "mine"), values.get("period", ""), values.get("page", 0)
    if side not in ("mine", "team") or not isinstance(said, str) or isinstance(page, bool):
        raise Missing
    owner = payload.number(values, "owner") if "owner" in values else None
    whole = isinstance(page, int) and 0 <= page < 10_000
    return Asked(said, owner, side if by.manages else "mine", page if whole else 0)


async def look(db: Any, asked: Asked, *, by: Member, now: datetime, t: Translate) -> Message:
    """Work out the bonuses asked for, and draw them."""
    period = _period(asked, by=by, now=now)
    async with db.begin() as session:
        if asked.side == "team" and asked.owner_id is None:
            table: Table = await bonus.table(session, period=period, by=by, now=now)
            return teams.picture(table, asked.said, t, me=by)
        of_id = asked.owner_id or by.id
        earned: Earned = await bonus.member(session, period=period, of_id=of_id, by=by, now=now)
    return views.member(earned, asked.said, t, me=by, page=asked.page)


def _period(asked: Asked, *, by: Member, now: datetime) -> Period:
    return periods.period(asked.said, today=local_day(now, by.zone))
