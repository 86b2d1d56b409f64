"""The rules of bonuses: as everybody reads them, and the form in which an admin sets one."""

from collections.abc import Sequence
from datetime import date

from core import bonus
from core.bonus import Clash, Rules
from core.deals.difficulty import USUAL
from core.models import BonusRule, Member, Pipeline, Role
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
    header,
    message,
    option,
    section,
    select,
    text_input,
)
from handlers.undoing import undo_button
from handlers.words import Translate, number

EVERY, YES, NO = "every", "yes", "no"
SHOWN = 40  # rules of one message


def picture(rules: Rules, today: date, t: Translate, *, me: Member, undo: int | None = None) -> Message:
    """What holds today and what will; for an admin with a button to set more. `undo`: what was just set."""
    shown = bonus.current(rules, day=today)
    said = t("How bonuses are reckoned")
    if not shown:
        said = t("There are no rules for bonuses yet.")
    blocks: list[Block] = [header(t.plain("Rules of bonuses")), *([] if shown else [section(said)])]
    blocks += [section(_rule(each, today, t)) for each in shown[:SHOWN]]
    blocks.append(
        context(t("(base + per cent of the amount) × difficulty × factors + extras. Deals keep the rule of their day."))
    )
    sets = button(t.plain("Set a rule…"), ids.BONUS_RULE, {}, style="primary") if me.role == Role.ADMIN else None
    back = undo_button(undo, t)
    blocks += [actions(sets, back)] if sets or back else []
    return message(said, blocks)


def _rule(rule: BonusRule, today: date, t: Translate) -> str:
    """One rule: for which deals, from when, what it gives."""
    scope = f"*{t.mrkdwn(rule.pipeline)}*" if rule.pipeline is not None else t("*Every pipeline*")
    begins = t("from {day}", day=rule.from_on)
    return f"{scope} · {begins} · {t.mrkdwn(rule.by.name)}\n{t.mrkdwn(t.listed(_gives(rule, t)))}"


def _gives(rule: BonusRule, t: Translate) -> list[str]:
    if not rule.holds:
        none, general = t.plain("no bonus"), t.plain("as every pipeline")
        return [none if rule.pipeline_id is None else general]

    def sum_of(key: str, amount: object) -> str:
        return t.plain(key, sum=t.money(amount, rule.currency))  # type: ignore[arg-type]  # sums of the row

    parts = [
        (rule.base, sum_of("base {sum}", rule.base)),
        (rule.percent, t.plain("{percent}% of the amount", percent=number(rule.percent))),
        (rule.customer_extra, sum_of("new customer {sum}", rule.customer_extra)),
        (rule.customer_factor - USUAL, t.plain("new customer × {factor}", factor=rule.customer_factor)),
        (rule.product_extra, sum_of("new product {sum}", rule.product_extra)),
        (rule.product_factor - USUAL, t.plain("new product × {factor}", factor=rule.product_factor)),
        (len(rule.products), t.plain("new for everybody: {products}", products=t.listed(rule.products))),
        (rule.share, t.plain("{percent}% besides for the team's manager", percent=number(rule.share))),
    ]
    return [said for counts, said in parts if counts] or [t.plain("no bonus")]


def dialog(
    pipelines: Sequence[Pipeline],
    t: Translate,
    *,
    today: date,
    seen: int,
    scope: int | None,
    start: BonusRule | None = None,
    clash: Clash | None = None,
) -> View:
    """The form of a rule, filled from `start`. After a clash what was typed stays in it."""
    every = option(t.plain("Every pipeline without a rule of its own"), EVERY)
    options = [every, *(option(t.text(each), str(each.id)) for each in pipelines)]
    chosen = EVERY if scope is None else str(scope)
    holds = [option(t.plain("These rules hold"), YES), option(t.plain("None from that day on"), NO)]
    begins: Block = {"type": "datepicker", "action_id": "v", "initial_date": today.replace(day=1).isoformat()}
    blocks = [
        *([section(_told(clash, t))] if clash else []),
        field(
            "pipeline",
            t.plain("For deals of"),
            select("v", options, placeholder=t.plain("Choose a pipeline"), chosen=chosen),
            optional=False,
        ),
        field(
            "from_on",
            t.plain("Won from this day on"),
            begins,
            optional=False,
            hint=t.plain("A day that has passed counts too."),
        ),
        field("holds", t.plain("What holds"), select("v", holds, placeholder=t.plain("What holds"), chosen=YES)),
        *_sums(start, t),
    ]
    return form(
        ids.BONUS_RULE_FORM,
        t.plain("A rule of bonuses"),
        t.plain("Save"),
        t.plain("Cancel"),
        blocks,
        keep={"seen": seen},
    )


def _sums(start: BonusRule | None, t: Translate) -> list[Block]:
    def entry(name: str, label: str, hint: str = "") -> Block:
        value = getattr(start, name) if start is not None else None
        least = USUAL if name.endswith("factor") else 0
        shown = number(value) if value is not None and value != least else ""
        return field(name, label, text_input("v", initial=shown, most=20), hint=hint)

    products = "\n".join(start.products) if start is not None else ""
    factor = t.plain("1 to 10; empty: it makes no difference.")
    listed = t.plain("One a line. Besides these, what a customer had not bought before is new.")
    return [
        entry("base", t.plain("Base for each won deal"), t.plain("In the workspace's currency; times the difficulty.")),
        entry("percent", t.plain("Per cent of the amount")),
        entry("customer_extra", t.plain("More for a new customer"), t.plain("Who had bought nothing before.")),
        entry("customer_factor", t.plain("Times, for a new customer"), factor),
        entry("product_extra", t.plain("More for a new product")),
        entry("product_factor", t.plain("Times, for a new product"), factor),
        field("products", t.plain("New products"), text_input("v", initial=products, multiline=True), hint=listed),
        entry(
            "share", t.plain("Per cent for the team's manager"), t.plain("Of what the team's members earn, besides.")
        ),
    ]


def _told(clash: Clash, t: Translate) -> str:
    meanwhile = t("{who} set a rule for these deals meanwhile:", who=clash.rule.by)
    kept = t("What you typed is still here. Save again to put it in place of theirs.")
    return f"{meanwhile}\n{t.mrkdwn(t.listed(_gives(clash.rule, t)))}\n{kept}"
