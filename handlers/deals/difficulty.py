"""Difficulty 难度系数 of a deal, in a line (`/deal Acme coefficient 2.5`) or from its card: More… → Difficulty…"""

import re
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, cards, deals
from core.deals import difficulty
from core.figures import figure
from core.models import Deal, DealStatus, Member
from handlers import cards as card_views
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.blocks import Message, View, actions, button, context, field, form, message, section, text_input
from handlers.pressing import Press, Submission
from handlers.words import Translate, number

_WORDS = "coefficient|difficulty|难度系数|系数|难度"
_LINE = re.compile(
    rf"(?P<customer>.+?)(?:\s+|(?<=[\u4e00-\u9fff])(?=难度|系数))(?:{_WORDS})(?![a-z])"
    r"(?:\s*[:：=是为]?\s*(?P<figure>[\d０-９][\d.．０-９]*)?(?:[\s,，;；]+(?P<reason>.*))?)?",
    re.IGNORECASE | re.DOTALL,
)


def meant(text: str) -> re.Match[str] | None:
    """Whether a line after /deal is about difficulty: a customer, the word, perhaps a figure and a reason."""
    return _LINE.fullmatch(text.strip())


async def say(ask: Ask, line: re.Match[str]) -> Answer:
    """Set the difficulty of the customer's open deal; without a figure open the form, of several deals ask which."""
    async with ask.db.begin() as session:
        found = await accounts.meant_by(session, text=line["customer"], by=ask.me)
        if len(found) != 1:
            return card_views.which(found, replace(ask, text=line["customer"]), ids.DEAL_CARD, command="/deal")
        known = await deals.of_account(session, account_id=found[0].id, by=ask.me)
        still = [deal for deal in known if deal.status == DealStatus.OPEN]
        if len(still) != 1:
            return _which(found[0].name, still, ask.t)
        if line["figure"] is None:
            return dialog(await difficulty.get(session, deal_id=still[0].id, by=ask.me), ask.t)
        return await _rated(ask, session, still[0], line)


async def _rated(ask: Ask, session: AsyncSession, deal: Deal, line: re.Match[str]) -> Message:
    _, entry = await difficulty.rate(
        session,
        deal_id=deal.id,
        coefficient=figure(line["figure"]),
        reason=line["reason"] or "",
        by=ask.me,
        now=ask.now(),
        source=ask.source,
    )
    card = await cards.of_deal(session, deal_id=deal.id, by=ask.me, now=ask.now())
    return card_views.draw(card, ask.t, undo=entry.id)


def _which(customer: str, still: list[Deal], t: Translate) -> Message:
    """None or several deals that may be meant."""
    if not still:
        said = t("*{customer}* has no open deal whose difficulty could be set.", customer=customer)
        return message(said, [section(said)])
    said = t("Which deal of *{customer}* do you mean?", customer=customer)
    choices = [button(deal.name, f"{ids.DEAL_DIFFICULTY}.{n}", {"deal": deal.id}) for n, deal in enumerate(still)]
    return message(said, [section(said), actions(*choices)])


def dialog(deal: Deal, t: Translate) -> View:
    """The form that says how hard a deal is, and why."""
    known = number(deal.coefficient) if deal.coefficient is not None else ""
    hint = t.plain("From 0.1 to 10; 1 is as usual. The deal's bonus is reckoned with it.")
    reason = text_input("v", initial=deal.coefficient_reason or "", most=difficulty.LONGEST)
    told = t.plain("Its owner reads it on the card.")
    return form(
        ids.DEAL_DIFFICULTY_FORM,
        t.plain("Difficulty"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(deal)}*"),
            field(
                "coefficient", t.plain("Coefficient"), text_input("v", initial=known, most=6), optional=False, hint=hint
            ),
            field("reason", t.plain("Reason"), reason, optional=False, hint=told),
        ],
        keep={"deal": deal.id},
    )


def told(deal: Deal, by: Member | None, t: Translate) -> Message:
    """What its owner hears once their deal is called harder or easier."""
    if deal.coefficient is None:
        said = t("⚖️ {who} took back how hard *{deal}* was called: it counts as usual.", who=by, deal=deal)
    else:
        said = t("⚖️ {who} set the difficulty of *{deal}* to {n}.", who=by, deal=deal, n=deal.coefficient)
    why = [context(t("Why: {reason}", reason=deal.coefficient_reason))] if deal.coefficient_reason else []
    opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id})
    return message(said, [section(said), *why, actions(opens)])


async def open_form(press: Press) -> None:
    """Open the form, for whoever may say it."""
    async with press.db.begin() as session:
        deal = await difficulty.get(session, deal_id=press.id("deal"), by=press.me)
    await press.open(dialog(deal, press.t))


async def save(form: Submission) -> None:
    """Keep what was said, and show the card."""
    async with form.db.begin() as session:
        deal, entry = await difficulty.rate(
            session,
            deal_id=form.id("deal"),
            coefficient=figure(form.text("coefficient")),
            reason=form.text("reason"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_deal(session, deal_id=deal.id, by=form.me, now=form.now())
    await form.show(card_views.draw(card, form.t, undo=entry.id))
