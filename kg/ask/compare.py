"""Answers that compare figures: of places, of years, and who stands where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from kg.ask.answer import AMBIGUOUS, NO_REPORT, NOT_STATED, Answer, Doubt
from kg.ask.figures import (
    COLUMNS,
    Figure,
    Reading,
    difference,
    direction,
    elsewhere,
    fetch,
    how_read,
    lack,
    named,
    need_one,
    read_for,
    reporting,
    said,
    with_readings,
)
from kg.ask.names import Names, Thing
from kg.ask.related import listed, related
from kg.ask.understand import Question
from kg.lexicon.placenames import level_of
from kg.store import Store

_LEVELS: Final = {"province": "省", "city": "市（州）", "county": "县（市、区）", "township": "乡镇（街道）"}


def answer_compare(store: Store, names: Names, question: Question, asked: str) -> Answer:
    """Which of some places has the higher figure, and by how much."""
    year, notes = _common_year(names, question)
    figures, sparql = fetch(store, names, question, names.reports)
    readings, lacking, without = [], [], []
    for thing in question.scope:
        found = read_for(names, question, figures, thing, year)
        if found:
            readings.append(need_one(found, question))
        else:
            lacking.append(lack(names, question, thing, year))
            without.append((thing, year))
    notes += [*question.notes, *how_read(question)]
    if lacking:
        text = "无法比较：" + "".join(text for _, text in lacking)
        close = related(store, names, question, without)
        text += f"载明的是{listed(close)}。" if close else ""
        known = tuple(reading.evidence for reading in readings)
        rows = tuple(reading.row() for reading in readings)
        columns = COLUMNS if readings else ()
        return Answer(
            asked, lacking[0][0], text, columns, rows, tuple(notes), known, sparql,
            elsewhere(names, question, figures),
        )  # fmt: skip
    _same_units(readings)
    ordered = _ordered(readings, question)
    first, last = ordered[0], ordered[-1]
    each = "，".join(f"{r.place}为{r.said()}" for r in readings)
    if first.value == last.value:
        text = f"{year}年的{named(question)}：{each}，相同。"
    else:
        assert first.value is not None and last.value is not None
        word = _word(question, first.figure.kind)
        apart = difference(first.value, last.value, first.figure.unit)
        text = f"{first.place}{word}：{year}年的{named(question)}，{each}，相差{apart}。"
    notes += [f"{reading.place}：{reading.remark}。" for reading in readings if reading.remark]
    return with_readings(asked, text, ordered, [*notes, *_worded(question, readings)], sparql)


def answer_rank(store: Store, names: Names, question: Question, asked: str) -> Answer:
    """The places in the order of a figure, or the first of them; a place that is alone with it is first of nothing."""
    places = list(question.places) or reporting(names, question)
    if len(question.places) == 1 and names.reports_of(question.places[0]):
        places = [p for p in reporting(names, question) if question.places[0].iri in p.iri] or places
    figures, sparql = fetch(store, names, question, names.reports)
    notes = [*question.notes, *how_read(question)]
    found = {place: _latest(names, question, figures, place)[:1] for place in places}
    stated = [r for rs in found.values() for r in rs if r.value is not None and not r.figure.planned]
    readings = [reading for reading in stated if reading.figure.report.of_government]
    stating = {reading.place for reading in readings}
    without = [(p, y) for p in places if p.name not in stating for y in _newest(names, question, p)]
    close = [r for r in stated if r not in readings] + related(store, names, question, without)
    notes += _not_listed(places, {*stating, *(reading.place for reading in close)})
    if len(readings) < 2:
        return _nothing_to_rank(names, question, asked, readings, close, figures, (sparql, *notes))
    _same_units(readings)
    ordered = _ordered(readings, question)
    notes += _cautions(question, readings)
    if question.kind == "most":
        ties = [r for r in ordered if r.value == ordered[0].value]
        who = "、".join(f"{r.place}（{r.year}年，{r.said()}）" for r in ties)
        most = _word(question, ordered[0].figure.kind).replace("更", "最")
        text = f"在载明“{named(question)}”的{len(ordered)}个地区中，{most}的是{who}。"
    else:
        order = "、".join(f"{r.place}（{r.year}年，{r.said()}）" for r in ordered)
        text = f"{named(question)}排名：{order}。"
    return with_readings(asked, text + _aside(close), ordered, notes, sparql)


def _aside(close: Sequence[Reading]) -> str:
    places = {reading.place for reading in close}
    return f"另有{len(places)}个地区载明的口径不同，不能一并比较：{listed(close)}。" if close else ""


def _not_listed(places: Sequence[Thing], told: Collection[str]) -> list[str]:
    left = [place.name for place in places if place.name not in told]
    return [f"未列入：{'、'.join(left)}（报告未载明，或没有该年度的报告）。"] if left else []


def _nothing_to_rank(
    names: Names,
    question: Question,
    asked: str,
    readings: Sequence[Reading],
    close: Sequence[Reading],
    figures: Sequence[Figure],
    more: tuple[str, ...],
) -> Answer:
    """That no place states a figure, or only one; ``close`` are related figures, ``more`` the query and notes."""
    sparql, *notes = more
    when = f"{'、'.join(map(str, question.years))}年的" if question.years else ""
    which = _LEVELS.get(question.level, "地区")
    text = f"没有{which}的报告载明{when}“{named(question)}”。"
    if readings:
        only = readings[0]
        text = f"无法比较：只有{only.place}的报告载明“{named(question)}”（{only.year}年，{only.said()}）。"
    found = with_readings(asked, text + _aside(close), readings, notes, sparql)
    columns = COLUMNS if readings else ()
    counted = Counter(reading.figure.label for reading in close)
    near = tuple(f"各地{label}排名？" for label, places in counted.most_common(1) if places > 1)
    near += elsewhere(names, question, figures)
    return replace(found, status=NOT_STATED, columns=columns, suggestions=near[:3])


def answer_change(store: Store, names: Names, question: Question, asked: str) -> Answer:
    """How a figure of one place changed from one year to another; what the report itself says of it as well."""
    if len(question.scope) != 1:
        hint = "请指明一个地区。" if not question.scope else "一次只能问一个地区的变化。"
        raise Doubt(AMBIGUOUS, f"不清楚要看哪个地区“{named(question)}”的变化。{hint}")
    thing = question.scope[0]
    have = max((r.year for r in names.reports_of(thing) if r.year is not None), default=0)
    last = question.years[-1] if question.years else have
    first = question.years[0] if len(question.years) > 1 else last - 1
    figures, sparql = fetch(store, names, question, names.reports)
    new, old = (read_for(names, question, figures, thing, year) for year in (last, first))
    notes = [*question.notes, *how_read(question)]
    if not question.years:
        notes.append(f"问题没有指明年份，取最新的{last}年度报告，与上年相比。")
    if not new:
        status, text = lack(names, question, thing, last)
        return Answer(
            asked,
            status,
            text,
            notes=tuple(notes),
            sparql=sparql,
            suggestions=elsewhere(names, question, figures),
        )
    after = need_one(new, question)
    notes += _stated(after.figure)
    if after.value is None or not old:
        return _without_before(asked, question, after, first, thing, names, notes, sparql)
    before = need_one(old, question)
    assert before.value is not None
    _same_units([after, before])
    notes += _other_base(after, before)
    apart = difference(after.value, before.value, after.figure.unit)
    ways = ("前移", "后移") if after.figure.kind == "rank" else ("下降", "上升")  # the first rank is the best
    way = "没有变化" if after.value == before.value else ways[after.value > before.value] + apart
    remark = before.remark and f"（{before.remark}）"
    text = f"{thing.name}的{named(question)}由{first}年的{before.said()}{remark}变为{last}年的{after.said()}，{way}。"
    return with_readings(asked, text, [after, before], [*notes, *_worded(question, [after, before])], sparql)


def _other_base(after: Reading, before: Reading) -> list[str]:
    """A word of caution where the later report starts from another number than the earlier one gave."""
    figure = after.figure
    if before.figure is figure or figure.before in (None, before.value):
        return []
    return [
        f"{after.year}年度报告所给的基数是{said(figure.before, figure.unit)}，与{before.year}年度报告的{before.said()}不一致；"
        f"此处按{before.year}年度报告计算。"
    ]


def _without_before(
    asked: str,
    question: Question,
    after: Reading,
    first: int,
    thing: Thing,
    names: Names,
    notes: list[str],
    sparql: str,
) -> Answer:
    figure = after.figure
    if figure.change is not None:
        way = "上升" if figure.change > 0 else "下降"
        amount = said(abs(figure.change), figure.change_unit)
        text = f"《{figure.report.title}》称{thing.name}的{figure.label}{way}{amount}"
        text += f"（{after.year}年为{after.said()}）。" if after.value is not None else "，没有给出数值。"
        return with_readings(asked, text, [after], notes, sparql)
    text = f"无法比较：{thing.name}{after.year}年的{named(question)}是{after.said()}，但图谱中没有{first}年的数。"
    status = NOT_STATED if first in {r.year for r in names.reports_of(thing)} else NO_REPORT
    return replace(with_readings(asked, text, [after], notes, sparql), status=status)


def _stated(figure: Figure) -> list[str]:
    if figure.change is None:
        return []
    return [f"报告原文所述的变化：{figure.change:+f}{figure.change_unit}。"]


def _latest(names: Names, question: Question, figures: Sequence[Figure], place: Thing) -> list[Reading]:
    for year in _years(names, question, place):
        found = read_for(names, question, figures, place, year)
        if found and found[0].value is not None:
            return found
    return []


def _years(names: Names, question: Question, place: Thing) -> tuple[int, ...]:
    """The years asked for, or all of which the place has a report, the newest first."""
    have = {report.year for report in names.reports_of(place) if report.year is not None}
    return tuple(sorted(question.years or have, reverse=True))


def _newest(names: Names, question: Question, place: Thing) -> tuple[int, ...]:
    return _years(names, question, place)[:1]


def _common_year(names: Names, question: Question) -> tuple[int, list[str]]:
    """The year to compare in: the one asked for, else the latest that all places have a report of."""
    if len(question.years) == 1:
        return question.years[0], []
    if len(question.years) > 1:
        raise Doubt(AMBIGUOUS, "比较几个地区时请只指明一个年份。")
    sets = [{r.year for r in names.reports_of(thing) if r.year is not None} for thing in question.scope]
    common = set.intersection(*sets) if sets else set()
    year = max(common) if common else max((y for years in sets for y in years), default=0)
    return year, [f"问题没有指明年份，取{year}年。"]


def _same_units(readings: Sequence[Reading]) -> None:
    units = {"户" if r.figure.unit == "家" else r.figure.unit for r in readings}
    kinds = {r.figure.kind for r in readings}
    if len(kinds) > 1 or (len(units) > 1 and kinds & {"rate", "ratio", "money"}):
        each = "、".join(f"{r.place}：{r.figure.label}{r.said()}" for r in readings)
        raise Doubt(AMBIGUOUS, f"这些数据的口径不同，不能比较：{each}。")


def _ordered(readings: Sequence[Reading], question: Question) -> list[Reading]:
    """The readings in the order asked for; among ranks the smaller number is the higher."""
    lowest = question.way == "lowest"
    if question.way in ("best", "worst"):
        lowest = (direction(question) == "lower") == (question.way == "best")
    elif readings and readings[0].figure.kind == "rank":
        lowest = not lowest
    return sorted(readings, key=lambda r: ((r.value or 0) * (1 if lowest else -1), r.place))


def _word(question: Question, kind: str) -> str:
    if question.way in ("best", "worst"):
        return "更好" if question.way == "best" else "更差"
    many = kind == "count"
    if question.way == "lowest":
        return "更少" if many else "更低"
    return "更多" if many else "更高"


def _worded(question: Question, readings: Sequence[Reading]) -> list[str]:
    labels = list(dict.fromkeys(r.figure.label for r in readings))
    if len(labels) < 2:
        return []
    return [f"各报告的表述不同，按同一指标比较：{'、'.join(f'“{label}”' for label in labels)}。"]


def _cautions(question: Question, readings: Sequence[Reading]) -> list[str]:
    notes = _worded(question, readings)
    if len({r.year for r in readings}) > 1:
        notes.append("各地取最新的一个年份，年份不尽相同。")
    if readings[0].figure.kind == "count" and len({level_of(r.place) for r in readings}) > 1:
        notes.append("这些地区的层级不同，绝对数不宜直接比较。")
    if question.way in ("best", "worst") and direction(question) == "neutral":
        notes.append("这项指标本身不分高低优劣，这里按数值高低排列。")
    return notes
