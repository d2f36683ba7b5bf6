"""``kg analyse`` and ``kg view``: the graph as a network."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DONE, Store, store_location
from kg.cli.console import give, manner, say

MEASURES = ("centrality", "communities", "bridges", "paths")
LANGUAGES = ("zh", "en")


def analyse(
    measure: Annotated[
        str,
        typer.Argument(metavar="MEASURE", help="centrality, communities, bridges, or paths A B."),
    ] = "centrality",
    things: Annotated[list[str] | None, typer.Argument(metavar="A B", help="Names, for paths.")] = None,
    store: Store = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="table, csv, tsv or json. (default: table)"),
    ] = None,
    backend: Annotated[
        str | None, typer.Option("--backend", metavar="NAME", help="A NetworkX backend, such as parallel.")
    ] = None,
) -> int:
    """Measure the network 网络分析: who stands in the middle, who belongs together, what links two things."""
    from kg import analyse as measures
    from kg.network import project
    from kg.store import open_store
    from kg.view import find

    ends = things or []
    if measure not in MEASURES:
        raise typer.BadParameter(f"no measure {measure!r}; there are {', '.join(MEASURES)}")
    if len(ends) != (2 if measure == "paths" else 0):
        raise typer.BadParameter("paths takes two names, the other measures none")
    with open_store(store_location(store), read_only=True) as opened:
        graph = project(opened)
    if measure == "paths":
        table = measures.paths(graph, *(find(graph, name) for name in ends))
    else:
        table = getattr(measures, measure)(graph, backend=backend)
    give(table.to(format_ or ("json" if manner.json else "table")))
    return DONE


def view(
    focus: Annotated[
        str | None, typer.Option("--focus", metavar="NAME", help="Only this thing and its neighbourhood.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Show so many things at first.")
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The page; - for stdout.")
    ] = Path("graph.html"),
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="zh or en.")] = "zh",
    store: Store = None,
) -> int:
    """Draw the graph 可视化 as one HTML page that works offline."""
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    from kg.network import project
    from kg.pipeline import page_title
    from kg.store import open_store
    from kg.view import page

    with open_store(store_location(store), read_only=True) as opened:
        graph = project(opened)
    give(page(graph, title=page_title(graph), focus=focus, limit=limit, lang=lang), output=output)
    if open_ and str(output) != "-":
        say(f"opening {output}")
        webbrowser.open(output.resolve().as_uri())
    return DONE
