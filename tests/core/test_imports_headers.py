"""The headers of lists as programs and people write them, read as they are labelled."""

import pytest

from core.imports import guessing, mapping
from core.imports.rows import entry
from core.imports.sheet import Row
from tests.data.measure_headers import SETS, read, tops


def told(*table, locale="zh-CN"):
    """What the rows of a list tell of: customers with their contacts, or why there is none."""
    rows = [Row(number, list(cells)) for number, cells in enumerate(table, 1)]
    found = guessing.guess(rows)
    entries = [entry(row, found, locale=locale, source=None, campaign=None) for row in mapping.data(rows, found)]
    return [each.told or (each.bad.key if each.bad else None) for each in entries]


@pytest.mark.parametrize("name", SETS)
def test_headers_are_read_as_they_are_meant_and_hardly_a_column_is_taken_for_another(name):
    found = [read(top) for top in tops(name)]

    assert all(each.head for each in found)
    assert sum(len(each.missed) for each in found) == 0
    assert sum(len(each.wrong) for each in found) <= 1


def test_a_person_whose_name_stands_in_two_columns_is_called_as_their_script_has_it():
    chinese = told(("公司", "姓", "名", "电话"), ("海天", "李", "建国", "13805741234"), ("蓝海", "Lopez", "Maria", ""))
    alone = told(("First Name", "Last Name", "Email"), ("Maria", "Lopez", "m@l.es"), ("Bo", "", "b@l.es"))

    assert [each.contact for each in chinese] == ["李建国", "Maria Lopez"]
    assert [(each.customer, each.contact) for each in alone] == [("Maria Lopez", None), ("Bo", None)]


def test_what_stands_beneath_a_list_or_within_it_is_no_customer():
    head = ("公司", "电话", "省", "市", "地址")
    totals = ("合计：35家", "Total: 35 companies", "合计（万元）", "小计 12", "共 35 条")
    notes = ("备注：以上数据仅供参考", "注：手机号已脱敏", "以上数据由系统导出", "第 1 页 共 3 页", "制表人：小李")
    more = ("Exported on 2026-11-03", "如有疑问，请与市场部联系。")
    some = [("Total Energies", "010-12345678"), ("注册通科技", ""), ("共享家", ""), ("说明书网", ""), ("附中书店", "")]

    beneath = [(each,) for each in (*totals, *notes, *more, "无", "/")]
    assert told(head, *some, head, *beneath, ("-", "13800138000"), ("=A1&1",), ("@SUM(A1)",), ("方\ufffd",)) == [
        *(each for each in told(head, *some) if each.customer),
        "the headers once more, no customer",
        *["a line of totals, no customer"] * 5,
        *["a note on the list, no customer"] * 7,
        *["no customer's name"] * 3,
        *["“{name}” is no customer's name"] * 3,
    ]


def test_numbers_are_read_as_spreadsheets_and_people_write_them_and_nothing_is_what_says_nothing():
    written = [
        "'13812345678",
        "1.3812345678E10",
        "１３８１２３４５６７８",
        "86-138-1234-5678",
        "13812345678.0",
        "王工 13812345678",
    ]
    head = ("公司", "手机", "联系人", "省", "市", "地址", "预算(万元)", "邮箱", "微信")
    place = ("浙江", "杭州市", "杭州市文一西路1号")

    plain = told(head, *((f"公司{n}", each, "-", *place, "3E+1", "无", "N/A") for n, each in enumerate(written)))
    beside, extension = told(
        head, ("中车", "", "陈工 13812345678"), ("蓝海", "(0755)2788 1234-801", "", "无", "/", "", "", "", "null")
    )

    assert {(each.phone, each.region, each.budget, each.email, each.wechat) for each in plain} == {
        ("+8613812345678", "浙江 杭州市文一西路1号", 300_000, None, None)
    }
    assert [each.contact for each in plain] == [None] * 5 + ["王工"]
    assert (beside.contact, beside.phone) == ("陈工", "+8613812345678")
    assert (extension.phone, extension.interest, extension.region) == ("+8675527881234", "(0755)2788 1234-801", None)
