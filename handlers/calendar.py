"""/genjin calendar 工作日历: the workspace's own working days and days off."""

import re
from collections.abc import Sequence
from datetime import date

from core import days, workspaces
from core.errors import Refusal, msgid
from core.models import CalendarOverride, Workspace
from handlers.asking import Answer, Ask
from handlers.blocks import Block, Message, context, header, message, section
from handlers.words import Translate

_DAY = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("work", "working", "workday", "on", "上班", "工作", "工作日", "补班", "调休上班"), True),
    **dict.fromkeys(("off", "holiday", "rest", "free", "休息", "放假", "休", "假", "不上班"), False),
    **dict.fromkeys(("usual", "default", "reset", "照常", "恢复", "默认", "撤销"), None),
}


class NoSuchDay(Refusal):
    message = msgid("Write the day and what it is, as in: /genjin calendar 2027-02-06 workday (or: off, usual)")


async def show(ask: Ask) -> Answer:
    """The days to come that the workspace has set; or set one."""
    if ask.text:
        return await _put(ask)
    async with ask.db.begin() as session:
        workspace = await workspaces.of(session, by=ask.me)
        set_days = await days.to_come(session, by=ask.me, now=ask.now())
    return picture(set_days, days.year_not_known(workspace, now=ask.now()), ask.t)


async def _put(ask: Ask) -> Answer:
    day, works, note = _meant(ask.text)
    async with ask.db.begin() as session:
        workspace = await days.put(session, day=day, works=works, note=note, by=ask.me, now=ask.now())
    return put(day, works, workspace, ask.t)


def _meant(text: str) -> tuple[date, bool | None, str | None]:
    """The day, whether it is worked (None: as usual), and a note."""
    found = _DAY.match(text)
    word, _, note = text[found.end() :].strip().partition(" ") if found else ("", "", "")
    if found is None or word.casefold() not in _WORDS:
        raise NoSuchDay
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise NoSuchDay from None
    return day, _WORDS[word.casefold()], note.strip()[:100] or None


def picture(set_days: Sequence[CalendarOverride], year: int | None, t: Translate) -> Message:
    """The days the workspace has set, and what is not known yet."""
    said = t("Days that your workspace has set itself: {n}", n=len(set_days))
    blocks: list[Block] = [header(t.plain("Calendar of working days")), section(said)]
    if set_days:
        blocks.append(section("\n".join(_line(each, t) for each in set_days[:40])))
    if year:
        blocks.append(context(not_known(year, t)))
    blocks.append(
        context(
            t("An admin sets a day with /genjin calendar 2027-02-06 workday, and puts it back with “usual” at the end.")
        )
    )
    return message(said, blocks)


def _line(each: CalendarOverride, t: Translate) -> str:
    key = msgid("• {day}: workday") if each.is_workday else msgid("• {day}: off")
    line = t(key, day=each.on)
    return f"{line} · {t.mrkdwn(each.note)}" if each.note else line


def put(day: date, works: bool | None, workspace: Workspace, t: Translate) -> Message:
    """A day set, or put back; what it is now, and what follows from it."""
    now_works = days.works(day, workspace=workspace)
    if works is None:
        key = (
            msgid("{day} goes by the public calendar again: workday.")
            if now_works
            else msgid("{day} goes by the public calendar again: off.")
        )
    else:
        key = msgid("{day} is a workday here.") if now_works else msgid("{day} is off here.")
    said = t(key, day=day)
    after = t("Reminders and the days of silence counted from now on go by it. Setting the day again changes it.")
    return message(said, [section(f"✅ {said}"), context(after)])


def not_known(year: int, t: Translate) -> str:
    """The honest line: what Genjin cannot know yet."""
    return t(
        "The working weekends of {year} are not published yet, or this version does not know them."
        " Until then its weekends count as off; an admin can set days with /genjin calendar.",
        year=str(year),
    )
