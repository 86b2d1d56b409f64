"""The scenes of a play that touches every command, button and form."""

from datetime import timedelta

from sqlalchemy import select, update

from core.models import Notice
from handlers import ids
from sandbox.seen import Seen
from tests.handlers.play import Play
from tests.handlers.scenes import (
    assignments,
    bonuses,
    chances,
    dates,
    deciders,
    edits,
    handovers,
    imports,
    late,
    mates,
    merges,
    plans,
    pools,
    projects,
    reports,
    requests,
    reviews,
    scores,
    silence,
    sources,
    stages,
    timeline,
    views,
    webforms,
)


async def act(play: Play) -> None:
    """All of it, in one workspace."""
    await play.settle()
    own = (chances.act, timeline.act, edits.act, assignments.act, sources.act)
    own = (*own, imports.act, pools.act, webforms.act, reports.act, projects.act, handovers.act)
    rooms = (*own, reviews.act, bonuses.act, scores.act, stages.act, dates.act, deciders.act, plans.act, views.act)
    rooms = (*rooms, mates.act, requests.act)
    for scene in (
        words_and_rules,
        pool,
        follow_ups,
        customers,
        merges.act,
        deals,
        ends,
        *rooms,
        days,
        silence.act,
        late.act,
    ):
        await scene(play)


async def words_and_rules(play: Play) -> None:
    """The admin sets the rules; help explains; what is not understood is told."""
    admin, rep, script = play.who("陈总"), play.who("小李"), play.script
    for command in ("visit", "phone", "lead", "deal", "today", "pipeline", "taken", "genjin"):
        await play.types(rep, f"/{command} {script.help}")
    for text in ("", script.typo, script.nonsense, script.team, script.settings, f"{script.typo[:1]}"):
        await play.types(rep, f"/genjin {text}".strip())
    for text in ("/taken", "/pipeline", "/today", "/nonsense"):
        await play.types(rep, text)
    await admin.opens_home()
    await play.press(admin, ids.SETTINGS, on=admin.home)
    claims, held = "Claims a day, each member", "Leads held at once, each member"
    await play.send(admin, {claims: "0"})
    await play.send(admin, {claims: "2", held: "30", "Channel of the lead pool": "#lead-pool"})
    await admin.dismiss(everything=True)
    await play.types(admin, f"/genjin {script.settings}")
    await admin.dismiss(everything=True)
    await play.types(admin, f"/genjin {script.team}")
    await play.press(admin, ids.TEAM_EDIT)
    await play.send(admin, {"Member": play.who("Alice"), "Role": play.t.plain("Rep"), "Team": "广告组"})
    await admin.dismiss(everything=True)


async def pool(play: Play) -> None:
    """Leads come in, are claimed, given on, released, undone; quotas end."""
    rep, manager, alice, script = play.who("小李"), play.who("张军"), play.who("Alice"), play.script
    await play.types(rep, f"/lead {script.pool}")
    await play.types(rep, f"/lead {script.mine}")
    entered = await play.types(rep, f"/lead {script.new} {script.customer} {script.lead}")
    await play.press(rep, ids.UNDO, on=entered)
    await play.press(rep, ids.UNDO, on=entered)
    await play.types(rep, f"/lead {script.new} {script.customer} {script.lead}")
    await play.deliver(rep)
    posted = rep.sees("#lead-pool")[-1]
    await play.press(alice, ids.LEAD_ASSIGN, on=posted)
    for who in (rep, rep, alice):
        await play.press(who, ids.LEAD_CLAIM, on=posted)
    await play.deliver(rep, alice)
    await play.press(rep, ids.LEAD_CARD)
    await play.types(rep, f"/lead {script.new} {script.customer}")
    await play.types(rep, f"/lead {script.new}")
    told = {"Customer": script.many[0], "Contact": script.person, "Phone": "13800138000", "Region": script.short}
    await play.send(rep, {**told, "Price quoted": "300", "Budget": "?"})
    await play.send(rep, {"Budget": "300000", "Goes to": play.t.plain("Myself"), "Source": script.short})
    await play.send(rep, {})  # another customer has that number: entered anyway
    await rep.dismiss(everything=True)
    await play.press(manager, ids.LEAD_ASSIGN, on=manager.sees("#lead-pool")[-1])
    await play.send(manager, {"Assign to": "Alice"})
    await manager.dismiss(everything=True)
    await play.deliver(alice)
    await play.types(alice, f"/lead {script.customer}")
    await play.press(alice, ids.LEAD_RELEASE)
    await play.enter(*script.many[1:])
    await play.types(rep, f"/lead {script.pool}")
    await play.press(rep, f"{ids.LEAD_POOL}.next")
    await play.press(rep, ids.LEAD_POOL)
    for _ in range(3):
        await play.press(rep, ids.LEAD_CLAIM)


async def follow_ups(play: Play) -> None:
    """Lines of every kind: plain, again, hollow, for nobody known, for one of two, from a form, a message, a DM."""
    rep, jia, script = play.who("小李"), play.who("销售甲"), play.script
    await play.enter(*script.pair, to="小李")
    logged = await play.types(rep, f"/visit {script.pair[0]} {script.visit}")
    await play.types(rep, f"/visit {script.pair[0]} {script.visit}")
    await play.press(rep, ids.VISIT_EDIT, on=logged)
    await play.send(rep, {"What happened?": f"{script.pair[0]} {script.quoted}"})
    await rep.dismiss(everything=True)
    for line in (script.someday, script.hollow):
        await play.types(rep, f"/phone {script.pair[0]} {line}")
    await play.types(rep, f"/visit {script.pair[0]} {script.visit} {script.visit}")
    await play.types(rep, f"/lead {script.pair[0]}")
    await play.types(rep, f"/visit {script.short} {script.visit}")
    await play.press(rep, f"{ids.VISIT_CHOOSE}.1")
    await play.types(jia, f"/visit {script.pair[0]} {script.visit}")
    await play.types(rep, f"/visit {script.other} {script.visit}")
    await play.press(rep, ids.VISIT_MAKE_LEAD)
    await play.press(rep, ids.UNDO)
    await play.says(rep, f"{script.other} {script.quoted}")
    for text in ("/visit", "/phone"):
        await play.types(rep, text)
        await play.send(rep, {"What happened?": script.visit, "Next step": script.hollow, "Kind": play.t.plain("Call")})
        await rep.dismiss(everything=True)
    await rep.opens_home()
    for way in (ids.VISIT_LOG, ids.LEAD_NEW, ids.DEAL_NEW):
        await play.press(rep, way, on=rep.home)
        await rep.dismiss(everything=True)
    own = next(each for each in rep.dms if each.by == rep.id)
    play.shown.look(rep, await rep.shortcut(ids.VISIT_SHORTCUT, own))
    await rep.dismiss(everything=True)


async def customers(play: Play) -> None:
    """Whose a customer is, as each may know; cards of one and of several."""
    rep, jia, alice, script = play.who("小李"), play.who("销售甲"), play.who("Alice"), play.script
    for who in (rep, jia, alice, play.who("张军")):
        for name in (script.pair[0], script.short, script.customer, script.nonsense, script.many[0]):
            await play.types(who, f"/taken {name}")
    await play.types(jia, f"/lead {script.new} {script.pair[0]}")
    await play.types(rep, f"/lead {script.new} {script.short}")
    await play.press(rep, ids.UNDO, on=await play.press(rep, ids.ANYWAY))
    for command, choice in (("/lead", ids.LEAD_CARD), ("/deal", ids.DEAL_CARD)):
        await play.types(rep, f"{command} {script.short}")
        await play.press(rep, f"{choice}.0")
        await play.types(rep, f"{command} {script.nonsense}")
    await play.enter(*(f"{name}{script.short}" for name in script.many), to="小李")
    await play.types(rep, f"/lead {script.mine}")
    await play.press(rep, f"{ids.LEAD_MINE}.next")
    await play.press(rep, ids.LEAD_MINE)
    await play.types(rep, f"/lead {script.new} {script.nonsense * 30}")


async def deals(play: Play) -> None:
    """A lead becomes a deal that moves on, back, and is changed; another is entered outright."""
    rep, jia, manager, script = play.who("小李"), play.who("销售甲"), play.who("张军"), play.script
    asked = f"/deal {script.pair[0]}"
    await play.types(rep, f"/deal {script.mine}")
    await play.types(rep, f"/lead {script.pair[0]}")
    await play.press(rep, ids.LEAD_CONVERT)
    await play.send(rep, {"Amount": "300000", "Expected close": play.house.now() + timedelta(days=12)})
    await rep.dismiss(everything=True)
    card = await play.types(rep, asked)
    await play.press(rep, ids.DEAL_BACK, on=card)
    await play.press(rep, ids.DEAL_ADVANCE, on=card)
    await play.press(manager, ids.DEAL_ADVANCE, on=await play.types(manager, asked))
    await play.press(rep, ids.DEAL_ADVANCE, on=card)
    await play.press(rep, ids.DEAL_BACK, on=await play.types(rep, asked))
    await play.press(rep, ids.UNDO)
    await play.deed(rep, "History of its stages", on=await play.types(rep, asked))
    await play.press(rep, ids.DEAL_EDIT, on=await play.types(rep, asked))
    await play.send(rep, {"Probability in %": "abc"})
    await play.send(rep, {"Probability in %": "55"})
    await rep.dismiss(everything=True)
    await play.types(jia, asked)
    await play.types(rep, f"/deal {script.new} {script.other} {script.deal}")
    await play.types(rep, f"/deal {script.new}")
    await play.send(rep, {"Customer": script.pair[0], "Amount": "500000"})
    await rep.dismiss(everything=True)
    for text in ("/pipeline", "/today"):
        await play.types(manager, text)


async def ends(play: Play) -> None:
    """Deals are lost and won; a list has more than a page."""
    rep, script = play.who("小李"), play.script
    await play.enter_deals(*(f"{script.short}{name}" for name in script.many), to="小李")
    await play.types(rep, f"/deal {script.mine}")
    await play.press(rep, f"{ids.DEAL_MINE}.next")
    await play.press(rep, ids.DEAL_MINE)
    card = await play.press(rep, ids.DEAL_CARD)
    await play.press(rep, ids.DEAL_LOSE, on=card)
    await play.send(rep, {"Why?": script.quoted, "Who won it?": script.nonsense})
    await rep.dismiss(everything=True)
    await play.press(rep, ids.DEAL_EDIT, on=card)
    await rep.dismiss(everything=True)
    won = await play.types(rep, f"/deal {script.short}{script.many[-1]}")
    await play.press(rep, ids.DEAL_WIN, on=won)
    await play.send(rep, {"What decided it?": script.quoted})
    await rep.dismiss(everything=True)
    await play.press(rep, ids.DEAL_ADVANCE, on=won)
    await play.press(rep, ids.DEAL_HISTORY, on=await play.types(rep, f"/deal {script.short}{script.many[-1]}"))


async def undelivered(play: Play) -> None:
    """Two notices are given up; the admin sends one again and drops the other."""
    admin = play.who("陈总")
    async with play.house.db.begin() as session:
        last = select(Notice.id).where(Notice.status == "sent", Notice.mode == "post").order_by(Notice.id.desc())
        given_up = update(Notice).where(Notice.id.in_(last.limit(2))).values(status="dead", error="not_in_channel")
        await session.execute(given_up)
    await admin.opens_home()
    play.shown.look(admin, admin.home)
    before = admin.home
    await play.press(admin, ids.NOTICE_AGAIN, on=before)
    await admin.dismiss(everything=True)
    await play.press(admin, ids.NOTICE_DROP, on=before)
    await admin.dismiss(everything=True)


async def choices(play: Play, alert: Seen) -> None:
    """What people are told, when, and why; customers muted for a while."""
    rep, t = play.who("小李"), play.t
    for who in (play.who("张军"), play.who("陈总"), rep):
        await who.opens_home()
        await play.press(who, ids.NOTICES, on=who.home)
        await play.send(who, {"Quiet from": "22:00"})
        await play.send(who, {"Quiet until": "07:00"})
        await who.dismiss(everything=True)
    manager = play.who("张军")
    for who, told in [*((rep, each) for each in rep.dms), *((manager, each) for each in manager.sees("#ads"))]:
        for why in ("Why did I get this?", "Why is this here?"):
            if any(button.text == t.plain(why) for button in told.buttons):
                play.shown.look(who, await who.press(t.plain(why), on=told))
    for way in ("Mute this customer for a day", "Mute this customer until the next follow-up"):
        play.shown.look(rep, await rep.press(t.plain(way), on=alert))
    await rep.press(t.plain("Mute this customer until a day…"), on=alert)
    await play.send(rep, {"Until": play.house.now()})
    await play.send(rep, {"Until": play.house.now() + timedelta(days=20)})
    await rep.dismiss(everything=True)
    await rep.opens_home()
    await play.press(rep, ids.NOTICES, on=rep.home)
    await play.press(rep, ids.MUTE_END)
    await rep.dismiss(everything=True)
    play.pressed.add(ids.NOTICE_MENU)


async def days(play: Play) -> None:
    """Time passes: reminders, alerts, digests, and what people do about them."""
    rep, script = play.who("小李"), play.script
    await play.types(rep, f"/visit {script.pair[0]} {script.visit}")
    await play.types(rep, "/today")
    await play.choose(rep, ids.TASK_LATER, "Later…", "Tomorrow")
    await play.types(rep, "/today")
    await play.choose(rep, ids.TASK_LATER, "Later…", "Another day…")
    await play.send(rep, {"On": play.house.now() - timedelta(days=3)})
    await play.send(rep, {"On": play.house.now() + timedelta(days=1)})
    await play.press(rep, ids.TODAY)
    await rep.dismiss(everything=True)
    await play.types(rep, "/today")
    await play.press(rep, ids.TASK_DONE)
    for day in (1, 2, 4, 4, 3, 4):
        await play.days_pass(day, "remind-tasks", "warn-silent-leads", "warn-closing-deals", "morning-digest")
        await play.types(rep, "/today")
        await play.types(rep, f"/lead {script.mine}")
    await rep.opens_home()
    play.shown.look(rep, rep.home)
    both = {ids.LEAD_RELEASE, ids.NOTICE_MENU}
    silent = next(each for each in reversed(rep.dms) if both <= {button.action_id for button in each.buttons})
    await choices(play, silent)
    await undelivered(play)
    await play.press(rep, ids.LEAD_RELEASE, on=silent)
    await play.press(rep, ids.LEAD_RELEASE, on=silent)
    await play.deliver(rep)
