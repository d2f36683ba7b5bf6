from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from kg.errors import UnknownThing
from kg.explain import explain
from kg.store import Store
from tests.golden_graph import NAMES, extraction, filled


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with filled() as opened:
        yield opened


def test_a_thing_by_any_of_its_names(store: Store) -> None:
    found = explain(store, "临安区综合行政执法局")
    assert (found.type, found.label) == ("Institution", "临安区综合行政执法局")
    assert "区综合行政执法局" in found.aka
    assert explain(store, found.iri) == explain(store, f"<{found.iri}>") == found
    assert explain(store, "杭州市临安区综合行政执法局").iri == found.iri
    links = {(link.predicate, link.outgoing, link.other) for link in found.links}
    assert ("part_of", True, "临安区人民政府") in links and ("located_in", True, "临安区") in links
    assert all(link.quotes for link in found.links)


def test_quotation_marks_do_not_matter(store: Store) -> None:
    assert explain(store, "“双随机、一公开”监管").iri == explain(store, "双随机、一公开监管").iri


def test_a_name_of_several_things_names_the_others(store: Store) -> None:
    found = explain(store, "12345热线")
    assert found.others and all("热线" in name for _, name, *_ in found.others)


def test_figures_come_with_baseline_and_words(store: Store) -> None:
    found = explain(store, NAMES.report(extraction("linan-2023")))
    assert (
        len(found.figures) == len(extraction("linan-2023").observations)
        and ("year", "2023") in found.properties
    )
    one = next(f for f in found.figures if f.baseline == 35)
    assert one.quote.sentence[one.quote.start : one.quote.end].startswith(one.written[:2])
    text = found.to("text")
    assert "行政复议案件调撤率 = 52%，2023，临安区，基数 35% (2022)，变化 +17%" in text
    assert "【" in text and json.loads(found.to("json"))["iri"] == found.iri


def test_indicators_and_topics_by_code_and_name(store: Store) -> None:
    for name in (
        "head-court-appearance-rate",
        "行政机关负责人出庭应诉率",
        "indicator:head-court-appearance-rate",
    ):
        assert explain(store, name).type == "Indicator"
    assert explain(store, "topic:litigation").label == "行政应诉"


def test_an_unknown_thing_has_neighbours(store: Store) -> None:
    with pytest.raises(UnknownThing, match=r"nearest: .*综合行政执法局"):
        explain(store, "综合行政执法局")
    with pytest.raises(UnknownThing):
        explain(store, "qqqqqq")
