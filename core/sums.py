"""Sums of money, as large as the books take them."""

from decimal import Decimal

from core.errors import Refusal, msgid

MOST = Decimal(10) ** 15


class TooMuchMoney(Refusal):
    message = msgid("{sum} is more than anybody pays. Count its zeros, and write it again.")


def is_sensible(amount: Decimal) -> bool:
    """Whether the books can hold it."""
    return abs(amount) < MOST


def must_be_sensible(**amounts: Decimal | None) -> None:
    """Refuse a sum that the books cannot hold; each goes by the name of its field."""
    for field, amount in amounts.items():
        if amount is not None and not is_sensible(amount):
            raise TooMuchMoney(field=field, sum=amount)
