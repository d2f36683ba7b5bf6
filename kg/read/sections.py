"""Headings, the role of each part, and sentences."""

from __future__ import annotations

import re

from kg.model import Document, Section, Sentence
from kg.read.lines import Line

_HAN = "一二三四五六七八九十百"
_LEVELS = (
    (1, re.compile(rf"第?[{_HAN}]{{1,4}}(?:、|部分[:：]?\s*)")),
    (2, re.compile(rf"[（(][{_HAN}]{{1,4}}[）)]\s*")),
    (3, re.compile(r"(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])(?!\d)\s*")),
)
_HEADING_END = re.compile(r"[。；：:!！]|一是|　")
_MAX_HEADING = 60

PLANS = re.compile(
    r"下一?步|明年|来年|今后|下一?年度|新的一年|打算|努力方向|工作(?:安排|计划|思路|重点|设想|部署)|目标任务|主要安排"
)
"""Headings of what is to come."""

# In their order: a heading of shortcomings wins over one of measures.
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("leadership-duty", re.compile(r"第一责任人|(?:党政)?主要负责人.{0,12}(?:履行|履职)")),
    ("problems", re.compile(r"问题|不足|短板|困难|薄弱|差距|原因(?:分析|剖析)")),
    ("plan", PLANS),
    (
        "achievements",
        re.compile(
            r"举措|成效|成绩|成就|主要工作|工作情况|主要情况|推进情况|进展|回顾|总结|做法|亮点|落实情况|开展情况|主要措施"
        ),
    ),
)
_FUTURE = re.compile(r"((?:19|20)\d\d)年")


def role_of(heading: str, *, year: int | None) -> str | None:
    """The role that a heading names, or None; a heading of a later year is the plan."""
    named = _FUTURE.search(heading)
    if year and named and int(named[1]) == year + 1 and "回顾" not in heading and "总结" not in heading:
        return "plan"
    return next((role for role, cue in _ROLES if cue.search(heading)), None)


def find_sections(body: list[Line], *, end: int, year: int | None) -> tuple[Section, ...]:
    """The sections of a body whose last character stands before ``end``, in text order.

    What stands before the first heading is section 0 of level 0; a sub-section has its parent's role
    unless it names its own.
    """
    if not body:
        return ()
    found: list[tuple[int, int, str]] = []
    for line in body:
        for level, pattern in _LEVELS:
            match = pattern.match(line.text)
            if match and match.end() < len(line.text):
                found.append((level, line.start, _heading(line.text, match.end())))
                break
    if not found or found[0][1] > body[0].start:
        found.insert(0, (0, body[0].start, ""))
    roles: dict[int, str] = {}
    sections = []
    for order, (level, start, heading) in enumerate(found):
        stop = next((s for lv, s, _ in found[order + 1 :] if lv <= level or level == 0), end)
        inherited = next((roles[lv] for lv in range(level - 1, 0, -1) if lv in roles), None)
        role = (inherited if level > 1 and inherited else None) or role_of(heading, year=year) or "other"
        roles = {lv: r for lv, r in roles.items() if lv < level} | {level: role}
        sections.append(Section(order, level, role, heading, start, stop))
    return tuple(sections)


def _heading(text: str, after: int) -> str:
    stop = _HEADING_END.search(text, after)
    end = min(stop.start() if stop else len(text), _MAX_HEADING)
    return text[:end].strip()


# Where a section of problems and plans turns to the plans.
_TURN = re.compile(
    r"(?:^|(?<=[。！？\n]))\s*(?:下一步|下一?阶段|今后|接下来|(?:19|20)\d\d年)[^。\n]{0,30}?(?:将|要|拟|打算|计划|重点)"
)


def plans_from(document: Document, section: Section) -> int:
    """Where a section of problems that is headed 存在问题和下一步打算 turns to the plans; its end where it does not."""
    if section.role != "problems" or not PLANS.search(section.heading):
        return section.end
    for part in document.sections:
        if section.start < part.start < section.end and part.level == 2 and PLANS.search(part.heading):
            return part.start
    found = _TURN.search(document.text, section.start + len(section.heading), section.end)
    return found.start() if found else section.end


_STOP = "。！？!?"
_CLOSERS = "”’」』）)》〉】"


def find_sentences(body: list[Line], sections: tuple[Section, ...]) -> tuple[Sentence, ...]:
    """The sentences of the body, each within one line and one section.

    A sentence ends after 。！？ and the closing marks that follow, or with its line.
    """
    found = []
    at = 0
    for line in body:
        while at + 1 < len(sections) and sections[at + 1].start <= line.start:
            at += 1
        start = 0
        for stop in _stops(line.text):
            if line.text[start:stop].strip():
                lead = len(line.text[start:stop]) - len(line.text[start:stop].lstrip())
                found.append(Sentence(line.start + start + lead, line.start + stop, sections[at].order))
            start = stop
    return tuple(found)


def _stops(text: str) -> list[int]:
    stops = []
    at, size = 0, len(text)
    while at < size:
        if text[at] in _STOP:
            at += 1
            while at < size and text[at] in _CLOSERS:
                at += 1
            stops.append(at)
        else:
            at += 1
    if not stops or stops[-1] < size:
        stops.append(size)
    return stops
