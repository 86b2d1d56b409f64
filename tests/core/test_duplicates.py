"""One duplicate check for everything: by name, phone, address and WeChat id, and why."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, select, text, update

from core import contacts, duplicates, leads
from core.duplicates import Asked
from core.duplicates.found import FOUND_BY
from core.models import AccountKey, Contact
from core.names import Why, is_nobody
from core.taken import CustomerTaken
from core.ways import Way
from migrations import remaking

_KEYS = select(AccountKey.key)


async def check(books, name="", by="小李", **ways):
    asked = Asked(name, **{way: tuple(values.split()) for way, values in ways.items()})
    return await books.see(duplicates.check, asked=asked, by=books[by])


async def test_a_name_alone_is_certain_likely_or_another(books):
    await books.lead("东莞市方舟电子科技有限公司", to="小李")

    [certain], [likely] = await check(books, "方舟電子有限公司"), await check(books, "方周电子")

    assert (certain.verdict, certain.visible, certain.reasons) == ("certain", True, (Why.REGION,))
    assert (likely.verdict, likely.reasons) == ("likely", (Why.SOUND,))
    assert await check(books, "方舟机械") == []


async def test_a_phone_finds_its_customer_whatever_the_name(books):
    await books.lead("方舟电子", to="小李", contact="刘兵", phone="13800138000")

    [found] = await check(books, "东方船舶", phones="+86-138-0013-8000")
    [alone] = await check(books, phones="8613800138000")

    assert (found.verdict, found.reasons) == ("likely", (Way.PHONE,))
    assert alone.verdict == "certain"


async def test_a_shared_contact_makes_a_likely_name_certain(books):
    await books.lead("方舟电子", to="小李", email="liu@fangzhou.com")

    [same_domain] = await check(books, "方周电子", emails="wang@fangzhou.com")
    [same_person] = await check(books, "方周电子", emails="Liu@Fangzhou.com")

    assert (same_domain.verdict, same_domain.reasons) == ("likely", (Why.SOUND, Way.DOMAIN))
    assert (same_person.verdict, same_person.reasons) == ("certain", (Way.EMAIL, Why.SOUND))


async def test_who_has_no_name_but_a_title_is_told_apart_by_how_he_is_reached(books):
    await books.lead("李经理", to="小李", phone="138 1111 2222")

    [asked], [known] = await check(books, "李经理"), await check(books, "李经理", phones="13811112222")

    assert (asked.verdict, known.verdict) == ("likely", "certain")
    assert await check(books, "李经理", phones="13999998888") == []


async def test_a_shared_switchboard_makes_no_one_customer_of_two_sites(books):
    await books.lead("方舟电子深圳分公司", to="小李", phone="400-800-1234")

    assert await check(books, "方舟电子北京分公司", phones="4008001234") == []


async def test_a_number_that_more_than_twenty_share_says_nothing(books):
    for place in range(20):
        await books.lead(f"第{place}小学", phone="400-800-1234")
    before = await check(books, phones="4008001234")
    await books.lead("又一家", phone="400-800-1234")

    assert len(before) == duplicates.MOST
    assert await check(books, phones="4008001234") == []


async def test_regex_characters_and_wildcards_are_letters_like_others(books):
    await books.lead("A.*B (C) [D]%_")

    assert [match.verdict for match in await check(books, "A.*B (C) [D]%_")] == ["certain"]
    assert await check(books, ".*") == []
    assert await check(books, "%") == []


async def test_a_list_is_checked_as_one_by_one_and_in_three_statements_each_five_hundred(books, databases):
    for name in ("方舟电子", "三励公司", "鼎盛建材"):
        await books.lead(name, phone=f"1380013{len(name)}{ord(name[0]) % 1000:03}")
    asked = [Asked(name) for name in ("方舟电子", "没有这家", "三励", "方周电子", "")] * 150
    statements = []

    def count(_connection, _cursor, statement, *_):
        statements.append(statement)

    async with books.begin() as session:
        engine = (await session.connection()).sync_connection.engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            many = await duplicates.check_many(session, asked=asked, by=books["小李"])
        finally:
            event.remove(engine, "before_cursor_execute", count)
        one_by_one = [await duplicates.check(session, asked=each, by=books["小李"]) for each in asked[:5]]

    assert len(statements) == 6
    assert many[:5] == one_by_one
    assert [len(each) for each in many[:5]] == [1, 0, 1, 1, 0]


async def test_a_brand_that_more_than_twenty_share_finds_them_when_asked_about_and_says_nothing_in_a_list(books):
    trades = ("机械", "物流", "仪表", "印务", "建材", "医疗", "服饰", "食品", "家电", "模具", "照明")
    for place in ("青岛", "成都"):
        for trade in trades:
            await books.lead(f"{place}方舟{trade}有限公司", to="小李")
    asked = [Asked("方舟"), Asked("青岛方舟机械")]

    brand, one = await books.see(duplicates.check_each, asked=asked, by=books["小李"])
    listed, same = await books.see(duplicates.check_many, asked=asked, by=books["小李"])

    assert len(brand) == duplicates.MOST
    assert listed == []
    assert one[0].verdict == same[0].verdict == "certain"
    assert one[0].name == same[0].name == "青岛方舟机械有限公司"


async def test_what_one_may_not_see_is_marked_so(books):
    await books.lead("方舟电子", to="销售甲")

    [theirs], [admins] = await check(books, "方舟电子"), await check(books, "方舟电子", by="陈总")

    assert (theirs.visible, admins.visible) == (False, True)


async def test_another_workspaces_customers_are_not_there(books, elsewhere):
    await elsewhere.lead("鼎盛建材", by="外人", phone="13800138000")

    assert await check(books, "鼎盛建材", phones="13800138000") == []


async def test_a_contact_told_anew_is_found_by_the_new_number_alone(books):
    lead = await books.lead("方舟电子", to="小李", contact="刘兵", phone="13800138000", wechat="liubing88")
    account = await books.again(lead.account)

    await books.do(contacts.keep, account=account, name="刘兵", phone="13900139000")

    assert await check(books, phones="13800138000") == []
    assert [len(await check(books, **ways)) for ways in ({"phones": "13900139000"}, {"wechat": "LiuBing88"})] == [1, 1]


async def test_a_contact_changed_elsewhere_is_remembered_when_asked_to(books):
    lead = await books.lead("方舟电子", to="小李", contact="刘兵", phone="13800138000")
    async with books.begin() as session:
        await session.execute(update(Contact).where(Contact.account_id == lead.account_id).values(phone="13900139000"))
        await contacts.remember(session, workspace_id="T1", account_id=lead.account_id)

    assert await check(books, phones="13800138000") == []
    assert len(await check(books, phones="13900139000")) == 1
    assert len(await check(books, "方舟电子")) == 1, "its name's keys stay"


async def test_a_lead_with_anothers_number_and_nearly_their_name_is_refused(books):
    await books.lead("方舟电子", to="小李", contact="刘兵", phone="13800138000")

    with pytest.raises(CustomerTaken):
        await books.do(
            leads.capture, told=leads.Capture(customer="方周电子", phone="+86 138 0013 8000"), to=None, by=books["小李"]
        )


async def test_the_look_up_goes_by_the_keys_index(books):
    lead = await books.lead("方舟电子")
    many = "insert into account_keys (workspace_id, key, account_id) select 'T1', 'key ' || n, :account"
    async with books.begin() as session:
        await session.execute(text(f"{many} from generate_series(1, 5000) as n"), {"account": lead.account_id})
        await session.execute(text("analyze account_keys"))  # of a handful of rows any index will do
        plan = await session.execute(
            text(f"explain {FOUND_BY.text}"),
            {"workspace": "T1", "hits": 40, "keys": json.dumps(["方舟"])},
        )
        said = "\n".join(plan.scalars())

    # Which way it is scanned depends on the last vacuum.
    assert re.search("Index (Only )?Scan (using|on) pk_account_keys", said), said
    assert "workspace_id = 'T1'" in said
    assert "key = " in said


PIECES = ["王总", "方舟", "方周", "电子", "机械", "有限公司", "深圳", "东莞", "北京分公司", "Acme", "Corp"]
described = st.builds(
    Asked,
    st.one_of(st.text(max_size=12), st.lists(st.sampled_from(PIECES), max_size=4).map("".join)),
    st.lists(st.sampled_from(["13800138000", "+8613800138000", "801", "8221234"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["a@qq.com", "A@qq.com", "b@fangzhou.com", "c@fangzhou.com"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["liubing88", "LiuBing88", "13800138000"]), max_size=1).map(tuple),
)
unhurried = settings(deadline=None)  # the first Chinese text reads the tables


@unhurried
@given(described, described)
def test_the_order_of_two_descriptions_does_not_matter(one, other):
    assert duplicates.judge(one, other) == duplicates.judge(other, one)


@unhurried
@given(described)
def test_every_description_is_certainly_itself_unless_it_says_nothing(one):
    alike = duplicates.judge(one, one)

    assert (alike is None) == (not one.name.strip() and not duplicates.sought(one))
    nameless = one.name.strip() == "" or is_nobody(one.name)
    assert alike is None or nameless or alike.verdict == "certain"


@unhurried
@given(st.lists(described, max_size=8))
def test_rows_of_one_list_are_compared_with_the_earlier_ones(rows):
    seen = duplicates.Rows()
    for index, row in enumerate(rows):
        for twin in seen.add(row):
            alike = duplicates.judge(row, rows[twin.index])
            assert twin.index < index
            assert alike is not None
            assert alike.verdict == twin.verdict


def test_rows_of_one_list_that_are_one_customer_are_found():
    rows = [
        Asked("方舟电子", ("13800138000",)),
        Asked("三励"),
        Asked("方舟电子有限公司"),
        Asked("", ("138 0013 8000",)),
    ]

    seen = duplicates.Rows()

    assert [[(twin.index, twin.verdict) for twin in seen.add(row)] for row in rows] == [
        [], [], [(0, "certain")], [(0, "certain")],
    ]  # fmt: skip


async def test_the_keys_of_customers_already_there_can_be_remade(books):
    await books.lead("方舟电子", to="小李", contact="刘兵", phone="13800138000")
    async with books.begin() as session:
        before = set(await session.scalars(_KEYS))
        await session.execute(delete(AccountKey))
        await (await session.connection()).run_sync(remaking.keys)
        after = set(await session.scalars(_KEYS))

    assert after == before
    assert {"=方舟/电子", "tel:+8613800138000"} <= after
