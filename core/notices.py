"""Things to be told, written in the transaction of their cause under a permanent key, sent later by the outbox.

Three ways to speak:
- `tell`: post it. With a `topic` (an open thing, such as one lead's alert) it edits the message that lane already
  shows of the topic, and a newer one makes older ones still waiting needless.
- `redraw`: make every message shown of the topic true again; nothing is posted where nothing is shown.
- `close`: the same for the last time: the thing is resolved. Told again later, it is a message of its own.

Facts are small and hold ids, as keys do, never what a customer told: a notice is drawn when it is sent, from what is
true then, and Slack shows its key to other apps.
Lock the thing a topic speaks of before telling or redrawing it, so that neither misses the other.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, TextClause, exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.models import Member, Notice

BELL = "genjin_notices"  # rung (pg_notify) when something is due at once
# How far a person's hours bind what they are told. In the order in which they prevail where one message holds several.
Manner = Literal[
    "asked",  # addressed to them by somebody, or set by themselves for that hour: told unless they want quiet
    "daily",  # the digest, at the hour they chose: the same, and it is the half-day's one message
    "due",  # the same as asked, but not for that minute: in their working hours
    "unasked",  # found by Genjin: in their working hours, and in one message a half-day at most
]
ONCE: frozenset[str] = frozenset({"daily", "unasked"})  # a half-day, whatever their kinds
# Every kind says here which it is. What is told otherwise now and then says so where it is told, and stays on its side
# of `ONCE`: nobody's DM fills up because a new kind forgot to ask.
MANNERS: dict[str, Manner] = {
    # Set by themselves: their tasks, on their days.
    "task_due": "due",
    "digest": "daily",
    # Put, given or answered by a colleague, or by a customer who wrote; and what came of what they put themselves.
    **dict.fromkeys(("lead_assigned", "leads_assigned", "lead_taken", "leads_taken", "inquiry"), "asked"),
    **dict.fromkeys(("keep_asked", "keep_answered", "import_shared", "lead_card", "import_pool"), "asked"),
    "leads_returned": "asked",
    **dict.fromkeys(("same_customer", "pair_apart", "customer_merged"), "asked"),
    **dict.fromkeys(("project_freed", "project_kept", "project_back"), "asked"),
    **dict.fromkeys(("handover", "handed_over", "handover_told", "handover_back"), "asked"),
    **dict.fromkeys(("deal_card", "deal_given", "deal_taken", "plea", "plea_answer"), "asked"),
    **dict.fromkeys(("extension", "extension_answer"), "asked"),
    **dict.fromkeys(("milestones_given", "milestones_moved"), "asked"),
    **dict.fromkeys(("team_joined", "team_left", "room_visit", "room_move", "room_trouble"), "asked"),
    **dict.fromkeys(("request_asked", "request_answer", "request_off"), "asked"),
    **dict.fromkeys(("lead_paused", "offers_over", "room_ending"), "due"),
    **dict.fromkeys(("request_chased", "request_raised", "deal_rated"), "asked"),
    # Found by Genjin.
    **dict.fromkeys(("silent_lead", "leads_recycled", "dead_leads", "allot_stuck"), "unasked"),
    **dict.fromkeys(("closing_deal", "lapsing_deal", "deal_lapsed", "thin_deal", "review_asked"), "unasked"),
    **dict.fromkeys(("same_project", "contact_left", "empty_day", "missed"), "unasked"),
}
# Told together, in one message: all that Genjin finds, and the tasks of that hour. What was missed is several already.
FOLDED = {"task_due"} | {kind for kind, manner in MANNERS.items() if manner == "unasked" and kind != "missed"}
# Of no use, or too late, on another day: told in the message that the half-day had already, where today has no other.
SAME_DAY = {"same_project", "contact_left", "empty_day", "lapsing_deal"}

# How late each may be told, counted from when it could be; too late, it is told among what was missed (`tell_missed`).
LASTS: dict[str, timedelta] = {
    **dict.fromkeys(("digest", "empty_day", "allot_stuck"), timedelta(days=1)),
    **dict.fromkeys(("task_due", "offers_over"), timedelta(days=2)),
    **dict.fromkeys(("silent_lead", "closing_deal", "dead_leads", "leads_recycled"), timedelta(days=7)),
    **dict.fromkeys(("lead_card", "deal_card", "import_pool", "leads_returned", "missed"), timedelta(days=7)),
    # Things between colleagues: as long as they may still be of use.
    **dict.fromkeys(("lead_assigned", "leads_assigned", "lead_taken", "leads_taken"), timedelta(days=30)),
    **dict.fromkeys(("keep_asked", "keep_answered", "lead_paused", "import_shared"), timedelta(days=30)),
    **dict.fromkeys(("same_customer", "pair_apart", "customer_merged", "inquiry"), timedelta(days=30)),
    **dict.fromkeys(("handover", "handed_over", "handover_told", "handover_back"), timedelta(days=30)),
    **dict.fromkeys(
        ("review_asked", "lapsing_deal", "deal_lapsed", "extension", "extension_answer"), timedelta(days=30)
    ),
    **dict.fromkeys(("deal_given", "deal_taken", "plea", "plea_answer"), timedelta(days=30)),
    **dict.fromkeys(("contact_left", "milestones_given", "milestones_moved"), timedelta(days=30)),
    **dict.fromkeys(("room_visit", "room_move", "room_ending", "room_trouble"), timedelta(days=30)),
    **dict.fromkeys(("team_joined", "team_left"), timedelta(days=30)),
    **dict.fromkeys(("request_asked", "request_answer", "request_off"), timedelta(days=30)),
    **dict.fromkeys(("request_chased", "request_raised", "deal_rated"), timedelta(days=30)),
    **dict.fromkeys(("thin_deal",), timedelta(days=7)),
    **dict.fromkeys(("same_project", "project_freed", "project_kept", "project_back"), timedelta(days=30)),
}
_NOT_MISSED = ("digest", "missed", "batch")  # a digest is overtaken by the next; the others are several in one


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One thing to be told to one member, or in one channel. `due_at` and `expires_at` go by the bot's clock.

    In a channel, which has nobody's hours, all but what is `asked` waits for the workspace's.
    """

    kind: str
    key: str
    facts: Mapping[str, Any]
    due_at: datetime
    to: Member | None = None
    channel: str | None = None
    topic: str | None = None
    expires_at: datetime | None = None  # None: as its kind is
    manner: Manner | None = None  # None: as its kind is

    def __post_init__(self) -> None:
        if (self.to is None) == (self.channel is None):
            raise ValueError(f"{self.key}: a notice goes to a member or into a channel")
        usual = MANNERS.get(self.kind, self.manner)
        if usual is None:
            raise ValueError(f"{self.kind}: say in MANNERS how it is told")
        if self.to and self.manner and (self.manner in ONCE) != (usual in ONCE):
            raise ValueError(f"{self.kind}: told {usual}, it cannot be told {self.manner}")

    def row(self) -> dict[str, Any]:
        """As JSON, for the statement that writes it. A member's Slack id stands for the DM with them."""
        return {
            "channel": self.to.slack_id if self.to else self.channel,
            "member_id": self.to.id if self.to else None,
            "kind": self.kind,
            "key": self.key,
            "facts": dict(self.facts),
            "topic": self.topic,
            "manner": self._manner,
            "due_at": self.due_at.isoformat(),
            "expires_at": expires_at.isoformat() if (expires_at := self._expires_at) else None,
        }

    @property
    def _manner(self) -> Manner:
        manner = self.manner or MANNERS[self.kind]
        return "asked" if manner == "daily" and self.channel else manner  # of a channel that asked for it

    @property
    def _expires_at(self) -> datetime | None:
        lasts = LASTS.get(self.kind)
        return self.expires_at or (self.due_at + lasts if lasts else None)


@dataclass(frozen=True, kw_only=True)
class Again:
    """What is shown of a topic, to be drawn once more: see `redraw` and `close`."""

    mode: Literal["redraw", "close"]
    topic: str
    kind: str
    facts: Mapping[str, Any]
    key: str


async def tell(
    session: AsyncSession,
    *,
    workspace_id: str,
    kind: str,
    key: str,
    facts: Mapping[str, Any],
    due_at: datetime,
    now: datetime,
    to: Member | None = None,
    channel: str | None = None,
    topic: str | None = None,
    expires_at: datetime | None = None,
    manner: Manner | None = None,
) -> bool:
    """Write one notice; whether it is new. A key is told once, for ever."""
    telling = Telling(
        kind=kind,
        key=key,
        facts=facts,
        due_at=due_at,
        to=to,
        channel=channel,
        topic=topic,
        expires_at=expires_at,
        manner=manner,
    )
    return await tell_many(session, workspace_id=workspace_id, tellings=[telling], now=now) == 1


async def tell_many(session: AsyncSession, *, workspace_id: str, tellings: Sequence[Telling], now: datetime) -> int:
    """Write many notices in two statements; how many are new. Within a lane they go by `due_at`, then by key."""
    if not tellings:
        return 0
    rows = [telling.row() for telling in tellings]
    # Two statements: in one, a lane that another transaction has just made would be neither inserted nor seen.
    channels = list(dict.fromkeys(row["channel"] for row in rows))
    await session.execute(_MAKE_LANES, {"workspace_id": workspace_id, "channels": channels})
    told(session).update(row["key"] for row in rows)
    return await _write(session, _TELL, workspace_id, {"rows": json.dumps(rows), "now": now})


async def redraw(
    session: AsyncSession,
    *,
    workspace_id: str,
    topic: str,
    kind: str,
    facts: Mapping[str, Any],
    key: str,
    now: datetime,
) -> int:
    """Have every message shown (or about to be) of the topic drawn again; how many lanes hold one."""
    one = Again(mode="redraw", topic=topic, kind=kind, facts=facts, key=key)
    return await again(session, workspace_id=workspace_id, agains=[one], now=now)


async def close(
    session: AsyncSession,
    *,
    workspace_id: str,
    topic: str,
    kind: str,
    facts: Mapping[str, Any],
    key: str,
    now: datetime,
) -> int:
    """Redraw for the last time: the thing is resolved, what still waits of the topic is not told. How many lanes."""
    one = Again(mode="close", topic=topic, kind=kind, facts=facts, key=key)
    return await again(session, workspace_id=workspace_id, agains=[one], now=now)


async def again(session: AsyncSession, *, workspace_id: str, agains: Sequence[Again], now: datetime) -> int:
    """Redraw or close many topics in one statement; how many messages in all."""
    if not agains:
        return 0
    rows = [{**vars(each), "facts": dict(each.facts)} for each in agains]
    return await _write(session, _AGAIN, workspace_id, {"rows": json.dumps(rows), "now": now})


async def _write(session: AsyncSession, sql: TextClause, workspace_id: str, holes: Mapping[str, Any]) -> int:
    written = (await session.scalars(sql, {"workspace_id": workspace_id, "bell": BELL, **holes})).all()
    told(session).update(written)
    return len(written)


async def folded(session: AsyncSession, *, notice: Notice) -> list[tuple[Notice, bool]]:
    """What the one message of `notice` tells of, in order, and of each whether it has been closed since."""
    whole = notice.facts.get("whole", notice.id)  # what joined a message later has it drawn again: see `bot.outbox`
    later = aliased(Notice)
    closed = exists().where(
        later.workspace_id == Notice.workspace_id,
        later.topic == Notice.topic,
        later.lane_id == Notice.lane_id,
        later.id > Notice.id,
        later.mode == "close",
    )
    rows = await session.execute(
        select(Notice, closed)
        .where(Notice.workspace_id == notice.workspace_id, Notice.folded_into == whole)
        .order_by(Notice.due_at, Notice.id)
    )
    return [(told, since) for told, since in rows]


def missed_by(workspace_id: str) -> Select[int | None]:
    """Whose notices have expired and were not told of since: the ids of members."""
    return select(Notice.member_id).where(
        Notice.workspace_id == workspace_id,
        Notice.status == "expired",
        Notice.member_id.is_not(None),
        Notice.kind.not_in(_NOT_MISSED),
    )


async def tell_missed(session: AsyncSession, *, member: Member, key: str, now: datetime) -> bool:
    """Tell a member in one message of what has expired; whether there was anything."""
    here = {"workspace_id": member.workspace_id, "member_id": member.id}
    expired = (await session.execute(_EXPIRED, {**here, "others": list(_NOT_MISSED)})).scalars().all()
    if not expired or not await tell(
        session,
        workspace_id=member.workspace_id,
        kind="missed",
        key=key,
        facts={},
        to=member,
        topic=key,
        due_at=now,
        now=now,
    ):
        return False
    await session.execute(_FOLD, {**here, "key": key, "expired": expired})
    return True


def told(session: AsyncSession) -> set[str]:
    """The keys this session has told, those told before included: what a job has to say, for `bot.jobs.run`."""
    keys: set[str] = session.info.setdefault("told", set())
    return keys


_EXPIRED = text("""
    select id from notices where workspace_id = :workspace_id and member_id = :member_id and status = 'expired'
      and kind <> all(:others) order by id for update
""")
_FOLD = text("""
    update notices set status = 'folded', folded_into = whole.id from notices as whole
    where whole.workspace_id = :workspace_id and whole.key = :key
      and notices.workspace_id = :workspace_id and notices.id = any(:expired)
""")

# Sorted, so that two transactions making the same lanes wait for each other instead of in a circle. Keys likewise.
_MAKE_LANES = text("""
    insert into lanes (workspace_id, channel, next_at)
    select :workspace_id, channel, now() from unnest(cast(:channels as text[])) as asked(channel)
    order by channel
    on conflict (workspace_id, channel) do nothing
""")

_COLUMNS = (
    "workspace_id, lane_id, member_id, kind, key, facts, topic, mode, status, attempts, due_at, expires_at, created_at"
)

_TELL = text(f"""
    insert into notices ({_COLUMNS}, manner)
    select lanes.workspace_id, lanes.id, told.member_id, told.kind, told.key, told.facts, told.topic, 'post',
           'pending', 0, told.due_at, told.expires_at, :now, told.manner
    from jsonb_to_recordset(cast(:rows as jsonb)) as told(
        channel text, member_id bigint, kind text, key text, facts jsonb, topic text, manner text,
        due_at timestamptz, expires_at timestamptz)
    join lanes on lanes.workspace_id = :workspace_id and lanes.channel = told.channel
    order by told.key
    on conflict (workspace_id, key) do nothing
    returning key, case when due_at <= :now then pg_notify(:bell, '')::text end
""")

# One a topic and lane: where the newest word on the topic is not already its last.
_AGAIN = text(f"""
    insert into notices ({_COLUMNS})
    select :workspace_id, newest.lane_id, newest.member_id, again.kind, again.key || ':' || newest.lane_id,
           again.facts, again.topic, again.mode, 'pending', 0, :now, null, :now
    from jsonb_to_recordset(cast(:rows as jsonb)) as again(topic text, kind text, key text, facts jsonb, mode text)
    cross join lateral (
        select distinct on (lane_id) lane_id, member_id, mode from notices
        where workspace_id = :workspace_id and topic = again.topic
          and status in ('pending', 'sending', 'sent', 'folded')
        order by lane_id, id desc) as newest
    where newest.mode <> 'close'
    order by again.key, newest.lane_id
    on conflict (workspace_id, key) do nothing
    returning key, pg_notify(:bell, '')::text
""")
