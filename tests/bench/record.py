"""What was measured, kept for ``docs/benchmarks.md``: each bench test hands in its table, the page is written anew.

``record("build", "Building many reports", columns, rows, note=…)`` keeps the table in ``tests/bench/measured/``, which git
ignores, and writes the page from all that are there; a table stays until it is measured again.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = Path(__file__).with_name("measured")
PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`. Ratios travel between machines, absolute figures do not; CPU seconds hardly depend on what else the
machine does, wall-clock seconds do. The load is what the machine was busy with beside (and because of) the measurement.
"""


def record(
    name: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, note: str = ""
) -> None:
    """Keep one table under a name, print it, and write the page."""
    KEPT.mkdir(exist_ok=True)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    table = {
        "title": title,
        "note": note,
        "machine": machine,
        "columns": list(columns),
        "rows": [list(map(str, r)) for r in rows],
    }
    (KEPT / f"{name}.json").write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print("\n" + section(table))
    write()


def section(table: dict[str, object]) -> str:
    """One table as Markdown."""
    columns, rows = table["columns"], table["rows"]
    assert isinstance(columns, list) and isinstance(rows, list)
    lines = [f"## {table['title']}", "", f"| {' | '.join(columns)} |"]
    lines += [f"|{'|'.join(' --- ' if i == 0 else ' ---: ' for i in range(len(columns)))}|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    lines += [
        "",
        *([str(table["note"]), ""] if table["note"] else []),
        f"Measured on {table['machine']}.",
        "",
    ]
    return "\n".join(lines)


def write() -> None:
    """Write the page from all tables that were kept, in the order of their names."""
    tables = [json.loads(path.read_text("utf-8")) for path in sorted(KEPT.glob("*.json"))]
    PAGE.write_text("\n".join([HEAD, *map(section, tables)]), "utf-8")
