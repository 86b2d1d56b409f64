"""A refusal in Slack's own words."""

from typing import Any


class SlackError(Exception):
    """Answered as `{"ok": false, "error": word}`; `more` is added to it, `status` and `headers` are HTTP's."""

    def __init__(
        self, word: str, *, status: int = 200, headers: dict[str, str] | None = None, more: dict[str, Any] | None = None
    ) -> None:
        super().__init__(word)
        self.word = word
        self.status = status
        self.headers = headers or {}
        self.more = more or {}

    def as_json(self) -> dict[str, Any]:
        """The body Slack answers."""
        return {"ok": False, "error": self.word, **self.more}


def refused(word: str, problems: list[str]) -> SlackError:
    """A refusal with the lines Slack lists under response_metadata.messages."""
    return SlackError(word, more={"errors": problems, "response_metadata": {"messages": problems}})
