"""``kg view``: whole or in part, and what it says when a name is not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Done
from view.test_page import payload

Kg = Callable[..., Done]


def shown(kg: Kg, output: Path, *arguments: str) -> dict[str, Any]:
    done = kg("view", "--store", output / "store", "-o", "-", *arguments)
    assert done.code == 0, done.err
    return payload(done.out)


def test_the_whole_with_the_text_of_the_report(kg: Kg, output: Path) -> None:
    data = shown(kg, output)
    assert len(data["texts"]) == 1
    assert "营商环境" in data["texts"][0]["t"]
    assert (output / "graph.html").read_text("utf-8") == kg("view", "--store", output, "-o", "-").out


def test_one_thing_one_report_one_topic(kg: Kg, output: Path) -> None:
    whole = shown(kg, output)
    for option, name, title in (
        ("--focus", "双随机、一公开监管", "双随机、一公开监管 · "),
        ("--report", "2023 法治政府建设年度报告", ""),
        ("--topic", "行政复议", "行政复议 · "),
    ):
        data = shown(kg, output, option, name)
        assert data["title"] == title + whole["title"]
        assert 3 < data["nodes"]["size"] <= whole["nodes"]["size"]
    assert data["nodes"]["size"] < whole["nodes"]["size"]


def test_options_work_together(kg: Kg, output: Path) -> None:
    data = shown(
        kg, output, "--topic", "business-environment", "--focus", "双随机、一公开监管", "--lang", "en"
    )
    assert data["lang"] == "en"
    assert data["title"].startswith("双随机、一公开监管 · 法治化营商环境")


@pytest.mark.parametrize(
    ("option", "name", "hint"),
    [
        ("--focus", "双随机、一公开监督", "near: 双随机、一公开监管"),
        ("--report", "不存在的报告", "法治政府建设年度报告"),
        ("--topic", "行政复义", "near: 行政复议"),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_near_ones(
    kg: Kg, output: Path, option: str, name: str, hint: str
) -> None:
    done = kg("view", "--store", output, option, name)
    assert done.code == 1
    assert done.out == ""
    assert hint in done.err


def test_without_the_texts_the_page_holds_the_sentences(kg: Kg, output: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(output / "store", tmp_path / "store")
    data = payload(kg("view", "--store", tmp_path / "store", "-o", "-").out)
    assert data["texts"] == [None]
    assert all(isinstance(words, str) for _, _, words in data["sentences"])
