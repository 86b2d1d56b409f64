"""Forms of lists: what is wanted of the deals, which columns in which order; a list kept under a name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.models import Member, SavedView, Sharing
from core.views import COLUMNS, STATES, Among, Between, Shape, Within
from core.views.saved import LONGEST_NAME, may_change
from core.views.shape import ME, MOST_COLUMNS
from core.views.vocabulary import Vocabulary
from handlers import ids
from handlers.blocks import (
    Block,
    View,
    checkboxes,
    field,
    form,
    multi_grouped,
    multi_select,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.exports.views import DEAL_STATES
from handlers.views.carried import Looked, value
from handlers.views.words import SHARED, SPANS, label, named, sorted_by, title
from handlers.words import Translate, number

CHOSEN = ("owner", "team", "stage", "pipeline", "source")  # from menus, in this order
DATED = ("close", "created", "closed")
OFFERED = 1000  # entries of one menu
NEVER = "never"


def filter_form(looked: Looked, known: Vocabulary, t: Translate) -> View:
    """What is wanted of the deals, and how they are shown."""
    shape = looked.shape
    blocks = [
        field("status", label("status", t), _states(shape, t)),
        *(field(name, label(name, t), menu) for name in CHOSEN if (menu := _menu(name, shape, known, t))),
        *_amount(shape, t),
        *(block for name in DATED for block in _dates(name, shape, t)),
        field("tags", label("tags", t), text_input("v", initial=_words(shape, "tags")), hint=_between(t)),
        field("columns", t.plain("Columns"), _columns(shape, t), hint=t.plain("In the order in which you pick them.")),
        field("sort", t.plain("Order by"), _sort(shape, t), optional=False),
    ]
    return form(
        ids.VIEW_FILTER_FORM,
        t.plain("Filter and columns"),
        t.plain("Show"),
        t.plain("Cancel"),
        blocks,
        value(looked),
    )


def _states(shape: Shape, t: Translate) -> Block:
    options = [option(t.plain(DEAL_STATES[state]), state.value) for state in STATES]
    return multi_select("v", options, placeholder=t.plain("Any"), chosen=_values(shape, "status"))


def _menu(name: str, shape: Shape, known: Vocabulary, t: Translate) -> Block | None:
    """Several of what there is; what is out of use only where the list asks for it."""
    chosen = set(_values(shape, name))
    rows = [row for row in known.rows[name] if str(row.id) in chosen or _is_live(row)]
    rows = sorted(rows, key=lambda row: str(row.id) not in chosen)[:OFFERED] if len(rows) > OFFERED else rows
    groups = {t.plain("Whoever looks"): [option(t.plain("me"), ME)]} if name == "owner" else {}
    for group, of_group in _groups(name, rows, known, t):
        groups[group] = [option(named(row, t), str(row.id)) for row in of_group]
    if not any(groups.values()):
        return None
    return multi_grouped("v", groups, placeholder=t.plain("Any"), chosen=chosen)


def _groups(name: str, rows: Sequence[Any], known: Vocabulary, t: Translate) -> Iterable[tuple[str, Sequence[Any]]]:
    """Stages beneath their pipeline, all else beneath what it is, a hundred at a time."""
    if name == "stage":
        for pipeline in known.rows["pipeline"]:
            yield t.text(pipeline), [row for row in rows if row.pipeline_id == pipeline.id]
        return
    for place in range(0, len(rows), 100):
        yield label(name, t) + (f" {place + 1}…" if place else ""), rows[place : place + 100]


def _is_live(row: Any) -> bool:
    if isinstance(row, Member):
        return row.active
    return getattr(row, "retired_at", None) is None and getattr(row, "merged_id", None) is None


def _amount(shape: Shape, t: Translate) -> list[Block]:
    low, high = amounts(shape)
    hint = t.plain("Such as 300k or 1,200,000; with a currency only deals in that one.")
    return [
        field("least", t.plain("Amount from"), text_input("v", initial=low, most=40), hint=hint),
        field("most", t.plain("Amount up to"), text_input("v", initial=high, most=40)),
    ]


def amounts(shape: Shape) -> tuple[str, str]:
    """From – to, as the form's fields show them."""
    want = shape.wants.get("amount")
    if not isinstance(want, Between):
        return "", ""
    low, high = (
        (want.least if want.least is not None else want.over),
        want.most if want.most is not None else want.under,
    )
    currency = f" {want.currency}" if want.currency else ""
    return tuple(f"{number(each)}{currency}" if each is not None else "" for each in (low, high))  # type: ignore[return-value]  # two in, two out


def _dates(name: str, shape: Shape, t: Translate) -> list[Block]:
    """A span that moves along, or days of the calendar."""
    want = shape.wants.get(name)
    spans = [option(t.plain(words), f"{span}:{shift}") for (span, shift), words in SPANS.items()]
    spans.append(option(t.plain("not told"), NEVER))
    chosen = None
    if isinstance(want, Within):
        chosen = NEVER if want.never else f"{want.span}:{want.shift}" if want.span else None
    begins, until = (want.begins, want.until) if isinstance(want, Within) else (None, None)
    said = label(name, t)
    return [
        field(name, said, select("v", spans, placeholder=t.plain("Any"), chosen=chosen)),
        field(f"{name}_from", t.plain("{column}, from", column=said), _picker(begins)),
        field(f"{name}_until", t.plain("{column}, until", column=said), _picker(until)),
    ]


def _picker(day: Any) -> Block:
    return {"type": "datepicker", "action_id": "v", **({"initial_date": day.isoformat()} if day else {})}


def _columns(shape: Shape, t: Translate) -> Block:
    """Those it has first, in their order: Slack keeps the order in which they are picked."""
    names = [*shape.columns, *(name for name in COLUMNS if name not in shape.columns)]
    options = [option(label(name, t), name) for name in names]
    return multi_select("v", options, placeholder=t.plain("As usual"), chosen=shape.columns, most=MOST_COLUMNS)


def _sort(shape: Shape, t: Translate) -> Block:
    options = [
        option(sorted_by(name, t, down=down), f"{name}:{'down' if down else 'up'}")
        for name, column in COLUMNS.items()
        for down in (column.down, not column.down)
    ]
    chosen = f"{shape.sort}:{'down' if shape.down else 'up'}"
    return select("v", options, placeholder=t.plain("Order by…"), chosen=chosen)


def _values(shape: Shape, name: str) -> list[str]:
    want = shape.wants.get(name)
    return [str(value) for value in want.values] if isinstance(want, Among) else []


def _words(shape: Shape, name: str) -> str:
    return ", ".join(_values(shape, name))


def _between(t: Translate) -> str:
    return t.plain("Several with commas between them: any of them will do.")


def save_form(
    looked: Looked, t: Translate, *, me: Member, entered: Mapping[str, Any] | None = None, note: str = ""
) -> View:
    """A list kept under a name: as a new view, or in the place of the one it came from. `entered`, `note`: what was
    typed, and why the form came back."""
    row, told = (looked.view.row if looked.view else None), entered or {}
    mine_to_change = row is not None and may_change(row, me)
    blocks = [section(note)] if note else []
    if mine_to_change and row is not None:
        blocks.append(
            field("how", t.plain("As what?"), _how(row, str(told.get("how") or "replace"), t), optional=False)
        )
    name = str(told.get("name") or (title(looked.view, t) if mine_to_change else ""))
    blocks.append(field("name", t.plain("Name"), text_input("v", initial=name, most=LONGEST_NAME), optional=False))
    sharing = str(told.get("sharing") or (row.sharing if mine_to_change and row else Sharing.OWN))
    if me.manages or sharing != Sharing.OWN:
        blocks.append(field("sharing", t.plain("Who sees it?"), _sharing(sharing, t), optional=False, hint=_shared(t)))
    own = [option(t.plain("My own list (/deal mine) looks like this"), "own")]
    blocks.append(field("prefer", t.plain("And"), checkboxes("v", own, chosen=told.get("prefer") or [])))
    return form(ids.VIEW_FORM, t.plain("Save as a view"), t.plain("Save"), t.plain("Cancel"), blocks, value(looked))


def _how(row: SavedView, chosen: str, t: Translate) -> Block:
    options = [
        option(t.plain("In the place of “{view}”", view=row.name), "replace"),
        option(t.plain("As a new view"), "new"),
    ]
    return radio("v", options, chosen=chosen)


def _sharing(chosen: str, t: Translate) -> Block:
    return radio("v", [option(t.plain(words), place.value) for place, words in SHARED.items()], chosen=chosen)


def _shared(t: Translate) -> str:
    return t.plain("Each sees only the deals that they may see.")
