"""The scores are those of the project's scorer, whose figures on perturbed gold are in golden/scores.json."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from perturb import perturb

from kg.errors import GoldError, MissingFile
from kg.evaluate import check, firm, gold_files, load, run
from kg.evaluate.indicators import expected_codes
from kg.evaluate.names import dice, fold, overlap, same_number, unit
from kg.evaluate.scoring import score

GOLDEN = json.loads((Path(__file__).parent / "golden" / "scores.json").read_text("utf-8"))
ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "data" / "gold"
SCORER = ROOT.parent / "shared" / "eval" / "score.py"


def figures(gold: dict[str, Any], system: dict[str, Any]) -> dict[str, Any]:
    """Our figures without what the project's scorer does not have."""
    found = score(gold, system).figures()
    if "fact" in found:
        found["fact"].pop("code", None)
    return found


def test_the_golden_cases_are_all_there() -> None:
    assert len(GOLDEN) == 6
    assert {len(seeds) for seeds in GOLDEN.values()} == {6}


@pytest.mark.parametrize("name", sorted(GOLDEN))
@pytest.mark.parametrize("seed", range(6))
def test_scores_equal_the_recorded_ones(name: str, seed: int) -> None:
    gold = json.loads((GOLD / f"{name}.json").read_text("utf-8"))
    assert figures(gold, perturb(gold, seed)) == GOLDEN[name][str(seed)]


@pytest.mark.skipif(not SCORER.exists(), reason="the project's scorer is not beside this checkout")
@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_scores_and_lists_equal_the_scorer_s(name: str) -> None:
    spec = importlib.util.spec_from_file_location("scorer", SCORER)
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = json.loads((GOLD / f"{name}.json").read_text("utf-8"))
    for seed in range(8):
        system = perturb(gold, seed)
        theirs, tallies = scorer.score(gold, system)
        assert figures(gold, system) == theirs
        ours = score(gold, system).tallies
        assert {k: (t.missed, t.extra) for k, t in ours.items()} == {
            k: (t.missed, t.extra) for k, t in tallies.items()
        }


def test_gold_against_itself_is_perfect() -> None:
    for path in gold_files(GOLD):
        gold = json.loads(path.read_text("utf-8"))
        for name, row in score(gold, gold).figures().items():
            assert row["f1"] == 1.0, (path.name, name)


def test_names_fold() -> None:
    assert fold("《“双随机、一公开” 监管办法》（试行）") == "双随机一公开监管办法试行"
    assert fold(None) == ""
    assert dice("行政复议", "行政复议") == 1
    assert dice("行", "行") == 1
    assert unit("％") == unit("%") == "%"
    assert unit("名") == unit("个") == ""
    assert overlap([0, 2], [1, 3]) and not overlap([0, 2], [2, 3]) and not overlap(None, [0, 1])
    assert same_number(None, None) and not same_number(None, 0.0) and same_number(10000, 10000.5)


def test_codes_count_only_where_gold_or_the_label_settles_them() -> None:
    gold = {
        "entities": [],
        "relations": [],
        "observations": [
            {
                "id": "o1",
                "indicator": "甲",
                "code": "a",
                "value": 1,
                "unit": "件",
                "span": [0, 2],
                "about": None,
            },
            {"id": "o2", "indicator": "乙", "value": 2, "unit": "件", "span": [3, 5], "about": None},
            {
                "id": "o3",
                "indicator": "丙",
                "code": "c",
                "value": 3,
                "unit": "件",
                "span": [6, 8],
                "about": None,
            },
        ],
    }
    system = json.loads(json.dumps(gold))
    system["observations"][2]["code"] = "d"
    assert score(gold, system).figures()["fact"]["code"] == 0.5
    code = expected_codes()
    assert code({"indicator": "没有这样的指标", "aka": []}) is None
    assert code({"indicator": "任意", "code": "x"}) == "x"


def test_strict_counts_what_the_extraction_calls_optional() -> None:
    gold: dict[str, Any] = {"entities": [], "observations": [], "relations": []}
    extra = {"id": "e1", "type": "Policy", "name": "某办法", "aka": [], "optional": True}
    system = {**gold, "entities": [extra]}
    assert score(gold, system).figures()["entity"]["fp"] == 0
    assert score(gold, firm(system)).figures()["entity"]["fp"] == 1
    assert extra["optional"] is True


def test_floors_find_what_falls_short(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text('{"a": {"fact": 0.9, "period": 0.5, "code": 0.1}, "b": {"entity": 0.1}}', "utf-8")
    short = check(load(path), {"a": {"fact": {"f1": 0.8, "period": 0.6, "code": None}}})
    assert [str(one) for one in short] == [
        "a: fact is 0.8000, its floor is 0.9000",
        "a: code is not scored, its floor is 0.1000",
        "b: entity is not scored, its floor is 0.1000",
    ]


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": {"fact": "high"}}'])
def test_a_file_that_is_no_floors_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text, "utf-8")
    with pytest.raises(GoldError, match=r"floors\.json"):
        load(path)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="no such folder"):
        run(tmp_path / "none")
    with pytest.raises(MissingFile, match="no gold files here"):
        run(tmp_path)
    (tmp_path / "a.json").write_text('{"entities": [], "observations": [], "relations": []}', "utf-8")
    with pytest.raises(MissingFile, match="no report for this gold"):
        run(tmp_path)
    (tmp_path / "a.json").write_text('{"entities": []}', "utf-8")
    with pytest.raises(GoldError, match="no list of observations"):
        run(tmp_path)


def test_the_floors_of_the_repository_are_real() -> None:
    floors = load(GOLD / "floors.json")
    assert set(floors) <= {path.stem for path in gold_files(GOLD)} | {"all"}
    assert floors["linan-2023"]
