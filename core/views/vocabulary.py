"""What the deals of a workspace may be narrowed to by name: people, teams, stages, pipelines, sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Member, Pipeline, Source, SourceKind, Stage, Team


@dataclass(frozen=True)
class Vocabulary:
    """The rows of each column whose cells are rows; sources as they were spelt too."""

    rows: Mapping[str, Sequence[Any]]


async def vocabulary(session: AsyncSession, *, by: Member) -> Vocabulary:
    """All there are, out of use or not: a list may speak of what was. Five statements."""
    here = by.workspace_id
    asked = {
        "owner": select(Member).where(Member.workspace_id == here).order_by(Member.name),
        "team": select(Team).where(Team.workspace_id == here).order_by(Team.name),
        "pipeline": select(Pipeline).where(Pipeline.workspace_id == here).order_by(Pipeline.position),
        "stage": select(Stage).where(Stage.workspace_id == here).order_by(Stage.pipeline_id, Stage.position),
        "source": select(Source)
        .where(Source.workspace_id == here, Source.kind == SourceKind.SOURCE)
        .order_by(Source.name),
    }
    return Vocabulary({name: (await session.scalars(each)).all() for name, each in asked.items()})
