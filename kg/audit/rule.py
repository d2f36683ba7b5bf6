"""A rule's words: what ``rules.toml`` says of each code, and findings made with them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.audit.case import Case
from kg.model import Finding, Passage, Span

_FILE = Path(__file__).resolve().parent / "rules.toml"
SEVERITIES = ("error", "warning", "note")
CONFIDENCES = ("certain", "likely", "possible")
_QUOTE = 400


@dataclass(frozen=True, slots=True)
class About:
    """What a code stands for: its name, severity, what it rests on, and its messages with ``{names}`` to fill.

    ``group`` is the heading it stands under, as ``中文|English``.
    """

    code: str
    severity: str
    name: str
    name_zh: str
    source: str
    group: str
    message: str
    message_zh: str
    hint: str
    hint_zh: str
    confidence: str


@cache
def abouts() -> dict[str, About]:
    """All codes, in the order of ``rules.toml``."""
    table = _table()
    groups = {source: group for group, sources in table["groups"].items() for source in sources}
    return {
        code: About(
            code=code,
            **{**row, "source": table["sources"][row["source"]], "group": groups[row["source"]]},
        )
        for code, row in table["rules"].items()
    }


@cache
def words(name: str) -> tuple[str, ...]:
    """A word list of ``rules.toml``."""
    return tuple(_table()["words"][name])


@cache
def classes(name: str) -> dict[str, tuple[str, ...]]:
    """A table of word lists of ``rules.toml``, by the name of each class."""
    return {key: tuple(value) for key, value in _table()["classes"][name].items()}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def passage(case: Case, span: Span) -> Passage:
    """Words of a report, cut where they are very long."""
    return Passage(case.iri, case.path, span.start, span.end, _quote(case.text, span))


def finding(
    code: str,
    case: Case,
    span: Span | None = None,
    *,
    confidence: str | None = None,
    passages: Iterable[Passage] = (),
    zh: dict[str, str] | None = None,
    **values: object,
) -> Finding:
    """A finding of a code on a report, its messages filled with ``values`` (``zh`` where Chinese differs)."""
    about = abouts()[code]
    return Finding(
        code=code,
        severity=about.severity,
        message=about.message.format(**values),
        report=case.iri,
        start=span.start if span else None,
        end=span.end if span else None,
        hint=about.hint.format(**values),
        message_zh=about.message_zh.format(**{**values, **(zh or {})}),
        hint_zh=about.hint_zh.format(**{**values, **(zh or {})}),
        source=about.source,
        confidence=confidence or about.confidence,
        file=case.path,
        quote=_quote(case.text, span) if span else "",
        passages=tuple(passages),
    )


def _quote(text: str, span: Span) -> str:
    words_ = text[span.start : span.end]
    return words_ if len(words_) <= _QUOTE else words_[: _QUOTE - 1] + "…"
