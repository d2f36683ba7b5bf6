"""Totals of tables: whether the row 合计 is the sum of the rows above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import takewhile

from kg.audit.arithmetic import plain
from kg.audit.case import Case
from kg.audit.rule import finding
from kg.model import Finding, Span

_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|共\s*计)$")
_RULE = re.compile(r"^[\s|:-]+$")


def totals(case: Case) -> Iterator[Finding]:
    """Each column of a table whose last row is a total, and whose other cells are numbers."""
    for rows in _tables(case):
        heads = _cells(case, rows[0])
        last = _cells(case, rows[-1])
        inside = [_cells(case, row) for row in rows[1:-1]]
        if len(inside) < 2 or not last or not _TOTAL.match(last[0]):
            continue
        for column in range(1, len(last)):
            values = [_value(row[column]) if column < len(row) else None for row in inside]
            stated = _value(last[column])
            numbers = [value for value in values if value is not None]
            if stated is None or len(numbers) < len(values) or sum(numbers) == stated:
                continue
            head = heads[column] if column < len(heads) else str(column + 1)
            if "%" in head or "率" in head:
                continue
            total = sum(numbers, Decimal(0))
            yield finding(
                "table-total", case, rows[-1], column=head, actual=plain(total), stated=plain(stated)
            )


def _tables(case: Case) -> Iterator[list[Span]]:
    lines = [span for span in case.body if not _RULE.match(case.text[span.start : span.end])]
    while lines:
        if not _row(case, lines[0]):
            lines = lines[1:]
            continue
        table = list(takewhile(lambda span: _row(case, span), lines))
        lines = lines[len(table) :]
        if len(table) > 3:
            yield table


def _row(case: Case, span: Span) -> bool:
    return case.text.count("|", span.start, span.end) >= 1


def _cells(case: Case, span: Span) -> list[str]:
    return [cell.strip() for cell in case.text[span.start : span.end].strip("| \t").split("|")]


def _value(cell: str) -> Decimal | None:
    try:
        return Decimal(cell.replace(",", ""))
    except InvalidOperation:
        return None
