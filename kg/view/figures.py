"""Figures as people read them: value with unit, what it was before, and which way it went."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import networkx as nx

FIGURE = "Metric"
MEASURES = "has_figure"
_LARGE = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"))


def number(value: object) -> Decimal | None:
    """A value of any numeric type, or a numeral, as a Decimal; None where it is none."""
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def amount(value: object, unit: str, kind: str = "") -> str:
    """``52%``, ``4.15:1``, ``第27名``, ``1.2亿元``: a value with its unit, large sums of money in 万 and 亿."""
    exact = number(value)
    if exact is None:
        return ""
    if kind == "rank":
        return f"第{_plain(exact)}{unit or '名'}"
    if kind == "money":
        for size, sign in _LARGE:
            if abs(exact) >= size and -(exact / size).normalize().as_tuple().exponent <= 4:  # type: ignore[operator]
                return f"{_plain(exact / size)}{sign}{unit}"
    return f"{_plain(exact)}{unit}"


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def describe(fact: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a figure as text, and ``way``: 1 for a rise, -1 for a fall, 0 for neither."""
    unit, kind = str(fact.get("unit") or ""), str(fact.get("kind") or "")
    value, before, change = (number(fact.get(name)) for name in ("value", "baseline_value", "change"))
    way = _sign(value - before) if value is not None and before is not None else _sign(change)
    said = amount(None if change is None else abs(change), str(fact.get("change_unit") or unit))
    return {
        "value": amount(value, unit, kind),
        "before": amount(before, unit, kind),
        "change": said,
        "way": way,
        "about": bool(fact.get("approximate")),
    }


def _sign(value: Decimal | None) -> int:
    return 0 if not value else 1 if value > 0 else -1


def short(fact: Mapping[str, Any]) -> str:
    """One line for the label: ``52% ↑ 较35%``."""
    parts = describe(fact)
    arrow = {1: "↑", -1: "↓", 0: ""}[parts["way"]]
    value = ("约" if parts["about"] and parts["value"] else "") + parts["value"]
    before = f"较{parts['before']}" if parts["before"] else ""
    tail = [arrow, before] if parts["value"] else [f"{arrow}{parts['change']}"]
    return " ".join(part for part in (value, *tail) if part)


def telling(fact: Mapping[str, Any]) -> tuple[bool, bool, str]:
    """The order in which figures are shown: what is compared with something, then rates and ranks, then counts."""
    alone = fact.get("baseline_value") is None and fact.get("change") is None
    return alone, fact.get("kind") in (None, "", "count"), str(fact.get("label") or "")


def with_figures(graph: nx.MultiDiGraph, *, only: str | None = None) -> nx.MultiDiGraph:
    """The network with a node for every figure (of one thing, where it is named), tied to what it measures.

    The key of a figure is the IRI of its observation.
    """
    grown = graph.copy()
    for key in sorted(graph):
        data = graph.nodes[key]
        grown.nodes[key]["facts"] = sorted(data.get("facts", ()), key=telling)
        for place, fact in enumerate(data.get("facts", ()) if only in (None, key) else ()):
            name = str(fact.get("iri") or f"{key}#figure-{place + 1}")
            own = [fact["report"]] if fact.get("report") else list(data.get("reports", ()))
            grown.add_node(name, type=FIGURE, label=f"{fact.get('label', '')} {short(fact)}".strip(),
                           region=data.get("region", ""), reports=own, facts=[fact], owner=key)  # fmt: skip
            evidence = [fact] if fact.get("sentence") else []
            grown.add_edge(key, name, key=MEASURES, predicate=MEASURES, label_zh="有指标", label_en="has figure",
                           implicit=False, evidence=evidence)  # fmt: skip
    return grown
