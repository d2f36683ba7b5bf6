"""Figures: the amounts, shares, ratios and ranks that a text prints, and not its dates, names and references."""

from __future__ import annotations

from kg.mention.numbers.figures import Figure
from kg.mention.numbers.scan import scan

__all__ = ["Figure", "scan"]
