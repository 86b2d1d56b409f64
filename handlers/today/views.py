"""Pictures of a day: /today, the Home tab, a task and its reminder."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from core.errors import msgid
from core.models import Deal, Lead, Member, Request, Task
from core.today import Day
from handlers import ids
from handlers.blocks import (
    MOST_BLOCKS,
    Block,
    Message,
    View,
    actions,
    button,
    context,
    divider,
    field,
    form,
    header,
    message,
    option,
    pack,
    section,
    select,
)
from handlers.deals import views as deals
from handlers.requests import views as requests
from handlers.silence import words
from handlers.undoing import undo_button
from handlers.words import Translate

LATER = {
    "hour": msgid("In 1 hour"),
    "tomorrow": msgid("Tomorrow"),
    "workday": msgid("Next working day"),
    "pick": msgid("Another day…"),
}
MOST = 5  # of each kind; what is beyond is counted. Fewer where a message would not hold them all


def picture(day: Day, t: Translate) -> Message:
    """The day as /today answers it."""
    said = t("Today, {day}: {counts}", day=day.day, counts=_counts(day, t))
    drawn = (blocks(day, t, most) for most in range(MOST, 0, -1))
    return message(said, next(each for each in drawn if len(each) <= MOST_BLOCKS))


def _counts(day: Day, t: Translate) -> str:
    counted = [
        (day.overdue, t.plain("overdue")),
        (day.due, t.plain("due")),
        (day.planned, t.plain("planned")),
        (day.silent, t.plain("silent")),
        (day.closing, t.plain("closing")),
    ]
    return " · ".join(f"{name} {len(found)}" for found, name in counted)


def blocks(day: Day, t: Translate, most: int = MOST) -> list[Block]:
    """Overdue first, then what is due, silent, closing, planned; at most so many of each."""
    told = [header(t.plain("Today · {day}", day=day.day)), context(_counts(day, t))]
    if day.empty:
        hint = t(
            "Nothing is planned. Log a follow-up with its next step, such as `/visit Acme met Tom, quote next Wed`."
        )
        return [*told, section(hint)]
    told += _tasks(t("*⚠️ Overdue*"), day.overdue, day.day, t, most)
    told += _tasks(t("*Due today*"), day.due, day.day, t, most)
    told += _requests(t("*🙏 Asked of you*"), day.asked, t, most, mine=True)
    told += _requests(t("*🕰 You wait for*"), day.waits, t, most, mine=False)
    told += _silent(day, t, most)
    told += _rhythmic(day.rhythmic, t, most)
    told += _deals(t("*🔕 Deals without a follow-up*"), day.quiet_deals, t, most)
    told += _deals(t("*⌛ Past their close date*"), day.lapsed, t, most)
    told += _deals(t("*⏳ Closing soon*"), day.closing, t, most)
    told += _tasks(t("*Planned*"), day.planned, day.day, t, most)
    told += _tasks(t("*No day yet*"), day.someday, day.day, t, most)
    return told


def _tasks(title: str, found: Sequence[Task], today: date, t: Translate, most: int) -> list[Block]:
    if not found:
        return []
    drawn: list[Block] = [divider(), section(f"{title} {len(found)}")]
    for task in found[:most]:
        drawn += [section(task_line(task, today, t)), task_buttons(task, t)]
    return [*drawn, *_more(len(found) - most, t)]


def _requests(title: str, found: Sequence[Request], t: Translate, most: int, *, mine: bool) -> list[Block]:
    """What is asked of somebody, or waited for, with the ways to answer or to end it."""
    if not found:
        return []
    drawn: list[Block] = [divider(), section(f"{title} {len(found)}")]
    for request in found[:most]:
        drawn += requests.in_day(request, t, mine=mine)
    return [*drawn, *_more(len(found) - most, t)]


def _more(beyond: int, t: Translate) -> list[Block]:
    return [context(t.n("and {n} more", "and {n} more", beyond))] if beyond > 0 else []


def task_line(task: Task, today: date, t: Translate) -> str:
    """A task in a line: what, for whom, when."""
    when = [t.text(task.on)] if task.on and task.on != today else []
    if task.at:
        when.append(f"{t.text(task.at)}–{t.text(task.until)}" if task.until else t.text(task.at))
    who = f"*{t.mrkdwn(task.account.name)}* · " if task.account else ""
    flag = "🚩 " if task.place is not None else ""
    return flag + who + t.mrkdwn(task) + (f" · {' '.join(when)}" if when else "")


def task_buttons(task: Task, t: Translate) -> Block:
    """What can be done with a task: tick it off, move it, log what came of it."""
    value: dict[str, Any] = {"task": task.id}
    return actions(
        button(t.plain("Done"), ids.TASK_DONE, value),
        _later(task, t),
        _beside(task, t),
    )


def _beside(task: Task, t: Translate) -> Block | None:
    """The way to log what came of it; of a milestone, to the plan: its owner need not see the deal."""
    if task.place is not None:
        return button(t.plain("Plan"), ids.PLAN, {"deal": task.deal_id})
    thing = {"deal": task.deal_id} if task.deal_id else {"lead": task.lead_id} if task.lead_id else None
    return button(t.plain("Log"), ids.VISIT_LOG, thing) if thing else None


def _later(task: Task, t: Translate) -> Block:
    """The menu that moves a task: the usual ways at once, any other day in a form."""
    ways = [option(t.plain(word), pack({"task": task.id, "to": way})) for way, word in LATER.items()]
    return select(ids.TASK_LATER, ways, placeholder=t.plain("Later…"))


def _silent(day: Day, t: Translate, most: int) -> list[Block]:
    if not day.silent:
        return []
    drawn: list[Block] = [divider(), section(t("*🔕 Silent leads*") + f" {len(day.silent)}")]
    for lead in day.silent[:most]:
        since = t("due today") if lead.silent_on == day.day else t("silent since {day}", day=lead.silent_on)
        log = button(t.plain("Log"), ids.VISIT_LOG, {"lead": lead.id}, style="primary")
        drawn += [
            section(f"*{t.mrkdwn(lead.account.name)}* · {since}"),
            actions(log, button(t.plain("Release"), ids.LEAD_RELEASE, {"lead": lead.id})),
        ]
    return [*drawn, *_more(len(day.silent) - most, t)]


def _rhythmic(found: Sequence[Lead], t: Translate, most: int) -> list[Block]:
    """Leads whose rhythm asks for a follow-up soon."""
    if not found:
        return []
    drawn: list[Block] = [divider(), section(t("*🔁 Follow-ups due by rhythm*") + f" {len(found)}")]
    for lead in found[:most]:
        label = t.plain("Log for {x}", x=lead.account.name)
        log = button(t.plain("Log"), ids.VISIT_LOG, {"lead": lead.id}, label=label)
        drawn.append(section(f"*{t.mrkdwn(lead.account.name)}* · {words.due(lead, t)}", accessory=log))
    return [*drawn, *_more(len(found) - most, t)]


def _deals(title: str, found: Sequence[Deal], t: Translate, most: int) -> list[Block]:
    if not found:
        return []
    drawn: list[Block] = [divider(), section(f"{title} {len(found)}")]
    for deal in found[:most]:
        opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}, label=t.plain("Open {x}", x=deal.name))
        drawn.append(section(deals.line(deal, t), accessory=opens))
    return [*drawn, *_more(len(found) - most, t)]


STEPS = {"before": msgid("⏰ Soon"), "due": msgid("⏰ Due"), "overdue": msgid("⚠️ Overdue")}


def due(task: Task, today: date, t: Translate, *, step: str, resolved: bool) -> Message:
    """The reminder of a task; struck through once it is done, folded up (`past`) where a newer one has been posted."""
    line = task_line(task, today, t)
    if resolved:
        return message(t("Dealt with: {task}", task=task), [section(f"~{line}~")])
    if step == "past":
        said = t("⏰ Reminded again below: {task}", task=task)
        return message(said, [context(said)])
    said = t(STEPS[step])
    return message(f"{said} · {t.mrkdwn(task)}", [section(f"{said} · {line}"), task_buttons(task, t)])


def gone_on(t: Translate) -> Message:
    """What stands in the place of a reminder or warning whose thing is somebody else's now, and not for these eyes."""
    said = t("A colleague looks after this now.")
    return message(said, [section(f"~{said}~")])


def planned(day: date, t: Translate) -> Message:
    """What stands in the place of the nudge once something is planned for the day."""
    said = t("Nothing was planned for {day}", day=day)
    return message(said, [section(f"~{said}~ · {t('now something is')}")])


def empty_day(day: date, leads: Sequence[Lead], t: Translate) -> Message:
    """Nothing is planned for the next working day: who is to be followed up next, and the ways to plan."""
    said = t("🗓 Nothing is planned for {day} yet. Log a follow-up with its next step, and it is planned.", day=day)
    blocks = [section(said)]
    for lead in leads:
        log = button(
            t.plain("Log"), ids.VISIT_LOG, {"lead": lead.id}, label=t.plain("Log for {x}", x=lead.account.name)
        )
        due_by = t("next follow-up by {day}", day=lead.silent_on)
        blocks.append(section(f"*{t.mrkdwn(lead.account.name)}* · {due_by}", accessory=log))
    return message(said, [*blocks, actions(button(t.plain("My day"), ids.TODAY, {}))])


def ticked(task: Task, t: Translate, *, undo: int | None) -> Message:
    """A task ticked off, or moved."""
    done = task.done_at is not None
    said = t("✔ Done: {task}", task=task) if done else t("Moved to {day}: {task}", day=task.on, task=task)
    back = undo_button(undo, t)
    more = button(t.plain("My day"), ids.TODAY, {})
    reached = done and task.place is not None
    word = button(t.plain("What came of it…"), ids.MILESTONE_WORD, {"task": task.id}) if reached else None
    return message(said, [section(said), actions(back, word, more)])


LEAD_TIMES = {
    0: msgid("at its time"),
    15: msgid("15 minutes before"),
    30: msgid("30 minutes before"),
    60: msgid("1 hour before"),
}


def lead_time(t: Translate, *, chosen: int | None) -> Block:
    """The menu of how long before a task its reminder comes."""
    ways = [option(t.plain(word), str(minutes)) for minutes, word in LEAD_TIMES.items()]
    return select("v", ways, placeholder=t.plain("as usual"), chosen=None if chosen is None else str(chosen))


def later_form(task: Task, t: Translate, *, tomorrow: date) -> View:
    """The form that moves a task to another day."""
    day: Block = {"type": "datepicker", "action_id": "v", "initial_date": tomorrow.isoformat()}
    return form(
        ids.TASK_LATER_FORM,
        t.plain("Later"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            section(t.mrkdwn(task)),
            field("on", t.plain("On"), day, optional=False),
            field("at", t.plain("At"), {"type": "timepicker", "action_id": "v"}),
            field("lead_time", t.plain("Remind me"), lead_time(t, chosen=task.lead_time)),
        ],
        keep={"task": task.id},
    )


def _away(me: Member, day: Day, t: Translate) -> str:
    """What the button to be away says: until when they are."""
    is_away = me.away_until is not None and me.away_until > day.day
    return t.plain("🌴 Away until {day}", day=me.away_until) if is_away else t.plain("Away…")


def home(day: Day, me: Member, t: Translate, *, watched: Sequence[Block] = ()) -> View:
    """The Home tab: the day, and the ways in; for an admin, how delivery stands (`watched`)."""
    ways = actions(
        button(t.plain("Log a follow-up"), ids.VISIT_LOG, {}, style="primary"),
        button(t.plain("New lead"), ids.LEAD_NEW, {}),
        button(t.plain("New deal"), ids.DEAL_NEW, {}),
        button(t.plain("Views"), ids.VIEWS, {}),
        button(t.plain("Notices"), ids.NOTICES, {}),
        button(_away(me, day, t), ids.AWAY, {}),
        button(t.plain("Settings"), ids.SETTINGS, {}) if me.role == "admin" else None,
    )
    hint = context(t("Everything works from any channel too: `/visit`, `/lead`, `/deal`, `/today`, `/genjin help`."))
    return {"type": "home", "blocks": [ways, *blocks(day, t)[:70], *watched, divider(), hint]}
