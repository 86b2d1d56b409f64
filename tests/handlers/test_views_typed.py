"""Lists of deals asked for in a line, in both languages: what is understood, and what is told of the rest."""

import contextlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from core.errors import Refusal
from core.views import USUAL, Among, Between, Shape, Within
from core.views.vocabulary import Vocabulary
from handlers.views import typed
from handlers.words import refusal, translator

TODAY = date(2026, 11, 24)


@dataclass
class Named:
    id: int
    name: str | None = None
    name_zh: str | None = None
    name_en: str | None = None
    slack_id: str | None = None


KNOWN = Vocabulary(
    {
        "owner": [Named(1, "小李", slack_id="UXIAOLI"), Named(2, "Alice"), Named(3, "张军")],
        "team": [Named(11, "广告组")],
        "stage": [
            Named(21, name_zh="报价", name_en="Quoted"),
            Named(22, name_zh="报价", name_en="Quoted"),
            Named(23, name_zh="客户需求收集", name_en="Needs gathered"),
            Named(24, name_zh="提案/报价", name_en="Proposal or quote"),
        ],
        "pipeline": [Named(31, name_zh="分销", name_en="Distribution")],
        "source": [Named(41, "展会"), Named(42, "Trade fair")],
    }
)
OPEN = {"status": Among(("open",))}
MILLION = Decimal(10) ** 6


def over(sum_, **more):
    return {"amount": Between(over=Decimal(sum_), **more)}


def least(sum_, **more):
    return {"amount": Between(least=Decimal(sum_), **more)}


def days(begins=None, until=None):
    return Within(begins=begins, until=until)


def read(line, shape=None):
    return typed.read(line, KNOWN, shape=shape, today=TODAY, t=translator("en-US"))


@pytest.mark.parametrize(("line", "wants"), [
    ("", OPEN),
    ("金额>30万 阶段=报价 本月成交", OPEN | over(300_000) | {"stage": Among((21, 22)), "close": Within("month")}),
    ("stage quoted over 300k closing this month",
     OPEN | over(300_000) | {"stage": Among((21, 22)), "close": Within("month")}),
    ("金额＞３０万，阶段：报价", OPEN | over(300_000) | {"stage": Among((21, 22))}),
    ("小李的 30万以上", OPEN | least(300_000) | {"owner": Among((1,))}),
    ("负责人 小李、Alice", OPEN | {"owner": Among((1, 2))}),
    ("owner=<@UXIAOLI|xiaoli>", OPEN | {"owner": Among((1,))}),
    ("我的 下季度成交", OPEN | {"owner": Among(("me",)), "close": Within("quarter", 1)}),
    ("mine, next month closing", OPEN | {"owner": Among(("me",)), "close": Within("month", 1)}),
    ("owner me", OPEN | {"owner": Among(("me",))}),
    ("30-50万", OPEN | {"amount": Between(least=Decimal(300_000), most=Decimal(500_000))}),
    ("金额在30万到50万之间", OPEN | {"amount": Between(least=Decimal(300_000), most=Decimal(500_000))}),
    ("between 1m and 2m", OPEN | {"amount": Between(least=MILLION, most=2 * MILLION)}),
    ("over $1.5 million", OPEN | over(1_500_000, currency="USD")),
    ("at least 200k rmb", OPEN | least(200_000, currency="CNY")),
    ("under 50k", OPEN | {"amount": Between(under=Decimal(50_000))}),
    ("一百万以上", OPEN | least(1_000_000)),
    ("金额=30万", OPEN | {"amount": Between(least=Decimal(300_000), most=Decimal(300_000))}),
    ("概率>=60%", OPEN | {"probability": Between(least=Decimal(60))}),
    ("停留超过30天", OPEN | {"days": Between(over=Decimal(30))}),
    ("days in stage > 14", OPEN | {"days": Between(over=Decimal(14))}),
    ("来源=展会 标签=VIP", OPEN | {"source": Among((41,)), "tags": Among(("vip",))}),
    ("source trade fair tag #vip", OPEN | {"source": Among((42,)), "tags": Among(("vip",))}),
    ("region 山东 or 江苏", OPEN | {"region": Among(("山东", "江苏"))}),
    ("customer \"ace hard\"", OPEN | {"customer": Among(("ace hard",))}),
    ("广告组 分销", OPEN | {"team": Among((11,)), "pipeline": Among((31,))}),
    ("needs gathered", OPEN | {"stage": Among((23,))}),
    ("阶段 提案/报价", OPEN | {"stage": Among((24,))}),
    ("本月新建", {"created": Within("month")}),
    ("created last quarter", {"created": Within("quarter", -1)}),
    ("new this week", {"created": Within("week")}),
    ("上月赢单", {"status": Among(("won",)), "closed": Within("month", -1)}),
    ("won last month", {"status": Among(("won",)), "closed": Within("month", -1)}),
    ("lost", {"status": Among(("lost",))}),
    ("won or lost", {"status": Among(("won", "lost"))}),
    ("状态=赢单、输单", {"status": Among(("won", "lost"))}),
    ("全部", {}),
    ("all deals over 1m", over(MILLION)),
    ("closed last year", {"closed": Within("year", -1)}),
    ("closing 2026-12-01 to 2027-01-31", OPEN | {"close": days(date(2026, 12, 1), date(2027, 1, 31))}),
    ("成交 12月1日到1月31日", OPEN | {"close": days(date(2026, 12, 1), date(2027, 1, 31))}),
    ("closing before 2026-12-05", OPEN | {"close": days(None, date(2026, 12, 4))}),
    ("closing by 2026-12-05", OPEN | {"close": days(None, date(2026, 12, 5))}),
    ("成交日期>=12月5日", OPEN | {"close": days(date(2026, 12, 5))}),
    ("12月5日之前成交", OPEN | {"close": days(None, date(2026, 12, 4))}),
    ("1月成交", OPEN | {"close": days(date(2027, 1, 1), date(2027, 1, 31))}),
    ("closing in March", OPEN | {"close": days(date(2027, 3, 1), date(2027, 3, 31))}),
    ("closing Q1 2027", OPEN | {"close": days(date(2027, 1, 1), date(2027, 3, 31))}),
    ("10月新建", {"created": days(date(2026, 10, 1), date(2026, 10, 31))}),
    ("下半年成交", OPEN | {"close": days(date(2026, 7, 1), date(2026, 12, 31))}),
    ("预计成交=未定", OPEN | {"close": Within(never=True)}),
    ("no close date", None),
    ("今天到期", OPEN | {"close": Within("day")}),
])  # fmt: skip
def test_what_a_line_asks_for(line, wants):
    if wants is None:
        with pytest.raises(Refusal):
            read(line)
    else:
        assert read(line) == Shape(wants=wants)


@pytest.mark.parametrize(("line", "sort", "down"), [
    ("sort by amount", "amount", True), ("按金额排序", "amount", True), ("by owner", "owner", False),
    ("按金额从小到大", "amount", False), ("sorted by close date desc", "close", True), ("按创建时间", None, None),
    ("按停留天数从大到小排", "days", True), ("by created oldest first", "created", False), ("按负责人", "owner", False),
])  # fmt: skip
def test_the_order_it_asks_for(line, sort, down):
    if sort is None:
        with pytest.raises(Refusal):
            read(line)
    else:
        assert read(line) == Shape(sort=sort, down=down, wants=OPEN)


def test_the_columns_it_asks_for():
    assert read("columns stage, amount and tags").columns == ("stage", "amount", "tags")
    assert read("列 阶段 金额 标签 本月成交") == Shape(
        ("stage", "amount", "tags"), wants={**OPEN, "close": Within("month")}
    )
    assert read("mine").columns == USUAL


def test_more_asked_of_a_list_stays_with_what_it_asks_for():
    kept = Shape(("amount",), "amount", True, {"owner": Among(("me",))})

    assert read("over 300k", kept) == kept.wanting(**over(300_000))
    assert read("", kept) == kept


@pytest.mark.parametrize(("line", "said"), [
    ("stage qouted", "Stage: there is nothing called “qouted”. Did you mean “quoted”?"),
    ("阶段=包价", "Stage: there is nothing called “包价”. Did you mean “报价”?"),
    ("负责人=天晓得", "Owner: there is nothing called “天晓得”."),
    ("over 300k qoted", "I don't understand “qoted” in this list. Did you mean “quoted”?"),
    ("stge quoted", "I don't understand “stge” in this list. Did you mean “stage”?"),
    ("Xyzzy", "I don't understand “xyzzy” in this list. Try"),
    ("金额>很多", "I don't understand “金额&gt;很多” in this list."),
    ("amount > 9999999999999999999999", "I don't understand “amount” in this list"),
])  # fmt: skip
def test_what_is_not_understood_is_told_with_the_nearest(line, said):
    with pytest.raises(Refusal) as refused:
        read(line)

    assert refusal(translator("en-US"), refused.value).startswith(said)


@pytest.mark.parametrize("line", [
    "9" * 400, "(" * 300, "<@" * 50, "=" * 99, "stage " * 99, "%s {x} \\", "\u202e", "😀", "，。" * 200, "一" * 300,
    "1月" * 99, "to 3", "from", "by", "2026-99-99成交",
])  # fmt: skip
def test_whatever_is_typed_is_read_or_refused(line):
    with contextlib.suppress(Refusal):
        assert isinstance(read(line), Shape)
