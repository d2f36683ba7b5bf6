"""``kg export``: the graph for other tools."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.common import DONE, Output, Store, store_location
from kg.cli.console import give, manner


def export(
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="turtle, nquads, trig, jsonld, graphml or csv."),
    ] = None,
    output: Output = None,
    store: Store = None,
) -> int:
    """Export the graph 导出 for other tools."""
    from kg import export as exports
    from kg.store import open_store

    wanted = format_ or ("jsonld" if manner.json else None)
    if wanted is None or wanted not in exports.FORMATS:
        problem = f"no format {wanted!r}" if wanted else "no format given"
        raise typer.BadParameter(f"{problem}; there are {', '.join(exports.FORMATS)}", param_hint="--format")
    with open_store(store_location(store), read_only=True) as opened:
        give(exports.export(opened, wanted), output=output)
    return DONE
