"""Problems with their causes, and commitments: the shortcomings and the next steps that a report names."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from functools import cache

from kg import resources
from kg.link.causes import HEADING, MIXED, Reason, listed, numbered, reasons
from kg.model import Document, Item, Section
from kg.read.sections import plans_from

_HAN = (*"一二三四五六七八九十", *("十" + n for n in "一二三四五六七八九"), "二十")
_MARKS = (
    re.compile(r"(?<![十第])([一二三四五六七八九十]{1,2})是"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,2})[）)]"),
    re.compile(r"(?<!\d)(\d{1,2})[.．、](?!\d)"),
    re.compile(r"[（(](\d{1,2})[）)]"),
    re.compile(r"(?:^|(?<=\n))\s*([一二三四五六七八九十]{1,2})、"),
)
# The heading of a part that numbers its problems itself.
_WHOLE = re.compile(
    r"(?:存在|主要|突出)的?(?:主要|突出)?(?:问题|不足|短板|困难)(?:[和与](?:不足|短板|困难))?$"
)
# What stands before a list without numbers: 但还存在短板：…；…
_LEAD = re.compile(r"[^。\n]*?(?:问题|不足|短板|差距|困难|薄弱环节)[^。：:\n]{0,8}[：:]\s*")
_SEMICOLON = re.compile("[；;]")
# A heading this short is a word that texts on the topic use.
_KEYWORD = 6

_Stretch = tuple[int, int]


@cache
def _topics() -> tuple[tuple[str, tuple[str, ...]], ...]:
    with resources.ontology("topics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((row["code"], (*tuple(row["headings"].split("|")), row["name_zh"])) for row in rows)


def topic_of(text: str) -> str | None:
    """The topic whose short heading stands first in the text, else the one whose headings share the most pairs
    of characters with it, or None."""
    named = [
        (at, -len(heading), code)
        for code, headings in _topics()
        for heading in headings
        if len(heading) <= _KEYWORD and (at := text.find(heading)) >= 0
    ]
    if named:
        return min(named)[2]
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    best, score = None, 0.34
    for code, headings in _topics():
        for heading in headings:
            grams = {heading[i : i + 2] for i in range(len(heading) - 1)}
            share = len(grams & pairs) / max(4, len(grams))
            if share > score:
                best, score = code, share
    return best


def commitments(document: Document) -> tuple[Item, ...]:
    """The numbered items of the sections of plans; a section without any is one."""
    found: list[_Stretch] = []
    for section in _sections(document):
        if section.role == "plan":
            found += _stretches(document, section, section.start + len(section.heading), section.end)
        elif (turn := plans_from(document, section)) < section.end:
            found += _stretches(document, section, turn, section.end)
    return tuple(_items(document.text, found))


def problems(document: Document) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The shortcomings, each with the causes given for it, and the causes given for them together."""
    found: list[Item] = []
    shared: list[Reason] = []
    for section in _sections(document):
        if section.role == "problems":
            items, rest = _shortcomings(document, section)
            found += items
            shared += rest
    return tuple(found), tuple(_cause(document.text, reason) for reason in shared)


def _shortcomings(document: Document, section: Section) -> tuple[list[Item], list[Reason]]:
    """The problems of a section, and the reasons that belong to none of them alone."""
    text, start, stop = document.text, section.start + len(section.heading), plans_from(document, section)
    if HEADING.search(section.heading) and not MIXED.search(section.heading):
        return [], numbered(text, start, stop)
    stretches = _stretches(document, section, start, stop)
    at, shared = _list_of_all(text, stretches, stop)
    spans: list[_Stretch] = []
    for first, last in stretches:
        line = text[first:last].partition("\n")[0].strip()
        if first >= at:
            break
        if HEADING.search(line) and not MIXED.search(line):
            shared += numbered(text, first + len(line), last)
        else:
            spans += _inner(text, first, min(last, at), line)
    items = []
    for item in _items(text, spans):
        given = reasons(text, item.start, item.end)
        shared += [r for r in given if r.together and item.end == spans[-1][1]]
        items.append(_with(text, item, [r for r in given if r not in shared]))
    if len(items) == 1:
        return [_with(text, items[0], shared)], []
    return items, shared


def _inner(text: str, start: int, end: int, line: str) -> list[_Stretch]:
    """The items of a part that is headed 存在的主要问题; any other part is one item."""
    cuts = _cuts(text, start + len(line), end) if _WHOLE.search(line) else []
    return list(zip(cuts, [*cuts[1:], end], strict=True)) if cuts else [(start, end)]


def _list_of_all(text: str, stretches: list[_Stretch], stop: int) -> tuple[int, list[Reason]]:
    """Where a list of reasons for all problems starts, and its reasons; the end where there is none.

    It is one by its words (上述问题的原因), or numbered as the problems are: then it cannot lie inside one.
    """
    styles = _style(text, stretches[0][0]) if stretches else None
    at = stretches[0][0] if stretches else stop
    while (found := listed(text, at, stop)) is not None:
        lead, first, together = found
        if together or (styles is not None and styles == _style(text, first)):
            return lead, numbered(text, first, stop)
        at = first
    return stop, []


def _style(text: str, at: int) -> int | None:
    """Which kind of number stands there, by its place in ``_MARKS``."""
    return next((i for i, mark in enumerate(_MARKS) if mark.match(text, at)), None)


def _with(text: str, item: Item, given: list[Reason]) -> Item:
    return replace(item, causes=item.causes + tuple(_cause(text, reason) for reason in given))


def _cause(text: str, reason: Reason) -> Item:
    return Item(text[reason.start : reason.end], reason.start, reason.end)


def _sections(document: Document) -> list[Section]:
    return [section for section in document.sections if section.level in {0, 1}]


def _items(text: str, stretches: list[_Stretch]) -> list[Item]:
    found = []
    for start, end in stretches:
        words = text[start:end].rstrip(" \n\r\t　；;")
        if len(words.strip()) > 4:
            found.append(Item(words, start, start + len(words), topic_of(words.partition("。")[0][:60])))
    return found


def _stretches(document: Document, section: Section, start: int, end: int) -> list[_Stretch]:
    """The items between two places of a section: its sub-sections, its numbers, or the whole of it."""
    inside = [
        (s.start, min(s.end, end)) for s in document.sections if s.level == 2 and start <= s.start < end
    ]
    if len(inside) > 1:
        return inside
    text = document.text
    cuts = _cuts(text, start, end)
    if cuts:
        return list(zip(cuts, [*cuts[1:], end], strict=True))
    lead = len(text[start:end]) - len(text[start:end].lstrip("\n 　。：:"))
    listing = _LEAD.match(text, start + lead, end)
    if listing is None:
        return [(start + lead, end)]
    first = listing.end()
    cuts = [first, *(m.end() for m in _SEMICOLON.finditer(text, first, end))]
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where the items start that are numbered as the first one is, in the order of their numbers."""
    heads = [(m.start(), i) for i, mark in enumerate(_MARKS) for m in mark.finditer(text, start, end)]
    if not heads:
        return []
    mark, cuts = _MARKS[min(heads)[1]], list[int]()
    for match in mark.finditer(text, start, end):
        nth = len(cuts)
        if match[1] == str(nth + 1) or (nth < len(_HAN) and match[1] == _HAN[nth]):
            cuts.append(match.start())
    return cuts
