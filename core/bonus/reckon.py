"""The arithmetic of one bonus, part by part, so that it can be told in words."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.deals.difficulty import USUAL
from core.models import BonusRule

CENT = Decimal("0.01")
NONE = Decimal()


@dataclass(frozen=True)
class Bonus:
    """What one deal earns, in full figures of `currency`.

    (`base` + `percent` % of `amount`) × `coefficient` × the factors, to the cent, is `worked`; with both extras it is
    the `total`. A factor is 1, an extra 0, where they don't count. `share`: what its owner's manager gets besides.
    """

    currency: str
    base: Decimal
    percent: Decimal
    amount: Decimal
    coefficient: Decimal
    customer_factor: Decimal
    product_factor: Decimal
    worked: Decimal
    customer_extra: Decimal
    product_extra: Decimal
    share: Decimal

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.worked + self.customer_extra + self.product_extra


def reckon(
    rule: BonusRule, *, amount: Decimal | None, coefficient: Decimal | None, new_customer: bool, new_product: bool
) -> Bonus:
    """What a deal earns by a rule. Without an amount its per cent is of nothing; without a coefficient
    it is as usual."""
    customer_factor = rule.customer_factor if new_customer else USUAL
    product_factor = rule.product_factor if new_product else USUAL
    begins = rule.base + (amount or NONE) * rule.percent / 100
    worked = cents(begins * (coefficient or USUAL) * customer_factor * product_factor)
    customer_extra = rule.customer_extra if new_customer else NONE
    product_extra = rule.product_extra if new_product else NONE
    return Bonus(
        currency=rule.currency,
        base=rule.base,
        percent=rule.percent,
        amount=amount or NONE,
        coefficient=coefficient or USUAL,
        customer_factor=customer_factor,
        product_factor=product_factor,
        worked=worked,
        customer_extra=customer_extra,
        product_extra=product_extra,
        share=cents((worked + customer_extra + product_extra) * rule.share / 100),
    )


def cents(amount: Decimal) -> Decimal:
    """To the cent, half a cent up."""
    return amount.quantize(CENT, ROUND_HALF_UP)
