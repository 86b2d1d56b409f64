"""One bonus in words: base ¥1,000 × difficulty 2.5 + new customer ¥500 = ¥3,000."""

from core.bonus import Bonus
from core.deals.difficulty import USUAL
from handlers.words import Translate, number


def arithmetic(bonus: Bonus, t: Translate) -> str:
    """Each part that counts, and what they come to; for mrkdwn."""
    factors = [_begins(bonus, t)]
    for factor, said in (
        (bonus.coefficient, t.plain("difficulty {factor}", factor=bonus.coefficient)),
        (bonus.customer_factor, t.plain("new customer {factor}", factor=bonus.customer_factor)),
        (bonus.product_factor, t.plain("new product {factor}", factor=bonus.product_factor)),
    ):
        factors += [said] if factor != USUAL else []
    parts = [" × ".join(factors)]
    for extra, said in (
        (bonus.customer_extra, t.plain("new customer {sum}", sum=t.money(bonus.customer_extra, bonus.currency))),
        (bonus.product_extra, t.plain("new product {sum}", sum=t.money(bonus.product_extra, bonus.currency))),
    ):
        parts += [said] if extra else []
    return t.mrkdwn(f"{' + '.join(parts)} = {t.money(bonus.total, bonus.currency)}")


def _begins(bonus: Bonus, t: Translate) -> str:
    """What each deal begins with: a fixed sum, a share of its amount, or both."""
    base = t.plain("base {sum}", sum=t.money(bonus.base, bonus.currency))
    amount = t.money(bonus.amount, bonus.currency)
    of_amount = t.plain("{percent}% of {sum}", percent=number(bonus.percent), sum=amount)
    if not bonus.percent:
        return base
    return f"({base} + {of_amount})" if bonus.base else of_amount
