"""National laws, regulations, and the central documents that reports cite, under their official titles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.lexicon.tables import parts, rows

_COLUMNS = ("title", "aka", "type")


@dataclass(frozen=True, slots=True)
class Law:
    """A document: its official ``title`` without 《》, other names, and one of ``vocab.POLICY_TYPES``.

    Years in a title are written （2021—2025年）. Short names such as 监督法 also begin other words
    (监督法律实施): who searches running text looks at the letter that follows.
    """

    title: str
    aka: tuple[str, ...]
    type: str


@cache
def laws() -> tuple[Law, ...]:
    """The documents of ``data/laws.csv`` in its order, read once."""
    return tuple(Law(title, parts(aka), kind) for title, aka, kind in rows("laws.csv", columns=_COLUMNS))
