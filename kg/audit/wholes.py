"""Parts and wholes: 其中, 分别为, 占…%, and the rates that two counts of one sentence give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kg.audit.arithmetic import half, plain
from kg.audit.case import Case
from kg.audit.rule import finding, words
from kg.model import Finding, Observation, Span

_HUNDRED = Decimal(100)
_AMONG = re.compile(r"其中[，,：:]?")
_STOP = re.compile(r"[；;。]")
_LISTED = re.compile(r"[、和及与]")
_SHARE = re.compile(r"占比?(?:达到?|为|比为|总数的|全部的|的)?$")
_PART_RATE = re.compile(r"(?P<verb>[\u4e00-\u9fff]{2})(?:成功|完成)?率$")
_NEAR = 60
_LAST = re.compile(r"\d+(?:\.(\d+))?\D*$")
_BOTH = re.compile("[二两]者(?:之)?比")


def parts(case: Case) -> Iterator[Finding]:
    """A part that is larger than its whole, or parts that together are."""
    for sentence, figures in case.sentences():
        for among in _AMONG.finditer(case.text, sentence.start, sentence.end):
            whole, inside = _whole(case, figures, among, sentence.end)
            if whole is None or not inside:
                continue
            assert whole.value is not None
            larger = next((o for o in inside if o.value is not None and o.value > whole.value), None)
            if larger is not None and larger.value is not None:
                span = Span(whole.start, max(whole.end, larger.end))
                yield finding(
                    "part-exceeds-whole",
                    case,
                    span,
                    part=plain(larger.value),
                    whole=plain(whole.value),
                    unit=whole.unit,
                )
                continue
            yield from _together(case, whole, inside)


def _together(case: Case, whole: Observation, inside: list[Observation]) -> Iterator[Finding]:
    """Parts that stand in one list, side by side, cannot be more than the whole."""
    listed = [inside[0]]
    for left, right in pairwise(inside):
        between = case.text[left.end : right.end]
        if not _LISTED.match(between):
            break
        listed.append(right)
    total = sum((o.value for o in listed if o.value is not None), Decimal(0))
    assert whole.value is not None
    if len(listed) >= 2 and total > whole.value:
        yield finding(
            "parts-exceed-whole",
            case,
            Span(whole.start, listed[-1].end),
            total=plain(total),
            whole=plain(whole.value),
            unit=whole.unit,
            sum=" + ".join(plain(o.value) for o in listed if o.value is not None),
        )


def _whole(
    case: Case, figures: list[Observation], among: re.Match[str], end: int
) -> tuple[Observation | None, list[Observation]]:
    """The count that 其中 divides, and the counts of the same unit after it in its clause."""
    stop = _STOP.search(case.text, among.end(), end)
    limit = stop.start() if stop else end
    before = [o for o in figures if o.end <= among.start() and _counts(o) and among.start() - o.end < _NEAR]
    after = [o for o in figures if o.start >= among.end() and o.end <= limit and _counts(o)]
    if not before or not after:
        return None, []
    unit = after[0].unit
    # The nearest count only: one of another unit in between may be the whole in the writer's mind.
    whole = before[-1]
    if (
        whole.unit != unit
        or whole.period != after[0].period
        or _STOP.search(case.text, whole.end, among.start())
    ):
        return None, []
    return whole, [o for o in after if o.unit == unit]


def _counts(o: Observation) -> bool:
    return o.kind == "count" and o.value is not None and bool(o.unit) and not o.approximate


def shares(case: Case) -> Iterator[Finding]:
    """14件，占37.8%: the share of a part that no count before it gives."""
    for _, figures in case.sentences():
        for at, rate in enumerate(figures):
            if (
                rate.unit != "%"
                or rate.value is None
                or rate.approximate
                or rate.baseline
                or rate.change is not None
            ):
                continue
            lead = case.text[rate.start : rate.end].partition(rate.written)[0]
            lead = lead or case.text[max(0, rate.start - 8) : rate.start]
            part = next((o for o in reversed(figures[:at]) if _counts(o)), None)
            if part is None or rate.start - part.end > 2 or not _SHARE.search(lead):
                continue
            wholes = [
                o for o in figures[:at] if o is not part and _counts(o) and o.unit == part.unit and o.value
            ]
            near = _AMONG.search(case.text, wholes[-1].end if wholes else part.start, part.end)
            if wholes and near and not any(_comes_out(case, part, whole, rate) for whole in wholes):
                yield _off(case, "arithmetic-share", part, wholes[-1], rate)


def rates(case: Case) -> Iterator[Finding]:
    """受理412件，化解406件，化解率98.5%: a rate that the two counts before it do not give."""
    for _, figures in case.sentences():
        for at, rate in enumerate(figures):
            named = _PART_RATE.search(rate.indicator)
            if rate.unit != "%" or rate.value is None or rate.approximate or not named or at < 2:
                continue
            part, whole = figures[at - 1], figures[at - 2]
            if not _counts(part) or not _counts(whole) or part.unit != whole.unit or not whole.value:
                continue
            if rate.start - part.end > 2 or part.start - whole.end > 2:
                continue
            verb = named["verb"]
            if verb not in words("rated") or verb not in case.text[part.start : part.end]:
                continue
            # The whole may stand further back: 审结79件，其中胜诉70件，败诉9件，败诉率11.4%.
            wholes = [o for o in figures[: at - 1] if _counts(o) and o.unit == part.unit and o.value]
            if verb in case.text[whole.start : whole.end] or any(
                _comes_out(case, part, one, rate) for one in wholes
            ):
                continue
            yield _off(case, "arithmetic-rate", part, whole, rate)


def _comes_out(case: Case, part: Observation, whole: Observation, rate: Observation) -> bool:
    assert part.value is not None and whole.value is not None and rate.value is not None
    true = part.value / whole.value * _HUNDRED
    open_ = _HUNDRED * (half(case, part, part.value) + half(case, whole, whole.value)) / whole.value
    return abs(true - rate.value) <= 2 * half(case, rate, rate.value) + open_


def _off(case: Case, code: str, part: Observation, whole: Observation, rate: Observation) -> Finding:
    assert part.value is not None and whole.value is not None and rate.value is not None
    actual = (part.value / whole.value * _HUNDRED).quantize(Decimal("0.1"))
    return finding(
        code,
        case,
        Span(min(part.start, whole.start), rate.end),
        part=plain(part.value),
        whole=plain(whole.value),
        unit=part.unit,
        stated=f"{plain(rate.value)}%",
        actual=f"{plain(actual)}%",
    )


def ratios(case: Case) -> Iterator[Finding]:
    """A件、B次，二者之比为1∶5: a ratio that the two figures before it do not give, either way round."""
    for _, figures in case.sentences():
        for at, ratio in enumerate(figures):
            if (
                ratio.kind != "ratio"
                or not ratio.value
                or at < 2
                or not _BOTH.search(case.text, figures[at - 1].end, ratio.end)
            ):
                continue
            left, right = figures[at - 2], figures[at - 1]
            if not left.value or not right.value or left.approximate or right.approximate:
                continue
            true = left.value / right.value
            loose = half(case, left, left.value) / left.value + half(case, right, right.value) / right.value
            stated = max(ratio.value, 1 / ratio.value)
            actual = max(true, 1 / true)
            last = _LAST.search(ratio.written)
            place = Decimal(1).scaleb(-len(last[1] or "")) if last else Decimal(1)
            if abs(actual - stated) > actual * loose + place:
                yield finding(
                    "arithmetic-ratio",
                    case,
                    Span(left.start, ratio.end),
                    left=left.written,
                    right=right.written,
                    actual=plain(actual.quantize(Decimal("0.1"))),
                    stated=ratio.written,
                )
