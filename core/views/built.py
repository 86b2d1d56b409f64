"""Views that are there from the first day on. Their names belong to them in both languages."""

from dataclasses import dataclass

from core.models import DealStatus
from core.views.shape import ME, Among, Shape, Within

_OPEN = {"status": Among((DealStatus.OPEN.value,))}


@dataclass(frozen=True)
class Built:
    """A view that came with Genjin; `key` stands for it in buttons."""

    key: str
    name_zh: str
    name_en: str
    shape: Shape


BUILT = {
    each.key: each
    for each in (
        Built("open", "进行中的商机", "Open deals", Shape(wants=_OPEN)),
        Built(
            "made", "本月新建", "Made this month", Shape(sort="created", down=True, wants={"created": Within("month")})
        ),
        Built("closing", "本月成交", "Closing this month", Shape(wants={**_OPEN, "close": Within("month")})),
        Built("mine", "我的商机", "My deals", Shape(wants={**_OPEN, "owner": Among((ME,))})),
        Built("owners", "按负责人", "By owner", Shape(sort="owner", wants=_OPEN)),
    )
}
