"""Courier numbers: 顺丰 SF1234567890, 圆通单号 YT8812345678901, DHL 1234567890, tracking no. 1Z999AA10123456784."""

import re
import unicodedata
from dataclasses import dataclass

# Each by the name that is kept, with those people write.
CARRIERS = {
    "SF Express": ("顺丰", "顺风快递", "sf express", "sf-express"),
    "YTO Express": ("圆通", "yto"),
    "ZTO Express": ("中通", "zto"),
    "STO Express": ("申通", "sto"),
    "Yunda": ("韵达", "yunda"),
    "J&T Express": ("极兔", "j&t"),
    "Best Express": ("百世",),
    "Deppon": ("德邦", "deppon"),
    "JD Logistics": ("京东", "jd logistics", "jdl"),
    "KYE": ("跨越",),
    "China Post": ("邮政", "china post"),
    "EMS": ("ems",),
    "DHL": ("dhl",),
    "FedEx": ("fedex", "联邦快递"),
    "UPS": ("ups",),
    "TNT": ("tnt",),
}
_BY_NAME = {name: carrier for carrier, names in CARRIERS.items() for name in names}
# What the number itself says of who carries it.
_BY_LETTERS = {
    "SF": "SF Express",
    "YT": "YTO Express",
    "ZT": "ZTO Express",
    "ST": "STO Express",
    "YD": "Yunda",
    "JT": "J&T Express",
    "JD": "JD Logistics",
    "DP": "Deppon",
    "KY": "KYE",
    "1Z": "UPS",
}

_NAME = "|".join(sorted(map(re.escape, _BY_NAME), key=len, reverse=True))
_NUMBER = r"[a-z]{0,4} ?\d[\da-z]*(?:[ -]\d{3,})*(?![\da-z])"
_MOBILE = re.compile(r"1[3-9]\d{9}")  # 快递 13800138000 is whom to call
_NAMED = re.compile(
    rf"(?:(?P<carrier>{_NAME})(?:快递|快运|物流|速运|速递)?|快递|运单|物流|包裹|\bcourier|\btracking|\bwaybill|\bparcel)"
    rf"\s*(?:单号|单|编号|号码|号|number|no\b\.?|id\b|#)?\s*(?:[:：#是为]|is\b)?\s*(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\da-z])(?P<number>(?:sf|yt|jt|zt|jd[a-z]{0,2}|1z)\d[\da-z]{9,})(?![\da-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Courier:
    """A parcel's number as it is kept: capitals, no spaces. `carrier` is one of CARRIERS; "": nothing says."""

    carrier: str
    number: str


def couriers(line: str) -> list[Courier]:
    """The courier numbers a line tells of, each once."""
    line = unicodedata.normalize("NFKC", line)
    found: dict[str, Courier] = {}
    for match in [*_NAMED.finditer(line), *_BARE.finditer(line)]:
        number = re.sub(r"[ -]", "", match["number"]).upper()
        if not 8 <= sum(letter.isdigit() for letter in number) <= 22 or _MOBILE.fullmatch(number):
            continue
        named = match.groupdict().get("carrier")
        carrier = _BY_NAME[named.casefold()] if named else _BY_LETTERS.get(number[:2], "")
        found.setdefault(number, Courier(carrier, number))
    return list(found.values())
