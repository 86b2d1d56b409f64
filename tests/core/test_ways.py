"""A phone, an e-mail address or a WeChat id is the same however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import ways
from core.ways import Way


def common(one: dict[str, list[str]], other: dict[str, list[str]]) -> set[Way | None]:
    """The ways the two share, asked either way round."""
    there, back = ways.sought(**one) & ways.stored(**other), ways.sought(**other) & ways.stored(**one)
    assert {ways.way(key) for key in there} == {ways.way(key) for key in back}
    return {ways.way(key) for key in there}


SAME_PHONE = [
    ("+1 (202) 555-0147", "202.555.0147"),
    ("13800138000", "+86 138-0013-8000"),
    ("138 0013 8000", "8613800138000"),
    ("１３８００１３８０００", "013800138000"),
    ("0086 138 0013 8000", "+8613800138000"),
    ("010-82212345", "+86 10 8221 2345"),
    ("(010) 8221 2345 转 801", "01082212345"),
    ("0755-8221234", "07558221234"),
    ("020 7946 0958", "+44 20 7946 0958"),
    ("+44 (0)20 7946 0958", "02079460958"),
    ("400-800-1234", "4008001234"),
    ("8221234", "822-1234"),
    ("13800138000 / 010-82212345", "010 8221 2345"),
    ("13800138000、13900139000", "+8613900139000"),
    ("+49 89 1234567 ext. 12", "0049 89 1234567"),
    ("86-10-82212345", "010-82212345"),
]


@pytest.mark.parametrize(("one", "other"), SAME_PHONE)
def test_a_number_is_the_same_however_it_is_written(one, other):
    assert common({"phones": [one]}, {"phones": [other]}) == {Way.PHONE}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("801", "801"),  # an extension
        ("123456", "123456"),
        ("8221234", "0755-8221234"),  # seven digits match whole or not at all
        ("8221234", "82212345"),
        ("+1 202 555 0147", "+44 202 555 0147"),
        ("13800138000", "13800138001"),
        ("0000000", "0000000"),
        ("", ""),
        ("王总", "王总"),
    ],
)
def test_what_is_too_short_or_another_number_matches_nothing(one, other):
    assert common({"phones": [one]}, {"phones": [other]}) == set()


def test_an_address_is_the_same_in_any_case_and_with_spaces():
    assert common({"emails": [" Liu.Bing@FangZhou.com "]}, {"emails": ["liu.bing@fangzhou.com"]}) == {
        Way.EMAIL,
        Way.DOMAIN,
    }
    assert common({"emails": ["mailto:a@fangzhou.com"]}, {"emails": ["<b@fangzhou.com>"]}) == {Way.DOMAIN}


@pytest.mark.parametrize("domain", ["qq.com", "163.com", "gmail.com", "yahoo.co.jp", "outlook.com", "hotmail.fr"])
def test_where_anybody_has_a_mailbox_only_the_whole_address_counts(domain):
    assert common({"emails": [f"a@{domain}"]}, {"emails": [f"b@{domain}"]}) == set()
    assert common({"emails": [f"a@{domain}"]}, {"emails": [f"A@{domain}"]}) == {Way.EMAIL}


@pytest.mark.parametrize("text", ["odoo.com", "@odoo.com", "a@", "a@odoo", "", "a b@odoo.com"])
def test_what_is_no_address_matches_nothing(text):
    assert ways.sought(emails=[text]) == frozenset()


def test_a_wechat_id_is_the_same_in_any_case_and_may_be_the_phone_number():
    assert common({"wechat": ["LiuBing_88"]}, {"wechat": ["liubing_88"]}) == {Way.WECHAT}
    assert common({"wechat": ["13800138000"]}, {"phones": ["138 0013 8000"]}) == {Way.PHONE}
    assert common({"wechat": ["liu"]}, {"wechat": ["liu"]}) == set()


typed = st.one_of(st.text(max_size=40), st.text("0123456789+-() 转ext.@,/abc", max_size=30))


@given(st.lists(typed, max_size=3), st.lists(typed, max_size=3), st.lists(typed, max_size=3))
def test_whatever_is_typed_is_found_again_as_it_was_stored(phones, emails, wechat):
    asked, kept = ways.sought(phones, emails, wechat), ways.stored(phones, emails, wechat)

    assert bool(asked) == bool(kept & asked)
    assert all(ways.way(key) for key in asked | kept)


@given(typed, typed)
def test_the_order_of_two_does_not_matter(one, other):
    common(
        {"phones": [one], "emails": [one], "wechat": [one]}, {"phones": [other], "emails": [other], "wechat": [other]}
    )
