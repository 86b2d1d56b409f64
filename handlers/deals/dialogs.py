"""Forms of deals, as they are opened: a new one, a lead converted, terms changed, one lost, given to a colleague."""

from collections.abc import Sequence

from core.deals import Clash
from core.models import Deal, Lead, Listed, Pipeline, Stage
from handlers import ids
from handlers.blocks import Block, View, field, form, option, section, select, text_input
from handlers.deals import about
from handlers.deals.meanwhile import clashes
from handlers.words import Translate, number

OTHER = "other"


def _terms(t: Translate, *, amount: str, close: str | None, name: str) -> list[Block]:
    day: Block = {"type": "datepicker", "action_id": "v"}
    return [
        field("name", t.plain("Deal"), text_input("v", initial=name, most=200)),
        field("amount", t.plain("Amount"), text_input("v", initial=amount, most=40, placeholder=t.plain("300k"))),
        field("close", t.plain("Expected close"), {**day, "initial_date": close} if close else day),
    ]


def _pipelines(pipelines: Sequence[Pipeline], t: Translate) -> Block:
    options = [option(t.text(each), str(each.id)) for each in pipelines]
    menu = select("v", options, placeholder=t.plain("Choose a pipeline"), chosen=options[0]["value"])
    return field("pipeline", t.plain("Pipeline"), menu, optional=False)


def new_form(pipelines: Sequence[Pipeline], t: Translate) -> View:
    """The form for a deal that has not been a lead."""
    customer = field("customer", t.plain("Customer"), text_input("v", most=120), optional=False)
    blocks = [customer, *_terms(t, amount="", close=None, name=""), _pipelines(pipelines, t)]
    return form(ids.DEAL_FORM, t.plain("New deal"), t.plain("Save"), t.plain("Cancel"), blocks)


def convert_form(lead: Lead, pipelines: Sequence[Pipeline], t: Translate) -> View:
    """The form that makes a lead a deal, with all that is known filled in."""
    name = f"{lead.account.name} {lead.interest or ''}".strip()[:200]
    amount = number(lead.budget) if lead.budget is not None else ""
    blocks = [*_terms(t, amount=amount, close=None, name=name), _pipelines(pipelines, t)]
    title, save = t.plain("Convert to a deal"), t.plain("Convert")
    return form(ids.DEAL_FORM, title, save, t.plain("Cancel"), blocks, keep={"lead": lead.id})


def edit_form(deal: Deal, t: Translate, *, seen: int, types: Sequence[Listed], clash: Clash | None = None) -> View:
    """The form to change what a deal is worth, when it closes, how likely it is. After a clash what was typed stays in
    it, with who changed what meanwhile above."""
    amount = number(deal.amount) if deal.amount is not None else ""
    close = deal.expected_close.isoformat() if deal.expected_close else None
    probability = field(
        "probability",
        t.plain("Probability in %"),
        text_input("v", initial=str(deal.probability) if deal.probability_set else "", most=3),
        hint=t.plain("Leave it empty to follow the stage: {probability}%.", probability=deal.stage.probability),
    )
    blocks = [*_told(clash, t), *_terms(t, amount=amount, close=close, name=deal.name), probability]
    blocks += about.fields(deal, types, t)
    return form(
        ids.DEAL_EDIT_FORM, t.plain("Edit deal"), t.plain("Save"), t.plain("Cancel"), blocks, _kept(deal, seen, clash)
    )


def amount_form(deal: Deal, t: Translate, *, seen: int, clash: Clash | None = None) -> View:
    """The form to change the amount alone."""
    amount = number(deal.amount) if deal.amount is not None else ""
    entry = text_input("v", initial=amount, most=40, placeholder=t.plain("300k"))
    blocks = [section(f"*{t.mrkdwn(deal)}*"), *_told(clash, t), field("amount", t.plain("Amount"), entry)]
    return form(
        ids.DEAL_AMOUNT_FORM, t.plain("Amount"), t.plain("Save"), t.plain("Cancel"), blocks, _kept(deal, seen, clash)
    )


def _told(clash: Clash | None, t: Translate) -> list[Block]:
    return [section(clashes(clash.changes, t))] if clash else []


def _kept(deal: Deal, seen: int, clash: Clash | None) -> dict[str, int]:
    return {"deal": deal.id, "seen": seen, **({"told": clash.told} if clash else {})}


def lose_form(
    deal: Deal, ways: Sequence[Stage], reasons: Sequence[Listed], competitors: Sequence[Listed], t: Translate
) -> View:
    """The form that closes a deal as lost, with the reason."""
    options = [option(t.text(way), str(way.id)) for way in ways]
    menu = select("v", options, placeholder=t.plain("How it ended"), chosen=options[0]["value"])
    blocks = [
        section(f"*{t.mrkdwn(deal)}*"),
        *ending(reasons, competitors, t, lost=True),
        field("way", t.plain("How it ended"), menu, optional=False),
    ]
    return form(
        ids.DEAL_LOSE_FORM,
        t.plain("Close as lost"),
        t.plain("Close deal"),
        t.plain("Cancel"),
        blocks,
        keep={"deal": deal.id, "stage": deal.stage_id},
    )


def ending(reasons: Sequence[Listed], competitors: Sequence[Listed], t: Translate, *, lost: bool) -> list[Block]:
    """Why a deal ends, and against whom: of the workspace's lists, or in one's own words."""
    known = [*(option(t.text(each), str(each.id)) for each in reasons), option(t.plain("Another reason"), OTHER)]
    rivals = [option(t.text(each), str(each.id)) for each in competitors]
    why = text_input("v", multiline=True, most=500)
    said = t.plain("Needed for another reason; a few words teach the next deal.")
    return [
        field("reason", t.plain("Reason"), select("v", known, placeholder=t.plain("Choose a reason"))),
        field("words", t.plain("Why?") if lost else t.plain("What decided it?"), why, hint=said),
        *(
            [field("rival", t.plain("Competitor"), select("v", rivals, placeholder=t.plain("Choose a competitor")))]
            if rivals
            else []
        ),
        field(
            "competitor",
            t.plain("Who won it?") if lost else t.plain("Against whom?"),
            text_input("v", most=60),
        ),
    ]


def give_form(deal: Deal, t: Translate) -> View:
    """The form that gives a deal to a colleague."""
    to: Block = {"type": "users_select", "action_id": "v"}
    told = t.plain("Both of you are told why, and what was planned goes along.")
    return form(
        ids.DEAL_GIVE_FORM,
        t.plain("Give to a colleague"),
        t.plain("Give"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(deal)}*"),
            field("to", t.plain("New owner"), to, optional=False),
            field("reason", t.plain("Your reason"), text_input("v", most=300), hint=told, optional=False),
        ],
        keep={"deal": deal.id},
    )
