"""Sharing: links, pictures, paper, and a query that gives what is on the screen."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from view.conftest import Opened
from view.graphs import BASE, gold, texts
from view.test_browser import clean

from kg import texts as kept
from kg.network import project
from kg.query import run
from kg.store import Store
from kg.view import page

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]
REFORM = f"{BASE}reform/双随机、一公开监管"


@pytest.fixture(scope="module")
def html() -> str:
    return page(gold("linan-2023"), title="报告", texts=texts("linan-2023"))


@pytest.fixture(scope="module")
def of_store(output: Path) -> str:
    from kg.pipeline import open_output

    with open_output(output) as store:
        graph = project(store)
    return page(graph, title="报告", texts=kept.load(output / kept.FOLDER, graph.graph["files"]))


def seen(view: Opened) -> set[tuple[str, str, str]]:
    """The lines on the screen, as the graph says them."""
    script = (
        "KG.app.model.edgeSet.getIds().map((id) => KG.app.model.edges[id]).map(({from, to, predicate}) => "
        "[KG.app.model.things[from].i, predicate, KG.app.model.things[to].i])"
    )
    names = {**view.value("KG.data.vocabulary.predicates")}
    prefixes = view.value("KG.data.vocabulary.prefixes")

    def whole(name: str) -> str:
        prefix, _, local = names[name].partition(":")
        return f"{prefixes[prefix]}{local}"

    return {
        (b, whole(name), a) if name == "has_figure" else (a, whole(name), b)
        for a, name, b in view.value(script)
    }


def answer(store: Store, sparql: str) -> set[tuple[str, ...]]:
    table = run(store, sparql)
    at = [table.columns.index(name) for name in ("subject", "predicate", "object")]
    return {tuple(str(row[place]) for place in at) for row in table.rows}


def test_the_query_gives_what_is_on_the_screen(of_store: str, opened: Open, store: Store) -> None:
    view = opened(of_store)
    shown = []
    for hash in ("", "#hide=Policy,Person", "#without=implements,has_figure", "#no-topic=-,law-enforcement"):
        view.value(f"location.hash = '{hash}'")
        view.page.wait_for_timeout(50)
        lines = seen(view)
        assert len(lines) > 20
        assert answer(store, view.value("KG.app.sparql.view()")) == lines, hash
        shown.append(frozenset(lines))
    assert len(set(shown)) == 4


def test_the_query_of_one_thing_gives_its_neighbours(of_store: str, opened: Open, store: Store) -> None:
    view = opened(of_store)
    hub = view.value("[...KG.app.model.hubs][0]")
    iri = view.value(f"KG.app.model.things[{hub}].i")
    rows = answer(store, view.value(f"KG.app.sparql.thing({hub})"))
    mine = {line for line in seen(view) if iri in (line[0], line[2])}
    assert len(mine) > 20
    assert mine <= rows


def test_the_query_is_copied(html: str, opened: Open) -> None:
    view = opened(html)
    view.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    view.page.click("#sparql")
    view.page.wait_for_selector("#note:not([hidden])")
    copied = view.value("navigator.clipboard.readText()")
    assert copied == view.value("KG.app.sparql.view()")
    assert "SELECT DISTINCT" in copied


@pytest.mark.parametrize(
    ("hash", "view_", "label"),
    [
        ("view=text&node=" + quote(REFORM), "text", "双随机、一公开监管"),
        ("view=list&hide=Metric", "list", None),
        ("view=text&report=" + quote(f"{BASE}report/linan-2023"), "text", None),
    ],
)
def test_a_link_brings_back_the_view(
    html: str, opened: Open, hash: str, view_: str, label: str | None
) -> None:
    view = opened(html, hash="#" + hash)
    assert view.value("document.body.dataset.view") == view_
    assert view.selected == label
    view.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    view.page.click("#link")
    view.page.wait_for_selector("#note:not([hidden])")
    again = opened(html, hash="#" + view.value("navigator.clipboard.readText()").partition("#")[2])
    for script in (
        "document.body.dataset.view",
        "KG.app.model.nodeSet.length",
        "KG.app.model.state.report",
        "KG.app.model.state.selected",
    ):
        assert again.value(script) == view.value(script)
    clean(again)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_vectors_show_what_the_screen_shows(html: str, opened: Open, width: int, height: int) -> None:
    view = opened(html, width=width, height=height)
    root = ET.fromstring(view.value("KG.app.save.vectors()"))
    space = "{http://www.w3.org/2000/svg}"
    said = {text.text for text in root.iter(f"{space}text")}
    assert set(view.value("KG.app.canvas.boxes().map((box) => box.text)")) <= said
    assert any("52%" in (text or "") for text in said) or width < 1000
    shapes = [*root.iter(f"{space}polygon"), *root.iter(f"{space}circle")]
    assert len(shapes) == view.value("KG.app.model.nodeSet.length")
    assert len(list(root.iter(f"{space}path"))) == view.value("KG.app.model.edgeSet.length")


def test_the_picture_is_not_blank(html: str, opened: Open, tmp_path: Path) -> None:
    view = opened(html, width=390, height=844)
    with view.page.expect_download() as download:
        view.page.click("#png")
    file = tmp_path / "picture.png"
    download.value.save_as(file)
    colours = view.value(
        "(async () => { const c = KG.app.canvas.network.canvas.frame.canvas; const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " const found = new Set(); for (let i = 0; i < d.length; i += 4) found.add(d[i] + ',' + d[i + 1] + ',' + d[i + 2]); return found.size })()"
    )
    assert colours > 50
    width, height = (int.from_bytes(file.read_bytes()[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == tuple(
        view.value(
            "[KG.app.canvas.network.canvas.frame.canvas.width, KG.app.canvas.network.canvas.frame.canvas.height]"
        )
    )


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def printed(view: Opened) -> Any:
    """What paper shows: visible texts and colours with the print style on."""
    view.value("window.dispatchEvent(new Event('beforeprint'))")
    view.page.emulate_media(media="print")
    shown = view.value(
        "({ background: getComputedStyle(document.body).backgroundColor, theme: document.documentElement.dataset.theme,"
        " tools: getComputedStyle(document.getElementById('tools')).display, text: document.body.innerText,"
        " picture: document.getElementById('paper').src.length })"
    )
    view.page.emulate_media(media="screen")
    view.value("window.dispatchEvent(new Event('afterprint'))")
    return shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_without_buttons(html: str, opened: Open, scheme: str) -> None:
    view = opened(html, scheme=scheme, hash="#node=" + quote(REFORM))
    shown = printed(view)
    assert shown["background"] == "rgb(255, 255, 255)"
    assert (shown["theme"], shown["tools"]) == ("light", "none")
    assert shown["picture"] > 20_000
    assert view.value("document.getElementById('paper')") is None
    assert "双随机监管率" in shown["text"]
    assert view.value("document.documentElement.dataset.theme") == scheme
    assert 1 <= pages(view.page.pdf()) <= 3


def test_the_whole_text_is_printed(html: str, opened: Open) -> None:
    view = opened(html, hash="#view=text")
    assert pages(view.page.pdf(format="A4")) >= 3
    assert "下一步" in printed(view)["text"] or "存在" in printed(view)["text"]
    clean(view)
