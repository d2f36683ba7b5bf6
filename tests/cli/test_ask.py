from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Done

Kg = Callable[..., Done]
KNOWN = "临安区2023年行政复议调撤率是多少"


def test_an_answer_with_its_table_sentence_and_query(kg: Kg, output: Path) -> None:
    done = kg("ask", KNOWN, "--store", output)
    assert done.code == 0
    assert done.out.startswith("临安区2023年的行政复议调撤率") and "52%" in done.out
    assert "依据：" in done.out and "（2023年度）" in done.out and "SPARQL：" in done.out


def test_what_is_not_answered_ends_with_one_and_questions_near_to_it(kg: Kg, output: Path) -> None:
    for question, said in (("余杭区2023年行政复议调撤率是多少", "没有“余杭区”"), ("你吃饭了吗", "没有理解")):
        done = kg("ask", question, "--store", output)
        assert done.code == 1 and said in done.out and "可以这样问：" in done.out
    silent = kg("ask", "临安区2023年法律援助案件有多少件", "--store", output, "--json")
    assert silent.code == 1 and json.loads(silent.out)["status"] == "not-stated"


def test_formats(kg: Kg, output: Path) -> None:
    data = json.loads(kg("ask", KNOWN, "--store", output, "--format", "json").out)
    assert data["answered"] and data["rows"][0][2] == 52 and data["evidence"][0]["year"] == 2023
    assert data == json.loads(kg("ask", KNOWN, "--store", output, "--json").out)
    assert "```sparql" in kg("ask", KNOWN, "--store", output, "--format", "markdown").out
    wrong = kg("ask", KNOWN, "--store", output, "--format", "xml")
    assert wrong.code == 2 and "there are text, json, markdown" in wrong.err


def test_the_query_behind_it_runs_as_it_is(kg: Kg, output: Path) -> None:
    done = kg("ask", KNOWN, "--store", output, "--sparql")
    assert done.code == 0 and "SELECT" in done.out
    again = kg("query", done.out, "--store", output, "--format", "json")
    assert again.code == 0, again.err
    assert [row["value"] for row in json.loads(again.out)] == [52]
    none = kg("ask", "你吃饭了吗", "--store", output, "--sparql")
    assert (none.code, none.out) == (1, "") and "没有理解" in none.err


def test_no_store_says_what_to_do(kg: Kg, tmp_path: Path) -> None:
    done = kg("ask", KNOWN, "--store", tmp_path / "none")
    assert done.code == 1 and "kg build" in done.err
