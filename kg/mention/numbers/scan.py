"""One pass over a text for its figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kg.mention.numbers import patterns, shares
from kg.mention.numbers.figures import Figure
from kg.mention.numbers.names import is_name, quoted
from kg.quantity import narrow, parse_number

_VAGUE: Final = re.compile("[余多来]")
_LIST: Final = re.compile(r"(?:、|和|与|及)(?=\d)")
_COEFFICIENT: Final = re.compile(
    r"(?:系数|指数|比值)(?:约?为|达到?|[\u4e00-\u9fff]{0,3}[至到]|由|从|保持在|稳定在)?$"
)
_BODIES: Final = re.compile(r"部门|单位|省|市|县|区|国|地|镇|街道|乡|村|企业")
_BOUNDARY: Final = re.compile(r"[\s，,；;。、：:）)！!？?]|$")


def scan(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order; offsets into ``text``."""
    plain = narrow(text)
    inside = quoted(plain)
    found: list[Figure] = []
    for match in patterns.figure().finditer(plain):
        make = _maker(match)
        if make is None or inside(match.start()):
            continue
        figure = make(plain, match)
        if figure is not None:
            found.append(_hedged(plain, figure))
    return tuple(_share_units(plain, found))


def _maker(match: re.Match[str]) -> Callable[[str, re.Match[str]], Figure | None] | None:
    return next((make for name, make in _MAKERS if match[name] is not None), None)


def _amount(plain: str, match: re.Match[str]) -> Figure | None:
    number, unit = match["number"], match["unit"] or ""
    kind = patterns.units()[unit][0] if unit else "count"
    value = parse_number(number)
    if value is None or kind == "none" or is_name(plain, match):
        return None
    if not unit and not _unitless(plain, match, number):
        return None
    return Figure(
        match.start(),
        match.end(),
        value,
        "元" if unit == "人民币" else unit,
        kind,
        approximate=bool(_VAGUE.search(number)) or match["upto"] is not None,
        written=match.group(),
        han=not number[0].isdigit(),
        bare=not unit,
    )


def _unitless(plain: str, match: re.Match[str], number: str) -> bool:
    """Whether a number without a measure word is a figure: 14亿人口, or 专报4 at the end of its clause."""
    if re.search("[万亿]", number) and len(number) > 1:
        return True
    if number[0].isdigit() and _LIST.match(plain, match.end()):
        return True
    if number[0].isdigit() and _COEFFICIENT.search(plain, max(0, match.start() - 8), match.start()):
        return True
    if plain[max(0, match.start() - 1) : match.start()] == "等" and _BODIES.match(plain, match.end()):
        return True
    ends = bool(_BOUNDARY.match(plain, match.end()))
    return (
        ends
        and number.isdigit()
        and len(number) <= 4
        and plain[match.start() - 1 : match.start()] >= "\u4e00"
    )


def _share_units(plain: str, figures: list[Figure]) -> list[Figure]:
    """Figures of a list that writes its unit once (提高 20.9、36.2、54 个百分点), each with the unit."""
    kept: list[Figure] = []
    for i in range(len(figures) - 1, -1, -1):
        figure = figures[i]
        listed = figure.bare and bool(_LIST.match(plain, figure.end))
        if listed and kept and kept[-1].start - figure.end <= 2 and kept[-1].unit:
            figure = replace(figure, unit=kept[-1].unit, kind=kept[-1].kind, bare=False)
        elif listed and not re.search("[万亿]", figure.written):
            continue
        kept.append(figure)
    return kept[::-1]


def _hedged(plain: str, figure: Figure) -> Figure:
    """The figure with the hedges around it."""
    ahead = patterns.before().search(plain, max(0, figure.start - 4), figure.start)
    behind = patterns.after().match(plain, figure.end)
    if ahead is None and behind is None:
        return figure
    start = ahead.start() if ahead else figure.start
    end = behind.end() if behind else figure.end
    return Figure(
        start, end, figure.value, figure.unit, figure.kind, True,
        plain[start:end], figure.han, figure.share, figure.bare,
    )  # fmt: skip


_MAKERS: Final[tuple[tuple[str, Callable[[str, re.Match[str]], Figure | None]], ...]] = (
    ("amount", _amount),
    ("percent", shares.percent),
    ("points", shares.points),
    ("rank", shares.rank),
    ("ratio", shares.ratio),
    ("fraction", shares.fraction),
    ("half", shares.half),
    ("tenths", shares.tenths),
    ("double", shares.double),
)
