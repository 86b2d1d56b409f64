"""The labelled lines: floors under the accuracy of each field, and under the judgement of notes."""

import pytest

from core.errors import msgid
from core.reading import worth
from core.reading.substance import COPY, EMPTY
from tests.data.measure_reading import SETS, accuracy, copies, right, rows

FLOORS = {
    "customer": 0.96,
    "people": 0.95,
    "colleagues": 1.0,
    "goods": 0.97,
    "amounts": 0.98,
    "step": 0.97,
    "time": 0.98,
    "worth": 0.98,
    "all": 0.92,
}
HARDER = {
    "goods": 0.93,
    "all": 0.86,
}  # batches 6 to 8: the customers known differ from line to line, near misses among them
MET = {"customer": 0.97, "people": 0.93, "goods": 0.96, "all": 0.87}  # batches 13 to 17: people in every shape


@pytest.mark.parametrize("name", SETS)
def test_every_field_is_read_as_labelled_on_nearly_every_line(name: str) -> None:
    floors = FLOORS | {"lines_apart": HARDER, "lines_met": MET}.get(name, {})
    shares = accuracy(right(row) for row in rows(name))

    assert {field: share for field, share in shares.items() if share < floors.get(field, 0)} == {}


def test_notes_are_judged_as_labelled() -> None:
    assert copies() == []


def test_a_note_that_does_not_count_says_why() -> None:
    hollow = worth("跟进中", earlier=[], customer=None)
    copied = worth("报价已发,等批", earlier=["报价已发,等批"], customer=None)

    assert (
        hollow.why == EMPTY == msgid("It says nothing new about the customer yet. What did they say, want or decide?")
    )
    assert copied.why == COPY


def test_the_names_of_customer_and_people_alone_say_nothing() -> None:
    assert not worth("方舟电子 刘兵", earlier=[], customer="方舟电子", people=["刘兵"]).counts
    assert worth("方舟电子 刘兵 批了", earlier=[], customer="方舟电子", people=["刘兵"]).counts
