"""Numbers to observations: what each figure measures, for when, compared with what."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import Final

from kg.link.observations.clauses import clauses
from kg.link.observations.codes import code_of
from kg.link.observations.drafts import Context, Draft
from kg.link.observations.grids import Grid, find_grids
from kg.link.observations.reading import read_clause
from kg.link.observations.tables import read_grid
from kg.mention.numbers import Figure, scan
from kg.model import Document, Observation

__all__ = ["observe"]


# 督察覆盖 6 个市、24 个部门: neither is the figure of the indicator, their sum would be.
_PARTS: Final = re.compile(r"[个家]?[^，,。；;、]{1,16}、")
_PLANNED: Final = re.compile(r"(?:主要|预期|发展)目标|目标任务|远景")


def observe(document: Document) -> tuple[Observation, ...]:
    """The observations of a report in text order, without what they are about."""
    year = document.metadata.year
    grids = _grids(document)
    figures = _outside(scan(document.text), document, grids)
    drafts = [*_read(document, figures), *(d for grid in grids for d in read_grid(grid, year=year))]
    drafts.sort(key=lambda d: d.figure.start)
    found = [_observation(draft, document, f"o{i}") for i, draft in enumerate(drafts, start=1)]
    for i in range(len(found) - 1):
        between = document.text[drafts[i].figure.end : drafts[i + 1].figure.start]
        same = found[i].code == found[i + 1].code and found[i].unit in ("个", "家")
        if same and _PARTS.fullmatch(between):
            found[i : i + 2] = [replace(observation, code=None) for observation in found[i : i + 2]]
    return tuple(found)


def _grids(document: Document) -> list[Grid]:
    """The tables of the body."""
    if not document.sentences:
        return []
    begin, end = document.sentences[0].start, document.sentences[-1].end
    found = find_grids(document.text, start=begin, end=end)
    return [g for g in found if not any(a.start <= g.start < a.end for a in document.asides)]


def _outside(figures: tuple[Figure, ...], document: Document, grids: list[Grid]) -> list[Figure]:
    """The figures of the body that stand in sentences."""
    asides = sorted([*((a.start, a.end) for a in document.asides), *((g.start, g.end) for g in grids)])
    return [f for f in figures if not any(a <= f.start < b for a, b in asides)]


def _read(document: Document, figures: list[Figure]) -> list[Draft]:
    starts = [figure.start for figure in figures]
    plans = {s.order for s in document.sections if s.role == "plan" or _PLANNED.search(s.heading)}
    drafts: list[Draft] = []
    topic, unit = "", ""
    for sentence in document.sentences:
        inside = figures[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        plan = sentence.section in plans
        year = document.metadata.year
        context = Context(year=year, plan=plan, topic=topic, topic_unit=unit)
        if not inside:
            topic = unit = ""
            continue
        for clause in clauses(document.text, start=sentence.start, end=sentence.end, figures=tuple(inside)):
            drafts += read_clause(document.text, clause, context)
        topic, unit = context.topic, context.topic_unit
    return drafts


def _observation(draft: Draft, document: Document, name: str) -> Observation:
    year = document.metadata.year
    period = draft.period or (str(year + (1 if draft.planned else 0)) if year else None)
    observation = Observation(
        id=name, indicator=draft.label, value=draft.value, unit=draft.unit, kind=draft.kind,
        start=draft.start, end=draft.end, written=draft.figure.written, period=period,
        approximate=draft.approximate, baseline=draft.baseline, change=draft.change,
        change_unit=draft.change_unit, optional=draft.optional,
    )  # fmt: skip
    if draft.part:
        return observation
    clause = document.text[draft.start : draft.end]
    code = code_of(
        observation,
        clause=clause,
        ahead=document.text[max(0, draft.start - 160) : draft.start],
        title=draft.title,
        region=document.metadata.region,
    )
    return replace(observation, code=code) if code else observation
