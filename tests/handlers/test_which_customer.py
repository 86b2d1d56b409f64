"""A line that may mean a customer, or another firm with half its name: whoever wrote it is asked."""

from sqlalchemy import func, select

from core import leads, visits
from core.leads import Capture
from core.models import Account, Draft, Visit


async def logged(house):
    async with house.db.begin() as session:
        rows = await session.execute(
            select(Account.name).join(
                Visit, (Visit.workspace_id == Account.workspace_id) & (Visit.account_id == Account.id)
            )
        )
        return [row.name for row in rows]


async def test_half_a_name_is_asked_about_and_not_taken_for_certain(house, xiaoli):
    await xiaoli.command("/lead new 永辉超市")

    asked = await xiaoli.command("/visit 永辉云创 见了孙经理,想试用2台智能秤")

    assert ({"永辉超市", "记为线索"} <= {button.text for button in asked.buttons}, await logged(house)) == (True, [])
    await xiaoli.press("永辉超市", on=asked)
    assert await logged(house) == ["永辉超市"]


async def test_another_firm_with_half_the_name_of_ones_customer_may_be_made_a_lead_of_its_own(house, xiaoli):
    await xiaoli.command("/lead new 永辉超市")
    await xiaoli.command("/visit 永辉云创 见了孙经理,想试用2台智能秤")
    by = await house.member("小李")

    async with house.db.begin() as session:
        draft = (await session.scalars(select(Draft))).one()
        await visits.make_lead(session, draft_id=draft.id, by=by, now=house.now())

    assert await logged(house) == ["永辉云创"]


async def test_half_the_name_of_a_colleagues_customer_gives_nobody_away(house, xiaoli):
    jia = await house.member("销售甲")
    async with house.db.begin() as session:
        await leads.capture(session, told=Capture(customer="永辉超市"), to=jia, by=jia, now=house.now())

    asked = await xiaoli.command("/visit 永辉云创 见了孙经理,想试用2台智能秤")

    assert ("永辉超市" in asked.text, "永辉云创" in asked.text) == (False, True)
    async with house.db.begin() as session:
        assert await session.scalar(select(func.count()).select_from(Visit)) == 0


async def test_a_whole_name_is_taken_at_its_word(house, xiaoli):
    await xiaoli.command("/lead new 永辉超市")

    await xiaoli.command("/visit 永辉超市 见了孙经理,想试用2台智能秤")

    assert await logged(house) == ["永辉超市"]
