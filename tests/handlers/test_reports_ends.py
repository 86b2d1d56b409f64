"""Won and lost compared: by reason, competitor, source and member, over a period, of what the asker may see."""

from decimal import Decimal

from core import leads, listed, moves
from core.deals import Terms, convert
from core.leads import Capture
from core.models import List
from core.moves import Ending
from tests.handlers.test_reviews import entered


async def ended(house, name, of, amount, *, won, reason=None, rival=None, source=None):
    by, now = await house.member(of), house.now()
    async with house.db.begin() as session:
        words = await listed.of(session, lists=(List.WON if won else List.LOST,), by=by)
        chosen = next((each.id for each in words if each.name_en == reason), None)
        told = Capture(customer=name, source=source)
        lead, _ = await leads.capture(session, told=told, to=by, by=by, now=now, anyway=True)
        terms = Terms(amount=Decimal(amount))
        deal, _ = await convert(session, lead_id=lead.id, terms=terms, by=by, now=now, anyway=True)
        ending = Ending(chosen, None if chosen else "just so", rival)
        await (moves.win if won else moves.lose)(session, deal_id=deal.id, ending=ending, by=by, now=now)


async def told(house):
    """Four deals that ended in two teams, and one that is open."""
    await ended(house, "Acme", "Alice", 300, won=True, reason="Price", rival="三励", source="展会")
    await ended(house, "Umbrella", "Alice", 100, won=False, reason="Price", rival="三励", source="展会")
    await ended(house, "方舟电子", "小李", 50, won=False, rival="Sanli")
    await ended(house, "红杉机械", "销售甲", 70, won=True, reason="Service")
    await entered(house, "蓝海物流")


async def test_a_manager_compares_the_teams_ends_in_each_way(house, zhangjun):
    await told(house)

    seen = await zhangjun.command("/genjin 报表 输赢")

    for line in (
        "合计：赢 1，输 2（赢单率 33.3%），赢单金额 ¥300，输单金额 ¥150，平均 0 天",
        "🏆 价格：赢 1，输 0（赢单率 100%），赢单金额 ¥300",
        "✖️ 价格：赢 0，输 1（赢单率 0%）",
        "未说明：赢 0，输 1",
    ):
        assert line in seen.fallback, line
    assert "三励：赢 1，输 1（赢单率 50%）" in (await zhangjun.press("按对手", on=seen)).fallback
    assert "展会：赢 1，输 1（赢单率 50%）" in (await zhangjun.press("按来源", on=seen)).fallback
    members = await zhangjun.press("按成员", on=seen)
    assert "Alice：赢 1，输 1" in members.fallback
    assert "小李：赢 0，输 1" in members.fallback
    assert "销售甲" not in members.fallback
    last = await zhangjun.press("上月", on=members)
    assert "没有你能看到的赢单或输单" in last.text
    assert last.button("按对手")


async def test_a_rep_sees_their_own_alone_and_an_admin_all(house, alice, admin):
    await told(house)

    own = await alice.command("/genjin report wins competitor this year")
    assert "Total: 1 won, 1 lost (50%), ¥300 won, ¥100 lost, 0 days" in own.fallback
    assert "Sanli" not in own.fallback
    everything = await admin.command("/genjin 报表 输赢 成员 全部")
    assert "合计：赢 2，输 2" in everything.fallback


async def test_a_period_that_is_none_says_what_is(house, alice):
    assert "I don't know the period" in (await alice.command("/genjin report wins whenever")).text
