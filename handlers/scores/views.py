"""Pictures of scores: the parts of one deal's, the model as everybody reads it."""

from collections.abc import Sequence

from core.models import Deal, Listed, Member, Role, Scoring, Source
from core.scores import HEIGHTS, PRESETS, Factor, Model, Part, Score, Trial, of_row
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, header, message, option, pack, section, select
from handlers.scores.words import FACTORS
from handlers.scores.words import HEIGHTS as HEIGHT_WORDS
from handlers.undoing import undo_button
from handlers.words import Translate

LONGEST = 12  # sources or types that the model names in a line


def line(score: Score, t: Translate) -> str:
    """The score on a card, with what is missing."""
    told = t("Score {points} of 100", points=score.total)
    if not score.missing:
        return f"🎯 {told}"
    what = t.listed(t(FACTORS[part.factor]) for part in score.missing)
    return f"🎯 {told} · {t('not known: {what}', what=what)}"


def parts(deal: Deal, score: Score | None, t: Translate) -> Message:
    """What the score is made of, whatever adds most first; what would raise it."""
    if score is None:
        said = t("Deals are not scored here. An admin sets the weights: `/genjin score`.")
        return message(said, [section(said)])
    said = t("*{deal}* scores {points} of 100", deal=deal.name, points=score.total)
    lines = "\n".join(_part(each, t) for each in score.parts)
    blocks = [section(f"🎯 {said}"), section(lines)]
    if score.missing:
        could = sum(each.most for each in score.missing)
        what = t.listed(t(FACTORS[each.factor]) for each in score.missing)
        blocks.append(
            context(t("Not known yet: {what}. Told on the card (Edit), they may add up to {n}.", what=what, n=could))
        )
    return message(said, blocks)


def _part(part: Part, t: Translate) -> str:
    name = t.plain(FACTORS[part.factor])
    if not part.told:
        return t("• {factor}: not known, +0 of {most}", factor=name, most=part.most)
    return t("• {factor}: +{adds} of {most}", factor=name, adds=part.adds, most=part.most)


def model(
    row: Scoring | None,
    sources: Sequence[Source],
    types: Sequence[Listed],
    t: Translate,
    *,
    me: Member,
    undo: int | None = None,
) -> Message:
    """The model in words, or that there is none; for an admin with buttons to set it."""
    holds = row is not None and row.holds
    said = t("How deals are scored") if holds else t("Deals are not scored yet: no weights are set.")
    blocks: list[Block] = [header(t.plain("Score of deals"))]
    if row is not None and holds:
        blocks += _model(of_row(row), row, sources, types, t)
    else:
        how = t("An admin says what counts: weights, and points for sources, types, sums.")
        blocks.append(section(f"{said}\n{how}"))
    back = undo_button(undo, t)
    if me.role == Role.ADMIN:
        blocks.append(actions(*_ways(holds, t), back))
    return message(said, blocks)


def _ways(holds: bool, t: Translate) -> list[Block | None]:
    presets = [option(each.zh if t.chinese else each.en, pack({"preset": n})) for n, each in enumerate(PRESETS)]
    return [
        button(t.plain("Set the weights…"), ids.SCORE_SET, {}, style="primary"),
        select(ids.SCORE_PRESET, presets, placeholder=t.plain("Begin with…")),
        button(t.plain("Score no more"), ids.SCORE_STOP, {}) if holds else None,
    ]


def _model(told: Model, row: Scoring, sources: Sequence[Source], types: Sequence[Listed], t: Translate) -> list[Block]:
    whole = sum(told.weights.values())
    counted = sorted((each for each in Factor if told.weights.get(each)), key=lambda each: -told.weights[each])
    lines = [
        f"• *{t(FACTORS[each])}* {round(100 * told.weights[each] / whole)}%"
        + t.mrkdwn(_how(told, each, sources, types, t))
        for each in counted
    ]
    foot = t("A fact that is not known adds nothing until it is told. Set by {who}.", who=row.by)
    return [section("\n".join(lines)), context(foot)]


def _how(told: Model, factor: Factor, sources: Sequence[Source], types: Sequence[Listed], t: Translate) -> str:
    """How the values of a factor map to points."""
    match factor:
        case Factor.SOURCE:
            named = [f"{each.name} {told.sources.get(each.id, told.other_source)}" for each in sources[:LONGEST]]
        case Factor.TYPE:
            named = [f"{t.text(each)} {told.types.get(each.id, told.other_type)}" for each in types[:LONGEST]]
        case Factor.IMPORTANCE:
            named = [f"{t.plain(HEIGHT_WORDS[each])} {told.importance.get(each, 0)}" for each in reversed(HEIGHTS)]
        case Factor.VALUE | Factor.BUDGET:
            known = told.value if factor == Factor.VALUE else told.budget
            named = [f"{t.money(begins, told.currency)}+ {points}" for begins, points in known]
        case Factor.LIKELIHOOD:
            named = [t.plain("its probability")]
        case _:
            named = [t.plain("yes 100, no 0")]
    return ("：" if t.chinese else ": ") + t.listed(named) if named else ""


def trials(found: Sequence[Trial], t: Translate) -> list[Block]:
    """What new weights make of deals that are there."""
    said = t("*Not saved yet.* This is what they make of deals you have; save again to keep them.")
    return [section("\n".join([said, *(_trial(each, t) for each in found)]))]


def _trial(trial: Trial, t: Translate) -> str:
    if trial.before is None:
        return t("• {deal}: {after}", deal=trial.deal, after=trial.after)
    return t("• {deal}: {before} → {after}", deal=trial.deal, before=trial.before, after=trial.after)
