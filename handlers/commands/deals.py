"""Deals."""

from core.errors import msgid
from handlers.asking import Example, Word
from handlers.commands.base import command
from handlers.deals import commands as deal_commands
from handlers.deciders import commands as decider_commands
from handlers.mates import commands as mate_commands
from handlers.plans import commands as plan_commands
from handlers.projects import commands as project_commands
from handlers.requests import commands as request_commands
from handlers.views import commands as view_commands

DEAL = command(
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
