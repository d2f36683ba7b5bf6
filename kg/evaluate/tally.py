"""Counts of what was found, missed and made up, and the scores that follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Span = tuple[int, int]
"""A stretch of the report's text, half-open."""


@dataclass(frozen=True, slots=True)
class Slip:
    """An item that was missed, made up or wrong in a detail, and where it stands (None: nowhere)."""

    label: str
    span: Span | None = None


@dataclass(slots=True)
class Tally:
    """True positives, false positives, false negatives, and the items behind the last two."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    missed: list[Slip] = field(default_factory=list)
    extra: list[Slip] = field(default_factory=list)

    def hit(self) -> None:
        """Count one item found."""
        self.tp += 1

    def miss(self, label: str, span: Iterable[int] | None = None) -> None:
        """Count one item of gold that was not found."""
        self.fn += 1
        self.missed.append(Slip(label, _span(span)))

    def surplus(self, label: str, span: Iterable[int] | None = None) -> None:
        """Count one item that gold does not have."""
        self.fp += 1
        self.extra.append(Slip(label, _span(span)))

    def add(self, other: Tally) -> None:
        """Take over the counts of another tally."""
        self.tp += other.tp
        self.fp += other.fp
        self.fn += other.fn

    def scores(self) -> dict[str, float | int]:
        """Precision, recall and F1 rounded to four digits, with the counts."""
        precision = self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0
        recall = self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
        }


@dataclass(slots=True)
class Share:
    """How many of how many were right, and the items that were not."""

    right: int = 0
    of: int = 0
    wrong: list[Slip] = field(default_factory=list)

    def count(self, right: bool, slip: Slip | None = None) -> None:
        """Count one case."""
        self.of += 1
        self.right += right
        if slip is not None and not right:
            self.wrong.append(slip)

    def add(self, other: Share) -> None:
        """Take over the counts of another share."""
        self.right += other.right
        self.of += other.of

    def value(self) -> float | None:
        """The share rounded to four digits; None where there was no case."""
        return round(self.right / self.of, 4) if self.of else None


def _span(span: Iterable[int] | None) -> Span | None:
    if span is None:
        return None
    start, end = span
    return start, end
