"""Days as Chinese names them: 下周三, 5号, 月底, 三天后, 年初八, 年后."""

import re
from datetime import date, timedelta

from core.reading import calendars
from core.reading.mentions import Found, Kind, Reader, Today
from core.reading.numbers import chinese

_N = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,4}|半)"
_DAY = (
    r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]"
    r"|十[一二三四五六七八九]?|[一二三四五六七八九])"
)
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_THIS_OR_NEXT = r"上上个?|上个?|下下下个?|下下个?|下个?|这个?|本"
# What stands after 号 when it counts houses, lines or machines and not days.
_A_DAY = r"(?![楼线仓门厂产机库房店院馆会车桌柜井炉地块位码标电池口岸坑墩塔栋栈铺档摊窗屏站台文件])"
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_WEEKDAYS |= {str(number): number - 1 for number in range(1, 8)}
_PARTS = {"初": 1, "上旬": 1, "中": 15, "中旬": 15, "下旬": 21, "底": 31, "末": 31}
_FESTIVALS = {"元旦": (1, 1), "五一": (5, 1), "劳动": (5, 1), "国庆": (10, 1), "十一": (10, 1), "双十一": (11, 11)}
_FESTIVALS |= {"双11": (11, 11), "双十二": (12, 12), "圣诞": (12, 25), "清明": (4, 5)}
_LUNAR = {"元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15), "小年": (12, 23)}
# Counted from an event and not from today: 到货后30天, 账期60天.
_FROM_TODAY = "".join(
    f"(?<!{word})" for word in ["账期", "到货", "收货", "验收", "发货", "货到", "签约", "开票", "月结", "质保"]
)


def _number(written: str) -> int:
    return 0 if written == "半" else int(chinese(written) or 0)


def _full(found: Found, today: Today) -> date | None:
    year = int(found["y"])
    return calendars.real(year + 2000 if year < 100 else year, _number(found["m"]), _number(found["d"]))


def _month_day(found: Found, today: Today) -> date | Kind | None:
    month, day = _number(found["m"]), _number(found["d"])
    if found["p"] == "去年":
        return Kind.PAST
    if found["p"] == "明年":
        return calendars.real(today.on.year + 1, month, day)
    return calendars.next_month_day(today.on, month, day)


def _this_month_day(found: Found, today: Today) -> date | Kind | None:
    """下个月5号, 本月12日."""
    if found["w"].startswith("上"):
        return Kind.PAST
    first = calendars.add_months(today.on.replace(day=1), found["w"].count("下"))
    return calendars.real(first.year, first.month, _number(found["d"]))


def _month_part(found: Found, today: Today) -> date:
    """4月中旬, 5月底, 5月."""
    return calendars.month_part(today.on, _number(found["n"]), _PARTS.get(found["t"] or "初", 1))


def _this_month_part(found: Found, today: Today) -> date | Kind:
    """月底, 下个月初, 下个月."""
    which, day = found["w"] or "", _PARTS.get(found["t"] or "初", 1)
    if which.startswith("上"):
        return Kind.PAST
    first = calendars.add_months(today.on.replace(day=1), which.count("下"))
    meant = calendars.cut(first.year, first.month, day)
    if which or meant >= today.on:
        return meant
    first = calendars.add_months(first, 1)
    return calendars.cut(first.year, first.month, day)


def _day(found: Found, today: Today) -> date | None:
    return calendars.next_day(today.on, _number(found["d"]))


def _weekday(found: Found, today: Today) -> date | Kind:
    which, day = found["w"] or "", _WEEKDAYS[found["d"]]
    if which.startswith("上"):
        return Kind.PAST
    if not which:
        return calendars.next_weekday(today.on, day)
    monday = today.on - timedelta(days=today.on.weekday())
    return monday + timedelta(days=7 * which.count("下") + day)


def _week(found: Found, today: Today) -> date | Kind:
    if found["w"].startswith("上"):
        return Kind.PAST
    return calendars.period(today.on, "week", part="", ahead=found["w"].count("下"))


def _near(found: Found, today: Today) -> date | Kind:
    word = found[0]
    if word[0] in "昨前" or word.startswith("大前"):
        return Kind.PAST
    days = 3 if word.startswith("大后") else {"今": 0, "当": 0, "明": 1, "听": 1, "后": 2}[word[0]]
    return today.on + timedelta(days=days)


def _after(found: Found, today: Today) -> date | None:
    """三天后, 半个月后, 一个半月后, 2周内, 5个工作日后; of 两三天后 the first."""
    count = found["n"]
    if len(count) == 2 and re.fullmatch("[一二两三四五六七八九]{2}", count):
        count = count[0]
    return calendars.after(today.on, _number(count), found["u"], half=count == "半" or bool(found["h"]))


def _lunar(found: Found, today: Today) -> date | None:
    written = found["m"] or "正"
    month = {"正": 1, "腊": 12, "冬": 11}.get(written[0]) or _number(written.removesuffix("月")) or 1
    return calendars.next_lunar(today.on, month, _number(found["d"].removeprefix("初")))


def _festival(found: Found, today: Today) -> date | Kind | None:
    """The day itself, and with it 前; after a festival is a step without a date."""
    if found["after"]:
        return Kind.VAGUE
    name = found["f"]
    if name in _LUNAR:
        return calendars.next_lunar(today.on, *_LUNAR[name])
    return calendars.next_month_day(today.on, *_FESTIVALS[name])


def _period_end(found: Found, today: Today) -> date:
    unit = "quarter" if "季" in found[0] else "year"
    return calendars.period(today.on, unit, part="end", ahead=int(found[0][0] in "下明"))


def _past(found: Found, today: Today) -> Kind:
    return Kind.PAST


def _vague(found: Found, today: Today) -> Kind:
    return Kind.VAGUE


# In order: what is read first keeps its letters from those below.
READERS: tuple[tuple[str, Reader], ...] = (
    (r"(?<!\d)(?P<y>20\d\d|\d\d(?=年))年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?", _full),
    (rf"(?P<m>[正腊冬]月|(?:农历|阴历){_MONTH}月|(?:大?年)(?=初|三十))(?P<d>初?{_DAY})(?![台套个件月点])", _lunar),
    (r"(?P<m>)(?P<d>初[一二三四五六七八九十])(?![中步期次级审])", _lunar),
    (
        r"(?P<f>元旦|劳动(?=节)|双十[一二]|双11|国庆|圣诞|元宵|端午|中秋|小年|清明"
        r"|(?<![一二三四五六七八九十\d第])(?:五一|十一)(?=[前后之以节放再]))(?:节|长?假期?)?(?P<after>(?:之|以|过)?后)?(?!礼|粽|月饼|福利|活动|促销|款|版|树|卡|限定)",
        _festival,
    ),
    (
        rf"(?P<p>[明今去]年)?(?<![\d个])(?P<m>{_MONTH})月份?(?P<d>{_DAY})(?:[日号]{_A_DAY}|(?![\d.万wk个台套天年点元块%日号]))",
        _month_day,
    ),
    (rf"(?P<w>{_THIS_OR_NEXT})月的?(?P<d>{_DAY})(?:[日号]|(?![\d万个台套天点日号]))", _this_month_day),
    (rf"(?<![\d个半])(?P<n>{_MONTH})月份?(?P<t>上旬|中旬|下旬|初|中|底|末)", _month_part),
    (rf"(?P<w>{_THIS_OR_NEXT})?月份?(?P<t>上旬|中旬|下旬|初|中(?!心|国)|底|末)", _this_month_part),
    (rf"(?P<w>{_THIS_OR_NEXT})月份?(?P<t>)(?!结)", _this_month_part),
    (rf"(?<![\d个半两几])(?P<n>{_MONTH})月份?(?P<t>)(?![\d饼结亮球子薪供租均])", _month_part),
    (rf"(?<![\d.路街巷弄道型编单车第a-z/-])(?P<d>{_DAY})(?:号{_A_DAY}|日(?![本元均常产期用]))", _day),
    (
        rf"(?<!每)(?<![一二两三四五六七八九十几半])(?P<w>{_THIS_OR_NEXT})?(?:周|星期|礼拜)"
        r"(?P<d>[一二三四五六日天末]|[1-7](?![\d台套个件点:万wk天.]))(?![次趟家福鸣]|个月)",
        _weekday,
    ),
    (rf"(?P<w>{_THIS_OR_NEXT})(?:周|星期|礼拜)(?:之?内|以内)?(?![年期转边围总工])", _week),
    (
        r"明后天|大[后前][天日]|[今明后昨前][天日]|听日|[明今]儿|[今明昨](?=[早晚])|(?<![声分说表证发])明(?=[上下]午|中午)",
        _near,
    ),
    (
        rf"{_FROM_TODAY}(?P<n>{_N})(?:[-~到至]{_N})?个?(?P<h>半)?(?P<u>工作日|天|日|周|星期|礼拜|月|年|季度)"
        r"(?:之|以)?(?:后|内)(?!付|无理由|的?账)",
        _after,
    ),
    (rf"(?:再过|过)(?P<n>{_N})个?(?P<h>半)?(?P<u>天|周|星期|礼拜|月|年)(?!了)", _after),
    (
        rf"(?:{_N}|几)个?(?:天|日|周|星期|礼拜|月|年|小时)(?:之|以)?前|去年|刚才|刚刚|早些时候|最近|之前|以前"
        r"|前(?:几|两)天|前(?:段时间|阵子)",
        _past,
    ),
    (
        r"[年节]后|[节年]前|过(?:完|了)[年节]|过年后|春节(?:假期)?(?:之|以)?[前后]|下一?次|下回|回头|改[天日]"
        r"|过(?:几天|些天|段时间|一?阵|阵子|些日子)|晚点|晚些时候|稍后|尽快|尽早|抓紧|随后|近期|择[日期]|抽空"
        r"|明年|下半年|下个?季度(?![末底])|[后以]后?再|到时候?再?|有空再?",
        _vague,
    ),
    (r"(?:本|这个?|下个?)?季度?[底末]|[今明]?年[底末]", _period_end),
)
