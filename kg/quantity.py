"""Amounts as reports write them: 1.2万余件, 两千三百余场, 百分之八十七, 近三成, 三分之二."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}
_MARKS: Final = re.compile("[余多来几]")
_ARABIC: Final = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<scale>[十百千万亿]*)")
_WIDE: Final = str.maketrans("０１２３４５６７８９．％：∶﹕（）", "0123456789.%:::()")

# No report counts so far: what is larger is no number but noise.
_LIMIT: Final = 10**24
HAN_DIGITS: Final = "零〇一二两三四五六七八九十百千万亿"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; ``approximate`` where the words are vague (余, 约, 以上, 成)."""

    value: Decimal
    unit: str
    approximate: bool = False


def narrow(text: str) -> str:
    """The text with full-width digits, points, per cent signs, colons and brackets made narrow, same length."""
    return text.translate(_WIDE)


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Decimal | None:
    """The value of a numeral (``1,234.5``, ``4.7千余``, ``30多万``, ``四百六十余``, ``百亿``), or None."""
    plain = _MARKS.sub("", narrow(text)).replace(",", "").strip()
    if not plain:
        return None
    arabic = _ARABIC.fullmatch(plain)
    if arabic:
        amount = Decimal(arabic["number"]) * _scale(arabic["scale"])
        return plain_decimal(amount) if amount < _LIMIT and len(arabic["number"]) <= 24 else None
    value = _han(plain)
    return None if value is None or value >= _LIMIT else Decimal(value)


def share(part: str, whole: str) -> Decimal | None:
    """``part`` of ``whole`` in per cent, to four places (三分之二 is ``share("二", "三")``), or None."""
    above, below = parse_number(part), parse_number(whole)
    if above is None or not below:
        return None
    with localcontext() as context:
        context.prec = 40  # _LIMIT times 100, to four places
        return plain_decimal((above * 100 / below).quantize(Decimal("0.0001")))


def write(quantity: Quantity) -> str:
    """The quantity in Arabic digits with its unit, as ``parse`` reads it back."""
    return f"{'约' if quantity.approximate else ''}{plain_decimal(quantity.value):f}{quantity.unit}"


def parse(text: str) -> Quantity | None:
    """The quantity that the whole of a text writes (``约1.2万件``), or None."""
    match = _WHOLE.fullmatch(narrow(text).strip())
    if match is None:
        return None
    value = parse_number(match["number"])
    if value is None:
        return None
    vague = bool(match["before"] or match["after"] or _MARKS.search(match["number"]))
    return Quantity(value, match["unit"] or "", vague)


_WHOLE: Final = re.compile(
    rf"(?P<before>约|近|超过?|逾|不足)?(?P<number>(?:\d[\d,]*(?:\.\d+)?|[{HAN_DIGITS}]+)[余多]?[十百千万亿]*[余多]?)"
    r"(?P<unit>[^\d余多左以]*?)(?P<after>左右|以上|以下)?"
)


def plain_decimal(value: Decimal) -> Decimal:
    """The value without exponent or trailing zeros."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def _scale(words: str) -> Decimal:
    scale = Decimal(1)
    for word in words:
        scale *= _SMALL.get(word) or _LARGE[word]
    return scale


def _han(text: str) -> int | None:
    if not all(c in _DIGITS or c in _SMALL or c in _LARGE for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for i, c in enumerate(text):
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section += (digit or 1) * _SMALL[c]
            digit = 0
        else:
            ahead = section + digit or (0 if i and c == "亿" else 1)
            total = (total + ahead) * _LARGE[c] if c == "亿" else total + ahead * _LARGE[c]
            section = digit = 0
    return total + section + digit
