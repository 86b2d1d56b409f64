"""The first message of #general: what this is, and what to try."""

from sandbox.slack import Slack

_CHINESE = """*欢迎来到跟进的演示工作区。* 这里没有真的 Slack,一切都在这台电脑上;机器人是真的,数据库也是真的。
• 右上角可以换成任何人:小李、Alice(英文)、销售甲、经理张军……每个人看到的不一样。
• 试试:`/visit 方舟电子 见了刘兵,要200台扫描枪,下周三报价`,`/lead 公海`,`/today`,`/pipeline`,`/genjin 帮助`
• 右上角的“拨动时钟”让时间往前走:到了早上九点,看谁收到提醒。
• 关掉再打开还在原处;想从头来:`make run ARGS=--fresh`"""

_ENGLISH = """*Welcome to the Genjin demo.* It all runs on this machine; the bot and its database are real.
• Be anybody, at the top: Alice reads English, 小李 Chinese, managers see their team.
• Try `/visit Harbor Hotels met Tom, wants 20 screens, quote next Wed`, `/lead pool`, `/today`, `/pipeline`
• “Move the clock” at the top right: at nine in the morning, see who is told what.
• It is kept between starts; begin anew with `make run ARGS=--fresh`"""


# Where nothing has been entered yet: what to try, instead of the lines above that begin so.
_EMPTY = {
    "• 试试": "• 还是空的,试试:`/lead 新建 方舟电子 刘兵 13800138000,要200台扫描枪`,`/lead 公海`,`/genjin 帮助`",
    "• Try": "• Nothing is entered yet. Try `/lead new Harbor Hotels, Tom 13800138000, needs 20 screens`, `/lead pool`",
    "• 关掉": "• 关掉再打开还在原处;想看两个小组五个星期的来往:`make run ARGS=--fresh`",
    "• It is kept": "• It is kept between starts; for two teams and five weeks of history: `make run ARGS=--fresh`",
}


def welcome(slack: Slack, *, empty: bool = False) -> None:
    """The admin says it, as people in a new workspace are greeted. `empty`: nobody has entered anything yet."""
    ws = slack.workspace
    general = ws.channel("#general")
    general.topic = "从这里开始 · Start here"
    for said in (_CHINESE, _ENGLISH):
        ws.post(general.id, ws.user("陈总"), "\n".join(map(_of_nothing, said.split("\n"))) if empty else said)


def _of_nothing(line: str) -> str:
    return next((instead for begins, instead in _EMPTY.items() if line.startswith(begins)), line)
