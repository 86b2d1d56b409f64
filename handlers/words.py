"""Words on screen: English is the key, the catalogue holds the Chinese, and one place says how people, money and
dates read in Slack and escapes whatever a person typed."""

import gettext
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_currency_name, get_currency_symbol

from core.errors import Refusal, msgid
from core.members import Somebody
from core.models import Deal, Listed, Member, Pipeline, PlanStep, Pool, Stage, Task
from core.reading import Goods, Money

THE_POOL = msgid("the lead pool")  # the first of a workspace, which need not have a name
CATALOGUE = Path(__file__).parent / "locale" / "zh_CN.po"


def escape(text: str) -> str:
    """What a person typed, harmless in mrkdwn: no mention, link or ping comes alive."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What the person typed: Slack escapes three characters on its way to us; mentions stay as they are."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@lru_cache(maxsize=1)
def _chinese() -> gettext.GNUTranslations:
    compiled = BytesIO()
    with CATALOGUE.open("rb") as file:
        write_mo(compiled, read_po(file, locale="zh_CN"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Channel(str):
    """A channel, by its id in Slack."""


class Translate:
    """Says a sentence in one reader's language and zone: `t("Owner: {owner}", owner=member)`.

    What fills the holes is escaped for mrkdwn; `t.plain` is for places where Slack parses nothing.
    """

    def __init__(self, locale: str, zone: str = "Asia/Shanghai") -> None:
        self.chinese = locale.lower().startswith("zh")
        self.locale = "zh_CN" if self.chinese else "en_US"
        self.zone = zone
        self._catalogue: gettext.NullTranslations = _chinese() if self.chinese else gettext.NullTranslations()

    def __call__(self, key: str, /, **holes: Any) -> str:
        """The sentence for mrkdwn."""
        return _fill(self._catalogue.gettext(key), {name: self.mrkdwn(value) for name, value in holes.items()})

    def n(self, one: str, many: str, n: int, /, **holes: Any) -> str:
        """The sentence for a number of things, for mrkdwn; `{n}` is the number."""
        shown = {name: self.mrkdwn(value) for name, value in {"n": n, **holes}.items()}
        return _fill(self._catalogue.ngettext(one, many, n), shown)

    def plain(self, key: str, /, **holes: Any) -> str:
        """The sentence for buttons, titles, options and table cells."""
        return _fill(self._catalogue.gettext(key), {name: self.text(value) for name, value in holes.items()})

    def mrkdwn(self, value: Any) -> str:
        """One value as people read it in a message."""
        if isinstance(value, Member):
            return f"<@{value.slack_id}>"
        if isinstance(value, list):
            return self.listed(self.mrkdwn(each) for each in value)
        if isinstance(value, datetime):
            return f"<!date^{int(value.timestamp())}^{{date_short_pretty}} {{time}}|{escape(self.text(value))}>"
        if isinstance(value, Channel) and value.isalnum():
            return f"<#{value}>"
        if isinstance(value, Somebody) and value.isalnum():
            return f"<@{value}>"
        return escape(self.text(value))

    def text(self, value: Any) -> str:
        """One value as people read it where Slack parses nothing."""
        match value:
            case None:
                return "–"
            case list():
                return self.listed(self.text(each) for each in value)
            case Member():
                return value.name
            case Stage() | Pipeline() | Listed() | PlanStep():
                return value.name_zh if self.chinese else value.name_en
            case Task():
                return (value.name_zh if self.chinese else value.name_en) or value.text
            case Deal():
                return value.name
            case Pool():
                return value.name or self.plain(THE_POOL)
            case Money():
                return self.money(value.amount, value.currency)
            case datetime():
                local = value.astimezone(ZoneInfo(self.zone))
                return f"{self.day(local.date())} {local:%H:%M}"
            case date():
                return self.day(value)
            case time():
                return f"{value:%H:%M}"
            case Decimal():
                return number(value)
        return str(value)

    def day(self, day: date) -> str:
        """A date with its weekday: 11月25日 周三, Wed, Nov 25; with the year when it is not near."""
        return _day(day, self.locale, abs((day - datetime.now(ZoneInfo(self.zone)).date()).days) > 300)

    def money(self, amount: Decimal | None, currency: str | None) -> str:
        """A sum: ¥30万 in Chinese where that is exact, ¥300,000 in English."""
        if amount is None:
            return "–"
        symbol = _symbol(currency, self.locale) if currency else ""
        if self.chinese and amount >= 10_000 and amount % 100 == 0:
            unit, name = (Decimal(100_000_000), "亿") if amount >= 100_000_000 else (Decimal(10_000), "万")
            if amount % (unit / 100) == 0:
                return f"{symbol}{number(amount / unit)}{name}"
        return f"{symbol}{format_decimal(amount, format='#,##0.##', locale=self.locale)}"

    def currency(self, code: str) -> str:
        """A currency's name: 人民币, Chinese Yuan."""
        return get_currency_name(code, locale=self.locale)

    def listed(self, parts: Iterable[str]) -> str:
        """Things side by side: a, b in English, a、b in Chinese."""
        return ("、" if self.chinese else ", ").join(parts)

    def sentences(self, *said: str) -> str:
        """Whole sentences, one after the other: only English puts a space between them."""
        return ("" if self.chinese else " ").join(part for part in said if part)

    def colon(self, of: str, said: str) -> str:
        """Something and what is said of it: a: b in English, a：b in Chinese."""
        return f"{of}{'：' if self.chinese else ': '}{said}"

    def sums(self, by_currency: Mapping[str, Decimal]) -> str:
        """Sums of several currencies, side by side."""
        told = [self.money(amount, currency) for currency, amount in sorted(by_currency.items()) if amount]
        return " + ".join(told) or "–"


def _fill(sentence: str, holes: dict[str, str]) -> str:
    return sentence.format_map(holes) if holes else sentence


def number(value: Decimal | int) -> str:
    """A number without needless zeros: 200, 1.5."""
    return f"{Decimal(value).normalize():f}"


@lru_cache(maxsize=1024)
def phone_as_read(phone: str) -> str:
    """A phone as people read it: 138 0013 8000 at home, +1 415-555-0147 abroad; as it was typed when it is none."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    home = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if number.country_code == 86
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return str(phonenumbers.format_number(number, home))


def counted(goods: Goods) -> str:
    """A count of goods, in the language it was told in: 200台扫描枪, 200 scanners."""
    parts = [part for part in (number(goods.quantity), goods.unit, goods.name) if part]
    chinese = any("㐀" <= letter <= "鿿" for letter in "".join(parts))
    return ("" if chinese else " ").join(parts)


@lru_cache(maxsize=4096)
def _day(day: date, locale: str, far: bool) -> str:
    if locale == "zh_CN":
        return format_date(day, "y年M月d日 EEE" if far else "M月d日 EEE", locale=locale)
    return format_skeleton("yMMMEd" if far else "MMMEd", day, locale=locale)


@lru_cache(maxsize=64)
def _symbol(currency: str, locale: str) -> str:
    symbol = get_currency_symbol(currency, locale="zh_CN" if currency == "CNY" else locale)
    return f"{symbol} " if symbol.isalpha() else symbol


@lru_cache(maxsize=256)
def translator(locale: str, zone: str = "Asia/Shanghai") -> Translate:
    """The translation for a Slack locale (zh-CN, en-US, …): every zh is Chinese, all else English."""
    return Translate(locale, zone)


def translator_for(member: Member) -> Translate:
    """The language the member chose, else Slack's; and their zone."""
    return translator(member.language or member.locale, member.zone)


def refusal(t: Translate, error: Refusal) -> str:
    """A refusal in the reader's language, for mrkdwn."""
    return t(error.message, **error.holes)
