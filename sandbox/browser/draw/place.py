"""Where an element stands: its block, and the label that names it when it is inside an input block."""

from dataclasses import dataclass
from itertools import count

from sandbox.browser.draw.html import Json

_numbers = count(1)


def fresh(prefix: str) -> str:
    """An id for the page that no other element has."""
    return f"{prefix}-{next(_numbers)}"


@dataclass(frozen=True)
class Place:
    """The block's id as the bot knows it, and `name`, the page's id of a labelled field."""

    block_id: str = ""
    name: str = ""

    def ids(self, element: Json) -> dict[str, object]:
        """The attributes the page's script finds the element by."""
        return {
            "data_element": element.get("type"),
            "data_action_id": element.get("action_id", ""),
            "data_block_id": self.block_id,
        }

    def control(self, fallback: str) -> dict[str, object]:
        """Names a single control: by its label, or by `fallback` when there is none."""
        if not self.name:
            return {"aria_label": fallback or None}
        return {"id": self.name, "aria_describedby": f"{self.name}-error {self.name}-hint"}

    def group(self, fallback: str = "") -> dict[str, object]:
        """Names a group of controls the same way."""
        if not self.name:
            return {"aria_label": fallback or None}
        return {"aria_labelledby": f"{self.name}-label", "aria_describedby": f"{self.name}-error {self.name}-hint"}
