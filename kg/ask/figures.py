"""Answers to questions for figures: the value for a place and year, and what can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.ask.answer import AMBIGUOUS, ANSWERED, NO_REPORT, NOT_STATED, Answer, Doubt, Evidence
from kg.ask.names import Names, Report, Thing, query
from kg.ask.understand import Question
from kg.ask.words import key
from kg.indicators import indicators
from kg.lexicon.placenames import level_of
from kg.quantity import plain_decimal
from kg.query import run
from kg.store import Store

COLUMNS: Final = ("地区", "年份", "数值", "单位", "报告中的表述", "来源", "说明")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a report; ``before`` is the value it is compared with."""

    report: Report
    label: str
    code: str
    kind: str
    unit: str
    value: Decimal | None
    period: str
    before: Decimal | None
    before_period: str
    change: Decimal | None
    change_unit: str
    approximate: bool
    planned: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure read for a place and year; ``remark`` says what is special about it (a baseline, a target)."""

    place: str
    year: int | None
    figure: Figure
    value: Decimal | None
    remark: str

    @property
    def evidence(self) -> Evidence:
        """The sentence behind it."""
        return Evidence(
            " ".join(self.figure.sentence.split()), self.figure.report.title, self.figure.report.year
        )

    def row(self) -> tuple[str | int | Decimal | None, ...]:
        """The reading as a row of ``COLUMNS``."""
        shown = "约" if self.figure.approximate else ""
        notes = "；".join(note for note in (shown and "约数", self.remark) if note)
        return (
            self.place, self.year, self.value, self.figure.unit, self.figure.label, self.figure.report.title, notes,
        )  # fmt: skip

    def said(self) -> str:
        """The value with its unit, as people say it."""
        return said(self.value, self.figure.unit, approximate=self.figure.approximate)


def quoted(label: str) -> str:
    """What a report calls a figure, in quotation marks."""
    return f"“{label.replace('“', '‘').replace('”', '’')}”"


def said(value: Decimal | None, unit: str, *, approximate: bool = False) -> str:
    """A value with its unit: 52%, 4.15:1, 36.2万件, 27.3亿元."""
    if value is None:
        return "（未给出数值）"
    text, about = f"{plain_decimal(value):f}", "约" if approximate else ""
    if unit == "元" and abs(value) >= 10**8:
        return f"{about}{plain_decimal(value / 10**8):f}亿元"
    if unit == "元" and abs(value) >= 10**4:
        return f"{about}{plain_decimal(value / 10**4):f}万元"
    if unit != "%" and abs(value) >= 10**5 and value % 10**3 == 0:
        return f"{about}{plain_decimal(value / 10**4):f}万{unit}"
    return f"{about}{text}{unit}"


def fetch(
    store: Store, names: Names, question: Question, reports: Iterable[Report]
) -> tuple[list[Figure], str]:
    """The figures that a question asks for in some reports, and the query that found them."""
    measure = question.measure
    assert measure is not None
    tests = []
    if measure.codes:
        tests.append(f"?code IN ({', '.join(_quoted(code) for code in measure.codes)})")
    if measure.labels:
        tests.append(f"STR(?label) IN ({', '.join(_quoted(label) for label in measure.labels)})")
    sparql = query(
        "figures",
        values={"report": sorted({report.iri for report in reports})},
        condition=f"FILTER({' || '.join(tests)})",
    )
    found = []
    for row in run(store, sparql).records():
        cells = {name: "" if value is None else str(value) for name, value in row.items()}
        report = names.report(cells["report"])
        if report is not None:
            found.append(_figure(cells, report))
    return list(dict.fromkeys(found)), sparql


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _figure(cells: dict[str, str], report: Report) -> Figure:
    span = "/".join(part for part in (cells["from"], cells["to"]) if part)
    return Figure(
        report=report,
        label=cells["label"],
        code=cells["code"],
        kind=cells["kind"],
        unit=cells["unit"],
        value=_number(cells["value"]),
        period=cells["period"] or span,
        before=_number(cells["before"]),
        before_period=cells["before_period"],
        change=_number(cells["change"]),
        change_unit=cells["change_unit"],
        approximate=cells["approximate"] in ("true", "True"),
        planned=cells["role"] == "plan",
        sentence=cells["sentence"],
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def read_for(
    names: Names, question: Question, figures: Sequence[Figure], thing: Thing, year: int
) -> list[Reading]:
    """The figures for a place (or body) and year: its own report's first, then others', then a baseline."""
    mine = [
        f for f in figures if f.report in names.reports_of(thing) and not _of_other(names, question, f, thing)
    ]
    if thing.type == "Region" and any(f.report.of_government for f in mine):
        mine = [f for f in mine if f.report.of_government]
    own = [
        f
        for f in mine
        if f.report.year == year and (f.period[:4] == str(year) or "/" in f.period or not f.period)
    ]
    if own:
        return [_reading(thing, year, f, _remark(f, year)) for f in _named(question, own)]
    other = [f for f in mine if f.period[:4] == str(year) and "/" not in f.period]
    based = [f for f in mine if f.before is not None and f.before_period[:4] == str(year)]
    if other and not based:
        return [_reading(thing, year, f, _remark(f, year)) for f in _named(question, other)]
    return [
        Reading(thing.name, year, f, f.before, f"{f.report.year}年度报告所给的{year}年基数")
        for f in _named(question, based)
    ]


def _named(question: Question, figures: list[Figure]) -> list[Figure]:
    """Those that are called as asked, if any is; real figures before targets."""
    assert question.measure is not None
    figures = [f for f in figures if not f.planned] or figures
    return [f for f in figures if question.measure.is_named(f.label)] or figures


def _of_other(names: Names, question: Question, figure: Figure, thing: Thing) -> bool:
    """Whether a figure's name is that of another place (a city's rank in the province's report)."""
    asked = key(question.measure.asked) if question.measure else ""
    own = key(thing.name)
    label = key(figure.label)
    for place in names.places.values():
        name = key(place.name)
        if name != own and label.startswith(name) and name not in asked and not own.endswith(name):
            return True
    return False


def _reading(thing: Thing, year: int, figure: Figure, remark: str) -> Reading:
    if thing.type == "Region" and not figure.report.of_government:
        remark = "；".join(filter(None, (f"仅为{figure.report.publisher_name}的数", remark)))
    return Reading(thing.name, year, figure, figure.value, remark)


def _remark(figure: Figure, year: int) -> str:
    parts = []
    if figure.report.year != year:
        parts.append(f"见于{figure.report.year}年度报告")
    if "/" in figure.period:
        parts.append(f"{figure.period.replace('/', '—')}年累计或期间数")
    if figure.planned or figure.period[:4] > str(figure.report.year):
        parts.append("计划目标，并非实际完成数")
    if figure.value is None and figure.change is not None:
        parts.append(f"只给出变化：{figure.change:+f}{figure.change_unit}")
    return "；".join(parts)


def with_readings(
    asked: str, text: str, readings: Sequence[Reading], notes: Sequence[str], sparql: str
) -> Answer:
    return Answer(
        asked,
        ANSWERED,
        text,
        columns=COLUMNS,
        rows=tuple(reading.row() for reading in readings),
        notes=tuple(dict.fromkeys(notes)),
        evidence=tuple(dict.fromkeys(reading.evidence for reading in readings)),
        sparql=sparql,
    )


def reporting(names: Names, question: Question) -> list[Thing]:
    found = [names.places[report.place] for report in names.reports if report.place in names.places]
    places = sorted(dict.fromkeys(found))
    return [p for p in places if not question.level or level_of(p.name) == question.level]


def named(question: Question) -> str:
    measure = question.measure
    assert measure is not None
    return measure.asked if measure.exact else measure.name


def how_read(question: Question) -> list[str]:
    measure = question.measure
    assert measure is not None
    return [] if measure.exact else [f"“{measure.asked}”按“{measure.name}”理解。"]


def lack(names: Names, question: Question, thing: Thing, year: int) -> tuple[str, str]:
    """Why there is no figure: no report of the place and year, or a report that does not state it."""
    reports = names.reports_of(thing)
    if not reports:
        where = "、".join(sorted({report.place_name for report in names.reports}))
        return NO_REPORT, f"图谱中没有{thing.name}自己的报告。有报告的地区是：{where}。"
    have = "、".join(f"{y}" for y in sorted({r.year for r in reports if r.year is not None}))
    if year not in {report.year for report in reports}:
        return NO_REPORT, f"图谱中没有{thing.name}{year}年度的报告（现有{have}年度）。"
    title = next(report.title for report in reports if report.year == year)
    return NOT_STATED, f"《{title}》未载明“{named(question)}”。"


def elsewhere(names: Names, question: Question, figures: Sequence[Figure]) -> tuple[str, ...]:
    """Questions for the same figure that the graph does answer: of the same place first."""
    mine = {thing.iri for thing in question.scope}
    have = [f for f in figures if f.value is not None and f.report.year is not None and not f.planned]
    have.sort(key=lambda f: (f.report.place not in mine, -(f.report.year or 0), f.report.place_name, f.label))
    made = (f"{f.report.place_name}{f.report.year}年的{named(question)}是多少？" for f in have)
    return tuple(dict.fromkeys(made))[:3]


def direction(question: Question) -> str:
    """Which way is better for the figure asked for: higher, lower or neutral."""
    codes = question.measure.codes if question.measure else ()
    return next((one.direction for one in indicators() if one.code in codes), "neutral")


def difference(one: Decimal, other: Decimal, unit: str) -> str:
    """How far two values lie apart: per cents in percentage points."""
    apart = plain_decimal(abs(one - other))
    return f"{apart:f}个百分点" if unit == "%" else said(apart, "" if unit == ":1" else unit)


def need_one(readings: Sequence[Reading], question: Question) -> Reading:
    """The one reading of a place and year. Raises Doubt where a report has several that fit."""
    if len(readings) == 1:
        return readings[0]
    labels = tuple(reading.figure.label for reading in readings)
    first = readings[0]
    text = (
        f"{first.place}{first.year}年的报告有几项“{named(question)}”：{'、'.join(labels)}。请说明要比哪一项。"
    )
    raise Doubt(
        AMBIGUOUS,
        text,
        suggestions=tuple(f"{first.place}{first.year}年的{label}是多少？" for label in labels),
    )
