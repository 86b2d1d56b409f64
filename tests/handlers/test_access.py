"""Every button and form, pressed by those it was never drawn for: nothing is read, nothing is written, one sentence."""

import json
from datetime import timedelta
from itertools import cycle

import pytest
from sqlalchemy import text, update

from core import claims, deals, evidence, leads, members, visits, workspaces
from core.assignments import offers
from core.assignments.offers import Asking
from core.deals import Terms
from core.evidence import File, place_of
from core.leads import Capture
from core.models import Assignment, DealPair, Extension, Member, Plea, Request, Sharing, VisitKind, Warned
from core.plans import change, template
from core.silence import keeps
from core.views import Shape, saved
from handlers import ids, register
from sandbox.seen import Seen
from tests.handlers.forging import Looks, chosen, press, submit

CUSTOMER = "绝密客户集团有限公司"
SECRETS = (
    CUSTOMER,
    "机密联系人",
    "13911112222",
    "机密进展",
    "机密商机",
    "机密待办",
    "机密附言",
    "机密合同",
    "机密理由",
    "机密延期",
    "机密视图",
    "机密里程碑",
    "机密协助",
)
TABLES = ("leads", "deals", "tasks", "visits", "drafts", "accounts", "contacts", "owner_changes", "stage_moves",
          "keeps", "teams", "pipelines", "stages", "workspaces", "offers", "assignments", "evidence", "pleas", "ticks",
          "listed", "plan_steps", "reviews", "extensions", "deal_pairs", "bonus_rules",
          "saved_views", "scorings", "mates", "requests")  # fmt: skip
NOTHING = {"goods": [], "place": None, "days": None, "points": 0}
SORRY = ("went wrong", "出了点问题", "出错")


async def secrets_of(house, owner, workspace_id=None):
    """A lead, a deal, a task, a follow-up, a kept line that are nobody else's business; their ids by noun."""
    db = house.databases.of(workspace_id or house.slack.workspace.id)
    by, now = owner, house.now()
    async with db.begin() as session:
        told = Capture(customer=CUSTOMER, contact="机密联系人", phone="13911112222", interest="机密需求")
        lead, captured = await leads.capture(session, told=told, to=by, by=by, now=now)
        line = f"{CUSTOMER} 机密进展:对方批了,明天去机密待办"
        logged = await visits.log(session, line=line, kind=VisitKind.VISIT, by=by, now=now)
        unclear = await visits.log(session, line="机密进展", kind=VisitKind.VISIT, by=by, now=now)
        lead.warned = Warned.FIRST
        _, keep, _ = await keeps.ask(session, lead_id=lead.id, by=by, now=now)
        deal, _ = await deals.create(session, customer=CUSTOMER, terms=Terms("机密商机"), by=by, now=now)
        view, _ = await saved.keep(session, name="机密视图", shape=Shape(), sharing=Sharing.OWN, by=by, now=now)
        second, _ = await deals.create(session, customer="机密商机二号公司", terms=Terms(), by=by, now=now)
        pair = DealPair(workspace_id=by.workspace_id, one_id=deal.id, other_id=second.id, why=NOTHING, found_at=now)
        session.add(pair)
        file = File("FSECRET", "机密合同.pdf")
        about = {"place": place_of(deal), "source": "message:D0:1.0"}
        ((piece, _),) = await evidence.add_files(session, files=[file], by=by, now=now, **about)
        plea = await _plea(session, deal, by, now)
        extension = await _extension(session, deal, by, now)
        request = await _request(session, deal, by, now)
        told = change.Told("机密里程碑", on=now.date() + timedelta(days=9))
        milestone, _ = await change.add(session, deal_id=deal.id, milestone=told, by=by, now=now)
        (step, *_) = await template.of(session, pipeline_id=deal.pipeline_id, by=by)
        workspace = await workspaces.of(session, by=by)
        asking = [Asking(lead, chain=captured.id, note="机密附言")]
        (offer,) = await offers.ask(session, asking=asking, workspace=workspace, now=now)
        through = Assignment(kind="handover", workspace_id=by.workspace_id, by_id=by.id, from_id=by.id, to_id=by.id)
        through.at = through.finished_at = now
        session.add(through)
    return {
        "offer": offer.id,
        "handover": through.id,
        "owner": owner.id,
        "lead": lead.id,
        "deal": deal.id,
        "stage": deal.stage_id,
        "task": logged.written.task_id or 1,
        "visit": logged.written.visit_id,
        "audit": captured.id,
        "draft": unclear.draft_id,
        "account": lead.account_id,
        "pool": lead.pool_id,
        "keep": keep.id,
        "one": lead.account_id,
        "other": lead.account_id,
        "pair": 1,
        "project": pair.id,
        "contact": lead.contact_id,
        "goes_on": deal.id,
        "evidence": piece.id,
        "kind": piece.kind_id,
        "plea": plea.id,
        "extension": extension.id,
        "request": request.id,
        "milestone": milestone.id,
        "step": step.id,
        "preset": 0,
        "pipeline": deal.pipeline_id,
        "seen": 1,
        "view": str(view.id),
        "place": 0,
    }


async def _plea(session, deal, by, now):
    """The deal asks to be let through."""
    row = Plea(
        workspace_id=by.workspace_id, deal_id=deal.id, from_id=deal.stage_id, to_id=deal.stage_id, by_id=by.id,
        manager_id=by.id, why="机密理由", lacking={}, at=now,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def _extension(session, deal, by, now):
    """A new date is asked for."""
    day = now.date()
    row = Extension(
        workspace_id=by.workspace_id, deal_id=deal.id, from_on=day, to_on=day + timedelta(days=9), by_id=by.id,
        manager_id=by.id, why="机密延期", at=now,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def _request(session, deal, by, now):
    """A colleague on its team, whom nobody knows, is asked for help."""
    row = Request(
        workspace_id=by.workspace_id, deal_id=deal.id, kind="help", by_id=by.id, text="机密协助", on=now.date(),
        zone=by.zone, asked_at=now,
    )  # fmt: skip
    helper = Member(workspace_id=by.workspace_id, slack_id="UHELPER", name="帮手", role="supporter", created_at=now)
    session.add(helper)
    await session.flush()
    row.to_id = helper.id
    session.add(row)
    await session.flush()
    return row


async def books(house):
    """All that is written down, of every workspace: as long as nobody writes, it stays the same."""
    rows = {}
    async with house.databases.everywhere().begin() as session:
        for table in TABLES:
            found = await session.scalars(text(f"select to_jsonb(t)::text from {table} t order by 1"))
            rows[table] = found.all()
        roles = await session.execute(text("select id, role, team_id, away_until from members order by id"))
        rows["members"] = [tuple(row) for row in roles]
    return rows


WITHOUT = (("account",), ("draft", "deal"))  # so that each branch of each handler is reached


def variants(found, looks, name):
    """What it may carry but for all at once: without what its handler looked at when all was there."""
    for parts in WITHOUT:
        if looks.any_of(parts, by=name):
            yield {part: value for part, value in found.items() if part not in parts}


def told_since(house, start, acks):
    calls = [json.dumps(call.args, ensure_ascii=False) for call in house.slack.calls[start:]]
    return [*calls, *(json.dumps(ack.body, ensure_ascii=False) for ack in acks)]


async def attack(house, who, found, *, forms=True, ways=3):
    """Everything there is to press and send, with those ids; what came of it."""
    start, acks, looks = len(house.slack.calls), [], Looks()

    async def pressed(action, value):
        kind = "static_select" if action == ids.TASK_LATER else "button"
        acks.append(await press(who, action, {**value, "to": "tomorrow"}, kind=kind))
        if who.form:
            await who.dismiss(everything=True)

    actions = [*register._BUTTONS, *(f"{action}.0" for action in register._CHOICES)]
    for action in actions:
        with looks.of(action):
            await pressed(action, found)
    for action in actions:
        for value in [*variants(found, looks, action)][: ways - 1]:
            await pressed(action, value)
    stages = {"edit": None, "up": None, "down": None, "retire": None}
    menus = (
        (ids.LEAD_MORE, register._LEAD_DEEDS), (ids.DEAL_MORE, register._DEAL_DEEDS),
        (ids.STAGE_MENU, stages), (ids.EVIDENCE_MENU, {"withdraw": None}),
    )  # fmt: skip
    for menu, deeds in menus:
        for do in deeds:
            acks.append(await press(who, menu, {**found, "do": do}, kind="static_select"))
            if who.form:
                await who.dismiss(everything=True)
    acks += await _on_the_plan(who, {**found, "task": found["milestone"]}, forms=forms)
    acks += [
        await press(who, ids.VIEW_MENU, {**found, "do": do}, kind="overflow")
        for do in ("open", "rename", "prefer", "remove")
    ]
    acks += [
        await press(who, ids.POOL_MENU, {"pool": found["pool"], "do": do}, kind="overflow")
        for do in register._POOL_DEEDS
    ]
    for callback in register._FORMS if forms else ():
        with looks.of(callback):
            acks.append(await submit(who, callback, found, **entered(found)))
        rest = [*variants(found, looks, callback)][: ways - 1]
        acks += [await submit(who, callback, value, **entered(found)) for value in rest]
    assert [ack for ack in acks if ack.status != 200] == []
    return told_since(house, start, acks)


async def _on_the_plan(who, found, *, forms):
    """A milestone of somebody else's, and the template."""
    acks = [
        await press(who, action, found) for action in (ids.MILESTONE_WORD, f"{ids.MILESTONE_DONE}.0", ids.TASK_DONE)
    ]
    for menu, deeds in (
        (ids.PLAN_MENU, ("done", "word", "edit", "drop", "reopen")),
        (ids.STEP_MENU, ("edit", "up", "down", "remove")),
    ):
        for do in deeds:
            acks.append(await press(who, menu, {**found, "do": do}, kind="overflow"))
            if who.form:
                await who.dismiss(everything=True)
    sent = (ids.PLAN_FORM, ids.PLAN_DONE_FORM) if forms else ()
    return acks + [await submit(who, callback, found, **entered(found)) for callback in sent]


def entered(found):
    """Plausible entries for every form at once."""
    return {
        "line": "绝密客户 见了张总,要一百台", "kind": chosen("visit"), "customer": "绝密客户", "name": "改名",
        "to": chosen("UALICE"), "amount": "300k", "reason": "x", "probability": "50", "role": chosen("admin"),
        "chance": chosen("none"), "words": "x",
        "way": chosen(str(found["stage"])), "on": {"type": "datepicker", "selected_date": "2030-01-01"},
        "rhythm": chosen("1"), "days": "3", "until": {"type": "datepicker", "selected_date": "2027-01-01"},
        "from": chosen(str(found["owner"])),
        "text": "x", "outcome": "x", "owner": {"type": "users_select", "selected_user": "UALICE"},
        "owns": chosen("owner"), "since": chosen("start"),
        "decided": "x", "lesson": "x", "answer": "x",
        "name_zh": "改名", "name_en": "renamed", "preset": chosen("0"), "why": "x", "number": "SF1234567890",
        "coefficient": "2.5",
        "other": "绝密客户", "stays": chosen(str(found["account"])),
        "member": {"type": "users_select", "selected_user": "UALICE"},
        "add": {"type": "multi_users_select", "selected_users": ["UALICE"]},
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Alice", "销售甲", "李庆成"])
async def test_nobody_reads_or_changes_what_is_a_colleagues(house, name):
    found = await secrets_of(house, await house.member("小李"))
    before = await books(house)

    told = await attack(house, house.person(name), found)

    async with house.db.begin() as session:  # when they are away themselves is theirs to say
        await session.execute(update(Member).where(Member.name == name).values(away_until=None))
    assert await books(house) == before
    assert [line for line in told for secret in SECRETS if secret in line] == []
    assert [line for line in told for sorry in SORRY if sorry in line] == []


async def test_not_even_an_admin_reads_or_changes_what_is_another_workspaces(house, admin):
    await strangers(house)
    async with house.databases.of("TOTHER").begin() as session:
        other = await session.get_one(Member, ("TOTHER", (await session.scalar(text("select min(id) from members")))))
    found = await secrets_of(house, other, "TOTHER")
    before = await books(house)

    told = await attack(house, admin, found, forms=False)
    acks = [await submit(admin, ids.VISIT_FORM, {"audit": found["audit"]}, **entered(found))]
    acks += [await submit(admin, ids.VISIT_FORM, {"account": found["account"]}, **entered(found))]
    for callback in (ids.DEAL_FORM, ids.DEAL_EDIT_FORM, ids.DEAL_LOSE_FORM, ids.LEAD_ASSIGN_FORM, ids.TASK_LATER_FORM):
        acks.append(await submit(admin, callback, found, **entered(found)))

    assert await books(house) == before
    told += told_since(house, len(house.slack.calls), acks)
    assert [line for line in told for secret in SECRETS if secret in line] == []


async def strangers(house):
    profile = members.Profile("USTRANGER", "外人", "zh-CN", "Asia/Shanghai", admin=True)
    async with house.databases.of("TOTHER").begin() as session:
        await members.welcome(
            session, workspace_id="TOTHER", workspace_name="别家", profile=profile, now=house.now()
        )  # fmt: skip


async def test_whoever_is_switched_off_reads_and_changes_nothing_more_not_even_their_own(house, xiaoli):
    found = await secrets_of(house, await house.member("小李"))
    xiaoli.client.me.deleted = True
    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == "小李").values(active=False))
    before = await books(house)

    told = await attack(house, xiaoli, found, ways=1)
    typed = [await xiaoli.command(line) for line in (f"/lead {CUSTOMER}", "/today", "/lead mine", "/pipeline")]

    assert await books(house) == before
    assert [line for line in told for secret in SECRETS if secret in line] == []
    assert all("停用" in seen.text for seen in typed)


BROKEN = ("", "[]", "null", "x", "[" * 900, "\\u0000")
WRONG = ('{"lead":null}', '{"lead":"1"}', '{"lead":true}', '{"lead":-1}', '{"lead":1.5}',
         '{"lead":99999999999999999999999}', '{"lead":9223372036854775807}', '{"page":"x"}', '{"page":-3}',
         '{"lead":1,"page":9223372036854775807}', '{"audit":{}}', '{"draft":[1]}')  # fmt: skip


async def test_whatever_a_button_or_a_form_carries_is_answered_in_one_sentence(house, xiaoli):
    """All that is broken in itself; and what is wrong in the parts that its handler looks at."""
    before, looks, told = await books(house), Looks(), {}

    async def played(name, value):
        start = len(house.slack.calls)
        if name in register._FORMS:
            ack = await submit(xiaoli, name, value)
        else:
            ack = await press(xiaoli, name, value)
        told[name, value] = [str(ack.status), *told_since(house, start, [ack])]
        if xiaoli.form:
            await xiaoli.dismiss(everything=True)

    others = set(register._FORMS) - {ids.LEAD_FORM, ids.DEAL_FORM, ids.VISIT_FORM}
    names = [*register._BUTTONS, *(f"{action}.0" for action in register._CHOICES), *sorted(others)]
    for name, value in zip(names, cycle(BROKEN)):  # read in one place: what is no object is none for any of them
        with looks.of(name):
            await played(name, "{}")
        await played(name, value)
    for name in names:
        for value in WRONG:
            if looks.any_of(json.loads(value), by=name):
                await played(name, value)

    assert [asked for asked, (status, *_) in told.items() if status != "200"] == []
    assert [asked for asked, lines in told.items() for sorry in SORRY if any(sorry in line for line in lines)] == []
    assert await books(house) == before


async def test_a_forged_claim_with_a_page_that_cannot_be_claims_nothing(house, xiaoli):
    async with house.db.begin() as session:
        by, now = await house.member("小李"), house.now()
        lead, _ = await leads.capture(session, told=Capture(customer="方舟电子"), to=None, by=by, now=now)

    await press(xiaoli, ids.LEAD_CLAIM, {"lead": lead.id, "page": "x"})

    async with house.db.begin() as session:
        assert (await leads.get(session, lead_id=lead.id, by=by)).owner_id is None


async def test_a_rep_finds_no_way_to_assign_to_settings_or_to_roles(house, xiaoli):
    by, now = await house.member("小李"), house.now()
    async with house.db.begin() as session:
        lead, _ = await leads.capture(session, told=Capture(customer="方舟电子"), to=None, by=by, now=now)
        await claims.claim(session, lead_id=lead.id, by=by, now=now)
    before = await books(house)
    role = {"member": {"type": "users_select", "selected_user": "UXIAOLI"}, "role": chosen("admin")}

    refused = [
        await submit(xiaoli, ids.LEAD_ASSIGN_FORM, {"lead": lead.id}, to=chosen("UALICE")),
        await submit(xiaoli, ids.TEAM_FORM, {}, **role),
        await submit(xiaoli, ids.SETTINGS_FORM, {}, claims_a_day="1000"),
    ]

    assert all(ack.body["response_action"] == "errors" for ack in refused)
    seen: Seen = await xiaoli.command("/genjin settings")
    assert "陈总" in seen.text or "只有管理员" in seen.text
    assert await books(house) == before
