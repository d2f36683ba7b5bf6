"""What the linked data and the pages read from the store, in child processes: no web framework is imported here."""

from __future__ import annotations

from kg.serve.lookup import contents, graph, names, numbers, things

__all__ = ["contents", "graph", "names", "numbers", "things"]
