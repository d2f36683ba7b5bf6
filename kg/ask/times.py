"""The years that a question names; relative ones count from the latest report, since answers may not hang on the clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.quantity import parse_number

_HAN: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_YEAR: Final = re.compile(r"[一二][〇零九][〇零一二三四五六七八九]{2}(?=年|至)")
_RANGE: Final = re.compile(
    r"(?<!\d)(?:从|自)?((?:19|20)\d\d)年?(?:度)?至((?:19|20)\d\d)(?:年度?)?(?:期间|之间)?"
)
_YEARS: Final = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?:年度|年)?[和与及同跟]?)+(?<![和与及同跟])(?!\d)")
_SHORT: Final = re.compile(r"(?<!\d)([12]\d)年(?:度)?(?![代来])")
_AGO: Final = re.compile(r"(?P<this>今年|本年度?|这一年)|(?P<before>大前年|前年)|(?P<last>去年|上一?年度?)|(?P<latest>最新|最近一年)(?:一年|年度)?的?|(?:最近|过去|近|这)(?P<n>[两二三四五六2-6])年(?:来|以来|间|内)?")  # fmt: skip
# Where the words compare with the year before, they name no year of their own.
_COMPARED: Final = re.compile(r"(?:与|和|同|较|比|跟|相较于|相比)(?:上一?年度?|上年度?|去年|前一年)")


@dataclass(frozen=True, slots=True)
class Times:
    """The years of a question, sorted; ``every`` where several are asked for; ``text`` has marks in their place."""

    text: str
    years: tuple[int, ...]
    every: bool
    notes: tuple[str, ...]


def read_times(text: str, *, latest: int | None, mark: str) -> Times:
    """The years that a text names; 今年 is ``latest``, the year of the latest report in question."""
    years: set[int] = set()
    notes: list[str] = []
    text = _HAN_YEAR.sub(lambda m: m[0].translate(_HAN), text)

    def span(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[2])
        years.update(range(first, last + 1) if last - first < 100 else (first, last))
        return mark

    def some(match: re.Match[str]) -> str:
        years.update(int(year) for year in re.findall(r"\d{4}", match[0]))
        return mark

    def short(match: re.Match[str]) -> str:
        years.add(2000 + int(match[1]))
        return mark

    def ago(match: re.Match[str]) -> str:
        if latest is None or _COMPARED.search(text[max(0, match.start() - 3) : match.end()]):
            return match[0]
        years.update(_relative(match, latest))
        named = "、".join(f"{year}年" for year in _relative(match, latest))
        notes.append(f"“{match[0]}”以图谱中最新的{latest}年度报告为准，即{named}。")
        return mark

    for pattern, put in ((_RANGE, span), (_YEARS, some), (_SHORT, short)):
        text = pattern.sub(put, text)
    text = _AGO.sub(ago, text)
    return Times(text, tuple(sorted(years)), len(years) > 1, tuple(notes))


def _relative(match: re.Match[str], latest: int) -> list[int]:
    if match["n"]:
        n = int(parse_number(match["n"]) or 2)
        return list(range(latest - n + 1, latest + 1))
    if match["before"]:
        return [latest - (3 if match["before"].startswith("大") else 2)]
    return [latest - 1] if match["last"] else [latest]
