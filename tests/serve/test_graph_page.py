"""The graph inside the server: what a part of it holds, and the page that grows, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import networkx as nx
import pytest
from serve.hostile_store import TEXTS, fill, thing
from serve.served import served
from serve.test_browser import Opened

from kg.errors import UnknownThing
from kg.serve.lookup import graph as parts
from kg.serve.lookup.part import MENTIONS, part
from kg.store import Store
from kg.view import payload
from kg.vocab import DEFAULT_BASE

Open = Callable[..., Opened]
SIZES = [(1280, 800), (390, 844)]


def label(graph: nx.MultiDiGraph, key: str) -> str:
    return str(graph.nodes[key]["label"])


def keys(data: dict[str, Any]) -> set[str]:
    return {key for key in data["things"]["columns"]["i"] if "#" not in key}


def test_the_opening_is_the_most_connected_part(store: Store, whole: nx.MultiDiGraph) -> None:
    data = json.loads(parts.opening(store))
    assert data["whole"] == len(whole) == len(keys(data))


def test_neighbours_come_in_portions_until_there_are_none(store: Store, whole: nx.MultiDiGraph) -> None:
    hub = max(whole, key=lambda key: (len(set(nx.all_neighbors(whole, key))), key))
    got: set[str] = set()
    first = 0
    for _ in range(20):
        data = json.loads(parts.neighbours(store, (hub,), first, frozenset()))
        assert data["of"] == hub and len(keys(data)) <= parts.STEP + 1
        if data["next"] == first:
            break
        got |= keys(data) - {hub}
        first = data["next"]
    assert got == set(nx.all_neighbors(whole, hub)) - {hub} and len(got) > parts.STEP


def test_a_report_opens_on_what_it_names(store: Store, whole: nx.MultiDiGraph) -> None:
    report = next(iter(whole.graph["reports"]))
    named = {
        key for key, about in whole.nodes(data=True) if any(m["report"] == report for m in about["mentions"])
    }
    assert keys(json.loads(parts.focused(store, (report,), 0))) == named != set()


@pytest.mark.parametrize("iri", ["x> } DROP ALL #", "https://w3id.org/fazhi-kg/reform/没有", ""])
def test_what_is_unknown_is_said(store: Store, iri: str) -> None:
    with pytest.raises(UnknownThing):
        parts.focused(store, (iri,), 0)
    with pytest.raises(UnknownThing):
        parts.neighbours(store, (iri,), 0, frozenset())


def test_the_page_and_its_files(reading: str, leaf: str, whole: nx.MultiDiGraph) -> None:
    with httpx.Client(base_url=reading, headers={"Accept": "text/html"}) as client:
        page = client.get("/graph", params={"focus": leaf})
        assert page.status_code == 200 and label(whole, leaf) in page.text
        assert "unsafe" not in page.headers["content-security-policy"]
        assert "<style" not in page.text and "<script>" not in page.text and " style=" not in page.text
        script = client.get("/graph/files/viewer.js")
        assert script.headers["content-type"].startswith("text/javascript") and "KG.merger" in script.text
        assert "vis.js is dual licensed" in client.get("/graph/files/vis-network.js").text
        assert client.get("/graph/files/page.html.j2").status_code == 404
        for path in ("/graph", "/graph/data"):
            missing = client.get(path, params={"focus": "https://nowhere.invalid/"})
            assert missing.status_code == 404, path
        here = client.get("/graph/neighbours", params={"of": "/id/" + leaf.removeprefix(DEFAULT_BASE)}).json()
        assert here["of"] == leaf
        own = client.get("/id/" + leaf.removeprefix(DEFAULT_BASE))
        assert f"/graph?focus={quote(leaf)}" in own.text and "在图中看" in own.text


@pytest.fixture
def opened(browser: Any, reading: str) -> Iterator[Open]:
    """``opened("/graph", width=390)`` in a context of its own."""
    contexts: list[Any] = []

    def open_page(path: str, *, width: int = 1280, height: int = 800, base: str = reading, before: Callable[[Any], None] | None = None, ready: bool = True) -> Opened:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        found = Opened(context.new_page())
        page = found.page
        page.on(
            "request",
            lambda r: None if r.url.startswith((base, "blob:", "data:")) else found.foreign.append(r.url),
        )
        page.on("console", lambda m: found.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on("dialog", lambda dialog: (found.dialogs.append(dialog.message), dialog.dismiss()))
        page.add_init_script("window.boomed = 0; window.boom = () => { window.boomed += 1; };")
        if before:
            before(page)
        page.goto(base + path)
        if ready:
            page.wait_for_selector("html[data-ready]")
        return found

    yield open_page
    for context in contexts:
        context.close()


def until(page: Any, expression: str) -> None:
    """Waits until an expression holds; the policy of the pages forbids Playwright's own way, which calls ``eval``."""
    for _ in range(400):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(expression)


def clean(view: Opened) -> None:
    assert (view.foreign, view.errors, view.dialogs) == ([], [], [])


SELECTED = "KG.app.model.state.selected === null ? null : KG.app.model.things[KG.app.model.state.selected].i"


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_whole_is_shown_at_both_sizes(
    opened: Open, whole: nx.MultiDiGraph, width: int, height: int
) -> None:
    view = opened("/graph", width=width, height=height)
    assert f"共 {len(whole)} 个" in view.page.text_content("#count")
    assert view.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert view.page.evaluate("KG.app.canvas.boxes().length") > 10
    clean(view)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_expanding_loads_and_shows_what_was_not_there(
    opened: Open, whole: nx.MultiDiGraph, leaf: str, width: int, height: int
) -> None:
    view = opened("/graph?focus=" + quote(leaf, safe=""), width=width, height=height)
    page = view.page
    assert page.evaluate(SELECTED) == leaf
    before = page.evaluate("KG.app.model.nodeSet.length")
    hub = max(nx.all_neighbors(whole, leaf), key=lambda key: len(set(nx.all_neighbors(whole, key))))
    assert before < len(set(nx.all_neighbors(whole, hub)))
    page.locator("#panel .walk", has_text=label(whole, hub)).first.click()
    total = len(set(nx.all_neighbors(whole, hub)) - {hub})
    near = "new Set(KG.app.model.neighbours(KG.app.model.state.selected).filter((one) => KG.app.model.state.shown.has(one) && KG.app.model.nodes[one].group !== 'Metric')).size"
    for _ in range(10):
        if page.evaluate(near) == total:
            break
        shown = page.evaluate(near)
        page.locator("#panel .expand").click()
        until(page, f"{near} > {shown}")
    assert page.evaluate(near) == total > 60
    # All edges among what is loaded are there, and each has its words.
    edges = page.evaluate(
        "KG.app.model.edges.filter((one) => one.predicate !== 'has_figure').map((one) => [KG.app.model.things[one.from].i, KG.app.model.things[one.to].i, one.predicate])"
    )
    loaded = set(page.evaluate("KG.app.model.things.map((one) => one.i)"))
    assert {tuple(edge) for edge in edges} == {e for e in whole.edges(keys=True) if {e[0], e[1]} <= loaded}
    said = page.evaluate(
        "KG.app.model.links.every((one) => (one.e || []).every(([number]) => KG.app.model.sentence(number).text.length > 0))"
    )
    assert said is True
    clean(view)


@pytest.mark.browser
def test_a_merged_thing_says_what_the_store_says(opened: Open, whole: nx.MultiDiGraph, leaf: str) -> None:
    view = opened("/graph?focus=" + quote(leaf, safe=""))
    loaded = set(view.page.evaluate("KG.app.model.things.map((one) => one.i)"))
    fact = next(
        (key, about["facts"][0], about["label"]) for key, about in whole.nodes(data=True)
        if key not in loaded and about["facts"] and about["facts"][0]["sentence"]
    )  # fmt: skip
    key, said, name = fact
    view.page.fill("#search", name)
    hit = view.page.locator("#hits .elsewhere", has_text=name).first
    hit.dispatch_event("mousedown")
    until(view.page, f"({SELECTED}) === {json.dumps(key)}")
    panel = view.page.locator("#panel")
    assert panel.locator("h2").text_content() == name
    quote_ = said["sentence"][said["quote_start"] : said["quote_end"]]
    assert quote_ in panel.locator(".figure mark").all_text_contents()
    href = panel.locator("a.page").get_attribute("href")
    assert (
        httpx.get(view.page.evaluate("location.origin") + href, headers={"Accept": "text/html"}).status_code
        == 200
    )
    assert f"node={quote(key, safe='')}" in view.page.url.replace("(", "%28").replace(")", "%29")
    clean(view)


@pytest.mark.browser
def test_a_link_to_what_is_not_loaded_loads_it(opened: Open, whole: nx.MultiDiGraph, leaf: str) -> None:
    away = next(
        key for key in whole if key not in {leaf, *nx.all_neighbors(whole, leaf)} and whole.degree(key) == 1
    )
    view = opened(f"/graph?focus={quote(leaf, safe='')}#node={quote(away, safe='')}")
    until(view.page, f"({SELECTED}) === {json.dumps(away)}")
    assert view.page.locator("#panel h2").text_content() == label(whole, away)
    clean(view)


@pytest.mark.browser
def test_the_text_of_a_report_is_loaded_when_it_is_read(opened: Open, leaf: str) -> None:
    view = opened("/graph?focus=" + quote(leaf, safe=""))
    page = view.page
    source = page.locator("#panel .passage .source").first
    quoted = page.locator("#panel .passage mark").first.text_content()
    source.click()
    until(page, "document.querySelectorAll('#article p').length > 40")
    assert page.locator("#article .missing").count() == 0
    until(page, "document.querySelectorAll('#article .quoted').length > 0")
    assert quoted in "".join(page.locator("#article .quoted").all_text_contents())
    assert page.locator("#article .mention.on").count() > 0
    clean(view)


@pytest.mark.browser
def test_what_is_left_out_comes_when_it_is_looked_at(
    opened: Open, whole: nx.MultiDiGraph, store: Store
) -> None:
    key = max(whole, key=lambda key: (len(whole.nodes[key]["facts"]), key))
    brief = part(store, list(whole), most=60)
    short = json.dumps({**payload(brief, title=""), "whole": len(whole)})

    def answer(page: Any) -> None:
        page.route("**/graph/data*", lambda route: route.fulfill(body=short, content_type="application/json"))

    view = opened("/graph", before=answer)
    page = view.page
    said = "KG.app.model.facts(KG.app.model.state.selected).map((one) => one.n)"
    drawn = "KG.app.model.nodes.filter((one) => one.group === 'Metric').length"
    before = page.evaluate(drawn)
    own = page.evaluate(
        f"(iri) => {{ KG.app.model.state.selected = KG.app.model.places.get(iri); return {said}.length; }}",
        key,
    )
    assert own == 1
    page.evaluate("(iri) => KG.app.select(KG.app.model.places.get(iri))", key)
    until(page, f"{said}.length > 1")
    about = whole.nodes[key]
    assert sorted(page.evaluate(said)) == sorted(fact["label"] for fact in about["facts"])
    mentions = page.evaluate("KG.app.model.things[KG.app.model.state.selected].m.length")
    assert mentions == min(len(about["mentions"]), MENTIONS)
    words = page.evaluate(
        "KG.app.model.ties[KG.app.model.state.selected].filter((one) => KG.app.model.edges[one].predicate !== 'has_figure').every((one) => KG.app.model.links[one].e.length > 0)"
    )
    assert words is True
    # Its figures can be drawn as well.
    assert page.evaluate(drawn) >= before + len(about["facts"]) - 1
    clean(view)


@pytest.mark.browser
def test_what_is_loaded_is_said_and_can_be_tried_again(
    opened: Open, leaf: str, whole: nx.MultiDiGraph
) -> None:
    answers = [503, 200]

    def fails(route: Any) -> None:
        status = answers.pop(0)
        route.fulfill(status=503, body="too busy <b>now</b>") if status == 503 else route.continue_()

    view = opened(
        "/graph?focus=" + quote(leaf, safe=""),
        before=lambda page: page.route("**/graph/data*", fails),
        ready=False,
    )
    page = view.page
    page.wait_for_selector("#failed:not([hidden])")
    assert page.text_content("#why") == "too busy <b>now</b>" and not page.is_visible("#opening")
    assert label(whole, leaf) in page.text_content("#opening") and "载入失败" in page.text_content("#failed")
    page.click("#again")
    page.wait_for_selector("html[data-ready]")
    assert page.locator("#loading").count() == 0
    # The same for what is loaded later.
    held: list[Any] = []
    page.route("**/graph/neighbours*", lambda route: held.append(route))
    hub = max(nx.all_neighbors(whole, leaf), key=lambda key: len(set(nx.all_neighbors(whole, key))))
    page.evaluate("(iri) => KG.app.expand(KG.app.model.places.get(iri))", hub)
    page.wait_for_selector("#busy:not([hidden])")
    assert "正在载入“" in page.text_content("#busy span") and page.locator("#retry").is_hidden()
    held.pop().fulfill(status=503, body="busy")
    page.wait_for_selector("#retry:not([hidden])")
    assert page.text_content("#busy span") == "载入失败：busy"
    before = page.evaluate("KG.app.model.nodes.length")
    page.click("#retry")
    for _ in range(200):
        if held:
            break
        page.wait_for_timeout(25)
    held.pop().continue_()
    until(page, f"KG.app.model.nodes.length > {before}")
    until(page, "document.getElementById('busy').hidden")
    assert view.dialogs == [] and view.foreign == []
    assert all("503" in error for error in view.errors)


# Through things, with a pause after each in which what was put into the page could run.
WALK = """async (iris) => {
  const pause = () => new Promise((then) => setTimeout(then, 5));
  for (const iri of iris) {
    const id = KG.app.model.places.get(iri);
    if (id === undefined) continue;
    KG.app.select(id);
    KG.app.expand(id);
    do await pause(); while (document.getElementById("stage").hasAttribute("aria-busy"));
    document.querySelectorAll("#panel details").forEach((one) => { one.open = true; });
    await pause();
  }
}"""


@pytest.mark.browser
def test_hostile_names_run_nothing(opened: Open, tmp_path: Path) -> None:
    fill(tmp_path / "store")
    with served(tmp_path / "store") as base:
        for path in ("/graph", "/graph?focus=" + quote(thing(0), safe="")):
            view = opened(path, base=base)
            view.page.evaluate(WALK, [thing(number) for number in range(len(TEXTS))])
            assert view.page.evaluate(
                "KG.app.model.things.filter((one) => !one.i.includes('#')).length"
            ) == len(TEXTS)
            assert view.page.locator("#panel h2").text_content() == TEXTS[-1]
            view.page.fill("#search", "boom")
            view.page.wait_for_timeout(300)
            for name in ("list", "text", "graph"):
                view.page.click(f"#view-{name}")
            hrefs = view.page.evaluate(
                "[...document.querySelectorAll('#panel a')].map((one) => one.getAttribute('href'))"
            )
            assert hrefs and all(href.startswith("/id/") for href in hrefs)
            assert (
                view.page.evaluate(
                    "document.querySelectorAll('body script, body img, body iframe, body form, body style').length"
                )
                == 0
            )
            assert view.page.evaluate("window.boomed") == 0, path
            clean(view)
