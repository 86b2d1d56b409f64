"""One spelling for every way a name is written: width, case, accents, script, punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC  # type: ignore[import-untyped]  # it brings no type hints

_REMEMBERED = 30_000  # characters; more than Chinese and Latin need, and a lid on what forged text can make us keep
CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_INITIALS = re.compile(r"\b(?:[a-z]\.)+[a-z]\b\.?")
_SLASHED = re.compile(r"\b([a-z])/([a-z])\b")  # A/S, S/A: legal forms of one syllable
_ALL_CJK = re.compile("[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]*")
_SILENT = re.compile(r"[''`´]")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})  # have no accent to lose
_NOT_WORD = re.compile(r"[\W_]+")
_AROUND_CJK = re.compile(rf"(?<=[{CJK}]) +| +(?=[{CJK}])")


def is_cjk(char: str) -> bool:
    """True for a character that is written without spaces between words."""
    return char >= "\u3005" and (
        "\u3400" <= char <= "\u9fff" or char <= "\u30ff" or "\uac00" <= char <= "\ud7a3" or "\uf900" <= char <= "\ufaff"
    )


def are_cjk(text: str) -> bool:
    """True for a text of such characters alone; for none at all, too."""
    return _ALL_CJK.fullmatch(text) is not None


@cache
def _simplified() -> dict[str, str]:
    """Every traditional character with its simplified one, read once when the first Chinese text comes (0.1 s)."""
    chars = [chr(code) for code in range(0x3400, 0xA000)]
    plain = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {old: new for old, new in zip(chars, plain, strict=True) if old != new}


def _step(char: str) -> str:
    if unicodedata.category(char) in {"Cf", "Cs"}:  # zero-width joiners, byte order marks, halves of characters
        return ""
    if unicodedata.category(char) == "Cc":
        return " "
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not "\u0300" <= c <= "\u036f")
    folded = unicodedata.normalize("NFC", bare).casefold().translate(_LETTERS)
    return "".join(_simplified().get(c, c) for c in folded) if any(map(is_cjk, folded)) else folded


class _Characters(dict[int, str]):
    """A table for `str.translate` that works each character out once."""

    def __missing__(self, code: int) -> str:
        char, before = chr(code), ""
        while char != before:
            before, char = char, "".join(map(_step, char))
        if len(self) < _REMEMBERED:
            self[code] = char
        return char


CHARACTERS = _Characters()


def plain(text: str) -> str:
    """The text in one width, case and script, with its punctuation and spaces left standing."""
    return text.translate(CHARACTERS)


@lru_cache(maxsize=4096)  # taking a name apart folds it several times
def fold(text: str) -> str:
    """The text in one spelling: full-width, upper-case, accented and traditional writing give the same result.

    Words are parted by one space, Chinese characters by none; punctuation is gone. Folding twice changes nothing.
    """
    text = _SILENT.sub("", plain(text))
    if "." in text:
        text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    if "/" in text:
        text = _SLASHED.sub(r"\1\2", text)
    text = _NOT_WORD.sub(" ", text.replace("&", " and ")).strip()
    return _AROUND_CJK.sub("", text)


def squash(text: str) -> str:
    """The folded text without any space, as look-up keys are written."""
    return fold(text).replace(" ", "")
