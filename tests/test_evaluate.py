"""The scores are those of the project's scorer, whose figures on perturbed gold are in golden/scores.json."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from perturb import perturb

from kg.errors import GoldError, KgError, MissingFile
from kg.evaluate import TOTAL, check, firm, gold_files, leave_one_out, load, run
from kg.evaluate.gold import check_gold
from kg.evaluate.names import dice, fold, overlap, same_number, unit
from kg.evaluate.scoring import score
from kg.evaluate.sentences import rows, sentence_at
from kg.evaluate.without import extract_without, rows_to_leave_out
from kg.model import Document, Metadata, Sentence
from kg.read import read

GOLDEN = json.loads((Path(__file__).parent / "golden" / "scores.json").read_text("utf-8"))
ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "data" / "gold"
SCORER = ROOT.parent / "shared" / "eval" / "score.py"


def figures(gold: dict[str, Any], system: dict[str, Any]) -> dict[str, Any]:
    """Our figures without what the project's scorer does not have."""
    found = score(gold, system).figures()
    for name in ("code", "code_precision"):
        found.get("fact", {}).pop(name, None)
    return found


def test_the_golden_cases_are_all_there() -> None:
    assert len(GOLDEN) == 9
    assert set(GOLDEN) == {path.stem for path in gold_files(GOLD)}
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
        labels = {k: ([s.label for s in t.missed], [s.label for s in t.extra]) for k, t in ours.items()}
        assert labels == {k: (t.missed, t.extra) for k, t in tallies.items()}


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


def observation(number: int, **given: Any) -> dict[str, Any]:
    """An observation like no other, with what is given."""
    plain = {
        "id": f"o{number}", "indicator": f"第{number}项指标", "value": number, "unit": "件", "kind": "count",
        "span": [3 * number, 3 * number + 2], "about": None,
    }  # fmt: skip
    return {**plain, **given}


def codes(gold: list[str | None], system: list[str | None]) -> tuple[float | None, float | None]:
    """The code score and its precision of facts that are right but for the codes; None: no code."""
    sides = [
        {
            "entities": [],
            "relations": [],
            "observations": [observation(n, **({"code": c} if c else {})) for n, c in enumerate(side, 1)],
        }
        for side in (gold, system)
    ]
    row = score(sides[0], sides[1]).figures()["fact"]
    return row["code"], row["code_precision"]


def test_codes_are_scored_where_gold_has_them() -> None:
    assert codes(["a", "b"], ["a", "b"]) == (1.0, 1.0)
    assert codes(["a", "b", None, None], ["a", None, "c", None]) == (0.5, 0.5)
    assert codes(["a", "b"], ["a", "x"]) == (0.5, 0.5)
    assert codes(["a", None], [None, None]) == (0.0, None)
    assert codes([None, None], ["a", "b"]) == (None, None)  # this gold has no codes at all


def test_what_is_wrong_with_a_fact_is_told() -> None:
    gold = {"entities": [], "relations": [], "observations": [observation(1, code="a", period="2023")]}
    system = {"entities": [], "relations": [], "observations": [observation(1, code="b", period="2022")]}
    found = score(gold, system)
    assert [slip.label for slip in found.details["period"].wrong] == [
        "第1项指标 = 1件: period 2022, not 2023"
    ]
    assert found.verdicts.notes == {0: ("period 2022, not 2023", "code b, not a")}


@pytest.mark.parametrize("name", sorted(GOLDEN))
@pytest.mark.parametrize("seed", range(2, 5))
def test_verdicts_and_tallies_agree(name: str, seed: int) -> None:
    gold = json.loads((GOLD / f"{name}.json").read_text("utf-8"))
    system = perturb(gold, seed)
    found = score(gold, system)
    entities = [t for kind, t in found.tallies.items() if kind.startswith("entity:")]
    assert len(list(found.verdicts.of(gold, "gold", "entities", "missed"))) == sum(t.fn for t in entities)
    assert len(list(found.verdicts.of(system, "system", "entities", "extra"))) == sum(t.fp for t in entities)
    relation = found.tallies["relation"]
    assert len(list(found.verdicts.of(gold, "gold", "relations", "missed"))) == relation.fn
    assert len(list(found.verdicts.of(system, "system", "relations", "extra"))) == relation.fp
    wrong = len(list(found.verdicts.of(gold, "gold", "observations", "wrong")))
    assert (
        len(list(found.verdicts.of(gold, "gold", "observations", "missed"))) + wrong
        == found.tallies["fact"].fn
    )


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


def entity(**given: Any) -> dict[str, Any]:
    """A sound entity, with what is given."""
    return {"id": "e1", "type": "Policy", "name": "某办法", "aka": [], "mentions": [[0, 3]], **given}


@pytest.mark.parametrize(
    ("part", "item", "message"),
    [
        ("entities", entity(type="Law"), "e1: no type Law"),
        ("entities", entity(name=""), "e1: no name"),
        ("entities", entity(mentions=[[9, 11]]), "e1: offsets 9-11 are not in the text of 10 characters"),
        ("entities", entity(mentions=[[3, 3]]), "e1: offsets 3-3"),
        ("entities", {"id": "e1"}, "an item lacks or mistypes 'type'"),
        ("observations", observation(1, kind="sum"), "o1: no kind sum"),
        ("observations", observation(1, code="cats"), "o1: no indicator cats"),
        ("observations", observation(1, about="e9"), "o1: about e9, which is no entity"),
        ("observations", observation(1, about_aka=["e9"]), "o1: about e9, which is no entity"),
        ("observations", observation(1, id="e0"), "e0: used twice"),
        (
            "relations",
            {"subject": "e0", "predicate": "likes", "object": "e9", "span": [0, 3]},
            "relation 0: no predicate likes; relation 0: object e9 is no entity",
        ),
    ],
)
def test_gold_that_does_not_fit_is_told(part: str, item: dict[str, Any], message: str) -> None:
    gold: dict[str, Any] = {"entities": [entity(id="e0")], "observations": [], "relations": []}
    check_gold(gold, length=10, where="a.json")
    gold[part] = [*gold[part], item]
    with pytest.raises(GoldError, match=f"^a.json: {message}"):
        check_gold(gold, length=10, where="a.json")


def test_the_readme_s_example_is_sound() -> None:
    page = (GOLD / "README.md").read_text("utf-8")
    block = page.split("```json\n")[1].split("```")[0]
    check_gold(json.loads(block), length=10_000, where="README.md")


def facts(*entities: dict[str, Any], region: str) -> dict[str, Any]:
    """Gold with these entities of a report of this place."""
    return {"document": {"region": region}, "entities": list(entities), "observations": [], "relations": []}


def test_rows_are_left_out_that_only_one_place_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = (("甲改革", "“甲”改革|"), ("乙改革", "乙"), ("丙局",), ("丁制度",))
    monkeypatch.setattr("kg.evaluate.without.listed_names", lambda: listed)
    golds = {
        "one": facts(entity(name="《甲》改革"), entity(id="e2", name="某某", aka=["乙"]), region="某区"),
        "later": facts(entity(name="甲改革"), region="某区"),
        "other": facts(entity(name="乙改革"), entity(id="e2", name="丙 局"), region="某市"),
    }
    assert rows_to_leave_out(golds) == {"one": ("甲改革",), "later": ("甲改革",), "other": ("丙局",)}


def test_a_process_that_fails_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("短", "utf-8")
    with pytest.raises(KgError, match=r"a\.txt: extraction without its names failed: kg: .*a\.txt"):
        extract_without({tmp_path / "a.txt": ["甲"]})


def test_sentences_and_rows() -> None:
    text = "题目\n第一句。第二句。\n页脚\n"
    sentences = (Sentence(3, 7, 0), Sentence(7, 11, 0))
    document = Document("a", "a.txt", "", text, Metadata("题目"), (), sentences)
    assert [text[start:end] for start, end in rows(document)] == [
        "题目\n",
        "第一句。",
        "第二句。",
        "\n页脚\n",
    ]
    assert sentence_at(document, (0, 1)) == "题目"
    assert sentence_at(document, (6, 9)) == "第一句。"
    assert sentence_at(document, (8, 9)) == "第二句。"
    assert sentence_at(document, (12, 13)) == "页脚"
    assert sentence_at(document, None) == ""


def test_the_rows_of_real_reports_tile_the_text() -> None:
    for path in sorted((ROOT / "data" / "reports").glob("*.txt")):
        document = read(path)
        assert "".join(document.text[start:end] for start, end in rows(document)) == document.text


def test_leaving_a_report_out_costs_little_and_never_varies() -> None:
    whole = run(GOLD)
    without = leave_one_out(whole, GOLD)
    assert list(without.left_out) == list(whole.reports)
    total, other = whole.figures()[TOTAL], without.figures()[TOTAL]
    for name in ("entity", "number", "fact", "relation"):
        assert other[name]["f1"] >= total[name]["f1"] - 0.03, name


def test_the_floors_of_the_repository_are_real() -> None:
    floors = load(GOLD / "floors.json")
    assert set(floors) <= {path.stem for path in gold_files(GOLD)} | {TOTAL}
    assert set(floors) >= {path.stem for path in gold_files(GOLD)} | {TOTAL}
    least = floors[TOTAL]
    assert least["number"] >= 0.97 and least["fact"] >= 0.93 and least["entity"] >= 0.9
    assert least["relation"] >= 0.85 and least["period"] >= 0.95
    assert least["code"] >= 0.95 and least["baseline"] == 1.0
    assert all(least[f"entity:{kind}"] >= 0.88 for kind in ("Institution", "Reform", "Policy", "Recognition"))
