"""Logging, leads and the pool, whose a customer is."""

from core.errors import msgid
from handlers.asking import Example, Word
from handlers.assignments import picking
from handlers.chances import commands as chance_commands
from handlers.commands.base import command
from handlers.imports import commands as import_commands
from handlers.leads import commands as lead_commands
from handlers.silence import commands as silence_commands
from handlers.taken import commands as taken_commands
from handlers.visits import commands as visit_commands

VISIT = command(
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

PHONE = command(
    "/phone",
    msgid("Log a call in one line"),
    msgid("Acme left voicemail, try again tomorrow"),
    otherwise=visit_commands.phone,
    empty=visit_commands.phone_form,
    examples=(Example(msgid("/phone Acme left voicemail, try again tomorrow 3pm"), msgid("the same of a call")),),
)

LEAD = command(
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

TAKEN = command(
    "/taken",
    msgid("Is this customer taken?"),
    msgid("Acme"),
    otherwise=taken_commands.check,
    empty=taken_commands.empty,
    examples=(Example(msgid("/taken Acme")),),
)
