"""Pictures of the team of a deal: its line on the card, its list, the form, what those concerned are told."""

from collections.abc import Sequence

from core.models import Deal, Listed, Mate, Member
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    field,
    form,
    message,
    multi_select,
    option,
    section,
    select,
)
from handlers.undoing import undo_button
from handlers.words import Translate

SHOWN = 8  # on the card


def line(team: Sequence[Mate], t: Translate) -> list[Block]:
    """Who is on the team, for the card."""
    if not team:
        return []
    more = len(team) - SHOWN
    shown = " · ".join(_one(each, t) for each in team[:SHOWN])
    return [context(f"👥 {shown}" + (f" · {t('and {n} more', n=more)}" if more > 0 else ""))]


def _one(mate: Mate, t: Translate) -> str:
    return f"{t.mrkdwn(mate.member)} {t.mrkdwn(mate.role)}" if mate.role is not None else t.mrkdwn(mate.member)


def listing(deal: Deal, team: Sequence[Mate], t: Translate, *, leads: bool, undo: int | None = None) -> Message:
    """The whole team; whoever leads the deal may change it."""
    said = t("The team of *{deal}*, besides {owner}: {n}", deal=deal.name, owner=deal.owner, n=len(team))
    names = " · ".join(_one(each, t) for each in team) or t("Nobody yet.")
    change = button(t.plain("Change the team…"), ids.MATES, {"deal": deal.id}) if leads else None
    back = undo_button(undo, t)
    opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id})
    return message(said, [section(f"👥 {said}"), section(names), actions(opens, change, back)])


def dialog(deal: Deal, team: Sequence[Mate], roles: Sequence[Listed], t: Translate) -> View:
    """The form that puts colleagues on the team, or takes them off."""
    people: Block = {"type": "multi_users_select", "action_id": "v", "max_selected_items": 100}
    known = [option(t.text(role), str(role.id)) for role in roles]
    there = [option(_named(each, t), str(each.member_id)) for each in team]
    hint = t.plain("They see this deal and its history, may log follow-ups and add evidence, and are told.")
    blocks = [
        section(f"*{t.mrkdwn(deal)}*\n" + (" · ".join(_one(each, t) for each in team) or t("Nobody yet."))),
        field("add", t.plain("Add colleagues"), people, hint=hint),
    ]
    if known:
        blocks.append(
            field("role", t.plain("Role in this deal"), select("v", known, placeholder=t.plain("Choose a role")))
        )
    if there:
        menu = multi_select("v", there, placeholder=t.plain("Choose colleagues"), chosen=())
        blocks.append(field("off", t.plain("Take off the team"), menu))
    return form(
        ids.MATES_FORM, t.plain("Team of the deal"), t.plain("Save"), t.plain("Cancel"), blocks, keep={"deal": deal.id}
    )


def _named(mate: Mate, t: Translate) -> str:
    name = mate.member.name
    return t.plain("{name} ({role})", name=name, role=t.text(mate.role)) if mate.role is not None else name


def joined(deal: Deal, by: Member | None, role: Listed | None, t: Translate) -> Message:
    """The reader was put on the team; the card comes along."""
    if role is not None:
        said = t("{who} put you on the team of *{deal}*: {role}.", who=by, deal=deal.name, role=role)
    else:
        said = t("{who} put you on the team of *{deal}*.", who=by, deal=deal.name)
    can = t("You see the deal and its history, and may log follow-ups and add evidence.")
    opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}, style="primary")
    log = button(t.plain("Log"), ids.VISIT_LOG, {"deal": deal.id})
    return message(said, [section(f"👥 {said}"), context(can), actions(opens, log)])


def left(deal: Deal, by: Member | None, t: Translate) -> Message:
    """The reader was taken off the team."""
    said = t("{who} took you off the team of *{deal}*.", who=by, deal=deal.name)
    went = t("What you had planned for it went to {owner}.", owner=deal.owner)
    return message(said, [section(f"👥 {said}"), context(went)])


def off(deal: Deal, t: Translate) -> Message:
    """A posted card whose reader is not on the team any more."""
    said = t("You are no longer on the team of *{deal}*.", deal=deal.name)
    return message(said, [section(said)])
