"""Findings for other tools and for people: SARIF, SHACL, tables and the cards."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from audit.reports import report, together
from rdflib import RDF, SH, Graph, URIRef

from kg.audit.card import page
from kg.audit.engine import audit
from kg.audit.listing import rules, table
from kg.audit.rule import abouts
from kg.audit.sarif import SCHEMA, sarif
from kg.audit.shacl import report as shacl
from kg.iri import Names
from kg.model import Finding

BEFORE = report("收到行政复议申请186件。", year=2022)
NOW = report("推行“一窗通办改革。\n\n收到行政复议申请274件，比2022年的168件增加106件。", duty=None)
CASES = together(BEFORE, NOW)
FINDINGS = audit(CASES)

_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_COUNT = {"type": "integer", "minimum": 1}
_PLACE = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {"required": ["uri"], "properties": {"uri": {"pattern": "^[!-~]+$"}}},
                "region": {
                    "required": ["startLine", "startColumn", "endLine", "endColumn"],
                    "properties": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), _COUNT),
                },
            },
        }
    },
}
REQUIRED = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"const": SCHEMA},
        "runs": {
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {"driver": {"required": ["name", "rules"]}},
                    },
                    "results": {
                        "items": {
                            "required": ["message", "ruleId", "ruleIndex"],
                            "properties": {
                                "message": _TEXT,
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "rank": {"type": "number", "minimum": -1, "maximum": 100},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "locations": {"items": _PLACE},
                                "relatedLocations": {"items": _PLACE},
                            },
                        }
                    },
                },
            }
        },
    },
}
"""What SARIF 2.1.0 requires of the parts that are written; the whole schema was run once by hand."""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_has_what_it_has_to_have(lang: str) -> None:
    written: dict[str, Any] = json.loads(sarif(FINDINGS, CASES, lang=lang))
    jsonschema.Draft7Validator(REQUIRED).validate(written)
    (run,) = written["runs"]
    assert len(run["results"]) == len(FINDINGS) > 4
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(ids) == len(set(ids)) == len(abouts())
    assert all(ids[result["ruleIndex"]] == result["ruleId"] for result in run["results"])


def test_sarif_points_at_the_words() -> None:
    lines = NOW.text.split("\n")
    for result in json.loads(sarif(FINDINGS, CASES))["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        if result["ruleId"] == "unbalanced-quotes":
            region = place["region"]
            line = lines[region["startLine"] - 1]
            assert region["startLine"] == region["endLine"]
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]
            break
    else:
        pytest.fail("no such result")


def test_findings_on_the_graph_go_into_sarif_too() -> None:
    shape = Finding("shape-MinCount", "error", "a unit is missing", report="https://example.org/r")
    written = json.loads(sarif([shape], CASES))
    assert written["runs"][0]["results"][0]["ruleId"] == "shape-MinCount"


def test_shacl_is_a_validation_report() -> None:
    graph = Graph().parse(data=shacl(FINDINGS, names=Names()), format="turtle")
    (whole,) = graph.subjects(RDF.type, SH.ValidationReport)
    results = set(graph.objects(whole, SH.result))
    assert len(results) == len(FINDINGS)
    assert bool(graph.value(whole, SH.conforms)) is False
    for result in results:
        assert isinstance(result, URIRef)
        assert graph.value(result, SH.focusNode) in {URIRef(BEFORE.iri), URIRef(NOW.iri)}
        assert graph.value(result, SH.resultSeverity) in {SH.Violation, SH.Warning, SH.Info}
        assert graph.value(result, SH.sourceConstraintComponent)
        assert {m.language for m in graph.objects(result, SH.resultMessage)} == {"zh", "en"}  # type: ignore[attr-defined]


def test_shacl_of_nothing_conforms() -> None:
    graph = Graph().parse(data=shacl([], names=Names()), format="turtle")
    assert [bool(o) for o in graph.objects(None, SH.conforms)] == [True]


def test_the_tables() -> None:
    listed = table(FINDINGS, lang="en")
    assert len(listed) == len(FINDINGS)
    assert "quotation marks" in listed.to("csv")
    assert [row[0] for row in rules().rows] == list(abouts())


def test_a_card_shows_both_passages_and_what_was_checked() -> None:
    html = page(FINDINGS, CASES)
    assert html.count("<article>") == 2
    assert "<mark>收到行政复议申请186件</mark>" in html
    assert "比2022年的168件增加106件</mark>" in html
    assert "核查过而没有发现问题的项目" in html
    assert "未见" in html
    assert "没有上年的报告" in html


def test_a_card_in_english_keeps_the_words_of_the_report() -> None:
    html = page(FINDINGS, CASES, lang="en")
    assert "quotation marks without a partner" in html
    assert "引号不成对" not in html
    assert "推行“一窗通办改革" in html


def test_a_card_needs_nothing_else_and_runs_nothing() -> None:
    html = page(FINDINGS, CASES)
    assert not re.search(r"<script|https?://(?!w3id)|url\(|@import", html)
    assert "default-src 'none'" in html


def test_words_of_a_report_are_escaped() -> None:
    hostile = report("推行“<script>alert(1)</script>改革。<img src=x onerror=alert(2)>")
    html = page(audit(together(hostile)), together(hostile))
    assert "<script" not in html and "<img" not in html
    assert "&lt;script&gt;" in html
