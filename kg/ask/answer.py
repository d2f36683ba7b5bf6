"""Answers as plain data, and as text for people."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from kg.errors import QueryError
from kg.table import Cell, Table

ANSWERED: Final = "answered"
NOT_STATED: Final = "not-stated"
NO_REPORT: Final = "no-report"
AMBIGUOUS: Final = "ambiguous"
UNKNOWN: Final = "unknown"
NOT_UNDERSTOOD: Final = "not-understood"
_QUOTED: Final = 10
STATUSES: Final = (ANSWERED, NOT_STATED, NO_REPORT, AMBIGUOUS, UNKNOWN, NOT_UNDERSTOOD)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a report that the answer rests on; ``year`` is the report's, None where unknown."""

    sentence: str
    report: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a question, as plain data.

    ``status`` is one of ``STATUSES``: answered; not-stated, a report is there and does not say it; no-report for
    that place and year; ambiguous, ``suggestions`` are the readings; unknown, a name that the graph does not have;
    not-understood. ``text`` is a sentence in Chinese, ``columns`` and ``rows`` a table where there is one, ``notes``
    what a reader has to know to trust the answer, ``sparql`` the query behind it ("" where none was run).
    """

    question: str
    status: str
    text: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    sparql: str = ""
    suggestions: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the graph answers the question."""
        return self.status == ANSWERED

    @property
    def understood(self) -> bool:
        """Whether it is clear what is asked."""
        return self.status in (ANSWERED, NOT_STATED, NO_REPORT)

    @property
    def table(self) -> Table:
        """The table as people see it: without the columns in which nothing stands."""
        filled = [i for i in range(len(self.columns)) if any(row[i] not in (None, "") for row in self.rows)]
        rows = tuple(tuple(row[i] for i in filled) for row in self.rows)
        return Table(tuple(self.columns[i] for i in filled), rows)

    def as_dict(self) -> dict[str, Any]:
        """The answer as what JSON can hold; all columns are there."""
        found = asdict(self)
        found["rows"] = [[_json(value) for value in row] for row in self.rows]
        found["answered"], found["understood"] = self.answered, self.understood
        return found

    def to(self, format: str) -> str:
        """The answer as ``text``, ``markdown`` or ``json``. Raises QueryError for another format."""
        if format == "json":
            return json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n"
        if format == "text":
            return _text(self)
        if format == "markdown":
            return _markdown(self)
        raise QueryError("no such format of answers", where=format, hint="one of text, json, markdown")


def _json(value: Cell) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _text(answer: Answer) -> str:
    parts = [answer.text]
    if answer.rows:
        parts += ["", answer.table.to("table").rstrip("\n")]
    if answer.notes:
        parts += ["", *(f"注：{note}" for note in answer.notes)]
    if answer.suggestions:
        parts += ["", "可以这样问：", *(f"  {one}" for one in answer.suggestions)]
    if answer.evidence:
        parts += ["", "依据："]
        shown = answer.evidence[:_QUOTED]
        parts += [f"  {i}. “{e.sentence}”——{_source(e)}" for i, e in enumerate(shown, 1)]
        if len(answer.evidence) > _QUOTED:
            parts.append(f"  ……共{len(answer.evidence)}句，用 --format json 查看全部。")
    if answer.sparql:
        parts += ["", "SPARQL：", *(f"  {line}" for line in answer.sparql.splitlines())]
    return "\n".join(parts) + "\n"


def _source(evidence: Evidence) -> str:
    year = "" if evidence.year is None else f"（{evidence.year}年度）"
    return f"《{evidence.report}》{year}"


def _markdown(answer: Answer) -> str:
    parts = [f"**{_escaped(answer.text)}**"]
    if answer.rows:
        parts += ["", answer.table.to("markdown").rstrip("\n")]
    if answer.notes:
        parts += ["", *(f"- 注：{_escaped(note)}" for note in answer.notes)]
    if answer.suggestions:
        parts += ["", "可以这样问：", "", *(f"- {_escaped(one)}" for one in answer.suggestions)]
    if answer.evidence:
        parts += ["", "依据：", ""]
        parts += [f"> “{_escaped(e.sentence)}” ——{_escaped(_source(e))}\n>" for e in answer.evidence]
    if answer.sparql:
        parts += ["", "```sparql", answer.sparql.rstrip("\n"), "```"]
    return "\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    for sign in "\\`*_[]<>|":
        text = text.replace(sign, "\\" + sign)
    return text


class Doubt(Exception):
    """Why a question gets no answer as it was asked; never leaves this package.

    ``is_guess`` marks what is said of words that were only taken for the name of a figure.
    """

    def __init__(
        self, status: str, text: str, *, suggestions: tuple[str, ...] = (), is_guess: bool = False
    ) -> None:
        super().__init__(text)
        self.is_guess = is_guess
        self.status = status
        self.text = text
        self.suggestions = suggestions
