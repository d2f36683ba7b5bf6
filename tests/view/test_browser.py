"""The viewer in a real browser, from ``file://``: what a person does with it, and that it asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from view.conftest import Opened
from view.graphs import BASE, gold, made_up

from kg.view import page

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]
TITLE = "临安区人民政府关于临安区2023年法治政府建设年度报告"
REFORM = "双随机、一公开监管"


@pytest.fixture(scope="module")
def html() -> str:
    return page(gold("linan-2023"), title=TITLE)


def clean(view: Opened, *, reloads: int = 0) -> None:
    """Nothing but the file was asked for, once for each time it was opened, and nothing went wrong."""
    assert sum(url.startswith("file://") for url in view.requests) <= 1 + reloads
    assert [url for url in view.requests if not url.startswith("file://")] in ([], ["data:,"])
    assert len({url.split("#")[0] for url in view.requests}) == 1
    assert view.errors == []
    assert view.dialogs == []


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_opens_without_a_request_or_an_error(
    html: str, opened: Open, width: int, height: int, scheme: str
) -> None:
    view = opened(html, width=width, height=height, scheme=scheme)
    assert view.page.title() == TITLE
    assert view.value("KG.app.model.nodeSet.length") == 123 + 37
    assert view.value("document.documentElement.dataset.theme") == scheme
    assert view.value("document.documentElement.scrollWidth <= innerWidth")
    clean(view)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_no_labels_collide_at_the_first_view(html: str, opened: Open, width: int, height: int) -> None:
    view = opened(html, width=width, height=height)
    boxes = view.value("KG.app.canvas.boxes().map(({x, y, w, h, text}) => [x, y, w, h, text])")
    assert len(boxes) > (150 if width > 1000 else 40)
    for place, (x, y, w, h, text) in enumerate(boxes):
        for x2, y2, w2, h2, other in boxes[:place]:
            assert not (x < x2 + w2 and x2 < x + w and y < y2 + h2 and y2 < y + h), (text, other)


def test_all_names_are_seen_at_the_first_view_of_a_report(html: str, opened: Open) -> None:
    view = opened(html)
    assert view.value("KG.app.canvas.boxes().filter((box) => box.kind === 'label').length") == 160
    assert (
        view.value(
            "Math.min(...KG.app.canvas.boxes().map((box) => box.size)) * KG.app.canvas.network.getScale()"
        )
        >= 11
    )


def test_search_finds_by_characters_other_names_and_initials(html: str, opened: Open) -> None:
    view = opened(html)
    for typed in ("双随机", "ssjygkjg", "双随机监管", "SSJYGK", "“双随机、一公开”"):
        view.page.keyboard.press("/")
        assert view.value("document.activeElement.id") == "search"
        view.page.keyboard.insert_text(typed)
        assert REFORM in view.page.locator("#hits li .name").all_text_contents(), typed
        while view.page.locator("#hits li[aria-selected=true] .name").text_content() != REFORM:
            view.page.keyboard.press("ArrowDown")
        view.page.keyboard.press("Enter")
        assert view.selected == REFORM, typed
        view.page.keyboard.press("Escape")
        assert view.selected is None
    clean(view)


def test_search_says_when_there_is_nothing(html: str, opened: Open) -> None:
    view = opened(html)
    view.page.fill("#search", "没有这个名字")
    assert "没有找到" in view.page.text_content("#hits")
    view.page.keyboard.press("Escape")
    assert view.page.locator("#hits").is_hidden()


def test_panel_shows_figures_and_the_sentence_with_its_quote(html: str, opened: Open) -> None:
    view = opened(html, hash="#node=" + quote(f"{BASE}institution/临安区人民政府"))
    panel = view.page.locator("#panel")
    figure = panel.locator(".figure", has_text="较35%").first
    assert figure.locator("b").text_content() == "52%"
    assert figure.locator(".way").text_content() == "↑ 较35%"
    assert "2023" in figure.locator("dl").text_content()
    assert "35%（2022）" in figure.locator("dl").text_content()
    assert "52%" in figure.locator("mark").first.text_content()
    assert "行政复议案件调撤率" in figure.locator("blockquote").first.text_content()
    assert TITLE in figure.locator("figcaption").first.text_content()
    assert "聚焦争议化解" in figure.locator("figcaption").first.text_content()
    clean(view)


def test_every_passage_marks_the_words_of_the_gold(html: str, opened: Open) -> None:
    view = opened(html)
    key = f"{BASE}reform/{REFORM}"
    expected = {
        one["sentence"][one["quote_start"] : one["quote_end"]]
        for one in [*gold("linan-2023").nodes[key]["facts"], *gold("linan-2023").nodes[key]["mentions"]]
    }
    view.value(f"KG.app.select(KG.app.model.places.get({key!r}))")
    assert expected <= set(view.page.locator("#panel mark").all_text_contents())


def test_walks_to_a_neighbour_and_back(html: str, opened: Open) -> None:
    view = opened(html)
    view.value(f"KG.app.select(KG.app.model.places.get('{BASE}reform/{REFORM}'))")
    view.page.locator("#panel .walk", has_text="临安区人民政府").first.click()
    assert view.selected == "临安区人民政府"
    assert "#node=" in view.page.url
    view.page.go_back()
    view.page.wait_for_timeout(100)
    assert view.selected == REFORM
    assert view.page.locator("#panel h2").text_content() == REFORM
    clean(view)


def test_a_click_on_a_name_opens_it(html: str, opened: Open) -> None:
    view = opened(html)
    spot = view.value(
        "(() => { const box = KG.app.canvas.boxes().find((box) => box.text.startsWith('证照分离改革'));"
        " return KG.app.canvas.network.canvasToDOM({x: box.x + 20, y: box.y + box.h / 2}) })()"
    )
    stage = view.page.locator("#stage").bounding_box()
    view.page.mouse.click(stage["x"] + spot["x"], stage["y"] + spot["y"])
    assert view.selected == "证照分离改革"
    view.page.keyboard.press("Escape")
    assert view.selected is None
    assert view.page.locator("#panel").is_hidden()
    clean(view)


def test_filters_by_type_and_predicate_count_what_is_left(html: str, opened: Open) -> None:
    view = opened(html)
    reforms = view.page.locator("#types .filter", has_text="改革举措")
    assert reforms.locator(".count").text_content() == "70"
    reforms.click()
    assert view.value("KG.app.model.nodeSet.length") == 90
    assert "显示 90 / 160" in view.page.text_content("#count")
    assert reforms.get_attribute("aria-pressed") == "false"
    assert "hide=Reform" in view.page.url
    edges = view.value("KG.app.model.edgeSet.length")
    view.page.locator("#predicates .filter", has_text="位于").click()
    assert view.value("KG.app.model.edgeSet.length") == edges - 21
    view.page.click("#all")
    assert view.value("KG.app.model.nodeSet.length") == 160
    clean(view)


def test_deep_link_brings_back_what_was_seen(html: str, opened: Open) -> None:
    view = opened(html, hash="#node=" + quote(f"{BASE}reform/{REFORM}") + "&hide=Policy&without=located_in")
    assert view.selected == REFORM
    assert view.value("KG.app.model.state.hidden.types.has('Policy')")
    assert view.page.locator("#types .filter", has_text="政策文件").get_attribute("aria-pressed") == "false"
    for broken in ("#node=%E0%A4%A", "#node=nowhere", "#&&=", "#hide=%"):
        view.value(f"location.hash = '{broken}'")
        view.page.wait_for_timeout(30)
        assert view.selected is None
    clean(view)


def test_language_and_theme_switch_and_are_remembered(html: str, opened: Open) -> None:
    view = opened(html, hash="#node=" + quote(f"{BASE}reform/{REFORM}"))
    view.page.click("#language")
    assert view.value("document.documentElement.lang") == "en"
    assert "Reforms" in view.page.text_content("#types")
    assert "Figures" in view.page.text_content("#panel")
    view.page.click("#theme")
    assert view.value("document.documentElement.dataset.theme") == "dark"
    assert view.value("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
    view.page.reload()
    view.page.wait_for_selector("html[data-ready]")
    assert view.value("document.documentElement.lang") == "en"
    clean(view, reloads=1)


def test_keyboard_reaches_the_graph_and_the_panel(html: str, opened: Open) -> None:
    view = opened(html)
    view.page.focus("#graph")
    view.page.keyboard.press("ArrowRight")
    assert view.selected == "临安区人民政府"
    view.page.keyboard.press("ArrowDown")
    assert view.selected not in (None, "临安区人民政府")
    view.page.keyboard.press("Enter")
    assert view.value("document.activeElement.tagName") == "H2"
    view.page.keyboard.press("Tab")
    assert view.value("document.getElementById('panel').contains(document.activeElement)")
    unnamed = view.value(
        "[...document.querySelectorAll('button, input, [role]')].filter((one) =>"
        " !(one.getAttribute('aria-label') || one.textContent.trim() || one.title) && !one.hidden).map((one) => one.outerHTML)"
    )
    assert unnamed == []
    clean(view)


def test_pictures_are_saved(html: str, opened: Open, tmp_path: Path) -> None:
    view = opened(html)
    for button, start, ending in (("#png", b"\x89PNG", ".png"), ("#svg", b"<svg", ".svg")):
        with view.page.expect_download() as download:
            view.page.click(button)
        file = tmp_path / f"picture{ending}"
        download.value.save_as(file)
        assert download.value.suggested_filename.endswith(ending)
        assert file.read_bytes().startswith(start)
        assert file.stat().st_size > 10_000
    clean(view)


def test_physics_runs_only_when_asked_and_the_layout_comes_back(html: str, opened: Open) -> None:
    view = opened(html)
    script = "JSON.stringify(KG.app.canvas.network.getPositions([1, 2, 3]))"
    before = view.value(script)
    view.page.wait_for_timeout(200)
    assert view.value(script) == before
    view.page.click("#physics")
    view.page.wait_for_timeout(300)
    assert view.value(script) != before
    view.page.click("#physics")
    view.page.wait_for_timeout(100)
    assert view.value(script) == before
    clean(view)


def test_the_narrow_page_has_a_menu_and_a_sheet(html: str, opened: Open) -> None:
    view = opened(html, width=390, height=844, mobile=True)
    assert view.page.locator("#side").is_hidden()
    view.page.click("#menu")
    assert view.page.locator("#side").is_visible()
    view.page.click("#menu")
    view.page.fill("#search", REFORM)
    view.page.keyboard.press("Enter")
    box = view.page.locator("#panel").bounding_box()
    assert box["width"] == 390
    assert box["y"] > 300
    clean(view)


def test_a_large_graph_opens_on_a_part_and_grows(opened: Open) -> None:
    view = opened(page(made_up(5000), title="大图", limit=600))
    assert view.value("KG.app.model.nodeSet.length") == 600
    assert "600" in view.page.text_content("#count")
    assert "5000" in view.page.text_content("#count")
    hub = view.value("[...KG.app.model.hubs][0]")
    view.value(f"KG.app.select({hub})")
    unseen = view.value(
        f"KG.app.model.neighbours({hub}).filter((id) => !KG.app.model.state.shown.has(id)).length"
    )
    assert unseen > 100
    view.page.click("#panel .expand")
    assert view.value("KG.app.model.nodeSet.length") == 660
    # What has come stands in groups of its own, clear of all others.
    boxes = view.value("KG.app.model.frames.map(({x, y, w, h, count, r}) => [x, y, x + w, y + h, count, r])")
    fresh = [box for box in boxes if box[5] < 0]
    assert sum(box[4] for box in fresh) == 60
    for one in fresh:
        for other in boxes:
            apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
            assert apart or one == other
    loose = view.value(
        "KG.app.model.nodeSet.getIds().filter((id) => !KG.app.model.hubs.has(id) && !KG.app.model.nodes[id].frame).length"
    )
    assert loose == 0
    while view.page.locator("#panel .expand").count():
        view.page.click("#panel .expand")
    assert view.value("KG.app.model.nodeSet.length") == 600 + unseen
    view.page.fill("#search", "第4999号")
    view.page.keyboard.press("Enter")
    assert view.selected == "示例事项第4999号"
    assert view.value("KG.app.model.nodeSet.get(KG.app.model.state.selected) !== null")
    clean(view)


def test_several_reports_can_be_filtered(opened: Open) -> None:
    view = opened(page(gold("qinghe-2022", "qinghe-2023", "lanchuan-2023"), title="三份报告"))
    assert view.page.locator("#reports .filter").count() == 3
    before = view.value("KG.app.model.nodeSet.length")
    view.page.locator("#reports .filter").first.click()
    assert 0 < view.value("KG.app.model.nodeSet.length") < before
    clean(view)
