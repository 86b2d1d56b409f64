"""Pictures of what sources cost: a page of it, the form for one more, what was entered or removed."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from core.models import Source, SourceCost
from core.reading import Money
from handlers import ids
from handlers.blocks import Block, Message, View, actions, button, field, form, message, section, text_input
from handlers.pages import turns
from handlers.sources.views import PAGE, ways_on
from handlers.words import Translate


def page_of(source: Source, found: Sequence[SourceCost], total: int, page: int, t: Translate) -> Message:
    """A page of what an entry cost, the latest first."""
    said = t.n("*{name}*: {n} cost", "*{name}*: {n} costs", total, name=source.name)
    blocks: list[Block] = [section(said)]
    for each in found:
        removes = button(
            t.plain("Remove"), ids.COST_REMOVE, {"cost": each.id}, label=t.plain("Remove {x}", x=_cost(each, t.text))
        )
        blocks.append(section(_cost(each, t.mrkdwn), accessory=removes))
    value = {"source": source.id}
    new = button(t.plain("Add a cost…"), ids.COST_NEW, value, style="primary")
    ways = turns(ids.SOURCE_COSTS, page, t, total=total, size=PAGE, value=value)
    return message(said, [*blocks, actions(new, *ways)])


def _cost(cost: SourceCost, say: Callable[[Any], str]) -> str:
    parts = [cost.on, Money(cost.amount, cost.currency), *([cost.note] if cost.note else [])]
    return " · ".join(say(part) for part in parts)


def new_form(source: Source, today: date, t: Translate) -> View:
    """The form for one more cost."""
    day: Block = {"type": "datepicker", "action_id": "v", "initial_date": today.isoformat()}
    return form(
        ids.COST_FORM,
        t.plain("Add a cost"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(source.name)}*"),
            field("amount", t.plain("Amount"), text_input("v", most=40, placeholder=t.plain("300k")), optional=False),
            field("on", t.plain("Counts for the day"), day),
            field("note", t.plain("What for"), text_input("v", most=200)),
        ],
        keep={"source": source.id},
    )


def added(source: Source, cost: SourceCost, t: Translate, *, undo: int) -> Message:
    """A cost is on record."""
    said = t(
        "✅ *{name}* cost {amount} on {day}.", name=source.name, amount=Money(cost.amount, cost.currency), day=cost.on
    )
    return message(said, [section(said), ways_on(t, undo)])


def removed(source: Source, cost: SourceCost, t: Translate, *, undo: int) -> Message:
    """A cost counts no longer."""
    said = t(
        "Removed: {amount} for *{name}* on {day}.",
        name=source.name,
        amount=Money(cost.amount, cost.currency),
        day=cost.on,
    )
    return message(said, [section(said), ways_on(t, undo)])
