"""Values and changes as Chinese readers expect them: 万 and 亿 for money, 个百分点 for rates, 升至 for ranks."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kg.compare.page import number
from kg.report.values import Point, Trend

_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_RATIO: Final = ":1"


def amount(trend: Trend, value: Decimal) -> str:
    """A value of an indicator with its unit: 2,655件, 1,985万元, 第2名, 2.3∶1."""
    if trend.kind == "rank":
        return f"第{number(value)}{trend.unit}"
    return _amount(value, trend.unit)


def _amount(value: Decimal, unit: str) -> str:
    if unit == "元" and abs(value) >= _WAN:
        scale, word = (_YI, "亿元") if abs(value) >= _YI else (_WAN, "万元")
        return f"{number(value / scale)}{word}"
    if unit == _RATIO:
        return f"{number(value)}∶1"
    return f"{number(value)}{unit}"


def stated(trend: Trend, point: Point) -> str:
    """The value of a year as a report states it; "" where it states none."""
    if point.value is None:
        return ""
    return f"{'约' if point.approximate else ''}{amount(trend, point.value)}"


def change(trend: Trend) -> str:
    """A change with its sign, for a table; "" where there is none to tell."""
    moved = trend.change
    if moved is None:
        return ""
    sign = "+" if moved > 0 else "−" if moved < 0 else "±"
    return f"{sign}{_moved(trend, moved)}"


def moved(trend: Trend) -> str:
    """A change in words, as the end of a sentence: 由186件增至274件，增加88件（47.3%）."""
    assert trend.before is not None and trend.last is not None and trend.last.value is not None
    difference = trend.last.value - trend.before
    first, last = amount(trend, trend.before), stated(trend, trend.last)
    if not difference:
        return f"保持在{last}"
    rate = trend.unit in ("%", _RATIO)
    if trend.kind == "rank":
        return f"由{first}{'退至' if difference > 0 else '升至'}{last}"
    up, down = ("升至", "降至") if rate else ("增至", "减至")
    if trend.unit == _RATIO:
        return f"由{first}{up if difference > 0 else down}{last}"
    verb = ("提高" if difference > 0 else "下降") if rate else ("增加" if difference > 0 else "减少")
    share = "" if rate or not trend.before else f"（{_share(difference, trend.before)}）"
    return f"由{first}{up if difference > 0 else down}{last}，{verb}{_moved(trend, difference)}{share}"


def _moved(trend: Trend, difference: Decimal) -> str:
    size = abs(difference)
    if trend.unit == "%":
        return f"{number(size)}个百分点"
    if trend.unit == _RATIO:
        return number(size)
    return _amount(size, trend.unit)


def _share(difference: Decimal, before: Decimal) -> str:
    return f"{number((abs(difference) / abs(before) * 100).quantize(Decimal('0.1')))}%"


def span(years: tuple[int, ...]) -> str:
    """Years in words: 2023年, 2022—2023年, 2019、2021年."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}—{years[-1]}年"
    return f"{'、'.join(map(str, years))}年"
