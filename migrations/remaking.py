"""What is kept beside a row because code works it out, worked out anew."""

from typing import Any

import sqlalchemy as sa

from core import names, ways

_BATCH = 2000
# Before 0017 none could be merged; since, a customer has its names of before too, and one that is another's no keys.
_MERGED = "aliases, merged_into_id is not null as merged"
_NEVER_MERGED = "'[]'::jsonb as aliases, false as merged"
_NEXT = """
select a.workspace_id, a.id, a.name, a.aliases, a.merged,
       array_agg(c.phone) filter (where c.phone is not null) as phones,
       array_agg(c.email) filter (where c.email is not null) as emails,
       array_agg(c.wechat) filter (where c.wechat is not null) as wechat
from (
    select workspace_id, id, name, {columns} from accounts
    where (workspace_id, id) > (:workspace, :id) order by workspace_id, id limit :batch
) as a
left join contacts as c on c.workspace_id = a.workspace_id and c.account_id = a.id
group by a.workspace_id, a.id, a.name, a.aliases, a.merged order by a.workspace_id, a.id
"""
_GONE = sa.text("""
delete from account_keys as k using unnest(cast(:workspaces as text[]), cast(:ids as bigint[])) as a(workspace_id, id)
where k.workspace_id = a.workspace_id and k.account_id = a.id
""")
_KEPT = sa.text("""
insert into account_keys (workspace_id, account_id, key)
select * from unnest(cast(:workspaces as text[]), cast(:ids as bigint[]), cast(:keys as text[]))
""")


def keys(connection: sa.Connection, *, merges: bool = False) -> None:
    """Every customer's keys, from its names and its contacts as they are now, two thousand customers at a time.
    `merges`: whether the books know of merged customers yet."""
    following = sa.text(_NEXT.replace("{columns}", _MERGED if merges else _NEVER_MERGED))
    last = ("", 0)
    while rows := connection.execute(following, {"workspace": last[0], "id": last[1], "batch": _BATCH}).all():
        last = rows[-1].workspace_id, rows[-1].id
        these = {"workspaces": [row.workspace_id for row in rows], "ids": [row.id for row in rows]}
        connection.execute(_GONE, these)
        kept = [(row.workspace_id, row.id, key) for row in rows for key in sorted(_of(row))]
        if kept:
            workspaces, ids, found = (list(column) for column in zip(*kept, strict=True))
            connection.execute(_KEPT, {"workspaces": workspaces, "ids": ids, "keys": found})


def _of(row: sa.Row[Any]) -> frozenset[str]:
    if row.merged:
        return frozenset()
    named = frozenset(key for name in (row.name, *row.aliases) for key in names.keys(name))
    return named | ways.stored(row.phones or (), row.emails or (), row.wechat or ())
