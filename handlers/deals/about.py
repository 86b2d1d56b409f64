"""What else is told of a deal in its Edit form: type, importance, whether it is approved, the customer's budget."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from core import listed
from core.deals import About
from core.errors import Missing
from core.models import Deal, List, Listed, Member
from handlers import payload, sums
from handlers.blocks import Block, field, option, select, text_input
from handlers.pressing import Submission
from handlers.scores.words import HEIGHTS
from handlers.words import Translate, number

UNKNOWN, YES, NO = "unknown", "yes", "no"


async def types_of(session: AsyncSession, *, deal: Deal, by: Member) -> list[Listed]:
    """The types there are, and the deal's own where it is offered no more."""
    known = await listed.of(session, lists=(List.TYPE,), by=by)
    if deal.type_id is None or any(each.id == deal.type_id for each in known):
        return known
    return [*known, await listed.get(session, word_id=deal.type_id, lists=(List.TYPE,), by=by)]


def fields(deal: Deal, types: Sequence[Listed], t: Translate) -> list[Block]:
    """The fields, with what is known chosen."""
    approved = None if deal.approved is None else YES if deal.approved else NO
    kinds = {str(each.id): t.text(each) for each in types}
    heights = {height: t.plain(word) for height, word in HEIGHTS.items()}
    budget = number(deal.budget) if deal.budget is not None else ""
    entry = text_input("v", initial=budget, most=40, placeholder=t.plain("300k"))
    return [
        *([_menu("type", t.plain("Type"), kinds, str(deal.type_id), t)] if kinds else []),
        _menu("importance", t.plain("Importance"), heights, deal.importance, t),
        _menu("approved", t.plain("Approved as a project"), {YES: t.plain("yes"), NO: t.plain("no")}, approved, t),
        field("budget", t.plain("Budget"), entry),
    ]


def _menu(name: str, label: str, known: dict[str, str], chosen: str | None, t: Translate) -> Block:
    options = [option(t.plain("not told"), UNKNOWN), *(option(word, value) for value, word in known.items())]
    menu = select("v", options, placeholder=t.plain("not told"), chosen=chosen if chosen in known else UNKNOWN)
    return field(name, label, menu)


def told(form: Submission) -> About | None:
    """What the form says; None of a form of old, which had none of these fields."""
    if "importance" not in form.fields:
        return None
    budget = sums.of_field(form, "budget")
    approved = form.text("approved")
    if approved not in ("", UNKNOWN, YES, NO):
        raise Missing
    kind = form.text("type")
    importance = form.text("importance")
    return About(
        type_id=payload.row(kind) if kind not in ("", UNKNOWN) else None,
        importance=importance if importance not in ("", UNKNOWN) else None,
        approved={YES: True, NO: False}.get(approved),
        budget=budget.amount if budget is not None else None,
        budget_currency=budget.currency if budget is not None else None,
    )
