from __future__ import annotations

import math
import random
from collections import Counter
from itertools import combinations

import pytest

from kg.analyse import places, plot, roles, similar, spread, together
from kg.charts import render
from tests.analyse.test_spread import CARRIED, carried


def test_bodies_that_act_on_one_thing_in_one_report_act_together() -> None:
    graph = carried(("甲县", "告知承诺制", 2021, "implements"))
    report = next(iter(graph.graph["reports"]))
    for name in ("甲县司法局", "甲县法院"):
        graph.add_node(name, label=name, type="Institution", region="甲县", reports=[report])
        graph.add_edge(
            name, "告知承诺制", key="implements", predicate="implements", reports=[report], times=1
        )
    graph.add_edge("甲县司法局", "甲县", key="part_of", predicate="part_of", reports=[report], times=1)
    found = {(row["a"], row["b"]) for row in together(graph).records()}
    assert found == {("甲县人民政府", "甲县法院"), ("甲县司法局", "甲县法院")} or found == {
        ("甲县法院", "甲县人民政府"), ("甲县司法局", "甲县法院"),
    }  # fmt: skip


def test_places_that_share_reforms_are_one_group() -> None:
    pairs = [("甲县", "甲"), ("乙县", "甲"), ("丙县", "丙"), ("丁县", "丙")]
    graph = carried(*((p, f"改革{n}{i}", 2023, "implements") for p, n in pairs for i in range(4)))
    rows = places(graph).records()
    groups = {i: {row["place"] for row in rows if row["community"] == i} for i in (1, 2)}
    assert sorted(map(sorted, groups.values())) == [["丁县", "丙县"], ["乙县", "甲县"]]  # type: ignore[type-var]
    assert all(str(row["typical"]).startswith("改革") for row in rows)


def test_reports_are_alike_by_what_is_rare() -> None:
    common = [(place, "人人都有", 2023, "implements") for place in "甲乙丙丁"]
    rare = [(place, "少有", 2023, "implements") for place in "甲乙"]
    others = [(place, f"独有{place}", 2023, "implements") for place in "丙丁"]
    rows = similar(carried(*common, *rare, *others), least=0).records()
    assert (rows[0]["a"], rows[0]["b"]) == ("report/乙/2023", "report/甲/2023")
    assert rows[0]["similarity"] == pytest.approx(1) and rows[0]["shared"] == 2
    assert str(rows[0]["examples"]).startswith("少有")
    assert all(float(str(row["similarity"])) < 0.5 for row in rows[1:])


@pytest.mark.parametrize("limit", [3, 10, 200])
def test_the_most_alike_are_those_that_all_pairs_would_give(limit: int) -> None:
    dice = random.Random(limit)
    carries = [(f"地{place:02}", f"事{dice.randint(0, 9) * dice.randint(0, 9)}", 2023, "implements")
               for place in range(30) for _ in range(8)]  # fmt: skip
    graph = carried(*carries)
    things: dict[str, set[str]] = {}
    for place, thing, _, _ in carries:
        things.setdefault(f"report/{place}/2023", set()).add(thing)
    held = Counter(thing for have in things.values() for thing in have)
    weight = {thing: math.log(1 + len(things) / count) ** 2 for thing, count in held.items()}
    length = {name: math.sqrt(sum(weight[t] for t in have)) for name, have in things.items()}
    pairs = [(sum(weight[t] for t in things[a] & things[b]) / (length[a] * length[b]), a, b)
             for a, b in combinations(sorted(things), 2)]  # fmt: skip
    best = sorted(((-round(x, 9), a, b) for x, a, b in pairs if x >= 0.2))[:limit]
    rows = similar(graph, least=0.2, limit=limit).records()
    assert [(row["report_a"], row["report_b"]) for row in rows] == [(a, b) for _, a, b in best]
    assert len(rows) > 2


def test_the_part_that_stands_out_is_the_role() -> None:
    acts = [("甲县", f"改革{i}", 2023, "implements") for i in range(8)]
    acts += [("乙县", f"条例{i}法", 2023, "complies_with") for i in range(3)]
    found = {row["institution"]: row for row in roles(carried(*acts)).records()}
    assert found["甲县人民政府"]["role"] == "implements" and found["乙县人民政府"]["role"] == "complies_with"
    assert found["甲县人民政府"]["acts"] == 8


@pytest.mark.parametrize(
    ("name", "measure"), [("spread", spread), ("similar", similar), ("places", places), ("roles", roles)]
)
def test_tables_have_plots(name: str, measure: object) -> None:
    table = measure(CARRIED)  # type: ignore[operator]
    drawn = plot(name, table)
    assert drawn is not None
    svg = render(drawn).decode()
    assert svg.startswith("<svg") and svg.count("aria-label") > len(table.rows)
    assert plot(name, measure(carried())) is None  # type: ignore[operator]
