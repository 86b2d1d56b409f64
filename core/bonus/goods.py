"""Whether a deal was won with a product that is new: on the rule's list, or one its customer had not bought before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import BonusRule, Deal, DealNeed, DealStatus
from core.names import fold
from core.projects import goods, said
from core.projects.kept import unpacked
from core.projects.need import read

Goods = Mapping[int, frozenset[str]]  # of each deal, one name a thing


def asks_for(rule: BonusRule | None) -> bool:
    """Whether the rule pays for new products at all."""
    return rule is not None and (rule.product_extra > 0 or rule.product_factor > 1)


def is_new(rule: BonusRule, *, deal_id: int, earlier: Sequence[int], of: Goods) -> bool:
    """Whether the deal is about a product that is new for everybody, or new to a customer who has bought before.

    A first deal's goods are all new to its customer: that is what the extra for new customers is for. Where the goods
    of an earlier deal are not known, nobody can tell.
    """
    mine = of.get(deal_id, frozenset())
    if any(_thing(product) in mine for product in rule.products):
        return True
    before = [of.get(each, frozenset()) for each in earlier]
    return bool(before) and all(before) and bool(mine - frozenset().union(*before))


async def known(session: AsyncSession, *, workspace_id: str, account_ids: Sequence[int], zone: str) -> Goods:
    """The goods of every deal these customers bought, as far as was said. Five statements at most."""
    rows = await session.execute(
        select(Deal, DealNeed.need)
        .outerjoin(DealNeed, (DealNeed.workspace_id == Deal.workspace_id) & (DealNeed.deal_id == Deal.id))
        .where(Deal.workspace_id == workspace_id, Deal.account_id.in_(account_ids), Deal.status == DealStatus.WON)
    )
    found: dict[int, Any] = {}
    unread: list[Deal] = []
    for deal, need in rows:
        if need is None:
            unread.append(deal)
        else:
            found[deal.id] = unpacked(need)
    words = await said.of(session, deals=unread, zone=zone)
    found |= {deal.id: read(words.get(deal.id, [])) for deal in unread}
    return {deal_id: frozenset(_thing(item.name) for item in need.items) for deal_id, need in found.items()}


async def bought(
    session: AsyncSession, *, workspace_id: str, account_ids: Sequence[int]
) -> Mapping[int, Sequence[int]]:
    """The deals each of these customers bought, in the order they were won."""
    rows = await session.execute(
        select(Deal.account_id, Deal.id)
        .where(Deal.workspace_id == workspace_id, Deal.account_id.in_(account_ids), Deal.status == DealStatus.WON)
        .order_by(Deal.closed_at, Deal.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for account_id, deal_id in rows:
        found[account_id].append(deal_id)
    return found


def _thing(name: str) -> str:
    folded = fold(name)
    return goods.thing(folded) or goods.singular(folded)
