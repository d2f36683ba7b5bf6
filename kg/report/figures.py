"""The indicators of a body over the years, beside its peers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kg.audit.case import Case
from kg.compare import Cell, compare
from kg.compare.cells import ABSENT, SILENT
from kg.compare.figures import Report
from kg.indicators import Indicator, indicators
from kg.report.quotes import of_cell
from kg.report.values import BETTER, SAME, WORSE, Point, Trend
from kg.store import Store

_WIDE = str.maketrans("()", "（）")


def trends(store: Store, body: Report, cases: Sequence[Case], years: Sequence[int]) -> tuple[Trend, ...]:
    """Every indicator that the reports of these years state, in the order of topics and the table's own."""
    codes = {o.code for case in cases for o in case.extraction.observations if o.code is not None}
    known = {one.code: one for one in indicators()}
    chosen = [code for code in known if code in codes]
    bodies = () if body.publisher_name.endswith("人民政府") else (body.body,)
    found = compare(store, chosen, years=years, bodies=bodies)
    dated = {case.iri: case.year for case in cases if case.year is not None}
    own: dict[str, list[Cell]] = {}
    for cell in found.cells:
        if (cell.place, cell.publisher) == (body.place, body.publisher_name):
            own.setdefault(cell.indicator, []).append(cell)
    made = [_trend(known[code], cells, dated) for code, cells in own.items()]
    return tuple(one for one in made if one is not None)


def _trend(indicator: Indicator, cells: list[Cell], dated: dict[str, int]) -> Trend | None:
    points = [_point(cell, dated) for cell in cells if cell.status != ABSENT]
    valued = [(cell, _point(cell, dated)) for cell in cells if cell.value is not None]
    if all(point.status == SILENT for point in points):
        return None
    unit = valued[-1][0].unit if valued else next((c.unit for c in cells if c.unit), "")
    since, before = _before([cell for cell, _ in valued if cell.unit == unit])
    last = valued[-1][1] if valued else None
    change = None if before is None or last is None or last.value is None else last.value - before
    return Trend(
        code=indicator.code,
        name=indicator.name_zh.translate(_WIDE),
        unit=unit,
        kind=indicator.kind,
        direction=indicator.direction,
        points=tuple(points),
        since=since,
        before=before,
        last=last,
        verdict=_verdict(indicator.direction, change),
    )


def _before(cells: list[Cell]) -> tuple[int | None, Decimal | None]:
    """What the last value is set against: the first of the years, or the year before a single one."""
    if len(cells) > 1:
        return cells[0].year, cells[0].value
    if cells and cells[0].value is not None and cells[0].change is not None:
        return cells[0].year - 1, cells[0].value - cells[0].change
    return None, None


def _verdict(direction: str, change: Decimal | None) -> str:
    if change is None or direction == "neutral":
        return ""
    if not change:
        return SAME
    return BETTER if (change > 0) == (direction == "higher") else WORSE


def _point(cell: Cell, dated: dict[str, int]) -> Point:
    return Point(
        year=cell.year,
        status=cell.status,
        value=cell.value,
        approximate=cell.approximate,
        reported=cell.reported,
        baseline=cell.baseline,
        disagrees=cell.disagrees,
        rank=cell.rank,
        among=cell.among,
        quote=of_cell(cell, dated),
    )
