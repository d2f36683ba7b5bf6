"""Findings as SARIF 2.1.0 (OASIS), for editors and code review."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from kg import __version__
from kg.audit.case import Cases
from kg.audit.rule import About, abouts
from kg.model import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_RANK = {"certain": 95.0, "likely": 75.0, "possible": 40.0}
Json = dict[str, Any]


def sarif(findings: Sequence[Finding], cases: Cases, *, lang: str = "zh") -> str:
    """The findings as one run; lines and columns count code points, from 1."""
    starts = {case.path: _starts(case.text) for case in cases.cases}
    codes = sorted({f.code for f in findings} | abouts().keys())
    rules = [_rule(code, abouts().get(code), lang) for code in codes]
    run = {
        "tool": {"driver": {"name": "kg audit", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(path)}} for path in sorted(starts)],
        "results": [_result(f, codes.index(f.code), starts, lang) for f in findings],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _rule(code: str, about: About | None, lang: str) -> Json:
    if about is None:
        return {"id": code, "shortDescription": {"text": "a SHACL shape of ontology/shapes.ttl"}}
    return {
        "id": code,
        "shortDescription": {"text": about.name_zh if lang == "zh" else about.name},
        "fullDescription": {"text": about.source},
        "defaultConfiguration": {"level": about.severity},
    }


def _result(finding: Finding, index: int, starts: dict[str, list[int]], lang: str) -> Json:
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "rank": _RANK[finding.confidence],
        "message": {"text": _text(finding, lang)},
    }
    if finding.file:
        result["locations"] = [_location(finding.file, finding.start, finding.end, finding.quote, starts)]
    if finding.passages:
        result["relatedLocations"] = [
            {"id": n, **_location(p.file, p.start, p.end, p.quote, starts)}
            for n, p in enumerate(finding.passages, start=1)
        ]
    hint = finding.hint_zh if lang == "zh" and finding.hint_zh else finding.hint
    result["properties"] = {"source": finding.source, "settledBy": hint, "report": finding.report}
    return result


def _text(finding: Finding, lang: str) -> str:
    return finding.message_zh if lang == "zh" and finding.message_zh else finding.message


def _location(
    file: str, start: int | None, end: int | None, quote_: str, starts: dict[str, list[int]]
) -> Json:
    place: Json = {"artifactLocation": {"uri": _uri(file)}}
    if start is not None and end is not None and file in starts:
        lines = starts[file]
        first, last = bisect_right(lines, start), bisect_right(lines, max(start, end - 1))
        place["region"] = {
            "startLine": first,
            "startColumn": start - lines[first - 1] + 1,
            "endLine": last,
            "endColumn": end - lines[last - 1] + 1,
            "charOffset": start,
            "charLength": end - start,
            "snippet": {"text": quote_},
        }
    return {"physicalLocation": place}


def _starts(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]


def _uri(path: str) -> str:
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
