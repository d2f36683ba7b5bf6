"""The only writer of quads: one named graph per report, and graphs of what is true of many reports."""

from __future__ import annotations

from kg.graph.report import quads
from kg.graph.shared import place_quads, shared_quads

__all__ = ["place_quads", "quads", "shared_quads"]
