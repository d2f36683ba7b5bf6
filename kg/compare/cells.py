"""One cell for each indicator, body and year: what is stated, and what the words "not there" mean in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kg.compare.figures import Figure, Report, figures, reports
from kg.compare.wanted import place_matches
from kg.indicators import Indicator, indicators
from kg.store import Store
from kg.table import Table

STATED, NONE, CHANGE, NEXT, SILENT, ABSENT = (
    "stated",
    "stated-as-none",
    "change-only",
    "next-report-only",
    "not-stated",
    "no-report",
)
MEANINGS: Final = {
    STATED: ("有数据", "the report of the year states it"),
    NONE: ("报告载明为零", "the report of the year states that there were none"),
    CHANGE: ("仅有增减", "the report of the year gives only how it changed"),
    NEXT: ("仅见于次年报告", "only the next year's report says what it was"),
    SILENT: ("报告未载明", "the report of the year was read, and no such figure was found in it"),
    ABSENT: ("没有这份报告", "the report of the year is not in the graph"),
}
_GOVERNMENT = "人民政府"


@dataclass(frozen=True, slots=True)
class Cell:
    """An indicator of one body in one year.

    ``value`` is in ``unit``; ``change`` is against the year before, as reported then or, failing that, as the
    report itself says; ``body`` is the publisher without its place; ``baseline`` is what this report says the year before was, ``reported`` what the
    report of the year before said. ``rank`` counts within places of the same level and the same kind of body.
    """

    indicator: str
    name: str
    place: str
    place_name: str
    level: str
    publisher: str
    body: str
    year: int
    status: str
    value: Decimal | None = None
    unit: str = ""
    approximate: bool = False
    reported: Decimal | None = None
    baseline: Decimal | None = None
    change: Decimal | None = None
    rank: int | None = None
    among: int | None = None
    label: str = ""
    sentence: str = ""
    exact: str = ""
    start: int | None = None
    end: int | None = None
    report: str = ""
    title: str = ""
    observation: str = ""
    others: int = 0

    @property
    def disagrees(self) -> bool:
        """Whether this report and the one of the year before say different things of that year."""
        return None not in (self.reported, self.baseline) and self.reported != self.baseline


COLUMNS: Final = (
    "indicator", "name", "place", "level", "publisher", "year", "status", "value", "unit", "approximate",
    "change", "reported_last_year", "baseline_in_this_report", "disagrees", "rank", "among", "sentence",
    "report", "start", "end", "others", "place_iri", "observation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cells of some indicators, by indicator, place, body and year."""

    indicators: tuple[Indicator, ...]
    cells: tuple[Cell, ...]

    def of(self, code: str) -> list[Cell]:
        """The cells of one indicator."""
        return [cell for cell in self.cells if cell.indicator == code]

    def table(self) -> Table:
        """The cells as rows under ``COLUMNS``."""
        return Table(COLUMNS, tuple(_row(cell) for cell in self.cells))


def compare(
    store: Store,
    codes: Sequence[str],
    *,
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
    bodies: Sequence[str] = (),
) -> Comparison:
    """The indicators with these codes, in all places and years or in those named.

    ``regions`` are names of places or parts of them, ``bodies`` of publishers; without ``bodies`` reports of
    governments count, and those of other bodies where they alone state the indicator.
    Raises VocabularyError for an unknown code.
    """
    known = {one.code: one for one in indicators()}
    found = figures(store, codes)
    chosen = [r for r in reports(store) if r.year is not None and place_matches(r.place_name, regions)]
    chosen = _of_bodies(chosen, bodies, found)
    cells = [cell for code in codes for cell in _cells(known[code], chosen, found, sorted(set(years)))]
    return Comparison(tuple(known[code] for code in codes), tuple(_ranked(cells, known)))


def _of_bodies(chosen: list[Report], bodies: Sequence[str], found: list[Figure]) -> list[Report]:
    if bodies:
        return [r for r in chosen if any(body in r.publisher_name for body in bodies)]
    with_figures = {figure.report for figure in found}
    series = {r.series for r in chosen if _is_government(r) or r.iri in with_figures}
    return [r for r in chosen if r.series in series]


def _is_government(report: Report) -> bool:
    return not report.publisher_name or report.publisher_name.endswith(_GOVERNMENT)


def _cells(
    indicator: Indicator, chosen: list[Report], found: list[Figure], years: list[int]
) -> Iterable[Cell]:
    by_series: dict[tuple[str, str], dict[int, list[Report]]] = {}
    for report in sorted(chosen, key=lambda r: (r.place_name, r.place, r.publisher_name, r.iri)):
        by_series.setdefault(report.series, {}).setdefault(report.year or 0, []).append(report)
    mine: dict[str, list[Figure]] = {}
    for figure in found:
        if figure.code == indicator.code:
            mine.setdefault(figure.report, []).append(figure)
    governments = {r.series for r in chosen if _is_government(r)}
    for series, by_year in by_series.items():
        every = [report for year in sorted(by_year) for report in by_year[year]]
        if series not in governments and not any(report.iri in mine for report in every):
            continue
        said = {year: best for year, own in by_year.items() if (best := _best(mine, own, year))}
        for year in years or _told(by_year, said):
            yield _cell(indicator, every[-1], year, by_year, said)


def _told(by_year: dict[int, list[Report]], said: dict[int, tuple[Figure, int]]) -> list[int]:
    """The years that a body's reports speak of: their own, and those that they give a baseline for."""
    before = {year - 1 for year, (figure, _) in said.items() if _baseline(figure, year) is not None}
    return sorted({*by_year, *before})


def _baseline(figure: Figure, year: int) -> Decimal | None:
    """What a figure of a year says that the year before was."""
    return figure.before if figure.before_year in (year - 1, None) else None


def _best(mine: dict[str, list[Figure]], own: list[Report], year: int) -> tuple[Figure, int] | None:
    """The figure of a year in the reports of that year, and how many others they give for it.

    ``mine`` are the figures of one indicator by report.
    """
    publishers = {report.iri: report.publisher for report in own}
    stated = (f for iri in sorted(publishers) for f in mine.get(iri, ()))
    fit = [f for f in stated if not f.ranged and f.year in (year, None)]
    if not fit:
        return None
    # What is said of the publisher itself stands for the place; the first and exact figure goes first.
    fit.sort(key=lambda f: (f.value is None, f.about not in ("", publishers[f.report]), f.approximate))
    return fit[0], len({f.value for f in fit}) - 1


def _cell(
    indicator: Indicator,
    body: Report,
    year: int,
    by_year: dict[int, list[Report]],
    said: dict[int, tuple[Figure, int]],
) -> Cell:
    own = by_year.get(year)
    cell = Cell(
        indicator=indicator.code,
        name=indicator.name_zh,
        place=body.place,
        place_name=body.place_name,
        level=body.level,
        publisher=body.publisher_name,
        body=body.body,
        year=year,
        status=SILENT if own else ABSENT,
        report=own[0].iri if own else "",
        title=own[0].title if own else "",
    )
    now, then, later = said.get(year), said.get(year - 1), said.get(year + 1)
    if now is not None:
        return _stated(cell, *now, titles={r.iri: r.title for r in own or ()}, then=then)
    if later is not None and (before := _baseline(later[0], year + 1)) is not None:
        titles = {r.iri: r.title for r in by_year.get(year + 1, ())}
        return replace(_worded(cell, later[0], titles), status=NEXT, value=before)
    return cell


def _stated(
    cell: Cell, figure: Figure, others: int, *, titles: dict[str, str], then: tuple[Figure, int] | None
) -> Cell:
    before = then[0] if then is not None and then[0].unit == figure.unit else None
    reported = before.value if before is not None else None
    baseline = _baseline(figure, cell.year)
    change = None
    if figure.value is not None:
        base = reported if reported is not None else baseline
        change = figure.value - base if base is not None else _stated_change(figure)
        status = NONE if figure.value == 0 else STATED
    else:
        status = CHANGE
    cell = replace(_worded(cell, figure, titles), status=status, value=figure.value, others=others)
    return replace(cell, reported=reported, baseline=baseline, change=change, approximate=figure.approximate)


def _stated_change(figure: Figure) -> Decimal | None:
    """The change that a report gives, where it is in the unit of the figure."""
    points = figure.unit == "%" and figure.change_unit in ("个百分点", "百分点")
    same = figure.unit != "%" and figure.change_unit == figure.unit
    return figure.change if points or same else None


def _worded(cell: Cell, figure: Figure, titles: dict[str, str]) -> Cell:
    return replace(
        cell,
        unit=figure.unit,
        label=figure.label,
        sentence=figure.sentence,
        exact=figure.exact,
        start=figure.start,
        end=figure.end,
        report=figure.report,
        title=titles.get(figure.report, cell.title),
        observation=figure.iri,
    )


def _ranked(cells: list[Cell], known: dict[str, Indicator]) -> Iterable[Cell]:
    groups: dict[tuple[str, int, str, str, str], list[Decimal]] = {}
    for cell in cells:
        if cell.value is not None:
            groups.setdefault(_peers(cell), []).append(cell.value)
    for cell in cells:
        values = groups.get(_peers(cell), [])
        if cell.value is None or len(values) < 2:
            yield cell
            continue
        low_first = known[cell.indicator].direction == "lower"
        ahead = sum(v < cell.value if low_first else v > cell.value for v in values)
        yield replace(cell, rank=ahead + 1, among=len(values))


def _peers(cell: Cell) -> tuple[str, int, str, str, str]:
    """Cells that may be ranked together: the same indicator, year, level, kind of body and unit."""
    return cell.indicator, cell.year, cell.level, cell.body, cell.unit


def _row(cell: Cell) -> tuple[str | int | Decimal | bool | None, ...]:
    return (
        cell.indicator, cell.name, cell.place_name, cell.level, cell.publisher, cell.year, cell.status,
        cell.value, cell.unit, cell.approximate, cell.change, cell.reported, cell.baseline, cell.disagrees,
        cell.rank, cell.among, cell.sentence, cell.title, cell.start, cell.end, cell.others, cell.place,
        cell.observation,
    )  # fmt: skip
