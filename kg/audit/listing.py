"""Findings, and the rules themselves, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from kg.audit.rule import abouts
from kg.model import Finding
from kg.table import Table

_QUOTE = 40


def table(findings: Sequence[Finding], *, lang: str = "zh") -> Table:
    """One row for each finding."""
    rows = [
        (
            finding.file or finding.report,
            finding.start,
            finding.severity,
            finding.confidence,
            finding.code,
            finding.message_zh if lang == "zh" and finding.message_zh else finding.message,
            _short(finding.quote),
        )
        for finding in findings
    ]
    return Table(("report", "at", "severity", "confidence", "code", "message", "quote"), tuple(rows))


def rules(*, lang: str = "zh") -> Table:
    """One row for each rule, with what it rests on."""
    rows = [
        (a.code, a.severity, a.confidence, a.name_zh if lang == "zh" else a.name, a.source)
        for a in abouts().values()
    ]
    return Table(("code", "severity", "confidence", "name", "source"), tuple(rows))


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _QUOTE else words[: _QUOTE - 1] + "…"
