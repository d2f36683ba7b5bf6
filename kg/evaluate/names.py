"""When two names, numbers or stretches of text count as the same: the matching rules of the scores.

They are the formulas of the project's scorer, to the letter; a test compares the figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_DROP = re.compile(r"[\s\"'“”‘’《》〈〉「」『』()（）\[\]【】·•,，、.。:：;；\-—–~]")
_UNITS = {"名": "", "个": "", "位": "", "％": "%"}
SIMILAR = 0.6
TOLERANCE = 1e-4

Item = Mapping[str, Any]
"""One entity, observation or relation of the facts format."""


def fold(name: str | None) -> str:
    """The name in NFKC without white space, quotation marks, brackets and dots."""
    return _DROP.sub("", unicodedata.normalize("NFKC", name or ""))


def names(item: Item, key: str = "name") -> frozenset[str]:
    """All folded names of an item: its name (or ``key``) and what it is also known as."""
    folded = (fold(name) for name in (item.get(key), *item.get("aka", ())))
    return frozenset(name for name in folded if name)


def dice(a: str, b: str) -> float:
    """The Dice coefficient of two names' sets of character bigrams, 0 to 1."""
    x, y = _bigrams(a), _bigrams(b)
    return 2 * len(x & y) / (len(x) + len(y))


def _bigrams(name: str) -> frozenset[str]:
    return frozenset(name[i : i + 2] for i in range(len(name) - 1)) or frozenset([name])


def similarity(a: Iterable[str], b: Iterable[str]) -> float:
    """The best Dice coefficient between any name of ``a`` and any of ``b``; 0 where one is empty."""
    others = list(b)
    return max((dice(x, y) for x in a for y in others), default=0.0)


def similar(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of names share one, or share most of their bigrams."""
    return bool(a & b) or similarity(a, b) >= SIMILAR


def overlap(a: Sequence[int] | None, b: Sequence[int] | None) -> bool:
    """Whether two half-open spans share a character."""
    if not a or not b:
        return False
    return a[0] < b[1] and b[0] < a[1]


def same_number(a: float | None, b: float | None) -> bool:
    """Equal up to one part in ten thousand; None equals only None. ``a`` is gold's."""
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= TOLERANCE * max(1.0, abs(float(a)))


def unit(written: str | None) -> str:
    """The unit with its mere counters folded away (名, 个, 位)."""
    folded = unicodedata.normalize("NFKC", written or "")
    return _UNITS.get(folded, folded)
