from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from kg.compare import Comparison, compare, page, picture
from kg.errors import KgError
from kg.store import Store
from tests.compare.test_compare import RECEIVED, store  # noqa: F401 - a fixture

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def found(store: Store) -> Comparison:  # noqa: F811
    return compare(store, [RECEIVED, "head-court-appearance-rate"])


def words(svg: bytes) -> str:
    return " ".join(node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text"))


def test_the_picture_shows_places_years_and_values(found: Comparison) -> None:
    drawn = picture(found, RECEIVED)
    assert drawn is not None
    shown = words(drawn)
    assert all(word in shown for word in ("青禾区", "澜川市", "2022", "2023", "186", "274", "县区级"))
    assert drawn == picture(found, RECEIVED)
    png = picture(found, RECEIVED, format="png")
    assert png is not None and png.startswith(b"\x89PNG")


def test_one_year_is_drawn_as_bars(store: Store) -> None:  # noqa: F811
    drawn = picture(compare(store, [RECEIVED], years=[2023], regions=["区"]), RECEIVED)
    assert drawn is not None and b"mark-rect" in drawn and b"mark-line" not in drawn


def test_nothing_stated_is_no_picture_and_says_so(store: Store) -> None:  # noqa: F811
    nothing = compare(store, ["hotline-requests"], regions=["石坳镇"])
    assert picture(nothing, "hotline-requests") is None
    assert "报告未载明" in page(nothing) or "没有报告载明" in page(nothing)
    with pytest.raises(KgError, match="one of svg, png"):
        picture(nothing, "hotline-requests", format="gif")


def test_the_page_holds_figures_words_and_doubts(found: Comparison) -> None:
    text = page(found)
    assert "与上年报告不一致" in text and "<mark>收到行政复议申请274件" in text
    assert text.count("<svg") == 2 and "<script" not in text and "http-equiv" in text


def test_names_cannot_run_as_code(found: Comparison) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    cells = tuple(
        replace(c, place_name=evil, sentence=evil + c.sentence, title=evil, publisher=evil, unit=c.unit)
        for c in found.cells
    )
    text = page(Comparison(found.indicators, cells))
    assert "<script" not in text and "<img" not in text and "&lt;script" in text
