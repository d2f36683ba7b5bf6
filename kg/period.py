"""Times as reports write them, as ISO 8601 periods: 2023, 2021/2023, 2023-01/2023-06."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.quantity import narrow, parse_number

_YEAR: Final = r"(?:19|20)\d\d"
_HAN: Final = "一二三四五六七八九十"
_DASH: Final = r"[-—–－~～至到]{1,2}"
# The eleventh five-year plan began in 2006.
_PLAN_OF: Final = {
    name: 2006 + 5 * i for i, name in enumerate(("十一", "十二", "十三", "十四", "十五", "十六"))
}
_FIVE: Final = "|".join(sorted(_PLAN_OF, key=len, reverse=True))
_Q: Final = '[“”"「」]?'

_PATTERN: Final = re.compile(
    rf"(?P<plan>{_Q}(?P<plan_name>{_FIVE})五{_Q}(?:规划)?(?:(?P<part>前|后|头)(?P<part_n>[{_HAN}\d])年|(?:时期|期间|以来)?))"
    rf"|(?P<range>(?P<from>{_YEAR})年?{_DASH}(?P<to>{_YEAR})年)"
    rf"|(?P<since>(?P<since_year>{_YEAR})年(?:\d{{1,2}}月)?以来)"
    rf"|(?P<months>(?:(?P<m_year>{_YEAR})年)?(?P<m1>\d{{1,2}}){_DASH}(?P<m2>\d{{1,2}})月)"
    rf"|(?P<half>(?:(?P<h_year>{_YEAR})年)?(?P<which>上半年|下半年|前三季度|前三个季度|一季度|二季度|三季度|四季度))"
    rf"|(?P<year>(?P<y>{_YEAR})年)"
    rf"|(?P<span>(?P<lead>过去|近|最近|这|前)?(?P<n>[{_HAN}\d]{{1,2}})年(?P<tail>来|间|以来|累计|期间|(?=(?:年均)?(?:增长|提高|上升|下降|新增|翻)))?)"
    r"|(?P<last>上一?年度?(?:同期)?|去年(?:同期)?)"
    r"|(?P<next>明年|来年|下一?年度?)"
)
_PARTS: Final = {
    "上半年": ("01", "06"), "下半年": ("07", "12"), "前三季度": ("01", "09"), "前三个季度": ("01", "09"),
    "一季度": ("01", "03"), "二季度": ("04", "06"), "三季度": ("07", "09"), "四季度": ("10", "12"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A time that a text names: where it stands, its ISO 8601 form, and the words' kind.

    ``kind`` is ``year``, ``range``, ``part`` (of a year) or ``ago`` (last year, 五年前).
    """

    start: int
    end: int
    iso: str
    kind: str


def find_periods(text: str, *, year: int | None) -> tuple[Period, ...]:
    """The times that a text names, in order; relative ones count from ``year`` and need it."""
    return _find(narrow(text), year)


@lru_cache(maxsize=1024)
def _find(text: str, year: int | None) -> tuple[Period, ...]:
    found = []
    for match in _PATTERN.finditer(text):
        named = _iso(match, year)
        if named is not None:
            found.append(Period(match.start(), match.end(), named[0], named[1]))
    return tuple(found)


def _iso(match: re.Match[str], year: int | None) -> tuple[str, str] | None:
    kind = next(
        k for k in ("plan", "range", "since", "months", "half", "year", "span", "last", "next") if match[k]
    )
    if kind == "plan":
        return _plan(match)
    if kind == "range":
        return f"{match['from']}/{match['to']}", "range"
    if kind == "year":
        return match["y"], "year"
    if kind == "since":
        return (
            (f"{match['since_year']}/{year}", "range") if year and int(match["since_year"]) < year else None
        )
    own = match["m_year"] or match["h_year"] or (str(year) if year else None)
    if kind == "months" and own:
        return f"{own}-{int(match['m1']):02}/{own}-{int(match['m2']):02}", "part"
    if kind == "half" and own:
        first, last = _PARTS[match["which"]]
        return f"{own}-{first}/{own}-{last}", "part"
    if year is None:
        return None
    if kind == "last":
        return str(year - 1), "ago"
    if kind == "next":
        return str(year + 1), "year"
    return _span(match, year)


def _plan(match: re.Match[str]) -> tuple[str, str] | None:
    first = _PLAN_OF[match["plan_name"]]
    last = first + 4
    if match["part"]:
        n = int(parse_number(match["part_n"]) or 5)
        first, last = (first, first + n - 1) if match["part"] != "后" else (last - n + 1, last)
    return f"{first}/{last}", "range"


def _span(match: re.Match[str], year: int) -> tuple[str, str] | None:
    """Several years that end with the report's (五年来, 近三年); a bare 三年 is a duration, not a time."""
    n = int(parse_number(match["n"]) or 0)
    if not 1 < n <= 20 or not (match["tail"] is not None or match["lead"] in ("过去", "近", "最近")):
        return None
    return f"{year - n + 1}/{year}", "range"
