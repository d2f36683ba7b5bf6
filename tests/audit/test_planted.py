"""The faults planted in the samples are found, and what else is found on the nine reports is known."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.audit.case import case, cases
from kg.audit.engine import audit
from kg.iri import Names
from kg.link import extract
from kg.model import Finding
from kg.read import read

ROOT = Path(__file__).resolve().parents[2]
PLANTED: list[dict[str, Any]] = json.loads((ROOT / "data" / "planted.json").read_text("utf-8"))
CODES = {"arithmetic": "arithmetic-change", "percent-vs-point": "percent-for-points"}

FURTHER = {
    "duolan-2024": {"published-in-time": 1, "shortcomings-without-causes": 1},
    "lanchuan-2023": {
        "published-in-time": 1,
        "shortcomings-without-causes": 1,
        "year-range-without-dash": 2,
    },
    "lanchuan-market-2023": {"published-in-time": 1, "shortcomings-without-causes": 1},
    "linan-2023": {
        "published-in-time": 1,
        "shortcomings-without-causes": 1,
        "percent-for-points": 1,
        "printed-twice": 1,
        "unbalanced-quotes": 1,
        "measure-word-missing": 1,
        "heading-run-in": 1,
        "stop-missing": 2,
        "final-stop-missing": 2,
    },
    "qinghe-2022": {"published-in-time": 1, "shortcomings-without-causes": 1},
    "qinghe-2023": {"shortcomings-without-causes": 1},
    "shiao-2024": {"published-in-time": 1, "shortcomings-without-causes": 1, "missing-section": 1},
    "yuanze-water-2022": {"published-in-time": 1, "shortcomings-without-causes": 1},
    "yunling-2023": {"published-in-time": 1, "shortcomings-without-causes": 1},
}
"""What is found besides what was planted; each was read and judged to be so."""


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    files = sorted((ROOT / "data" / "reports").glob("*.txt"))
    assert len(files) == len(FURTHER)
    return audit(cases(case(extract(read(file)), names=Names()) for file in files))


def _spans(finding: Finding) -> set[tuple[str, int, int]]:
    found = {(passage.file, passage.start, passage.end) for passage in finding.passages}
    if finding.start is not None and finding.end is not None:
        found.add((finding.file, finding.start, finding.end))
    return found


def _is(finding: Finding, planted: dict[str, Any]) -> bool:
    if finding.code != CODES.get(planted["kind"], planted["kind"]):
        return False
    if finding.file != f"{planted['report']}.txt":
        return False
    found = _spans(finding)
    return all(
        any(
            f"{s['report']}.txt" == file and s["start"] < end and start < s["end"]
            for file, start, end in found
        )
        for s in planted["spans"]
    )


def test_the_planted_faults_are_all_there() -> None:
    assert len(PLANTED) == 13


@pytest.mark.parametrize("planted", PLANTED, ids=[f"{p['id']}-{p['kind']}" for p in PLANTED])
def test_a_planted_fault_is_found_once(findings: tuple[Finding, ...], planted: dict[str, Any]) -> None:
    assert sum(_is(finding, planted) for finding in findings) == 1


def test_findings_say_what_was_planted(findings: tuple[Finding, ...]) -> None:
    said = {(f.code, f.message_zh) for f in findings if f.file == "qinghe-2023.txt"}
    expected = {p["id"]: p["expected"] for p in PLANTED}
    assert any(code == "late-publication" and "逾期35天" in text for code, text in said)
    assert any(code == "arithmetic-change" and "应为133件" in text for code, text in said)
    assert any(code == "percent-for-points" and "12.5个百分点" in text for code, text in said)
    assert any(code == "missing-section" and "第一责任人" in text for code, text in said)
    for id_ in ("p3", "p4"):
        unit = expected[id_]["unit"]
        stated, reported = f"{expected[id_]['stated']}{unit}", f"{expected[id_]['reported']}{unit}"
        assert any(stated in text and reported in text for code, text in said if code == "baseline-mismatch")
    assert any(code == "promise-partly" and "12个" in text and "8个" in text for code, text in said)


def test_nothing_else_is_found(findings: tuple[Finding, ...]) -> None:
    further: dict[str, Counter[str]] = {name: Counter() for name in FURTHER}
    for finding in findings:
        if not any(_is(finding, planted) for planted in PLANTED):
            further[finding.file.removesuffix(".txt")][finding.code] += 1
    assert {name: dict(counts) for name, counts in further.items()} == FURTHER


def test_the_real_report(findings: tuple[Finding, ...]) -> None:
    own = {f.code: f for f in findings if f.file == "linan-2023.txt"}
    assert own["percent-for-points"].quote == "行政复议案件调撤率52%,较2022年(35%)提升17%"
    assert "17个百分点" in own["percent-for-points"].message_zh
    assert own["measure-word-missing"].quote.endswith("专报4")
    assert "2月23日" in own["published-in-time"].message_zh
    assert (own["printed-twice"].start, own["printed-twice"].end) == (3655, 7297)
    assert "若干政策”“支持" in own["unbalanced-quotes"].quote
