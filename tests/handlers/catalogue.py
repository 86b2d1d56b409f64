"""Every English sentence the code says, found where it is written; and how the catalogue answers it."""

import ast
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from handlers.words import CATALOGUE

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "core", "handlers")
SAYS = {"t": None, "plain": None, "msgid": None, "n": (1, 2)}  # t("…"), ask.t.plain("…"), msgid("…"), t.n("…", "…", n)


def sentences(file: BinaryIO, keywords: Any, *_: Any, **__: Any) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Babel's way to read a file: each call of a keyword with what it says, wherever in an expression it stands."""
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call):
            continue
        called, said = _name(node.func), [_constant(each) for each in node.args]
        if called in keywords and said and said[0]:
            yield node.lineno, called, tuple(said), []


def _name(called: ast.expr) -> str:
    """`t` for t(…) and ask.t(…); `plain` and `n` only where they are asked of a `t`."""
    match called:
        case ast.Name(id="t" | "msgid" as name) | ast.Attribute(attr="t" as name):
            return name
        case ast.Attribute(attr="plain" | "n" as name, value=ast.Name(id="t") | ast.Attribute(attr="t")):
            return name
    return ""


def _constant(said: ast.expr) -> str | None:
    return said.value if isinstance(said, ast.Constant) and isinstance(said.value, str) else None


@cache
def of_the_code() -> Catalog:
    """What the code says, as a catalogue without translations."""
    found = Catalog(locale="zh_CN")
    for room in ROOMS:
        for path, line, said, _, _ in extract_from_dir(
            ROOT / room, method_map=[("**.py", sentences)], keywords=SAYS, strip_comment_tags=True
        ):
            found.add(said, locations=[(f"{room}/{path}", line)])
    return found


@cache
def of_the_translators() -> Catalog:
    """What the catalogue holds."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN", abort_invalid=True)


def printed(messages: list[Any]) -> str:
    """Entries as they go into the catalogue, to be copied there."""
    page, out = Catalog(locale="zh_CN"), BytesIO()
    for message in messages:
        page.add(message.id, locations=message.locations)
    write_po(out, page, omit_header=True, width=0)
    return out.getvalue().decode()


def holes(said: str) -> list[str]:
    """The holes of a sentence, sorted."""
    return sorted({name for _, name, _, _ in Formatter().parse(said) if name})
