"""The canonical indicator that a gold observation stands for, to score the codes that we give."""

from __future__ import annotations

import csv
from collections.abc import Callable

from kg import resources
from kg.evaluate.names import Item, fold, names


def expected_codes() -> Callable[[Item], str | None]:
    """A function from a gold observation to the code it should get, or None where that is open.

    It is gold's own ``code`` where the annotation has one; else the indicator of ``indicators.csv``
    whose Chinese label is, folded, one of the observation's names: only what is beyond dispute.
    """
    by_name: dict[str, str] = {}
    path = resources.ontology("indicators.csv")
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                by_name.setdefault(fold(row["name_zh"]), row["code"])

    def code(item: Item) -> str | None:
        if item.get("code"):
            return str(item["code"])
        found = {by_name[name] for name in names(item, "indicator") if name in by_name}
        return found.pop() if len(found) == 1 else None

    return code
