from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Done

Kg = Callable[..., Done]


def test_the_ending_of_the_file_says_the_format(kg: Kg, two_years: Path, tmp_path: Path) -> None:
    for ending, begins in (("html", "<!doctype html>"), ("md", "# 青禾区人民政府："), ("json", "{")):
        file = tmp_path / f"report.{ending}"
        assert kg("report", "青禾区", "--store", two_years, "-o", file).code == 0
        assert file.read_text("utf-8").startswith(begins)


def test_markdown_on_stdout_and_json_for_programs(kg: Kg, two_years: Path) -> None:
    done = kg("report", "青禾区", "--years", "2023", "--store", two_years)
    assert done.code == 0 and "## 安排与落实" in done.out and not done.err
    told = json.loads(kg("report", "青禾区", "--years", "2023", "--store", two_years, "--json").out)
    assert told["years"] == [2023] and told["trends"][0]["points"]


def test_a_year_without_a_report_is_said_on_both_sides(kg: Kg, two_years: Path) -> None:
    done = kg("report", "青禾区", "--years", "2021-2022", "--store", two_years)
    assert done.code == 0
    assert "there is no report of 2021" in done.err and "没有2021年的报告。" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("青木区",), 1, "did you mean 青禾区"),
        (("青禾区", "--years", "1999"), 1, "there are reports of 2022、2023"),
        (("青禾区", "--years", "2023-2022"), 2, "is not a year, nor years such as"),
        (("青禾区", "--format", "xls"), 2, "there are markdown, html, json"),
        ((), 2, "Missing argument 'PLACE'"),
    ],
)
def test_mistakes_are_told_with_what_to_try(
    kg: Kg, two_years: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = kg("report", *arguments, "--store", two_years)
    assert done.code == code and says in done.err and not done.out


def test_a_store_far_away_has_no_texts(kg: Kg) -> None:
    done = kg("report", "青禾区", "--store", "http://127.0.0.1:1/sparql")
    assert done.code == 1 and "needs the texts of its reports" in done.err
