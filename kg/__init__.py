"""Knowledge graphs from Chinese government reports.

    import kg

    kg.build(["data/reports"], output="output")     # reports into a graph
    extraction = kg.extract("report.txt")           # one report, no store
    with kg.open("output") as dataset:              # what was built
        print(dataset.query("SELECT ..."))          # or the name of a query: "rates"
        frame = dataset.query("rates").to_pandas()
        graph = dataset.to_networkx()               # or to_rdflib()

The parts are modules (``kg.read``, ``kg.query``, ``kg.view`` ...) and come on first use, so that
``import kg`` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.dataset import open_dataset as open
    from kg.pipeline import build as build
    from kg.pipeline import extract as extract

__version__ = "0.1.0"

_FUNCTIONS = {
    "build": ("kg.pipeline", "build"),
    "extract": ("kg.pipeline", "extract"),
    "open": ("kg.dataset", "open_dataset"),
}
_MODULES = (
    "analyse", "ask", "audit", "compare", "dataset", "errors", "evaluate", "explain", "export", "facts", "graph", "iri", "link",
    "mention", "model", "network", "pipeline", "query", "read", "store", "view", "vocab",
)  # fmt: skip

__all__ = ["__version__", "build", "extract", "open", *_MODULES]


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        module, attribute = _FUNCTIONS[name]
        return getattr(importlib.import_module(module), attribute)
    if name in _MODULES:
        return importlib.import_module(f"kg.{name}")
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
