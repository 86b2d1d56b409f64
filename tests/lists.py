"""Files as people drop them: lists of leads and invoices, workbooks good and bad."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

HEAD = ("公司", "联系人", "手机", "需求")
ROWS = (("方舟电子", "刘兵", "13800138000", "200台扫描枪"), ("蓝海物流", "王芳", "13900139000", "仓库系统"))


def text(*rows: Sequence[Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows as a text file."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def book(*rows: Sequence[Any], merged: str | None = None, epoch: Any = None, more: Sequence[str] = ()) -> bytes:
    """The rows as a workbook; `more` are further, empty sheets in front of it."""
    made = Workbook()
    sheet = made.active
    for name in more:
        sheet.title, sheet = name, made.create_sheet()
    if epoch is not None:
        made.epoch = epoch
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


LETTERS = (
    "玄黄宇宙洪荒盈昃辰宿寒暑藏闰律吕露霜丽昆冈剑巨阙珠夜柰菜芥姜咸淡鳞潜羽翔师帝官始制乃服裳推让虞陶唐吊伐殷垂拱"
    "爱育黎臣羌遐迩壹率宾归鸣凤驹食场被赖盖此身四常恭惟鞠养岂敢毁伤慕贞洁男效才良知必改莫忘罔谈彼靡恃己长信使覆"
)[:101]


def many(count: int) -> list[tuple[str, ...]]:
    """So many leads, at most 10,201: of the four letters of two names, three differ at least."""
    size = len(LETTERS)
    found = []
    for n in range(count):
        one, two = divmod(n, size)
        brand = "".join(LETTERS[place % size] for place in (one, two, one + two, one + 2 * two))
        found.append((f"{brand}仪器", f"联系人{n}", f"138{n:08}", f"{n + 1}台扫描枪"))
    return found


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_sheet(xml: bytes, **others: bytes) -> bytes:
    """A workbook whose one sheet is this XML."""
    with zipfile.ZipFile(io.BytesIO(book(HEAD, *ROWS))) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    return zipped({**files, "xl/worksheets/sheet1.xml": xml, **others})


def with_strings(xml: bytes) -> bytes:
    """A workbook with this table of shared strings, as spreadsheet programs write them."""
    with zipfile.ZipFile(io.BytesIO(book(HEAD))) as archive:
        types = archive.read("[Content_Types].xml")
    part = (
        b'<Override PartName="/xl/sharedStrings.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    cell = b'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>' % cell
    types = types.replace(b"</Types>", part)
    return with_sheet(sheet, **{"xl/sharedStrings.xml": xml, "[Content_Types].xml": types})


def rows_of(data: bytes) -> list[list[Any]]:
    """What stands in the first sheet of a workbook."""
    return [list(row) for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)]


def lines_of(data: bytes) -> list[list[str]]:
    """What stands in a text file that went out."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
