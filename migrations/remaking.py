"""What is kept beside a row because code works it out, worked out anew."""

from typing import Any

import sqlalchemy as sa

from core import names, ways

_BATCH = 2000
_NEXT = sa.text("""
select a.workspace_id, a.id, a.name,
       array_agg(c.phone) filter (where c.phone is not null) as phones,
       array_agg(c.email) filter (where c.email is not null) as emails,
       array_agg(c.wechat) filter (where c.wechat is not null) as wechat
from (
    select workspace_id, id, name from accounts
    where (workspace_id, id) > (:workspace, :id) order by workspace_id, id limit :batch
) as a
left join contacts as c on c.workspace_id = a.workspace_id and c.account_id = a.id
group by a.workspace_id, a.id, a.name order by a.workspace_id, a.id
""")
_GONE = sa.text("""
delete from account_keys as k using unnest(cast(:workspaces as text[]), cast(:ids as bigint[])) as a(workspace_id, id)
where k.workspace_id = a.workspace_id and k.account_id = a.id
""")
_KEPT = sa.text("""
insert into account_keys (workspace_id, account_id, key)
select * from unnest(cast(:workspaces as text[]), cast(:ids as bigint[]), cast(:keys as text[]))
""")


def keys(connection: sa.Connection) -> None:
    """Every customer's keys, from its name and its contacts as they are now, two thousand customers at a time."""
    last = ("", 0)
    while rows := connection.execute(_NEXT, {"workspace": last[0], "id": last[1], "batch": _BATCH}).all():
        last = rows[-1].workspace_id, rows[-1].id
        these = {"workspaces": [row.workspace_id for row in rows], "ids": [row.id for row in rows]}
        connection.execute(_GONE, these)
        kept = [(row.workspace_id, row.id, key) for row in rows for key in sorted(_of(row))]
        if kept:
            workspaces, ids, found = (list(column) for column in zip(*kept, strict=True))
            connection.execute(_KEPT, {"workspaces": workspaces, "ids": ids, "keys": found})


def _of(row: sa.Row[Any]) -> frozenset[str]:
    return names.keys(row.name) | ways.stored(row.phones or (), row.emails or (), row.wechat or ())
