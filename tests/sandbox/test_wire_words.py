"""Blocks and mrkdwn as people read them."""

from datetime import UTC, datetime

import pytest

from sandbox.clock import Clock, Ids
from sandbox.manifest import App
from sandbox.seen import message
from sandbox.typed import encode
from sandbox.words import lines, plain
from sandbox.workspace import Workspace
from tests.sandbox.wire_bot import actions, button, field, option, section, text_input

MOMENT = int(datetime(2026, 12, 1, 7, 30, tzinfo=UTC).timestamp())


@pytest.fixture
def ws() -> Workspace:
    clock = Clock()
    clock.offset = datetime(2026, 12, 1, 12, tzinfo=UTC).timestamp() - clock.now()
    ws = Workspace(App(), clock, Ids(), team="T1", name="方舟", domain="fangzhou")
    ws.add_user("小李", id="U1", locale="zh-CN")
    ws.add_user("Alice", id="U2", tz="Europe/London")
    ws.add_channel("east", id="C1", members=["U1", "U2"])
    return ws


@pytest.mark.parametrize(
    ("mrkdwn", "read"),
    [
        ("*Owner:* <@U1>", "Owner: @小李"),
        ("<@U9|bob> <@U9>", "@bob @U9"),
        ("<#C1|x> <!here> <!subteam^S1|@sales>", "#east @here @sales"),
        ("<https://a.example|方舟> <https://a.example>", "方舟 https://a.example"),
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("_~*all*~_ of it", "all of it"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("*粗体*文字", "*粗体*文字"),
        ("`*kept*` ```<@U1>```", "*kept* <@U1>"),
        (f"<!date^{MOMENT}^{{date_num}} {{time}}|soon>", "2026-12-01 7:30 AM"),
        (f"<!date^{MOMENT}^{{date_short_pretty}}|soon>", "today"),
        ("<!date^broken|soon>", "soon"),
    ],
)
def test_mrkdwn_is_read_without_its_marks(ws: Workspace, mrkdwn: str, read: str) -> None:
    assert plain(mrkdwn, ws, ws.users["U2"]) == read


def test_dates_follow_the_readers_zone_and_language(ws: Workspace) -> None:
    shown = f"<!date^{MOMENT + 86400}^{{date}} {{time}}, {{date_pretty}}|x>"

    assert plain(shown, ws, ws.users["U1"]) == "2026年12月2日 15:30, 明天"
    assert plain(shown, ws, ws.users["U2"]) == "December 2, 2026 7:30 AM, tomorrow"


def test_every_block_gives_its_words_in_order(ws: Workspace) -> None:
    cell = {"type": "raw_text", "text": "方舟"}
    number = {"type": "raw_number", "value": 200}
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "ask "}, {"type": "user", "user_id": "U1"}],
            },
        ],
    }
    chart = {
        "type": "bar",
        "series": [{"name": "won", "data": [{"label": "Nov", "value": 3}]}],
        "axis_config": {"categories": ["Nov"]},
    }
    radio = {"type": "radio_buttons", "action_id": "r", "options": [option("大"), option("小")]}
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "*Title*"}},
        section("*a*", fields=[{"type": "mrkdwn", "text": "_f1_"}], accessory=button("Open", "o")),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "by <@U2>"}]},
        {"type": "image", "alt_text": "a chart", "image_url": "https://a.example/x.png"},
        rich,
        {"type": "table", "rows": [[cell, number], [rich, cell]]},
        {"type": "data_visualization", "title": "Wins", "chart": chart},
        field("客户", text_input(initial_value="Acme"), "c", hint={"type": "plain_text", "text": "who"}),
        actions(radio, {"type": "users_select", "action_id": "u", "initial_user": "U2"}),
        {"type": "container", "title": {"type": "plain_text", "text": "Box"}, "child_blocks": [section("inside")]},
        {"type": "divider"},
    ]

    assert lines(blocks, ws, ws.users["U2"]) == [
        "*Title*", "a", "f1", "Open", "by @Alice", "a chart", "ask @小李", "方舟 | 200", "ask @小李 | 方舟",
        "Wins", "won", "Nov: 3", "客户", "Acme", "who", "大", "小", "@Alice", "Box", "inside",
    ]  # fmt: skip


def test_the_fallback_is_read_only_without_blocks(ws: Workspace) -> None:
    both = ws.post("C1", ws.bot, "fallback", blocks=[section("shown")])
    bare = ws.post("C1", ws.bot, "*bare*")

    assert message(ws, ws.users["U2"], both).text == "shown"
    assert message(ws, ws.users["U2"], both).fallback == "fallback"
    assert message(ws, ws.users["U2"], bare).text == "bare"


def test_things_are_found_by_their_words_or_by_their_ids_in_any_language(ws: Workspace) -> None:
    blocks = [
        actions(button("认领", "lead.claim"), button("记跟进…", "visit.log")),
        field("客户", text_input(), "customer"),
    ]
    seen = message(ws, ws.users["U1"], ws.post("C1", ws.bot, "x", blocks=blocks))

    assert [seen.button(name).text for name in ("认领", "Claim", "lead.claim", "记跟进", "Log")] == [
        *("认领", "认领", "认领", "记跟进…", "记跟进…")
    ]
    assert seen.input("customer") == seen.input("客户") == seen.input("it")
    for missing in ("lead", "Advance"):
        with pytest.raises(LookupError):
            seen.button(missing)


def test_typed_text_is_escaped_and_names_become_mentions(ws: Workspace) -> None:
    ws.add_user("小李子", id="U3")

    assert encode("问@小李子,抄送@alice <x>", ws) == "问<@U3>,抄送<@U2> &lt;x&gt;"
    assert encode("mail a@alice.example or @Alicex #eastern", ws) == "mail a@alice.example or @Alicex #eastern"
    assert encode("<@U1> <!channel> see https://a.example/?a=1&b=2", ws) == (
        "<@U1> &lt;!channel&gt; see <https://a.example/?a=1&amp;b=2>"
    )


def test_times_only_go_forward_even_when_the_clock_goes_back(ws: Workspace) -> None:
    first = ws.post("C1", ws.bot, "a").ts
    ws.clock.offset -= 3600

    second = ws.post("C1", ws.bot, "b").ts

    assert float(second) > float(first)
    assert [m.text for m in ws.messages("C1")] == ["a", "b"]
