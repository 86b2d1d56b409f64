"""Errands: work that a person asked for and that outlasts Slack's three seconds, kept until a worker has done it.

One worker has an errand at a time, for as long as it says again and again that it is at it (`hold`); of one that dies
another takes it up. `hold` locks the errand for the transaction it is called in: whoever has lost it writes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

LEASE = 90  # seconds without a word: longer than the longest step, the reading of a file

_ASK = text("""
insert into errands (workspace_id, noun, noun_id) values (:workspace, :noun, :noun_id)
on conflict (workspace_id, noun, noun_id) do update set asked = errands.asked + 1, attempts = 0,
    due_at = case when errands.token is null then now() else errands.due_at end
""")
_TAKE = text("""
update errands as e set token = gen_random_uuid(), due_at = now() + make_interval(secs => :lease),
    attempts = e.attempts + 1
from (
    select workspace_id, id from errands where due_at <= now() order by due_at limit :most for update skip locked
) as due
where e.workspace_id = due.workspace_id and e.id = due.id
returning e.workspace_id, e.id, e.noun, e.noun_id, e.token, e.asked, e.attempts
""")
_HOLD = text("""
update errands set due_at = now() + make_interval(secs => :lease), attempts = 0
where workspace_id = :workspace and id = :id and token = :token returning id
""")
_DONE = text("""
with gone as (
    delete from errands where workspace_id = :workspace and id = :id and token = :token and asked = :asked
)
update errands set token = null, due_at = now()
where workspace_id = :workspace and id = :id and token = :token and asked <> :asked
""")
_PUT_OFF = text("""
update errands set token = null, due_at = now() + make_interval(secs => :seconds)
where workspace_id = :workspace and id = :id and token = :token
""")


class Lost(Exception):  # noqa: N818  # it says what has become of an errand
    """Another worker has taken it over: this one was silent for too long."""


class Later(Exception):  # noqa: N818  # it says what an errand waits for
    """It got on, and the rest waits for something else: due again after so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Taken:
    """An errand in one worker's hands. `attempts`: how often in a row it was begun without getting on."""

    workspace_id: str
    id: int
    noun: str
    noun_id: int
    token: UUID
    asked: int
    attempts: int

    @property
    def _mine(self) -> dict[str, Any]:
        return {"workspace": self.workspace_id, "id": self.id, "token": self.token}


async def ask(session: AsyncSession, *, workspace_id: str, noun: str, noun_id: int) -> None:
    """Have a worker do what is to be done for this import or export, now or once more."""
    await session.execute(_ASK, {"workspace": workspace_id, "noun": noun, "noun_id": noun_id})


async def take(session: AsyncSession, *, most: int) -> Sequence[Taken]:
    """Errands that are due, of any workspace, each for one worker."""
    rows = await session.execute(_TAKE, {"most": most, "lease": LEASE})
    return [Taken(**row._mapping) for row in rows]


async def hold(session: AsyncSession, *, errand: Taken) -> None:
    """Say that this worker is still at it, and keep it for this transaction. Raises `Lost`."""
    if await session.scalar(_HOLD, {**errand._mine, "lease": LEASE}) is None:
        raise Lost


async def done(session: AsyncSession, *, errand: Taken) -> None:
    """It is done; asked for again meanwhile, it is due again at once."""
    await session.execute(_DONE, {**errand._mine, "asked": errand.asked})


async def put_off(session: AsyncSession, *, errand: Taken, seconds: float) -> None:
    """It did not get on: due again after a while."""
    await session.execute(_PUT_OFF, {**errand._mine, "seconds": seconds})
