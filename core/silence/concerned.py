"""Who else is to hear of what happens to a member's leads: their team, in its channel, else whoever leads them."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import members
from core.models import Member, Team

# How a notice is addressed: to={member}, channel={Slack id}, or to nobody.
Address = dict[str, Any]


class Concerned:
    """The team's channel; without one its manager, else an admin. Each member's is asked once in a job's run."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._leaders: dict[int, Member | None] = {}

    async def of(self, owner: Member, team: Team | None) -> Address | None:
        """How to address them; None: there is nobody but the owner."""
        if team is not None and team.channel:
            return {"channel": team.channel}
        if owner.id not in self._leaders:
            self._leaders[owner.id] = await members.manager_of(self._session, member=owner)
        leader = self._leaders[owner.id]
        return {"to": leader} if leader else None
