"""Footnotes: readers of formats that have them put them behind the text, under a line of their own."""

from __future__ import annotations

from typing import Final

from kg.read.lines import Line

NOTES: Final = "脚注："
"""The line that stands before them."""


def notes_from(page: list[Line]) -> int:
    """The number of the line from which the rest are footnotes; that of lines where there are none."""
    return next((i for i, line in enumerate(page) if line.text == NOTES), len(page))
