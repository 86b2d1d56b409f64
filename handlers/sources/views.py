"""Pictures of the list of sources: the list, its forms, other spellings."""

from core.errors import msgid
from core.models import Member, Source, SourceKind
from core.sources.listing import Entry, Listing
from handlers import ids, more
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    field,
    form,
    header,
    message,
    option,
    radio,
    section,
    text_input,
)
from handlers.pages import turns
from handlers.sources import options
from handlers.sources.deeds import DEEDS
from handlers.undoing import undo_button
from handlers.words import Translate

PAGE = 10
ADDED = msgid("✅ *{name}* is on the list.")
CHANGED = msgid("✅ *{name}* is changed. Its earlier name still means it.")
MERGED = msgid("✅ Merged: whatever came from either counts under *{name}*.")
CONFIRMED = msgid("✅ *{name}* is confirmed.")
RETIRED = msgid("*{name}* is offered no longer. What came from it stays.")
RESTORED = msgid("*{name}* is offered again.")
NOTHING = msgid(
    "Nothing yet. A source told with a lead comes here by itself: "
    "`/lead new Acme, needs 20 scanners, source: trade fair`"
)
PARTED = msgid("*{name}* is an entry of its own again.")


def listing(found: Listing, page: int, me: Member, t: Translate, *, said: str = "", undo: int | None = None) -> Message:
    """A page of the list: how many leads came from each, and, for managers, what it cost and what to do with it."""
    title = t.n("{n} source or campaign", "{n} sources and campaigns", found.total)
    blocks: list[Block] = [header(t.plain("Where leads come from"))]
    if said:
        blocks.append(section(said))
    if undo:
        blocks.append(actions(undo_button(undo, t)))
    blocks.append(context(title, *([_unsure(found.unlisted, t)] if found.unlisted else [])))
    if not found.entries:
        blocks.append(section(t(NOTHING)))
    for entry in found.entries:
        value = {"source": entry.source.id, "page": page}
        menu = more.menu(DEEDS, entry, ids.SOURCE_MORE, value, t) if me.manages else None
        blocks.append(section(_line(entry, t), accessory=menu))
    return message(title, [*blocks, *_ends(found.total, page, me, t)])


def _unsure(n: int, t: Translate) -> str:
    return t.n(
        "{n} was typed by somebody and is not confirmed yet",
        "{n} were typed by somebody and are not confirmed yet",
        n,
    )


def _line(entry: Entry, t: Translate) -> str:
    parts = [t.n("{n} lead", "{n} leads", entry.leads)]
    if entry.cost:
        parts.append(t("cost {sums}", sums=t.sums(entry.cost)))
    if not entry.source.listed:
        parts.append(t("_not confirmed_"))
    if entry.source.retired_at is not None:
        parts.append(t("_retired_"))
    name = f"*{t.mrkdwn(entry.source.name)}*"
    if entry.source.kind == SourceKind.CAMPAIGN:
        name = f"↳ {name}" if entry.of else t("Campaign {name}", name=entry.source.name)
    line = " · ".join([name, *parts])
    if not entry.spellings:
        return line
    return f"{line}\n" + t("also written: {names}", names=t.listed(each.spelt for each in entry.spellings[:5]))


def _ends(total: int, page: int, me: Member, t: Translate) -> list[Block]:
    new = [button(t.plain("Add…"), ids.SOURCE_NEW, {}, style="primary")] if me.manages else []
    ends = [*new, *turns(ids.SOURCES, page, t, total=total, size=PAGE)]
    return [actions(*ends)] if ends else []


def done(said: str, entry: Source, t: Translate, *, undo: int) -> Message:
    """What was done to an entry, with the way back and to the list."""
    told = t(said, name=entry.name)
    return message(told, [section(told), ways_on(t, undo)])


def ways_on(t: Translate, undo: int) -> Block:
    """The way back, and to the list."""
    return actions(undo_button(undo, t), button(t.plain("All sources"), ids.SOURCES, {}))


def new_form(t: Translate) -> View:
    """The form that puts a source or a campaign on the list."""
    kinds = [
        option(t.plain("A source"), SourceKind.SOURCE.value),
        option(t.plain("A campaign"), SourceKind.CAMPAIGN.value),
    ]
    return form(
        ids.SOURCE_FORM,
        t.plain("Add to the list"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            field("kind", t.plain("What is it?"), radio("v", kinds, chosen=SourceKind.SOURCE.value), optional=False),
            field("name", t.plain("Name"), text_input("v", most=60), optional=False),
            _source_of(None, t),
        ],
    )


def _source_of(of: Source | None, t: Translate) -> Block:
    return field("source", t.plain("Source of the campaign"), options.menu(ids.LEAD_SOURCE, t, chosen=of))


def edit_form(entry: Source, of: Source | None, t: Translate) -> View:
    """The form for an entry's name, and a campaign's source."""
    name = field("name", t.plain("Name"), text_input("v", initial=entry.name, most=60), optional=False)
    of_campaign = [_source_of(of, t)] if entry.kind == SourceKind.CAMPAIGN else []
    return form(
        ids.SOURCE_EDIT_FORM,
        t.plain("Edit"),
        t.plain("Save"),
        t.plain("Cancel"),
        [name, *of_campaign],
        keep={"source": entry.id},
    )


def merge_form(entry: Source, t: Translate) -> View:
    """The form that makes an entry another spelling of one there is."""
    action = ids.LEAD_SOURCE if entry.kind == SourceKind.SOURCE else ids.LEAD_CAMPAIGN
    meaning = t(
        "*{name}* becomes another spelling of the one you choose. The two can be parted again.", name=entry.name
    )
    return form(
        ids.SOURCE_MERGE_FORM,
        t.plain("Merge into"),
        t.plain("Merge"),
        t.plain("Cancel"),
        [section(meaning), field("into", t.plain("Merge into"), options.menu(action, t), optional=False)],
        keep={"source": entry.id},
    )


def spellings(entry: Entry, t: Translate) -> Message:
    """The other ways an entry is written."""
    said = t("*{name}* is also written:", name=entry.source.name)
    blocks: list[Block] = [section(said)]
    for each in entry.spellings[:40]:
        parts = button(
            t.plain("Part"), ids.SOURCE_PART, {"source": each.id}, label=t.plain("Part {name}", name=each.spelt)
        )
        blocks.append(section(t.mrkdwn(each.spelt), accessory=parts))
    return message(said, blocks)
