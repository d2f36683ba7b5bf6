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
    assert set(figures) == {"linan-2023", "total"}
    assert figures["total"]["number"] == figures["linan-2023"]["number"]


def test_lists_say_what_was_missed_and_what_was_extra(kg: Kg, one: Path, reports: Path) -> None:
    figures = json.loads(kg("evaluate", one, "--reports", reports, "--list", "--json").out)
    items, scores = figures["items"]["linan-2023"], figures["scores"]["linan-2023"]
    found = {name: (len(t["missed"]), len(t["extra"])) for name, t in items.items() if "missed" in t}
    assert found == {name: (row["fn"], row["fp"]) for name, row in scores.items() if name in found}


@pytest.fixture
def planted(one: Path, reports: Path) -> tuple[Path, str]:
    """The gold folder with a policy that the extraction must miss, whose name is markup; its sentence."""
    text = (reports / "linan-2023.txt").read_text("utf-8")
    start = text.index("行政复议")
    path = one / "linan-2023.json"
    facts = json.loads(path.read_text("utf-8"))
    facts["entities"].append(
        {"id": "x1", "type": "Policy", "name": "<b>&", "aka": [], "mentions": [[start, start + 4]]}
    )
    path.write_text(json.dumps(facts), "utf-8")
    return one, "行政复议"


def test_lists_come_with_their_sentences(kg: Kg, planted: tuple[Path, str], reports: Path) -> None:
    gold, words = planted
    lines = kg("evaluate", gold, "--reports", reports, "--list").out.split("\n")
    at = lines.index("linan-2023: missed entity:Policy: Policy <b>&")
    assert lines[at + 1].startswith("    ") and words in lines[at + 1]
    items = json.loads(kg("evaluate", gold, "--reports", reports, "--list", "--json").out)["items"]
    slip = next(s for s in items["linan-2023"]["entity:Policy"]["missed"] if s["item"] == "Policy <b>&")
    assert words in slip["sentence"] and slip["span"][1] - slip["span"][0] == 4


def test_the_page_stands_alone(kg: Kg, planted: tuple[Path, str], reports: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = kg("evaluate", planted[0], "--reports", reports, "--html", page)
    assert done.code == 0 and f"wrote {page}" in done.err
    text = page.read_text("utf-8")
    assert "<script" not in text and "http" not in text and "url(" not in text and "<link" not in text
    assert "<b>&" not in text and "&lt;b&gt;&amp;" in text
    assert "missed: Policy &lt;b&gt;&amp;" in text and 'class="name missed' in text
    assert '<li class="missed"><b>−</b><i>Policy</i> <span lang="zh">&lt;b&gt;&amp;</span>' in text
    assert text.count("<section ") == 1 and '<tr class="total">' in text
    kg("evaluate", planted[0], "--reports", reports, "--html", tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_leaving_one_out_gives_both_figures(kg: Kg, one: Path, reports: Path) -> None:
    done = kg("evaluate", one, "--reports", reports, "--leave-one-out")
    assert done.code == 0
    first, *lines = done.out.split("\n")
    assert first.startswith("linan-2023  ") and first.endswith(" rows left out") and "total" in lines
    assert any(line.startswith("  relation             ") and " without " in line for line in lines)
    data = json.loads(kg("evaluate", one, "--reports", reports, "--leave-one-out", "--json").out)
    assert set(data) == {"scores", "without", "difference", "left_out"}
    assert str(len(data["left_out"]["linan-2023"])) in first
    whole, other = (data[side]["total"]["entity"]["f1"] for side in ("scores", "without"))
    assert data["difference"]["total"]["entity"] == round(other - whole, 4)


def test_gold_that_does_not_fit_its_text_is_an_error(kg: Kg, one: Path, reports: Path) -> None:
    path = one / "linan-2023.json"
    facts = json.loads(path.read_text("utf-8"))
    facts["entities"][0]["mentions"] = [[0, 10**6]]
    path.write_text(json.dumps(facts), "utf-8")
    done = kg("evaluate", one, "--reports", reports)
    assert done.code == 1 and "linan-2023.json" in done.err and "offsets 0-1000000 are not in" in done.err


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
