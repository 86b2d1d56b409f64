"""What the books have learnt since a question was asked: which answers may be others by now."""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core.duplicates.asked import Asked, places
from core.duplicates.depth import OF_MANY
from core.models import Member

# Of the customers that `FOUND_BY` brings, whether one is found by this key only since the mark. `age` counts back from
# now, so it compares the numbers of transactions across their wrapping round (after two thousand million of them).
_LEARNT = text("""
select sought.key
from json_array_elements_text(cast(:keys as json)) as sought(key)
where (
    select count(*) < :hits and bool_or(
        age(written) <= age(cast(cast(:since as xid8) as xid)) and written <> all (cast(:own as xid[]))
    )
    from (
        select xmin as written from account_keys
        where workspace_id = :workspace and key = sought.key
        order by account_id limit :hits
    ) as first
)
""")
_MARK = text("select cast(pg_snapshot_xmin(pg_current_snapshot()) as text)")


async def mark(session: AsyncSession) -> str:
    """A point in what the books have learnt, for `touched`: all that is not committed by now comes after it."""
    return str(await session.scalar(_MARK))


async def touched(
    session: AsyncSession, *, asked: Sequence[Asked], since: str, own: Collection[str], by: Member
) -> set[int]:
    """The places of those that may be judged otherwise than at the mark: they share a key that some customer has only
    since. Of the others, one that was nobody's then is nobody's now. One statement.

    `own`: the transactions of which the asker knows that what they taught the books concerns none of these.
    """
    by_key = places(asked)
    known = {"since": since, "own": list(own), "workspace": by.workspace_id, "hits": OF_MANY.hits}
    learnt = await session.scalars(_LEARNT, {"keys": json.dumps(list(by_key)), **known})
    return {place for key in learnt for place in by_key[key]}
