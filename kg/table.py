"""Answers as tables: named columns, plain values, and the RDF terms behind them where there are any."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import QueryError
from kg.turtle import turtle
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from pandas import DataFrame

Cell = str | int | float | Decimal | bool | None
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
XSD: Final = PREFIXES["xsd"]

_WHOLE = frozenset(XSD + kind for kind in ("integer", "int", "long", "nonNegativeInteger"))
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = re.compile("[ \u3000]*[-=+@\t\r\n＝＋－＠]")
_EXTRA: Final = "pip install 'fazhi-kg[tables]', or use csv"
_RESULTS = "http://www.w3.org/2005/sparql-results#"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values under named columns.

    ``terms`` holds the RDF terms of the same cells where the table answers a query; ``triples`` the
    graph that a CONSTRUCT or DESCRIBE made.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    terms: tuple[tuple[Term | None, ...], ...] | None = None
    triples: tuple[ox.Triple, ...] | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> list[dict[str, Cell]]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def only(self, columns: Sequence[str]) -> Table:
        """The table with these columns, in this order. Raises QueryError for one that it does not have."""
        if missing := [name for name in columns if name not in self.columns]:
            hint = f"it has {', '.join(self.columns)}"
            raise QueryError("the table has no such column", where=missing[0], hint=hint)
        places = [self.columns.index(name) for name in columns]
        terms = self.terms and tuple(tuple(row[i] for i in places) for row in self.terms)
        return Table(tuple(columns), tuple(tuple(row[i] for i in places) for row in self.rows), terms)

    def to(self, format: str) -> str:
        """The table as ``table``, ``csv``, ``tsv``, ``json``, ``srj``, ``xml``, ``markdown`` or ``turtle``.

        ``json`` is a list of objects, ``srj`` and ``xml`` are the W3C's formats of query results.
        Raises QueryError for another format, and for turtle where the answer is not a graph.
        """
        try:
            write = _WRITERS[format]
        except KeyError as err:
            hint = f"one of {', '.join(sorted(_WRITERS))}"
            raise QueryError("no such format of tables", where=format, hint=hint) from err
        return write(self)

    def to_pandas(self) -> DataFrame:
        """The table as a pandas DataFrame; numbers are 64-bit floats or integers, what is unknown is NA.

        Raises QueryError where pandas is not installed.
        """
        try:
            import pandas
        except ImportError as err:
            raise QueryError("a DataFrame needs pandas", where="to_pandas", hint=_EXTRA) from err
        frame = pandas.DataFrame(_columns(self), columns=list(self.columns))
        return cast("DataFrame", frame.convert_dtypes())

    def __str__(self) -> str:
        return self.to("table")

    def _repr_html_(self) -> str:
        return html(self)


def parquet(table: Table) -> bytes:
    """The table as a Parquet file, for pandas, R and DuckDB; numbers are 64-bit floats or integers.

    Raises QueryError where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as err:
        raise QueryError("Parquet needs pyarrow", where="parquet", hint=_EXTRA) from err
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(_columns(table)), out)
    return out.getvalue()


def html(table: Table, *, limit: int = 20) -> str:
    """The table for a notebook: its first rows, and how many there are."""
    head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    lines = [f"<table><thead><tr>{head}</tr></thead><tbody>"]
    for row in table.rows[:limit]:
        lines.append(f"<tr>{''.join(f'<td>{escape(_line(value))}</td>' for value in row)}</tr>")
    rows = "1 row" if len(table) == 1 else f"{len(table):,} rows"
    more = f", the first {limit} are shown" if len(table) > limit else ""
    return "\n".join([*lines, f"</tbody></table><p>{rows}{more}</p>"])


def _columns(table: Table) -> dict[str, list[Cell]]:
    """The values column by column, of one kind in each."""
    columns: dict[str, list[Cell]] = {
        name: [_json_value(row[i]) for row in table.rows] for i, name in enumerate(table.columns)
    }
    for name, values in columns.items():
        if any(isinstance(value, str) for value in values):
            columns[name] = [None if v is None else plain(v) for v in values]
        elif any(isinstance(value, float) for value in values):
            columns[name] = [float(v) if isinstance(v, int) else v for v in values]
    return columns


def cell(term: Term | None) -> Cell:
    """The plain value of a term: numbers and truth values as such, all else as text."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return str(term) if isinstance(term, ox.Triple | ox.BlankNode) else str(term.value)
    kind, text = term.datatype.value, str(term.value)
    try:
        if kind in _WHOLE:
            return int(text)
        if kind == XSD + "decimal":
            return Decimal(text)
        if kind in (XSD + "double", XSD + "float"):
            return float(text)
    except (ValueError, ArithmeticError):
        return text
    if kind == XSD + "boolean":
        return text in ("true", "1")
    return text


def plain(value: Cell) -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def safe(value: Cell) -> str:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe first."""
    text = plain(value)
    return "'" + text if isinstance(value, str) and _FORMULA.match(text) else text


def xml_safe(text: str) -> str:
    """Text without the characters that XML 1.0 has no place for, not even escaped."""
    return _NOT_XML.sub("", text)


def width(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese characters take two."""
    shown = (c for c in text if not unicodedata.combining(c))
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown)


def _text(table: Table) -> str:
    cells = [list(table.columns), *([_line(value) for value in row] for row in table.rows)]
    widths = [max(width(row[i]) for row in cells) for i in range(len(table.columns))]
    lines = [
        "  ".join(text + " " * (w - width(text)) for text, w in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(lines) + "\n"


def _line(value: Cell) -> str:
    return " ".join(plain(value).split())


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(column) for column in table.columns])
    writer.writerows([safe(value) for value in row] for row in table.rows)
    return out.getvalue()


def _tsv(table: Table) -> str:
    rows = [table.columns, *table.rows]
    return "".join("\t".join(_line(safe(value)) for value in row) + "\n" for row in rows)


def _markdown(table: Table) -> str:
    rows: list[tuple[Cell, ...]] = [tuple(table.columns), tuple("---" for _ in table.columns), *table.rows]
    lines = ("| " + " | ".join(_line(v).replace("|", "\\|") for v in row) + " |" for row in rows)
    return "\n".join(lines) + "\n"


def _json(table: Table) -> str:
    records = [{key: _json_value(value) for key, value in record.items()} for record in table.records()]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _json_value(value: Cell) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _terms(table: Table) -> tuple[tuple[Term | None, ...], ...]:
    if table.terms is not None:
        return table.terms
    return tuple(tuple(None if v is None else _literal(v) for v in row) for row in table.rows)


def _literal(value: str | int | float | Decimal | bool) -> ox.Literal:
    if isinstance(value, Decimal):
        return ox.Literal(format(value, "f"), datatype=ox.NamedNode(XSD + "decimal"))
    return ox.Literal(value)


def _srj(table: Table) -> str:
    bindings = [
        {name: _binding(term) for name, term in zip(table.columns, row, strict=True) if term is not None}
        for row in _terms(table)
    ]
    data = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "bnode", "value": str(getattr(term, "value", term))}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        found["datatype"] = term.datatype.value
    return found


def _xml(table: Table) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<sparql xmlns="{_RESULTS}">', " <head>"]
    lines += [f"  <variable name={quoteattr(name)}/>" for name in table.columns]
    lines += [" </head>", " <results>"]
    for row in _terms(table):
        lines.append("  <result>")
        lines += [
            f"   <binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(table.columns, row, strict=True)
            if term is not None
        ]
        lines.append("  </result>")
    return "\n".join([*lines, " </results>", "</sparql>"]) + "\n"


def _xml_term(term: Term) -> str:
    about = _binding(term)
    kind, text = about.pop("type"), xml_safe(about.pop("value"))
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in sorted(about.items()))
    return f"<{kind}{attributes}>{escape(text)}</{kind}>"


def _turtle(table: Table) -> str:
    if table.triples is None:
        hint = "use CONSTRUCT or DESCRIBE, or another format"
        raise QueryError("the answer is a table, not a graph", where="turtle", hint=hint)
    return turtle(table.triples).decode()


_WRITERS: Final[dict[str, Callable[[Table], str]]] = {
    "table": _text,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "srj": _srj,
    "xml": _xml,
    "markdown": _markdown,
    "turtle": _turtle,
}
