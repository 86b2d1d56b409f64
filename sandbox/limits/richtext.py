"""rich_text blocks and cells."""

from typing import Any

from sandbox.limits.rules import Report, Rule, anything, by_type, flag, many, number, one_of, shape, string

STYLE: dict[str, Rule] = {
    "style": shape(None, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), flag))
}
PARTS: dict[str, Rule] = {
    "text": shape({"text": string(12_000)}, STYLE),
    "link": shape({"url": string(3000)}, {"text": string(3000), "unsafe": flag, **STYLE}),
    "user": shape({"user_id": string(255)}, STYLE),
    "usergroup": shape({"usergroup_id": string(255)}, STYLE),
    "channel": shape({"channel_id": string(255)}, STYLE),
    "team": shape({"team_id": string(255)}, STYLE),
    "emoji": shape({"name": string(255)}, {"unicode": string(255), "skin_tone": number(1, 6), **STYLE}),
    "date": shape(
        {"timestamp": number(0, 10**11), "format": string(255)}, {"url": string(3000), "fallback": string(255), **STYLE}
    ),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, STYLE),
    "color": shape({"value": string(20)}, STYLE),
}
PART = by_type(PARTS, "rich text part")
BORDER: dict[str, Rule] = {"border": number(0, 1)}
SECTION = shape({"elements": many(PART, 1, 1000)})
ELEMENT = by_type(
    {
        "rich_text_section": SECTION,
        "rich_text_quote": shape({"elements": many(PART, 1, 1000)}, BORDER),
        "rich_text_preformatted": shape({"elements": many(PART, 1, 1000)}, {"language": string(50), **BORDER}),
        "rich_text_list": shape(
            {
                "elements": many(by_type({"rich_text_section": SECTION}, "list item"), 1, 1000),
                "style": one_of("bullet", "ordered"),
            },
            {"indent": number(0, 8), "offset": number(0, 1000), **BORDER},
        ),
    },
    "rich text element",
)
RICH_TEXT = shape({"elements": many(ELEMENT, 1, 1000)}, {"block_id": anything})


def rich_text(report: Report, at: str, value: Any) -> None:
    """A rich_text object, as a block or in a cell."""
    RICH_TEXT(report, at, value)
