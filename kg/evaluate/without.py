"""Leaving one report out: extraction without what the word lists may know from that very report.

Nothing here is learnt from gold, but a list of departments, laws or reforms may hold a name because a
report that is now measured has it. Patterns made of the lists are kept while a process lives, so each
report is read in a fresh one, with ``KG_WITHOUT`` set.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.evaluate.names import fold, names
from kg.lexicon.tables import WITHOUT, listed_names

Facts = Mapping[str, Any]


def rows_to_leave_out(golds: Mapping[str, Facts]) -> dict[str, tuple[str, ...]]:
    """By report, the word lists' rows (each by its own name, in order of the lists) to read it without."""
    named = {report: _names(gold) for report, gold in golds.items()}
    place = {report: gold.get("document", {}).get("region") or report for report, gold in golds.items()}
    listed = [(row[0], frozenset(fold(name) for name in row)) for row in listed_names()]
    found = {}
    for report, own in named.items():
        others = frozenset().union(*(named[other] for other in golds if place[other] != place[report]))
        rows = (name for name, row in listed if row & own and not row & others)
        found[report] = tuple(dict.fromkeys(rows))
    return found


def _names(gold: Facts) -> frozenset[str]:
    return frozenset().union(*(names(entity) for entity in gold["entities"]))


def extract_without(reports: Mapping[Path, Sequence[str]]) -> dict[str, Facts]:
    """The facts of each report, by its stem, extracted without these rows of the word lists.

    Raises KgError where a report cannot be read so.
    """
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        lists = [Path(folder, f"{index}.txt") for index in range(len(reports))]
        for path, rows in zip(lists, reports.values(), strict=True):
            path.write_text("".join(f"{row}\n" for row in rows), "utf-8")
        found = list(pool.map(_extract, reports, lists))
    return {report.stem: facts for report, facts in zip(reports, found, strict=True)}


def _extract(report: Path, without: Path) -> Facts:
    package = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    env = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    env |= {WITHOUT: str(without), "KG_CONFIG": os.devnull, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "kg", "extract", "--quiet", str(report.resolve())]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise KgError(f"extraction without its names failed: {said[-1]}", where=str(report))
    facts: Facts = json.loads(done.stdout)
    return facts
