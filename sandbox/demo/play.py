"""The history of both teams, played from their first day to the one on which the demo opens."""

from collections.abc import Callable
from datetime import date

from sandbox.demo import ads, office, scanners
from sandbox.demo.acts import Scene
from sandbox.demo.clocks import Clocks
from sandbox.demo.days import moment, shifted
from sandbox.slack import Slack

SCENES: tuple[Scene, ...] = tuple(
    sorted((*office.SCENES, *scanners.SCENES, *ads.SCENES), key=lambda scene: (scene.on, scene.at))
)
EARLIEST = SCENES[0].on


async def play(slack: Slack, clocks: Clocks, first: date, *, tell: Callable[[date, int], None]) -> list[str]:
    """Play every scene at its moment; `tell` hears the day and how many scenes are done. Returns what went wrong.

    A scene that Genjin does not take stops nothing: the workspace opens without it.
    """
    wrong = []
    for number, scene in enumerate(SCENES):
        at = moment(shifted(first, scene.on), scene.at)
        if at > clocks.now:
            clocks.move(at)
        tell(at.date(), number)
        try:
            await scene.act(slack.person(scene.who), first)
        except LookupError as missing:
            wrong.append(f"{at:%m-%d %H:%M} {scene.who}: {missing}")
    return wrong
