"""Both languages are complete: every English sentence of the code has its Chinese, and each is well written."""

import re

import pytest
from babel.messages.catalog import Message

from handlers.blocks import plain
from handlers.words import CATALOGUE, translator
from tests.handlers import catalogue

CODE = catalogue.of_the_code()
CHINESE = catalogue.of_the_translators()
ENTRIES = [message for message in CHINESE if message.id]
CODED = re.compile(r"`[^`]*`")  # what people type, as it is
TYPED = re.compile(r"(?<![\w/])/[a-z]+( .*)?$")  # an example to the end of its sentence
HAN = "㐀-鿿"


def said(message: Message) -> list[str]:
    """The Chinese of an entry, each form of it."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def english(message: Message) -> list[str]:
    """The English of an entry, one and many."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def test_every_sentence_of_the_code_is_in_the_catalogue():
    missing = [each for each in CODE if each.id and (each.id not in CHINESE or each.id != CHINESE.get(each.id).id)]

    assert not missing, "add to the catalogue:\n" + catalogue.printed(missing)


def test_every_entry_is_said_somewhere():
    assert [each.id for each in ENTRIES if each.id not in CODE] == []
    assert not CHINESE.obsolete


def test_no_entry_stands_twice():
    ids = re.findall(r"^msgid (.*(?:\n\".*\")*)", CATALOGUE.read_text(), re.MULTILINE)

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.id)[:60])
def test_an_entry_is_whole(entry):
    assert not entry.fuzzy
    assert isinstance(entry.id, str) == isinstance(entry.string, str), "one form for each number of things"
    assert all(each.strip() for each in said(entry))
    assert set(said(entry)).isdisjoint(english(entry)), "it is English still"
    for each in said(entry):
        assert catalogue.holes(each) == catalogue.holes(english(entry)[-1])
    for each in english(entry):
        assert not re.search(f"[{HAN}　-〿＀-￯]", each)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.id)[:60])
def test_chinese_is_written_as_chinese(entry):
    for each in said(entry):
        prose = TYPED.sub("", CODED.sub("", each))
        assert not re.search(rf"[{HAN}}}][,.:;!?()]|[,:;!?()][{HAN}]", prose), "full-width signs in Chinese"
        assert not re.search(rf"[{HAN}][A-Za-z@/]|[A-Za-z@][{HAN}]", prose), "a space between the two scripts"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.id)[:60])
def test_slack_draws_every_mark(entry):
    """Slack reads *bold*, ~struck~ and `code` only where a space, an edge or an ASCII sign stands on either side."""
    for each in (*said(entry), *english(entry)):
        for mark in re.finditer(r"([*~`])(\S|\S[^\n]*?\S)\1", each):
            before, after = each[: mark.start()][-1:], each[mark.end() :][:1]
            assert not before or before in " \n(", each
            assert not after or after in " \n).,:;?!", each


def test_buttons_go_by_the_names_people_know():
    t = translator("zh-CN")
    names = {
        "Claim": "认领",
        "Release": "退回公海",
        "Assign…": "分配",
        "Advance": "推进",
        "Log": "记跟进",
        "Undo": "撤销",
        "Edit": "修改",
        "Done": "完成",
        "Later…": "改期",
        "Send back": "退回上一阶段",
        "Won": "赢单",
        "Lost…": "输单",
        "Make it a lead": "记为线索",
    }

    assert {name: t.plain(name) for name in names} == names
    assert all(plain(each)["text"] == each for pair in names.items() for each in pair)
