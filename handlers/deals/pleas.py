"""Pleas 放行: a manager is asked to let a deal through. The notice, its buttons, the form of a refusal, the answer."""

from core import cards
from core.models import Listed, Plea
from core.moves import Stale, pleas
from core.stages import asks
from handlers import cards as card_views
from handlers import ids
from handlers.blocks import Message, button, message, section
from handlers.deals import appeals, asked, meanwhile
from handlers.pressing import Press, Submission
from handlers.words import Translate


def notice(plea: Plea, kinds: list[Listed], t: Translate) -> Message:
    """What the manager is asked, with what is missing and why; once answered, what became of it."""
    who, deal = plea.by, plea.deal
    said = t("{who} asks you to let *{deal}* through to {stage}.", who=who, deal=deal, stage=plea.to)
    if plea.decided_at is not None:
        return appeals.settled(said, answer_line(plea, t))
    what = asks.kept(plea.lacking)
    missing = asked.listed(what.fields, [kind for kind in kinds if kind.id in what.evidence], what.checks, t)
    value = {"plea": plea.id, "deal": deal.id}
    yes = button(t.plain("Let it through"), ids.PLEA_GRANT, value, style="primary")
    no = button(t.plain("Refuse…"), ids.PLEA_REFUSE, value)
    return appeals.question(plea, said, [t("Missing:") + f" {missing}"], yes=yes, no=no, t=t)


def answer_line(plea: Plea, t: Translate) -> str:
    """Who decided, and what they said to it."""
    if plea.decided_by is None:
        return t("The deal has moved meanwhile.")
    return t("{who} let it through.", who=plea.decided_by) if plea.granted else appeals.refused(plea, t)


def answered(plea: Plea, t: Translate) -> Message:
    """What whoever asked is told."""
    return appeals.answered(plea, t.colon(_asked(plea, t), answer_line(plea, t)), t)


def _asked(plea: Plea, t: Translate) -> str:
    return f"*{t.mrkdwn(plea.deal)}* → {t.mrkdwn(plea.to)}"


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
    await press.open(appeals.refusal_form(ids.PLEA_FORM, _asked(plea, press.t), {"plea": plea.id}, press.t))


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
