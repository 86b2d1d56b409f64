"""Every command and sub-command, once: its words in both languages, who answers it, an example."""

from typing import Any

from core.errors import msgid
from handlers import absence, calendar, find, lists, pipeline
from handlers import help as helping
from handlers.asking import Answer, Ask, Command, Example, Word
from handlers.assignments import picking
from handlers.bonus import commands as bonus_commands
from handlers.chances import commands as chance_commands
from handlers.choices import commands as choice_commands
from handlers.deals import commands as deal_commands
from handlers.deciders import commands as decider_commands
from handlers.exports import commands as export_commands
from handlers.forecast import closing as forecast_closing
from handlers.forecast import commands as forecast_commands
from handlers.handovers import commands as handover_commands
from handlers.imports import commands as import_commands
from handlers.leads import commands as lead_commands
from handlers.mates import commands as mate_commands
from handlers.merges import commands as merge_commands
from handlers.pipelines import commands as pipeline_commands
from handlers.plans import commands as plan_commands
from handlers.pools import commands as pool_commands
from handlers.projects import commands as project_commands
from handlers.reports import commands as report_commands
from handlers.requests import commands as request_commands
from handlers.scores import commands as score_commands
from handlers.silence import commands as silence_commands
from handlers.sources import commands as source_commands
from handlers.taken import commands as taken_commands
from handlers.today import commands as today_commands
from handlers.views import commands as view_commands
from handlers.visits import commands as visit_commands
from handlers.webforms import commands as webform_commands
from handlers.workspace import commands as workspace_commands

HELP = ("help", "帮助", "?")


def _command(name: str, description: str, hint: str, **parts: Any) -> Command:
    """A command that answers `help` with its own page."""
    command = Command(name, description, hint, **parts)
    words = (*command.words, Word(HELP, helping.of(command), alone=True))
    return Command(**{**vars(command), "words": words})


async def _unknown(ask: Ask) -> Answer:
    """Not understood: the nearest thing, and what there is."""
    return helping.unknown(ask, ask.words, COMMANDS)


VISIT = _command(
    "/visit",
    msgid("Log a visit in one line"),
    msgid("Acme met Tom, quote next Wed"),
    otherwise=visit_commands.visit,
    empty=visit_commands.visit_form,
    examples=(
        Example(
            msgid("/visit Acme met Tom, wants 20 scanners, quote next Wed"),
            msgid("who, what was said, what comes next and when"),
        ),
    ),
)

PHONE = _command(
    "/phone",
    msgid("Log a call in one line"),
    msgid("Acme left voicemail, try again tomorrow"),
    otherwise=visit_commands.phone,
    empty=visit_commands.phone_form,
    examples=(Example(msgid("/phone Acme left voicemail, try again tomorrow 3pm"), msgid("the same of a call")),),
)

LEAD = _command(
    "/lead",
    msgid("Leads and the pool"),
    msgid("new | pool | mine | dead | why | customer"),
    otherwise=lead_commands.show,
    empty=lead_commands.mine,
    examples=(Example(msgid("/lead Acme"), msgid("the card of a customer's lead")),),
    words=(
        Word(
            ("new", "新建", "新增", "录入"),
            lead_commands.new,
            msgid("/lead new Acme, met Tom 13800138000, needs 20 scanners, budget 300k"),
            msgid("enter a lead"),
        ),
        Word(("pool", "公海"), lead_commands.pool, msgid("/lead pool"), msgid("leads that anybody may claim")),
        Word(("mine", "我的"), lead_commands.mine, msgid("/lead mine"), msgid("the leads you hold")),
        Word(
            ("assign", "分配"),
            picking.command,
            msgid("/lead assign"),
            msgid("give several leads to the team (managers)"),
        ),
        Word(
            ("why", "为什么"),
            silence_commands.why,
            msgid("/lead why Acme"),
            msgid("when it goes back to the pool, and why"),
        ),
        Word(
            ("dead", "死线索"),
            chance_commands.dead,
            msgid("/lead dead"),
            msgid("leads without a chance, for a fresh try"),
        ),
        Word(
            ("import", "导入"),
            import_commands.begin,
            msgid("/lead import"),
            msgid("take in a list: CSV or Excel"),
            alone=True,
        ),
    ),
)

DEAL = _command(
    "/deal",
    msgid("Deals and their stages"),
    msgid("new | mine | list | view | customer"),
    otherwise=deal_commands.show,
    empty=view_commands.mine,
    examples=(
        Example(msgid("/deal Acme"), msgid("the card of a customer's deal")),
        Example(msgid("/deal Acme coefficient 2.5"), msgid("how difficult it is, for the bonus")),
        Example(msgid("/deal Acme Tom decision maker for"), msgid("who decides there, and what they think of it")),
        Example(msgid("/deal Acme help @Alice by Friday: a quote"), msgid("ask a colleague for help")),
    ),
    words=(
        Word(
            ("new", "新建", "新增", "录入"),
            deal_commands.new,
            msgid("/deal new Acme 300k, 20 scanners, closes end of month"),
            msgid("enter a deal"),
        ),
        Word(("mine", "我的"), view_commands.mine, msgid("/deal mine"), msgid("the deals you lead")),
        Word(
            ("list", "列表", "清单"),
            view_commands.show,
            msgid("/deal list stage quoted over 300k closing this month"),
            msgid("deals by anything, with the columns you want"),
        ),
        Word(
            ("view", "视图", "views"),
            view_commands.view,
            msgid("/deal view closing this month"),
            msgid("such lists, kept under a name"),
        ),
        Word(
            ("same", "同项目", "同一项目"),
            project_commands.waiting,
            msgid("/deal same"),
            msgid("deals that may be one project (managers)"),
        ),
        Word(
            ("team", "团队"),
            mate_commands.of_customer,
            msgid("/deal Acme team @Alice presales"),
            msgid("who works on it"),
        ),
        Word(
            ("helping", "协助", "求助"),
            request_commands.helping,
            msgid("/deal helping"),
            msgid("the deals you help on"),
        ),
        Word(
            ("urge", "催办", "催"),
            request_commands.urge_of_customer,
            msgid("/deal Acme urge by Friday"),
            msgid("urge whoever leads it"),
        ),
        Word(
            ("map", "决策图", "关系图"),
            decider_commands.show,
            msgid("/deal Acme map"),
            msgid("who decides there, who knows whom"),
        ),
        Word(("plan", "计划"), plan_commands.show, msgid("/deal Acme plan sample Friday"), msgid("its milestones")),
    ),
)

TODAY = _command(
    "/today",
    msgid("My day: due, overdue, silent"),
    "",
    otherwise=_unknown,
    empty=today_commands.show,
    examples=(Example("/today"),),
)

PIPELINE = _command(
    "/pipeline",
    msgid("Stages with counts, sums and the weighted forecast"),
    msgid("forecast | closing"),
    otherwise=_unknown,
    empty=pipeline.show,
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

TAKEN = _command(
    "/taken",
    msgid("Is this customer taken?"),
    msgid("Acme"),
    otherwise=taken_commands.check,
    empty=taken_commands.empty,
    examples=(Example(msgid("/taken Acme")),),
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


REPORT = _command(
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
        Word(("lists", "选项"), lists.show, msgid("/genjin lists"), msgid("the reasons that forms offer (admins)")),
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
