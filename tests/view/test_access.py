"""A person with a keyboard or a screen reader reaches what the mouse reaches."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from view.conftest import Opened
from view.graphs import BASE, gold, texts
from view.test_browser import clean

from kg.view import page

pytestmark = pytest.mark.browser
Open = Callable[..., Opened]
REFORM = f"{BASE}reform/双随机、一公开监管"

# Text whose contrast with what lies under it is less than WCAG AA asks for.
PALE = """
(() => {
  const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
  const mix = (top, under) => { const a = top.length > 3 ? top[3] : 1; return [0, 1, 2].map((i) => top[i] * a + under[i] * (1 - a)); };
  const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { const stack = []; for (let n = e; n; n = n.parentElement) { const c = parse(getComputedStyle(n).backgroundColor); if (c.length && (c.length < 4 || c[3] > 0)) { stack.push(c); if (c.length < 4 || c[3] === 1) break; } } return stack.reduceRight((under, c) => mix(c, under), [255, 255, 255]); };
  const found = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    const s = getComputedStyle(e), box = e.getBoundingClientRect();
    if (!box.width || s.visibility === 'hidden' || s.opacity === '0' || e.closest('svg, [hidden], .unseen, script, noscript, .only')) continue;
    const under = ground(e), [a, b] = [light(mix(parse(s.color), under)), light(under)].sort((x, y) => y - x);
    const size = parseFloat(s.fontSize), big = size >= 24 || (size >= 18.66 && s.fontWeight >= 700);
    if ((a + 0.05) / (b + 0.05) < (big ? 3 : 4.5)) found.push([e.tagName, e.className, e.textContent.slice(0, 20), (a + 0.05) / (b + 0.05)]);
  }
  return found;
})()
"""


@pytest.fixture(scope="module")
def html() -> str:
    return page(gold("linan-2023"), title="报告", texts=texts("linan-2023"))


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_text_is_dark_enough(html: str, opened: Open, width: int, height: int) -> None:
    view = opened(html, width=width, height=height, hash=f"#hide=Person&node={quote(REFORM)}")
    if width < 1000:
        view.page.click("#menu")
    for scheme in ("light", "dark"):
        view.page.emulate_media(color_scheme=scheme)
        view.page.wait_for_selector(f"html[data-theme={scheme}]")
        for view_ in ("graph", "list", "text"):
            view.value(f"KG.app.show('{view_}')")
            assert view.value(PALE) == [], (scheme, view_)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_labels_on_the_canvas_are_dark_enough(html: str, opened: Open, scheme: str) -> None:
    view = opened(html, scheme=scheme)
    ratio = """((ink) => { const rgb = (c) => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16));
      const light = (c) => { const [r, g, b] = rgb(c).map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const [a, b] = [light(ink), light(KG.palette.surface)].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); })"""
    inks = [*view.value("['ink', 'muted', 'strong', 'accent'].map((name) => KG.palette[name])"),
            *view.value("KG.data.looks.types.map((style) => KG.ink(style.key))")]  # fmt: skip
    for ink in inks:
        assert view.value(f"{ratio}({ink!r})") >= 4.5, ink


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_that_acts_has_a_role_and_a_name(html: str, opened: Open, lang: str) -> None:
    view = opened(html, hash=f"#node={quote(REFORM)}")
    if lang == "en":
        view.page.click("#language")
    for view_ in ("graph", "list", "text"):
        view.value(f"KG.app.show('{view_}')")
        named(view)


def named(view: Opened) -> None:
    nameless = view.value(
        "[...document.querySelectorAll('button, a, input, select, summary, [role]:not(svg)')].filter((one) => one.checkVisibility())"
        ".filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || one.title || (one.labels && one.labels.length)))"
        ".map((one) => one.outerHTML)"
    )
    assert nameless == []
    icons = "[...document.querySelectorAll('svg.icon, svg.glyph')].every((one) => one.getAttribute('aria-hidden') === 'true')"
    assert view.value(icons)
    assert view.value(
        "[...document.querySelectorAll('[id]')].length === new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size"
    )


def test_the_tab_key_goes_the_way_the_eye_goes(html: str, opened: Open) -> None:
    view = opened(html)
    order = []
    for _ in range(150):
        view.page.keyboard.press("Tab")
        order.append(view.value("document.activeElement.id || document.activeElement.dataset.key || ''"))
        if order[-1] == "graph":
            break
    assert order[0] == "skip"
    wanted = [
        "skip",
        "search",
        "view-graph",
        "view-list",
        "view-text",
        "sparql",
        "link",
        "png",
        "svg",
        "theme",
        "language",
        "on:Institution",
        "only:Institution",
        "zoom-in",
        "graph",
    ]
    assert [order.index(one) for one in wanted] == sorted(order.index(one) for one in wanted)


def test_the_list_stands_in_for_the_picture(html: str, opened: Open) -> None:
    view = opened(html)
    view.page.keyboard.press("Tab")
    view.page.keyboard.press("Enter")
    assert view.value("document.body.dataset.view") == "list"
    assert view.page.locator("#list .entry").count() == view.value("KG.app.model.nodeSet.length")
    assert view.value("document.getElementById('graph').inert")
    for _ in range(3):
        view.page.keyboard.press("Tab")
    name = view.value("document.activeElement.querySelector('.name').textContent")
    view.page.keyboard.press("Enter")
    assert view.selected == name
    assert view.value("document.activeElement.tagName") == "H2"
    view.page.keyboard.press("Escape")
    assert view.selected is None
    assert view.value("document.activeElement.id") == "list"
    view.page.keyboard.press("Escape")
    assert view.value("document.body.dataset.view") == "graph"
    assert view.page.locator("#list .tail", has_text="52% ↑ 较35%").count() == 1
    clean(view)


def test_what_is_selected_is_said(html: str, opened: Open) -> None:
    view = opened(html)
    view.page.focus("#graph")
    view.page.keyboard.press("ArrowRight")
    said = view.page.text_content("#live")
    assert "临安区人民政府" in said and "机构" in said
    assert view.page.locator("#live").get_attribute("aria-live") == "polite"
    before = view.page.text_content("#count")
    view.page.locator("#types .filter").first.focus()
    view.page.keyboard.press("Space")
    assert view.page.text_content("#count") != before
    assert view.value("document.activeElement.dataset.key") == "on:Institution"


def test_mentions_in_the_text_are_reached_by_keyboard(html: str, opened: Open) -> None:
    view = opened(html, hash="#view=text")
    view.page.focus("#text")
    view.page.keyboard.press("Tab")
    assert "mention" in view.value("document.activeElement.className")
    view.page.keyboard.press("Enter")
    assert view.selected is not None
    assert view.value("document.activeElement.tagName") == "H2"
    clean(view)
