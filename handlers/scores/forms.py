"""The form of the weights, as it is sent: tried on deals that are there first, kept when it is sent again."""

import hashlib
import json
from collections.abc import Container, Mapping, Sequence

from core import scores, workspaces
from core.errors import OddNumber
from core.models import Listed, Source
from core.scores import HEIGHTS, Clash, Factor, Model
from handlers.pressing import Submission
from handlers.scores import dialogs, lines, views


async def save(form: Submission) -> None:
    """Show what the weights would make of some deals; sent again as it was, keep them."""
    version = form.id("version") if form.kept.get("version") else 0
    async with form.db.begin() as session:
        sources, types = await scores.choices(session, by=form.me)
        row = await scores.row_of(session, by=form.me)
        known = scores.of_row(row) if row is not None else None
        currency = (await workspaces.of(session, by=form.me)).currency
        told = _told(form, sources, types, known, currency)
        told.check()
        tried = await scores.trials(session, model=told, by=form.me)
        mark = hashlib.sha256(json.dumps(told.as_json(), sort_keys=True).encode()).hexdigest()[:12]
        if tried and form.kept.get("tried") != mark:
            again = dialogs.dialog(told, sources, types, form.t, version=version, tried=mark, trials=tried)
            return await form.redraw(again)
        outcome = await scores.put(session, model=told, seen=version, by=form.me, now=form.now(), source=form.source)
    if isinstance(outcome, Clash):
        again = dialogs.dialog(told, sources, types, form.t, version=outcome.told, tried=mark, clash=outcome)
        return await form.redraw(again)
    async with form.db.begin() as session:
        row = await scores.row_of(session, by=form.me)
    return await form.show(views.model(row, sources, types, form.t, me=form.me, undo=outcome[1].id))


def _told(
    form: Submission, sources: Sequence[Source], types: Sequence[Listed], known: Model | None, currency: str
) -> Model:
    """The model as it was typed; what the form did not show keeps the points it had."""
    called = {each.id: [each.name] for each in sources}
    named = {each.id: [form.t.text(each), each.name_zh, each.name_en] for each in types}
    of_sources, other_source = lines.listed(form, "sources", called)
    of_types, other_type = lines.listed(form, "types", named)
    return Model(
        currency=currency,
        weights={factor: _whole(form, f"weight_{factor}") for factor in Factor},
        sources={**_beside(known.sources if known else {}, called), **of_sources},
        other_source=other_source,
        types={**_beside(known.types if known else {}, named), **of_types},
        other_type=other_type,
        importance={height: _whole(form, height) for height in HEIGHTS},
        value=lines.bands(form, "value"),
        budget=lines.bands(form, "budget"),
    )


def _beside(points: Mapping[int, int], shown: Container[int]) -> dict[int, int]:
    """Points of what is not among those shown: out of use, or too far down the list."""
    return {each: count for each, count in points.items() if each not in shown}


def _whole(form: Submission, name: str) -> int:
    return form.whole(name, OddNumber(field=name, least=0, most=100)) or 0
