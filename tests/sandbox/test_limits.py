"""Every limit: one thing that fits, one that does not, and Slack's line about it."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import limits
from sandbox.errors import SlackError
from tests.sandbox.limit_blocks import Block, button, mrkdwn, option, options, plain, row, section, view
from tests.sandbox.limit_cases import HOME, MESSAGE, MESSAGES, MODAL, TOGETHER, VIEWS

SURFACES = {"message": MESSAGE, "modal": MODAL, "home": HOME}
CASES = [(surface, *case) for surface, cases in SURFACES.items() for case in cases]


@pytest.mark.parametrize(
    ("surface", "fits", "refused", "line"),
    [(surface, *case) for surface, _, *case in CASES],
    ids=[f"{surface}: {name}" for surface, name, *_ in CASES],
)
def test_each_limit_takes_what_fits_and_refuses_the_rest(surface: str, fits: Block, refused: Block, line: str) -> None:
    assert limits.block_problems([fits], surface) == []
    problems = limits.block_problems([refused], surface)
    assert line in problems[0]
    assert problems[0].startswith("[ERROR] ")
    assert "[json-pointer:/blocks" in problems[0]


@pytest.mark.parametrize(
    ("surface", "fits", "refused", "line"), [case[1:] for case in TOGETHER], ids=[case[0] for case in TOGETHER]
)
def test_limits_on_all_blocks_together(surface: str, fits: list[Block], refused: list[Block], line: str) -> None:
    assert limits.block_problems(fits, surface) == []
    (problem,) = limits.block_problems(refused, surface)
    assert line in problem


@pytest.mark.parametrize(("fits", "refused", "line"), [case[1:] for case in VIEWS], ids=[case[0] for case in VIEWS])
def test_limits_on_views(fits: Block, refused: Block, line: str) -> None:
    limits.view(fits)
    with pytest.raises(SlackError) as caught:
        limits.view(refused)
    assert caught.value.word == "invalid_arguments"
    (problem,) = caught.value.more["response_metadata"]["messages"]
    assert line in problem
    assert "[json-pointer:/view" in problem


def test_a_view_weighs_at_most_250_kilobytes() -> None:
    heavy = [section(text=mrkdwn("字" * 3000)) for _ in range(27)]
    limits.view(view(blocks=heavy))
    with pytest.raises(SlackError, match="view_too_large"):
        limits.view(view(blocks=heavy + heavy[:2]))


@pytest.mark.parametrize(("fits", "refused", "word"), MESSAGES, ids=[case[2] for case in MESSAGES])
def test_limits_on_whole_messages(fits: Block, refused: Block, word: str) -> None:
    limits.message(**fits)
    with pytest.raises(SlackError) as caught:
        limits.message(**refused)
    assert caught.value.word == word


def test_options_of_external_selects() -> None:
    assert limits.suggestion_problems({"options": options(100)}) == []
    assert limits.suggestion_problems({"options": []}) == []
    assert limits.suggestion_problems({"option_groups": [{"label": plain("x"), "options": options(1)}]}) == []
    assert len(limits.suggestion_problems({"options": options(101)})) == 1
    assert len(limits.suggestion_problems({"options": [option("x" * 76)]})) == 1
    assert len(limits.suggestion_problems({})) == 1


JUNK = [None, 1, "x", [], [1], {"type": 1}, {"type": None}, {"type": ["a"]}, {"type": "section", "text": []}]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_named_and_never_raises(junk: Any) -> None:
    for surface in SURFACES:
        assert limits.block_problems([junk], surface) != []
    assert limits.view_problems({"type": "modal", "title": junk, "blocks": junk}) != []


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
SAMPLES = [block for _, *case in MESSAGE + MODAL for block in case[:2] if len(str(block)) < 2000]


def spoilt(node: Any, path: list[int], junk: Any) -> Any:
    """The same JSON with junk at one place in it."""
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    if not path or not keys:
        return junk
    key = keys[path[0] % len(keys)]
    copied = copy.copy(node)
    copied[key] = spoilt(node[key], path[1:], junk)
    return copied


@given(st.sampled_from(SAMPLES), st.lists(st.integers(0, 9), min_size=1, max_size=6), ANY)
def test_no_junk_anywhere_makes_the_check_itself_fail(block: Block, path: list[int], junk: Any) -> None:
    for surface in SURFACES:
        problems = limits.block_problems([spoilt(block, path, junk)], surface)
        assert all(problem.startswith("[ERROR] ") for problem in problems)


def test_every_problem_is_listed_with_its_place() -> None:
    bad = [section(text=mrkdwn("")), row(button("x" * 76), button(style="loud", action_id="b"))]

    assert limits.block_problems(bad, "message") == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/1/elements/0/text/text]",
        "[ERROR] must be a valid enum value: primary, danger [json-pointer:/blocks/1/elements/1/style]",
    ]
