"""``kg audit`` as a user runs it: what it reads, what it gives, how it ends."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Done

from kg.audit.rule import abouts
from kg.model import Finding

Kg = Callable[..., Done]


def test_findings_on_a_report(kg: Kg, sample: Path) -> None:
    done = kg("audit", sample)
    assert done.code == 1
    assert "percent-for-points" in done.out
    assert "17个百分点" in done.out
    assert done.err.endswith("notes\n")


def test_findings_on_what_was_built(kg: Kg, output: Path, sample: Path) -> None:
    built = json.loads(kg("audit", "--store", output, "--json").out)
    direct = json.loads(kg("audit", sample, "--json").out)
    assert [(f["code"], f["start"]) for f in built] == [(f["code"], f["start"]) for f in direct]
    assert all(Finding(**f).source for f in built)


def test_the_graph_alone(kg: Kg, output: Path) -> None:
    done = kg("audit", "--store", output / "store", "--rule", "shape", "--json")
    assert done == Done(0, "[]\n", "0 reports: 0 errors, 0 warnings, 0 notes\n")


def test_two_years_together(kg: Kg, reports: Path) -> None:
    done = kg("audit", reports / "qinghe-2022.txt", reports / "qinghe-2023.txt", "--json")
    codes = {f["code"] for f in json.loads(done.out)}
    assert {"baseline-mismatch", "text-reuse", "promise-unmentioned", "recurring-problem"} <= codes


def test_notes_alone_are_no_failure(kg: Kg, sample: Path) -> None:
    done = kg("audit", sample, "--rule", "measure-word-missing", "--rule", "published-in-time", "--json")
    assert done.code == 0
    assert [f["code"] for f in json.loads(done.out)] == ["published-in-time", "measure-word-missing"]


def test_only_grave_findings(kg: Kg, sample: Path, reports: Path) -> None:
    found = json.loads(kg("audit", sample, "--severity", "warning", "--json").out)
    assert {f["severity"] for f in found} == {"warning"}
    assert kg("audit", sample, "--severity", "error", "--json") == Done(
        0, "[]\n", "1 report: 0 errors, 0 warnings, 0 notes\n"
    )
    assert kg("audit", reports / "qinghe-2023.txt", "--severity", "error").code == 1


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.html", "<!doctype html>"),
        ("x.sarif", "{\n"),
        ("x.json", "[\n"),
        ("x.ttl", "@prefix"),
        ("x.csv", "report,at"),
        ("x.md", "| report"),
    ],
)
def test_the_ending_of_the_file_names_the_format(
    kg: Kg, sample: Path, tmp_path: Path, name: str, begins: str
) -> None:
    assert kg("audit", sample, "-o", tmp_path / name).code == 1
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


def test_messages_in_english(kg: Kg, sample: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("audit", sample, "--lang", "en", "--format", "csv").out)))
    points = next(row for row in rows if row["code"] == "percent-for-points")
    assert points["message"].startswith("from 35 % to 52 % is 17 percentage points")


def test_the_rules_are_listed_with_their_sources(kg: Kg) -> None:
    listed = json.loads(kg("audit", "--list", "--json").out)
    assert [row["code"] for row in listed] == list(abouts())
    assert "第二十四条" in kg("audit", "--list").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "docx"), "no format 'docx'; there are table, csv"),
        (("--severity", "fatal"), "no severity 'fatal'; there are error, warning, note"),
        (("--rule", "beauty"), "no rule 'beauty'; --list shows them"),
        (("--lang", "fr"), "no language 'fr'; there are zh, en"),
    ],
)
def test_wrong_usage(kg: Kg, sample: Path, arguments: tuple[str, ...], message: str) -> None:
    done = kg("audit", sample, *arguments)
    assert done.code == 2
    assert message in " ".join(done.err.split())


def test_a_file_that_is_no_report_does_not_stop_the_others(kg: Kg, sample: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("not a report", "utf-8")
    done = kg("audit", sample, other, "--json")
    assert done.code == 3
    assert json.loads(done.out)
    assert "other.txt" in done.err
    assert kg("audit", other, "--json").code == 1


def test_where_nothing_was_built(kg: Kg, tmp_path: Path) -> None:
    done = kg("audit", "--store", tmp_path / "nothing")
    assert done.code == 1
    assert done.err.startswith("kg: error: ")
    assert done.err.count("\n") == 1
