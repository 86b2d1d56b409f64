"""One line of a salesperson's, understood."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from core.names import Candidate
from core.reading import (
    amounts,
    beside,
    clock,
    customers,
    dates,
    goods,
    next_step,
    people,
    phones,
    places,
    standing,
    uses,
)
from core.reading.mentions import Today
from core.reading.need import contacts, need
from core.reading.quantities import quantities
from core.reading.result import Reading, Use
from core.reading.text import text

LONGEST = 2000  # characters that are read; what stands behind them is kept in the note


def read(
    line: str, *, now: datetime, zone: ZoneInfo, locale: str, known: Sequence[Candidate], ours: Collection[str] = ()
) -> Reading:
    """What `line` says, seen by a writer whose clock in `zone` shows `now` (aware) and who writes in `locale`.

    `known` are the customers it may name, `ours` what colleagues are called: nobody takes them for the customer's
    where the line says that they were with us. Never raises, whatever the line.
    """
    local, line = now.astimezone(zone), line.rstrip()
    words = text(line[:LONGEST])
    found = customers.customers(words, known)
    told_phones, phone_spans = phones.phones(words.shown, phones.region(locale))
    told_emails, email_spans = phones.emails(words.shown)
    told_wechat, wechat_spans = phones.wechat(words.shown)
    taken = [(match.start, match.end) for match in found[:1]]
    taken += [*phone_spans, *email_spans, *wechat_spans, *people.mentioned(words.shown)]
    taken += beside.ours(words, ours) if ours else []
    head = None if found else customers.guess(words)
    days = dates.mentions(words.plain, Today(local.date(), dates.day_first(locale)), tuple(taken))
    times = [told for told in clock.clocks(words.plain) if not _over((told.start, told.end), taken)]
    days = next_step.settled(words, days, times, taken, now=local)
    when = [(day.start, day.end) for day in days] + [(told.start, told.end) for told in times]
    numbers = quantities(words.plain, tuple(taken + when))
    sums = amounts.amounts(words, numbers)
    counted = [
        (number.start, number.end) for number in numbers if number.form not in {"word", "han"} or number.value > 1
    ]
    persons = people.people(words, days, times, taken + counted + ([head] if head else []))
    whole = list(persons.everybody)
    reached = [*phone_spans, *email_spans, *wechat_spans]
    are = uses.uses(words.plain, list(sums))
    told_sums = [(number.start, number.end) for number, use in zip(sums, are, strict=True) if use is not Use.OTHER]
    called = contacts(words.shown, whole, reached, head)
    return Reading(
        customers=found,
        customer_text=words.shown[head[0] : head[1]] if head else None,
        people=persons.met,
        colleagues=people.colleagues(words.shown),
        goods=tuple(goods.goods(words, numbers, set(sums), taken + when + whole)),
        amounts=tuple(sums.values()),
        amounts_are=tuple(are),
        next_step=next_step.next_step(words, days, times, list(persons.aside), now=local, zone=zone),
        phones=told_phones,
        emails=told_emails,
        wechat=told_wechat,
        place=places.place(words, taken),
        named=tuple(dict.fromkeys(words.shown[start:end] for start, end in called)),
        need=need(words.shown, [*([head] if head else []), *taken[: len(found[:1])], *reached, *called, *told_sums]),
        note=customers.note(line[:LONGEST], words.shown, found[0] if found else None) + line[LONGEST:],
        standings=standing.standings(words),
    )


def _over(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
