"""Parts of the network: one report, one topic; names that are not there get near ones."""

from __future__ import annotations

import pytest
from view.graphs import BASE, gold

from kg.errors import UnknownThing
from kg.view import find, of_report, of_topic, topics

STEMS = ("qinghe-2022", "qinghe-2023", "lanchuan-2023")


def test_one_report_holds_what_it_says_and_nothing_else() -> None:
    graph = gold(*STEMS)
    report = f"{BASE}report/qinghe-2022"
    part = of_report(graph, report)
    assert list(part.graph["reports"]) == [report]
    assert 50 < len(part) < len(graph)
    assert {name for _, data in part.nodes(data=True) for name in data["reports"]} == {report}
    said = [quote for _, data in part.nodes(data=True) for quote in (*data["facts"], *data["mentions"])]
    said += [quote for *_, data in part.edges(data=True) for quote in data["evidence"]]
    assert {quote["report"] for quote in said} == {report}
    alone = gold("qinghe-2022")
    assert set(part.edges(keys=True)) == set(alone.edges(keys=True))


@pytest.mark.parametrize("name", ["青禾 2022", "青禾区人民政府2022年法治政府建设年度报告", f"{BASE}report/qinghe-2022", "qinghe-2022", "qinghe-2022.txt"])  # fmt: skip
def test_a_report_is_named_in_many_ways(name: str) -> None:
    graph = gold(*STEMS)
    graph.graph["files"] = {f"{BASE}report/{stem}": {"name": f"{stem}.txt"} for stem in STEMS}
    assert list(of_report(graph, name).graph["reports"]) == [f"{BASE}report/qinghe-2022"]


@pytest.mark.parametrize(
    ("name", "hint"), [("青禾", "2 reports fit"), ("青木", "青禾区人民政府2022年"), ("", "there are")]
)
def test_an_unknown_report_is_answered_with_near_ones(name: str, hint: str) -> None:
    with pytest.raises(UnknownThing, match=hint):
        of_report(gold(*STEMS), name)


def test_one_topic_holds_its_figures_and_what_they_measure() -> None:
    graph = gold(*STEMS)
    part = of_topic(graph, "行政复议")
    assert 0 < len(part) < len(graph)
    assert part.graph["topic"] == "行政复议"
    facts = [fact for _, data in part.nodes(data=True) for fact in data["facts"]]
    assert facts
    assert {topics.of_fact(fact) for fact in facts} == {"reconsideration"}
    assert set(of_topic(graph, "reconsideration")) == set(part)
    assert set(of_topic(graph, "Administrative reconsideration")) == set(part)


@pytest.mark.parametrize(
    ("name", "hint"), [("行政复义", "near: 行政复议"), ("执法", "law-enforcement"), ("zzz", "one of")]
)
def test_an_unknown_topic_is_answered_with_near_ones(name: str, hint: str) -> None:
    with pytest.raises(UnknownThing, match=hint):
        of_topic(gold("qinghe-2022"), name)


def test_a_topic_that_no_report_speaks_of() -> None:
    graph = gold("qinghe-2022").subgraph([f"{BASE}institution/青禾区人民政府"]).copy()
    for data in graph.nodes.values():
        data.update(facts=[], mentions=[])
    with pytest.raises(UnknownThing, match="no report speaks"):
        of_topic(graph, "reconsideration")


def test_the_indicator_says_the_topic_before_the_section_does() -> None:
    assert topics.of_fact({"topic": "litigation", "section": "（一）加强行政复议工作"}) == "litigation"
    assert topics.of_fact({"topic": "", "section": "（一）加强行政复议工作"}) == "reconsideration"
    assert topics.of_fact({"section": ""}) == ""


def test_near_names_hold_the_one_given_or_look_like_it() -> None:
    with pytest.raises(UnknownThing, match=r"near: .*青禾区司法局"):
        find(gold("qinghe-2023"), "青禾区司发局")
