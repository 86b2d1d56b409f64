"""A list of deals looked at: what comes to it, page by page, in as many statements however many deals there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from core.access import holds_deal
from core.calendar import instant, local_day
from core.models import Deal, Member, Source
from core.views import names as naming
from core.views.columns import COLUMNS, Column, Kind
from core.views.joins import join
from core.views.names import Names
from core.views.shape import ME, Among, Between, Shape, Want, Within

PAGE = 20


@dataclass(frozen=True)
class Row:
    """One deal: what stands in each column, and beside it."""

    id: int
    name: str
    currency: str
    cells: Mapping[str, Any]
    beside: Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A page of a list: its rows, how many deals there are in all and what they come to by currency, what the ids in
    it stand for, and what it is narrowed to though out of use (column and row)."""

    shape: Shape
    rows: Sequence[Row]
    total: int
    sums: Mapping[str, Decimal]
    weighted: Mapping[str, Decimal]
    page: int
    names: Names
    retired: Sequence[tuple[str, Any]]

    @property
    def last(self) -> int:
        """The last page."""
        return max(self.total - 1, 0) // PAGE


async def look(session: AsyncSession, *, shape: Shape, by: Member, now: datetime, page: int = 0) -> Found:
    """The deals of a list that `by` may see; beyond its last page is that."""
    holes = {"now": now}
    counts: Any = select(
        Deal.currency,
        func.count(Deal.id),
        func.coalesce(func.sum(Deal.amount), 0),
        func.coalesce(func.sum(Deal.amount * Deal.probability / 100), 0),
    )
    summed = await session.execute(_narrowed(counts, shape, by, now).group_by(Deal.currency), holes)
    figures = summed.all()
    total = sum(count for _, count, *_ in figures)
    page = min(page, max(total - 1, 0) // PAGE)
    ids = await order(session, shape=shape, by=by, now=now, most=PAGE, skip=page * PAGE) if total else []
    found = await rows(session, ids=ids, columns=shape.columns, by=by, now=now)
    names = await _names(session, shape, found, by)
    return Found(
        shape,
        found,
        total,
        {currency: Decimal(amount) for currency, _, amount, _ in figures},
        {currency: Decimal(weighted).quantize(Decimal("0.01")) for currency, *_, weighted in figures},
        page,
        names,
        naming.retired(shape, names),
    )


async def order(
    session: AsyncSession, *, shape: Shape, by: Member, now: datetime, most: int, skip: int = 0
) -> list[int]:
    """The ids of the list's deals in its order."""
    column = COLUMNS[shape.sort]
    keys, joins = column.order
    asked = _narrowed(select(Deal.id), shape, by, now, joins)
    turned = [(key.desc() if shape.down else key.asc()).nulls_last() for key in keys]
    found = await session.scalars(asked.order_by(*turned, Deal.id.desc()).limit(most).offset(skip), {"now": now})
    return list(found)


async def rows(
    session: AsyncSession, *, ids: Sequence[int], columns: Sequence[str], by: Member, now: datetime
) -> list[Row]:
    """What stands in these columns of these deals, in their order, as far as `by` may see them now."""
    if not ids:
        return []
    chosen = [COLUMNS[name] for name in columns]
    beside = [column for column in chosen if column.beside is not None]
    asked = select(
        Deal.id,
        Deal.name,
        Deal.currency,
        *(column.value.label(f"v_{column.name}") for column in chosen),
        *(column.beside.label(f"b_{column.name}") for column in beside),
    ).select_from(Deal)
    asked = join(asked, (name for column in chosen for name in column.joins))
    told = await session.execute(asked.where(holds_deal(by), Deal.id.in_(ids)), {"now": now})
    found = {
        row["id"]: Row(
            row["id"],
            row["name"],
            row["currency"],
            {column.name: row[f"v_{column.name}"] for column in chosen},
            {column.name: row[f"b_{column.name}"] for column in beside},
        )
        for row in told.mappings()
    }
    return [found[deal_id] for deal_id in ids if deal_id in found]


async def names_in(session: AsyncSession, *, found: Sequence[Row], by: Member) -> Names:
    """What the ids in these rows stand for."""
    return await naming.find(session, wanted=_ids_in(found), workspace_id=by.workspace_id)


async def _names(session: AsyncSession, shape: Shape, found: Sequence[Row], by: Member) -> Names:
    asked = [(COLUMNS[name].of, row_id) for name, row_id in naming.asked_for(shape)]
    return await naming.find(session, wanted=[*asked, *_ids_in(found)], workspace_id=by.workspace_id)


def _ids_in(found: Sequence[Row]) -> list[tuple[Any, int]]:
    return [
        (COLUMNS[name].of, value)
        for row in found
        for name, value in row.cells.items()
        if COLUMNS[name].kind == Kind.ONE and value is not None
    ]


def _narrowed(asked: Any, shape: Shape, by: Member, now: datetime, joins: Sequence[str] = ()) -> Any:
    """The question about the deals that the shape wants and `by` may see."""
    columns = [COLUMNS[name] for name in shape.wants]
    needed = [*joins, *(name for column in columns for name in column.joins)]
    wants = [_condition(COLUMNS[name], want, by, now) for name, want in shape.wants.items()]
    return join(asked.select_from(Deal), needed).where(holds_deal(by), *wants)


def _condition(column: Column, want: Want, by: Member, now: datetime) -> ColumnElement[bool]:
    match want:
        case Among():
            return _among(column, want, by)
        case Between():
            return _between(column, want)
    return _within(column, want, by, now)


def _among(column: Column, want: Among, by: Member) -> ColumnElement[bool]:
    match column.kind:
        case Kind.TEXT:
            return or_(*(func.lower(column.value).contains(str(each).lower(), autoescape=True) for each in want.values))
        case Kind.WORDS:
            lower = cast(func.lower(cast(column.value, String)), JSONB)
            return or_(*(lower.contains([str(each).lower()]) for each in want.values))
    values = [by.id if each == ME else each for each in want.values]
    if column.of is not Source:
        return column.value.in_(values)  # type: ignore[no-any-return]  # of a column of any type
    # A source that was merged into another since goes by that one.
    ids = select(func.coalesce(Source.merged_id, Source.id)).where(
        Source.workspace_id == by.workspace_id, Source.id.in_(values)
    )
    return column.value.in_(ids)  # type: ignore[no-any-return]  # of a column of any type


def _between(column: Column, want: Between) -> ColumnElement[bool]:
    ends = (
        None if want.least is None else column.value >= want.least,
        None if want.over is None else column.value > want.over,
        None if want.most is None else column.value <= want.most,
        None if want.under is None else column.value < want.under,
        None if want.currency is None or column.kind != Kind.MONEY else Deal.currency == want.currency,
    )
    return and_(*(each for each in ends if each is not None))


def _within(column: Column, want: Within, by: Member, now: datetime) -> ColumnElement[bool]:
    if want.never:
        return column.value.is_(None)  # type: ignore[no-any-return]  # of a column of any type
    ends: list[Any] = [*want.days(local_day(now, by.zone))]
    if column.kind == Kind.MOMENT:
        ends = [instant(day, time(), by.zone) if day else None for day in ends]
    return and_(
        *([column.value >= ends[0]] if ends[0] is not None else []),
        *([column.value < ends[1]] if ends[1] is not None else []),
    )
