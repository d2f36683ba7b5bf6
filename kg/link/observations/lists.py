"""Several subjects of one statement: A、B增加值分别增长 x、y; A、B均达 z."""

from __future__ import annotations

import re
from typing import Final

from kg.lexicon.segment import tokenizer
from kg.link.observations.phrases import trim_start

_COMMA: Final = re.compile("、")
_ALL: Final = re.compile(r"、|以及|和(?!谐|美|解|平)|与(?!会)|及(?!时|格)")
_LAST: Final = re.compile(r"(.+)(?:和|与|以及|及)(.+)")
# One word for two subjects.
_BOTH: Final = {
    "城乡": ("城镇", "农村"),
    "存贷款": ("存款", "贷款"),
    "进出口": ("进口", "出口"),
    "收支": ("收入", "支出"),
}


def subjects(phrase: str, *, count: int) -> list[str]:
    """The ``count`` subjects of a phrase, each with the head they share, or an empty list."""
    phrase = trim_start(phrase)
    for split in (_COMMA.split, _ALL.split, _by_last):
        parts = [part.strip() for part in split(phrase)]
        if len(parts) == count and all(parts):
            return complete(_of_accidents(parts))
    for word, (first, second) in _BOTH.items():
        if count == 2 and word in phrase:
            return [phrase.replace(word, first, 1), phrase.replace(word, second, 1)]
    return []


def coordinated(phrase: str) -> list[str]:
    """The subjects of a phrase joined by 、 or 和, each with the head they share; one if not joined."""
    phrase = trim_start(phrase)
    parts = [part.strip() for part in _ALL.split(phrase)]
    return complete(parts) if len(parts) > 1 and all(parts) else [phrase]


_COUNTED_FIRST: Final = re.compile(r"(?P<what>[\u4e00-\u9fff]{2,12}?)(?:起数|件数|次数|宗数)$")
_LOSSES: Final = re.compile(r"(?:死亡|受伤|伤亡|遇难)人数|(?:直接)?经济损失")


def _of_accidents(parts: list[str]) -> list[str]:
    """生产安全事故起数、死亡人数: the deaths are those of the accidents counted first."""
    first = _COUNTED_FIRST.fullmatch(parts[0])
    if first is None:
        return parts
    return [f"{first['what']}{part}" if _LOSSES.fullmatch(part) else part for part in parts]


def _by_last(phrase: str) -> list[str]:
    match = _LAST.fullmatch(phrase)
    return [match[1], match[2]] if match else [phrase]


def complete(parts: list[str]) -> list[str]:
    """Each part with the head that only the last one writes out (A产业、B产业增加值)."""
    head = _shared_head(parts)
    return (
        [part if i == len(parts) - 1 or part.endswith(head) else part + head for i, part in enumerate(parts)]
        if head
        else parts
    )


def _after_first(phrase: str, size: int) -> str:
    """What follows the first words of a phrase that together are at least as long as ``size``."""
    at = 0
    for word in tokenizer().cut(phrase, HMM=False):
        at += len(word)
        if at >= size:
            break
    return phrase[at:] or phrase[size:]


def _shared_head(parts: list[str]) -> str:
    last, before = parts[-1], parts[-2]
    for size in range(min(4, len(before)), 0, -1):
        ending = before[-size:]
        at = last.find(ending)
        if at >= 0 and (size > 1 or len(before) <= 4):
            return last[at + size :]
    if len(last) >= len(before) + 2 and len(before) <= 3:
        return _after_first(last, len(before))
    return ""
