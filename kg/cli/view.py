"""``kg view``: the graph, or a part of it, as one page."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DONE, Store, store_location
from kg.cli.console import give, say

LANGUAGES = ("zh", "en")


def view(
    focus: Annotated[
        str | None, typer.Option("--focus", metavar="NAME", help="Only this thing and its neighbourhood.")
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(
            "--report", metavar="NAME", help="Only this report: its title, words of it, or its file."
        ),
    ] = None,
    topic: Annotated[
        str | None,
        typer.Option("--topic", metavar="TOPIC", help="Only this topic of the indicators, such as 行政复议."),
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
    """Draw the graph 可视化 as one HTML page that works offline, with the texts of the reports beside it."""
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"no language {lang!r}; there are {', '.join(LANGUAGES)}")
    from kg import texts
    from kg.network import project
    from kg.pipeline import page_title
    from kg.store import open_store
    from kg.view import find, of_report, of_topic, page

    location = store_location(store)
    with open_store(location, read_only=True) as opened:
        graph = project(opened)
    if report is not None:
        graph = of_report(graph, report)
    if topic is not None:
        graph = of_topic(graph, topic)
    title = " · ".join(filter(None, (graph.graph.get("topic"), page_title(graph))))
    if focus is not None:
        title = f"{graph.nodes[find(graph, focus)]['label']} · {title}"
    known = texts.load(texts.beside(location), graph.graph["files"])
    give(page(graph, title=title, focus=focus, limit=limit, lang=lang, texts=known), output=output)
    if open_ and str(output) != "-":
        say(f"opening {output}")
        webbrowser.open(output.resolve().as_uri())
    return DONE
