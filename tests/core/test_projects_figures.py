"""How well one project is told from another, on a published set of labelled deals."""

from datetime import date
from itertools import pairwise

import pytest

from core.projects import goods
from core.projects.judge import judge
from core.projects.need import Told, read
from core.projects.words import lines
from tests.data.measure_projects import labelled, measure

ON = date(2026, 11, 23)


def need(*said):
    return read([Told(each, ON) for each in said])


@pytest.fixture(scope="module")
def figures():
    return {part: measure(labelled(part)) for part in ("tuned", "apart")}


def test_the_set_is_as_large_and_as_mixed_as_it_says():
    deals = labelled()
    pairs = {deal.group for deal in deals if deal.one}

    assert len(deals) >= 300
    assert len(pairs) >= 60
    assert all(len([each for each in deals if each.group == group and each.one]) == 2 for group in pairs)
    english = [deal for deal in deals if deal.one and deal.said[0].isascii()]
    assert len(english) >= 40


@pytest.mark.parametrize("part", ["tuned", "apart"])
def test_nine_of_ten_projects_are_found_and_four_of_five_questions_are_right(figures, part):
    told = figures[part]

    assert told.recall >= 0.9, told.missed
    assert told.precision >= 0.8, told.false


def test_which_of_the_two_is_asked_about_makes_no_difference():
    deals = labelled("apart")
    for one, other in pairwise(deals):
        here, there = one.need(), other.need()
        forth, back = judge(here, there), judge(there, here)
        assert (forth and forth.points) == (back and back.points)


def test_no_name_of_a_thing_stands_on_two_lines_of_the_dictionary():
    names = [name.strip() for line in lines("goods") for name in line.replace("<", "|", 0).split("|")]
    first = [name.partition("<")[0].strip() for name in names]

    assert sorted(first) == sorted(set(first))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("激光扫描枪", "scanner"),
        ("二维扫码枪", "barcode scanners"),
        ("风盘", "风机盘管"),
        ("dn600蝶阀", "蝶阀"),
        ("标签打印机", "打印机"),
        ("仓库管理解决方案", "wms"),
    ],
)
def test_one_thing_goes_by_many_names(one, other):
    assert goods.likeness(one, other) >= 0.75


@pytest.mark.parametrize(("one", "other"), [("扫描枪支架", "扫描枪"), ("摄像机", "麦克风"), ("server", "scanner")])
def test_what_only_sounds_alike_is_another_thing(one, other):
    assert goods.likeness(one, other) < 0.4


def test_of_three_things_that_agree_neither_place_nor_day_need_be_told():
    said = "200台激光扫描器、一台服务器、一套仓库管理方案都定了,下周三报价"

    assert judge(need(said), need("激光扫描枪200把，WMS一套，服务器1台")) is not None
    assert judge(need("50台笔记本"), need("笔记本50台")) is None


STORY = "山东项目 200台激光扫描器、一台服务器、一套仓库管理解决方案，还有些网络设备，12月底交货"


def test_the_story_of_two_integrators_in_shandong_is_one_project():
    theirs = need("济南客户要激光扫描枪 200 把、WMS一套、服务器1台", "网络设备也要几样，年底前到货")

    found = judge(need(STORY), theirs)

    assert found is not None
    assert {(each.one.quantity, each.sure > 0.8) for each in found.shared} == {(200, True), (1, True)}
    assert found.days == 0


@pytest.mark.parametrize(
    "other",
    [
        "江苏要200台激光扫描器、一台服务器、一套仓库管理系统，12月底交货",
        "山东 20台激光扫描器、一台服务器、一套仓库管理系统，12月底交货",
        "山东 200台激光扫描器、一台服务器、一套仓库管理系统，明年9月交货",
        "山东二期 200台激光扫描器、一台服务器、一套仓库管理系统，12月底交货",
        "山东 200台激光扫描器维修，12月底前",
        "山东 200台手推车，12月底交货",
        "",
    ],
    ids=["another place", "another number", "another time", "another phase", "repair", "other goods", "nothing said"],
)
def test_what_differs_in_one_thing_that_matters_is_another_project(other):
    assert judge(need(STORY), need(other)) is None


def test_what_is_said_later_changes_what_was_said_before():
    changed = need("济南客户要激光扫描枪 20 把、服务器1台、WMS一套,年底交货", "改成200把激光扫描枪了")

    assert judge(need(STORY), changed) is not None
