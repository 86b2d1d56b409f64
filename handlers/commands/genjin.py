"""The day, the stages, and all else that is reached through /genjin."""

from core.errors import msgid
from handlers import absence, board, calendar, find, listed
from handlers import help as helping
from handlers.asking import Answer, Ask, Command, Example, Word
from handlers.bonus import commands as bonus_commands
from handlers.choices import commands as choice_commands
from handlers.commands.base import HELP, command
from handlers.commands.deals import DEAL
from handlers.commands.leads import LEAD, PHONE, TAKEN, VISIT
from handlers.exports import commands as export_commands
from handlers.forecast import closing as forecast_closing
from handlers.forecast import commands as forecast_commands
from handlers.handovers import commands as handover_commands
from handlers.merges import commands as merge_commands
from handlers.pipelines import commands as pipeline_commands
from handlers.pools import commands as pool_commands
from handlers.reports import commands as report_commands
from handlers.scores import commands as score_commands
from handlers.sources import commands as source_commands
from handlers.today import commands as today_commands
from handlers.webforms import commands as webform_commands
from handlers.workspace import commands as workspace_commands


async def _unknown(ask: Ask) -> Answer:
    """Not understood: the nearest thing, and what there is."""
    return helping.unknown(ask, ask.words, COMMANDS)


TODAY = command(
    "/today",
    msgid("My day: due, overdue, silent"),
    "",
    otherwise=_unknown,
    empty=today_commands.show,
    examples=(Example("/today"),),
)

PIPELINE = command(
    "/pipeline",
    msgid("Stages with counts, sums and the weighted forecast"),
    msgid("forecast | closing"),
    otherwise=_unknown,
    empty=board.show,
    examples=(Example("/pipeline", msgid("how many deals stand in each stage, and what they are worth")),),
    words=(
        Word(
            ("forecast", "预测"),
            forecast_commands.forecast,
            msgid("/pipeline forecast next quarter by team"),
            msgid("what will come in, beside the target"),
        ),
        Word(
            ("closing", "临近成交"),
            forecast_closing.closing,
            msgid("/pipeline closing"),
            msgid("deals whose closing date is near or past"),
        ),
    ),
)

_OTHERS = (VISIT, PHONE, LEAD, DEAL, TODAY, PIPELINE, TAKEN)

_NAMES = {
    VISIT: ("visit", "拜访"),
    PHONE: ("phone", "电话"),
    LEAD: ("lead", "线索"),
    DEAL: ("deal", "商机"),
    TODAY: ("today", "今日", "今天"),
    PIPELINE: ("pipeline", "销售流程"),
    TAKEN: ("taken", "查重"),
}


async def _help(ask: Ask) -> Answer:
    """Everything there is, with examples."""
    first = ask.t("Genjin keeps your customers, leads and deals, and tells you in time what is due.")
    return helping.page(ask.t.plain("Genjin help"), COMMANDS, ask.t, first=first)


REPORT = command(
    "/genjin report",
    msgid("Figures over a period"),
    msgid("sources last month"),
    otherwise=_unknown,
    empty=report_commands.of_sources,
    words=(
        Word(
            ("sources", "source", "来源"),
            report_commands.of_sources,
            msgid("/genjin report sources last month"),
            msgid("which sources bring customers, and what they cost"),
        ),
        Word(
            ("wins", "win", "losses", "输赢", "赢单", "输单"),
            report_commands.of_ends,
            msgid("/genjin report wins"),
            msgid("why deals are won and lost"),
        ),
    ),
)

GENJIN = Command(
    "/genjin",
    msgid("Everything else: help, team, settings"),
    msgid("help | team | settings | visit …"),
    otherwise=_unknown,
    empty=_help,
    examples=(Example(msgid("/genjin help")),),
    words=(
        Word(HELP, _help),
        Word(
            ("merge", "合并"),
            merge_commands.merge,
            msgid("/genjin merge Acme = Acme Inc"),
            msgid("two customers are one"),
        ),
        Word(
            ("team", "小组", "团队"),
            workspace_commands.team,
            msgid("/genjin team"),
            msgid("who is in which team, with what role"),
        ),
        Word(("pools", "公海"), pool_commands.show, msgid("/genjin pools"), msgid("the pools and their rules")),
        Word(
            ("report", "reports", "报表"),
            REPORT.answer,
            msgid("/genjin report sources"),
            msgid("which sources bring customers, and what they cost"),
        ),
        Word(
            ("bonus", "奖金", "提成"),
            bonus_commands.show,
            msgid("/genjin bonus last month"),
            msgid("what won deals earn"),
        ),
        Word(
            ("score", "scores", "评分", "打分"),
            score_commands.show,
            msgid("/genjin score"),
            msgid("how promising deals are, and what counts"),
        ),
        Word(
            ("sources", "来源"),
            source_commands.show,
            msgid("/genjin sources"),
            msgid("where leads come from, with costs"),
        ),
        Word(
            ("forms", "网页表单", "表单"),
            webform_commands.show,
            msgid("/genjin forms"),
            msgid("web pages that take in leads (admins)"),
        ),
        Word(
            ("handover", "交接"),
            handover_commands.command,
            msgid("/genjin handover"),
            msgid("give all that somebody holds to others"),
        ),
        Word(("away", "请假"), absence.command, msgid("/genjin away"), msgid("when you are away")),
        Word(
            ("notices", "通知"),
            choice_commands.show,
            msgid("/genjin notices"),
            msgid("what you are told, and at what hours"),
        ),
        Word(("export", "导出"), export_commands.export, msgid("/genjin export leads"), msgid("lists as files")),
        Word(
            ("find", "查找", "搜索"),
            find.show,
            msgid("/genjin find SF1234567890"),
            msgid("customers, people, deals, files, by any word"),
        ),
        Word(
            ("settings", "设置"),
            workspace_commands.show_settings,
            msgid("/genjin settings"),
            msgid("the workspace's rules (admins)"),
        ),
        Word(
            ("pipelines", "流程设置", "阶段设置"),
            pipeline_commands.show,
            msgid("/genjin pipelines"),
            msgid("your own stages, and what each asks for"),
        ),
        Word(("lists", "选项"), listed.show, msgid("/genjin lists"), msgid("the reasons that forms offer (admins)")),
        Word(
            ("calendar", "日历", "工作日历"),
            calendar.show,
            msgid("/genjin calendar 2027-02-06 workday"),
            msgid("working days and holidays"),
        ),
        *(Word(_NAMES[command], command.answer) for command in _OTHERS),
    ),
)

COMMANDS = (*_OTHERS, GENJIN)
