"""What a worker does for a handover: leads, deals, what is planned, a hundred at a time; its message follows along."""

from core.handovers import finishing, working
from handlers.errands import Desk

_STEPS = (
    ("leads", working.next_leads),
    ("deals", working.next_deals),
    ("tasks", working.next_tasks),
)


async def do(desk: Desk) -> None:
    """Hand over what is left, and tell."""
    here = {"workspace_id": desk.db.workspace_id, "handover_id": desk.errand.noun_id}
    for name, step in _STEPS:
        after: int | None = 0
        while after is not None:
            async with desk.db.begin() as session:
                await desk.hold(session)
                handover = await working.load(session, **here)
                if handover.row.finished_at is not None:
                    return
                after = await step(session, handover=handover, after=after, now=desk.now())
                if after is not None:
                    await finishing.show_again(session, handover=handover, step=f"{name}:{after}", now=desk.now())
    async with desk.db.begin() as session:
        await desk.hold(session)
        handover = await working.load(session, **here)
        await finishing.finish(session, handover=handover, now=desk.now())
        await finishing.show_again(session, handover=handover, step="done", now=desk.now())


async def give_up(desk: Desk) -> None:
    """It is tried again all the same: what has been handed over stays so, and what is left is still to go."""
