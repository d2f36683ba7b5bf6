from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Done

Kg = Callable[..., Done]
RATE = "enterprise-reconsideration-mediated-withdrawn-rate"


@pytest.fixture
def stated(kg: Kg, output: Path) -> str:
    """A code that the sample report states."""
    rows = json.loads(kg("compare", "--list", "--store", output, "--format", "json").out)
    return str(rows[0]["code"])


def test_a_table_for_people_and_json_for_programs(kg: Kg, output: Path, stated: str) -> None:
    table = kg("compare", stated, "--store", output)
    assert table.code == 0 and "临安区" in table.out
    rows = json.loads(kg("compare", stated, "2023", "--store", output, "--json").out)
    assert [row["year"] for row in rows] == [2023] and rows[0]["sentence"]


def test_years_may_follow_each_other(kg: Kg, output: Path, stated: str) -> None:
    rows = json.loads(kg("compare", stated, "--year", "2022", "2023", "--store", output, "--json").out)
    assert {row["year"] for row in rows} == {2022, 2023}
    rows = json.loads(kg("compare", stated, "--year", "2021-2023", "--store", output, "--json").out)
    assert {row["year"] for row in rows} == {2021, 2022, 2023}


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("html", b"<!doctype html>"), ("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbfindicator"), ("parquet", b"PAR1")],
)  # fmt: skip
def test_the_ending_of_the_file_says_the_format(
    kg: Kg, output: Path, stated: str, tmp_path: Path, ending: str, begins: bytes
) -> None:
    file = tmp_path / f"figures.{ending}"
    assert kg("compare", stated, "--store", output, "-o", file).code == 0
    assert file.read_bytes().startswith(begins)


def test_mistakes_are_told_with_what_to_try(kg: Kg, output: Path, stated: str) -> None:
    nothing = kg("compare", "--store", output)
    assert nothing.code == 2 and "--list shows" in nothing.err
    wrong = kg("compare", "no-such-thing", "--store", output)
    assert wrong.code == 1 and "no such indicator" in wrong.err
    year = kg("compare", stated, "--year", "last", "--store", output)
    assert year.code == 2 and "'last' is not a year" in year.err
    format_ = kg("compare", stated, "--format", "xls", "--store", output)
    assert format_.code == 2 and "there are table, csv" in format_.err
    absent = kg("compare", "hotline-requests", "--store", output)
    assert absent.code == 1 and "no report in the graph states this" in absent.err
