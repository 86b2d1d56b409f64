"""A row of a list of leads, understood: what it tells of a lead, what is wrong with it, which values are left out."""

import re
from dataclasses import dataclass

from core.errors import msgid
from core.imports import numbers
from core.imports.cells import MOST, Cells
from core.imports.mapping import Mapping
from core.imports.naming import bad_name
from core.imports.numbers import APART
from core.imports.sheet import Row
from core.imports.whys import Why, short
from core.leads import Capture
from core.reading.phones import emails
from core.reading.text import visible

BAD_EMAIL = msgid("“{text}” is no e-mail address")

_NOTE = re.compile("备注|备考|说明|描述|附注|留言|note|remark|comment|description|memo", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """What a row tells. `bad`: why it cannot be entered; `dropped`: what it comes in without; `phones`: all it has."""

    number: int
    told: Capture | None
    title: str | None = None
    phones: tuple[str, ...] = ()
    bad: Why | None = None
    dropped: tuple[Why, ...] = ()


def entry(row: Row, mapping: Mapping, *, locale: str, source: str | None, campaign: str | None) -> Entry:
    """What a row tells of a lead. `source` and `campaign` are the file's, for rows without their own."""
    cells = Cells(row, mapping, locale)
    name = cells.person("customer")
    if bad := bad_name(name, head=cells.label("customer"), alone=sum(map(bool, row.cells)) == 1 < len(mapping.columns)):
        return Entry(row.number, None, bad=bad)
    reached = numbers.read(cells)
    first = reached.phones[0] if reached.phones else None
    budget, quoted = cells.money("budget"), cells.money("quoted")
    wechat = cells.text("wechat")
    told = Capture(
        customer=name,
        contact=cells.cut(reached.contact, MOST["contact"]) or None,
        phone=first,
        wechat=first if wechat and first and "同" in wechat else wechat,
        email=_email(cells),
        interest=cells.cut("；".join([*_need(cells), *reached.extra]), MOST["interest"]) or None,
        region=_region(cells),
        source=cells.text("source") or source,
        campaign=cells.text("campaign") or campaign,
        referrer=cells.text("referrer"),
        quoted=quoted.amount if quoted else None,
        quoted_currency=quoted.currency if quoted else None,
        budget=budget.amount if budget else None,
        currency=budget.currency if budget else None,
        tags=_tags(cells),
    )
    return Entry(row.number, told, cells.text("title"), reached.phones, dropped=tuple(cells.dropped))


def _tags(cells: Cells) -> tuple[str, ...]:
    words = [word.strip() for text, _ in cells.all("tags") for word in APART.split(text)]
    return tuple(dict.fromkeys(word[: MOST["tags"]] for word in words if word))[:10]


def _need(cells: Cells) -> list[str]:
    """What they need, then the notes; a column that became a note by choice is named."""
    told = [text for text, _ in cells.all("interest")]
    for text, place in cells.all("note"):
        label = cells.mapping.columns[place].label
        told.append(f"{label}：{text}" if label and not _NOTE.search(label) else text)
    return list(dict.fromkeys(told))


def _email(cells: Cells) -> str | None:
    for text, _ in cells.all("email"):
        found, _ = emails(visible(text))
        if found:
            return found[0]
        cells.dropped.append(Why(BAD_EMAIL, {"text": short(text)}))
    return None


def _region(cells: Cells) -> str | None:
    """Where they are; of a town and an address that begins with it, the address."""
    told = [text for text, _ in cells.all("region")]
    kept = [text for place, text in enumerate(told) if not any(text in other for other in told[place + 1 :])]
    return cells.cut(" ".join(dict.fromkeys(kept)), MOST["region"]) or None
