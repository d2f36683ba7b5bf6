"""Texts from a report run no script and ask for nothing, in any field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from view.conftest import Opened
from view.graphs import BASE, gold
from view.hostile import STRINGS, hostile, hostile_texts

from kg.view import page

Open = Callable[..., Opened]
# The last expression is no function, for Playwright would call it.
TRAP = "window.boomed = 0; window.boom = () => { window.boomed += 1; }; true"


def test_there_are_sixty_strings() -> None:
    assert len(set(STRINGS)) == 60


# Through all things, with a pause after each in which what was put into the page could run.
WALK = """(async () => {
  for (let id = 0; id < KG.app.model.total; id += 1) {
    KG.app.select(id);
    document.querySelectorAll("#panel details").forEach((one) => { one.open = true; });
    await new Promise((then) => setTimeout(then));
  }
})()"""


@pytest.mark.browser
def test_no_string_runs_in_any_field(opened: Open) -> None:
    view = opened(page(hostile(), title="".join(STRINGS)))
    view.value(TRAP)
    assert view.value("window.boomed") == 0
    scripts = view.value("document.querySelectorAll('script').length")
    assert view.value("KG.app.model.total") == 2 * len(STRINGS)
    for language in ("zh", "en"):
        view.value(WALK)
        assert view.value("document.documentElement.lang").startswith(language)
        view.page.click("#language")
    view.page.fill("#search", "boom")
    view.value("KG.app.save.vectors()")
    view.page.wait_for_timeout(200)
    assert view.value("window.boomed") == 0
    assert view.value("document.querySelectorAll('script').length") == scripts
    assert (
        view.value(
            "document.querySelectorAll('img, iframe, object, embed, base, form, video, audio, link').length"
        )
        == 0
    )
    assert [url for url in view.requests if not url.startswith("file://")] == []
    assert view.errors == []
    assert view.dialogs == []


@pytest.mark.browser
def test_no_string_runs_in_the_text_of_a_report(opened: Open) -> None:
    view = opened(page(hostile(), title="x", texts=hostile_texts()), hash="#view=text")
    view.value(TRAP)
    scripts = view.value("document.querySelectorAll('script').length")
    chooser = view.page.locator("#report")
    for number, text in enumerate(STRINGS):
        chooser.select_option(index=number)
        shown = view.page.text_content("#article")
        assert "boom()" in shown
        assert view.page.locator("#article .mention").count() > 0, text
    for view_ in ("list", "graph", "text"):
        view.page.click(f"#view-{view_}")
        view.value("KG.app.sparql.view()")
    view.page.locator("#article .mention").first.click()
    view.page.locator("#panel .source").first.click()
    view.page.wait_for_timeout(100)
    assert view.value("window.boomed") == 0
    assert view.value("document.querySelectorAll('script').length") == scripts
    foreign = "img, iframe, object, embed, base, form, video, audio, link, style:not(head style), svg script"
    assert view.value(f"document.querySelectorAll('{foreign}').length") == 0
    hrefs = view.value("[...document.querySelectorAll('a')].map((one) => one.getAttribute('href'))")
    assert all(href.startswith("#node=") for href in hrefs)
    assert [url for url in view.requests if not url.startswith("file://")] == []
    assert view.errors == []
    assert view.dialogs == []


@pytest.mark.browser
def test_a_string_is_shown_as_it_is(opened: Open) -> None:
    view = opened(page(hostile(), title="x"))
    key = f"{BASE}6/{STRINGS[6]}"
    assert view.value(f"KG.app.select(KG.app.model.places.get({key!r}))") is None
    assert view.page.locator("#panel h2").text_content() == STRINGS[6]
    assert STRINGS[6] in view.page.locator("#panel mark").all_text_contents()


@pytest.mark.browser
@pytest.mark.parametrize("text", STRINGS[:20])
def test_a_title_is_only_a_title(opened: Open, text: str) -> None:
    graph = gold("linan-2023").subgraph([f"{BASE}institution/临安区人民政府"])
    view = opened(page(graph, title=text))
    assert view.value("typeof window.boomed") == "undefined"
    assert view.page.locator("#title").text_content() == text
    assert view.errors == []


@pytest.mark.browser
def test_the_address_runs_nothing(opened: Open) -> None:
    view = opened(
        page(gold("linan-2023"), title="x"),
        hash="#node=<img src=x onerror=alert(1)>&hide=<script>alert(1)</script>",
    )
    assert view.dialogs == []
    assert view.errors == []


@pytest.mark.browser
def test_the_policy_stops_what_is_not_ours(opened: Open) -> None:
    view = opened(page(gold("linan-2023"), title="x"))
    view.value(
        "(() => { const one = document.createElement('script'); one.textContent = 'window.boomed = 1'; document.body.append(one); })()"
    )
    view.value("fetch('http://127.0.0.1:9/').catch(() => { window.refused = 1 })")
    view.page.wait_for_timeout(100)
    assert view.value("window.boomed") is None
    assert view.value("window.refused") == 1
    assert all("Content Security Policy" in text for text in view.errors)
    assert len(view.errors) >= 2
