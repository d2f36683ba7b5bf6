"""An evaluation as one HTML page: scores on top, then each report with gold and extraction side by side.

The page needs no script, no network and no other file; every word of the reports is escaped.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.evaluate.details import DETAILS
from kg.evaluate.names import Item
from kg.evaluate.scoring import figure
from kg.evaluate.sentences import rows
from kg.evaluate.text import value
from kg.evaluate.verdicts import EXTRA, FOUND, MISSED, OPEN, WRONG, Key

if TYPE_CHECKING:
    from kg.evaluate import Evaluation, Judged

COLUMNS = (
    "entity", "entity:Institution", "entity:Reform", "entity:Policy", "entity:Recognition",
    "entity:Region", "entity:Person", "number", "fact", *DETAILS, "relation",
)  # fmt: skip

_RANK = {FOUND: 1, OPEN: 0, WRONG: 2, MISSED: 3, EXTRA: 3}
_SLIPS = (WRONG, MISSED, EXTRA)
_TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text under an item; ``figure`` is true for a number, false for a name."""

    start: int
    end: int
    verdict: str
    label: str
    figure: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Words under the same marks: the verdict on the name and on the number over them, "" for none."""

    text: str
    name: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item in the list below a sentence."""

    verdict: str
    kind: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a sentence."""

    pieces: tuple[Piece, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence on both sides, gold first; ``slips`` counts what differs, ``bare``: nothing is marked."""

    cells: tuple[Cell, ...]
    slips: int
    bare: bool
    length: int


@dataclass(slots=True)
class Side:
    """The marks and the lines of one side, the lines by the row that they belong to."""

    marks: list[Mark] = field(default_factory=list)
    lines: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))


def page(evaluation: Evaluation) -> bytes:
    """The page, in UTF-8; the same evaluation gives the same bytes."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    figures = evaluation.figures()
    reports = [
        {"name": name, "title": one.document.metadata.title, "rows": tuple(report_rows(one))}
        for name, one in evaluation.reports.items()
    ]
    table = [(name, [_figure(scores, column) for column in COLUMNS]) for name, scores in figures.items()]
    text = environment.get_template("page.html.j2").render(
        columns=[column.removeprefix("entity:").replace("_", " ") for column in COLUMNS],
        table=table,
        reports=reports,
        left_out=evaluation.left_out,
        signs={MISSED: "−", EXTRA: "+", WRONG: "≠", FOUND: "", OPEN: "○"},
    )
    return text.encode()


def _figure(scores: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, Any]:
    row = {} if name in DETAILS else scores.get(name, {})
    return {"value": value(scores, name), "missed": row.get("fn", 0), "extra": row.get("fp", 0)}


def report_rows(one: Judged) -> Iterator[Row]:
    """The sentences of a report, and what stands between them, with both sides' marks."""
    stretches = list(rows(one.document))
    starts = [start for start, _ in stretches]
    verdicts = one.score.verdicts
    gold = _side(one.gold, verdicts.gold, starts, {})
    system = _side(one.system, verdicts.system, starts, verdicts.notes)
    for index, (start, end) in enumerate(stretches):
        if not one.document.text[start:end].strip():
            continue
        cells = tuple(
            Cell(tuple(_pieces(one.document.text, start, end, side.marks)), tuple(side.lines[index]))
            for side in (gold, system)
        )
        bad = sum(line.verdict in _SLIPS or bool(line.note) for cell in cells for line in cell.lines)
        bare = not any(cell.lines or any(p.name or p.number for p in cell.pieces) for cell in cells)
        yield Row(cells=cells, slips=bad, bare=bare, length=end - start)


def _side(
    facts: Mapping[str, Any],
    verdicts: Mapping[Key, str],
    starts: list[int],
    notes: Mapping[int, tuple[str, ...]],
) -> Side:
    side = Side()

    def line(at: int, *words: str) -> None:
        side.lines[bisect_right(starts, at) - 1].append(Line(*words))

    label = {item["id"]: item["name"] for item in facts["entities"]}
    for index, item in enumerate(facts["entities"]):
        verdict, text = verdicts["entities", index], f"{item['type']} {item['name']}"
        side.marks += (Mark(start, end, verdict, text, False) for start, end in item["mentions"])
        if verdict in _SLIPS:
            line(item["mentions"][0][0] if item["mentions"] else 0, verdict, item["type"], item["name"])
    for index, item in enumerate(facts["observations"]):
        verdict, (start, end) = verdicts["observations", index], item["span"]
        side.marks.append(Mark(start, end, verdict, _measure(item), True))
        code = f" · {item['code']}" if item.get("code") else ""
        text = f"{_measure(item)} · {item.get('period') or ''}{code}"
        line(start, verdict, "number", text, "; ".join(notes.get(index, ())))
    for index, item in enumerate(facts["relations"]):
        text = f"{label[item['subject']]} → {label[item['object']]}"
        line(item["span"][0], verdicts["relations", index], item["predicate"], text)
    return side


def _measure(item: Item) -> str:
    if item["value"] is None and item.get("change") is not None:
        return f"{item['indicator']}: {item['change']:+g}{item.get('change_unit') or item['unit']}"
    return figure(item)


def _pieces(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Piece]:
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    cuts = sorted({start, end, *(x for m in inside for x in (m.start, m.end) if start < x < end)})
    for left, right in pairwise(cuts):
        over = [mark for mark in inside if mark.start <= left and right <= mark.end]
        name, number = (
            max((m.verdict for m in over if m.figure is kind), key=_RANK.__getitem__, default="")
            for kind in (False, True)
        )
        title = "\n".join(dict.fromkeys(f"{mark.verdict}: {mark.label}" for mark in over))
        yield Piece(text[left:right], name, number, title)
