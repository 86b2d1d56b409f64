"""The scene of what seldom comes: an empty tomorrow, what was missed, a deal's channel refused, and about to go."""

from datetime import timedelta

from sqlalchemy import select, update

from core.models import Deal, DealStatus, Notice, Room
from tests.handlers.play import Play


async def act(play: Play) -> None:
    """All of it, after everything else."""
    rep, script = play.who("小李"), play.script
    name = f"{script.many[2]}{script.gated}"
    await play.enter_deals(name, to="小李")
    await play.deed(rep, "Channel of this deal", on=await play.types(rep, f"/deal {name}"))
    play.house.slack.faults.add("conversations.create", "refused", word="restricted_action")
    await play.house.do_errands()
    await play.deliver(rep)
    await _ended(play)
    async with play.house.db.begin() as session:
        old = select(Notice.id).where(
            Notice.kind == "closing_deal", Notice.member_id.is_not(None), Notice.mode == "post"
        )
        await session.execute(update(Notice).where(Notice.id.in_(old)).values(status="expired", folded_into=None))
    await play.days_pass(1, "prune", "nudge-empty-tomorrow", "morning-digest")
    for who in (rep, play.who("销售甲"), play.who("Alice")):
        play.shown.look(who)


async def _ended(play: Play) -> None:
    """The deal that has a channel was lost some time ago."""
    then = play.house.now() - timedelta(days=30)
    async with play.house.db.begin() as session:
        of_rooms = select(Room.deal_id).where(Room.channel.is_not(None))
        ended = {"status": DealStatus.LOST, "closed_at": then}
        await session.execute(update(Deal).where(Deal.id.in_(of_rooms)).values(**ended))
