from __future__ import annotations

import dataclasses
import json
from decimal import Decimal

import pytest

from kg.errors import GoldError
from kg.facts import from_facts, to_facts
from kg.model import Baseline, Document, Entity, Extraction, Item, Metadata, Observation, Relation, Span
from tests.golden_graph import NAMES, extraction, gold_names

TEXT = (
    "甲区司法局印发办法,办结案件52件,较2022年(35件)增加17件。问题是人手不足。下一步加强培训。原因是编制少。"
)
DOCUMENT = Document("x", "x.txt", "0" * 64, TEXT, Metadata("题", 2023, "甲区", "甲区司法局", "2024-01-02"))


def whole() -> Extraction:
    bureau = (("division", "330112"), ("local", "司法局"), ("place", "某省/乙市/甲区"))
    entities = (
        Entity("e1", "Region", "甲区", ("我区",), (Span(0, 2),), properties=(("division", "330112"),)),
        Entity("e2", "Institution", "甲区司法局", (), (Span(0, 5),), properties=bureau),
        Entity("e3", "Policy", "办法", (), (Span(7, 9),), optional=True),
    )
    figure = Observation(
        "o1", "办结案件数", Decimal(52), "件", "count", 10, 31, "52件", "2023", "e2", None, True,
        Baseline(Decimal("35.5"), "2022"), Decimal(17), "件",
    )  # fmt: skip
    return Extraction(
        DOCUMENT,
        entities,
        (figure, dataclasses.replace(figure, id="o2", value=None, baseline=None)),
        (Relation("e2", "issues", "e3", 0, 9, implicit=True),),
        (Item("人手不足", 35, 39, "personnel", (Item("编制少", 51, 54),)),),
        (Item("加强培训", 43, 47),),
        region="e1",
        publisher="e2",
        causes=(Item("原因", 48, 50),),
    )


def test_facts_and_back() -> None:
    facts = json.loads(json.dumps(to_facts(whole(), names=NAMES)))
    assert from_facts(facts, DOCUMENT) == whole()


@pytest.mark.parametrize("name", gold_names())
def test_gold_facts_and_back(name: str) -> None:
    one = extraction(name)
    assert one.region is not None and one.publisher is not None
    assert from_facts(json.loads(json.dumps(to_facts(one, names=NAMES))), one.document) == one


def test_every_item_carries_its_iri() -> None:
    facts = to_facts(whole(), names=NAMES)
    report = facts["document"]["iri"]
    assert facts["entities"][1]["iri"].endswith("/institution/330112/司法局")
    assert [o["iri"] for o in facts["observations"]] == [
        f"{report}#observation-10-31",
        f"{report}#observation-10-31-2",
    ]
    assert facts["relations"][0]["iri"] == f"{report}#claim-0-9"
    assert facts["problems"] == [
        {
            "iri": f"{report}#problem-35-39",
            "text": "人手不足",
            "span": [35, 39],
            "topic": "personnel",
            "causes": [{"iri": f"{report}#cause-51-54", "text": "编制少", "span": [51, 54]}],
        }
    ]
    assert facts["causes"] == [{"iri": f"{report}#cause-48-50", "text": "原因", "span": [48, 50]}]
    assert facts["observations"][0]["value"] == 52 and facts["observations"][0]["baseline"]["value"] == 35.5


def test_which_problems_have_no_cause() -> None:
    found = whole()
    bare = Item("场地紧张", 35, 39)
    assert found.unexplained == ()
    one = dataclasses.replace(found, problems=(*found.problems, bare), causes=())
    assert one.unexplained == (bare,)
    assert [(i, c.text) for i, c in one.explanations] == [(0, "编制少")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f["entities"][0]["mentions"].append([5, 5000]), "not in the text"),
        (lambda f: f["problems"][0]["causes"][0].update(span=[5, 5000]), "not in the text"),
        (lambda f: f["relations"][0].update(subject="e9"), "no entity with the id e9"),
        (lambda f: f["entities"][0].update(type="Planet"), "not facts"),
        (lambda f: f["observations"][0].update(value="viel"), "not facts"),
        (lambda f: f.pop("relations"), "not facts"),
    ],
)
def test_facts_that_do_not_fit_are_refused(change, message) -> None:  # type: ignore[no-untyped-def]
    facts = to_facts(whole(), names=NAMES)
    change(facts)
    with pytest.raises(GoldError, match=message):
        from_facts(facts, DOCUMENT)
