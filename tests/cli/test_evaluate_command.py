"""``kg evaluate`` as users meet it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Done

Kg = Callable[..., Done]


@pytest.fixture
def one(tmp_path: Path, gold: Path) -> Path:
    """A gold folder with the sample's annotation alone."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "linan-2023.json").write_bytes((gold / "linan-2023.json").read_bytes())
    return folder


def test_scores_are_a_table_or_json(kg: Kg, one: Path, reports: Path) -> None:
    done = kg("evaluate", one, "--reports", reports)
    assert done.code == 0
    assert done.out.startswith("linan-2023\n")
    assert "  relation             P " in done.out
    figures = json.loads(kg("evaluate", one, "--reports", reports, "--json").out)
    assert set(figures) == {"linan-2023", "all"}
    assert figures["all"]["number"] == figures["linan-2023"]["number"]


def test_lists_say_what_was_missed_and_what_was_extra(kg: Kg, one: Path, reports: Path) -> None:
    figures = json.loads(kg("evaluate", one, "--reports", reports, "--list", "--json").out)
    items, scores = figures["items"]["linan-2023"], figures["scores"]["linan-2023"]
    assert {name: (len(t["missed"]), len(t["extra"])) for name, t in items.items()} == {
        name: (row["fn"], row["fp"]) for name, row in scores.items() if name in items
    }
    assert "linan-2023: missed " in kg("evaluate", one, "--reports", reports, "--list").out or not any(
        row["fn"] for row in scores.values()
    )


def test_a_floor_that_is_not_reached_is_code_1(kg: Kg, one: Path, reports: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"linan-2023": {"number": 1.01}}', "utf-8")
    done = kg("evaluate", one, "--reports", reports, "--floors", floors)
    assert done.code == 1
    assert "kg: below its floor: linan-2023: number is " in done.err
    floors.write_text('{"linan-2023": {"number": 0.01}}', "utf-8")
    assert kg("evaluate", one, "--reports", reports, "--floors", floors).code == 0


def test_missing_floors_are_an_error(kg: Kg, one: Path, tmp_path: Path) -> None:
    done = kg("evaluate", one, "--floors", tmp_path / "none.json")
    assert done.code == 1
    assert "none.json: no such floors file" in done.err
