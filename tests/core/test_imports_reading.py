"""Files read apart: whatever a spreadsheet writes is read, whatever it must not be is refused in a sentence."""

import random
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from core.imports import child, delimited, reading, workbook
from core.imports.reading import (
    FileBlowsUp,
    FileBroken,
    FileEmpty,
    FileIsPage,
    FileOld,
    FileTakesTooLong,
    FileTooBig,
    FileUnknown,
    QuoteOpen,
    TooManyColumns,
)
from core.imports.sheet import MOST_CELL, Sheet, Unreadable
from tests import lists
from tests.lists import HEAD, ROWS

ROOT = Path(__file__).parents[2]
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def cells(sheet: Sheet) -> list[list[str]]:
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_is_read_in_every_encoding_and_with_every_sign(encoding, delimiter):
    data = lists.text(HEAD, *ROWS, delimiter=delimiter, encoding=encoding)

    assert cells(delimited.read(data)) == [list(HEAD), *map(list, ROWS)]


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("公司,电话\n方舟,1\n", "gbk"),
        ("company,phone\n方舟电子,1\n", "gbk"),
        ("公司,電話\n方舟電子股份有限公司,02-12345678\n臺灣積體電路,02-87654321\n", "big5"),
        ("Company,Phone\nMüller GmbH,1\nCafé Nîmes,2\n", "cp1252"),
        ("会社名,電話\n株式会社日立製作所,03-1234-5678\n", "cp932"),
        ("公司,联系人\n䶮科技,王喆\n", "gb18030"),
    ],
)
def test_a_few_words_are_enough_to_tell_the_encoding(line, encoding):
    assert delimited.decoded(line.encode(encoding)) == line


@pytest.mark.parametrize("before", range(4))
def test_a_long_list_is_known_by_whole_characters_wherever_the_look_at_it_ends(before):
    line = "x" * before + "公司,鑫淼㵘科技\n" + "鑫淼堃犇羴电子,13800138000\n" * 6000

    assert delimited.decoded(line.encode("gb18030")) == line


def test_quoted_newlines_and_signs_stay_in_their_cell_and_rows_are_counted_as_spreadsheets_count():
    sheet = delimited.read('公司,备注\n"方舟\n电子","a,b ""c"""\n\n蓝海,x\n'.encode())

    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, ["公司", "备注"]),
        (2, ["方舟 电子", 'a,b "c"']),
        (4, ["蓝海", "x"]),
    ]


def test_the_first_line_may_say_which_sign_is_meant():
    sheet = delimited.read("sep=;\r\n公司;备注\r\n方舟;a,b,c,d\r\n".encode())

    assert cells(sheet) == [["公司", "备注"], ["方舟", "a,b,c,d"]]
    assert [row.number for row in sheet.rows] == [2, 3]


def test_nul_bytes_and_what_nobody_sees_are_left_out():
    assert cells(delimited.read("公司,电话\n方\0舟\u200b电子,138\u202e0013\n蓝海\xa0Blue\u3000Ocean,\n".encode())) == [
        ["公司", "电话"],
        ["方舟电子", "1380013"],
        ["蓝海 Blue Ocean"],
    ]


def test_a_workbook_gives_what_its_reader_sees():
    sheet = workbook.read(
        lists.book(
            ("展会名单",),
            (),
            ("公司", "手机", "日期", "金额", "有", "错"),
            ("方舟", 13800138000, date(2026, 11, 3), 1234.5, True, "#N/A"),
            ("蓝海", 13900139000.0, datetime(2026, 11, 3, 9, 30), 300000, False, "#REF!"),
        )
    )

    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, ["展会名单"]),
        (3, ["公司", "手机", "日期", "金额", "有", "错"]),
        (4, ["方舟", "13800138000", "2026-11-03", "1234.5", "TRUE"]),
        (5, ["蓝海", "13900139000", "2026-11-03 09:30", "300000", "FALSE"]),
    ]


def test_days_are_right_in_workbooks_that_count_from_1904():
    sheet = workbook.read(lists.book(("公司", "日期"), ("方舟", date(2026, 11, 3)), epoch=CALENDAR_MAC_1904))

    assert cells(sheet)[1] == ["方舟", "2026-11-03"]


def test_of_a_formula_its_value_is_read():
    row = b'<row r="%d"><c r="A%d" t="str"><f>%s</f><v>%s</v></c></row>'
    rows = row % (1, 1, b"1", "公司".encode()) + row % (2, 2, b"A1&amp;1", "方舟电子".encode())

    assert cells(workbook.read(lists.with_sheet(SHEET % rows))) == [["公司"], ["方舟电子"]]


def test_cells_joined_downwards_hold_in_each_of_their_rows():
    sheet = workbook.read(
        lists.book(("公司", "联系人"), ("方舟", "刘兵"), (None, "张工"), ("蓝海", "王芳"), merged="A2:A3")
    )

    assert cells(sheet) == [["公司", "联系人"], ["方舟", "刘兵"], ["方舟", "张工"], ["蓝海", "王芳"]]


def test_the_sheet_with_known_headers_is_read_wherever_it_stands():
    sheet = workbook.read(lists.book(HEAD, *ROWS, more=["说明", "目录"]))

    assert (cells(sheet)[0], sheet.sheets) == (list(HEAD), 3)


def test_shared_strings_are_read_as_spreadsheets_write_them():
    assert cells(workbook.read(lists.with_strings(strings(3)))) == [["52e6b43"]]


def test_ten_thousand_rows_are_read_and_it_is_told_that_there_are_more():
    rows = lists.many(10_020)

    for sheet in (delimited.read(lists.text(HEAD, *rows)), workbook.read(lists.book(HEAD, *rows))):
        assert sheet.more
        assert len(sheet.rows) == 10_010  # the headers may stand in any of the first ten


def test_a_long_cell_is_no_open_quotation_mark_and_a_letter_lost_costs_no_list():
    long = delimited.read(f'公司,需求\n方舟,{"长" * 200_000}\n蓝海,"一\n二"\n'.encode())
    lost = delimited.read("公司,需求\n方舟电子,扫描枪\n".encode() * 9 + b"\xed\xa0\xbd" + "蓝海,x\n".encode())

    assert [row.cells[0] for row in long.rows] == ["公司", "方舟", "蓝海"]
    assert long.rows[2].cells[1] == "一 二"
    assert (cells(lost)[1], cells(lost)[-1][0][-2:]) == (["方舟电子", "扫描枪"], "蓝海")


def test_a_cell_is_kept_up_to_a_thousand_characters():
    assert len(delimited.read(f"公司\n{'长' * 5000}\n".encode()).rows[1].cells[0]) == MOST_CELL


def strings(count: int) -> bytes:
    """A table of so many shared strings, none of them packed well."""
    dice = random.Random(7)
    each = b"".join(b"<si><t>%s</t></si>" % f"{dice.getrandbits(28):x}".encode() for _ in range(count))
    return b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % each


def crowded() -> bytes:
    """Rows of more cells than anybody has columns."""
    dice = random.Random(7)
    cells = (b'<c r="%s%d"><v>%d</v></c>' % (b"A", n, dice.getrandbits(4)) for n in range(1_100_000))
    return SHEET % (b"<row>%s</row>" % b"".join(cells))


BOMBS = {
    "a million shared strings": (lambda: lists.with_strings(strings(900_000)), FileTakesTooLong),
    "a million cells": (lambda: lists.with_sheet(crowded()), FileTakesTooLong),
    "395 to 1": (lambda: lists.with_sheet(b"0" * 300_000_000), FileBlowsUp),
    "a thousand files": (lambda: lists.zipped({f"{n}.xml": b"" for n in range(1000)}), FileBlowsUp),
    "billion laughs": (
        lambda: lists.with_sheet(
            b'<!DOCTYPE l [<!ENTITY a "ha">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
            + b"]>"
            + SHEET % b'<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'
        ),
        FileBroken,
    ),
    "an outside entity": (
        lambda: lists.with_sheet(
            b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            + SHEET % b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
        ),
        FileBroken,
    ),
    "a million columns": (lambda: ",".join("x" for _ in range(1_000_000)).encode(), TooManyColumns),
    "a column too many": (lambda: lists.book([f"列{n}" for n in range(101)]), TooManyColumns),
    "an open quotation mark": (lambda: b'a,b\n"x' + b"y,z\n" * 60_000, QuoteOpen),
    "a quotation mark open to the end": ('公司,手机\n方舟"电子",1\n"蓝海,2\n三励,3\n'.encode, QuoteOpen),
    "a web page": ("\n<html><table><tr><td>公司</td></tr><tr><td>方舟</td></tr></table>".encode, FileIsPage),
    "old XML": (lambda: b'<?xml version="1.0"?><Workbook><Row><Cell>a</Cell></Row></Workbook>', FileIsPage),
    "a print": (lambda: b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n", FileUnknown),
    "objects": (lambda: b'[{"company": "x", "phone": "1"}]', FileUnknown),
    "a list in an archive": (lambda: lists.zipped({"list.xlsx": lists.book(HEAD, *ROWS)}), FileBroken),
    "six megabytes": (lambda: b"a,b\n" * 1_600_000, FileTooBig),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, FileUnknown),
    "a document": (lambda: lists.zipped({"word/document.xml": b"<w/>"}), FileBroken),
    "half a workbook": (lambda: lists.book(HEAD, *ROWS)[:3000], FileBroken),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), FileOld),
    "nothing": (lambda: b"", FileEmpty),
    "empty rows": (lambda: b",,\n" * 500, FileEmpty),
}


@pytest.mark.parametrize("what", BOMBS)
async def test_what_must_not_be_opened_is_refused_in_a_sentence_within_two_seconds(what):
    made, refusal = BOMBS[what]
    data, before = made(), time.monotonic()

    with pytest.raises(refusal):
        await reading.read(data)

    assert time.monotonic() - before < 4  # alone on a machine, a tenth of it; beside a whole suite, more


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET % (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        SHEET % b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 9000)),
        SHEET % b"<row>" * 30_000,
        b"<x>" * 400_000,
    ],
    ids=["a far corner", "far columns", "rows in rows", "deep"],
)
async def test_a_sheet_that_lies_about_its_size_costs_no_more_than_a_fair_one(sheet):
    before = time.monotonic()

    with pytest.raises((FileBroken, FileEmpty, FileBlowsUp)):
        await reading.read(lists.with_sheet(sheet))

    assert time.monotonic() - before < 12


PEAK = """
import re, sys
from core.imports import child
child.limit()
child.answer(sys.stdin.buffer.read())
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much a process has used")
@pytest.mark.parametrize(
    "data",
    [
        lambda: lists.book(HEAD, *lists.many(10_000)),
        lambda: lists.text(HEAD, *lists.many(30_000)),
        lambda: lists.with_strings(strings(400_000)),
        lambda: lists.with_sheet(b"0" * 300_000_000),
        lambda: lists.with_sheet(SHEET % b"<row>" * 30_000),
        lambda: lists.with_sheet(b"<x>" * 400_000),
    ],
    ids=["a long workbook", "a long text", "many strings", "a bomb", "rows in rows", "deep"],
)
def test_the_reader_needs_less_than_two_hundred_megabytes(data):
    done = subprocess.run([sys.executable, "-c", PEAK], input=data(), capture_output=True, cwd=ROOT, check=False)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 200 * 1024


async def test_the_reader_sees_nothing_of_what_its_parent_knows(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    seen = {}

    async def spawn(*command, env, **pipes):
        seen.update(env)
        raise ProcessLookupError

    monkeypatch.setattr("asyncio.create_subprocess_exec", spawn)
    with pytest.raises(ProcessLookupError):
        await reading.read(b"a,b\n")

    assert "PYTHONPATH" in seen
    assert not {name for name in seen if "SLACK" in name or "DATABASE" in name}


@given(st.binary(max_size=4000))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_bytes_come_they_are_read_or_refused(data):
    told = child.answer(data)

    assert told.keys() & {"sheet", "wrong"}
    if "sheet" in told:
        assert all("\0" not in cell for row in told["sheet"]["rows"] for cell in row["cells"])


@given(st.binary(max_size=300), st.integers(0, 6000))
@settings(max_examples=150, deadline=None)
def test_whatever_is_broken_in_a_workbook_it_is_read_or_refused(junk, at):
    data = bytearray(lists.book(HEAD, *ROWS))
    data[at % len(data) : at % len(data) + len(junk)] = junk

    assert child.answer(bytes(data)).keys() & {"sheet", "wrong"}


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=5), min_size=1, max_size=12))
@example([["", "", "||"], ["", "||"]])
@settings(max_examples=200, deadline=None)
def test_what_spreadsheets_write_comes_back_cell_for_cell(rows):
    try:
        read = delimited.read(lists.text(["公司", "电话"], *rows, encoding="utf-8"))
    except (Unreadable, UnicodeEncodeError):
        return

    assert [row.cells for row in read.rows if row.number == 1] == [["公司", "电话"]]
