"""Which forecast is asked for: over time, or one period side by side; typed or chosen from a menu."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import forecast, periods, workspaces
from core.calendar import local_day
from core.errors import Missing
from core.forecast import AHEAD, Figures, Forecast, Group, Moved, Split
from core.models import Member
from core.names import fold
from core.periods import Kind, Period
from handlers.payload import Payload

WEEK = timedelta(days=7)
KINDS: dict[Kind, str] = {
    "month": r"months?|monthly|(?:按|每)?个?月(?:份|度)?",
    "quarter": r"quarters?|quarterly|(?:按|每)?个?季度?",
    "year": r"years?|yearly|annual|(?:按|每)?年度?",
}
SPLITS: dict[Split, str] = {
    Split.TEAM: r"teams?|小?组|团队|部门",
    Split.MEMBER: r"members?|people|reps?|owners?|成员|人|销售|负责人",
    Split.PRODUCT: r"products?|goods|产品|商品|货品",
    Split.REGION: r"regions?|areas?|地?区域?|地方",
    Split.PIPELINE: r"pipelines?|销售流程|流程|管道",
    Split.SOURCE: r"sources?|来源|渠道",
}
_NAMED = "|".join(f"(?P<{split}>{words})" for split, words in SPLITS.items())
_BY = re.compile(rf"(?:^|(?<=\s)|(?<=[\u4e00-\u9fff]))(?:by |per |按)?(?:{_NAMED})$")


@dataclass(frozen=True)
class Asked:
    """Over time by `kind`; with `split`, one `period` side by side."""

    kind: Kind
    period: Period | None = None
    split: Split | None = None


@dataclass(frozen=True)
class Found:
    """What was found: the `figures` of the `period` in view and how they moved within a week; beside them all that is
    `ahead`, `over` time, or the `groups` of the period side by side."""

    asked: Asked
    period: Period
    ahead: Sequence[Period]
    figures: Figures
    over: Forecast | None
    groups: Sequence[Group]
    moved: Moved


def typed(text: str, *, today: date) -> Asked:
    """What the words after the command ask for. Refuses a period that is none."""
    said = fold(text)
    split = None
    if found := _BY.search(said):
        split = Split(next(name for name, words in found.groupdict().items() if words))
        said = said[: found.start()].strip()
    kind = next((kind for kind, words in KINDS.items() if re.fullmatch(words, said)), None)
    if kind is not None or not said:
        return Asked(kind or ("quarter" if split else "month"), None, split)
    period = periods.period(said, today=today)
    kind = "year" if period.kind in ("all", "half") else period.kind
    return Asked(
        kind, period if period.kind == kind else periods.current("year", period.begins or today), split or Split.MEMBER
    )


def chosen(values: Payload) -> Asked:
    """What an entry of a menu asks for; forged ones are answered as if they were not there."""
    kind, split, begins = values.get("kind"), values.get("split"), values.get("begins")
    if kind not in AHEAD or (split is not None and split not in list(Split)):
        raise Missing
    try:
        period = periods.current(kind, date.fromisoformat(begins)) if begins else None
    except (TypeError, ValueError):
        raise Missing from None
    return Asked(kind, period, Split(split) if split else None)


def kept(asked: Asked, **changed: Any) -> dict[str, str]:
    """What an entry of a menu carries."""
    told = {
        "kind": asked.kind,
        "begins": asked.period.begins.isoformat() if asked.period and asked.period.begins else None,
        "split": asked.split,
        **changed,
    }
    return {name: str(value) for name, value in told.items() if value}


async def look(session: AsyncSession, *, asked: Asked, by: Member, now: datetime) -> Found:
    """Work out the forecast asked for, and how it moved."""
    today = local_day(now, (await workspaces.of(session, by=by)).zone)
    first = periods.current(asked.kind, today)
    ahead = tuple(first.shifted(n) for n in range(AHEAD[asked.kind]))
    period, over = first, None
    groups: Sequence[Group] = ()
    if asked.split is None:
        over = await forecast.by_span(session, kind=asked.kind, by=by, now=now)
        figures = over.spans[0].figures
    else:
        period = asked.period or first
        groups = await forecast.by_group(session, period=period, split=asked.split, by=by)
        figures = forecast.total(groups)
    moved = await forecast.moved(session, period=period, since=now - WEEK, after=figures.weighted, by=by)
    return Found(asked, period, ahead, figures, over, groups, moved)
