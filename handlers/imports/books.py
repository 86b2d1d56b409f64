"""Files that imports send back: an empty list with its headers, and the rows that did not come in."""

from collections.abc import Sequence

from core.errors import msgid
from core.imports.headers import LEAD_FIELDS
from core.imports.outcomes import Told
from core.workbooks import Page, delimited, workbook
from handlers.imports.labels import FIELDS
from handlers.words import Translate

_MEANT = {
    "customer": msgid("The company. The only column that every row needs."),
    "contact": msgid("Whom you know there."),
    "title": msgid("What they are there: head of purchasing, engineer…"),
    "phone": msgid("In any spelling; several may stand in one cell. Format the column as text."),
    "wechat": msgid("The WeChat id."),
    "email": msgid("One address."),
    "interest": msgid("What they may need, in a few words."),
    "region": msgid("Province or city."),
    "source": msgid("Where the lead comes from: trade fair, website, referral…"),
    "campaign": msgid("Which fair, which mailing."),
    "referrer": msgid("Who sent them."),
    "budget": msgid("A sum: 300000 or 300k."),
    "quoted": msgid("The last price you gave."),
    "tags": msgid("Words to find it by, parted by commas."),
    "note": msgid("Anything else; it goes to what they need."),
}


def template(t: Translate) -> tuple[str, bytes]:
    """An empty list with its headers, and a second sheet that says what belongs in each column: name and bytes."""
    head = [t.plain(FIELDS[name]) for name in LEAD_FIELDS]
    meaning = [[t.plain(FIELDS[name]), t.plain(_MEANT[name])] for name in LEAD_FIELDS]
    pages = [
        Page(t.plain("Leads"), head, ()),
        Page(t.plain("What goes where"), [t.plain("Column"), t.plain("Meaning")], meaning),
    ]
    return f"{t.plain('Leads to import')}.xlsx", workbook(pages)


def report(told: Sequence[Told], head: Sequence[str], *, kind: str, delimiter: str, t: Translate) -> bytes:
    """The rows that did not come in, or not whole, as they stood in the file, each with its row and the reason."""
    width = max([len(head), *(len(row.cells) for row in told)])
    names = [*_wide(head, width), t.plain("Row number"), t.plain("Reason")]
    lines = [[*_wide(row.cells, width), str(row.number), reasons(row, t)] for row in told]
    if kind == "csv":
        return delimited(names, lines, delimiter=delimiter)
    return workbook([Page(t.plain("Not imported"), names, lines)])


def _wide(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *("" for _ in range(width - len(cells)))]


def reasons(row: Told, t: Translate) -> str:
    """Why a row did not come in, or without what it did, in words."""
    said = t.listed(t.plain(why["key"], **why["holes"]) for why in row.whys)
    return t.plain("entered without a value: {why}", why=said) if row.entered else said
