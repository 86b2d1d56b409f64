"""The words of lists: what each column is called, how people type it, what a list is narrowed to in a sentence."""

from collections.abc import Mapping
from datetime import date

from core.errors import msgid
from core.models import Sharing
from core.views import COLUMNS, Among, Between, Kind, Names, Shape, Want, Within
from core.views.saved import View
from core.views.shape import ME
from handlers.exports.views import DEAL_STATES
from handlers.words import Translate, number

LABELS = {
    "customer": msgid("Customer"),
    "stage": msgid("Stage"),
    "amount": msgid("Amount"),
    "probability": msgid("Probability in %"),
    "weighted": msgid("Weighted"),
    "close": msgid("Expected close"),
    "days": msgid("Days in stage"),
    "owner": msgid("Owner"),
    "team": msgid("Team"),
    "pipeline": msgid("Pipeline"),
    "status": msgid("State"),
    "product": msgid("Goods"),
    "source": msgid("Source"),
    "tags": msgid("Tags"),
    "region": msgid("Region"),
    "score": msgid("Score"),
    "difficulty": msgid("Difficulty"),
    "competitor": msgid("Competitor"),
    "last": msgid("Last follow-up"),
    "next": msgid("Next step"),
    "created": msgid("Created"),
    "closed": msgid("Closed"),
}
# As people type them, folded.
TYPED: Mapping[str, tuple[str, ...]] = {
    "customer": ("customer", "account", "company", "客户", "公司"),
    "stage": ("stage", "阶段"),
    "amount": ("amount", "value", "sum", "金额", "总额"),
    "probability": ("probability", "概率", "可能性", "赢率"),
    "weighted": ("weighted", "加权金额", "加权"),
    "close": ("expected close", "close date", "closing", "closes", "close", "预计成交", "成交日期", "成交", "到期"),
    "days": ("days in stage", "in stage", "days", "停留天数", "在阶段天数", "停留", "天数"),
    "owner": ("owner", "rep", "负责人", "销售"),
    "team": ("team", "小组", "团队"),
    "pipeline": ("pipeline", "销售流程", "流程"),
    "status": ("status", "state", "状态"),
    "product": ("product", "goods", "产品", "商品", "货品"),
    "source": ("source", "来源", "渠道"),
    "tags": ("tags", "tag", "标签"),
    "region": ("region", "area", "地区", "区域"),
    "score": ("score", "points", "评分", "分数", "打分"),
    "difficulty": ("difficulty", "coefficient", "难度系数", "系数", "难度"),
    "competitor": ("competitor", "竞争对手", "对手"),
    "last": ("last follow-up", "followed up", "最近跟进", "上次跟进", "跟进"),
    "next": ("next step", "下一步"),
    "created": ("created", "entered", "made", "new", "新建", "新增", "创建", "录入"),
    "closed": ("closed", "ended", "结束", "关闭", "结单"),
}
SPANS = {
    ("day", -1): msgid("yesterday"),
    ("day", 0): msgid("today"),
    ("day", 1): msgid("tomorrow"),
    ("week", -1): msgid("last week"),
    ("week", 0): msgid("this week"),
    ("week", 1): msgid("next week"),
    ("month", -1): msgid("last month"),
    ("month", 0): msgid("this month"),
    ("month", 1): msgid("next month"),
    ("quarter", -1): msgid("last quarter"),
    ("quarter", 0): msgid("this quarter"),
    ("quarter", 1): msgid("next quarter"),
    ("year", -1): msgid("last year"),
    ("year", 0): msgid("this year"),
    ("year", 1): msgid("next year"),
}
SHARED = {
    Sharing.OWN: msgid("Only I"),
    Sharing.TEAM: msgid("My team"),
    Sharing.ALL: msgid("Everybody"),
}


def label(column: str, t: Translate) -> str:
    """What a column is called, where Slack parses nothing."""
    return t.plain(LABELS[column])


def title(view: View | None, t: Translate, *, changed: bool = False) -> str:
    """What a list is called, where Slack parses nothing; one that nobody has kept has no name. `changed`: it differs
    from the view by now."""
    if view is None:
        return t.plain("Deals")
    if view.is_built:
        name = view.is_built.name_zh if t.chinese else view.is_built.name_en
    else:
        name = view.row.name if view.row else ""
    return t.plain("{view} (changed)", view=name) if changed else name


def sorted_by(column: str, t: Translate, *, down: bool) -> str:
    """The order of a list, in an entry of a menu."""
    return f"{label(column, t)} {'↓' if down else '↑'}"


def said(shape: Shape, names: Names, t: Translate) -> str:
    """What a list is narrowed to, and its order, for mrkdwn."""
    wants = [_said(name, want, names, t) for name, want in shape.wants.items()]
    ordered = t("by {column}", column=sorted_by(shape.sort, t, down=shape.down))
    return " · ".join([*(t.mrkdwn(want) for want in wants), ordered])


def _said(column: str, want: Want, names: Names, t: Translate) -> str:
    match want:
        case Among():
            told = t.listed(_value(column, value, names, t) for value in want.values)
        case Between():
            told = " ".join(_ends(column, want, t))
        case Within():
            told = span(want, t)
    return t.plain("{column}: {told}", column=label(column, t), told=told)


def _value(column: str, value: int | str, names: Names, t: Translate) -> str:
    if value == ME and COLUMNS[column].kind == Kind.ONE:
        return t.plain("me")
    if COLUMNS[column].kind == Kind.STATE:
        return t.plain(DEAL_STATES[value])  # type: ignore[index]  # a state by its value
    if COLUMNS[column].kind == Kind.ONE:
        row = names.of(column, value)
        return named(row, t) if row is not None else t.plain("(gone)")
    return str(value)


def named(row: object, t: Translate) -> str:
    """A stage, pipeline, person, team or source by its name."""
    return t.text(row) if hasattr(row, "name_zh") else str(getattr(row, "name", row))


def _ends(column: str, want: Between, t: Translate) -> list[str]:
    signs = {"≥": want.least, ">": want.over, "≤": want.most, "<": want.under}
    kind = COLUMNS[column].kind
    told = {sign: value for sign, value in signs.items() if value is not None}
    if kind == Kind.MONEY:
        return [f"{sign}{t.money(value, want.currency)}" for sign, value in told.items()]
    return [f"{sign}{number(value)}{'%' if kind == Kind.PERCENT else ''}" for sign, value in told.items()]


def span(want: Within, t: Translate) -> str:
    """Days in words: this month, Nov 1 – Nov 30."""
    if want.never:
        return t.plain("not told")
    if want.span is not None:
        return t.plain(SPANS[want.span, want.shift])
    if want.begins == want.until:
        return _day(want.begins, t)
    return f"{_day(want.begins, t)} – {_day(want.until, t)}"


def _day(day: date | None, t: Translate) -> str:
    return t.day(day) if day else "…"
