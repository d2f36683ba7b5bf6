"""The page as a text: what it holds, what it must not hold, and that it is the same every time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import zlib
from typing import Any

import pytest
from view.graphs import BASE, ROOT, gold, made_up

from kg.errors import UnknownThing
from kg.view import find, page
from kg.view import payload as view_payload


def payload(html: str) -> dict[str, Any]:
    found = re.search(r'<script id="data" type="application/json([^"]*)">(.*?)</script>', html, re.S)
    assert found
    text: str | bytes = found.group(2)
    if found.group(1):
        text = zlib.decompress(base64.b64decode(text))
    data: dict[str, Any] = json.loads(text)
    return data


def labels(html: str) -> list[str]:
    names: list[str] = payload(html)["nodes"]["columns"]["label"]
    return names


def test_one_file_with_everything_in_it() -> None:
    html = page(gold("linan-2023"), title="报告")
    assert not re.search(
        r"<(?:link|img|iframe)\b|\bsrc=[\"']|@import|url\((?!#)",
        re.sub(r"<script>.*?</script>", "", html, flags=re.S),
    )
    assert "vis.js is dual licensed" in html
    assert "sourceMappingURL" not in html
    assert "cdn" not in re.sub(r"<script>.*?</script>", "", html, flags=re.S).lower()


def test_much_data_is_deflated_and_the_same_for_a_server() -> None:
    graph = made_up(3000)
    html = page(graph, title="x")
    assert 'type="application/json+deflate"' in html
    plain = json.dumps(view_payload(graph, title="x"), ensure_ascii=False)
    assert len(html) < len(page(made_up(10), title="x")) + len(plain.encode()) / 3
    assert payload(html) == json.loads(plain)


def test_the_policy_names_every_script_and_style_by_its_hash() -> None:
    html = page(gold("linan-2023"), title="报告")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    rules = policy.group(1).replace("&#39;", "'")
    assert rules.startswith("default-src 'none'")
    assert "unsafe" not in rules
    inline = re.findall(r"<script>(.*?)</script>", html, re.S) + re.findall(
        r"<style>(.*?)</style>", html, re.S
    )
    assert len(inline) == 3
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules


def test_every_thing_and_relation_of_the_graph_is_there() -> None:
    graph = gold("linan-2023")
    data = payload(page(graph, title="报告"))
    figures = sum(len(facts) for _, facts in graph.nodes(data="facts"))
    assert data["nodes"]["size"] == len(graph) + figures
    assert data["edges"]["size"] == graph.number_of_edges() + figures
    assert set(graph) <= set(data["things"]["columns"]["i"])


def test_the_publisher_stands_in_the_middle() -> None:
    data = payload(page(gold("linan-2023"), title="报告"))
    nodes = data["nodes"]["columns"]
    assert [nodes["label"][hub] for hub in data["hubs"]] == ["临安区人民政府"]
    hub = data["hubs"][0]
    assert (nodes["x"][hub], nodes["y"][hub]) == (0, -10)


def test_same_bytes_whatever_the_hash_seed() -> None:
    script = (
        "import sys, hashlib; sys.path.insert(0, 'tests'); from view.graphs import gold; from kg.view import page; "
        "print(hashlib.sha256(page(gold('qinghe-2023', 'lanchuan-2023'), title='x').encode()).hexdigest())"
    )
    here = page(gold("qinghe-2023", "lanchuan-2023"), title="x")
    digests = {
        hashlib.sha256(here.encode()).hexdigest() + "\n",
        *(subprocess.run([sys.executable, "-c", script], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
                       capture_output=True, text=True, check=True).stdout
          for seed in ("0", "4711"))
    }  # fmt: skip
    assert len(digests) == 1


def test_focus_by_name_other_name_and_iri() -> None:
    graph = gold("linan-2023")
    names = {*labels(page(graph, title="x", focus="双随机、一公开监管"))}
    assert {"双随机、一公开监管", "临安区人民政府", "双随机监管率 55.86%"} <= names
    assert len(names) < 40
    assert page(graph, title="x", focus="“双随机、一公开”监管") == page(
        graph, title="x", focus=f"{BASE}reform/双随机、一公开监管"
    )
    with pytest.raises(UnknownThing, match="双随机监管局"):
        page(graph, title="x", focus="双随机监管局")
    with pytest.raises(UnknownThing, match="双随机、一公开监管"):
        find(graph, "双随机、")


def test_a_limit_says_what_is_seen_first_and_keeps_the_rest() -> None:
    data = payload(page(made_up(3000), title="x", limit=200))
    assert data["first"] == 200
    assert data["nodes"]["size"] == 3000
    assert sum(x is not None for x in data["nodes"]["columns"]["x"]) == 200
    assert len(data["hubs"]) == 20


def test_nothing_shares_a_place() -> None:
    for graph in (gold("linan-2023"), gold("qinghe-2022", "qinghe-2023", "yunling-2023"), made_up(800)):
        data = payload(page(graph, title="x"))
        wide = list(zip(data["nodes"]["columns"]["x"], data["nodes"]["columns"]["y"], strict=True))
        tall = list(zip(data["tall"][::2], data["tall"][1::2], strict=True))
        assert len(set(wide)) == len(wide)
        assert len(set(tall)) == len(tall)


def test_an_empty_graph_and_bare_nodes_are_pages_too() -> None:
    import networkx as nx

    graph = nx.MultiDiGraph()
    assert "<main>" in page(graph, title="空")
    graph.add_node("urn:a")
    graph.add_node("urn:b", label="乙")
    graph.add_edge("urn:a", "urn:b", key="knows")
    assert labels(page(graph, title="少")) == ["urn:a", "乙"]


def test_english_first() -> None:
    html = page(gold("linan-2023"), title="x", lang="en")
    assert '<html lang="en">' in html
    assert payload(html)["lang"] == "en"
