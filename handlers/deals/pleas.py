"""Pleas 放行: a manager is asked to let a deal through. The notice, its buttons, the form of a refusal, the answer."""

from core import asks, cards
from core.models import Listed, Plea
from core.moves import Stale, pleas
from handlers import cards as card_views
from handlers import ids
from handlers.blocks import Block, Message, View, actions, button, context, field, form, message, section, text_input
from handlers.deals import asked, meanwhile
from handlers.pressing import Press, Submission
from handlers.words import Translate


def notice(plea: Plea, kinds: list[Listed], t: Translate) -> Message:
    """What the manager is asked, with what is missing and why; once answered, what became of it."""
    who, deal = plea.by, plea.deal
    said = t("{who} asks you to let *{deal}* through to {stage}.", who=who, deal=deal, stage=plea.to)
    if plea.decided_at is not None:
        return message(said, [section(f"~{said}~ {answer_line(plea, t)}")])
    about = t("*{customer}* · {amount} · {stage}", customer=deal.account.name, stage=deal.stage,
              amount=t.money(deal.amount, deal.currency))  # fmt: skip
    what = asks.kept(plea.lacking)
    missing = asked.listed(what.fields, [kind for kind in kinds if kind.id in what.evidence], what.checks, t)
    lines = [f"🙋 {said}", about, t("Missing:") + f" {missing}", t("Why: {reason}", reason=plea.why)]
    value = {"plea": plea.id, "deal": deal.id}
    return message(
        said,
        [
            section("\n".join(lines)),
            actions(
                button(t.plain("Let it through"), ids.PLEA_GRANT, value, style="primary"),
                button(t.plain("Refuse…"), ids.PLEA_REFUSE, value),
                button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}),
            ),
        ],
    )


def answer_line(plea: Plea, t: Translate) -> str:
    """Who decided, and what they said to it."""
    if plea.decided_by is None:
        return t("The deal has moved meanwhile.")
    if plea.granted:
        return t("{who} let it through.", who=plea.decided_by)
    if plea.answer:
        return t("{who} refused: {reason}", who=plea.decided_by, reason=plea.answer)
    return t("{who} refused.", who=plea.decided_by)


def answered(plea: Plea, t: Translate) -> Message:
    """What whoever asked is told."""
    mark = "✅" if plea.granted else "✋"
    said = f"*{t.mrkdwn(plea.deal)}* → {t.mrkdwn(plea.to)}: {answer_line(plea, t)}"
    opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": plea.deal_id})
    blocks: list[Block] = [section(f"{mark} {said}"), context(t("You had asked: {reason}", reason=plea.why))]
    return message(said, [*blocks, actions(opens)])


async def grant(press: Press) -> None:
    """Let the deal through, and show its card."""
    async with press.db.begin() as session:
        _, outcome = await pleas.grant(
            session, plea_id=press.id("plea"), by=press.me, now=press.now(), source=press.source
        )
        card = await cards.of_deal(session, deal_id=outcome.deal.id, by=press.me, now=press.now())
    if isinstance(outcome, Stale):
        await press.tell(card_views.draw(card, press.t, note=meanwhile.stale(outcome.deal, outcome.last, press.t)))
    else:
        await press.tell(card_views.draw(card, press.t, undo=outcome.entry.id))


async def refuse(press: Press) -> None:
    """Open the form that says no."""
    async with press.db.begin() as session:
        plea = await pleas.get(session, plea_id=press.id("plea"), by=press.me)
    await press.open(_refuse_form(plea, press.t))


def _refuse_form(plea: Plea, t: Translate) -> View:
    hint = t.plain("They are told your words.")
    return form(
        ids.PLEA_FORM,
        t.plain("Refuse"),
        t.plain("Refuse"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(plea.deal)}* → {t.mrkdwn(plea.to)}"),
            field("answer", t.plain("Your reason"), text_input("v", multiline=True, most=500), hint=hint),
        ],
        keep={"plea": plea.id},
    )


async def send_refusal(form: Submission) -> None:
    """Say no; whoever asked is told."""
    async with form.db.begin() as session:
        plea = await pleas.refuse(
            session,
            plea_id=form.id("plea"),
            answer=form.text("answer"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    said = form.t("{who} is told that *{deal}* stays where it is.", who=plea.by, deal=plea.deal)
    await form.show(message(said, [section(said)]))
