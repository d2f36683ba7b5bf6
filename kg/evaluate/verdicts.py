"""What became of each item of gold and of the extraction, to show them side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.evaluate.names import Item

FOUND, MISSED, EXTRA, WRONG, OPEN = "found", "missed", "extra", "wrong", "open"
"""Matched; gold only; extraction only; number matched but not its indicator; optional and unmatched."""

Key = tuple[str, int]
"""A part of the facts format and the index of an item in it."""


@dataclass(slots=True)
class Verdicts:
    """The verdict on every item of both sides, and what is wrong with the details of matched facts.

    ``notes`` is by the index of the extracted observation.
    """

    gold: dict[Key, str] = field(default_factory=dict)
    system: dict[Key, str] = field(default_factory=dict)
    notes: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def of(self, facts: Mapping[str, Any], side: str, part: str, verdict: str) -> Iterator[Item]:
        """The items of a part of one side's facts on which this is the verdict."""
        verdicts = self.gold if side == "gold" else self.system
        for index, item in enumerate(facts.get(part, [])):
            if verdicts.get((part, index)) == verdict:
                yield item
