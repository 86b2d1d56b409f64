"""What the rules of reading say, one by one: days, hours, sums, goods, people, ways to reach them, the note."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.reading import Candidate, Reading, read

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 3, 11, 10, tzinfo=SHANGHAI)
SATURDAY = datetime(2026, 3, 14, 10, tzinfo=SHANGHAI)
KNOWN = [
    Candidate(1, "方舟电子"),
    Candidate(2, "宏远机械制造有限公司"),
    Candidate(3, "宏远贸易有限公司"),
    Candidate(4, "Acme Corporation"),
]


def said(line: str, now: datetime = WEDNESDAY, locale: str = "zh-CN") -> Reading:
    return read(line, now=now, zone=SHANGHAI, locale=locale, known=KNOWN)


def day(line: str, now: datetime = WEDNESDAY, locale: str = "zh-CN") -> date | None:
    step = said(line, now, locale).next_step
    return step.on if step else None


def test_the_readme_line_is_read_whole() -> None:
    found = said("方舟电子 见了刘兵,要200台扫描枪,下周三报价")

    assert [match.name for match in found.customers] == ["方舟电子"]
    assert [person.name for person in found.people] == ["刘兵"]
    assert [(thing.quantity, thing.unit, thing.name) for thing in found.goods] == [(200, "台", "扫描枪")]
    assert found.next_step is not None
    assert found.next_step.on == date(2026, 3, 18)
    assert found.next_step.at is None
    assert found.next_step.text == "报价"
    assert found.note == "见了刘兵,要200台扫描枪,下周三报价"


@pytest.mark.parametrize(
    ("line", "now", "expected"),
    [
        ("周三去送样", WEDNESDAY, date(2026, 3, 18)),
        ("礼拜五去送样", WEDNESDAY, date(2026, 3, 13)),
        ("周五去送样", SATURDAY, date(2026, 3, 20)),
        ("下周三报价", SATURDAY, date(2026, 3, 18)),
        ("下下周三报价", WEDNESDAY, date(2026, 3, 25)),
        ("本周五报价", WEDNESDAY, date(2026, 3, 13)),
        ("本周五报价", SATURDAY, None),
        ("quote next Wednesday", WEDNESDAY, date(2026, 3, 18)),
        ("quote next Friday", WEDNESDAY, date(2026, 3, 20)),
        ("quote next Wednesday", SATURDAY, date(2026, 3, 18)),
        ("quote this Wednesday", SATURDAY, date(2026, 3, 18)),
        ("大后天报价", WEDNESDAY, date(2026, 3, 14)),
        ("三天后报价", WEDNESDAY, date(2026, 3, 14)),
        ("2周后报价", WEDNESDAY, date(2026, 3, 25)),
        ("quote in a fortnight", WEDNESDAY, date(2026, 3, 25)),
        ("一个月后报价", datetime(2026, 1, 31, 9, tzinfo=SHANGHAI), date(2026, 2, 28)),
        ("5号报价", WEDNESDAY, date(2026, 4, 5)),
        ("11号报价", WEDNESDAY, date(2026, 4, 11)),
        ("下个月5号报价", WEDNESDAY, date(2026, 4, 5)),
        ("12月4号报价", WEDNESDAY, date(2026, 12, 4)),
        ("12.8报价", WEDNESDAY, date(2026, 12, 8)),
        ("quote on 12/17", WEDNESDAY, date(2026, 12, 17)),
        ("月底报价", WEDNESDAY, date(2026, 3, 31)),
        ("quote by end of month", WEDNESDAY, date(2026, 3, 31)),
        ("5月1日前报价", WEDNESDAY, date(2026, 5, 1)),
        ("年初八拜访", WEDNESDAY, date(2027, 2, 13)),
        ("正月十五拜访", datetime(2026, 2, 5, 9, tzinfo=SHANGHAI), date(2026, 3, 3)),
        ("周四(3月19号)报价", WEDNESDAY, date(2026, 3, 19)),
    ],
)
def test_a_day_means_what_people_mean_by_it(line: str, now: datetime, expected: date | None) -> None:
    assert day(line, now) == expected


def test_the_day_comes_first_where_the_locale_writes_it_so() -> None:
    assert day("Acme call 4/12") == date(2026, 4, 12)
    assert day("Acme call 4/12", locale="en-GB") == date(2026, 12, 4)
    assert day("Angebot am 12.4. senden", locale="de-DE") == date(2026, 4, 12)
    assert day("Acme call 17/4", locale="en-US") == date(2026, 4, 17)


@pytest.mark.parametrize("line", ["年后再说", "节前送过去", "下次再谈", "Acme maybe after the holidays"])
def test_a_step_without_a_date_keeps_its_words_alone(line: str) -> None:
    step = said(line).next_step

    assert step is not None
    assert (step.on, step.at) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "上周三见了王总",
        "周三见了王总,没谈拢",
        "5号去过一次",
        "Acme met Hank last Friday",
        "Acme visited on Monday",
        "周五的会议取消了",
        "订了10号楼的50把椅子",
        "账期60天",
        "提了三点意见",
        "3号线那边新厂",
        "明天的会临时取消了",
    ],
)
def test_the_past_and_what_is_no_day_plan_nothing(line: str) -> None:
    assert said(line).next_step is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("王总说下周三付款,我们周五去安装", date(2026, 3, 13)),
        ("3月20号交货,明天去报价", date(2026, 3, 12)),
        ("王总周四出差,下周二再去", date(2026, 3, 17)),
        ("合同6月30号到期,4月10号再谈", date(2026, 4, 10)),
        ("Acme contract ends June 30, meet next Friday", date(2026, 3, 20)),
        ("刘兵说月底定", date(2026, 3, 31)),
        ("Acme delivery needed by April 1; they decide Friday", date(2026, 3, 13)),
        ("要求12月20号交货", date(2026, 12, 20)),
    ],
)
def test_of_several_days_ours_comes_first(line: str, expected: date) -> None:
    assert day(line) == expected


@pytest.mark.parametrize(
    ("line", "at", "window"),
    [
        ("明天三点半报价", time(15, 30), None),
        ("Acme demo mon 9", time(9), None),
        ("Acme call tomorrow at 3:30", time(15, 30), None),
        ("Acme call tomorrow 9am", time(9), None),
        ("明晚八点吃饭", time(20), None),
        ("明天下午去送样", None, (time(12), time(18))),
        ("Acme call tomorrow morning", None, (time(8), time(12))),
        ("明天报价", None, None),
    ],
)
def test_hours_are_those_an_office_keeps(line: str, at: time | None, window: tuple[time, time] | None) -> None:
    step = said(line).next_step

    assert step is not None
    assert (step.at.timetz() if step.at else None) == (at.replace(tzinfo=SHANGHAI) if at else None)
    assert step.window == window


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("报价30万", [("300000", "CNY")]),
        ("报价30w", [("300000", "CNY")]),
        ("单价3w8,总价一百二十万", [("38000", "CNY"), ("1200000", "CNY")]),
        ("quoted 300k", [("300000", None)]),
        ("budget 1.5M", [("1500000", None)]),
        ("price €3.500,00", [("3500", "EUR")]),
        ("paid USD 5k", [("5000", "USD")]),
        ("half a million for phase one", [("500000", None)]),
        ("1.2亿的项目", [("120000000", "CNY")]),
        ("200台,每台3500", [("3500", "CNY")]),
        ("预算30-35万", [("300000", "CNY"), ("350000", "CNY")]),
        ("一台三千五", [("3500", "CNY")]),
        ("单价2块8", [("2.8", "CNY")]),
        ("打8折,账期60天,返30个点", []),
        ("报价单QT-2024-118", []),
        ("手机13800138000", []),
        ("12,5 % discount", []),
        ("300k pcs of labels", []),
        ("买了4K显示器", []),
    ],
)
def test_sums_are_read_in_full_figures(line: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(str(money.amount), money.currency) for money in said(line).amounts] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("扫描枪30把打印机5台", [("扫描枪", 30, "把"), ("打印机", 5, "台")]),
        ("扫描枪 x200", [("扫描枪", 200, "")]),
        ("一台服务器和一套仓库管理系统", [("服务器", 1, "台"), ("仓库管理系统", 1, "套")]),
        ("need two scanners and a printer", [("scanners", 2, ""), ("printer", 1, "")]),
        ("10 boxes of labels", [("labels", 10, "boxes")]),
        ("要A4纸50箱", [("A4纸", 50, "箱")]),
        ("300台2025款空调扇", [("2025款空调扇", 300, "台")]),
        ("提了五个问题,来了三个人,24小时,第二次拜访", []),
        ("iPhone 15 rollout, 3 visits in 2 weeks", []),
    ],
)
def test_goods_are_what_has_a_count(line: str, expected: list[tuple[str, int, str]]) -> None:
    assert [(thing.name, thing.quantity, thing.unit) for thing in said(line).goods] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("见了刘兵", ["刘兵"]),
        ("和刘经理、小王开会", ["刘经理", "小王"]),
        ("刘兵说价格高", ["刘兵"]),
        ("Acme met Sarah and Tom Chen", ["Sarah", "Tom Chen"]),
        ("Acme spoke w/ Dr. Lee", ["Dr. Lee"]),
        ("王总没来", []),
        ("约了王总下周三", []),
        ("小王调走了,换刘兵负责", []),
        ("Acme left voicemail", []),
        ("下周三拜访王总", []),
        ("打给王总,没人接", []),
        ("需要王总拍板", []),
        ("对方总说价格高", []),
        ("@小李 帮忙跟一下", []),
    ],
)
def test_people_are_those_met_or_heard(line: str, expected: list[str]) -> None:
    assert [person.name for person in said(line).people] == expected


def test_colleagues_are_slack_mentions_alone() -> None:
    found = said("方舟电子 和<@U12AB>、<@U77ZZ|bob>一起见了刘兵")

    assert found.colleagues == ("U12AB", "U77ZZ")
    assert [person.name for person in found.people] == ["刘兵"]


def test_customers_that_fit_equally_are_all_given() -> None:
    assert {match.id for match in said("宏远 要30台").customers} == {2, 3}
    assert [match.id for match in said("宏远贸易 要30台").customers] == [3]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("东方红机械 见了任总,要5台车床", "东方红机械"),
        ("Wayne Enterprises met Lucius Fox", "Wayne Enterprises"),
        ("方舟科技 见了刘兵", "方舟科技"),
    ],
)
def test_a_customer_nobody_knows_is_given_by_its_words(line: str, expected: str) -> None:
    found = said(line)

    assert found.customers == ()
    assert found.customer_text == expected


@pytest.mark.parametrize(
    ("line", "locale", "expected"),
    [
        ("王总 13800138000", "zh-CN", "+8613800138000"),
        ("王总 +86 138 0013 8000", "zh-CN", "+8613800138000"),
        ("总机 010-6277 1234", "zh-CN", "+861062771234"),
        ("call (202) 555-0147", "en-US", "+12025550147"),
    ],
)
def test_phones_are_read_in_one_form(line: str, locale: str, expected: str) -> None:
    assert said(line, locale=locale).phones == (expected,)


def test_ways_to_reach_somebody_are_read() -> None:
    found = said("李工 wx: li_gong88 邮箱 Li.Gong@Fangzhou.com.cn 在济南")

    assert found.wechat == ("li_gong88",)
    assert found.emails == ("li.gong@fangzhou.com.cn",)
    assert found.place == "济南"
    assert said("13800138000 微信同号").wechat == ("13800138000",)


def test_courier_numbers_and_orders_are_no_phones() -> None:
    found = said("单号13800138000 order 2025550147", locale="en-US")

    assert found.phones == ()
    assert found.amounts == ()


def test_full_figures_are_exact() -> None:
    (money,) = said("报价28.8万").amounts

    assert money.amount == Decimal(288000)


def test_a_very_long_line_is_kept_whole_and_read_in_time() -> None:
    told = "方舟电子 " + "王总说要三台" * 3000

    assert said(told).note == "王总说要三台" * 3000


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("方舟电子 王总 和小李一起去的", ["王总"]),
        ("今天带小李去方舟电子见了王总", ["王总"]),
        ("和李伟去拜访方舟电子，见了张工", ["张工"]),
        ("方舟电子 和小李聊了报价", ["小李"]),  # theirs: we spoke to them
        ("方舟电子 和小王一起去的", ["小王"]),  # nobody of ours is called so
        ("Visited Acme together with Tom, met Sarah", ["Sarah"]),
        ("Met with Tom at Acme, wants 20", ["Tom"]),
    ],
)
def test_a_colleague_who_went_along_is_nobody_of_the_customers(line, people):
    known = [Candidate(1, "方舟电子"), Candidate(2, "Acme")]
    reading = read(line, now=WEDNESDAY, zone=SHANGHAI, locale="zh-CN", known=known, ours=["李伟", "Tom Chen"])

    assert [person.name for person in reading.people] == people
