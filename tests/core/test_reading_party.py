"""Who was met: what is told of one in a list is told of all, and whoever is named was met unless the words say not."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.reading import Candidate, read

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
KNOWN = [Candidate(1, "天禾医疗"), Candidate(2, "Kestrel Robotics")]


def met(line: str) -> list[str]:
    found = read(line, now=NOW, zone=ZONE, locale="zh-CN", known=KNOWN)
    return [person.name for person in found.people]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("天禾医疗 zoom: 赵敏/David/老曹, 报 88万", ["赵敏", "David", "老曹"]),
        ("Kestrel 的 procurement Helen & 技术 Leo 都在", ["Helen", "Leo"]),
        ("天禾医疗 见了护士长孟姐和药剂科的小裴,还有她儿子小辉", ["孟姐", "小裴", "小辉"]),
        ("Kestrel: Ellen, her brother Tom and old Mr. Park all around the table", ["Ellen", "Tom", "Mr. Park"]),
        ("天禾医疗 找到设备总监欧阳明,聊了20分钟", ["欧阳明"]),
        ("Kestrel - talked to the buyer (Anna), 500 rolls", ["Anna"]),
        ("天禾医疗 张工 (Zhang Wei) 来电催货", ["张工"]),
        ("天禾医疗 与巴特尔经理通话,要2台", ["巴特尔经理"]),
        ("Kestrel: son Ewan McAllister now MD. met Ewan, sharp guy", ["Ewan McAllister"]),
        ("天禾医疗 约到曹工,看了机房", ["曹工"]),
        ("天禾医疗 现在是小何负责 今天跟她聊了", ["小何"]),
        ("天禾医疗 新采购叫佟丽娜 东北人 聊得不错", ["佟丽娜"]),
        ("天禾医疗 小李介绍他们主管阿伟给我 当场加了微信", ["小李", "阿伟"]),
        ("kestrel - spoke to the counter girl joanne, her boss is away", ["joanne"]),
        ("Kestrel: Mr Sato brought his boss Mr Endo, Endo-san asked about lead times", ["Mr Sato", "Mr Endo"]),
        ("天禾医疗 钱总退了 接手的叫周敏 今天第一次通话", ["周敏"]),
        ("天禾医疗 阿强微信回了 说再降一点就签", ["阿强"]),
        ("天禾医疗 老黄总转给了Irina Irina今天打给我", ["老黄总", "Irina"]),
        ("kestrel - got hold of his brother pete who runs the trade counter", ["pete"]),
    ],
)
def test_those_who_stand_together_are_met_together_however_they_are_named(line: str, people: list[str]) -> None:
    assert met(line) == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("天禾医疗 张总监和李店长都没来,就王师傅在", ["王师傅"]),
        ("天禾医疗 王总说李总拍板", ["王总"]),
        ("Kestrel - Grace says her director Paul O'Neill signs off", ["Grace"]),
        ("天禾医疗 商总他儿子商铭接班了,今天头回见面", ["商铭"]),
        ("Kestrel - the rep from Stryker was there too, Kate gave me 10 mins", ["Kate"]),
        ("Kestrel may take 2 Dell servers, bumped into Grant Ford", ["Grant Ford"]),
        ("天禾医疗 竞争对手金龙的销售马超也在,欧阳经理说我们贵", ["欧阳经理"]),
        ("天禾医疗 换了新的采购,负责人叫杜薇,月底跟她碰", []),
        ("天禾医疗 王总电话没接 微信也没回", []),
        ("天禾医疗 碰上了对手宝华的刘经理 裴工接待的", ["裴工"]),
        ("天禾医疗 没见着梁小姐 她同事阿敏拿了样品", ["阿敏"]),
        ("天禾医疗 申工说得过廖副总那关", ["申工"]),
        ("Kestrel: Declan reckons Siobhan in accounts is sitting on our invoice", ["Declan"]),
        ("天禾医疗 何总去越南了 老板娘魏姐在 聊了半小时", ["魏姐"]),
        ("Kestrel: ran into a rep from Hilti called Gary, then met Joanne for 20 min", ["Joanne"]),
        ("天禾医疗 王总", []),
    ],
)
def test_the_absent_the_merely_mentioned_and_others_people_are_not_met(line: str, people: list[str]) -> None:
    assert met(line) == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("带着小李去的天禾医疗,见了他们运营的丁经理", ["丁经理"]),
        ("天禾医疗 陪同:我和技术部老吴;对方:沈总监、闵小姐", ["沈总监", "闵小姐"]),
        ("Kestrel: our engineer Dave explained the API to Mr. Tanaka", ["Mr. Tanaka"]),
        ("和我们 PM Cindy 去 Kestrel 答疑,R. Voss 全程在", ["R. Voss"]),
    ],
)
def test_those_of_ours_who_went_along_are_none_of_theirs(line: str, people: list[str]) -> None:
    assert met(line) == people


@pytest.mark.parametrize("size", [20, 250])
def test_a_long_list_of_names_is_read_whole_and_at_once(size: int) -> None:
    """Twenty were tried in a million ways once, two hundred and fifty in more than there is time for."""
    assert met(f"Kestrel: met {' and '.join(['Tom'] * size)}") == ["Tom"]
