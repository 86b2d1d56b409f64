"""What stands in brackets, the legal form, and the branch: taken off a name first."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from core.names import forms, trades
from core.names.fold import fold, is_cjk
from core.names.pieces import PIECES, Reading
from core.names.regions import REGIONS, region_at
from core.names.slips import is_slip
from core.names.words import ENGLISH

_ZONE = re.compile("(?<=..)(?:工业园区?|产业园区?|高新区|经开区|开发区|保税区|自贸区)$")
_OFTEN = ("股份有限公司", "有限责任公司", "有限公司")
_BEFORE_LIMITED = frozenset(["集团股份", "股份", "责任"])
_LONG_FORMS = ("corporation", "company", "limited", "incorporated")
_BETWEEN = frozenset(["and", "de"])  # GmbH & Co. KG, S.A. de C.V.
_LETTERED = {"s": "新加坡", "m": "马来西亚"}  # Tan Trading (S) Pte Ltd
_LATIN_IN_FRONT = frozenset(["pt", "ooo", "zao", "oao", "pao", "cv", "ud", "gebr", "ets"])
_PHRASES = (("sp", "z", "oo"), ("spzoo",), ("san", "ve", "tic"), ("sanayi", "ve", "ticaret"), ("ve", "tic"))
_IN_FRONT = ("株式会社", "有限会社", "合同会社")
_IS_ONE = frozenset(["factory", "shop", "store"])  # Jinlong Hardware Factory; not Costa Coffee Xidan Store
_INNER_FORMS = frozenset(["co", "company", "corp", "inc", "ltd", "llc", "limited", "gmbh"])


def bracket(reading: Reading, text: str) -> str:
    """Put what stood in brackets where it belongs; a name in the other script is handed back."""
    folded = fold(text)
    if not folded:
        return ""
    places = [_LETTERED[folded]] if folded in _LETTERED else _places(folded)
    if places:
        reading.region += places
        reading.placed_after = True
    elif forms.BRANCH.search(folded) or folded.split()[-1] in forms.LATIN_BRANCHES:
        reading.branch = folded
    elif folded in forms.FORMS or all(word in forms.LATIN_FORMS for word in folded.split()):
        reading.form.append(folded)
    elif folded in trades.TRADES:
        reading.trade.append(trades.TRADES[folded])
    elif any(map(is_cjk, folded)) != any(map(is_cjk, reading.text())):
        return folded
    else:
        reading.left += PIECES.findall(folded)
    return ""


def _places(text: str) -> list[str]:
    """The regions a text is made of, or none when it says anything else."""
    text = _ZONE.sub("", text) or text
    if text.replace(" ", "") in REGIONS:
        return [REGIONS[text.replace(" ", "")]]
    found, at = [], 0
    while at < len(text):
        place = region_at(text, at)
        if place is None:
            return []
        found.append(place[0])
        at = place[1]
    return found


def legal_form(reading: Reading) -> None:
    """Take the legal form off; what follows it in Chinese is a branch."""
    while len(reading.left) > 1 and (_latin_form(reading.left[-1]) or (reading.form and reading.left[-1] in _BETWEEN)):
        reading.form.insert(0, reading.left.pop())
    for phrase in _PHRASES:
        if len(reading.left) > len(phrase) and tuple(reading.left[-len(phrase) :]) == phrase:
            reading.form[:0] = phrase
            del reading.left[-len(phrase) :]
    if len(reading.left) > 1 and reading.left[0] in _LATIN_IN_FRONT and not is_cjk(reading.left[1][0]):
        reading.form.append(reading.left.pop(0))
    for form in _IN_FRONT:
        if reading.left and reading.left[0].startswith(form) and len(reading.left[0]) > len(form) + 1:
            reading.form.append(form)
            reading.left[0] = reading.left[0][len(form) :]
    inner = [word for word in reading.left[1:-1] if word in _INNER_FORMS]
    for word in inner:
        reading.left.remove(word)
        reading.form.append(word)
    for index, piece in enumerate(reading.left):
        found = _form_in(piece, bare=index > 0) if not (wrong := _misspelt(piece)) else (wrong, len(piece))
        if found is None:
            continue
        start, end = found
        after = piece[end:] + "".join(reading.left[index + 1 :])
        reading.form.append(piece[start:end])
        before = piece[:start]
        if before.endswith("厂") and _is_trade(before[:-1]) and not forms.BRANCH.search(before):
            before = before[:-1]  # 电机厂有限责任公司
        reading.left[index:] = [before] if before else []
        _after_form(reading, after)
        return


def _latin_form(word: str) -> bool:
    """True for a legal form, misspelt ones of some length included: corporatoin."""
    return word in forms.LATIN_FORMS or (
        len(word) >= 6 and word not in ENGLISH and any(is_slip(word, long) for long in _LONG_FORMS)
    )


def _form_in(piece: str, bare: bool) -> tuple[int, int] | None:
    """Where a Chinese legal form stands in a piece: in the middle only one that can be nothing else."""
    middle = piece.find("有限公司")
    part = forms.BRANCH.search(piece)
    if not 0 <= middle < len(piece) - 4:
        for length in range(min(forms.LONGEST, len(piece)), len(part[0]) if part else 0, -1):
            at = len(piece) - length
            if (at > 0 or bare) and piece[at:] in forms.FORMS:
                return at, len(piece)
    if middle > 0 or (middle == 0 and bare):
        start = next((middle - n for n in (4, 2) if piece[max(0, middle - n) : middle] in _BEFORE_LIMITED), middle)
        return max(start, 0 if bare else 1), middle + 4
    return None


def _misspelt(piece: str) -> int:
    """Where a legal form with one character wrong, missing or too many begins, else 0: 有线公司, 股分有限公司."""
    if piece.endswith(_OFTEN[:2]) or "有" not in piece[-6:]:
        return 0
    for form in _OFTEN[:1] if piece.endswith(_OFTEN) else _OFTEN:
        for length in (len(form) + 1, len(form), len(form) - 1):
            tail, start = piece[-length:], len(piece) - length
            if start < 2 or not forms.FORMS.isdisjoint((tail, tail[1:])):
                continue
            if OSA.distance(tail, form, score_cutoff=1) == 1:
                return start - next((n for n in (4, 2) if piece[max(0, start - n) : start] in _BEFORE_LIMITED), 0)
    return 0


def _after_form(reading: Reading, text: str) -> None:
    if not text:
        return
    places = _places(text)
    if places:
        reading.region += places
    else:
        reading.branch = reading.branch or text


def _is_trade(text: str) -> bool:
    """Whether a Chinese text says at its end what the firm does, behind a name of its own."""
    return any(text[-length:] in trades.TRADES for length in range(min(trades.LONGEST, len(text) - 2), 1, -1))


def branch(reading: Reading) -> None:
    """Take a branch, shop or school off the end, with its place when it is one we know."""
    if not reading.left or reading.branch:
        return
    last = reading.left[-1]
    found = forms.BRANCH.search(last)
    if last.endswith("中心") and not found and _is_trade(last[:-2]):
        reading.form.append(reading.take_last(2))  # 启明星早教中心
        return
    if found and found[0] == "店" and any(last[-length:] in trades.TRADES for length in (2, 3)):
        return  # 金鼎酒店 is no shop of 金鼎酒's
    if found and found[0] == "店" and _is_trade(last[: found.start()]):
        reading.form.append(reading.take_last(1))  # 启明文具店 is a shop, 美宜佳虎门店 a branch
        return
    if found and (len(last) - len(found[0]) >= 2 or len(reading.left) > 1):
        start = found.start()
        for length in (4, 3, 2):
            at = start - length
            if at > 1 and region_at(last, at) is not None and (region_at(last, at) or ("", 0))[1] == start:
                start = at
                break
        reading.branch = reading.take_last(len(last) - start)
    elif len(reading.left) > 2 and last in _IS_ONE and reading.left[-2] in trades.TRADES:
        reading.form.append(reading.left.pop())
    elif len(reading.left) > 1 and last in forms.LATIN_BRANCHES:
        reading.branch = reading.left.pop()
