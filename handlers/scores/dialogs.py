"""The form of the weights: how much each factor counts, and how many points its values earn."""

from collections.abc import Sequence

from core.models import Listed, Source
from core.scores import HEIGHTS, Clash, Factor, Model, Trial
from handlers import ids
from handlers.blocks import Block, View, field, form, section, text_input
from handlers.scores import lines, views
from handlers.scores.words import FACTORS
from handlers.scores.words import HEIGHTS as HEIGHT_WORDS
from handlers.words import Translate


def dialog(
    told: Model,
    sources: Sequence[Source],
    types: Sequence[Listed],
    t: Translate,
    *,
    version: int,
    tried: str = "",
    trials: Sequence[Trial] = (),
    clash: Clash | None = None,
) -> View:
    """The form, filled from `told`. Sent once it tries the model on deals that are there, sent again it keeps it:
    `tried` is the mark of the model that was tried. `version`: of the model its writer knows."""
    weights = t.plain("From 0 to 100; what counts is how they compare.")
    points = t.plain("One a line, name: points from 0 to 100.")
    from_on = t.plain("One a line, from which sum on: points; in the workspace's currency.")
    above = [*([section(_meanwhile(clash, t))] if clash else []), *(views.trials(trials, t) if trials else [])]
    blocks: list[Block] = [*above, *_weights(told, t, weights)]
    called = {each.id: each.name for each in sources}
    named = {each.id: t.text(each) for each in types}
    others = t.plain("Other")
    known = {each.id: told.sources.get(each.id, told.other_source) for each in sources}
    kinds = {each.id: told.types.get(each.id, told.other_type) for each in types}
    blocks += [
        _lines("sources", t.plain("Sources"), lines.written(known, called.get, told.other_source, others), points),
        _lines("types", t.plain("Types"), lines.written(kinds, named.get, told.other_type, others), points),
        *_heights(told, t),
        _lines("value", t.plain("Value"), lines.written_bands(told.value), from_on),
        _lines("budget", t.plain("Budget"), lines.written_bands(told.budget), from_on),
    ]
    keep = {"version": version, "tried": tried}
    return form(ids.SCORE_FORM, t.plain("Weights of the score"), t.plain("Save"), t.plain("Cancel"), blocks, keep=keep)


def _weights(told: Model, t: Translate, hint: str) -> list[Block]:
    return [
        field(
            f"weight_{factor}",
            t.plain("Weight: {factor}", factor=t.plain(word)),
            text_input("v", initial=str(told.weights.get(factor, 0)), most=4),
            hint=hint if factor == Factor.SOURCE else "",
        )
        for factor, word in FACTORS.items()
    ]


def _heights(told: Model, t: Translate) -> list[Block]:
    return [
        field(
            height,
            t.plain("Importance {height}: points", height=t.plain(HEIGHT_WORDS[height])),
            text_input("v", initial=str(told.importance.get(height, 0)), most=4),
        )
        for height in reversed(HEIGHTS)
    ]


def _lines(name: str, label: str, initial: str, hint: str) -> Block:
    return field(name, label, text_input("v", initial=initial, multiline=True), hint=hint)


def _meanwhile(clash: Clash, t: Translate) -> str:
    who = t("{who} has changed the weights meanwhile.", who=clash.row.by)
    return t.sentences(who, t("What you typed is still here. Save again to put it in place of theirs."))
