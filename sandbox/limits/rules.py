"""The small language limits are written in: a rule looks at a value and reports what Slack would say about it.

Lengths count code points. Pointers are JSON pointers, as in Slack's own answers.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Report:
    """Problems found so far on one surface ("message", "modal" or "home")."""

    surface: str
    problems: list[str] = field(default_factory=list)

    def say(self, at: str, words: str) -> None:
        """One more line as Slack words it."""
        self.problems.append(f"[ERROR] {words} [json-pointer:{at}]")


Rule = Callable[[Report, str, Any], None]


def kind_of(value: Any) -> str | None:
    """The type an object says it is; None when it says nothing that makes sense."""
    kind = value.get("type") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) else None


def string(most: int, *, least: int = 1) -> Rule:
    """A string of `least` to `most` characters."""

    def check(report: Report, at: str, value: Any) -> None:
        if not isinstance(value, str):
            report.say(at, "must be a string")
        elif len(value) > most:
            report.say(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            report.say(at, f"must be more than {least - 1} characters")

    return check


def number(low: float, high: float) -> Rule:
    """A number within bounds."""

    def check(report: Report, at: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            report.say(at, "must be a number")
        elif not low <= value <= high:
            report.say(at, f"must be between {low} and {high}")

    return check


def one_of(*words: Any) -> Rule:
    """One of these."""

    def check(report: Report, at: str, value: Any) -> None:
        if value not in words:
            report.say(at, f"must be a valid enum value: {', '.join(map(str, words))}")

    return check


def flag(report: Report, at: str, value: Any) -> None:
    """true or false."""
    if not isinstance(value, bool):
        report.say(at, "must be a boolean")


def anything(report: Report, at: str, value: Any) -> None:
    """Not looked into."""


def many(rule: Rule, low: int, high: int) -> Rule:
    """A list of `low` to `high` items, each by the same rule."""

    def check(report: Report, at: str, value: Any) -> None:
        if not isinstance(value, list):
            report.say(at, "must be an array")
            return
        if len(value) > high:
            report.say(at, f"no more than {high} items allowed")
        if len(value) < low:
            report.say(at, f"must have at least {low} items")
        for index, item in enumerate(value):
            rule(report, f"{at}/{index}", item)

    return check


def shape(
    required: dict[str, Rule] | None = None, optional: dict[str, Rule] | None = None, *, also: Rule | None = None
) -> Rule:
    """An object with these fields and no others; `also` looks at the whole when its parts are right."""
    needed, rules = required or {}, {**(required or {}), **(optional or {})}

    def check(report: Report, at: str, value: Any) -> None:
        if not isinstance(value, dict):
            report.say(at, "must be an object")
            return
        before = len(report.problems)
        for key in needed:
            if value.get(key) is None:
                report.say(at, f"missing required field: {key}")
        for key, held in value.items():
            if key not in rules and key != "type":
                report.say(at, f"invalid additional property: {key}")
            elif key in rules and held is not None:
                rules[key](report, f"{at}/{key}", held)
        if also is not None and len(report.problems) == before:
            also(report, at, value)

    return check


def by_type(rules: dict[str, Rule], what: str) -> Rule:
    """An object whose `type` chooses its rule."""

    def check(report: Report, at: str, value: Any) -> None:
        kind = kind_of(value)
        if kind is None:
            report.say(at, "missing required field: type")
        elif kind not in rules:
            report.say(f"{at}/type", f"unsupported type: {kind} ({what})")
        else:
            rules[kind](report, at, value)

    return check


def exactly_one(*keys: str) -> Rule:
    """Of these fields one and only one."""

    def check(report: Report, at: str, value: Any) -> None:
        if sum(value.get(key) is not None for key in keys) != 1:
            report.say(at, f"exactly one of these fields is required: {', '.join(keys)}")

    return check


def at_least_one(*keys: str) -> Rule:
    """Of these fields one or more."""

    def check(report: Report, at: str, value: Any) -> None:
        if not any(value.get(key) for key in keys):
            report.say(at, f"missing required field: {' or '.join(keys)}")

    return check


def all_of(*rules: Rule) -> Rule:
    """Several rules about the same thing."""

    def check(report: Report, at: str, value: Any) -> None:
        for rule in rules:
            rule(report, at, value)

    return check
