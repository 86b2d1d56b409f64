"""The table of contents: every button, menu, form, shortcut and event, once; the commands are in handlers.commands."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp

from core.errors import Missing
from core.models import SourceKind
from handlers import absence, find, ids, listed, more, undo
from handlers.asking import Ask, listener
from handlers.assignments import buttons as assignment_buttons
from handlers.assignments import forms as assignment_forms
from handlers.assignments import picking
from handlers.bonus import buttons as bonus_buttons
from handlers.bonus import forms as bonus_forms
from handlers.chances import buttons as chance_buttons
from handlers.chances import forms as chance_forms
from handlers.choices import buttons as choice_buttons
from handlers.choices import forms as choice_forms
from handlers.commands import COMMANDS
from handlers.deals import buttons as deal_buttons
from handlers.deals import difficulty, extensions, pleas
from handlers.deals import forms as deal_forms
from handlers.deciders import buttons as decider_buttons
from handlers.deciders import forms as decider_forms
from handlers.errands import Deed
from handlers.evidence import buttons as evidence_buttons
from handlers.evidence import messages as evidence_messages
from handlers.exports import commands as export_commands
from handlers.exports import work as export_work
from handlers.forecast import buttons as forecast_buttons
from handlers.handovers import commands as handover_commands
from handlers.handovers import forms as handover_forms
from handlers.handovers import told as handover_told
from handlers.handovers import work as handover_work
from handlers.imports import buttons as import_buttons
from handlers.imports import forms as import_forms
from handlers.imports import messages as import_messages
from handlers.imports import work as import_work
from handlers.leads import buttons as lead_buttons
from handlers.leads import forms as lead_forms
from handlers.mates import buttons as mate_buttons
from handlers.merges import buttons as merge_buttons
from handlers.merges import forms as merge_forms
from handlers.pipelines import buttons as pipeline_buttons
from handlers.pipelines import forms as pipeline_forms
from handlers.plans import buttons as plan_buttons
from handlers.plans import forms as plan_forms
from handlers.plans import template as plan_template
from handlers.pools import buttons as pool_buttons
from handlers.pools import deeds as pool_deeds
from handlers.pools import forms as pool_forms
from handlers.pressing import Handler, Press, press, submission
from handlers.projects import buttons as project_buttons
from handlers.reports import buttons as report_buttons
from handlers.requests import buttons as request_buttons
from handlers.requests import forms as request_forms
from handlers.reviews import buttons as review_buttons
from handlers.rooms import buttons as room_buttons
from handlers.rooms import work as room_work
from handlers.scores import buttons as score_buttons
from handlers.scores import forms as score_forms
from handlers.silence import buttons as silence_buttons
from handlers.silence import forms as silence_forms
from handlers.sources import buttons as source_buttons
from handlers.sources import forms as source_forms
from handlers.sources import options as source_options
from handlers.timeline import buttons as timeline_buttons
from handlers.today import buttons as today_buttons
from handlers.today import forms as today_forms
from handlers.today import home
from handlers.undelivered import buttons as undelivered_buttons
from handlers.views import buttons as view_buttons
from handlers.views import forms as view_forms
from handlers.visits import buttons as visit_buttons
from handlers.visits import forms as visit_forms
from handlers.visits import messages
from handlers.webforms import buttons as webform_buttons
from handlers.webforms import forms as webform_forms
from handlers.words import unescape
from handlers.workspace import buttons as workspace_buttons
from handlers.workspace import forms as workspace_forms

SHORTCUTS = [
    {
        "name": "Log to Genjin 记跟进",
        "type": "message",
        "callback_id": ids.VISIT_SHORTCUT,
        "description": "Log this message as a follow-up · 把这条消息记为跟进",
    },
    {
        "name": "Log a follow-up 记跟进",
        "type": "global",
        "callback_id": ids.VISIT_LOG,
        "description": "Log a visit or a call · 记一次拜访或电话",
    },
]

EVENTS = ["app_home_opened", "message.im"]

SCOPES = ["chat:write", "commands", "files:read", "files:write", "im:history", "im:write", "users:read"]

# What a workspace may leave out.
ROOM_SCOPES = {"groups:read", "groups:write", "pins:write"}  # the channels of deals: made, kept, their card pinned
OPTIONAL_SCOPES = ["channels:history", "dnd:read", "groups:history", *sorted(ROOM_SCOPES)]


async def _anyway(press: Press) -> None:
    """Type the same command again, past a customer that looks like the one named."""
    name, _, text = str(press.values.get("line") or "").partition(" ")
    command = next((each for each in COMMANDS if each.name == name), None)
    if command is None:
        raise Missing
    typed = unescape(text).strip()
    answer = await command.answer(Ask(typed, press.db, press.me, press.t, press.now, press.source, anyway=True))
    await (press.open(answer) if answer.get("type") == "modal" else press.show(answer))


# What the menu of a pool offers.
_POOL_DEEDS: dict[str, Handler] = {
    "change": pool_buttons.change,
    "history": pool_buttons.history,
    "up": pool_buttons.earlier,
    "down": pool_buttons.later,
    "close": pool_buttons.close,
}

_BUTTONS = {
    ids.UNDO: undo.take_back,
    **dict.fromkeys((ids.FORECAST_KIND, ids.FORECAST_PERIOD, ids.FORECAST_SPLIT), forecast_buttons.show),
    ids.ANYWAY: _anyway,
    ids.VISIT_MAKE_LEAD: visit_buttons.make_lead,
    ids.VISIT_EDIT: visit_buttons.edit,
    ids.VISIT_LOG: visit_buttons.log,
    ids.LEAD_NEW: lead_buttons.new,
    ids.LEAD_CLAIM: lead_buttons.claim,
    ids.LEAD_RELEASE: lead_buttons.release,
    ids.LEAD_ASSIGN: assignment_buttons.assign,
    ids.LEADS_SELECT: picking.select,
    ids.LEADS_FILTER: picking.narrow,
    ids.OFFER_ACCEPT: assignment_buttons.accept,
    ids.OFFER_ACCEPT_ALL: assignment_buttons.accept_all,
    ids.OFFER_DECLINE: assignment_buttons.decline,
    ids.OFFER_PAGE: assignment_buttons.page,
    f"{ids.OFFER_PAGE}.next": assignment_buttons.page,
    ids.HANDOVER: handover_commands.open_form,
    ids.HANDOVER_FROM: handover_commands.choose,
    ids.HANDOVER_PAGE: handover_told.page,
    f"{ids.HANDOVER_PAGE}.next": handover_told.page,
    ids.LEAD_CARD: lead_buttons.show,
    ids.LEAD_EDIT: lead_buttons.edit,
    ids.LEAD_POOL: lead_buttons.pool,
    f"{ids.LEAD_POOL}.next": lead_buttons.pool,
    ids.LEAD_POOL_PICK: lead_buttons.pool,
    ids.LEAD_POOL_ONLY: lead_buttons.pool,
    ids.POOLS: pool_buttons.show,
    f"{ids.POOLS}.next": pool_buttons.show,
    ids.POOL_NEW: pool_buttons.new,
    ids.POOL_MENU: more.chosen(_POOL_DEEDS),
    ids.REVEALS: pool_buttons.looked,
    f"{ids.REVEALS}.next": pool_buttons.looked,
    ids.LEAD_MINE: lead_buttons.mine,
    f"{ids.LEAD_MINE}.next": lead_buttons.mine,
    ids.LEAD_DEAD: chance_buttons.dead,
    f"{ids.LEAD_DEAD}.next": chance_buttons.dead,
    ids.LEAD_PICK_UP: chance_buttons.pick_up,
    ids.LEAD_KEEP: silence_buttons.keep,
    ids.LEAD_PAUSE: silence_buttons.pause,
    ids.LEAD_PAUSE_END: silence_buttons.end_pause,
    ids.LEAD_WHY: silence_buttons.explain,
    ids.KEEP_APPROVE: silence_buttons.approve,
    ids.KEEP_REFUSE: silence_buttons.refuse,
    ids.LEAD_CONVERT: deal_buttons.convert,
    ids.WEBFORMS: webform_buttons.show,
    f"{ids.WEBFORMS}.next": webform_buttons.show,
    ids.WEBFORM_NEW: webform_buttons.new,
    ids.WEBFORM_ROTATE: webform_buttons.rotate,
    ids.SOURCES: source_buttons.show,
    f"{ids.SOURCES}.next": source_buttons.show,
    ids.SOURCE_NEW: source_buttons.new,
    ids.SOURCE_PART: source_buttons.part,
    ids.SOURCE_COSTS: source_buttons.show_costs,
    f"{ids.SOURCE_COSTS}.next": source_buttons.show_costs,
    ids.COST_NEW: source_buttons.add_cost,
    ids.COST_REMOVE: source_buttons.remove_cost,
    ids.DEAL_NEW: deal_buttons.new,
    ids.DEAL_CARD: deal_buttons.show,
    ids.DEAL_MINE: deal_buttons.mine,
    f"{ids.DEAL_MINE}.next": deal_buttons.mine,
    ids.DEAL_ADVANCE: deal_buttons.advance,
    ids.DEAL_BACK: deal_buttons.send_back,
    ids.DEAL_WIN: deal_buttons.win,
    ids.DEAL_LOSE: deal_buttons.lose,
    ids.DEAL_EDIT: deal_buttons.edit,
    ids.DEAL_HISTORY: deal_buttons.history,
    ids.DEAL_MOVE: deal_buttons.move,
    ids.DEAL_CLOSE_DATE: deal_buttons.close_date,
    ids.BONUS_MEMBER: bonus_buttons.show,
    ids.BONUS_RULES: bonus_buttons.show_rules,
    ids.BONUS_RULE: bonus_buttons.open_rule,
    ids.VIEW_LIST: view_buttons.turn,
    f"{ids.VIEW_LIST}.next": view_buttons.turn,
    ids.VIEW_SORT: view_buttons.sort,
    ids.VIEW_STAGE: view_buttons.stage,
    ids.VIEW_CARD: view_buttons.card,
    ids.VIEW_FILTER: view_buttons.narrow,
    ids.VIEW_SAVE: view_buttons.save,
    ids.VIEW_EXPORT: view_buttons.export,
    ids.VIEWS: view_buttons.show_all,
    f"{ids.VIEWS}.next": view_buttons.show_all,
    ids.VIEW_MENU: view_buttons.menu,
    ids.SCORE_SET: score_buttons.open_form,
    ids.SCORE_PRESET: score_buttons.begin,
    ids.SCORE_STOP: score_buttons.stop,
    ids.PIPELINES: pipeline_buttons.show,
    ids.PIPELINE_OPEN: pipeline_buttons.open_one,
    ids.PIPELINE_NEW: pipeline_buttons.new,
    ids.PIPELINE_RENAME: pipeline_buttons.rename,
    ids.PIPELINE_DECIDERS: pipeline_buttons.deciders,
    ids.PIPELINE_RETIRE: pipeline_buttons.retire,
    ids.STAGE_NEW: pipeline_buttons.new_stage,
    ids.STAGE_MENU: pipeline_buttons.menu,
    ids.LISTS: listed.open_form,
    ids.FIND_PAGE: find.turn,
    f"{ids.FIND_PAGE}.next": find.turn,
    ids.REVIEW: review_buttons.open_form,
    ids.EXTENSION: extensions.open_form,
    ids.EXTENSION_APPROVE: extensions.approve,
    ids.EXTENSION_REFUSE: extensions.refuse,
    ids.MATES: mate_buttons.open_form,
    ids.DEAL_HELPING: request_buttons.helping,
    f"{ids.DEAL_HELPING}.next": request_buttons.helping,
    ids.REQUEST_ASK: request_buttons.ask_form,
    ids.REQUEST_ACCEPT: request_buttons.accept,
    ids.REQUEST_DONE: request_buttons.done,
    ids.REQUEST_DECLINE: request_buttons.decline,
    ids.REQUEST_PROMISE: request_buttons.promise,
    ids.REQUEST_WITHDRAW: request_buttons.withdraw,
    ids.REQUEST_PASS: request_buttons.pass_on,
    ids.PLEA_GRANT: pleas.grant,
    ids.PLEA_REFUSE: pleas.refuse,
    ids.EVIDENCE_KIND: evidence_buttons.call,
    ids.EVIDENCE_DEAL: evidence_buttons.settle,
    ids.EVIDENCE_LIST: evidence_buttons.show,
    f"{ids.EVIDENCE_LIST}.next": evidence_buttons.show,
    ids.EVIDENCE_MENU: evidence_buttons.menu,
    ids.EVIDENCE_NUMBER: evidence_buttons.number,
    ids.TIMELINE: timeline_buttons.show,
    f"{ids.TIMELINE}.next": timeline_buttons.show,
    ids.MERGE: merge_buttons.merge,
    ids.APART: merge_buttons.apart,
    ids.DECIDERS: decider_buttons.show,
    f"{ids.DECIDERS}.next": decider_buttons.show,
    ids.DECIDER_EDIT: decider_buttons.edit,
    ids.PROJECTS: project_buttons.show,
    f"{ids.PROJECTS}.next": project_buttons.show,
    ids.PROJECT_DIFFERENT: project_buttons.different,
    ids.PLAN: plan_buttons.show,
    f"{ids.PLAN}.next": plan_buttons.show,
    ids.PLAN_MAKE: plan_buttons.make,
    ids.PLAN_ADD: plan_buttons.add,
    ids.PLAN_MENU: plan_buttons.menu,
    ids.PLAN_SHIFT: plan_buttons.shift,
    ids.MILESTONE_WORD: plan_buttons.word,
    ids.STEPS: plan_template.show,
    f"{ids.STEPS}.next": plan_template.show,
    ids.STEPS_FILL: plan_template.fill,
    ids.STEP_NEW: plan_template.new,
    ids.STEP_MENU: plan_template.menu,
    ids.TASK_DONE: today_buttons.done,
    ids.TASK_LATER: today_buttons.later,
    ids.TODAY: today_buttons.show,
    ids.NOTICES: choice_buttons.show_form,
    ids.NOTICE_MENU: choice_buttons.menu,
    ids.MUTE_END: choice_buttons.unmute,
    ids.NOTICE_AGAIN: undelivered_buttons.again,
    ids.NOTICE_DROP: undelivered_buttons.drop,
    ids.EXPORT: export_commands.press,
    ids.IMPORT_START: import_buttons.start,
    ids.IMPORT_ADJUST: import_buttons.adjust,
    ids.IMPORT_CANCEL: import_buttons.cancel,
    ids.IMPORT_UNDO: import_buttons.undo,
    ids.IMPORT_TEMPLATE: import_buttons.template,
    ids.AWAY: absence.show,
    ids.SETTINGS: workspace_buttons.show_settings,
    ids.TEAM_EDIT: workspace_buttons.edit_team,
}

# What the More… menus of cards offer: handlers/leads/deeds.py, handlers/deals/deeds.py.
_LEAD_DEEDS: dict[str, Handler] = {
    "chance": chance_buttons.rate,
    "contact": lead_buttons.add_contact,
    "reveal": pool_deeds.show_contact,
    "move": pool_deeds.choose_pool,
    "lock": pool_deeds.lock,
    "unlock": pool_deeds.unlock,
    "rhythm": silence_buttons.rhythm,
    "pause": silence_buttons.pause,
    "why": silence_buttons.explain,
    "timeline": timeline_buttons.show,
    "same": merge_buttons.same,
}

_DEAL_DEEDS: dict[str, Handler] = {
    "amount": deal_buttons.amount,
    "give": deal_buttons.give,
    "difficulty": difficulty.open_form,
    "score": score_buttons.explain,
    "team": mate_buttons.open_form,
    "help": request_buttons.ask_form,
    "urge": request_buttons.urge_form,
    "room": room_buttons.make,
    "evidence": evidence_buttons.show,
    "post": deal_buttons.post,
    "playbook": deal_buttons.playbook,
    "extend": extensions.open_form,
    "lessons": review_buttons.lessons,
    "reopen": deal_buttons.reopen,
    "map": decider_buttons.show,
    "history": deal_buttons.history,
    "timeline": timeline_buttons.show,
    "same": merge_buttons.same,
}

_WEBFORM_DEEDS: dict[str, Handler] = {
    "address": webform_buttons.address,
    "edit": webform_buttons.edit,
    "close": webform_buttons.close,
    "reopen": webform_buttons.reopen,
}

_SOURCE_DEEDS: dict[str, Handler] = {
    "confirm": source_buttons.confirm,
    "edit": source_buttons.edit,
    "costs": source_buttons.show_costs,
    "merge": source_buttons.merge,
    "spellings": source_buttons.spellings,
    "retire": source_buttons.retire,
    "restore": source_buttons.restore,
}

# One button each for the customers that may be meant, or for the periods of a report: `visit.choose.0`, …
_CHOICES = {
    ids.VISIT_CHOOSE: visit_buttons.choose,
    ids.LEAD_CARD: lead_buttons.show,
    ids.LEAD_WHY: silence_buttons.explain,
    ids.DEAL_CARD: deal_buttons.show,
    ids.MERGE_CHOOSE: merge_buttons.choose,
    ids.REPORT_SOURCES: report_buttons.of_sources,
    ids.REPORT_ENDS: report_buttons.of_ends,
    ids.BONUS: bonus_buttons.show,
    ids.DEAL_DIFFICULTY: difficulty.open_form,
    ids.PROJECT_SAME: project_buttons.same,
    ids.MILESTONE_DONE: plan_buttons.tick,
}

_FORMS = {
    ids.VISIT_FORM: visit_forms.log,
    ids.LEAD_FORM: lead_forms.new,
    ids.LEAD_EDIT_FORM: lead_forms.edit,
    ids.CONTACT_FORM: lead_forms.contact,
    ids.LEAD_ASSIGN_FORM: assignment_forms.assign,
    ids.LEADS_SELECT_FORM: picking.preview,
    ids.LEADS_GIVE_FORM: picking.give,
    ids.OFFER_DECLINE_FORM: assignment_forms.decline,
    ids.HANDOVER_FORM: handover_forms.begin,
    ids.LEAD_PAUSE_FORM: silence_forms.pause,
    ids.LEAD_RHYTHM_FORM: silence_forms.rhythm,
    ids.KEEP_REFUSE_FORM: silence_forms.refuse,
    ids.LEAD_CHANCE_FORM: chance_forms.rate,
    ids.WEBFORM_FORM: webform_forms.save,
    ids.SOURCE_FORM: source_forms.add,
    ids.SOURCE_EDIT_FORM: source_forms.edit,
    ids.SOURCE_MERGE_FORM: source_forms.merge,
    ids.COST_FORM: source_forms.cost,
    ids.LEAD_POOL_FORM: pool_deeds.move,
    ids.POOL_FORM: pool_forms.save,
    ids.POOL_CLOSE_FORM: pool_forms.close,
    ids.MERGE_FORM: merge_forms.merge,
    ids.SAME_FORM: merge_forms.same,
    ids.DEAL_FORM: deal_forms.save,
    ids.DEAL_EDIT_FORM: deal_forms.edit,
    ids.DEAL_LOSE_FORM: deal_forms.lose,
    ids.DEAL_GATE_FORM: deal_forms.move,
    ids.DEAL_AMOUNT_FORM: deal_forms.amount,
    ids.DEAL_GIVE_FORM: deal_forms.give,
    ids.DEAL_DIFFICULTY_FORM: difficulty.save,
    ids.BONUS_RULE_FORM: bonus_forms.save,
    ids.VIEW_FILTER_FORM: view_forms.narrow,
    ids.VIEW_FORM: view_forms.save,
    ids.SCORE_FORM: score_forms.save,
    ids.PIPELINE_FORM: pipeline_forms.add_pipeline,
    ids.PIPELINE_NAME_FORM: pipeline_forms.rename,
    ids.PIPELINE_DECIDERS_FORM: pipeline_forms.deciders,
    ids.PIPELINE_RETIRE_FORM: pipeline_forms.retire_pipeline,
    ids.STAGE_FORM: pipeline_forms.save_stage,
    ids.STAGE_RETIRE_FORM: pipeline_forms.retire_stage,
    ids.LISTS_FORM: listed.save,
    ids.REVIEW_FORM: review_buttons.save,
    ids.EXTENSION_FORM: extensions.ask,
    ids.EXTENSION_REFUSE_FORM: extensions.send_refusal,
    ids.MATES_FORM: mate_buttons.save,
    ids.REQUEST_FORM: request_forms.help_with,
    ids.URGE_FORM: request_forms.urge,
    ids.REQUEST_DONE_FORM: request_forms.done,
    ids.REQUEST_DECLINE_FORM: request_forms.decline,
    ids.REQUEST_PROMISE_FORM: request_forms.promise,
    ids.REQUEST_PASS_FORM: request_forms.pass_on,
    ids.PLEA_FORM: pleas.send_refusal,
    ids.EVIDENCE_NUMBER_FORM: evidence_buttons.save_number,
    ids.DECIDER_FORM: decider_forms.save,
    ids.PLAN_FORM: plan_forms.save,
    ids.PLAN_DONE_FORM: plan_forms.finish,
    ids.PLAN_SHIFT_FORM: plan_forms.shift,
    ids.STEP_FORM: plan_template.save,
    ids.TASK_LATER_FORM: today_forms.later,
    ids.NOTICES_FORM: choice_forms.save,
    ids.MUTE_FORM: choice_forms.mute,
    ids.IMPORT_FORM: import_forms.read,
    ids.IMPORT_ADJUST_FORM: import_forms.adjust,
    ids.AWAY_FORM: absence.save,
    ids.SETTINGS_FORM: workspace_forms.save_settings,
    ids.TEAM_FORM: workspace_forms.place,
}

# Work that outlasts Slack's three seconds, done by the worker: by what it is for.
ERRANDS = {
    "import": Deed(import_work.do, import_work.give_up),
    "export": Deed(export_work.do, export_work.give_up),
    "room": Deed(room_work.do, room_work.give_up),
    "handover": Deed(handover_work.do, handover_work.give_up),
}

# Menus that ask for their entries as somebody types.
_MENUS = {ids.LEAD_SOURCE: SourceKind.SOURCE, ids.LEAD_CAMPAIGN: SourceKind.CAMPAIGN}


def register(app: AsyncApp) -> None:
    """Give Bolt every listener."""
    for command in COMMANDS:
        app.command(command.name)(listener(command))
    for action, handler in _BUTTONS.items():
        app.action(action)(press(handler))
    app.action(ids.LEAD_MORE)(press(more.chosen(_LEAD_DEEDS)))
    app.action(ids.DEAL_MORE)(press(more.chosen(_DEAL_DEEDS)))
    app.action(ids.SOURCE_MORE)(press(more.chosen(_SOURCE_DEEDS)))
    app.action(ids.WEBFORM_MORE)(press(more.chosen(_WEBFORM_DEEDS)))
    for action, handler in _CHOICES.items():
        app.action(re.compile(rf"^{re.escape(action)}\.\d+$"))(press(handler))
    for action, kind in _MENUS.items():
        app.options(re.compile(rf"^{re.escape(action)}(\.\d+)?$"))(source_options.offer(kind))
    for callback, sent in _FORMS.items():
        app.view(callback)(submission(sent))
    app.shortcut(ids.VISIT_SHORTCUT)(messages.shortcut)
    app.shortcut(ids.VISIT_LOG)(messages.shortcut)
    app.event("app_home_opened", matchers=[_home])(home.opened)
    app.event("message", matchers=[_dropped])(import_messages.drop)
    app.event("message", matchers=[_files_dropped])(evidence_messages.drop)
    app.event("message", matchers=[_said])(messages.say)


async def _home(event: dict[str, Any]) -> bool:
    return home.is_home(event)


async def _dropped(event: dict[str, Any]) -> bool:
    return import_messages.is_dropped(event)


async def _files_dropped(event: dict[str, Any]) -> bool:
    return evidence_messages.is_dropped(event)


async def _said(event: dict[str, Any]) -> bool:
    return messages.is_said(event)
