"""The full text in the page: which texts fit, how they are cut, and the text view linked both ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from view.conftest import Opened
from view.graphs import BASE, gold, texts
from view.test_page import payload

from kg.view import page, text

Open = Callable[..., Opened]
REFORM = f"{BASE}reform/双随机、一公开监管"
STEMS = ("qinghe-2022", "qinghe-2023", "lanchuan-2023")


@pytest.fixture(scope="module")
def html() -> str:
    return page(gold("linan-2023"), title="报告", texts=texts("linan-2023"))


def choose(view: Opened, key: str) -> None:
    view.value(f"KG.app.select(KG.app.model.places.get({key!r}))")


def test_texts_are_carried_as_far_as_the_budget_goes() -> None:
    graph, known = gold(*STEMS), texts(*STEMS)
    assert set(text.fitting(graph, known)) == set(known)
    longest = max(map(len, known.values()))
    few = text.fitting(graph, known, budget=longest + 10)
    assert len(few) == 1
    assert text.fitting(graph, known, budget=10) == {}
    assert text.fitting(graph, {"urn:other": "x"}) == {}


def test_a_sentence_that_the_text_holds_is_not_written_twice() -> None:
    graph = gold("linan-2023")
    bare, full = page(graph, title="x"), page(graph, title="x", texts=texts("linan-2023"))
    data = payload(full)
    (body,) = data["texts"]
    assert all(isinstance(rest, int) for _, start, rest in data["sentences"] if start >= 0)
    for (_, start, rest), (_, _, words) in zip(data["sentences"], payload(bare)["sentences"], strict=True):
        assert (body["t"][start:rest] if isinstance(rest, int) else rest) == words
    assert len(full) - len(bare) < len(body["t"])


def test_a_text_that_is_another_one_is_not_believed() -> None:
    wrong = {f"{BASE}report/linan-2023": "别的文字。" * 3000}
    data = payload(page(gold("linan-2023"), title="x", texts=wrong))
    assert {type(rest) for _, _, rest in data["sentences"]} == {str}


def test_headings_and_asides_are_found_in_units_of_the_page() -> None:
    shift = "𠀀" * 3
    report = f"{BASE}report/linan-2023"
    body = text.body(texts("linan-2023")[report])
    moved = text.body(texts("linan-2023")[report].replace("\n", f"{shift}\n", 1))
    assert len(body["h"]) > 10
    for start, end, level in body["h"]:
        assert body["t"][start:end].strip()
        assert level in (1, 2, 3)
    assert [h[0] + 6 for h in body["h"]] == [h[0] for h in moved["h"]]
    # The file holds the report twice: the second copy is one long aside.
    assert [end - start > 3000 for start, end, folded in body["a"] if folded] == [True]


@pytest.mark.browser
def test_a_second_copy_of_the_report_is_folded_away(html: str, opened: Open) -> None:
    view = opened(html, hash="#view=text")
    assert view.page.locator("#article details.aside").count() == 1
    assert view.page.locator("#article details.aside[open]").count() == 0


def test_a_text_that_is_no_report_has_no_headings() -> None:
    assert text.body("<b>短</b>") == {"t": "<b>短</b>", "h": [], "a": []}


@pytest.mark.browser
def test_the_text_is_the_report_to_the_letter(html: str, opened: Open) -> None:
    view = opened(html, hash="#view=text")
    shown = view.value("document.getElementById('article').textContent")
    known = texts("linan-2023")[f"{BASE}report/linan-2023"]
    folded = view.value(
        "[...document.querySelectorAll('#article summary')].map((one) => one.textContent).join('')"
    )
    assert "".join(shown.replace(folded, "").split()) == "".join(known.split())
    assert view.page.locator("#article h2").count() > 1
    assert view.errors == []


@pytest.mark.browser
def test_every_mention_of_the_gold_is_marked(html: str, opened: Open) -> None:
    view = opened(html, hash="#view=text")
    graph = gold("linan-2023")
    for key in list(graph)[:40]:
        words = {
            quote["sentence"][quote["quote_start"] : quote["quote_end"]]
            for quote in graph.nodes[key]["mentions"]
        }
        found = view.value(
            f"(() => {{ const id = KG.app.model.places.get({key!r});"
            " return [...document.querySelectorAll('#article .mention')].filter((one) => one.dataset.nodes.includes(` ${id} `))"
            ".map((one) => one.textContent).join('') })()"
        )
        assert all(word.replace("\n", "") in found.replace("\n", "") for word in words), key


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_a_mention_opens_its_node_and_stays_in_sight(
    html: str, opened: Open, width: int, height: int
) -> None:
    view = opened(html, width=width, height=height, hash="#view=text")
    mention = view.page.locator(".mention", has_text="证照分离改革").first
    mention.click()
    assert view.selected == "证照分离改革"
    assert view.page.locator("#panel h2").text_content() == "证照分离改革"
    assert "on" in (mention.get_attribute("class") or "").split()
    assert "node=" in view.page.url and "view=text" in view.page.url
    view.page.click("#view-graph")
    assert view.value("KG.app.model.nodeSet.get(KG.app.model.state.selected) !== null")
    assert view.errors == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_a_selected_node_scrolls_the_text_to_its_words(
    html: str, opened: Open, width: int, height: int
) -> None:
    view = opened(html, width=width, height=height, hash="#view=text")
    for key in (REFORM, f"{BASE}institution/国家知识产权局"):
        choose(view, key)
        lit = view.page.locator(".mention.on").first
        box, frame = lit.bounding_box(), view.page.locator("#text").bounding_box()
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_a_piece_of_evidence_opens_the_text_at_its_words(
    html: str, opened: Open, width: int, height: int
) -> None:
    view = opened(html, width=width, height=height, hash="#node=" + quote(REFORM))
    passage = view.page.locator("#panel .passage", has_text="双随机监管率达55.86%").first
    words = passage.locator("mark").text_content()
    passage.locator(".source").click()
    assert view.value("document.body.dataset.view") == "text"
    assert "".join(view.page.locator(".quoted").all_text_contents()) == words
    box, frame = view.page.locator(".quoted").first.bounding_box(), view.page.locator("#text").bounding_box()
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    view.page.go_back()
    view.page.wait_for_timeout(50)
    assert view.value("document.body.dataset.view") == "graph"
    assert view.errors == []


@pytest.mark.browser
def test_of_several_reports_one_is_chosen_and_what_is_missing_is_said(opened: Open) -> None:
    known = texts("qinghe-2022", "lanchuan-2023")
    view = opened(page(gold(*STEMS), title="三份", texts=known), hash="#view=text")
    chooser = view.page.locator("#report")
    assert chooser.locator("option").count() == 3
    assert "2 / 3" in view.page.text_content("#texts")
    for stem, there in (("qinghe-2022", True), ("qinghe-2023", False)):
        chooser.select_option(f"{BASE}report/{stem}")
        assert view.page.locator("#article .missing").count() == (0 if there else 1)
        assert view.page.locator("#article .mention").count() > 50
        assert quote(stem) in view.page.url
    starts = view.value(
        "[...document.querySelectorAll('#article .sentence > :first-child')].map((one) => Number(one.dataset.at))"
    )
    assert starts == sorted(starts)
    assert len(starts) > 10
    choose(view, f"{BASE}institution/澜川市人民政府")
    assert chooser.input_value() == f"{BASE}report/lanchuan-2023"
    assert view.page.locator(".mention.on").count() > 0
    assert view.errors == []


@pytest.mark.browser
def test_what_is_filtered_out_is_not_marked(html: str, opened: Open) -> None:
    view = opened(html, hash="#view=text")

    def count(script: str = "") -> Any:
        return view.value(f"document.querySelectorAll('#article .mention{script}').length")

    every, policies = count(), count("[title^=政策文件]")
    assert policies > 5
    view.page.locator("#types .filter", has_text="政策文件").click()
    assert count("[title^=政策文件]") == 0
    assert count() <= every
    view.page.click("#all")
    assert count() == every
