"""Why one is told of a day: its tasks, an empty one, its digest, what was missed."""

from core.errors import msgid
from core.reasons import Reason
from handlers.choices.why.said import Why, plainly, set_up_by
from handlers.words import Translate


def _task_due(reason: Reason, t: Translate) -> list[str]:
    task = reason.task
    if task is None:
        return [t("It was about a task that is no longer there.")]
    when = t.text(task.on) + (f" {t.text(task.at)}" if task.at else "")
    if task.place is not None:
        first = t("“{task}” is a milestone of yours in a deal's plan, due {when}.", task=task, when=when)
        return [first, t("A task without a time is told on the morning of its day, and once when it is overdue.")]
    said = [t("You planned “{task}” for {when} (noted {day}).", task=task.text, when=when, day=task.created_at)]
    if task.at is None:
        return [*said, t("A task without a time is told on the morning of its day, and once when it is overdue.")]
    if task.lead_time is not None:
        minutes, whose = task.lead_time, t("as you chose for this task")
    else:
        minutes, whose = reason.reader.lead_time, t("as you chose for all tasks")
    return [
        *said,
        t(
            "You are told {n} minutes before its time ({whose}), at its time, and once when it is overdue.",
            n=minutes,
            whose=whose,
        ),
    ]


def _empty_day(reason: Reason, t: Translate) -> list[str]:
    return [
        t(
            "Your working day ends at {time}, and nothing was planned for your next one.",
            time=reason.reader.works_until,
        ),
        t("You are told half an hour before that, once a day, while you hold open leads or deals."),
    ]


def _digest(reason: Reason, t: Translate) -> list[str]:
    hour = reason.workspace.digest_at
    if reason.in_channel:
        return [
            t("Each working day at {time} this channel gets the digest of its team.", time=hour),
            *set_up_by(reason, t),
        ]
    if reason.reader.digest_at:
        return [
            t("You lead these people, and chose {time} on working days for their digest.", time=reason.reader.digest_at)
        ]
    return [t("You lead these people: their digest comes on working days at {time}, the workspace's hour.", time=hour)]


WHYS: dict[str, Why] = {
    "task_due": _task_due,
    "empty_day": _empty_day,
    "digest": _digest,
    "missed": plainly(
        msgid("These came in hours in which you were not to be told, and grew too old to be told one by one."),
        msgid("What was missed comes once, on the next working morning."),
    ),
}
