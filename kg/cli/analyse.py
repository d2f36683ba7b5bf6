"""``kg analyse``: the graph as a network, measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.common import DONE, FAILED, Output, Store, store_location
from kg.cli.console import complain, give, manner

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from kg.table import Table

MEASURES = {
    "centrality": "who stands in the middle 中心性",
    "communities": "who belongs together 社群",
    "bridges": "links that hold the network together 桥",
    "paths": "A B: what links two things 路径",
    "spread": "how reforms, or --kind Policy, spread over places and years 扩散",
    "together": "bodies that act on the same things 协同",
    "places": "groups of places that do alike 地区群组",
    "roles": "the part that each institution plays 角色",
    "similar": "reports that resemble each other 相似报告",
}
PICTURES = ("svg", "png")


def analyse(
    measure: Annotated[
        str,
        typer.Argument(
            metavar="MEASURE", help="; ".join(f"{name}: {text}" for name, text in MEASURES.items()) + "."
        ),
    ] = "centrality",
    things: Annotated[
        list[str] | None, typer.Argument(metavar="A B", help="Names: two for paths, one for spread.")
    ] = None,
    kind: Annotated[
        str, typer.Option("--kind", metavar="TYPE", help="For spread: Reform or Policy.")
    ] = "Reform",
    store: Store = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORMAT", help="table, csv, tsv, json, svg or png. (default: table)"
        ),
    ] = None,
    backend: Annotated[
        str | None, typer.Option("--backend", metavar="NAME", help="A NetworkX backend, such as parallel.")
    ] = None,
    output: Output = None,
) -> int:
    """Measure the network 网络分析: as a table, or as a plot with --format svg or png."""
    from kg.network import project
    from kg.outline import outline
    from kg.store import open_store

    ends = things or []
    if measure not in MEASURES:
        raise typer.BadParameter(f"no measure {measure!r}; there are {', '.join(MEASURES)}")
    fits = {"paths": (2,), "spread": (0, 1)}.get(measure, (0,))
    if len(ends) not in fits:
        raise typer.BadParameter("paths takes two names, spread may take one, the other measures none")
    if backend is not None and measure not in ("centrality", "communities", "bridges", "places"):
        raise typer.BadParameter(f"{measure} asks nothing of NetworkX that a backend could do")
    with open_store(store_location(store), read_only=True) as opened:
        # Only paths show the sentences behind their steps; the rest does with the outline.
        graph = project(opened) if measure == "paths" else outline(opened)
    table = _measured(graph, measure, ends, kind=kind, backend=backend)
    return _give(measure, table, format_ or ("json" if manner.json else "table"), output)


def _measured(graph: MultiDiGraph, measure: str, ends: list[str], *, kind: str, backend: str | None) -> Table:
    from kg import analyse as measures
    from kg.view import find

    if measure == "paths":
        return measures.paths(graph, *(find(graph, name) for name in ends))
    if measure == "spread":
        return measures.spread(graph, kind=kind, thing=find(graph, ends[0]) if ends else None)
    options: dict[str, Any] = {} if backend is None else {"backend": backend}
    table: Table = getattr(measures, measure)(graph, **options)
    return table


def _give(measure: str, table: Table, format_: str, output: Any) -> int:
    if format_ not in PICTURES:
        give(table.to(format_), output=output)
        return DONE
    from kg.analyse import plot
    from kg.charts import render

    drawn = plot(measure, table)
    if drawn is None:
        complain(f"{measure} has nothing to plot here; --format table shows what there is")
        return FAILED
    give(render(drawn, format=format_), output=output)
    return DONE
