"""The viewer beside stock PyVis, in one run and one browser (``make bench``).

Stock PyVis is ``Network.from_nx`` and ``generate_html`` with ``cdn_resources="in_line"``, its defaults otherwise, for
the same nodes and edges. Its page asks a CDN for Bootstrap even so; those requests are refused at once, as on a machine
without a network. The first drawn frame is the first time that something is filled or stroked on a canvas, counted
from the start of the navigation. What takes longer than ``PATIENCE`` is given up and shown as such.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from bench.record import record
from view.graphs import made_up, made_up_texts

from kg.view import page

pytestmark = [pytest.mark.bench, pytest.mark.browser]
SIZES = (100, 1_000, 5_000, 20_000)
PATIENCE = 60.0
DRAWN = """
for (const name of ["fill", "stroke", "fillText"]) {
  const own = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...rest) {
    const drawn = document.documentElement.dataset;
    if (!drawn.drawn && this.canvas.isConnected) drawn.drawn = performance.now();
    return own.apply(this, rest);
  };
}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One page: how long it takes to write, how large it is, when it draws; None where patience ran out."""

    size: int
    made_by: str
    seconds: float
    megabytes: float
    drawn: float | None
    search: float | None = None
    expand: float | None = None


def stock(graph: nx.MultiDiGraph) -> str:
    """What PyVis makes of the same network by itself."""
    from pyvis.network import Network

    plain = nx.DiGraph()
    for key, data in graph.nodes(data=True):
        plain.add_node(key, label=data["label"], title=data["label"], group=data["type"])
    for source, target, data in graph.edges(data=True):
        plain.add_edge(source, target, title=data["evidence"][0]["sentence"])
    network = Network(directed=True, cdn_resources="in_line")
    network.from_nx(plain)
    html: str = network.generate_html()
    return html


def measured(browser: Any, file: Path, *, ours: bool) -> tuple[float | None, float | None, float | None]:
    """Seconds to the first drawn frame; of ours also those of a search and of an expansion."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    tab = context.new_page()
    tab.add_init_script(DRAWN)
    tab.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    try:
        tab.goto(file.as_uri(), wait_until="commit")
        try:
            tab.wait_for_selector("html[data-drawn]", timeout=PATIENCE * 1000)
        except Exception as err:  # Playwright's own class is known only where it is installed
            if type(err).__name__ != "TimeoutError":
                raise
            return None, None, None
        drawn = float(tab.evaluate("document.documentElement.dataset.drawn")) / 1000
        if not ours:
            return drawn, None, None
        tab.wait_for_selector("html[data-ready]")
        return drawn, *(float(tab.evaluate(script)) / 1000 for script in (SEARCH, EXPAND))
    finally:
        context.close()


SEARCH = """Math.max(...["1", "第19", "bm", "sfsx", "没有"].map((words) => {
  const box = document.getElementById("search"), start = performance.now();
  box.value = words;
  box.dispatchEvent(new Event("input"));
  return performance.now() - start;
}))"""
EXPAND = """(() => {
  const hub = [...KG.app.model.hubs][0];
  KG.app.select(hub);
  const start = performance.now();
  KG.app.expand(hub);
  KG.app.canvas.network.redraw();
  return performance.now() - start;
})()"""


def row(browser: Any, folder: Path, graph: nx.MultiDiGraph, *, ours: bool) -> Row:
    texts = made_up_texts(graph)
    start = time.perf_counter()
    html = page(graph, title="示例", texts=texts) if ours else stock(graph)
    seconds = time.perf_counter() - start
    file = folder / f"{'kg' if ours else 'pyvis'}-{len(graph)}.html"
    file.write_text(html, encoding="utf-8")
    drawn, search, expand = measured(browser, file, ours=ours)
    made_by = "kg" if ours else "PyVis"
    return Row(len(graph), made_by, seconds, file.stat().st_size / 1e6, drawn, search, expand)


def told(value: float | None, unit: str = "s") -> str:
    return "" if value is None else f"{value:.2f}" if unit == "s" else f"{value * 1000:.0f}"


def test_viewer_beside_stock_pyvis(browser: Any, tmp_path: Path) -> None:
    found = []
    for size in SIZES:
        graph = made_up(size)
        found += [row(browser, tmp_path, graph, ours=ours) for ours in (True, False)]
    rows = [
        (
            f"{one.size:,}", one.made_by, told(one.seconds), f"{one.megabytes:.2f}",
            f"> {PATIENCE:.0f}" if one.drawn is None else told(one.drawn), told(one.search, "ms"), told(one.expand, "ms"),
        )
        for one in found
    ]  # fmt: skip
    columns = ("nodes", "made by", "written in (s)", "MB", "first frame (s)", "search (ms)", "expand (ms)")
    record(
        "viewer", "The viewer beside stock PyVis", columns, rows, note="In headless Chromium, from a file."
    )
    # No bound on times here: a busy machine is no fault of the viewer. That every page of ours draws is asserted.
    assert all(one.drawn is not None for one in found if one.made_by == "kg")
