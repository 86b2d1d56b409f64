"""A follow-up that tells what somebody is in the decision: 刘兵是决策者, Tom is the decision maker."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.deciders import edit
from core.models import Account, Member
from core.reading import Reading
from core.visits.write import Written


async def keep(
    session: AsyncSession, *, reading: Reading, account_id: int, written: Written, by: Member, now: datetime
) -> None:
    """Put it on the map. No statement where the line says nothing of the kind."""
    if not reading.standings:
        return
    account = await session.get_one(Account, (by.workspace_id, account_id))
    for told in reading.standings:
        await edit.stand(session, account=account, told=told, by=by, now=now, visit_id=written.visit_id)
