"""The deals behind a stage follow it: all of them at once, each with its own history and audit row."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, owners, workspaces
from core.calendar import local_day
from core.deals import appeals, ends
from core.models import Deal, DealStatus, Extension, Member, Pipeline, Plea, Stage, StageKind


async def count(session: AsyncSession, *, stage_ids: Sequence[int], by: Member) -> int:
    """How many open deals stand in these stages, whoever holds them."""
    standing = select(func.count()).select_from(Deal).where(_standing(stage_ids, by))
    return await session.scalar(standing) or 0


def _standing(stage_ids: Sequence[int], by: Member) -> ColumnElement[bool]:
    return and_(Deal.workspace_id == by.workspace_id, Deal.stage_id.in_(stage_ids), Deal.status == DealStatus.OPEN)


async def follow(session: AsyncSession, *, stage: Stage, by: Member, now: datetime) -> int:
    """Open deals that follow their stage's probability take its new one; how many. Those set by hand stay."""
    held = await _held(session, [stage.id], by)
    about = {"workspace": by.workspace_id, "by": by.id, "now": now, "deals": held}
    about |= {"probability": stage.probability, "source": audit.whence()}
    rows = await session.execute(_FOLLOW, about)
    changed = list(rows.scalars())
    await _show(session, changed, by=by, now=now)
    return len(changed)


async def move_all(
    session: AsyncSession, *, stage_ids: Sequence[int], to: Stage, reason: str | None, by: Member, now: datetime
) -> int:
    """The open deals of these stages go into another one, or end where they stand if that ends them now; how many.

    A probability set by hand stays as long as the deal is open.
    """
    held = await _held(session, stage_ids, by)
    if not held:
        return 0
    about = {"workspace": by.workspace_id, "by": by.id, "now": now, "deals": held, "reason": reason}
    stage = {"to": to.id, "pipeline": to.pipeline_id, "kind": to.kind.value, "probability": to.probability}
    stage["ends"] = to.kind != StageKind.OPEN
    names = {"zh": to.name_zh, "en": to.name_en}
    await session.execute(_MOVE, {**about, **stage, **names, "source": audit.whence()})
    if stage["ends"]:
        await ends.follow(session, workspace_id=by.workspace_id, deal_ids=held, now=now)
    else:
        pipeline = await session.get_one(Pipeline, (by.workspace_id, to.pipeline_id))
        await _wind(session, held, pipeline=pipeline, by=by, now=now)
    kinds = (Plea, Extension) if stage["ends"] else (Plea,)
    await appeals.overtake(session, *kinds, workspace_id=by.workspace_id, deal_ids=held, now=now)
    await _show(session, held, by=by, now=now)
    return len(held)


async def wind(session: AsyncSession, *, pipeline: Pipeline, by: Member, now: datetime) -> None:
    """All open deals of a pipeline are warned of, and closed by themselves, by its days as they are now."""
    rows = await session.scalars(
        select(Deal.id)
        .where(Deal.workspace_id == by.workspace_id, Deal.pipeline_id == pipeline.id, Deal.status == DealStatus.OPEN)
        .order_by(Deal.id)
        .with_for_update()
    )
    held = list(rows)
    await _wind(session, held, pipeline=pipeline, by=by, now=now)
    await _show(session, held, by=by, now=now)


async def _wind(
    session: AsyncSession, deal_ids: Sequence[int], *, pipeline: Pipeline, by: Member, now: datetime
) -> None:
    workspace = await workspaces.of(session, by=by)
    warning = pipeline.warning_days if pipeline.warning_days is not None else workspace.close_warning_days
    about = {"workspace": by.workspace_id, "deals": list(deal_ids), "today": local_day(now, workspace.zone)}
    await session.execute(_WIND, {**about, "warning": warning, "grace": pipeline.grace_days})


async def look_again(session: AsyncSession, *, pipeline: Pipeline, by: Member, now: datetime) -> None:
    """All open deals of a pipeline are looked at today for who is known there, and their cards become true again."""
    today = local_day(now, (await workspaces.of(session, by=by)).zone)
    here = Deal.workspace_id == by.workspace_id, Deal.pipeline_id == pipeline.id, Deal.status == DealStatus.OPEN
    rows = await session.scalars(select(Deal.id).where(*here).order_by(Deal.id).with_for_update())
    held = list(rows)
    looked = update(Deal).where(Deal.workspace_id == by.workspace_id, Deal.id.in_(held), Deal.people_on.is_not(None))
    await session.execute(looked.values(people_on=today, version=Deal.version + 1))
    await _show(session, held, by=by, now=now)


async def show(session: AsyncSession, *, stage: Stage, by: Member, now: datetime) -> None:
    """What is shown of the open deals there becomes true again: their stage is called otherwise, or asks otherwise."""
    rows = await session.scalars(select(Deal.id).where(_standing([stage.id], by)).order_by(Deal.id))
    await _show(session, list(rows), by=by, now=now)


async def _held(session: AsyncSession, stage_ids: Sequence[int], by: Member) -> list[int]:
    """The open deals there, held still; the pipeline is held already, so that none comes or goes."""
    await session.flush()
    rows = await session.scalars(select(Deal.id).where(_standing(stage_ids, by)).order_by(Deal.id).with_for_update())
    return list(rows)


async def _show(session: AsyncSession, deal_ids: Sequence[int], *, by: Member, now: datetime) -> None:
    """Their posted cards and warnings become true again."""
    if not deal_ids:
        return
    rows = await session.scalars(
        select(Deal)
        .where(Deal.workspace_id == by.workspace_id, Deal.id.in_(deal_ids))
        .order_by(Deal.id)
        .execution_options(populate_existing=True)
    )
    await owners.show_all_again(session, things=rows.all(), now=now)


_FOLLOW = text("""
    with followed as (
        update deals set probability = :probability, version = deals.version + 1
        from deals as before
        where deals.workspace_id = :workspace and deals.id = any(:deals)
          and not deals.probability_set and deals.probability <> :probability
          and before.workspace_id = deals.workspace_id and before.id = deals.id
        returning deals.id, before.probability as was
    ), entries as (
        insert into audit (workspace_id, actor_id, noun, noun_id, verb, before, after, source, at)
        select :workspace, :by, 'deal', id, 'follow_stage', jsonb_build_object('probability', was),
               jsonb_build_object('probability', cast(:probability as bigint)), :source, :now
        from followed order by id
    )
    select id from followed order by id
""")

# The same as core.deals.dates.wind, for many; who has been told of the close is told next once it has passed.
_WIND = text("""
    update deals set
        warn_close_on = case
            when warn_close_on is not null and warn_close_on <= expected_close
                then expected_close - cast(:warning as int)
            when cast(:grace as int) is not null then expected_close + 1
        end,
        lapse_on = greatest(expected_close, cast(:today as date)) + cast(:grace as int) + 1,
        version = version + 1
    where workspace_id = :workspace and id = any(:deals) and expected_close is not null
""")

# The same as core.moves.put, for many.
_MOVE = text("""
    with moved as (
        update deals set stage_id = :to, pipeline_id = :pipeline, stage_since = :now, status = :kind,
            open_probability = case when :ends and deals.probability_set then deals.probability end,
            probability = case when not :ends and deals.probability_set then deals.probability
                               else :probability end,
            probability_set = not :ends and deals.probability_set,
            closed_at = case when :ends then cast(:now as timestamptz) end,
            close_reason = case when :ends then cast(:reason as text) end,
            silent_on = case when not :ends then deals.silent_on end,
            version = deals.version + 1
        from deals as was
        where deals.workspace_id = :workspace and deals.id = any(:deals)
          and was.workspace_id = deals.workspace_id and was.id = deals.id
        returning deals.id, deals.created_at, was.stage_id as from_id, deals.probability, deals.closed_at,
                  jsonb_build_object('stage_id', was.stage_id, 'pipeline_id', was.pipeline_id, 'status', was.status,
                      'stage_since', was.stage_since, 'probability', was.probability,
                      'probability_set', was.probability_set) as before,
                  jsonb_build_object('stage_id', deals.stage_id, 'pipeline_id', deals.pipeline_id,
                      'status', deals.status, 'stage_since', deals.stage_since, 'probability', deals.probability,
                      'probability_set', deals.probability_set, 'closed_at', deals.closed_at,
                      'close_reason', deals.close_reason) as after
    ), history as (
        insert into stage_moves (workspace_id, deal_id, from_id, to_id, by_id, at, stayed, probability, reason,
                                 name_zh, name_en)
        select :workspace, moved.id, moved.from_id, :to, :by, :now,
               cast(:now as timestamptz) - coalesce((select max(at) from stage_moves as earlier
                   where earlier.workspace_id = :workspace and earlier.deal_id = moved.id), moved.created_at),
               moved.probability, :reason, :zh, :en
        from moved order by moved.id
    )
    insert into audit (workspace_id, actor_id, noun, noun_id, verb, before, after, source, at)
    select :workspace, :by, 'deal', id, 'stage_changed', before, after, :source, :now from moved order by id
""")
