"""Answers that compare figures: of places, of years, and who stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
from kg.ask.understand import Question
from kg.lexicon.placenames import level_of
from kg.store import Store


def answer_compare(store: Store, names: Names, question: Question, asked: str) -> Answer:
    """Which of some places has the higher figure, and by how much."""
    year, notes = _common_year(names, question)
    figures, sparql = fetch(store, names, question, names.reports)
    readings, lacking = [], []
    for thing in question.scope:
        found = read_for(names, question, figures, thing, year)
        if found:
            readings.append(need_one(found, question))
        else:
            lacking.append(lack(names, question, figures, thing, year))
    notes += [*question.notes, *how_read(question)]
    if lacking:
        text = "无法比较：" + "".join(text for _, text in lacking)
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
    listed = "，".join(f"{r.place}为{r.said()}" for r in readings)
    if first.value == last.value:
        text = f"{year}年的{named(question)}：{listed}，相同。"
    else:
        assert first.value is not None and last.value is not None
        word = _word(question, first.figure.kind)
        apart = difference(first.value, last.value, first.figure.unit)
        text = f"{first.place}{word}：{year}年的{named(question)}，{listed}，相差{apart}。"
    return with_readings(asked, text, ordered, [*notes, *_worded(question, readings)], sparql)


def answer_rank(store: Store, names: Names, question: Question, asked: str) -> Answer:
    """The places in the order of a figure, or the first of them."""
    places = list(question.places) or reporting(names, question)
    if len(question.places) == 1 and names.reports_of(question.places[0]):
        places = [p for p in reporting(names, question) if question.places[0].iri in p.iri] or places
    figures, sparql = fetch(store, names, question, names.reports)
    notes = [*question.notes, *how_read(question)]
    readings = []
    for place in places:
        readings += _latest(names, question, figures, place)[:1]
    readings = [reading for reading in readings if reading.value is not None and not reading.figure.planned]
    if not readings:
        when = f"{'、'.join(map(str, question.years))}年" if question.years else ""
        text = f"没有地区的报告载明{when}的“{named(question)}”。"
        return Answer(
            asked,
            NOT_STATED,
            text,
            notes=tuple(notes),
            sparql=sparql,
            suggestions=elsewhere(names, question, figures),
        )
    _same_units(readings)
    ordered = _ordered(readings, question)
    without = [p.name for p in places if p.name not in {r.place for r in readings}]
    if without:
        notes.append(f"未列入：{'、'.join(without)}（报告未载明，或没有该年度的报告）。")
    notes += _cautions(question, readings)
    first = ordered[0]
    if question.kind == "most":
        ties = [r for r in ordered if r.value == first.value]
        who = "、".join(f"{r.place}（{r.year}年，{r.said()}）" for r in ties)
        text = f"{named(question)}{_word(question, first.figure.kind).replace('更', '最')}的是{who}，共比较{len(ordered)}个地区。"
    else:
        order = "、".join(f"{r.place}（{r.year}年，{r.said()}）" for r in ordered)
        text = f"{named(question)}排名：{order}。"
    return with_readings(asked, text, ordered, notes, sparql)


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
        status, text = lack(names, question, figures, thing, last)
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
    way = "没有变化" if after.value == before.value else ("下降", "上升")[after.value > before.value] + apart
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
    years = question.years or tuple(sorted({r.year for r in names.reports_of(place) if r.year is not None}))
    for year in reversed(years):
        found = read_for(names, question, figures, place, year)
        if found and found[0].value is not None:
            return found
    return []


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
        listed = "、".join(f"{r.place}：{r.figure.label}{r.said()}" for r in readings)
        raise Doubt(AMBIGUOUS, f"这些数据的口径不同，不能比较：{listed}。")


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
