from __future__ import annotations

import networkx as nx
import pytest

from kg.analyse import spread
from kg.errors import KgError


def carried(*found: tuple[str, str, int, str]) -> nx.MultiDiGraph:
    """An outline in which the government of each place carries a thing in a year: (place, thing, year, relation)."""
    graph = nx.MultiDiGraph(reports={})
    for place, thing, year, predicate in found:
        report = f"report/{place}/{year}"
        graph.graph["reports"][report] = {
            "title": report, "year": year, "place": f"place/{place}", "region": place, "codes": set(),
        }  # fmt: skip
        kind = "Policy" if thing.endswith("法") else "Reform"
        for node, label, type_ in ((place, f"{place}人民政府", "Institution"), (thing, thing, kind)):
            reports = {*(graph.nodes[node]["reports"] if node in graph else ()), report}
            graph.add_node(node, label=label, type=type_, region="", reports=sorted(reports))
        known = graph.get_edge_data(place, thing, predicate, {"reports": []})["reports"]
        graph.add_edge(place, thing, key=predicate, predicate=predicate, reports=[*known, report], times=1)
    return graph


CARRIED = carried(
    ("甲县", "告知承诺制", 2021, "implements"),
    ("甲县", "告知承诺制", 2022, "implements"),
    ("乙县", "告知承诺制", 2023, "implements"),
    ("丙县", "一网通办", 2022, "implements"),
    ("甲县", "某法", 2021, "complies_with"),
    ("乙县", "某法", 2022, "complies_with"),
    ("丙县", "自己的办法", 2022, "implements"),
    ("丙县", "自己的办法", 2022, "issues"),
    ("乙县", "自己的办法", 2022, "implements"),
)


def test_the_curve_counts_a_place_from_its_first_year_on() -> None:
    rows = [row for row in spread(CARRIED).records() if row["thing"] == "告知承诺制"]
    assert [(r["year"], r["new_places"], r["places"], r["reporting_places"]) for r in rows] == [
        (2021, 1, 1, 1),
        (2022, 0, 1, 3),
        (2023, 1, 2, 3),
    ]
    assert [r["names"] for r in rows] == ["甲县", "", "乙县"]
    assert rows[-1]["share"] == 0.6667


def test_one_place_is_no_spread_unless_it_is_asked_for() -> None:
    assert {row["thing"] for row in spread(CARRIED).records()} == {"告知承诺制"}
    assert [row["places"] for row in spread(CARRIED, thing="一网通办").records()] == [1, 1]


def test_policies_spread_to_those_who_comply_not_to_those_who_issue() -> None:
    assert {row["thing"] for row in spread(CARRIED, kind="Policy").records()} == {"某法"}
    with pytest.raises(KgError, match="one of Reform, Policy"):
        spread(CARRIED, kind="Person")
