"""What a printed number is, before anybody asks what it measures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit in the text, half-open offsets, hedges (约, 以上) included.

    ``kind`` is one of ``vocab.KINDS``; ``unit`` is ``%``, ``:1``, ``名`` for shares, ratios and ranks;
    ``han`` is true where it is written in Chinese numerals; ``share`` where it is a share in words (三分之一).
    """

    start: int
    end: int
    value: Decimal
    unit: str
    kind: str
    approximate: bool = False
    written: str = ""
    han: bool = False
    share: bool = False
    bare: bool = False
