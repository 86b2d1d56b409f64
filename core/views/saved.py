"""Views kept under a name: one's own, a team's, the workspace's; changed by one at a time, taken off the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, changes, members, workspaces
from core.access import sees_view
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Member, Role, SavedView, Sharing
from core.names import fold
from core.views.built import BUILT, Built
from core.views.shape import Shape, parse

LONGEST_NAME = 40  # characters
MOST = 20  # of one person; of one team; of the workspace
COLUMNS = ("name", "folded", "sharing", "team_id", "shape", "removed_at")


class NameMissing(Refusal):
    message = msgid("A view needs a name of letters or figures, at most {most} characters long.")
    field = "name"


class NameTaken(Refusal):
    message = msgid("A view called {name} is there already. Choose another name.")
    field = "name"


class TooManyViews(Refusal):
    message = msgid("There are {most} such views already, as many as there can be. Delete one first.")
    field = "name"


class NotYourView(Refusal):
    message = msgid("{view} was made by {who}. Only they, a manager of its team or an admin may change it.")


class OnlyManagersShare(Refusal):
    message = msgid("Only a manager may share a view. Keep it for yourself, or ask {who}.")
    field = "sharing"


class NoTeam(Refusal):
    message = msgid("You are in no team. Share it with everybody, or keep it for yourself.")
    field = "sharing"


class UnknownView(Refusal):
    message = msgid("No view is called “{text}”. /deal view lists those there are.")


class UnknownViewNear(Refusal):
    message = msgid("No view is called “{text}”. Did you mean “{near}”?")


@dataclass(frozen=True)
class View:
    """A view as it is opened: one of `BUILT`, or a row."""

    is_built: Built | None
    row: SavedView | None
    shape: Shape

    @property
    def key(self) -> str:
        """What stands for it in buttons."""
        return self.is_built.key if self.is_built else str(self.row.id if self.row else "")


@dataclass(frozen=True)
class Clash:
    """Somebody else changed the view meanwhile: how it stands now, and who did that."""

    row: SavedView
    who: Member | None


async def all_of(session: AsyncSession, *, by: Member) -> list[View]:
    """Those that came with Genjin, one's own, the team's, the workspace's."""
    rows = await session.scalars(_kept().where(sees_view(by)).order_by(SavedView.name, SavedView.id))
    places = (Sharing.OWN, Sharing.TEAM, Sharing.ALL)
    found = sorted(rows, key=lambda row: (row.made_by_id != by.id, places.index(row.sharing)))
    return [*(View(each, None, each.shape) for each in BUILT.values()), *map(_view, found)]


async def get(session: AsyncSession, *, key: str, by: Member) -> View:
    """A view this person may open."""
    if key in BUILT:
        return View(BUILT[key], None, BUILT[key].shape)
    return _view(await _row(session, key=key, by=by))


async def _row(session: AsyncSession, *, key: str, by: Member, lock: bool = False) -> SavedView:
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        raise Missing
    asked = _kept().where(SavedView.id == int(key), sees_view(by)).execution_options(populate_existing=True)
    found = (await session.scalars(asked.with_for_update(of=SavedView) if lock else asked)).first()
    if found is None:
        raise Missing
    return found


def _kept() -> Select[SavedView]:
    return select(SavedView).options(joinedload(SavedView.made_by)).where(SavedView.removed_at.is_(None))


def _view(row: SavedView) -> View:
    return View(None, row, parse(row.shape))


async def keep(
    session: AsyncSession,
    *,
    name: str,
    shape: Shape,
    sharing: Sharing,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[SavedView, AuditRow]:
    """Keep a list under a new name."""
    shape.must_fit()
    await workspaces.one_at_a_time(session, by=by)
    if again := await audit.done_before(session, verb="keep", source=source, by=by):
        return await session.get_one(SavedView, (by.workspace_id, again.noun_id)), again
    row = SavedView(workspace_id=by.workspace_id, made_by_id=by.id, created_at=now, version=1, shape=shape.pack())
    await _place(session, row=row, name=name, sharing=sharing, by=by)
    session.add(row)
    await session.flush()
    after = audit.snapshot(row, COLUMNS)
    return row, await audit.record(session, row=row, verb="keep", by=by, now=now, after=after, source=source)


async def change(
    session: AsyncSession,
    *,
    key: str,
    seen: int,
    name: str,
    shape: Shape | None,
    sharing: Sharing,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[SavedView, AuditRow] | Clash:
    """Call a view otherwise, share it otherwise, make it look otherwise (None: as it does). `seen`: the version that
    its writer saw; where it is another by now, nothing is written."""
    if shape is not None:
        shape.must_fit()
    await workspaces.one_at_a_time(session, by=by)
    row = await _changeable(session, key=key, by=by)
    if row.version != seen:
        return Clash(row, await changes.last_by(session, row=row))
    before = audit.snapshot(row, COLUMNS)
    await _place(session, row=row, name=name, sharing=sharing, by=by)
    if shape is not None:
        row.shape = shape.pack()
    row.version += 1
    after = audit.snapshot(row, COLUMNS)
    return row, await audit.record(
        session, row=row, verb="change", by=by, now=now, before=before, after=after, source=source
    )


async def remove(
    session: AsyncSession, *, key: str, by: Member, now: datetime, source: str | None = None
) -> tuple[SavedView, AuditRow]:
    """Take a view off the list, for all who saw it."""
    row = await _changeable(session, key=key, by=by)
    row.removed_at = now
    row.version += 1
    before, after = {"removed_at": None}, audit.snapshot(row, ("removed_at",))
    return row, await audit.record(
        session, row=row, verb="remove", by=by, now=now, before=before, after=after, source=source
    )


async def prefer(session: AsyncSession, *, key: str | None, by: Member, now: datetime) -> View | None:
    """Let the own list of deals look like this view from now on; None: as ever."""
    view = await get(session, key=key, by=by) if key is not None else None
    member = await session.get_one(Member, (by.workspace_id, by.id))
    before = audit.snapshot(member, ("default_view",))
    member.default_view = view.key if view else None
    after = audit.snapshot(member, ("default_view",))
    await audit.record(session, row=member, verb="prefer", by=by, now=now, before=before, after=after)
    return view


async def preferred(session: AsyncSession, *, by: Member) -> View | None:
    """The view that this person's own list looks like; None: they chose none, or it is gone."""
    if by.default_view is None:
        return None
    try:
        return await get(session, key=by.default_view, by=by)
    except Missing:
        return None


def may_change(row: SavedView, by: Member) -> bool:
    """Its maker, a manager of the team it is shared with, an admin where it is shared at all."""
    if row.made_by_id == by.id:
        return True
    if row.sharing == Sharing.OWN:
        return False
    return by.role == Role.ADMIN or (by.role == Role.MANAGER and row.team_id in (None, by.team_id))


async def _changeable(session: AsyncSession, *, key: str, by: Member) -> SavedView:
    row = await _row(session, key=key, by=by, lock=True)
    if not may_change(row, by):
        raise NotYourView(view=row.name, who=row.made_by)
    return row


async def _place(session: AsyncSession, *, row: SavedView, name: str, sharing: Sharing, by: Member) -> None:
    """Give a view its name and its readers, unless the name is taken or the place is full."""
    called, folded = " ".join(name.split()), fold(name)
    if not folded or len(called) > LONGEST_NAME:
        raise NameMissing(most=LONGEST_NAME)
    if any(folded in (fold(each.name_zh), fold(each.name_en)) for each in BUILT.values()):
        raise NameTaken(name=called)
    moves = row.id is None or sharing != row.sharing
    if sharing != Sharing.OWN and moves:
        if not by.manages:
            raise OnlyManagersShare(who=await members.manager_of(session, member=by) or "–")
        if sharing == Sharing.TEAM and by.team_id is None:
            raise NoTeam
    team_id = (by.team_id if moves else row.team_id) if sharing == Sharing.TEAM else None
    others = await _beside(session, row=row, sharing=sharing, team_id=team_id, by=by)
    if folded in others:
        raise NameTaken(name=called)
    if moves and len(others) >= MOST:
        raise TooManyViews(most=MOST)
    row.name, row.folded, row.sharing, row.team_id = called, folded, sharing, team_id


async def _beside(
    session: AsyncSession, *, row: SavedView, sharing: Sharing, team_id: int | None, by: Member
) -> Sequence[str]:
    """The names of the others in the same place."""
    here = {
        Sharing.OWN: SavedView.made_by_id == (row.made_by_id or by.id),
        Sharing.TEAM: SavedView.team_id == team_id,
        Sharing.ALL: SavedView.workspace_id == by.workspace_id,
    }
    asked = select(SavedView.folded).where(
        SavedView.workspace_id == by.workspace_id,
        SavedView.removed_at.is_(None),
        SavedView.sharing == sharing,
        here[sharing],
        SavedView.id.is_distinct_from(row.id),
    )
    return (await session.scalars(asked)).all()


async def must_be_free(session: AsyncSession, *, row: SavedView, before: Mapping[str, Any], by: Member) -> None:
    """Refuse to put a view back as it was where another goes by its name meanwhile."""
    told = {name: before.get(name, getattr(row, name)) for name in ("name", "folded", "sharing", "team_id")}
    others = await _beside(session, row=row, sharing=Sharing(told["sharing"]), team_id=told["team_id"], by=by)
    if told["folded"] in others:
        raise NameTaken(name=told["name"])
