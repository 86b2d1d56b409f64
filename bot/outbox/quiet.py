"""Slack's do-not-disturb: asked before somebody is disturbed, and remembered for a while."""

import time
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.outbox.wire import Refused, Unknown, Wait, Wire

_MOST = 10_000  # people remembered at once

log = structlog.get_logger(__name__)


class Quiet:
    """Until when somebody does not want to be disturbed, as Slack tells it.

    Where the app may not ask, or Slack does not answer, nobody is taken to want quiet: a notice late for ever would be
    worse. That it may not ask is said once.
    """

    def __init__(self, wire: Wire, *, ask_again: float) -> None:
        self._wire = wire
        self._ask_again = ask_again
        self._told: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}
        self._barred: set[str] = set()

    async def until(self, workspace_id: str, user: str, *, now: datetime) -> datetime | None:
        """When their do-not-disturb ends; None: they may be told now."""
        ends = [end for start, end in _windows(await self._asked(workspace_id, user)) if start <= now.timestamp() < end]
        return datetime.fromtimestamp(max(ends), UTC) if ends else None

    async def _asked(self, workspace_id: str, user: str) -> dict[str, Any]:
        if workspace_id in self._barred:
            return {}
        kept = self._told.get((workspace_id, user))
        if kept and time.monotonic() - kept[0] < self._ask_again:
            return kept[1]
        if len(self._told) >= _MOST:
            self._told.clear()
        told = await self._ask(workspace_id, user)
        self._told[workspace_id, user] = (time.monotonic(), told)
        return told

    async def _ask(self, workspace_id: str, user: str) -> dict[str, Any]:
        try:
            return await self._wire.do_not_disturb(workspace_id, user)
        except Refused as said:
            if said.word in ("missing_scope", "unknown_method", "not_allowed_token_type"):
                if workspace_id in self._barred:  # two were on their way
                    return {}
                self._barred.add(workspace_id)
                log.warning("do-not-disturb cannot be asked: grant dnd:read", workspace=workspace_id, why=said.word)
        except (Wait, Unknown) as broken:
            log.info("Slack did not tell whether somebody wants quiet", user=user, why=str(broken))
        return {}


def _windows(told: dict[str, Any]) -> list[tuple[float, float]]:
    """The hours of quiet as epoch seconds: those set for every night, and a snooze."""
    windows = []
    if told.get("dnd_enabled"):
        windows.append((float(told.get("next_dnd_start_ts") or 0), float(told.get("next_dnd_end_ts") or 0)))
    if told.get("snooze_enabled"):
        windows.append((0.0, float(told.get("snooze_endtime") or 0)))
    return windows
