"""Indicators across places and years: what each report states, beside its neighbours and the year before."""

from kg.compare.cells import Cell, Comparison, compare
from kg.compare.charts import chart, picture
from kg.compare.page import page
from kg.compare.wanted import choose, stated_indicators

__all__ = [
    "Cell",
    "Comparison",
    "chart",
    "choose",
    "compare",
    "page",
    "picture",
    "stated_indicators",
]
