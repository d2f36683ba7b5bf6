"""The rules as a whole: their words, their order, and findings as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from string import Formatter

import pytest
from audit.reports import report, together

from kg.audit.case import cases
from kg.audit.engine import CHECKS, COMPARISONS, audit, audit_one
from kg.audit.rule import CONFIDENCES, SEVERITIES, abouts
from kg.model import Finding

FAULTY = report(
    "收到行政复议申请274件，比2022年的168件增加126件。推行“一窗通办改革。", duty=None, published="2024-05-06"
)


def test_every_code_has_words_and_a_rule() -> None:
    made = [code for check in (*CHECKS, *COMPARISONS) for code in check.codes]
    assert set(made) == set(abouts())


def test_the_words_of_every_code_are_whole() -> None:
    assert len(abouts()) == 32
    for about in abouts().values():
        assert about.severity in SEVERITIES
        assert about.confidence in CONFIDENCES
        assert about.source and about.name and about.name_zh
        assert _fields(about.message) == _fields(about.message_zh) or about.code == "percent-for-points"
        assert not set("，。；：") & set(about.message)
        assert not about.message_zh.endswith("。")


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name} - {"unit"}


def test_findings_come_by_report_and_place() -> None:
    found = audit(together(FAULTY, report(year=2022)))
    assert [f.report for f in found] == sorted(f.report for f in found)
    own = [f.start if f.start is not None else -1 for f in found if f.report == FAULTY.iri]
    assert own == sorted(own)
    assert found == audit(together(report(year=2022), FAULTY))


def test_only_the_rules_asked_for_are_run() -> None:
    only = frozenset({"late-publication", "unbalanced-quotes"})
    assert {f.code for f in audit_one(FAULTY, codes=only)} == only
    assert {f.code for f in audit_one(FAULTY)} > only


def test_a_sound_report_has_no_fault() -> None:
    assert {f.severity for f in audit_one(report())} == {"note"}


def test_the_same_report_twice_is_one_case() -> None:
    assert len(cases([FAULTY, FAULTY]).cases) == 1


def test_findings_quote_their_report() -> None:
    for found in audit_one(FAULTY):
        if found.start is not None and found.end is not None:
            assert found.quote == FAULTY.text[found.start : found.end]


@pytest.mark.parametrize("other", [report(year=2022), report("收到行政复议申请186件。", year=2022)])
def test_findings_survive_json(other: object) -> None:
    found = audit(together(FAULTY, other))  # type: ignore[arg-type]
    rows = json.loads(json.dumps([asdict(finding) for finding in found]))
    assert tuple(Finding(**row) for row in rows) == found
    assert len({*found}) == len(found)
