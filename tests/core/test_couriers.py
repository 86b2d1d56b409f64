"""Courier numbers in what people write, and what is none."""

import pytest

from core.reading.couriers import Courier, couriers


@pytest.mark.parametrize(
    ("line", "carrier", "number"),
    [
        ("方舟电子 样品已寄出,顺丰 SF1234567890,周五确认", "SF Express", "SF1234567890"),
        ("样品顺丰单号 1234567890123 寄给刘兵", "SF Express", "1234567890123"),
        ("快递单号：SF 1234 5678 9012", "SF Express", "SF123456789012"),
        ("圆通快递YT8812345678901", "YTO Express", "YT8812345678901"),
        ("Acme sample sent by SF1234567890123, check Friday", "SF Express", "SF1234567890123"),
        ("sample shipped, DHL 1234567890", "DHL", "1234567890"),
        ("tracking no. 1Z999AA10123456784", "UPS", "1Z999AA10123456784"),
        ("ＳＦ１２３４５６７８９０１２３ 已发", "SF Express", "SF1234567890123"),
        ("tracking number is 1234567890123", "", "1234567890123"),
    ],
)
def test_a_number_is_read_with_who_carries_it(line, carrier, number):
    assert couriers(line) == [Courier(carrier, number)]


@pytest.mark.parametrize(
    "line",
    [
        "快递 13800138000 刘兵收",
        "电话13800138000 快递员",
        "京东 订单 200台",
        "20 scanners by DHL, 1234567890 is the PO",
        "tracking number is ab12",
        "预算300000,顺丰太贵",
        "",
    ],
)
def test_what_is_no_courier_number_is_left_alone(line):
    assert couriers(line) == []


def test_several_are_read_each_once():
    line = "两件:顺丰 SF1234567890123,中通 ZT9876543210123;SF1234567890123 先到"

    assert [each.number for each in couriers(line)] == ["SF1234567890123", "ZT9876543210123"]
