"""The page's own words: English is the key, Chinese beside it. What the bot says is the bot's business."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Says the page's sentences in one language."""

    chinese: bool

    def __call__(self, sentence: str, **holes: object) -> str:
        """The sentence with its holes filled."""
        return self.with_holes(sentence).format(**holes)

    def with_holes(self, sentence: str) -> str:
        """The sentence as it is before its holes are filled."""
        return CHINESE.get(sentence, sentence) if self.chinese else sentence

    def n(self, one: str, many: str, n: int) -> str:
        """The sentence for that many; Chinese has one form, kept under `many`."""
        return self(one if n == 1 and not self.chinese else many, n=n)


# What the page's script says by itself; given to it in the reader's language.
SCRIPT = (
    "Nothing found",
    "Type {n} more to search",
    "Searching…",
    "{from}–{to} of {all}",
    "Sending…",
    "Delete this message?",
    "Delete",
    "Cancel",
    "Save",
    "Edit message",
    "The connection to the workspace was lost. Trying again…",
    "Moving the clock…",
    "The clock now shows {time}",
    "Something went wrong",
    "Files are being sent",
    "Drop to send",
    "Remove {name}",
)


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
    "Choose a date": "选择日期",
    "Choose a time": "选择时间",
    "Choose a date and time": "选择日期和时间",
    "Remove {name}": "移除{name}",
    "(optional)": "（选填）",
    "Image": "图片",
    "Table": "表格",
    "Cards": "卡片",
    "Previous page": "上一页",
    "Next page": "下一页",
    "Cancel": "取消",
    "Yes": "确定",
    # the page
    "Skip to the conversation": "跳到对话",
    "Channels and people": "频道与成员",
    "You are": "当前身份",
    "Member": "成员",
    "Thread": "消息列",
    "Suggestions": "建议",
    "Workspace time": "工作区时间",
    "Move the clock": "拨动时钟",
    "+1 hour": "快进 1 小时",
    "+1 day": "快进 1 天",
    "+1 week": "快进 1 周",
    "To 14:00": "到 14:00",
    "To 09:00 tomorrow": "到明天 09:00",
    "you": "我",
    "{n} unread": "{n} 条未读",
    "App": "应用",
    "Channels": "频道",
    "Direct messages": "私信",
    "Only visible to you": "仅你可见",
    "(edited)": "（已编辑）",
    "{n} replies": "{n} 条回复",
    "Message actions": "消息操作",
    "Reply in thread": "在消息列中回复",
    "More actions": "更多操作",
    "Edit message": "编辑消息",
    "Delete message": "删除消息",
    "Nothing to do here": "暂无可用操作",
    "Shortcuts": "快捷方式",
    "Attach a file": "添加文件",
    "Mention someone": "提及某人",
    "Commands": "命令",
    "Enter sends · Shift+Enter starts a line": "Enter 发送 · Shift+Enter 换行",
    "Send": "发送",
    "Home": "首页",
    "Messages": "消息",
    "{n} members": "{n} 位成员",
    "Earlier messages": "更早的消息",
    "Nothing has been said here yet. Type / to see what Genjin can do.": "这里还没有消息。输入 / 看看跟进能做什么。",
    "Close the thread": "关闭消息列",
    "Close": "关闭",
    "Close all": "全部关闭",
    "Message {name}": "发消息给 {name}",
    "Message {name}, or / for commands": "发消息给 {name}，输入 / 使用命令",
    "Reply…": "回复…",
    "Genjin has not drawn your Home yet.": "跟进还没有准备好你的首页。",
    # the script
    "Nothing found": "没有找到",
    "Type {n} more to search": "再输入 {n} 个字即可搜索",
    "Searching…": "搜索中…",
    "{from}–{to} of {all}": "第 {from}–{to} 条，共 {all} 条",
    "Sending…": "发送中…",
    "Delete this message?": "删除这条消息？",
    "Delete": "删除",
    "Save": "保存",
    "The connection to the workspace was lost. Trying again…": "与工作区的连接断开了，正在重试…",
    "Moving the clock…": "正在拨动时钟…",
    "The clock now shows {time}": "现在是 {time}",
    "Something went wrong": "出了点问题",
    "Files are being sent": "文件发送中",
    "Drop to send": "松开即可发送",
    # refusals
    "You are no longer in this channel.": "你已不在这个频道里。",
    "This message is no longer there.": "这条消息已经不在了。",
    "This has just changed. Look again.": "这里刚刚有变化，请再看一下。",
    "This window is no longer open.": "这个窗口已经关闭了。",
    "This workspace cannot draw “{kind}” yet.": "这个工作区还不能显示“{kind}”。",
}
