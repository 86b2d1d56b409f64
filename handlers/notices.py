"""Notices drawn as they are sent: from what is true then, in their reader's language, if they still hold for them."""

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import chances, deals, digest, hearing, leads, members, notices, pools, reasons, tasks, today
from core.calendar import instant, local_day, local_time
from core.errors import Missing
from core.hours import NOON
from core.models import Lane, Lead, Member, Notice, Team, Visit, Workspace
from handlers import digest as digest_views
from handlers import together
from handlers.assignments import told as assignments
from handlers.blocks import Message
from handlers.chances import views as chance_views
from handlers.choices import views as choice_views
from handlers.deals import told as deals_told
from handlers.deciders import told as deciders
from handlers.handovers import told as handovers
from handlers.imports import views as import_views
from handlers.leads import views as lead_views
from handlers.mates import told as mates
from handlers.merges import told as merges
from handlers.plans import told as plans
from handlers.projects import told as projects
from handlers.requests import told as requests
from handlers.requests import views as request_views
from handlers.reviews import told as reviews
from handlers.rooms import told as rooms
from handlers.silence import alerts as silence_alerts
from handlers.silence import told as silence
from handlers.telling import Telling
from handlers.today import views as today_views
from handlers.webforms import inquiries
from handlers.words import Translate, translator, translator_for

TOGETHER = ("batch", "missed")  # several notices in one message


async def render(session: AsyncSession, notice: Notice, now: datetime) -> Message | None:
    """The message of a notice; None when it no longer holds, or is no longer for its reader's eyes."""
    workspace = await session.get_one(Workspace, notice.workspace_id)
    reader = await session.get(Member, (notice.workspace_id, notice.member_id)) if notice.member_id else None
    if reader is not None and not reader.active:
        return None
    t = translator_for(reader) if reader else translator(workspace.locale, workspace.zone)
    telling = Telling(notice.facts, workspace, reader, t, local_day(notice.due_at, t.zone), now, notice.lane_id)
    if not await hearing.wants(session, notice=notice, reader=reader, now=notice.due_at):
        return None
    if notice.kind in TOGETHER:
        drawn = await _together(session, notice, t, now)
        return await _introduced(session, notice, drawn, telling) if drawn else None
    try:
        drawn = await _DRAWN[notice.kind](session, telling)
    except Missing:
        gone = _GONE.get(notice.kind)
        return gone(telling) if gone and _shown(notice) else None
    if drawn is None:
        return None
    return await _introduced(session, notice, choice_views.with_menu(drawn, notice, t), telling)


async def _introduced(session: AsyncSession, notice: Notice, drawn: Message, telling: Telling) -> Message:
    """A channel's first message says as well who set the channel up; one among several leaves that to the whole."""
    if telling.reader or notice.folded_into or not await reasons.introduces(session, notice=notice):
        return drawn
    by = await reasons.channel_set_by(session, notice=notice, workspace=telling.workspace)
    return choice_views.introduced(drawn, notice, by, telling.t)


def _shown(notice: Notice) -> bool:
    """Whether its message stands in Slack, alone or among others, and is made true again."""
    return notice.mode != "post" or notice.status in ("sent", "folded")


async def _together(session: AsyncSession, notice: Notice, t: Translate, now: datetime) -> Message | None:
    """Each notice that was folded into this one, as it would be drawn alone; no more of them than one message shows."""
    missed, personal = notice.kind == "missed", notice.member_id is not None
    first = notice.status != "sent" and "whole" not in notice.facts
    rest, items = deque(await notices.folded(session, notice=notice)), list[together.Item]()
    while rest and len(items) < together.BLOCKS:
        each, since = rest.popleft()
        if (drawn := await render(session, each, now)) is None:
            continue
        item = together.Item(drawn, since, each.kind in choice_views.INFORMING)
        if item.shows(first=first):
            items.append(item)
    waiting = sum(not since for _, since in rest)
    drawn = together.picture(items, t, missed=missed, personal=personal, first=first, waiting=waiting)
    return choice_views.with_menu(drawn, notice, t) if drawn and missed else drawn


async def _lead(session: AsyncSession, telling: Telling) -> Lead:
    """The lead a notice is about, if its reader still may see it."""
    lead_id = telling.facts["lead"]
    if telling.reader is not None:
        return await leads.get(session, lead_id=lead_id, by=telling.reader)
    lead = await leads.shown_to_all(session, workspace_id=telling.workspace.id, lead_id=lead_id)
    if lead is None:
        raise Missing
    return lead


async def _lead_card(session: AsyncSession, telling: Telling) -> Message:
    """A posted card; where its reader has lost the lead, no more than whose it is; where it is shown anew or lies in a
    pool that is not this channel's, no more than that."""
    lead = await _lead_of_all(session, telling)
    if why := telling.facts.get("why"):
        return lead_views.no_longer(lead, telling.t, why=why)
    if lead.owner_id is None and not lead.pool.open_to_all and telling.reader is None:
        lane = await session.get_one(Lane, (telling.workspace.id, telling.lane_id))
        if lane.channel != pools.channel_of(lead.pool, workspace=telling.workspace):
            return lead_views.no_longer(lead, telling.t, why="moved")
    mine = telling.reader is not None and lead.owner_id == telling.reader.id
    return lead_views.card(lead, telling.t, private=mine)


async def _lead_taken(session: AsyncSession, telling: Telling) -> Message:
    lead = await _lead_of_all(session, telling)
    here, to = telling.workspace.id, telling.facts["to"]
    by = await session.get(Member, (here, telling.facts["by"]))
    if telling.facts.get("back"):
        return lead_views.back_again(lead, by, telling.t)
    return lead_views.gone(lead, by, await session.get(Member, (here, to)) if to else None, telling.t)


async def _dead_leads(session: AsyncSession, telling: Telling) -> Message | None:
    """Those of the leads offered that are dead still, and the reader's to pick up."""
    found = await chances.among(session, lead_ids=telling.facts["leads"], by=_reader(telling))
    return chance_views.offered(found, telling.t) if found else None


async def _import_pool(session: AsyncSession, telling: Telling) -> Message:
    by = await session.get(Member, (telling.workspace.id, telling.facts["by"]))
    return import_views.into_pool(by, telling.facts.get("leads"), telling.t)


async def _leads_returned(session: AsyncSession, telling: Telling) -> Message:
    return silence_alerts.returned(telling.facts["leads"], telling.t)


async def _import_shared(session: AsyncSession, telling: Telling) -> Message:
    by = await session.get(Member, (telling.workspace.id, telling.facts["by"]))
    return import_views.shared_out(by, telling.facts.get("leads"), telling.t)


async def _lead_of_all(session: AsyncSession, telling: Telling) -> Lead:
    lead = await leads.shown_to_all(session, workspace_id=telling.workspace.id, lead_id=telling.facts["lead"])
    if lead is None:
        raise Missing
    return lead


async def _task_due(session: AsyncSession, telling: Telling) -> Message | None:
    task = await tasks.get(session, task_id=telling.facts["task"], by=_reader(telling))
    later = task.on is not None and task.on > telling.day
    resolved = later or task.done_at is not None or task.cancelled_at is not None
    step = telling.facts.get("step", "due")
    return today_views.due(task, telling.day, telling.t, step=step, resolved=resolved)


async def _digest(session: AsyncSession, telling: Telling) -> Message:
    day = date.fromisoformat(telling.facts["day"])
    chosen = telling.reader.digest_at if telling.reader else None
    now = instant(day, chosen or telling.workspace.digest_at, telling.t.zone)
    if telling.reader is not None:
        people, name = await members.team_of(session, by=telling.reader), None
    else:
        team = await session.get_one(Team, (telling.workspace.id, telling.facts["team"]))
        people, name = await members.in_team(session, team=team), team.name
    told = await digest.of_team(session, workspace=telling.workspace, people=people, day=day, now=now)
    morning = local_time(telling.now, telling.t.zone) < NOON
    return digest_views.picture(told, telling.t, team=name, morning=morning)


async def _empty_day(session: AsyncSession, telling: Telling) -> Message:
    reader, day = _reader(telling), date.fromisoformat(telling.facts["day"])
    if await tasks.planned(session, owner=reader, on=day):
        raise Missing
    return today_views.empty_day(day, await today.next_due(session, member=reader), telling.t)


def _reader(telling: Telling) -> Member:
    return telling.member


async def _inquiry(session: AsyncSession, telling: Telling) -> Message:
    """Where it is for the reader's eyes still: the lead or deal may have gone to somebody else since."""
    facts, reader = telling.facts, _reader(telling)
    visit = await session.get_one(Visit, (telling.workspace.id, facts["visit"]))
    if "deal" in facts:
        return inquiries.told(visit, await deals.get(session, deal_id=facts["deal"], by=reader), telling.t)
    return inquiries.told(visit, await leads.get(session, lead_id=facts["lead"], by=reader), telling.t)


_GONE: dict[str, Callable[[Telling], Message]] = {
    "closing_deal": lambda telling: today_views.gone_on(telling.t),
    "task_due": lambda telling: today_views.gone_on(telling.t),
    "empty_day": lambda telling: today_views.planned(date.fromisoformat(telling.facts["day"]), telling.t),
    **dict.fromkeys(
        ("request_asked", "request_chased", "request_raised"), lambda telling: request_views.gone(telling.t)
    ),
}

_DRAWN: dict[str, Callable[[AsyncSession, Telling], Awaitable[Message | None]]] = {
    "lead_card": _lead_card,
    "lead_assigned": assignments.lead_assigned,
    "leads_assigned": assignments.leads_assigned,
    "offers_over": assignments.offers_over,
    "allot_stuck": assignments.allot_stuck,
    "lead_taken": _lead_taken,
    "dead_leads": _dead_leads,
    "inquiry": _inquiry,
    "leads_taken": assignments.leads_taken,
    "handover": handovers.handover,
    "handed_over": handovers.handed_over,
    "handover_told": handovers.handover_told,
    "handover_back": handovers.handover_back,
    "import_pool": _import_pool,
    "leads_returned": _leads_returned,
    "import_shared": _import_shared,
    "silent_lead": silence.silent_lead,
    "keep_asked": silence.keep_asked,
    "keep_answered": silence.keep_answered,
    "lead_paused": silence.lead_paused,
    "leads_recycled": silence.leads_recycled,
    "same_customer": merges.same_customer,
    "pair_apart": merges.pair_apart,
    "customer_merged": merges.customer_merged,
    "contact_left": deciders.contact_left,
    "thin_deal": deciders.thin_deal,
    "milestones_given": plans.given,
    "milestones_moved": plans.moved,
    "same_project": projects.same_project,
    "project_freed": projects.freed,
    "project_kept": projects.kept,
    "project_back": projects.back,
    "deal_card": deals_told.card,
    "deal_given": deals_told.given,
    "deal_taken": deals_told.taken,
    "deal_rated": deals_told.rated,
    "room_visit": rooms.visit,
    "room_move": rooms.move,
    "room_ending": rooms.ending,
    "room_trouble": rooms.trouble,
    "team_joined": mates.joined,
    "team_left": mates.left,
    "request_asked": requests.asked,
    "request_chased": requests.chased,
    "request_answer": requests.answer,
    "request_off": requests.off,
    "request_raised": requests.raised,
    "closing_deal": deals_told.closing,
    "review_asked": reviews.asked,
    "lapsing_deal": deals_told.lapsing,
    "deal_lapsed": deals_told.lapsed,
    "extension": deals_told.extension,
    "extension_answer": deals_told.extension_answer,
    "plea": deals_told.plea,
    "plea_answer": deals_told.plea_answer,
    "task_due": _task_due,
    "empty_day": _empty_day,
    "digest": _digest,
}
