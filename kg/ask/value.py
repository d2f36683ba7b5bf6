"""Answers to questions for the value of a figure, in a place and year."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ask.answer import NOT_STATED, Answer
from kg.ask.figures import (
    Figure,
    Reading,
    elsewhere,
    fetch,
    how_read,
    lack,
    named,
    quoted,
    read_for,
    reporting,
    said,
    with_readings,
)
from kg.ask.names import Names, Thing
from kg.ask.related import listed, related
from kg.ask.understand import Question
from kg.ask.words import key
from kg.store import Store


def answer_value(store: Store, names: Names, question: Question, asked: str) -> Answer:
    """The value of a figure for each place and year asked for."""
    things = list(question.scope) or reporting(names, question)
    figures, sparql = fetch(store, names, question, names.reports)
    readings: list[Reading] = []
    lacking: list[tuple[Thing, int]] = []
    notes = [*question.notes, *how_read(question)]
    for thing in things:
        for year in _years(names, question, thing, notes):
            found = read_for(names, question, figures, thing, year)
            if not found:
                found = _told_by_others(question, figures, thing, year)
            readings += found
            if not found:
                lacking.append((thing, year))
    notes += _disagreements(names, figures, readings)
    close = related(store, names, question, lacking)
    told = _lacking(names, question, lacking, close)
    if close and not readings:
        text = f"没有直接载明“{named(question)}”，载明的是{listed(close)}。"
        return with_readings(asked, text, close, notes + [one for _, one in told], sparql)
    if close:
        notes.append(f"没有直接载明“{named(question)}”，载明的是{listed(close)}。")
    if not readings:
        status = told[0][0] if told else NOT_STATED
        text = (
            "".join(one for _, one in told)
            or f"图谱中没有一份{_of_years(question)}报告载明“{named(question)}”。"
        )
        return Answer(
            asked,
            status,
            text,
            notes=tuple(notes),
            sparql=sparql,
            suggestions=elsewhere(names, question, figures),
        )
    text = _sentence(question, readings)
    notes += [one for _, one in told]
    return with_readings(asked, text, readings, notes, sparql)


def _lacking(
    names: Names, question: Question, lacking: Sequence[tuple[Thing, int]], close: Sequence[Reading]
) -> list[tuple[str, str]]:
    """Why there is nothing of the places that were asked for, but for those of which something close is told."""
    told = {(reading.place, reading.year) for reading in close}
    left = [(thing, year) for thing, year in lacking if question.scope and (thing.name, year) not in told]
    return [lack(names, question, thing, year) for thing, year in left]


def _of_years(question: Question) -> str:
    return "、".join(f"{year}年度" for year in question.years)


def _years(names: Names, question: Question, thing: Thing, notes: list[str]) -> tuple[int, ...]:
    """The years asked for, or the latest that the place has a report of."""
    have = sorted({report.year for report in names.reports_of(thing) if report.year is not None})
    if question.years:
        return question.years
    if question.kind in ("history", "year") and have:
        return tuple(have)
    if not have:
        return (names.years[-1],) if names.years else ()
    if len(have) > 1:
        notes.append(f"问题没有指明年份，取{thing.name}最新的{have[-1]}年度报告。")
    return (have[-1],)


def _told_by_others(question: Question, figures: Sequence[Figure], thing: Thing, year: int) -> list[Reading]:
    """What other places' reports say of a place by name."""
    return [
        Reading(thing.name, year, f, f.value, f"{f.report.place_name}{f.report.year}年度报告所述")
        for f in figures
        if key(f.label).startswith(key(thing.name))
        and f.period[:4] == str(year)
        and f.report.place != thing.iri
    ]


def _disagreements(names: Names, figures: Sequence[Figure], readings: Sequence[Reading]) -> list[str]:
    """Where a later report's baseline is not what the year's own report said."""
    found = []
    for reading in readings:
        own = reading.figure
        if reading.value is None or reading.remark.endswith("基数"):
            continue
        for figure in figures:
            same = figure.code == own.code != "" and figure.report.publisher == own.report.publisher
            other = same and figure.before not in (None, reading.value)
            if (
                other
                and figure.report.place == own.report.place
                and figure.before_period[:4] == str(reading.year)
            ):
                found.append(
                    f"{reading.place}{figure.report.year}年度报告所给的{reading.year}年基数为"
                    f"{said(figure.before, figure.unit)}，与{reading.year}年度报告的{reading.said()}不一致。"
                )
    return found


def _extreme(question: Question, readings: Sequence[Reading]) -> str:
    """The year with the highest or lowest value of a place; "" where that cannot be said."""
    values = [(r.value, r.year) for r in readings if r.value is not None]
    same = len({(r.place, r.figure.unit) for r in readings}) == 1 and len({r.year for r in readings}) == len(
        values
    )
    if not same or len(values) < 2:
        return ""
    lowest = question.way == "lowest"
    best = min(values)[0] if lowest else max(values)[0]
    years = "、".join(f"{year}年" for value, year in values if value == best)
    return f"{named(question)}{'较低' if lowest else '较高'}的是{years}"


def _sentence(question: Question, readings: Sequence[Reading]) -> str:
    name = named(question)
    pairs = {(reading.place, reading.year) for reading in readings}
    if len(readings) > len(pairs) and len(pairs) == 1:
        first = readings[0]
        each = "；".join(f"{r.figure.label}为{r.said()}" for r in readings)
        return f"{first.place}{first.year}年的报告有{len(readings)}项相关数据：{each}。"
    parts = []
    for reading in readings:
        own = (
            ""
            if question.measure
            and (question.measure.is_named(reading.figure.label) or reading.figure.label == name)
            else f"（报告称{quoted(reading.figure.label)}）"
        )
        remark = f"（{reading.remark}）" if reading.remark else ""
        if reading.value is None:
            parts.append(f"{reading.place}{reading.year}年的{name}{own}没有给出数值{remark}")
            continue
        parts.append(f"{reading.place}{reading.year}年的{name}{own}是{reading.said()}{remark}")
    if question.kind == "year" and (extreme := _extreme(question, readings)):
        parts.insert(0, extreme)
    if len(parts) > 4:
        return f"共有{len(parts)}条“{name}”的数据，见下表。"
    return "；".join(parts) + "。"
