"""Whether the differences, growth rates, shares and rates that a report states come out, rounding allowed.

A figure is only called wrong where no reading of it comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.audit.case import Case
from kg.audit.rule import finding, words
from kg.model import Finding, Observation, Span

_POINTS = ("个百分点", "百分点")
_HUNDRED = Decimal(100)
_NUMBER = re.compile(r"\d[\d,，]*(?:\.(\d+))?")
_AVERAGE = re.compile(r"年均|平均|实际|可比|不变价|剔除|折合")
"""Words that make a change one of other terms than the two values beside it."""
_SCALES = {"万": 4, "亿": 8, "千": 3, "百": 2}


def differences(case: Case) -> Iterator[Finding]:
    """A value, what it is compared with and the stated change do not fit together."""
    for o in case.extraction.observations:
        if o.value is None or o.baseline is None or o.change is None or o.approximate:
            continue
        if _AVERAGE.search(case.text, o.start, o.end):
            continue
        fault = _points(case, o) if _is_rate(o) else _change(case, o)
        if fault is not None:
            yield fault


def _is_rate(o: Observation) -> bool:
    return o.unit == "%" and o.kind == "rate"


def _points(case: Case, o: Observation) -> Finding | None:
    """A rate's change: in points it is the difference; in per cent it may be the growth of the rate itself."""
    assert o.value is not None and o.baseline is not None and o.change is not None
    slack = sum((half(case, o, v) for v in (o.value, o.baseline.value, o.change)), Decimal(0))
    difference = o.value - o.baseline.value
    if o.change_unit in _POINTS:
        if abs(abs(difference) - abs(o.change)) <= slack:
            return None
        return _wrong(case, o, difference, "个百分点")
    if o.change_unit != "%" or _grows(case, o):
        return None
    if abs(abs(difference) - abs(o.change)) <= slack:
        return finding(
            "percent-for-points",
            case,
            Span(o.start, o.end),
            before=plain(o.baseline.value),
            after=plain(o.value),
            change=plain(abs(o.change)),
            growth=plain(_growth(o).quantize(Decimal("0.1"))),
        )
    return _wrong(case, o, difference, "个百分点")


def _change(case: Case, o: Observation) -> Finding | None:
    assert o.value is not None and o.baseline is not None and o.change is not None
    if o.kind not in ("count", "money", "score"):
        return None
    difference = o.value - o.baseline.value
    if o.change_unit == "%":
        if _grows(case, o):
            return None
        return _wrong(case, o, _growth(o).quantize(Decimal("0.1")), "%")
    if o.change_unit != o.unit or abs(abs(difference) - abs(o.change)) <= _open(case, o):
        return None
    return _wrong(case, o, difference, o.unit)


def _wrong(case: Case, o: Observation, actual: Decimal, unit: str) -> Finding:
    assert o.value is not None and o.baseline is not None and o.change is not None
    return finding(
        "arithmetic-change",
        case,
        Span(o.start, o.end),
        before=plain(o.baseline.value),
        after=plain(o.value),
        stated=f"{plain(abs(o.change))}{o.change_unit}",
        actual=f"{plain(abs(actual))}{unit}",
    )


def _growth(o: Observation) -> Decimal:
    assert o.value is not None and o.baseline is not None
    return (o.value / o.baseline.value - 1) * _HUNDRED if o.baseline.value else Decimal("Infinity")


def _grows(case: Case, o: Observation) -> bool:
    """Whether the stated change is the growth of the value, allowing for the rounding of all three."""
    assert o.value is not None and o.baseline is not None and o.change is not None
    base = o.baseline.value
    if not base:
        return True
    inner = half(case, o, o.value) / abs(base) + abs(o.value) * half(case, o, base) / (base * base)
    # Some cut off what others round: a whole last place of the change is left open.
    return abs(abs(_growth(o)) - abs(o.change)) <= _HUNDRED * inner + 2 * half(case, o, o.change)


def _open(case: Case, o: Observation) -> Decimal:
    assert o.value is not None and o.baseline is not None and o.change is not None
    return half(case, o, o.value) + half(case, o, o.baseline.value) + half(case, o, o.change)


def impossible(case: Case) -> Iterator[Finding]:
    """A share of something above 100 per cent, or a fall by more than all there was."""
    for o in case.extraction.observations:
        if o.unit != "%" or o.kind != "rate" or o.value is None or 0 <= o.value <= _HUNDRED:
            continue
        if o.indicator.endswith(words("shares")):
            yield finding(
                "impossible-rate", case, Span(o.start, o.end), label=o.indicator, value=plain(o.value)
            )
    for o in case.extraction.observations:
        if o.change is not None and o.change_unit == "%" and o.change < -_HUNDRED:
            yield finding(
                "impossible-fall", case, Span(o.start, o.end), label=o.indicator, value=plain(abs(o.change))
            )


def half(case: Case, o: Observation, value: Decimal) -> Decimal:
    """How far a printed value may be from the true one: half of its last place; plain counts are exact."""
    counted = o.kind in ("count", "rank") and value != o.change
    for match in _NUMBER.finditer(case.text, o.start, o.end):
        scale = _SCALES.get(case.text[match.end() : match.end() + 1], 0)
        places = len(match[1] or "")
        if Decimal(re.sub("[,，]", "", match[0])).scaleb(scale) == abs(value):
            return (
                Decimal(0) if counted and not scale and not places else Decimal(5).scaleb(scale - places - 1)
            )
    exponent = value.normalize().as_tuple().exponent
    exponent = exponent if isinstance(exponent, int) else 0
    return Decimal(5).scaleb((exponent if counted else min(exponent, 0)) - 1) if value else Decimal(0)


def plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
