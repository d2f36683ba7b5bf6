"""An audit of what a build left finds what an audit of the reports themselves finds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.audit.case import case, cases
from kg.audit.engine import audit
from kg.audit.folder import cases_of
from kg.errors import GoldError, StoreError
from kg.iri import Names
from kg.link import extract
from kg.model import Finding
from kg.read import read


def _told(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return [(f.report, f.code, f.start, f.end, f.message, f.quote) for f in findings]


def test_the_output_folder_gives_the_same_findings(output: Path, sample: Path) -> None:
    direct = audit(cases([case(extract(read(sample)), names=Names())]))
    assert _told(audit(cases_of(output))) == _told(direct)
    assert len(direct) > 5


def test_a_folder_without_facts_or_texts_says_what_to_do(output: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no facts of reports here"):
        cases_of(tmp_path)
    shutil.copytree(output / "facts", tmp_path / "facts")
    with pytest.raises(StoreError, match="the text of a report is not there"):
        cases_of(tmp_path)


def test_facts_that_are_none_are_named(output: Path, tmp_path: Path) -> None:
    for name in ("facts", "texts"):
        shutil.copytree(output / name, tmp_path / name)
    (tmp_path / "facts" / "linan-2023.json").write_text("{}", "utf-8")
    with pytest.raises(GoldError, match="not facts"):
        cases_of(tmp_path)
