"""Looking for deals that may be one project: SQL finds those of like goods by index, Python compares the nearest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import DealGood, DealNeed
from core.projects.judge import FAR, Alike, judge
from core.projects.kept import packed, unpacked
from core.projects.keys import keys, reach
from core.projects.need import Need

MOST = 60  # deals compared, those that share most first

# Each key is a range of one index; what is elsewhere, months away or closed is left out before it is compared.
_NEAREST = text("""
with hit as (
    select deal_goods.deal_id, count(distinct deal_goods.token) as shared
    from unnest(cast(:tokens as text[]), cast(:low as float8[]), cast(:high as float8[])) as sought(token, low, high)
    join deal_goods on deal_goods.workspace_id = :workspace and deal_goods.token = sought.token
        and deal_goods.quantity between sought.low and sought.high
    where (cast(:anywhere as boolean) or deal_goods.place = any(cast(:places as text[])))
      and (cast(:first as date) is null or deal_goods.due_to is null
           or (deal_goods.due_to >= cast(:first as date) and deal_goods.due_from <= cast(:last as date)))
    group by deal_goods.deal_id
)
select deals.id, deals.owner_id, deal_needs.need
from hit
join deals on deals.workspace_id = :workspace and deals.id = hit.deal_id
    and deals.status = 'open' and deals.owner_id <> :owner and deals.id <> :deal
join deal_needs on deal_needs.workspace_id = :workspace and deal_needs.deal_id = deals.id
order by hit.shared desc, deals.id desc limit :most
""")


@dataclass(frozen=True)
class Found:
    """An open deal of another owner that looks like the one asked about, and why."""

    deal_id: int
    why: Alike


async def alike(session: AsyncSession, *, workspace_id: str, deal_id: int, owner_id: int, need: Need) -> list[Found]:
    """The open deals of other owners that look like this one, the likest first. One statement."""
    sought = keys(need)
    if not sought:
        return []
    reached = [reach(key.quantity) for key in sought]
    rows = await session.execute(
        _NEAREST,
        {
            "workspace": workspace_id,
            "deal": deal_id,
            "owner": owner_id,
            "tokens": [key.token for key in sought],
            "low": [low for low, _ in reached],
            "high": [high for _, high in reached],
            "most": MOST,
            **_here_and_then(need),
        },
    )
    judged = [(other_id, judge(need, unpacked(kept))) for other_id, _, kept in rows]
    found = [Found(other_id, why) for other_id, why in judged if why is not None]
    return sorted(found, key=lambda each: (-each.why.points, each.deal_id))


def _here_and_then(need: Need) -> dict[str, Any]:
    far = timedelta(days=FAR)
    return {
        "anywhere": not need.where,
        "places": ["", *need.where.provinces],
        "first": need.due.first - far if need.due else None,
        "last": need.due.last + far if need.due else None,
    }


async def remember(session: AsyncSession, *, workspace_id: str, needs: dict[int, Need], now: datetime) -> None:
    """Keep what these deals are about, in place of what was kept of them. Four statements at most."""
    if not needs:
        return
    gone = delete(DealGood).where(DealGood.workspace_id == workspace_id, DealGood.deal_id.in_(needs))
    await session.execute(gone)
    rows = [row for deal_id, need in needs.items() for row in _rows(workspace_id, deal_id, need)]
    if rows:
        await session.execute(insert(DealGood), rows)
    kept = [
        {"workspace_id": workspace_id, "deal_id": deal_id, "need": packed(need), "read_at": now}
        for deal_id, need in needs.items()
    ]
    stored = insert(DealNeed)
    await session.execute(
        stored.on_conflict_do_update(
            index_elements=["workspace_id", "deal_id"],
            set_={"need": stored.excluded.need, "read_at": stored.excluded.read_at},
        ),
        kept,
    )


def _rows(workspace_id: str, deal_id: int, need: Need) -> list[dict[str, Any]]:
    return [
        {
            "workspace_id": workspace_id,
            "deal_id": deal_id,
            "token": key.token,
            "quantity": key.quantity,
            "place": place,
            "due_from": key.due_from,
            "due_to": key.due_to,
        }
        for key in keys(need)
        for place in key.places or ("",)
    ]


async def forget(session: AsyncSession, *, workspace_id: str, deal_ids: Sequence[int]) -> None:
    """Deals that are no longer open are not looked for."""
    if deal_ids:
        await session.execute(
            delete(DealGood).where(DealGood.workspace_id == workspace_id, DealGood.deal_id.in_(deal_ids))
        )
