"""How texts read: mrkdwn, dates in the reader's zone and language, rich text, and nothing that escapes."""

from datetime import UTC, datetime

import pytest

from sandbox.browser.draw.dates import day, slack_date
from sandbox.browser.draw.mrkdwn import mrkdwn
from sandbox.browser.draw.richtext import rich_text
from sandbox.browser.draw.texts import rich
from sandbox.browser.draw.viewer import Viewer

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai, a Friday
LI = Viewer("U1", "zh-CN", "Asia/Shanghai", NOON, people={"U1": "小李", "U2": "Alice"}, channels={"C1": "lead-pool"})
ALICE = Viewer("U2", "en-US", "Europe/London", NOON, people=LI.people, channels=LI.channels)


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("*bold* _it_ ~gone~ `x<y`", "<b>bold</b> <i>it</i> <s>gone</s> <code>x&lt;y</code>"),
        ("*a _b_ c*", "<b>a <i>b</i> c</b>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("~*bold* gone~", "<s><b>bold</b> gone</s>"),
        ("* not bold * and a~b~c", "* not bold * and a~b~c"),
        ("one\ntwo", "one<br>two"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        (":tada: :no_such_thing:", "🎉 :no_such_thing:"),
        ("10:30:45", "10:30:45"),
        ("```a *b* <c>\nd```", "<pre><code>a *b* &lt;c&gt;\nd</code></pre>"),
        ("&gt; said\nthen", "<blockquote>said</blockquote>then"),
        ("&gt;&gt;&gt; all\nof it", "<blockquote>all<br>of it</blockquote>"),
    ],
)
def test_mrkdwn_reads_as_slack_draws_it(typed: str, drawn: str) -> None:
    assert mrkdwn(typed, ALICE) == drawn


def test_a_list_keeps_its_marks_and_its_text() -> None:
    drawn = mrkdwn("• one\n• *two*", ALICE)
    assert drawn.count('class="bulleted"') == 2
    assert "<b>two</b>" in drawn


def test_people_and_channels_read_by_name_and_the_reader_stands_out() -> None:
    drawn = mrkdwn("<@U1> <@U2> <#C1> <!here> <@U9|guest>", LI)
    assert '<span class="mention mention--me" data-person="U1">@小李</span>' in drawn
    assert '<span class="mention" data-person="U2">@Alice</span>' in drawn
    assert ">#lead-pool</a>" in drawn
    assert ">@here</span>" in drawn
    assert ">@guest</span>" in drawn


def test_links_have_their_label_and_keep_what_is_styled_inside_the_address() -> None:
    drawn = mrkdwn("*<https://a.example/x_y_z?a=1&amp;b=2|Order *1*>*", ALICE)
    assert 'href="https://a.example/x_y_z?a=1&amp;b=2"' in drawn
    assert drawn.startswith("<b><a ")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<javascript:alert(1)|press me>",
        "<data:text/html,x|press>",
        '<https://a.example/"onmouseover="alert(1)|x>',
        "<@U9|<img src=x onerror=alert(1)>>",
        "<!date^1^{date}^javascript:alert(1)|x>",
        "`<img src=x>` *<b onclick=alert(1)>*",
        "\ue0000\ue001",
    ],
)
def test_nothing_typed_becomes_a_tag(hostile: str) -> None:
    for text in (mrkdwn(hostile, ALICE), rich({"type": "plain_text", "text": hostile}, ALICE)):
        assert "<script" not in text
        assert "<img" not in text
        assert "<b on" not in text
        assert 'href="javascript' not in text
        assert '"onmouse' not in text


@pytest.mark.parametrize(
    ("template", "english", "chinese"),
    [
        ("{date_num} {time}", "2026-11-20 4:00 AM", "2026-11-20 12:00"),
        ("{date}", "November 20th, 2026", "2026年11月20日"),
        ("{date_short}", "Nov 20, 2026", "2026年11月20日"),
        ("{date_long}", "Friday, November 20th, 2026", "2026年11月20日 星期五"),
        ("{date_short_pretty} at {time_secs}", "Today at 4:00:00 AM", "今天 at 12:00:00"),
        ("{ago} {unknown}", "0 minutes ago {unknown}", "0 分钟前 {unknown}"),
    ],
)
def test_a_date_is_in_the_readers_zone_and_language(template: str, english: str, chinese: str) -> None:
    assert slack_date(NOON.timestamp(), template, ALICE) == english
    assert slack_date(NOON.timestamp(), template, LI) == chinese


def test_the_same_instant_is_tomorrow_for_one_and_today_for_the_other() -> None:
    evening = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert slack_date(evening.timestamp(), "{date_pretty}", ALICE) == "Today"
    assert slack_date(evening.timestamp(), "{date_pretty}", LI) == "明天"
    assert day(LI.local(evening.timestamp()), LI) == "明天"


def test_a_date_that_cannot_be_read_shows_its_fallback() -> None:
    assert mrkdwn("<!date^soon^{date}|some day>", ALICE) == "some day"
    assert mrkdwn("<!date^99999999999999999999^{date}|some day>", ALICE) == "some day"


def test_rich_text_has_lists_quotes_code_styles_and_people() -> None:
    section = {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "<b>", "style": {"bold": True, "code": True}},
            {"type": "user", "user_id": "U2"},
            {"type": "link", "url": "javascript:alert(1)", "text": "bad"},
            {"type": "emoji", "name": "fire"},
            {"type": "date", "timestamp": int(NOON.timestamp()), "format": "{time}", "fallback": "noon"},
        ],
    }
    drawn = rich_text(
        {
            "type": "rich_text",
            "elements": [
                section,
                {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": [section]},
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a\nb"}]},
            ],
        },
        LI,
    )
    assert "<b><code>&lt;b&gt;</code></b>" in drawn
    assert "@Alice" in drawn
    assert "javascript" not in drawn
    assert "🔥" in drawn
    assert ">12:00</time>" in drawn
    assert '<ol start="3"' in drawn
    assert "<blockquote>quoted</blockquote>" in drawn
    assert "<pre><code>a<br>b</code></pre>" in drawn
