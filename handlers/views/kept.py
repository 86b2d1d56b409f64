"""The views there are: what each asks for, whose it is, and what can be done with it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import msgid
from core.models import Member, SavedView, Sharing
from core.views import Names
from core.views.columns import COLUMNS
from core.views.names import asked_for, find
from core.views.saved import View, all_of, may_change
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    actions,
    context,
    header,
    message,
    option,
    overflow,
    pack,
    section,
)
from handlers.pages import turns
from handlers.undoing import undo_button
from handlers.views.words import said, title
from handlers.words import Translate

PAGE = 10
WAYS = {
    "open": msgid("Open"),
    "prefer": msgid("My own list looks like this"),
    "usual": msgid("My own list as ever"),
    "rename": msgid("Name and readers…"),
    "remove": msgid("Delete"),
}


async def drawn(
    session: AsyncSession, *, by: Member, t: Translate, page: int = 0, note: str | None = None, undo: int | None = None
) -> Message:
    """A page of them; `note`: what was just done, with a button that takes it back."""
    views = await all_of(session, by=by)
    page = min(page, (len(views) - 1) // PAGE)
    shown = views[page * PAGE : (page + 1) * PAGE]
    wanted = [(COLUMNS[name].of, row_id) for view in shown for name, row_id in asked_for(view.shape)]
    names = await find(session, wanted=wanted, workspace_id=by.workspace_id)
    now = await session.get_one(Member, (by.workspace_id, by.id))
    return _picture(shown, page, len(views), names, now, t, note=note, undo=undo)


def _picture(
    shown: Sequence[View],
    page: int,
    total: int,
    names: Names,
    me: Member,
    t: Translate,
    *,
    note: str | None,
    undo: int | None,
) -> Message:
    told = t.n("{n} view", "{n} views", total)
    blocks: list[Block] = []
    if note:
        blocks.append(section(f"✅ {note}"))
    if undo:
        blocks.append(actions(undo_button(undo, t)))
    blocks += [header(t.plain("Views")), context(told)]
    for view in shown:
        blocks.append(section(_line(view, names, me, t), accessory=_menu(view, me, t)))
    ways = turns(ids.VIEWS, page, t, total=total, size=PAGE)
    hint = t("A new one: narrow a list such as `/deal list closing this month`, then press *Save as a view…* below it.")
    return message(note or told, [*blocks, context(hint), *([actions(*ways)] if ways else [])])


def _line(view: View, names: Names, me: Member, t: Translate) -> str:
    name = f"*{t.mrkdwn(title(view, t))}*"
    if me.default_view == view.key:
        name += f" · {t('what `/deal mine` looks like')}"
    return f"{name}\n{' · '.join(each for each in (_whose(view.row, me, t), said(view.shape, names, t)) if each)}"


def _whose(row: SavedView | None, me: Member, t: Translate) -> str:
    if row is None:
        return ""
    if row.sharing == Sharing.OWN:
        return t("for me alone")
    if row.sharing == Sharing.TEAM:
        return t("shared with a team by {who}", who=row.made_by)
    return t("shared with everybody by {who}", who=row.made_by)


def _menu(view: View, me: Member, t: Translate) -> Block:
    ways = ["open", "usual" if me.default_view == view.key else "prefer"]
    if view.row is not None and may_change(view.row, me):
        ways += ["rename", "remove"]
    entries = [option(t.plain(WAYS[do]), pack({"view": view.key, "do": do})) for do in ways]
    return overflow(ids.VIEW_MENU, entries)


def preferred(view: View | None, t: Translate) -> str:
    """What the own list looks like from now on."""
    if view is None:
        return t("`/deal mine` looks as ever again.")
    return t("`/deal mine` looks like *{view}* from now on, with your own deals.", view=title(view, t))


def removed(row: SavedView, t: Translate) -> str:
    """A view was taken off the list."""
    return t("The view *{view}* is deleted.", view=row.name)
