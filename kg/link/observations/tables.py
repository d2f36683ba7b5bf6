"""Tables to observations: one for each cell that measures something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.link.observations.drafts import Draft
from kg.link.observations.grids import Cell, Grid
from kg.link.observations.naming import suffixed
from kg.link.observations.phrases import tidy
from kg.link.observations.words import words
from kg.mention.numbers import Figure, scan
from kg.mention.numbers.patterns import units
from kg.model import Baseline
from kg.quantity import narrow, parse_number, plain_decimal

_YEAR: Final = re.compile(r"((?:19|20)\d\d)年?(?:度)?")
_UNIT: Final = re.compile(
    r"[(（](?:单位[:：])?(?P<unit>[^()（）\d]{1,8})[)）]\s*$|[/／](?P<after>[^/／()（）\d]{1,6})$"
)
_CAPTION_UNIT: Final = re.compile(r"单位[:：]\s*(?P<unit>[\u4e00-\u9fff%]{1,6})")
_SCALED: Final = re.compile(r"(?P<scale>[十百千]?[万亿]*)(?P<unit>.*)")
_CHANGE: Final = re.compile(r"增减|增长|同比|增幅|变化|变动|较上年|比上年|升降")
_INDEX: Final = re.compile(r"序号|编号|备注|说明|责任单位|牵头单位")
_UNITS: Final = re.compile(r"(?:计量)?单位")
_VALUE: Final = re.compile(r"数[量值据]?|完成(?:情况|数)?|结果|数目|合计|总数|金额|情况|内容|指标值")
_TOTAL: Final = re.compile(r"合计|总计|小计|总数|全部|共计")
_LAST: Final = re.compile(r"上年|去年|上一年|同期")
_THIS: Final = re.compile(r"本年|当年|今年|本期|全年|本年度")
_RANK: Final = re.compile(r"排名|位次|名次|位列")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's role (``name``, ``unit``, ``value``, ``change``, ``rank`` or ``none``), name, unit and year."""

    role: str
    name: str = ""
    unit: str = ""
    year: int | None = None


def read_grid(grid: Grid, *, year: int | None) -> list[Draft]:
    """The observations of a table of a report about ``year``."""
    caption = _YEAR.search(grid.caption)
    columns = _columns(grid, year)
    fallback = _CAPTION_UNIT.search(grid.caption)
    drafts: list[Draft] = []
    for row in grid.rows:
        name, unit = _row_name(row, columns)
        unit = unit or (fallback["unit"] if fallback else "")
        if any(column.year for column in columns if column.role == "value"):
            drafts += _over_years(row, columns, name, unit)
        else:
            period = caption[1] if caption else None
            drafts += _across(row, columns, name, unit, period)
    return drafts


def _columns(grid: Grid, year: int | None) -> list[Column]:
    columns = []
    for i, cell in enumerate(grid.head):
        values = [row[i] for row in grid.rows]
        columns.append(_column(cell, values, year))
    return columns


def _column(cell: Cell, values: list[Cell], year: int | None) -> Column:
    title = cell.text
    if _INDEX.search(title):
        return Column("none")
    if _UNITS.fullmatch(title):
        return Column("unit")
    named = _YEAR.search(title)
    at = int(named[1]) if named else _relative_year(title, year)
    if _CHANGE.search(title) and not (named and _YEAR.fullmatch(title)):
        return Column("change", title)
    if not any(_amount(value.text, "") for value in values):
        return Column("name")
    unit = _unit_of(title)
    plain = _UNIT.sub("", title)
    plain = _YEAR.sub("", plain) if named else plain
    if _RANK.search(plain):
        return Column("rank", plain, "", at)
    plain = "" if _VALUE.fullmatch(plain) or (at and _relative_year(plain, year)) else tidy(plain)
    return Column("value", plain, unit, at)


def _relative_year(title: str, year: int | None) -> int | None:
    if year is None:
        return None
    if _LAST.search(title):
        return year - 1
    return year if _THIS.search(title) else None


def _unit_of(title: str) -> str:
    match = _UNIT.search(title)
    return (match["unit"] or match["after"] or "") if match else ""


def _row_name(row: tuple[Cell, ...], columns: list[Column]) -> tuple[str, str]:
    names = [
        cell.text for cell, column in zip(row, columns, strict=True) if column.role == "name" and cell.text
    ]
    unit = next((cell.text for cell, column in zip(row, columns, strict=True) if column.role == "unit"), "")
    name = names[-1] if names else ""
    own = _unit_of(name)
    return tidy(
        re.sub(r"^其中[:：]?|^[一二三四五六七八九十\d]+[、.．]", "", _UNIT.sub("", name) if own else name)
    ), unit or own


def _over_years(row: tuple[Cell, ...], columns: list[Column], name: str, unit: str) -> list[Draft]:
    """A row whose columns are years: the last one, compared with the one before it."""
    cells = [
        (c.year or 0, c, cell) for cell, c in zip(row, columns, strict=True) if c.role == "value" and c.year
    ]
    cells.sort(key=lambda item: item[0])
    read = [(at, column, cell, _figure(cell, column.unit or unit)) for at, column, cell in cells]
    values = [(at, column, cell, figure) for at, column, cell, figure in read if figure is not None]
    drafts = []
    for i in range(len(values) - 1, -1, -1):
        at, column, _cell, figure = values[i]
        if i == len(values) - 2:
            continue
        draft = _draft(f"{name}{column.name}", figure, row, str(at))
        if i == len(values) - 1:
            if i:
                draft.baseline = Baseline(values[i - 1][3].value, str(values[i - 1][0]))
            _add_change(draft, row, columns)
        drafts.append(draft)
    return drafts


def _across(
    row: tuple[Cell, ...], columns: list[Column], name: str, unit: str, period: str | None
) -> list[Draft]:
    """A row whose columns are measures of what it names."""
    drafts: list[Draft] = []
    for cell, column in zip(row, columns, strict=True):
        figure = _figure(cell, column.unit or unit, rank=column.role == "rank")
        if column.role not in ("value", "rank") or figure is None:
            continue
        subject = "" if _TOTAL.fullmatch(name) and column.name else name
        draft = _draft(f"{subject}{column.name}", figure, row, period)
        draft.part = bool(subject and column.name)
        drafts.append(draft)
    if len(drafts) == 1:
        _add_change(drafts[0], row, columns)
    return drafts


def _draft(label: str, figure: Figure, row: tuple[Cell, ...], period: str | None) -> Draft:
    return Draft(
        label=suffixed(label, figure), figure=figure, start=row[0].start, end=row[-1].end, value=figure.value,
        unit=figure.unit, kind=figure.kind, period=period, approximate=figure.approximate,
    )  # fmt: skip


def _add_change(draft: Draft, row: tuple[Cell, ...], columns: list[Column]) -> None:
    for cell, column in zip(row, columns, strict=True):
        if column.role != "change":
            continue
        plain = narrow(cell.text)
        match = re.search(
            r"(?P<sign>[-+—–↓↑]?)\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|个?百分点|[\u4e00-\u9fff]{0,3})",
            plain,
        )
        value = parse_number(match["number"]) if match else None
        if match is None or value is None:
            return
        falls = match["sign"] in ("-", "—", "–", "↓") or any(w in plain for w in words("down"))
        draft.change = -value if falls else value
        draft.change_unit = match["unit"] or ("%" if re.search("[%率幅比]", column.name) else draft.unit)
        return


def _figure(cell: Cell, unit: str, *, rank: bool = False) -> Figure | None:
    amount = _amount(cell.text, unit)
    if amount is None:
        return None
    value, name = amount
    if rank:
        return Figure(cell.start, cell.end, value, "名", "rank", written=cell.text)
    kind = "rate" if name == "%" else units().get(name, ("count", ""))[0]
    return Figure(cell.start, cell.end, value, name, "count" if kind == "none" else kind, written=cell.text)


def _amount(words_: str, unit: str) -> tuple[Decimal, str] | None:
    """The value and unit of a cell, in the unit of its heading if it has none of its own."""
    plain = narrow(words_).strip()
    if re.fullmatch(r"-?\d[\d,]*(?:\.\d+)?", plain):
        value = parse_number(plain.lstrip("-"))
        if value is None:
            return None
        scaled = _SCALED.fullmatch(unit)
        factor = parse_number(f"1{scaled['scale']}") if scaled and scaled["scale"] else Decimal(1)
        sign = -1 if plain.startswith("-") else 1
        return plain_decimal(sign * value * (factor or 1)), scaled["unit"] if scaled else unit
    figures = scan(words_)
    if len(figures) == 1 and figures[0].end - figures[0].start >= len(words_.strip()) - 2:
        return figures[0].value, figures[0].unit
    return None
