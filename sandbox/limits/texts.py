"""Text objects, options and confirmations."""

from typing import Any

from sandbox.limits.rules import Report, Rule, flag, kind_of, many, one_of, shape, string


def plain(most: int) -> Rule:
    """A plain_text object."""
    inner = shape({"text": string(most)}, {"emoji": flag})

    def check(report: Report, at: str, value: Any) -> None:
        if isinstance(value, dict) and value.get("type") != "plain_text":
            report.say(f"{at}/type", "must be a valid enum value: plain_text")
            return
        inner(report, at, value)

    return check


def either(most: int) -> Rule:
    """A plain_text or mrkdwn object."""
    mrkdwn = shape({"text": string(most)}, {"verbatim": flag})
    plain_text = plain(most)

    def check(report: Report, at: str, value: Any) -> None:
        kind = kind_of(value)
        if kind == "mrkdwn":
            mrkdwn(report, at, value)
        elif kind == "plain_text":
            plain_text(report, at, value)
        else:
            report.say(f"{at}/type", "must be a valid enum value: plain_text, mrkdwn")

    return check


def options(low: int, high: int, *, marked: bool = False, linked: bool = False) -> Rule:
    """A list of options; `marked` ones may hold mrkdwn, `linked` ones a URL; values must differ."""
    text = either if marked else plain
    urls: dict[str, Rule] = {"url": string(3000)} if linked else {}
    option = shape({"text": text(75), "value": string(150)}, {"description": text(75), **urls})
    listed = many(option, low, high)

    def check(report: Report, at: str, value: Any) -> None:
        listed(report, at, value)
        values = [o.get("value") for o in value if isinstance(o, dict)] if isinstance(value, list) else []
        if len(values) != len(set(map(str, values))):
            report.say(at, "option values must be unique")

    return check


GROUPS = many(shape({"label": plain(75), "options": options(1, 100)}), 1, 100)
CONFIRM = shape(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
