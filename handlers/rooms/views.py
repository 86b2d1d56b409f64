"""Pictures of a deal's channel: its card, what is told there, what became of it."""

from core.cards import Card
from core.errors import msgid
from core.models import Deal, Room, StageKind, StageMove, Visit
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, message, section
from handlers.deals import facts
from handlers.mates import views as mates
from handlers.words import Channel, Translate

LONGEST = 1500  # characters of a follow-up

TROUBLES = {
    "missing_scope": msgid(
        "Genjin may not keep channels here: its app lacks {needed}. An admin pastes the manifest again (python -m bot "
        "manifest) and reinstalls the app; then press More… → Channel of this deal once more."
    ),
    "restricted_action": msgid(
        "A setting of this Slack workspace keeps apps from making private channels or from taking people out of them. "
        "Ask its admin; then press More… → Channel of this deal once more."
    ),
    "channel_not_found": msgid(
        "The channel is gone, or Genjin was taken out of it. More… → Channel of this deal makes another one."
    ),
    "name_taken": msgid("All names like the customer's are taken. Rename one of those channels, then press once more."),
}
OTHER = msgid("Slack refused it ({word}). Press More… → Channel of this deal to try once more.")
_AS = {"not_in_channel": "channel_not_found", "no_permission": "restricted_action", "not_allowed": "restricted_action"}


def card(whole: Card, deal: Deal, t: Translate) -> Message:
    """The card that is pinned: what all who are there may see; the buttons ask what each of them may do."""
    title = t("*{deal}* · {stage}, {probability}%", deal=deal.name, stage=deal.stage, probability=deal.probability)
    last = next(iter(whole.visits), None)
    told = facts.facts(deal, t, whole.outlook, whole.next_task, last)
    blocks: list[Block] = [section(title, fields=told), *mates.line(whole.team, t)]
    if whole.outlook is not None and whole.outlook.warnings:
        blocks.append(context(*(f"⚠️ {said}" for said in facts.cautions(deal, whole.outlook, t))))
    if whole.outlook is not None and whole.outlook.evidence:
        blocks.append(context(facts.pieces(whole.outlook, t)))
    value = {"deal": deal.id}
    blocks.append(
        actions(
            button(t.plain("Open"), ids.DEAL_CARD, value, style="primary"),
            button(t.plain("Log"), ids.VISIT_LOG, value),
        )
    )
    return message(t("{deal}: {stage}", deal=deal.name, stage=deal.stage), blocks)


def line(room: Room | None, t: Translate) -> list[Block]:
    """Where the channel is, for the card."""
    if room is None or room.channel is None or room.archived_at is not None:
        return []
    return [context(t("💬 Channel: {channel}", channel=Channel(room.channel)))]


def asked(deal: Deal, room: Room, t: Translate) -> Message:
    """The answer to whoever had it made, or looked after."""
    if room.channel is not None and room.archived_at is None:
        channel = Channel(room.channel)
        said = t("The channel of *{deal}* is {channel}: who belongs there is looked after.", deal=deal, channel=channel)
    else:
        said = t("The channel of *{deal}* is being made. Its team is invited, and the card stands there.", deal=deal)
    return message(said, [section(f"💬 {said}")])


def visit(told: Visit, t: Translate) -> Message:
    """A follow-up, for the channel."""
    said = t("{who} logged: {note}", who=told.member, note=told.note[:LONGEST])
    if told.undone_at is not None:
        return message(said, [section(f"~{said}~ {t('undone')}")])
    return message(said, [section(f"📝 {said}")])


def move(deal: Deal, told: StageMove, came: str, t: Translate) -> Message:
    """A stage move, for the channel."""
    who = told.by if told.by is not None else "Genjin"
    went = (told.name_zh if t.chinese else told.name_en) or t.text(told.to)
    why = " · ".join(t.mrkdwn(part)[:300] for part in (told.listed_reason, told.reason) if part and part != "undo")
    said = {
        StageKind.WON: t("🏆 {who} closed *{deal}* as won.", who=who, deal=deal.name),
        StageKind.LOST: t("✖️ {who} closed *{deal}* as lost.", who=who, deal=deal.name),
    }.get(told.to.kind) or t(
        "➡️ {who} moved *{deal}* from {came} to {went}, {probability}%.",
        who=who,
        deal=deal.name,
        came=came,
        went=went,
        probability=told.probability,
    )
    return message(said, [section(said), *([context(why)] if why else [])])


def ending(deal: Deal, day: object, t: Translate) -> Message:
    """The channel is archived soon."""
    said = t("🗄 *{deal}* has ended. This channel is archived on {day}; it can still be read.", deal=deal, day=day)
    return message(said, [section(said)])


def trouble(deal: Deal, word: str, needed: str | None, t: Translate) -> Message:
    """Slack does not let us: what is wrong, and what to do."""
    known = TROUBLES.get(_AS.get(word, word), OTHER)
    said = f"*{t.mrkdwn(deal)}*: {t(known, needed=needed or '–', word=word)}"
    return message(said, [section(f"💬 {said}")])
