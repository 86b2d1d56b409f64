"""Names are folded, taken apart and compared the same way whatever is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.names import Candidate, Why, compare, find, fold, keys, near, take_apart, wanted

PIECES = (
    "方舟 方周 电子 科技 有限公司 深圳市 东莞 （深圳） (万达店) 分公司 第二 中学 "
    "Acme Amce Corp. Co., Ltd 中国 's & . 12 ㈱ é ＡＢ 電 的 ， "
    "（老客户） 采购部 -王总 1. 市监局 大学 (原凯达印刷) /dba/ Bldg 株式会社 "
    "王丽 /Jim （已报价，等回复） 13800001111 广交会- ,Manchester 惠州市人民路12号"
)
unhurried = settings(deadline=None)  # the first Chinese text reads the tables
names = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES.split()), max_size=7).map("".join))


@unhurried
@given(names)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@unhurried
@given(names, names)
def test_the_order_of_two_names_does_not_matter(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one)


@unhurried
@given(names)
def test_every_name_is_the_same_as_itself(name: str) -> None:
    assert compare(name, name).verdict == "same"


@unhurried
@given(names, names)
def test_scores_lie_between_nothing_and_one(one: str, other: str) -> None:
    assert 0 <= compare(one, other).score <= 1


@unhurried
@given(names)
def test_a_name_has_few_keys_and_none_with_spaces(name: str) -> None:
    found = keys(name)

    assert len(found) <= 12
    assert all(key and " " not in key for key in found)


@unhurried
@given(st.text(max_size=400))
def test_a_line_asks_for_no_more_than_400_keys_each_once(line: str) -> None:
    asked = wanted(line)

    assert len(asked) <= 400
    assert len(asked) == len(set(asked))


@unhurried
@given(st.lists(names, min_size=1, max_size=4), st.lists(names, max_size=4))
def test_what_is_found_lies_inside_the_line(line: list[str], known: list[str]) -> None:
    text = " ".join(line)
    for match in find(text, [Candidate(number, name) for number, name in enumerate(known)]):
        assert 0 <= match.start < match.end <= len(text)
        assert text[match.start : match.end].strip()
        assert 0.5 < match.score <= 1


@unhurried
@given(names, st.lists(names, max_size=6))
def test_suggestions_come_best_first_and_never_more_than_asked(name: str, known: list[str]) -> None:
    found = near(name, [Candidate(number, each) for number, each in enumerate(known)], limit=3)

    assert len(found) <= 3
    assert [each.likeness.score for each in found] == sorted((each.likeness.score for each in found), reverse=True)


def test_a_registered_name_is_taken_apart() -> None:
    parts = take_apart("東莞市方舟電子科技有限公司深圳分公司")

    assert (parts.region, parts.brand, parts.trade) == (("东莞",), "方舟", ("电子", "科技"))
    assert (parts.form, parts.branch) == ("有限公司", "深圳分公司")


def test_a_place_and_a_trade_alone_make_a_brand_of_the_place() -> None:
    assert (take_apart("上海电气集团").brand, take_apart("上海电气集团").region) == ("上海", ())


def test_an_unfolded_name_is_found_by_the_keys_of_its_registered_form() -> None:
    stored = keys("东莞市方舟电子科技有限公司")

    assert stored & set(wanted("今天见了方舟電子的刘兵"))
    assert stored & set(wanted("方周电子要样品")), "by its sound"
    assert stored & set(wanted("Fangzhou wants a quote")), "in pinyin"


def test_a_customer_named_in_the_middle_of_a_line_is_marked_where_it_stands() -> None:
    line = "今天在東莞見了方舟電子的刘兵"

    [match] = find(line, [Candidate(7, "方舟电子有限公司")])

    assert (match.id, line[match.start : match.end]) == (7, "方舟電子")


def test_a_short_name_that_fits_two_customers_leaves_both_to_choose_from() -> None:
    matches = find("方舟的刘总要报价", [Candidate(1, "方舟电子"), Candidate(2, "方舟机械"), Candidate(3, "三励公司")])

    assert {match.id for match in matches} == {1, 2}
    assert matches[0].score == matches[1].score


def test_the_longest_name_that_fits_wins() -> None:
    known = [Candidate(1, "华为"), Candidate(2, "华为技术服务"), Candidate(3, "华为海洋")]

    assert [match.id for match in find("华为技术服务的陈工来电", known)] == [2]


def test_a_near_miss_is_no_match_but_is_suggested() -> None:
    known = [Candidate(1, "方舟电子"), Candidate(2, "三励公司")]

    assert find("方舟机械来电询价", known) == []
    assert [each.id for each in near("方舟机械", known)] == [1]


def test_a_line_is_about_the_customer_it_begins_with() -> None:
    matches = find("方舟 见了刘兵,他以前在三励公司", [Candidate(1, "三励公司"), Candidate(2, "方舟电子")])

    assert [match.id for match in matches] == [2, 1]
    assert matches[0].score > matches[1].score


def test_an_ordinary_word_names_a_customer_only_where_it_can() -> None:
    target = [Candidate(1, "Target")]

    assert find("target price is 30k", target) == []
    assert find("our target is June", target) == []
    assert [match.id for match in find("met Target's buyer", target)] == [1]


def test_the_exact_name_comes_before_one_that_sounds_like_it() -> None:
    matches = find("方周电子要样品", [Candidate(1, "方舟电子"), Candidate(2, "方周电子")])

    assert matches[0].id == 2
    assert matches[0].score > matches[1].score


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("方舟电子", "方舟电子（展会认识）", "same"),
        ("方舟电子", "方舟电子 采购部 王经理", "same"),
        ("方舟电子", "12、方舟电子-王总", "same"),
        ("Acme Foods", "Acme Foods / attn: Mary", "same"),
        ("方舟门窗", "方舟门窗（张小姐 采购）", "same"),
        ("方舟门窗", "方舟门窗 王经理 13800001111", "same"),
        ("方舟门窗", "广交会-方舟门窗（已报价，等回复）", "same"),
        ("方舟门窗", "陈总（方舟门窗）", "same"),
        ("方舟门窗", "方舟门窗的陈总", "same"),
        ("方舟门窗", "方舟门窗 王丽", "likely"),
        ("Harlow Foods", "Jim Brown, Harlow Foods", "likely"),
        ("Harlow Foods Ltd", "Harlow Foods, 12 Mill Lane, Wexbury", "likely"),
        ("惠州方舟门窗", "方舟门窗 惠州市惠阳区人民路12号", "same"),
        ("深圳方舟门窗", "方舟门窗 惠州市惠阳区人民路12号", "different"),
        ("方舟国际", "方舟国际 化工", "different"),
        ("泰克科技", "泰克科技 芯片测试", "different"),
        ("Harlow Foods, Wexbury", "Harlow Foods, Dunmere", "different"),
        ("长沙湘雅医院", "中南大学湘雅医院", "likely"),
        ("同仁堂", "同仁堂药店", "different"),
        ("N. Wexbury Hosp. Trust", "North Wexbury Hospital Trust", "likely"),
        ("S. Wexbury Hospital Trust", "North Wexbury Hospital Trust", "different"),
        ("月亮湾幼儿园一园", "月亮湾幼儿园二园", "different"),
        ("凯达印刷", "凯悦印刷（原凯达印刷厂）", "same"),
        ("Blue Door Catering", "Hartwell Ltd dba Blue Door Catering", "same"),
        ("南京市市监局", "南京市市场监督管理局", "likely"),
        ("华科大", "华中科技大学", "likely"),
        ("Marlow Bldg Supplies", "Marlow Building Supplies", "likely"),
        ("昆山市千灯镇宏达纸箱厂", "千灯宏达纸箱厂", "likely"),
        ("fangyuan标牌厂", "方圆标牌", "likely"),
        ("南京大学", "南京工业大学", "different"),
        ("同仁堂西湖店", "同仁堂拱墅店", "different"),
        ("鼓楼区教育局", "玄武区教育局", "different"),
        ("阳光社区服务中心", "月光社区服务中心", "different"),
        ("王总", "李总", "different"),
    ],
)
def test_notes_offices_and_words_cut_short_are_read(one: str, other: str, verdict: str) -> None:
    assert compare(one, other).verdict == verdict
    assert verdict == "different" or keys(one) & keys(other)


def test_every_verdict_has_its_reason() -> None:
    assert compare("方舟电子", "方舟电子有限公司").why is Why.FORM
    assert compare("方舟电子", "方周电子").why is Why.SOUND
    assert compare("Acme", "Amce").why is Why.LETTER
    assert compare("中石化", "中国石油化工股份有限公司").why is Why.NICKNAME
    assert compare("深圳方舟电子", "东莞方舟电子").why is Why.OTHER_REGION
    assert compare("方舟电子", "方舟电子北京分公司").why is Why.OTHER_BRANCH


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("深圳市宝安区沙井东塘德昌机电有限公司", "德昌机电", "likely"),  # 沙井东塘 is in no list
        ("无锡太湖冷链物流有限公司", "太湖冷链", "likely"),
        ("江西铜业集团有限公司", "江铜", "likely"),
        ("中国建筑第三工程局有限公司", "中建三局", "likely"),
        ("中国移动江苏公司", "江苏移动", "same"),
        ("Aalborg Skibe A/S", "Aalborg Skibe", "same"),
        ("方舟电子设备科", "方舟电子", "likely"),
        ("三一重工", "三一重能", "different"),
        ("江苏移动", "中国移动", "likely"),
        ("Carter & Lowe", "Carter & Rowe", "different"),
        ("金鼎大酒店", "金鼎酒店", "same"),
    ],
)
def test_a_name_said_short_is_asked_about_and_one_that_only_looks_alike_is_not(one, other, verdict) -> None:
    assert compare(one, other).verdict == verdict
    assert verdict == "different" or keys(one) & keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("恒瑞精密机械", "恒端精密机械"),  # looks alike
        ("襄阳汽车轴承股份有限公司", "襄阳汽车轴乘股份有限公司"),
        ("相潭电机股份有限公司", "湘潭电机股份有限公司"),
        ("柳州五菱汽车工业有限公司", "柳州五菱汽车工业有线公司"),
        ("郑州煤矿机械集团股份有限公司", "郑煤机"),
        ("中国船舶重工集团有限公司", "中船重工"),
        ("云南铝业股份有限公司", "云铝股份"),
        ("湖北兴发化工集团股份有限公司", "兴发集团"),
        ("Lindqvist", "林德奎斯特"),
        ("www.blue-harbor.co.uk", "Blue Harbor Ltd"),
        ("二十一厘米包装", "21厘米包装"),
        ("东莞市铭普光磁股份有限公司", "广东铭普光磁"),
        ("Bank of Ningbo", "宁波银行"),
        ("Midea Group Co., Ltd.", "美的集团股份有限公司"),
        ("上海交通大学医学院附属瑞金医院", "瑞金医院"),
        ("张亮麻辣烫", "张亮麻辣烫餐饮管理"),
    ],
)
def test_a_name_written_otherwise_is_known_again_and_found_by_a_key(one: str, other: str) -> None:
    assert compare(one, other).verdict != "different"
    assert keys(one) & keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华为", "华微"),
        ("天元科技", "大元科技"),
        ("陈氏家具", "程氏家具"),
        ("鞍钢集团", "鞍钢股份"),
        ("万华化学集团", "万华化学(宁波)有限公司"),
        ("浙江工商大学", "浙江工业大学"),
        ("山东省人社厅", "济南市人社局"),
        ("东方电机", "东方电子机械"),
        ("Tesla", "特斯联科技"),
        ("Global Foods", "Global Goods"),
    ],
)
def test_two_names_that_are_only_near_are_two_firms(one: str, other: str) -> None:
    assert compare(one, other).verdict == "different"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("格力电器", "格力电器(重庆)有限公司"),
        ("海螺水泥", "芜湖海螺水泥有限公司"),
        ("方舟电子", "方舟电子(重庆)有限公司"),
    ],
)
def test_a_company_in_another_place_may_be_the_group_s_and_is_never_certain(one: str, other: str) -> None:
    assert compare(one, other).verdict == "likely"
