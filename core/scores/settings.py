"""The workspace's model: read by all, set by its admins, tried on deals that are there before it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, deals, listed, workspaces
from core.access import sees_deal
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, List, Listed, Member, Scoring, Source, SourceKind
from core.scores import facts as known_facts
from core.scores.model import Clash, Model, of_json, of_row, write
from core.scores.reckon import Score, reckon
from core.settings import must_be_admin

TRIED = 5  # deals that a new model is tried on
MOST_SOURCES = 60  # that a form shows; the others keep the points they have


class SetSince(Refusal):
    message = msgid("{who} has set how deals are scored since, so it cannot be undone. `/genjin score` shows it.")


@dataclass(frozen=True)
class Trial:
    """What a model makes of a deal, beside what it was scored before (None: it was not)."""

    deal: Deal
    before: int | None
    after: int


async def row_of(session: AsyncSession, *, by: Member, lock: bool = False) -> Scoring | None:
    """The workspace's row, whether it holds or not."""
    asked = select(Scoring).options(joinedload(Scoring.by)).where(Scoring.workspace_id == by.workspace_id)
    if lock:
        await workspaces.one_at_a_time(session, by=by)
        asked = asked.execution_options(populate_existing=True)
    return (await session.scalars(asked)).first()


async def current(session: AsyncSession, *, by: Member) -> Model | None:
    """The model by which deals are scored; None: they are not."""
    row = await row_of(session, by=by)
    return of_row(row) if row is not None and row.holds else None


async def explain(session: AsyncSession, *, deal: Deal, by: Member) -> Score | None:
    """The score of a deal that `by` may see, with its parts; None where deals are not scored. Two statements."""
    model = await current(session, by=by)
    if model is None:
        return None
    found = await known_facts.known(session, deals=[deal])
    return reckon(model, found[deal.id])


async def trials(session: AsyncSession, *, model: Model, by: Member) -> Sequence[Trial]:
    """What the model makes of some open deals, the newest."""
    await must_be_admin(session, by=by)
    rows = await session.scalars(
        deals.whole().where(sees_deal(by), Deal.status == DealStatus.OPEN).order_by(Deal.id.desc()).limit(TRIED)
    )
    found = rows.all()
    facts = await known_facts.known(session, deals=found)
    before = await known_facts.of_deals(session, deals=found)
    return [Trial(deal, before.get(deal.id), reckon(model, facts[deal.id]).total) for deal in found]


async def choices(session: AsyncSession, *, by: Member) -> tuple[Sequence[Source], Sequence[Listed]]:
    """The sources and types there are points for: those in use, sources that a manager confirmed first."""
    rows = await session.scalars(
        select(Source)
        .where(
            Source.workspace_id == by.workspace_id,
            Source.kind == SourceKind.SOURCE,
            Source.merged_id.is_(None),
            Source.retired_at.is_(None),
        )
        .order_by(Source.listed.desc(), Source.id)
        .limit(MOST_SOURCES)
    )
    return rows.all(), await listed.of(session, lists=(List.TYPE,), by=by)


async def put(
    session: AsyncSession, *, model: Model, by: Member, now: datetime, seen: int = 0, source: str | None = None
) -> tuple[Scoring, AuditRow] | Clash:
    """Score by this model from now on. `seen`: the version when its form was opened, or that its writer was told of."""
    await must_be_admin(session, by=by)
    model.check()
    row = await row_of(session, by=by, lock=True)
    if row is not None and row.version != seen:
        return Clash(row)
    before = _kept(row)
    if row is None:
        row = Scoring(workspace_id=by.workspace_id, version=0)
        session.add(row)
    write(model, row)
    return row, await _set(session, row, before, holds=True, by=by, now=now, source=source)


async def stop(
    session: AsyncSession, *, by: Member, now: datetime, source: str | None = None
) -> tuple[Scoring, AuditRow]:
    """Score no more, until somebody sets a model again; the present one is kept for that."""
    await must_be_admin(session, by=by)
    row = await row_of(session, by=by, lock=True)
    if row is None or not row.holds:
        raise Missing
    return row, await _set(session, row, _kept(row), holds=False, by=by, now=now, source=source)


async def _set(
    session: AsyncSession,
    row: Scoring,
    before: dict[str, object],
    *,
    holds: bool,
    by: Member,
    now: datetime,
    source: str | None = None,
    undoes: AuditRow | None = None,
) -> AuditRow:
    row.holds, row.by_id, row.at = holds, by.id, now
    row.version += 1
    await session.flush()
    verb = "set" if undoes is None else "undo"
    return await audit.record(
        session, row=row, verb=verb, by=by, now=now, before=before, after=_kept(row), source=source, undoes=undoes
    )


def _kept(row: Scoring | None) -> dict[str, object]:
    """What the trail keeps of it."""
    return {} if row is None else {"holds": row.holds, "model": of_row(row).as_json()}


async def take_back(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """The model as it was before; where there was none, deals are scored no more."""
    await must_be_admin(session, by=by)
    row = await row_of(session, by=by, lock=True)
    if row is None or _kept(row) != entry.after:
        raise SetSince(who=row.by if row is not None else by)
    before = _kept(row)
    if "model" in entry.before:
        write(of_json(entry.before["model"]), row)
    await _set(session, row, before, holds=bool(entry.before.get("holds")), by=by, now=now, undoes=entry)
