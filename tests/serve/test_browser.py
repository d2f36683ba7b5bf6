"""The pages in a real browser: found, clicked, asked; nothing runs that is not ours, nothing leaves the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from serve.hostile_store import TEXTS, fill, thing
from serve.served import served

from kg.serve.pages import editor

pytestmark = pytest.mark.browser
# A share link's editor and the plain one have to pass alike; the first is there only where npm was.
EDITORS = [
    "plain",
    pytest.param("yasqe", marks=pytest.mark.skipif(not editor.installed(), reason="make editor has not run")),
]
SELECT = "SELECT ?name (COUNT(?m) AS ?n) { ?x a kg:Institution ; skos:prefLabel ?name ; kg:mention ?m } GROUP BY ?name ORDER BY DESC(?n) ?name"


@dataclass(slots=True)
class Opened:
    """A page, with what it asked other hosts for and what went wrong in it."""

    page: Any
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def address(output: Path) -> Iterator[str]:
    with served(output / "store") as found:
        yield found


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Open]:
    """``opened("/query", width=390)``; the contexts are closed afterwards."""
    contexts: list[Any] = []

    def open_page(path: str, *, width: int = 1280, height: int = 800, base: str = address) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        found = Opened(page)
        page.on(
            "request",
            lambda r: None if r.url.startswith((base, "blob:", "data:")) else found.foreign.append(r.url),
        )
        page.on("console", lambda m: found.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on("dialog", lambda dialog: (found.dialogs.append(dialog.message), dialog.dismiss()))
        page.add_init_script("window.boomed = 0; window.boom = () => { window.boomed += 1; };")
        page.goto(base + path)
        return found

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(params=EDITORS)
def asking(request: pytest.FixtureRequest, opened: Open, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the query page with one of the two editors."""
    if request.param == "plain":
        monkeypatch.setattr(editor, "installed", lambda: False)

    def open_query(hash: str = "", **about: Any) -> Opened:
        found = opened(f"/query{hash}", **about)
        found.page.wait_for_selector("html[data-ready]")
        assert (found.page.locator(".CodeMirror").count() == 1) == (request.param == "yasqe")
        return found

    return open_query


def write(page: Any, text: str) -> None:
    page.locator("#editor textarea").first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_the_search_box_finds_by_pinyin_and_keyboard(opened: Open) -> None:
    view = opened("/")
    view.page.keyboard.press("/")
    view.page.keyboard.type("laqrmzf")
    view.page.wait_for_selector("#hits li[data-href]")
    view.page.keyboard.press("ArrowDown")
    view.page.keyboard.press("Enter")
    view.page.wait_for_url("**/id/institution/**")
    assert "人民政府" in view.page.locator("h1").inner_text()
    assert (view.foreign, view.errors) == ([], [])


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/query",
        "/vocabulary",
        "/browse/Reform",
        "/id/report/330112/人民政府/2023",
        "/id/institution/330112/人民政府",
    ],
)
def test_pages_fit_the_screen(opened: Open, path: str, width: int) -> None:
    view = opened(path, width=width, height=844)
    assert view.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert (view.foreign, view.errors) == ([], [])


def test_a_query_gives_table_chart_raw_and_csv(asking: Open) -> None:
    view = asking()
    write(view.page, SELECT.replace("?name (", "?x ?name (").replace("GROUP BY", "GROUP BY ?x"))
    view.page.keyboard.press("Control+Enter")
    row = view.page.locator("#pane-table tbody tr").first
    row.wait_for()
    assert row.locator("a").get_attribute("href").startswith("/id/institution/330112/%")
    assert "num" in row.locator("td").last.get_attribute("class")
    view.page.click("#tab-chart")
    rows = view.page.locator("#pane-table tbody tr").count()
    assert view.page.locator("#pane-chart svg rect").count() == min(rows, 40) > 5
    view.page.keyboard.press("ArrowRight")
    assert '"bindings"' in view.page.locator("#pane-raw").inner_text()
    with view.page.expect_download() as download:
        view.page.click("#csv")
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert text.startswith("x,name,n\n") and len(text.splitlines()) == rows + 1
    assert (view.foreign, view.errors) == ([], [])


def test_an_error_stands_at_its_line(asking: Open) -> None:
    view = asking()
    write(view.page, "SELECT ?x\nWHERE {\n  ?x nope:p ?y\n}")
    view.page.click("#run")
    fault = view.page.locator("#fault")
    fault.wait_for()
    assert "第 3 行" in fault.inner_text()
    assert view.page.locator("#editor .bad").count() == 1
    assert view.foreign == []
    # The mark does not stay when the query is mended.
    write(view.page, "ASK { ?x a kg:Reform }")
    view.page.keyboard.press("Control+Enter")
    view.page.wait_for_selector(".truth")
    assert view.page.locator(".truth").inner_text() == "是"
    assert view.page.locator("#editor .bad").count() == 0


def test_terms_are_completed(asking: Open) -> None:
    view = asking()
    write(view.page, "SELECT * WHERE { ?s a ")
    view.page.keyboard.type("kg:Inst")
    view.page.wait_for_selector(".terms li, .CodeMirror-hints li")
    view.page.keyboard.press("Enter")
    view.page.keyboard.type(" }")
    assert "kg:Institution }" in view.page.evaluate(
        "document.querySelector('.CodeMirror')?.CodeMirror.getValue() ?? document.querySelector('#editor textarea').value"
    )
    assert (view.foreign, view.errors) == ([], [])


def test_a_named_query_has_its_parameters_as_fields(asking: Open) -> None:
    view = asking()
    view.page.select_option("#choice", "rates")
    view.page.wait_for_selector("#pane-table tbody tr, #fault:not([hidden])")
    assert view.page.locator("#fault").inner_text() == ""
    every = view.page.locator("#pane-table tbody tr").count()
    view.page.fill("#params input", "没有这个地方")
    view.page.click("#params button")
    view.page.wait_for_selector("#pane-table p")
    assert every > 3 and view.page.locator("#pane-table tbody tr").count() == 0
    assert "name=rates" in view.page.url
    assert (view.foreign, view.errors) == ([], [])


def test_a_link_brings_the_query_back(asking: Open, browser: Any) -> None:
    view = asking()
    write(view.page, SELECT + " LIMIT 3")
    view.page.click("#share")
    view.page.wait_for_function("location.hash.startsWith('#query=')")
    again = asking(view.page.evaluate("location.hash"))
    again.page.wait_for_selector("#pane-table tbody tr")
    assert again.page.locator("#pane-table tbody tr").count() == 3


def test_a_graph_is_shown_raw(asking: Open) -> None:
    view = asking(
        "#query=CONSTRUCT%20%7B%3Fs%20skos%3AprefLabel%20%3Fo%7D%20WHERE%20%7B%3Fs%20skos%3AprefLabel%20%3Fo%7D%20LIMIT%203"
    )
    view.page.wait_for_selector("#pane-raw:not([hidden])")
    assert "skos:prefLabel" in view.page.locator("#pane-raw").inner_text()
    assert not view.page.locator("#tab-table").is_visible()


def test_hostile_texts_run_nothing(opened: Open, tmp_path: Path) -> None:
    fill(tmp_path / "store")
    with served(tmp_path / "store") as base:
        paths = [
            "/",
            "/id/report/hostile",
            "/browse/Reform",
            "/search?q=boom",
            "/search?q=%3Cscript%3Eboom()%3C/script%3E",
        ]
        paths += [thing(i).removeprefix("https://w3id.org/fazhi-kg") for i in range(4)]
        for path in paths:
            view = opened(f"/id{path}" if path.startswith(("/inst", "/reform")) else path, base=base)
            assert view.page.evaluate("window.boomed") == 0, path
            assert (view.foreign, view.errors, view.dialogs) == ([], [], []), path
        view = opened(
            "/query#query=" + "SELECT%20%2A%20%7B%3Fx%20skos%3AprefLabel%20%3Fname%20%3B%20%3Fp%20%3Fo%7D",
            base=base,
        )
        view.page.wait_for_selector("#pane-table tbody tr")
        view.page.click("#tab-raw")
        view.page.fill("#search", "boom")
        view.page.wait_for_selector("#hits li")
        shown = view.page.locator("#pane-table").inner_text()
        assert TEXTS[0] in view.page.locator("#pane-table").text_content() or TEXTS[0] in shown
        for text in TEXTS[::6]:
            view.page.evaluate(
                "(text) => { location.hash = 'query=' + encodeURIComponent('# ' + text + '\\nSELECT ' + text); }",
                text,
            )
            view.page.wait_for_selector("#fault:not([hidden])")
        assert view.page.evaluate("window.boomed") == 0
        assert (view.foreign, view.dialogs) == ([], [])
