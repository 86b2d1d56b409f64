"""Every id that Slack sends back to us, `noun.verb`. They are an API: old messages go on pressing them."""

# visits
VISIT_FORM = "visit.form"
VISIT_CHOOSE = "visit.choose"
VISIT_MAKE_LEAD = "visit.make_lead"
VISIT_EDIT = "visit.edit"
VISIT_LOG = "visit.log"  # the Log 记跟进 button of a card
VISIT_SHORTCUT = "visit.shortcut"

# customers
TIMELINE = "timeline.show"

# every write
UNDO = "change.undo"
ANYWAY = "change.anyway"  # the same command again, past a customer that looks like it

# leads
LEAD_FORM = "lead.form"
LEAD_NEW = "lead.new"
LEAD_CLAIM = "lead.claim"
LEAD_RELEASE = "lead.release"
LEAD_ASSIGN = "lead.assign"
LEAD_ASSIGN_FORM = "lead.assign_form"
OFFER_ACCEPT = "offer.accept"
OFFER_ACCEPT_ALL = "offer.accept_all"
OFFER_DECLINE = "offer.decline"
OFFER_DECLINE_FORM = "offer.decline_form"
LEADS_SELECT = "leads.select"
LEADS_FILTER = "leads.filter"
LEADS_SELECT_FORM = "leads.select_form"
LEADS_GIVE_FORM = "leads.give_form"
OFFER_PAGE = "offer.page"
HANDOVER = "handover.open"
HANDOVER_FROM = "handover.from"
HANDOVER_FORM = "handover.form"
HANDOVER_PAGE = "handover.page"
LEAD_CARD = "lead.card"
LEAD_POOL = "lead.pool"
LEAD_POOL_PICK = "lead.pool_pick"
LEAD_POOL_ONLY = "lead.pool_only"
LEAD_POOL_FORM = "lead.pool_form"  # More… → Move to pool…
LEAD_MINE = "lead.mine"
LEAD_CHANCE_FORM = "lead.chance_form"
LEAD_DEAD = "lead.dead"
LEAD_PICK_UP = "lead.pick_up"
LEAD_KEEP = "lead.keep"
LEAD_PAUSE = "lead.pause"
LEAD_PAUSE_FORM = "lead.pause_form"
LEAD_PAUSE_END = "lead.pause_end"
LEAD_RHYTHM_FORM = "lead.rhythm_form"
LEAD_WHY = "lead.why"
LEAD_MORE = "lead.more"
LEAD_CONVERT = "lead.convert"
LEAD_EDIT = "lead.edit"
LEAD_EDIT_FORM = "lead.edit_form"
CONTACT_FORM = "contact.form"
LEAD_SOURCE = "lead.source"
LEAD_CAMPAIGN = "lead.campaign"

# where leads come from
SOURCES = "sources.show"
SOURCE_MORE = "source.more"
SOURCE_NEW = "source.new"
SOURCE_FORM = "source.form"
SOURCE_EDIT_FORM = "source.edit_form"
SOURCE_MERGE_FORM = "source.merge_form"
SOURCE_PART = "source.part"
SOURCE_COSTS = "source.costs"
COST_NEW = "cost.new"
COST_FORM = "cost.form"
COST_REMOVE = "cost.remove"

# pools
POOLS = "pools.show"
POOL_NEW = "pool.new"
POOL_MENU = "pool.menu"
POOL_FORM = "pool.form"
POOL_CLOSE_FORM = "pool.close_form"
REVEALS = "pools.reveals"
# whether a lead may be kept
KEEP_APPROVE = "keep.approve"
KEEP_REFUSE = "keep.refuse"
KEEP_REFUSE_FORM = "keep.refuse_form"

# reports
FORECAST_KIND = "forecast.kind"
FORECAST_PERIOD = "forecast.period"
FORECAST_SPLIT = "forecast.split"
REPORT_ENDS = "report.ends"  # report.ends.0, .1, …: one button a way, one a period
REPORT_SOURCES = "report.sources"  # report.sources.0, .1, …: one button a period

# web forms
WEBFORMS = "webforms.show"
WEBFORM_MORE = "webform.more"
WEBFORM_NEW = "webform.new"
WEBFORM_FORM = "webform.form"
WEBFORM_OPEN = "webform.open"  # a link: the press itself does nothing
WEBFORM_ROTATE = "webform.rotate"

# deals
DEAL_FORM = "deal.form"
DEAL_NEW = "deal.new"
DEAL_CARD = "deal.card"
DEAL_MINE = "deal.mine"
DEAL_ADVANCE = "deal.advance"
DEAL_BACK = "deal.back"
DEAL_WIN = "deal.win"
DEAL_LOSE = "deal.lose"
DEAL_LOSE_FORM = "deal.lose_form"
DEAL_EDIT = "deal.edit"
DEAL_EDIT_FORM = "deal.edit_form"
DEAL_MORE = "deal.more"
DEAL_HISTORY = "deal.history"
DEAL_MOVE = "deal.move"
DEAL_CLOSE_DATE = "deal.close_date"
DEAL_GATE_FORM = "deal.gate_form"
DEAL_AMOUNT_FORM = "deal.amount_form"
DEAL_GIVE_FORM = "deal.give_form"

DEAL_DIFFICULTY = "deal.difficulty"  # deal.difficulty.0, .1, …: one button a deal that may be meant
DEAL_DIFFICULTY_FORM = "deal.difficulty_form"

# what won deals earn
BONUS = "bonus.show"  # bonus.show.0, .1, …: one button a way to look at it
BONUS_MEMBER = "bonus.member"
BONUS_RULES = "bonus.rules"
BONUS_RULE = "bonus.rule"
BONUS_RULE_FORM = "bonus.rule_form"

# lists of deals, and views: such lists kept under a name
VIEW_LIST = "view.list"
VIEW_SORT = "view.sort"
VIEW_STAGE = "view.stage"  # the deals of a stage of the board
VIEW_CARD = "view.card"
VIEW_FILTER = "view.filter"
VIEW_FILTER_FORM = "view.filter_form"
VIEW_SAVE = "view.save"
VIEW_FORM = "view.form"
VIEW_EXPORT = "view.export"
VIEWS = "view.all"
VIEW_MENU = "view.menu"

# how promising deals are
SCORE_SET = "score.set"
SCORE_PRESET = "score.preset"
SCORE_STOP = "score.stop"
SCORE_FORM = "score.form"

# pipelines and stages, the words that forms offer
PIPELINES = "pipeline.all"
PIPELINE_OPEN = "pipeline.open"
PIPELINE_NEW = "pipeline.new"
PIPELINE_FORM = "pipeline.form"
PIPELINE_RENAME = "pipeline.rename"
PIPELINE_NAME_FORM = "pipeline.name_form"
PIPELINE_DECIDERS = "pipeline.deciders"
PIPELINE_DECIDERS_FORM = "pipeline.deciders_form"
PIPELINE_RETIRE = "pipeline.retire"
PIPELINE_RETIRE_FORM = "pipeline.retire_form"
STAGE_NEW = "stage.new"
STAGE_MENU = "stage.menu"
STAGE_FORM = "stage.form"
STAGE_RETIRE_FORM = "stage.retire_form"
LISTS = "lists.show"
LISTS_FORM = "lists.form"

# what is found
FIND_PAGE = "find.page"

# evidence
EVIDENCE_KIND = "evidence.kind"
EVIDENCE_DEAL = "evidence.deal"
EVIDENCE_LIST = "evidence.list"
EVIDENCE_MENU = "evidence.menu"
EVIDENCE_NUMBER = "evidence.number"
EVIDENCE_NUMBER_FORM = "evidence.number_form"

# reviews
REVIEW = "review.open"
REVIEW_FORM = "review.form"

# a new date that is asked for
EXTENSION = "extension.open"
EXTENSION_FORM = "extension.form"
EXTENSION_APPROVE = "extension.approve"
EXTENSION_REFUSE = "extension.refuse"
EXTENSION_REFUSE_FORM = "extension.refuse_form"

# the team of a deal
MATES = "mate.team"
MATES_FORM = "mate.form"

# what colleagues ask of each other on a deal
DEAL_HELPING = "deal.helping"
REQUEST_ASK = "request.ask"
REQUEST_FORM = "request.form"
REQUEST_ACCEPT = "request.accept"
REQUEST_DONE = "request.done"
REQUEST_DONE_FORM = "request.done_form"
REQUEST_DECLINE = "request.decline"
REQUEST_DECLINE_FORM = "request.decline_form"
REQUEST_PROMISE = "request.promise"
REQUEST_PROMISE_FORM = "request.promise_form"
REQUEST_WITHDRAW = "request.withdraw"
REQUEST_PASS = "request.pass"
REQUEST_PASS_FORM = "request.pass_form"
URGE_FORM = "request.urge_form"

# a deal that asks to be let through
PLEA_GRANT = "plea.grant"
PLEA_REFUSE = "plea.refuse"
PLEA_FORM = "plea.form"

# customers that are one
MERGE = "customer.merge"
MERGE_FORM = "customer.merge_form"
MERGE_CHOOSE = "customer.merge_choose"
SAME_FORM = "customer.same_form"
APART = "customer.apart"

# the people who decide
DECIDERS = "decider.map"
DECIDER_EDIT = "decider.edit"
DECIDER_FORM = "decider.form"

# two deals that may be one project
PROJECTS = "project.list"
PROJECT_SAME = "project.same"
PROJECT_DIFFERENT = "project.different"

# plans of deals, and their templates
PLAN = "plan.show"
PLAN_MAKE = "plan.make"
PLAN_ADD = "plan.add"
PLAN_MENU = "plan.menu"
PLAN_FORM = "plan.form"
PLAN_DONE_FORM = "plan.done_form"
PLAN_SHIFT = "plan.shift"
PLAN_SHIFT_FORM = "plan.shift_form"
MILESTONE_DONE = "milestone.done"  # milestone.done.0, .1, …: one button a milestone of the stage left behind
MILESTONE_WORD = "milestone.word"
STEPS = "steps.show"
STEPS_FILL = "steps.fill"
STEP_NEW = "step.new"
STEP_MENU = "step.menu"
STEP_FORM = "step.form"

# tasks
TASK_DONE = "task.done"
TASK_LATER = "task.later"
TASK_LATER_FORM = "task.later_form"

# what a person is told
NOTICES = "notices.show"
NOTICES_FORM = "notices.form"
NOTICE_MENU = "notice.menu"
NOTICE_AGAIN = "notice.again"
NOTICE_DROP = "notice.drop"
MUTE_FORM = "mute.form"
MUTE_END = "mute.end"

# one of several notices in a message
TOGETHER = "together"

# imports and exports
IMPORT_FORM = "import.form"
IMPORT_TEMPLATE = "import.template"
IMPORT_ADJUST = "import.adjust"
IMPORT_ADJUST_FORM = "import.adjust_form"
IMPORT_START = "import.start"
IMPORT_CANCEL = "import.cancel"
IMPORT_UNDO = "import.undo"
EXPORT = "export.write"

# who is away
AWAY = "away.show"
AWAY_FORM = "away.form"

# the day, the workspace
TODAY = "today.show"
SETTINGS = "settings.show"
SETTINGS_FORM = "settings.form"
TEAM_FORM = "team.form"
TEAM_EDIT = "team.edit"
