"""A sum of money typed into a form's field, read as the one-line reader reads it."""

from zoneinfo import ZoneInfo

from core.errors import Refusal, msgid
from core.reading import Money, read
from handlers.pressing import Submission


class OddSum(Refusal):
    message = msgid("That is not a sum of money. Write it like 300k or 1,200,000.")


def of_field(form: Submission, name: str) -> Money | None:
    """The sum in a field; nothing written is none. A bare figure is money here."""
    text = form.text(name)
    return of_text(text, form, name) if text else None


def of_text(text: str, form: Submission, name: str) -> Money:
    """A sum that was typed into a field, alone or among others."""
    for written in (text, f"¥{text}"):
        reading = read(written, now=form.now(), zone=ZoneInfo(form.me.zone), locale=form.me.locale, known=())
        if reading.amounts:
            told = reading.amounts[0]
            return told if written is text else Money(told.amount, None)
    raise OddSum(field=name)
