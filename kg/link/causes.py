"""Causes: what a report itself gives as the reasons of its shortcomings, told from contrasts and effects."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OTHER = r"[，,](?:主观|客观|根本|直接|另一)[^，,。]{0,4}原因"
_REST = rf"(?:(?!{_OTHER})[^。；;！？\n])"
_CLAUSE = r"[^，,。；;：:！？\n]"
_EFFECT = r"(?:从而|进而|因而|因此|所以|直接|间接|最终)*(?:导致|致使|造成|以致|使得)"

# A reason stands behind its cue (原因在于…), around it (受…影响) or before it (…，导致). Words that only
# set a shortcoming against a duty (与…要求相比, 面对…) are no reason, nor is a risk (容易导致).
_CUES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"原因[，,]?(?:主要|大多|还|就|也|则)*(?:在于|是(?!多方面|多种|复杂)|为|有|[：:])(?:由于|因为)?[：:，,]?(?P<cause>{_REST}{{3,}})",
        rf"究其原因[，,：:](?:主要)?(?P<cause>{_REST}{{3,}})",
        rf"(?:存在|出现|产生)(?:以上|上述|这些)(?:问题|不足|情况)[，,](?:究其根本[，,])?主要(?:是|在于)(?:因为|由于)?(?P<cause>{_REST}{{3,}})",
        rf"(?:根源|症结|根子)(?:还|就)?(?:在于|是)(?P<cause>{_REST}{{3,}})",
        rf"(?:主要|这|(?<!更)多|都|大多|也|正)(?:是)?(?:因为|由于|源于|缘于|源自|归因于)(?P<cause>{_REST}{{3,}})",
        rf"(?:这|(?:上述|以上|这些)问题)(?:也|一定程度上|集中|突出|都|充分)*(?:反映|折射|暴露)出(?P<cause>{_REST}{{3,}})",
        rf"是由(?P<cause>{_CLAUSE}{{3,}}?)(?:所)?(?:造成|导致|引起|所致)",
        rf"(?:由于|因为)(?P<cause>{_CLAUSE}{{3,}}(?:[，,](?:且|加之|加上|以及|又){_CLAUSE}+)*)",
        rf"(?:受限于|受制于|囿于|限于)(?P<cause>{_CLAUSE}{{2,}})",
        r"受到?(?P<cause>(?![理众到])[^，,。；;：:！？\n受]{2,40}?)等?(?:多种|多重|诸多|各种|客观|主观)*(?:因素|条件|原因)*的?(?:影响|制约|限制|束缚|掣肘)",
        rf"(?:(?<=[，,。；;：:是])|(?<=主要)|(?<=部分))因(?![此为而素地时企案类势材事])(?P<cause>{_CLAUSE}{{3,30}}?)(?:等(?:原因|因素|问题)?|原因|因素)?[，,]?(?:而|{_EFFECT})",
        rf"(?:(?<=[，,。；;：:是])|(?<=主要)|(?<=部分))因(?![此为而素地时企案类势材事])(?P<cause>{_CLAUSE}{{3,30}}?)等?(?:原因|因素)(?=[，,])",
        rf"(?:^|(?<=[，,。；;：:！？\n]))(?P<cause>{_CLAUSE}{{4,}}?)(?<![易能会止免])[，,]?(?:从而|进而|直接|间接|最终|往往|也)*(?:导致|致使|以致)(?={_CLAUSE}{{2,}})",
    )
)
_TAIL = re.compile(rf"[，,]{_EFFECT}.*")
_CLOSE = re.compile(r"(?:等(?:方面)?(?:的)?(?:原因|因素|问题)?|等)?[，,、。；;\s]*$")
_OPEN = re.compile(
    r"^(?:[一二三四五六七八九十]是|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[①-⑩]|第[一二三四五][，,是]|"
    r"一方面|另一方面|首先|其次|再次|但|而|且|其中)?(?:是|由于|因为|由|因)?[，,：:、\s]*"
)

# 上述问题的原因 speaks of all problems; so does a list of reasons numbered as the problems themselves are.
_TOGETHER = re.compile(
    r"(?:上述|以上|这些|前述|存在的?|产生的?)(?:主要)?(?:问题|不足|短板|困难|差距|情况)[^。；;\n]{0,16}$"
)
_LIST = re.compile(
    rf"(?:^|(?<=[。；;！？\n，,：:]))[^。；;！？\n，,：:]{{0,24}}原因{_REST}{{0,24}}?[：:，,。]?\s*"
    r"(?=一是|一方面|首先|[（(][一1][）)]|1[.．、]|①|第一[，,是])"
)
_MARK = re.compile(
    r"[一二三四五六七八九十]是|(?:另)?一方面|首先|其次|再次|[（(](?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)]|(?<!\d)\d{1,2}[.．、](?!\d)|[①-⑩]|"
    r"第[一二三四五六][，,是]"
)
HEADING = re.compile(r"原因(?:分析|剖析|探析)?[：:。]?$")
"""A heading of reasons: （二）存在问题的原因, 三、原因分析."""
MIXED = re.compile(
    r"(?:问题|不足|短板|困难|差距)(?:及|和|与|以及|、)(?:其|主要|产生的?|存在的?|成因|形成的?)*原因"
)
"""A heading of shortcomings and their reasons in one."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Words that give a reason; ``together`` where they speak of all problems before them."""

    start: int
    end: int
    together: bool = False


def listed(text: str, start: int, end: int) -> tuple[int, int, bool] | None:
    """The first list of reasons: where its sentence starts, where its first number stands, and whether it
    speaks of all problems by its words. None where there is none."""
    found = _LIST.search(text, start, end)
    if found is None:
        return None
    lead = text[found.start() : found.end()].partition("原因")[0]
    return found.start(), found.end(), _TOGETHER.search(lead) is not None


def numbered(text: str, start: int, end: int, *, together: bool = False) -> list[Reason]:
    """The reasons of a numbered list; one reason where nothing is numbered."""
    cuts = [m.start() for m in _MARK.finditer(text, start, end)]
    if not cuts:
        cuts = [start]
    pairs = zip(cuts, [*cuts[1:], end], strict=True)
    return [r for a, b in pairs if (r := _reason(text, a, b, together)) is not None]


def reasons(text: str, start: int, end: int) -> list[Reason]:
    """The reasons that the words of one problem give, in text order, none inside another."""
    found: list[Reason] = []
    if (known := listed(text, start, end)) is not None:
        at, first, together = known
        found, end = numbered(text, first, end, together=together), at
    for cue in _CUES:
        for match in cue.finditer(text, start, end):
            first, last = match.span("cause")
            tail = _TAIL.search(text, first, last)
            reason = _reason(text, first, tail.start() if tail else last, _of_all(text, start, first))
            if reason is not None and all(reason.end <= r.start or reason.start >= r.end for r in found):
                found.append(reason)
    return sorted(found, key=lambda r: r.start)


def _of_all(text: str, start: int, cue: int) -> bool:
    """Whether the sentence of a cue speaks of the problems before it."""
    lead = re.split(r"[。；;！？\n]", text[start:cue])[-1]
    return _TOGETHER.search(lead) is not None


def _reason(text: str, start: int, end: int, together: bool) -> Reason | None:
    start = _opened(text, start, end)
    end = start + len(_CLOSE.sub("", text[start:end]))
    return Reason(start, end, together) if end - start > 2 else None


def _opened(text: str, start: int, end: int) -> int:
    match = _OPEN.match(text[start:end])
    return start + (match.end() if match else 0)
