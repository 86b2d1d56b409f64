"""Sums of money, in full figures."""

import re
from decimal import Decimal

from core.reading.quantities import Quantity
from core.reading.result import Money
from core.reading.text import Text
from core.reading.words import any_of

_CURRENCIES = {code: code.upper() for code in ["usd", "eur", "gbp", "jpy", "cny", "hkd", "twd", "sgd", "krw", "aud", "cad", "chf", "inr", "thb", "vnd", "myr", "rub", "brl", "aed", "sek", "nok", "dkk", "pln", "mxn", "zar", "nzd"]} | {
    "rmb": "CNY", "ntd": "TWD", "cnh": "CNY", "¥": "CNY", "元": "CNY", "块": "CNY", "圆": "CNY", "人民币": "CNY", "yuan": "CNY", "kuai": "CNY",
    "us$": "USD", "$": "USD", "美元": "USD", "美金": "USD", "美刀": "USD", "刀": "USD", "dollar": "USD", "bucks": "USD",
    "€": "EUR", "欧元": "EUR", "欧": "EUR", "euro": "EUR", "£": "GBP", "英镑": "GBP", "镑": "GBP", "pound": "GBP", "quid": "GBP",
    "hk$": "HKD", "港币": "HKD", "港元": "HKD", "港纸": "HKD", "nt$": "TWD", "新台币": "TWD", "台币": "TWD", "s$": "SGD", "新币": "SGD",
    "a$": "AUD", "au$": "AUD", "澳元": "AUD", "澳币": "AUD", "c$": "CAD", "ca$": "CAD", "加元": "CAD", "加币": "CAD",
    "日元": "JPY", "日币": "JPY", "日圆": "JPY", "yen": "JPY", "円": "JPY", "韩元": "KRW", "韩币": "KRW", "₩": "KRW", "卢布": "RUB", "₽": "RUB",
    "₹": "INR", "卢比": "INR", "泰铢": "THB", "瑞郎": "CHF", "瑞士法郎": "CHF", "r$": "BRL", "₫": "VND", "越南盾": "VND", "令吉": "MYR", "rm": "MYR",
}  # fmt: skip
_ANY = "|".join(re.escape(word) for word in sorted(_CURRENCIES, key=len, reverse=True))
_BEFORE = re.compile(rf"(?:^|(?<![a-z]))({_ANY})s?[:\s]{{0,2}}$", re.ASCII)
_AFTER = re.compile(
    rf"[多来余]?\s?(?:块(?=钱|[一每左的以吧,./]|\s|$|[多])|(?!块)({_ANY})s?(?![a-z]))钱?",
    re.ASCII,
)
_ASKED = re.compile(
    r"(?:单价|总价|报价|价格?|价位|总共|一共|共|合计|总计|金额|总额|预算|定金|订金|首付|首款|尾款|余款|预付款?|货款|回款|打款|打了|付款?|付了"
    r"|成交价?|合同额|合同|报了?|降到?|降至|降了|便宜了?|涨到?|涨了|高了|低了|谈到|谈成|还价?到?|砍到?|压到|卖|花了?|垫付|报销|到账|收到|收了|不超过?|控制在|最多"
    r"|最低|封顶|费用?|开价|出价|底价|押金|保证金|差价|罚款|开票|要价|优惠了?|让了|少了|省了|加价"
    r"|(?:每|一)(?:[台套个件只把箱盒吨米卷张人年月天支条瓶包份块片辆部次户组平方]|公斤|平米)"
    r"|\b(?:price[ds]?|quoted?|quoting|quotation|budget|offer(?:ed)?|costs?|costing|total(?:ing|s)?|deposit|balance|paid|pays?|paying|worth"
    r"|invoiced|amount|fee|down to|up to|max|under|spend|payment|refund|per unit|unit price|asking|deal size|contract (?:value|of|for)|wants? to pay|for|at))"
    r"(?:是|为|在|了|到|给|按|约|大概|大约|差不多|才|只要|只有|only|of|is|at|was|approx|about|around|roughly|to|the|an?|[:=~\s,]){0,3}$",
    re.ASCII,
)
_NOT_AFTER = re.compile(
    rf"\s?(?:%|percent|个点|个百分点|折|点|倍|/\d|[-~到至]\d|\s?{any_of('goods', 'measured')}|多?{any_of('goods', 'counted')}(?!以[内上下]))",
    re.ASCII,
)
_PLURAL = re.compile(
    r"\s?(?!(?:this|is|was|as|plus|us|its|minus|bucks|dollars|euros|pounds|plus|less|terms|deals?)\b)[a-z]{2,}s\b|\s?pcs?\b",
    re.ASCII,
)
_SIZE = re.compile(
    r"\s?(?:电视|显示|屏|摄像|高清|超清|画质|分辨|视频|投影|带宽|宽带|内存|网线|线|管|缆|光纤|长|宽|高|深|电阻|display|monitor|tv|camera|video|screen|resolution|projector|cable|wire|hose|pipe|rope|tape)"
)
_EACH = re.compile(
    rf"\s?(?:一|每|/)\s?(?:{any_of('goods', 'counted')}|年|月|人|天|次|公里|(?:unit|seat|piece|pc|month|year|user|set|box|license|licence|ea)\b)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[,.]\d{3})+")
_PRICED = re.compile(
    r"报价|价|预算|报到|报了|每[台套个件吨米只把]|合同额|付|\b(?:quote[ds]?|price[ds]?|budget|offer(?:ed)?|deal|paid|pay|contract|total)\b"
)
_JOINED = re.compile(r"\s?[-~到至]\s?$")


def amounts(text: Text, quantities: list[Quantity]) -> dict[Quantity, Money]:
    """The quantities that are sums, in the order of the line."""
    found: dict[Quantity, Money] = {}
    for quantity in quantities:
        currency = _currency(text.plain, quantity)
        if currency or _is_sum(text.plain, quantity):
            currency = currency or ("CNY" if text.chinese else None)
            found[quantity] = Money(_whole(quantity.value), currency)
    return _with_ranges(text.plain, quantities, found)


def _currency(plain: str, quantity: Quantity) -> str | None:
    before = _BEFORE.search(plain[max(0, quantity.start - 8) : quantity.start])
    if before and not (before[1] in {"刀", "块", "元", "欧", "镑", "圆", "rm"} and before[1] < "a"):
        if before[1][-1] in "刀块元欧镑圆":
            return None
        return _CURRENCIES[before[1]]
    after = _AFTER.match(plain, quantity.end)
    if after is None:
        return None
    return _CURRENCIES[after[1]] if after[1] else "CNY"


def _is_sum(plain: str, quantity: Quantity) -> bool:
    after = plain[quantity.end : quantity.end + 16]
    if _EACH.match(after) and quantity.value >= 1:
        return True
    if _NOT_AFTER.match(after):
        return False
    if quantity.scaled and quantity.scale not in {"千", "百"}:
        return not (quantity.scale in {"k", "m", "mm"} and (_PLURAL.match(after) or _SIZE.match(after)))
    if quantity.form == "word" and not quantity.scaled:
        return False
    if len(plain[quantity.start : quantity.end]) > 8 and quantity.form == "digits":
        return False
    asked = _ASKED.search(plain[max(0, quantity.start - 16) : quantity.start])
    if asked is None and _GROUPED.fullmatch(plain[quantity.start : quantity.end]) and _PRICED.search(plain):
        return not re.match(r"\s?[a-z㐀-鿿]", after)
    if asked is None or (quantity.form == "han" and quantity.value < 10):
        return False
    if re.match(r"\s?[a-z]", after) and not re.match(
        r"\s?(?:per|each|a|an|for|by|to|in|on|if|and|or|but|incl|excl|all|net|total|max|plus|with|from|of|then|vs|instead|is|was|now|so|he|she|they|we|too|only|balance|deposit|budget|deal|order|invoice|payment|refund|cash)\b",
        after,
    ):
        return False
    vague = asked[0].split(" ")[0] in {"for", "at"}
    return quantity.value >= (100 if vague else 1)


def _with_ranges(plain: str, quantities: list[Quantity], found: dict[Quantity, Money]) -> dict[Quantity, Money]:
    """30-35万 is two sums: the first takes scale and currency from the second."""
    for first, second in zip(quantities, quantities[1:], strict=False):
        if (
            second in found
            and first not in found
            and not first.scaled
            and re.fullmatch(r"\s?[-~到至]\s?", plain[first.end : second.start])
        ):
            factor = {"万": 10**4, "w": 10**4, "亿": 10**8, "k": 1000, "m": 10**6, "千": 1000}.get(second.scale, 1)
            found[first] = Money(_whole(first.value * factor), found[second].currency)
    return dict(sorted(found.items(), key=lambda item: item[0].start))


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and value < 10**15 else value.normalize()
