"""Books full of work, and whatever people type: every message stays one that Slack takes, and nothing comes alive."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select

from core import accounts, deals, pools
from core.calendar import local_day
from core.deals import Terms
from core.models import Deal, Lead, Member, Role, Task

MANY = 1000
NASTY = (
    "<!channel> 电子",
    "*粗体*公司",
    "<https://x.example|点我>",
    "<@UXIAOSHOUJIA>公司",
    "<@UXIAOSHOUJIA>",
    "`代码`公司",
    "😀🎉公司",
    "公司\u202e翻转",
    "&lt;!here&gt; 公司",
    "a" * 120,
    "长" * 120,
    "{n} {lead} %s 公司",
)


TYPED = ("", "\u200b", "\u202e", "😀", "*" * 500, "😀" * 300, "<", "&", "<@UALICE>", "<!channel>", "9" * 400,
         "new " + "9" * 300, "新建 ", "new 。", "new <@UALICE>")  # fmt: skip
ALIVE = re.compile("<!channel>|<!here>|<https://x|<@UXIAOSHOUJIA>")


def parsed(said):
    """Every text in which Slack looks for mentions and links: mrkdwn, and what stands in for blocks."""
    if isinstance(said, list):
        return [text for each in said for text in parsed(each)]
    if not isinstance(said, dict):
        return []
    inside = [
        text
        for name, each in said.items()
        for text in parsed(json.loads(each) if name == "blocks" and isinstance(each, str) else each)
    ]
    own = said.get("text")
    return [*inside, own] if isinstance(own, str) and said.get("type") != "plain_text" else inside


async def fill(house, owner="小李"):
    """So many leads in the pool, held ones, deals and tasks of one person, silent, due, overdue and closing."""
    by, now = await house.member(owner), house.now()
    today = local_day(now, by.zone)
    async with house.db.begin() as session:
        account = await accounts.add(session, name="方舟电子" * 10, by=by, now=now)
        deal, _ = await deals.create(session, customer="三励公司", terms=Terms(), by=by, now=now)
        base = {"workspace_id": by.workspace_id, "account_id": account.id, "created_at": now}
        pool = (await pools.all_of(session, by=by))[0]
        lead = {
            **base,
            "pool_id": pool.id,
            "created_by_id": by.id,
            "status": "open",
            "version": 1,
            "interest": "要" * 300,
        }
        held = {**lead, "owner_id": by.id, "owned_since": now, "silent_on": today - timedelta(days=3)}
        await session.execute(insert(Lead), [lead] * MANY)
        await session.execute(insert(Lead), [held] * MANY)
        task = {**base, "owner_id": by.id, "text": "报价" * 200, "zone": by.zone}
        days = [None, *(today + timedelta(days=n) for n in (-1, 0, 3))]
        await session.execute(insert(Task), [{**task, "on": days[n % 4]} for n in range(MANY)])
        facts = {name: getattr(deal, name) for name in ("pipeline_id", "stage_id", "stage_since", "probability")}
        worth = {"amount": Decimal(10) ** 14, "currency": "CNY", "expected_close": today, "silent_on": today}
        row = {**base, **facts, **worth, "owner_id": by.id, "owned_since": now, "created_by_id": by.id, "version": 1}
        await session.execute(insert(Deal), [{**row, "status": "open", "name": "商机" * 100}] * MANY)


async def test_with_a_thousand_of_everything_each_answer_is_one_that_slack_takes(house, xiaoli, zhangjun, admin):
    await fill(house)

    for who in (xiaoli, zhangjun, admin):
        for line in (
            "/today",
            "/lead pool",
            "/lead mine",
            "/deal mine",
            "/deal list columns amount customer owner team source tags next last product region",
            "/pipeline",
            "/genjin team",
            "/taken 方舟电子",
        ):
            seen = await who.command(line)
            assert (seen.ok, seen.problems) == (True, []), (line, seen.problems)
            assert seen.text
    home = await xiaoli.opens_home()
    assert "250" in home.text
    ran = await house.run("morning-digest", house.now())
    assert not ran.undone


async def test_the_day_counts_what_it_does_not_show(house, xiaoli):
    await fill(house)

    day = (await xiaoli.command("/today")).text

    counts = [int(number) for number in re.findall(r"\d+", day.splitlines()[1])]
    assert counts == [250, 250, 250, MANY, MANY]
    assert "还有 248 条" in day


async def test_paging_goes_to_the_end_and_back(house, alice):
    await fill(house)
    await alice.command("/lead pool")

    for _ in range(3):
        page = await alice.press("Next ›")
    back = await alice.press("‹ Previous")

    assert "1000 leads" in page.text.replace(",", "")
    assert [button.text for button in back.buttons][-3:] == ["‹ Previous", "Next ›", "Export"]


@pytest.mark.parametrize("name", NASTY)
async def test_whatever_a_customer_is_called_nothing_comes_alive(house, xiaoli, alice, name):
    start = len(house.slack.calls)
    entered = await xiaoli.command("/lead new")
    assert entered.ok
    await xiaoli.fill({"客户": name, "需求": name})
    await xiaoli.submit()
    await house.deliver()
    async with house.db.begin() as session:
        lead = (await session.scalars(select(Lead))).one()
        assert lead.interest == name

    answers = [
        await alice.command("/lead pool"),
        await alice.press("Claim", on=alice.sees("#lead-pool")[-1]),
        await alice.command(f"/visit {name} met Tom, wants 20 scanners"),
        await alice.command(f"/taken {name}"),
        await alice.command("/lead mine"),
        await alice.command(f"/lead {name}"),
        await alice.command(f"/deal new {name} 300k"),
        await alice.command("/today"),
        await alice.command(f"/genjin {name}"),
    ]
    await house.deliver()

    assert [seen.problems for seen in answers if seen.problems] == []
    spoken = [call.args for call in house.slack.calls[start:]]
    spoken += [each.ack.body for each in house.slack.deliveries if each.ack]
    alive = [text for text in parsed(spoken) if ALIVE.search(text) and not text.startswith("*Colleagues*")]
    assert alive == []


async def test_three_thousand_characters_are_logged_whole_and_one_more_is_refused_with_all_of_it(house, xiaoli):
    await xiaoli.command("/lead new 方舟电子")
    long = "方舟电子 " + "见了刘兵要扫描枪," * 400

    refused = await xiaoli.command(f"/visit {long[:3001]}")
    logged = await xiaoli.command(f"/visit {long[:2990]}")

    assert "3001" in refused.text.replace(",", "")
    assert long[:100] in refused.text
    assert "已记" in logged.text


@pytest.mark.parametrize("word", ["lead", "deal", "visit", "phone", "today", "pipeline", "taken", "genjin"])
@pytest.mark.parametrize("text", TYPED)
async def test_whatever_is_typed_is_answered(shared_house, word, text):
    xiaoli = shared_house.person("小李")

    seen = await xiaoli.command(f"/{word} {text}")

    assert seen.ok
    assert seen.problems == []
    assert "出了点问题" not in seen.text
    if xiaoli.form:
        await xiaoli.dismiss(everything=True)


async def test_a_big_team_is_listed(house, admin):
    async with house.db.begin() as session:
        one = (await session.scalars(select(Member))).first()
        rows = [
            {"workspace_id": one.workspace_id, "slack_id": f"U9{n:05}", "name": f"成员{n}", "role": Role.REP,
             "locale": "zh-CN", "zone": "Asia/Shanghai", "active": True, "created_at": house.now(),
             "team_id": one.team_id}
            for n in range(600)
        ]  # fmt: skip
        await session.execute(insert(Member), rows)

    seen = await admin.command("/genjin team")

    assert (seen.ok, seen.problems) == (True, [])
    assert "607" in seen.text
