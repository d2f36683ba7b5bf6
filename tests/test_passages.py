"""Passages of government work reports, a sibling genre: measured where they lie beside the checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.evaluate import run

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
FLOORS = {"entity": 0.88, "relation": 0.80, "number": 0.97, "fact": 0.93}


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the passages are not beside this checkout")
@pytest.mark.parametrize("name", ["sichuan-2026-opening", "state-council-2019-review"])
def test_work_reports_reach_their_floors(name: str, tmp_path: Path) -> None:
    shutil.copy(SHARED / "gold" / f"{name}.json", tmp_path)
    found = run(tmp_path, reports=SHARED / "corpus").figures()[name]
    assert {key: found[key]["f1"] >= floor for key, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True)
