"""Files of text with a sign between the cells: which encoding, which sign, which rows."""

import codecs
import csv
import io
import re
from collections import Counter

from charset_normalizer import from_bytes

from core.imports.sheet import LOST, MOST_BYTES, MOST_COLUMNS, Rows, Sheet, Unreadable, clean

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OTHERS = ["gb18030", "big5", "cp1252", "cp932"]  # what spreadsheets here write when it is no Unicode
_GUESSED_FROM = 65_536  # bytes
_COMMON = re.compile(
    rb"(?:[\x00-\x7f]|[\xa1-\xa3\xb0-\xd7][\xa1-\xfe])*[\xa1-\xd7]?"
)  # GB 2312's signs and first level
_DELIMITERS = ",;\t|，；"
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # how some programs say which sign they mean
_TRIED = 60  # lines by which the sign is chosen
_MOST_IN_CELL = 131_072  # characters; more, over several lines, is what follows a quotation mark that nothing closes
_DOCUMENT = re.compile(r"%PDF-|\{\\rtf|BEGIN:V|\[?\s{0,9}\{\s{0,9}\"|Return-Path:|Received:")
_PAGE = re.compile(r"<\?xml|<!doctype|<!--|<(?:html|head|meta|body|table|workbook)\b|MIME-Version:", re.IGNORECASE)
_LOST_OF = 30  # letters; of so many one may be lost
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read(data: bytes) -> Sheet:
    """The rows of a text file. Raises `Unreadable`."""
    text = decoded(data)
    csv.field_size_limit(MOST_BYTES)
    if len(_ODD.findall(text[:_GUESSED_FROM])) > len(text[:_GUESSED_FROM]) // 20:
        raise Unreadable("kind")
    top = text[:_GUESSED_FROM].lstrip()
    if _DOCUMENT.match(top) or _PAGE.match(top):
        raise Unreadable("page" if _PAGE.match(top) else "kind")
    said = _SAID.match(text)
    delimiter = said[1] if said else _delimiter(text)
    rows = Rows()
    lines = _Lines(text[said.end() :] if said else text)
    above = 1 if said else 0
    for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), above + 1):
        if lines.are_open(delimiter) or any(len(cell) > _MOST_IN_CELL and "\n" in cell for cell in cells):
            raise Unreadable("quote", row=number)
        if not rows.add(number, [clean(cell) for cell in cells[: MOST_COLUMNS * 10]]):
            break
    return Sheet("csv", rows.kept, rows.more, delimiter=delimiter)


class _Lines:
    """The lines of a text, one by one; remembers those of the row that is being read."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._row: list[str] = []
        self._ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._lines.readline()
        self._ended = not line
        if not line:
            raise StopIteration
        self._row.append(line)
        return line

    def are_open(self, delimiter: str) -> bool:
        """Whether the row just read ended with the text only: nothing closes a quotation mark in it. Asked of each."""
        row, self._row = self._row, []
        if not self._ended or len(row) < 2:
            return False
        try:
            list(csv.reader(row, delimiter=delimiter, strict=True))
        except csv.Error as wrong:
            return "unexpected end" in str(wrong)
        return False


def decoded(data: bytes) -> str:
    """The text, whatever spreadsheet wrote it; NULs are dropped. Raises `Unreadable`."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").replace("\0", "")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return (_nearly(data) or data.decode(_encoding(data), "replace")).replace("\0", "")
    if text.count("\0") * 4 > len(text):  # UTF-16 without its mark: half of what it holds of ASCII is NUL
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace").replace("\0", "")
    return text.replace("\0", "")


def _nearly(data: bytes) -> str | None:
    """UTF-8 that was broken here and there, by a program that cut it or mixed something in."""
    text = data.decode("utf-8", "replace")
    lost = text.count(LOST)
    return text if lost * _LOST_OF < sum(char > "\x7f" for char in text) else None


def _encoding(data: bytes) -> str:
    """The likeliest of the encodings that are no Unicode. A file of few Chinese characters is Chinese still."""
    head = data[:_GUESSED_FROM]
    if data.count(b"\0") * 4 > len(data):
        return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
    if _COMMON.fullmatch(head):
        return "gb18030"
    whole = head[: head.rfind(b"\n") + 1] if len(data) > len(head) else head  # or a character is cut in two
    guess = from_bytes(whole or head, cp_isolation=_OTHERS).best()
    if guess is None:
        raise Unreadable("kind")
    return guess.encoding


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most cells, as many in each; one that cuts the head of the columns
    counts twice. A comma where none does."""
    head = "".join(text.splitlines(keepends=True)[:_TRIED])
    first = head.partition("\n")[0]
    return max(_DELIMITERS, key=lambda sign: _evenness(head, sign) * (2 if sign in first else 1))


def _evenness(head: str, delimiter: str) -> float:
    try:
        widths = [len(cells) for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if cells]
    except csv.Error:
        return 0
    common, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
    return (common - 1) ** 0.5 * times / len(widths) if common > 1 else 0
