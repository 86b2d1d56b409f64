"""What an admin enters for a pool, read out of its form."""

import re
import unicodedata

from core.errors import Missing, OddNumber, Refusal, msgid
from core.pools.rules import RANGES, RHYTHMS, Rules
from handlers.pressing import Submission

_BETWEEN = re.compile(r"[,，、;；\n]+")
_GRADE = re.compile(r"([^\s=:,;、]{1,20})\s*[=:]\s*(\d{1,6})")


class OddGrades(Refusal):
    message = msgid("Write each grade with its number, such as A=80 B=50. This is not one: {text}")
    field = "held_by_grade"


def rules(form: Submission) -> Rules:
    """The rules as they were entered; a number that is none is answered in its field."""
    switches = set(form.many.get("switches", ()))
    rhythms = {chance.value: number(form, f"rhythm_{chance}", "rhythm") for chance in RHYTHMS}
    cooling = number(form, "cooling_days", "cooling_days")
    return Rules(
        name=form.fields.get("name"),
        open_to_all=form.text("open") != "some",
        regions=words(form.text("regions")),
        tags=words(form.text("tags")),
        channel=form.fields.get("channel"),
        claims_a_day=number(form, "claims_a_day", "claims_a_day"),
        held_at_once=number(form, "held_at_once", "held_at_once"),
        held_by_grade=grades(form.text("held_by_grade")),
        cooling_days=0 if cooling is None else cooling,
        masks_phones="masks_phones" in switches,
        answer_hours=number(form, "answer_hours", "answer_hours"),
        rhythms={chance: days for chance, days in rhythms.items() if days is not None},
        recycles="recycles" in switches,
        deal_days=number(form, "deal_days", "deal_days"),
        allots="allots" in switches,
    )


def slack_ids(form: Submission) -> list[str]:
    """Whom the form names as members."""
    return list(dict.fromkeys(form.many.get("members", ())))[:100]


def team_ids(form: Submission) -> list[int]:
    """Which teams the form names."""
    found = form.many.get("teams", ())
    if not all(each.isascii() and each.isdigit() and len(each) <= 18 for each in found):
        raise Missing
    return sorted({int(each) for each in found})


def number(form: Submission, name: str, range_: str) -> int | None:
    """A whole number; None where nothing was entered."""
    return form.whole(name, OddNumber(field=name, least=RANGES[range_][0], most=RANGES[range_][1]))


def words(text: str) -> tuple[str, ...]:
    """Names with commas between them, each once."""
    return tuple(dict.fromkeys(word for part in _BETWEEN.split(text) if (word := " ".join(part.split()))))


def grades(text: str) -> dict[str, int]:
    """A=80 B=50: how many a member of each grade may hold."""
    told = unicodedata.normalize("NFKC", text)
    left = re.sub(r"[\s,;、]+", " ", _GRADE.sub(" ", told)).strip()
    if left:
        raise OddGrades(text=left[:60])
    return {grade: int(count) for grade, count in _GRADE.findall(told)}
