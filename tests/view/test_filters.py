"""Filters: by type, predicate, report, year and topic; what is left closes up."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from view.conftest import Opened
from view.graphs import gold
from view.test_browser import clean

from kg.view import page

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]
STEMS = ("qinghe-2022", "qinghe-2023", "lanchuan-2023")
NAMES = ("types", "predicates", "reports", "years", "topics")


@pytest.fixture(scope="module")
def html() -> str:
    return page(gold(*STEMS), title="三份报告")


def frames(view: Opened) -> list[dict[str, Any]]:
    """The groups that are seen, with the places of the rows in them."""
    found: list[dict[str, Any]] = view.value(
        "KG.app.model.frames.filter((f) => f.count).map(({x, y, w, h, left}) =>"
        " ({x, y, w, h, rows: left.map((id) => [KG.app.model.nodes[id].x, KG.app.model.nodes[id].y])}))"
    )
    return found


def places(view: Opened) -> str:
    found: str = view.value("JSON.stringify(KG.app.canvas.network.getPositions())")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_filter_hides_what_its_count_says(html: str, opened: Open, name: str) -> None:
    view = opened(html)
    before = view.value("KG.app.model.nodeSet.length"), view.value("KG.app.model.edgeSet.length")
    row = view.page.locator(f"#{name} li").first
    count = int(row.locator(".count").text_content())
    assert count > 0
    row.locator(".filter").click()
    assert row.locator(".filter").get_attribute("aria-pressed") == "false"
    after = view.value("KG.app.model.nodeSet.length"), view.value("KG.app.model.edgeSet.length")
    if name == "types":
        assert before[0] - after[0] == count
    elif name == "predicates":
        assert (after[0], before[1] - after[1]) == (before[0], count)
    else:  # a thing of two reports stays while one of them is shown
        assert 0 < before[0] - after[0] <= count
    view.page.reload()
    view.page.wait_for_selector("html[data-ready]")
    assert view.value("KG.app.model.nodeSet.length") == after[0]
    view.page.click("#all")
    assert view.value("KG.app.model.nodeSet.length") == before[0]
    clean(view, reloads=1)


@pytest.mark.parametrize("name", ["types", "reports", "years", "topics"])
def test_one_alone_and_all_again(html: str, opened: Open, name: str) -> None:
    view = opened(html)
    before = view.value("KG.app.model.nodeSet.length")
    row = view.page.locator(f"#{name} li").first
    row.hover()
    row.locator(".only").click()
    assert (
        view.value(f"KG.app.model.state.hidden.{name}.size") == view.page.locator(f"#{name} li").count() - 1
    )
    assert 0 < view.value("KG.app.model.nodeSet.length") < before
    assert view.value("document.activeElement.className") == "only"
    view.page.keyboard.press("Enter")
    assert view.value("KG.app.model.nodeSet.length") == before


def test_a_topic_is_that_of_figures_and_sections(html: str, opened: Open) -> None:
    view = opened(html)
    row = view.page.locator("#topics li", has_text="行政复议")
    row.hover()
    row.locator(".only").click()
    types = set(
        view.value("[...new Set(KG.app.model.nodeSet.getIds().map((id) => KG.app.model.nodes[id].group))]")
    )
    assert {"Metric", "Institution"} <= types
    topics = view.value(
        "KG.app.model.nodeSet.getIds().filter((id) => !KG.app.model.hubs.has(id)).map((id) => KG.app.model.traits[id].topics)"
    )
    assert len(topics) > 5
    assert all("reconsideration" in own for own in topics)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_filtered_rows_leave_no_gaps(html: str, opened: Open, width: int, height: int) -> None:
    view = opened(html, width=width, height=height)
    for hidden in (
        "hide=Metric",
        "hide=Policy,Institution",
        "no-report=https%3A%2F%2Fw3id.org%2Ffazhi-kg%2Freport%2Fqinghe-2022",
    ):
        view.value(f"location.hash = '#{hidden}'")
        view.page.wait_for_timeout(50)
        assert view.value("Object.values(KG.app.model.state.hidden).filter((one) => one.size).length") == 1
        close_together(view)


def close_together(view: Opened) -> None:
    seen = frames(view)
    assert len(seen) > 5
    for one in seen:
        lines = sorted({round(y - one["y"]) for _, y in one["rows"]})
        assert lines[0] in (39, 40, 41)
        assert all(18 <= b - a <= 24 for a, b in pairwise(lines)), lines
        assert one["h"] - lines[-1] < 24
        assert all(one["x"] < x < one["x"] + one["w"] for x, _ in one["rows"])
    for place, a in enumerate(seen):
        for b in seen[:place]:
            assert (
                a["x"] >= b["x"] + b["w"]
                or b["x"] >= a["x"] + a["w"]
                or a["y"] >= b["y"] + b["h"]
                or b["y"] >= a["y"] + a["h"]
            )
    drawn = view.value(
        "KG.app.model.nodeSet.getIds().map((id) => [KG.app.canvas.place(id).x, KG.app.canvas.place(id).y, KG.app.model.nodes[id].x, KG.app.model.nodes[id].y])"
    )
    assert all((x, y) == (x2, y2) for x, y, x2, y2 in drawn)


def test_groups_move_towards_their_publisher_and_back(html: str, opened: Open) -> None:
    view = opened(html)
    before, tall = places(view), sum(one["h"] for one in frames(view))
    view.page.locator("#types .filter", has_text="指标").click()
    assert sum(one["h"] for one in frames(view)) < tall * 0.8
    assert places(view) != before
    view.page.locator("#types .filter", has_text="指标").click()
    assert places(view) == before
    clean(view)
