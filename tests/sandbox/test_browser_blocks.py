"""Every block a bot may send is drawn, named for screen readers, and safe whatever it holds."""

from typing import Any

import pytest

from sandbox.browser.draw.blocks import blocks
from sandbox.browser.draw.layout import attachments
from sandbox.browser.draw.plots import nice_ticks
from sandbox.browser.draw.tables import number
from sandbox.browser.draw.viewer import Viewer

Json = dict[str, Any]
HOSTILE = '<img src=x onerror="alert(1)">'
ALICE = Viewer("U2", people={"U1": "小李", "U2": "Alice"}, channels={"C1": "east"}, files={"F1": "/files/F1"})
LI = Viewer("U1", "zh-CN")


def draw(*items: Json, viewer: Viewer = ALICE) -> str:
    return str(blocks(list(items), viewer))


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mark(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str = "v", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "act", **more}


def field(one: Json, label: str = "Label", **more: Any) -> Json:
    return {"type": "input", "block_id": "b1", "label": plain(label), "element": one, **more}


def test_a_section_has_text_fields_and_its_accessory() -> None:
    button = element("button", text=plain("Open"), value="7", style="primary")
    drawn = draw({"type": "section", "block_id": "b", "text": mark("*Acme*"), "fields": [mark("a"), mark("b")],
                  "accessory": button})  # fmt: skip
    assert "<b>Acme</b>" in drawn
    assert drawn.count('<div class="text">') == 3
    assert 'class="btn btn--primary"' in drawn
    assert 'data-block-id="b"' in drawn
    assert 'data-value="7"' in drawn


def test_headers_dividers_contexts_and_images() -> None:
    drawn = draw(
        {"type": "header", "text": plain("Today :fire:")},
        {"type": "divider"},
        {"type": "context", "elements": [mark("by *me*"), {"type": "image", "image_url": "https://a.example/a.png"}]},
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a chart", "title": plain("Chart")},
        {"type": "image", "image_url": "javascript:alert(1)", "alt_text": "no"},
    )
    assert ">Today 🔥</h3>" in drawn
    assert "<hr " in drawn
    assert '<img src="https://a.example/a.png"' in drawn
    assert '<img src="/files/F1" alt="a chart"' in drawn
    assert "javascript" not in drawn


def test_a_button_may_ask_first_or_be_a_link() -> None:
    asked = {"title": plain("Sure?"), "text": mark("*Really*"), "confirm": plain("Do it"), "deny": plain("No"),
             "style": "danger"}  # fmt: skip
    drawn = draw(
        {
            "type": "actions",
            "block_id": "b",
            "elements": [
                element("button", text=plain("Drop"), style="danger", confirm=asked),
                element("button", text=plain("Site"), url="https://a.example"),
                element("button", text=plain("Trap"), url="javascript:alert(1)"),
            ],
        }
    )
    assert "btn--danger" in drawn
    assert "<template data-confirm>" in drawn
    assert "<b>Really</b>" in drawn
    assert 'href="https://a.example"' in drawn
    assert "javascript" not in drawn


def test_an_overflow_menu_lists_its_options() -> None:
    drawn = draw({"type": "actions", "elements": [element("overflow", options=[option("Edit", "e"), option("Drop")])]})
    assert 'aria-label="More options"' in drawn
    assert drawn.count('role="menuitem"') == 2


@pytest.mark.parametrize(
    ("one", "parts"),
    [
        (element("plain_text_input", initial_value="x", placeholder=plain("Name")), ['type="text"', 'value="x"']),
        (element("plain_text_input", multiline=True, initial_value="a\nb"), ["<textarea", ">a\nb</textarea>"]),
        (element("number_input", is_decimal_allowed=False, min_value="1"), ['inputmode="decimal"']),
        (element("email_text_input"), ['type="email"']),
        (element("url_text_input"), ['type="url"']),
        (element("datepicker", initial_date="2026-11-20"), ['type="date"', 'value="2026-11-20"']),
        (element("timepicker", initial_time="09:30"), ['type="time"', 'value="09:30"']),
        (element("datetimepicker", initial_date_time=1795147200), ['value="2026-11-20T04:00"']),
        (element("rich_text_input"), ["<textarea"]),
        (element("file_input", filetypes=["csv"], max_files=1), ['type="file"', 'accept=".csv"']),
    ],
)
def test_a_field_is_named_by_its_label(one: Json, parts: list[str]) -> None:
    drawn = draw(field(one, hint=plain("a hint"), optional=True))
    for part in parts:
        assert part in drawn
    name = drawn.split('for="')[1].split('"')[0]
    assert f'id="{name}"' in drawn
    assert "(optional)" in drawn
    assert "a hint" in drawn


def test_an_error_stands_under_its_field_alone() -> None:
    items = [field(element("plain_text_input")), {**field(element("plain_text_input")), "block_id": "b2"}]
    drawn = str(blocks(items, ALICE, {"b2": "Too long"}))
    assert drawn.count("has-error") == 1
    assert drawn.index("Too long") > drawn.index('data-input="b2"')


@pytest.mark.parametrize("many", ["", "multi_"])
def test_selects_of_every_source_offer_their_options(many: str) -> None:
    groups = [{"label": plain("East"), "options": [option("Ana", "a", description=plain("rep"))]}]
    assert 'aria-label="East"' in draw(field(element(f"{many}static_select", option_groups=groups)))
    assert 'data-label="@小李"' in draw(field(element(f"{many}users_select")))
    assert 'data-label="#east"' in draw(field(element(f"{many}channels_select")))
    both = draw(field(element(f"{many}conversations_select")))
    assert both.count('role="option"') == 3
    external = draw(field(element(f"{many}external_select", min_query_length=2)))
    assert 'data-min-query="2"' in external
    assert 'role="combobox"' in external


def test_what_a_select_starts_with_is_a_chip() -> None:
    assert 'class="chip"' in draw(field(element("static_select", options=[option("A")], initial_option=option("A"))))
    several = element("multi_users_select", initial_users=["U1", "U2"])
    assert draw(field(several)).count('class="chip"') == 2


def test_checkboxes_and_radios_know_what_is_chosen() -> None:
    options = [option("One", "1", description=mark("_first_")), option("Two", "2")]
    boxes = draw(field(element("checkboxes", options=options, initial_options=[options[1]])))
    assert boxes.count(" checked") == 1
    assert "<i>first</i>" in boxes
    assert 'role="group" data-element="checkboxes"' in boxes
    radios = draw(field(element("radio_buttons", options=options)))
    assert " checked" not in radios
    assert radios.count('type="radio"') == 2


def test_a_table_aligns_its_columns() -> None:
    rows = [[{"type": "raw_text", "text": "Stage"}, {"type": "raw_text", "text": "Sum"}],
            [{"type": "raw_text", "text": "Quoted"}, {"type": "raw_number", "value": 12000}]]  # fmt: skip
    drawn = draw({"type": "table", "rows": rows, "column_settings": [None, {"align": "right"}]})
    assert '<th scope="col" class="to-left">Stage</th>' in drawn
    assert 'class="to-right" data-sort="12000.0">12,000</td>' in drawn


def test_a_data_table_has_a_caption_headings_that_sort_and_pages() -> None:
    head = [{"type": "raw_text", "text": "Deal"}, {"type": "raw_text", "text": "Amount"}]
    rows = [[{"type": "raw_text", "text": f"D{n}"}, {"type": "raw_text", "text": f"{n} 万"}] for n in range(7)]
    drawn = draw({"type": "data_table", "caption": plain("Deals"), "rows": [head, *rows], "page_size": 3})
    assert "<caption>Deals</caption>" in drawn
    assert drawn.count('aria-sort="none"') == 2
    assert 'data-page-size="3"' in drawn
    assert 'aria-label="Next page"' in drawn
    assert '<th scope="row" class="to-left">D0</th>' in drawn
    assert 'data-sort="60000.0"' in drawn


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234", 1234), ("¥30万", 300_000), ("CNY 1.5M", 1_500_000), ("60%", 60), ("-3", -3), ("2 亿元", 200_000_000),
     ("Q3 2026", None), ("", None)],
)  # fmt: skip
def test_amounts_sort_as_numbers(text: str, value: float | None) -> None:
    assert number({"type": "raw_text", "text": text}) == value


def test_a_pie_tells_every_share_in_words() -> None:
    segments = [{"label": "Won", "value": 3}, {"label": "Lost", "value": 1}]
    chart = {"type": "pie", "segments": segments}
    drawn = draw({"type": "data_visualization", "title": "Deals", "chart": chart})
    assert 'role="img" aria-label="Deals"' in drawn
    assert drawn.count("<path ") == 2
    assert "Won: 3 (75%)" in drawn
    whole = draw({"type": "data_visualization", "title": "All", "chart": {"type": "pie", "segments": segments[:1]}})
    assert "<circle " in whole


@pytest.mark.parametrize(("kind", "shape"), [("bar", "<rect "), ("line", "<polyline "), ("area", "<polygon ")])
def test_a_plot_has_axes_legend_and_numbers(kind: str, shape: str) -> None:
    series = [{"name": name, "data": [{"label": "Nov", "value": 5 * sign}, {"label": "Dec", "value": 2_500_000}]}
              for name, sign in (("Plan", 1), ("Done", -1))]  # fmt: skip
    axis = {"categories": ["Nov", "Dec"], "x_label": "Month", "y_label": "Yuan"}
    chart = {"type": kind, "series": series, "axis_config": axis}
    drawn = draw({"type": "data_visualization", "title": "Forecast", "chart": chart})
    assert shape in drawn
    for said in ("Plan · Nov: 5", "Done · Nov: -5", "2.5M", "Month", "Yuan", 'class="legend"', "sr-only"):
        assert said in drawn


def test_counts_have_no_halves_on_their_axis() -> None:
    assert nice_ticks([0, 1, 1]) == [0, 1]
    assert nice_ticks([3, 0]) == [0, 1, 2, 3]
    assert nice_ticks([0.2, 0.9]) == [0, 0.25, 0.5, 0.75, 1]
    assert nice_ticks([-5, 12]) == [-5, 0, 5, 10, 15]


def test_a_long_category_takes_two_lines() -> None:
    series = [{"name": "n", "data": [{"label": name, "value": 1} for name in ("Decision makers known", *"abcde")]}]
    drawn = draw({"type": "data_visualization", "title": "t", "chart": {"type": "bar", "series": series}})
    assert ">Decision</tspan>" in drawn
    assert ">makers known</tspan>" in drawn


def test_a_plot_of_nothing_but_zeros_still_stands() -> None:
    series = [{"name": "n", "data": [{"label": "a", "value": 0}]}]
    assert "<svg" in draw({"type": "data_visualization", "title": "t", "chart": {"type": "bar", "series": series}})


def test_containers_cards_and_carousels_hold_others() -> None:
    inner = {"type": "section", "text": mark("*inside*")}
    card = {"type": "card", "block_id": "k", "title": mark("方舟电子"), "body": mark("200"),
            "actions": [element("button", text=plain("Claim"))]}  # fmt: skip
    drawn = draw(
        {"type": "container", "title": plain("Fold"), "child_blocks": [inner], "is_collapsible": True,
         "default_collapsed": True},
        {"type": "container", "title": plain("Open"), "child_blocks": [inner]},
        {"type": "carousel", "elements": [card, card]},
    )  # fmt: skip
    assert drawn.count("<b>inside</b>") == 2
    assert "<details class" in drawn
    assert " open" not in drawn
    assert drawn.count('data-block-id="k"') == 2


def test_markdown_is_drawn_and_its_html_is_text() -> None:
    drawn = draw({"type": "markdown", "text": f"# Head\n\n- **a**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n{HOSTILE}"})
    assert "<h1>Head</h1>" in drawn
    assert "<strong>a</strong>" in drawn
    assert "<td>1</td>" in drawn
    assert "<img" not in drawn
    assert 'href="javascript' not in draw({"type": "markdown", "text": "[x](javascript:alert(1))"})


def test_alerts_videos_and_attachments() -> None:
    drawn = draw(
        {"type": "alert", "text": mark("Careful"), "level": "warning"},
        {"type": "video", "title": plain("Demo"), "video_url": "https://v.example", "alt_text": "demo"},
    ) + str(attachments([{"color": "#36a64f", "title": "T", "text": "*t*", "fields": [{"title": "F", "value": "v"}]},
                         {"color": 'red;"x', "fallback": HOSTILE}], ALICE))  # fmt: skip
    assert "alert--warning" in drawn
    assert 'href="https://v.example"' in drawn
    assert "--bar:#36a64f" in drawn
    assert "red;" not in drawn
    assert "<img" not in drawn


def test_an_unknown_block_or_element_says_so_in_the_readers_language() -> None:
    assert "This workspace cannot draw “hologram” yet." in draw({"type": "hologram"})
    assert "这个工作区还不能显示“hologram”。" in draw({"type": "hologram"}, viewer=LI)
    assert "workflow_button" in draw({"type": "actions", "elements": [element("workflow_button")]})


HOLDERS: list[Json] = [
    {"type": "section", "text": mark(HOSTILE), "fields": [plain(HOSTILE)]},
    {"type": "header", "text": plain(HOSTILE)},
    {"type": "context", "elements": [plain(HOSTILE)]},
    {"type": "actions", "block_id": HOSTILE, "elements": [element("button", text=plain(HOSTILE), value=HOSTILE)]},
    field(element("plain_text_input", initial_value=HOSTILE, placeholder=plain(HOSTILE)), HOSTILE),
    field(element("plain_text_input", initial_value=f"</textarea>{HOSTILE}", multiline=True)),
    field(element("static_select", options=[option(HOSTILE, HOSTILE, description=plain(HOSTILE))])),
    field(element("multi_static_select", options=[option(HOSTILE)], initial_options=[option(HOSTILE)])),
    field(element("checkboxes", options=[option(HOSTILE, HOSTILE)])),
    {"type": "table", "rows": [[{"type": "raw_text", "text": HOSTILE}]]},
    {"type": "data_table", "caption": HOSTILE, "rows": [[{"type": "raw_text", "text": HOSTILE}]] * 2},
    {"type": "data_visualization", "title": HOSTILE,
     "chart": {"type": "pie", "segments": [{"label": HOSTILE, "value": 1}]}},
    {"type": "data_visualization", "title": HOSTILE,
     "chart": {"type": "line", "series": [{"name": HOSTILE, "data": [{"label": HOSTILE, "value": 1}]}]}},
    {"type": "card", "title": mark(HOSTILE), "body": plain(HOSTILE)},
    {"type": "container", "title": plain(HOSTILE), "child_blocks": [{"type": HOSTILE}]},
    {"type": "video", "title": plain(HOSTILE), "video_url": HOSTILE, "author_name": HOSTILE},
    {"type": "alert", "level": HOSTILE, "text": plain(HOSTILE)},
    {"type": "image", "image_url": f'https://a.example/"{HOSTILE}', "alt_text": HOSTILE},
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOLDERS, ids=lambda block: str(block["type"])[:20])
def test_no_block_lets_a_tag_through(hostile: Json) -> None:
    drawn = draw(hostile).replace('<img src="https://a.example/&#34;', "")
    assert "<img" not in drawn
    assert 'onerror="' not in drawn
