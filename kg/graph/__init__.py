"""The only writer of quads: one named graph per report, and graphs of what is true of many reports."""

from __future__ import annotations

from kg.graph.report import statements
from kg.graph.shared import PLACE_PREDICATES, place_quads, quads, shared_quads

__all__ = ["PLACE_PREDICATES", "place_quads", "quads", "shared_quads", "statements"]
