"""Both languages are complete: every English sentence of the code has its Chinese, and each is well written."""

import re

from babel.messages.catalog import Message

from handlers.blocks import plain
from handlers.words import CATALOGUE, translator
from tests.handlers import catalogue

CODED = re.compile(r"`[^`]*`")  # what people type, as it is
TYPED = re.compile(r"(?<![\w/])/[a-z]+( .*)?$")  # an example to the end of its sentence
MARKED = re.compile(r"([*~`])(\S|\S[^\n]*?\S)\1")
HAN = "㐀-鿿"


def entries() -> list[Message]:
    """What the catalogue holds, without its head."""
    return [message for message in catalogue.of_the_translators() if message.id]


def said(message: Message) -> list[str]:
    """The Chinese of an entry, each form of it."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def english(message: Message) -> list[str]:
    """The English of an entry, one and many."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def test_every_sentence_of_the_code_is_in_the_catalogue():
    code, chinese = catalogue.of_the_code(), catalogue.of_the_translators()
    missing = [each for each in code if each.id and (each.id not in chinese or each.id != chinese.get(each.id).id)]

    assert not missing, "add to the catalogue:\n" + catalogue.printed(missing)


def test_every_entry_is_said_somewhere():
    assert [each.id for each in entries() if each.id not in catalogue.of_the_code()] == []
    assert not catalogue.of_the_translators().obsolete


def test_no_entry_stands_twice():
    ids = re.findall(r"^msgid (.*(?:\n\".*\")*)", CATALOGUE.read_text(), re.MULTILINE)

    assert sorted(ids) == sorted(set(ids))


def test_every_entry_is_whole():
    assert [entry.id for entry in entries() if entry.fuzzy] == []
    assert [entry.id for entry in entries() if isinstance(entry.id, str) != isinstance(entry.string, str)] == []
    assert [entry.id for entry in entries() if not all(each.strip() for each in said(entry))] == []
    assert [entry.id for entry in entries() if not set(said(entry)).isdisjoint(english(entry))] == [], "English still"
    assert [entry.id for entry in entries() if any(re.search(f"[{HAN}　-〿＀-￯]", each) for each in english(entry))] == []


def test_an_entry_keeps_its_holes():
    pairs = [(each, english(entry)[-1]) for entry in entries() for each in said(entry)]

    assert [pair for pair in pairs if catalogue.holes(pair[0]) != catalogue.holes(pair[1])] == []


def test_chinese_is_written_as_chinese():
    prose = [TYPED.sub("", CODED.sub("", each)) for entry in entries() for each in said(entry)]
    full_width = rf"[{HAN}}}][,.:;!?()]|[,:;!?()][{HAN}]"
    unspaced = rf"[{HAN}][A-Za-z@/]|[A-Za-z@][{HAN}]"

    assert [each for each in prose if re.search(full_width, each)] == [], "full-width signs in Chinese"
    assert [each for each in prose if re.search(unspaced, each)] == [], "a space between the two scripts"


def test_slack_draws_every_mark():
    """Slack reads *bold*, ~struck~ and `code` only where a space, an edge or an ASCII sign stands on either side."""
    texts = [each for entry in entries() for each in (*said(entry), *english(entry))]

    assert [each for each in texts if not all(drawn(each, mark) for mark in MARKED.finditer(each))] == []


def drawn(text: str, mark: re.Match[str]) -> bool:
    """Whether what stands around a mark lets Slack draw it."""
    before, after = text[: mark.start()][-1:], text[mark.end() :][:1]
    return (not before or before in " \n(") and (not after or after in " \n).,:;?!")


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
        "Won…": "赢单",
        "Lost…": "输单",
        "Make it a lead": "记为线索",
    }

    assert {name: t.plain(name) for name in names} == names
    assert all(plain(each)["text"] == each for pair in names.items() for each in pair)
