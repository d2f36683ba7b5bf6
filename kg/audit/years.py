"""What this year's report gives for last year beside what last year's report said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.audit.arithmetic import half, plain
from kg.audit.case import Case, Cases
from kg.audit.rule import finding, passage, words
from kg.model import Finding, Observation, Span

_HUNDRED = Decimal(100)
_POINTS = ("个百分点", "百分点")
_NOISE = re.compile(r"[“”\"《》、，,（）()的数]")
_OTHER = re.compile(r"年均|累计|以来|年前|实际|可比|不变价|剔除")
"""Words of a comparison with another time than last year, or in other terms."""
_NAMED_YEAR = re.compile(r"(?:比|较|与)((?:19|20)\d\d)年")
_ALIKE = Decimal("0.6")
_SCOPES = ("本级", "系统", "涉企", "一审")


@dataclass(frozen=True, slots=True)
class Past:
    """What a report gives for the year before: the value, how far it is open, whether it says so in words."""

    value: Decimal
    slack: Decimal
    stated: bool


def baselines(cases: Cases) -> Iterator[Finding]:
    """A figure for last year that is not what last year's report gave."""
    for before, now in cases.pairs():
        for o in now.extraction.observations:
            past = _past(now, o, before.year)
            if past is None or o.optional:
                continue
            then = [other for other in _same(o, before) if _scope(now, o) == _scope(before, other)]
            if not then or any(_fits(before, past, other) for other in then):
                continue
            if past.stated or len(then) == 1:
                yield _mismatch(before, now, o, past, then[0])


def _past(case: Case, o: Observation, year: int | None) -> Past | None:
    """What an observation says of ``year``: its baseline, or its value less the stated change."""
    if o.approximate or (o.period is not None and o.period != str(case.year)):
        return None
    if o.baseline is not None:
        if o.baseline.period != str(year):
            return None
        return Past(o.baseline.value, half(case, o, o.baseline.value), True)
    if o.value is None or o.change is None or o.kind == "money" or _OTHER.search(case.text, o.start, o.end):
        return None
    named = _NAMED_YEAR.search(case.text, o.start, o.end)
    if named and int(named[1]) != year:
        return None
    open_ = half(case, o, o.value) + half(case, o, o.change)
    if o.change_unit == o.unit != "%" or (o.unit == "%" and o.change_unit in _POINTS):
        return Past(o.value - o.change, open_, False)
    if o.change_unit == "%" and o.unit != "%" and o.change > -_HUNDRED:
        value = o.value / (1 + o.change / _HUNDRED)
        # One more place is left open: growth is often worked out from figures that are not printed.
        return Past(value, open_ + abs(value) * 3 * half(case, o, o.change) / (_HUNDRED + o.change), False)
    return None


def _scope(case: Case, o: Observation) -> set[str]:
    """The words that make a figure one of a part: 市本级 counts other cases than 全市."""
    clause = case.text[case.sentence_at(o.start).start : o.end]
    return {word for word in _SCOPES if word in clause}


def _same(o: Observation, before: Case) -> list[Observation]:
    """What last year's report gave for the same indicator, the most alike first."""
    label = _grams(o.indicator)
    found = []
    for other in before.extraction.observations:
        if other.value is None or other.unit != o.unit or other.kind != o.kind or other.approximate:
            continue
        likeness = _likeness(label, _grams(other.indicator))
        # 受理行政复议案件 and 行政复议案件受理 are one thing said in another order.
        alike = likeness >= _ALIKE or _letters(o.indicator) == _letters(other.indicator)
        if (o.code is not None and o.code == other.code and alike) or likeness == 1:
            found.append((-likeness, other.start, other))
    return [other for _, _, other in sorted(found, key=lambda row: row[:2])]


def _fits(before: Case, past: Past, other: Observation) -> bool:
    assert other.value is not None
    return abs(other.value - past.value) <= past.slack + half(before, other, other.value)


def _mismatch(before: Case, now: Case, o: Observation, past: Past, then: Observation) -> Finding:
    assert then.value is not None
    exact = past.value if past.stated else past.value.quantize(Decimal("0.1"))
    return finding(
        "baseline-mismatch" if past.stated else "implied-baseline-mismatch",
        now,
        Span(o.start, o.end),
        passages=[passage(before, Span(then.start, then.end))],
        label=o.indicator,
        year=before.year,
        stated=f"{plain(exact)}{o.unit}",
        reported=f"{plain(then.value)}{then.unit}",
    )


def _grams(label: str) -> frozenset[str]:
    clean = _NOISE.sub("", label)
    return frozenset(clean[i : i + 2] for i in range(max(1, len(clean) - 1)))


def _letters(label: str) -> str:
    """The letters of a label in a fixed order, without words that add nothing."""
    clean = _NOISE.sub("", label)
    for filler in words("label_fillers"):
        clean = clean.replace(filler, "")
    return "".join(sorted(clean))


def _likeness(one: frozenset[str], other: frozenset[str]) -> Decimal:
    """The share of pairs of characters that two labels have in common."""
    return Decimal(len(one & other)) / Decimal(len(one | other) or 1)
