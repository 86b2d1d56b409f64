"""The page's own words: English is the key, Chinese beside it. What the bot says is the bot's business."""


def say(sentence: str, *, chinese: bool) -> str:
    """The sentence in the reader's language; holes stay to be filled."""
    return CHINESE.get(sentence, sentence) if chinese else sentence


CHINESE = {
    # dates
    "Today": "今天",
    "Yesterday": "昨天",
    "Tomorrow": "明天",
    "{n} days ago": "{n} 天前",
    "{n} hours ago": "{n} 小时前",
    "{n} minutes ago": "{n} 分钟前",
    "in {n} days": "{n} 天后",
    "in {n} hours": "{n} 小时后",
    "in {n} minutes": "{n} 分钟后",
    # blocks
    "More options": "更多选项",
    "Choose…": "请选择…",
    "Remove {name}": "移除{name}",
    "(optional)": "（选填）",
    "Image": "图片",
    "Table": "表格",
    "Cards": "卡片",
    "Previous page": "上一页",
    "Next page": "下一页",
    "Cancel": "取消",
    "Yes": "确定",
    "This workspace cannot draw “{kind}” yet.": "这个工作区还不能显示“{kind}”。",
}
