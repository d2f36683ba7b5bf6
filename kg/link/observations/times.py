"""The period of an observation, from its clause and the sentence so far."""

from __future__ import annotations

import re
from typing import Final

from kg.link.observations.clauses import Clause
from kg.link.observations.drafts import Context
from kg.period import Period, find_periods

_COMPARED: Final = re.compile(
    r"(?:较|比|由|从|自|与|同|是|相当于|于|到|至|《[^》]*|〔|“[^”]*|第|在(?=\d{4}年[^，,]{0,10}基础上))$"
)
_NAMED: Final = re.compile(
    r"^(?:度[\u4e00-\u9fff“]|的(?!\d)|[^，,。；]{0,12}(?:基础上|规划|计划|方案|要点|目录|行动|赋权|年报|报告))|^[“”]?(?:规划|远景)"
)
_AS_OF: Final = re.compile(r"(?:截至|截止到?|到|至)$")


def note_period(text: str, clause: Clause, context: Context) -> None:
    """Notes the time that a clause names before its first figure."""
    end = clause.figures[0].start if clause.figures else clause.end
    words = text[clause.start : end]
    if not re.search(r"[年度来五]", words):
        return
    for period in find_periods(words, year=context.year):
        ahead, behind = words[: period.start], words[period.end :]
        if period.kind == "ago" or (_COMPARED.search(ahead) and not _AS_OF.search(ahead)):
            continue
        if _NAMED.match(behind) and not _AS_OF.search(ahead):
            continue
        _set(period, ahead, words[period.start : period.end], behind, context)


def _set(period: Period, ahead: str, words: str, behind: str, context: Context) -> None:
    iso = period.iso
    if "五" in words and "年" not in words and not re.search(r"时期|期间|以来|前|后|头", words):
        return
    if context.year is not None and "/" in iso and "以来" in words + behind[:3]:
        first, _, last = iso.partition("/")
        iso = f"{first}/{min(last, str(context.year))}"
    if _AS_OF.search(ahead) and context.period_start and "/" not in iso:
        iso = f"{context.period_start}/{iso}"
    elif "/" in iso and "-" not in iso:
        context.period_start = iso.partition("/")[0]
    context.period = iso


def baseline_period(words: str, context: Context) -> str | None:
    """The period of a baseline, from the words before it (2018年的, 上年的), or None."""
    found = find_periods(words, year=context.year)
    return found[-1].iso if found else None
