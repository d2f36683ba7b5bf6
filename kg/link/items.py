"""Problems and commitments: the shortcomings and the next steps that a report names, one item each."""

from __future__ import annotations

import csv
import re
from functools import cache

from kg import resources
from kg.model import Document, Item

_SPLIT = re.compile(
    r"(?=(?:[一二三四五六七八九十]是|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)))"
)


@cache
def _topics() -> tuple[tuple[str, tuple[str, ...]], ...]:
    with resources.ontology("topics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((row["code"], (*tuple(row["headings"].split("|")), row["name_zh"])) for row in rows)


def topic_of(text: str) -> str | None:
    """The topic whose headings share the most pairs of characters with the text, or None."""
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    best, score = None, 0.34
    for code, headings in _topics():
        for heading in headings:
            grams = {heading[i : i + 2] for i in range(len(heading) - 1)}
            share = len(grams & pairs) / max(4, len(grams))
            if share > score:
                best, score = code, share
    return best


def items(document: Document, role: str) -> tuple[Item, ...]:
    """The numbered items of the sections of a role (``problems`` or ``plan``); a section without any is one."""
    found: list[Item] = []
    for section in document.sections:
        if section.role != role or section.level not in {0, 1}:
            continue
        inside = [
            s
            for s in document.sections
            if s.role == role and section.start < s.start < section.end and s.level == 2
        ]
        stretches = [(s.start, s.end) for s in inside] or _numbered(
            document.text, section.start + len(section.heading), section.end
        )
        for start, end in stretches:
            text = document.text[start:end].rstrip()
            if len(text.strip()) > 6:
                found.append(Item(text, start, start + len(text), topic_of(text.partition("。")[0][:60])))
    return tuple(found)


def _numbered(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start + m.start() for m in _SPLIT.finditer(text[start:end])]
    if not cuts:
        lead = len(text[start:end]) - len(text[start:end].lstrip("\n 。：:"))
        return [(start + lead, end)]
    return list(zip(cuts, [*cuts[1:], end], strict=True))
