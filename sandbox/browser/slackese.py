"""Sentences that Slack itself says, in the reader's language."""

import re

SENTENCES = {
    '{word} failed with the error "{error}"': "{word} 执行失败，错误：{error}",
    "{word} is not a valid command.": "{word} 不是有效的命令。",
    "We had some trouble connecting. Try again?": "连接时出了点问题，再试一次？",
    "This channel has been archived.": "该频道已归档。",
    "This shortcut is not available.": "这个快捷方式不可用。",
    "This message can't be used.": "这条消息不能这样用。",
    "Please complete this required field.": "请填写此必填项。",
    "Please enter at least {n} characters.": "请至少输入 {n} 个字。",
    "Please enter no more than {n} characters.": "最多输入 {n} 个字。",
    "Please enter a valid number.": "请输入有效的数字。",
    "Please enter a whole number.": "请输入整数。",
    "Please enter a number no less than {n}.": "请输入不小于 {n} 的数字。",
    "Please enter a number no more than {n}.": "请输入不大于 {n} 的数字。",
    "Please enter a valid email address.": "请输入有效的邮箱地址。",
    "Please enter a valid URL.": "请输入有效的网址。",
    "Please choose no more than {n}.": "最多选择 {n} 项。",
}
_HOLE = re.compile(r"\\\{(\w+)\\\}")
_PATTERNS = [(re.compile(_HOLE.sub(r"(?P<\1>.+)", re.escape(key))), said) for key, said in SENTENCES.items()]


def in_chinese(sentence: str) -> str:
    """Slack's sentence as a Chinese reader sees it; any other (the bot's own) is left as it is."""
    for pattern, said in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            return said.format(**found.groupdict())
    return sentence
