"""Networks for the viewer's tests: from gold annotations, and made up at any size."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx

from kg.model import Document
from kg.read import read

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/fazhi-kg/"
LABELS = {
    "issues": ("制定", "issues"),
    "implements": ("实施", "implements"),
    "complies_with": ("遵照", "complies with"),
    "provides_for": ("支撑", "provides for"),
    "establishes": ("设立", "establishes"),
    "part_of": ("隶属于", "part of"),
    "oversees": ("监督", "oversees"),
    "delegates_to": ("赋权", "delegates to"),
    "receives": ("获得", "receives"),
    "conferred_by": ("授予方", "conferred by"),
    "located_in": ("位于", "located in"),
}


@cache
def _gold(stem: str) -> tuple[dict[str, Any], Document]:
    facts = json.loads((ROOT / "data/gold" / f"{stem}.json").read_text(encoding="utf-8"))
    return facts, read(ROOT / "data/reports" / f"{stem}.txt")


def gold(*stems: str) -> nx.MultiDiGraph:
    """The network that the gold annotations of these reports describe."""
    graph = nx.MultiDiGraph(reports={})
    for stem in stems:
        _add(graph, stem)
    return graph


def _add(graph: nx.MultiDiGraph, stem: str) -> None:
    facts, document = _gold(stem)
    report = f"{BASE}report/{stem}"
    about = facts["document"]
    graph.graph["reports"][report] = {
        name: about.get(name) for name in ("title", "publisher", "published", "year", "region")
    }
    keys = {}
    for entity in facts["entities"]:
        key = keys[entity["id"]] = f"{BASE}{entity['type'].lower()}/{entity['name']}"
        if key not in graph:
            graph.add_node(key, label=entity["name"], type=entity["type"], aka=entity["aka"], region=about["region"],
                           reports=[], facts=[], mentions=[])  # fmt: skip
        graph.nodes[key]["reports"].append(report)
        graph.nodes[key]["mentions"] += [_passage(document, span, report) for span in entity["mentions"]]
    for one in facts["observations"]:
        if not one.get("about"):
            continue
        before = one.get("baseline") or {}
        graph.nodes[keys[one["about"]]]["facts"].append(
            {"label": one["indicator"], "code": None, "value": one["value"], "unit": one["unit"], "kind": one["kind"],
             "period": one["period"], "baseline_value": before.get("value"), "baseline_period": before.get("period"),
             "change": one.get("change"), "change_unit": one.get("change_unit"), "approximate": one["approximate"],
             "written": "", **_passage(document, one["span"], report)}
        )  # fmt: skip
    for one in facts["relations"]:
        name = one["predicate"]
        ends = keys[one["subject"]], keys[one["object"]]
        evidence = [_passage(document, one["span"], report)]
        if graph.has_edge(*ends, key=name):
            graph.edges[(*ends, name)]["evidence"] += evidence
            continue
        graph.add_edge(*ends, key=name, predicate=name, label_zh=LABELS[name][0], label_en=LABELS[name][1],
                       implicit=one["implicit"], evidence=evidence)  # fmt: skip


def _passage(document: Document, span: list[int], report: str) -> dict[str, Any]:
    start, end = span
    held = [one for one in document.sentences if one.start < end and one.end > start]
    low, high = (held[0].start, held[-1].end) if held else (start, end)
    heading = document.sections[held[0].section].heading if held else ""
    return {"sentence": document.text[low:high], "quote_start": max(start - low, 0), "quote_end": min(end, high) - low,
            "start": start, "report": report, "section": heading}  # fmt: skip


def texts(*stems: str) -> dict[str, str]:
    """The full texts of these reports."""
    return {f"{BASE}report/{stem}": _gold(stem)[1].text for stem in stems}


def made_up(size: int, *, tops: int = 20) -> nx.MultiDiGraph:
    """A network of ``size`` nodes: publishers, and what each of them carries out, with the sentences that say so."""
    types = ("Reform", "Policy", "Institution", "Recognition")
    graph = nx.MultiDiGraph(reports={})
    written = dict.fromkeys(range(tops), 0)
    for number in range(size):
        top = number % tops
        report = f"{BASE}report/{top}"
        kind = "Institution" if number < tops else types[number % 4]
        label = f"示例{'政府' if number < tops else '事项'}第{number}号"
        graph.add_node(f"{BASE}n/{number}", label=label, type=kind, aka=[f"别名{number}"], region="", reports=[report],
                       facts=[], mentions=[])  # fmt: skip
        if number < tops:
            about = {"title": f"报告{number}", "publisher": label, "year": 2023}
            graph.graph["reports"][report] = about
            continue
        sentence = f"示例政府第{top}号推进{label}。"
        passage = {"sentence": sentence, "quote_start": 0, "quote_end": 4, "start": written[top], "report": report,
                   "section": "一、成效"}  # fmt: skip
        words = {"quote_start": sentence.index(label), "quote_end": len(sentence) - 1}
        mention = {**passage, **words, "start": written[top] + words["quote_start"]}
        written[top] += len(sentence)
        graph.nodes[f"{BASE}n/{number}"]["mentions"].append(mention)
        graph.add_edge(f"{BASE}n/{top}", f"{BASE}n/{number}", key="implements", predicate="implements",
                       label_zh="实施", label_en="implements", implicit=False, evidence=[passage])  # fmt: skip
    return graph


def made_up_texts(graph: nx.MultiDiGraph) -> dict[str, str]:
    """The full texts that the sentences of a made-up network are taken from."""
    texts = dict.fromkeys(graph.graph["reports"], "")
    for _, _, data in graph.edges(data=True):
        for one in data["evidence"]:
            texts[one["report"]] += one["sentence"]
    return texts
