"""Where a workspace is at home: its time zone, its country and currency, read out of what somebody types."""

import difflib
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale

from core.errors import Refusal, msgid

LOCALES = ("zh-CN", "en-US")
# Those most used in trade; a workspace's own is always among those it may choose from.
CURRENCIES = (
    *("CNY", "USD", "EUR", "HKD", "TWD", "MOP", "JPY", "KRW", "SGD", "MYR", "THB", "VND", "IDR", "PHP", "INR", "AUD"),
    *("NZD", "GBP", "CHF", "CAD", "MXN", "BRL", "SEK", "NOK", "DKK", "PLN", "CZK", "TRY", "AED", "SAR", "ZAR"),
)
_ALSO_ZONES = {"北京": "Asia/Shanghai", "beijing": "Asia/Shanghai", "utc": "UTC"}
_ALSO_COUNTRIES = {"香港": "HK", "澳门": "MO", "usa": "US", "america": "US", "uk": "GB", "uae": "AE"}


class OddZone(Refusal):
    message = msgid("I know no time zone called {zone}. Write it as Asia/Shanghai, or a large city in it.")
    field = "zone"


class OddZoneNear(OddZone):
    message = msgid("I know no time zone called {zone}. Did you mean {near}?")


class OddCountry(Refusal):
    message = msgid("I know no country called {country}. Write its name or its code, such as CN.")
    field = "country"


class OddCountryNear(OddCountry):
    message = msgid("I know no country called {country}. Did you mean {near}?")


def zone_named(text: str) -> str:
    """The IANA name of a zone: Asia/Shanghai, shanghai and 上海 are the same."""
    asked = " ".join(text.replace("_", " ").split()).casefold()
    known = _zones() if asked.isascii() else _zones_in_chinese()
    if asked in known:
        return known[asked]
    if near := _near(asked, known):
        raise OddZoneNear(zone=text[:60], near=known[near])
    raise OddZone(zone=text[:60])


def zone_as_read(zone: str, *, chinese: bool) -> str:
    """A zone as its reader would write it: its city in Chinese where it has one."""
    city = Locale.parse("zh_CN").time_zones.get(zone, {}).get("city") if chinese else None
    return city if city and zone_named(city) == zone else zone


def country_as_read(code: str, *, chinese: bool) -> str:
    """A country's name in its reader's language; its code where it has none."""
    name = Locale.parse("zh_CN" if chinese else "en").territories.get(code)
    return name if name and country_named(name) == code else code


def country_named(text: str) -> str:
    """The ISO code of a country: CN, China and 中国 are the same; a name that begins only one is enough."""
    known, asked = _countries(), " ".join(text.split()).casefold()
    if asked in known:
        return known[asked]
    if len(begun := {code for name, code in known.items() if len(asked) > 2 and name.startswith(asked)}) == 1:
        return begun.pop()
    if near := _near(asked, [name for name in known if len(name) > 2]):
        raise OddCountryNear(country=text[:60], near=near.title())
    raise OddCountry(country=text[:60])


def _near(asked: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(asked, list(known), n=1, cutoff=0.7)), None)


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Every way to write a zone in Latin letters: its name, or its city alone."""
    ours = sorted((zone for zone in available_timezones() if _is_a_place(zone)), reverse=True)
    cities = {zone.rpartition("/")[2].replace("_", " ").casefold(): zone for zone in ours}
    return {**cities, **{zone.replace("_", " ").casefold(): zone for zone in ours}, **_ALSO_ZONES}


@lru_cache(maxsize=1)
def _zones_in_chinese() -> dict[str, str]:
    named = Locale.parse("zh_CN").time_zones
    there = available_timezones()
    cities = {about["city"]: zone for zone, about in named.items() if "city" in about and zone in there}
    return {**cities, **_ALSO_ZONES}


def _is_a_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/", "Canada/", "Brazil/"))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Every way to write a country: its code, its name in both languages."""
    names = {
        name.casefold(): code
        for locale in ("zh_CN", "en")
        for code, name in Locale.parse(locale).territories.items()
        if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ")
    }
    return {**names, **{code.casefold(): code for code in set(names.values())}, **_ALSO_COUNTRIES}
