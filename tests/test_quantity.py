from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.quantity import Quantity, narrow, parse, parse_number, share, write


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,234.5", "1234.5"),
        ("１２．５", "12.5"),
        ("4.7千余", "4700"),
        ("30多万", "300000"),
        ("9.8万余", "98000"),
        ("2300余万", "23000000"),
        ("四百六十余", "460"),
        ("两千三百余", "2300"),
        ("一亿二千万", "120000000"),
        ("十一", "11"),
        ("二〇三五", "2035"),
        ("百亿", "10000000000"),
        ("万亿", "1000000000000"),
    ],
)
def test_numerals(words: str, value: str) -> None:
    assert parse_number(words) == Decimal(value)


@pytest.mark.parametrize("words", ["", "件", "三项", "1.2.3", "abc"])
def test_what_is_no_numeral(words: str) -> None:
    assert parse_number(words) is None


def test_shares_in_words() -> None:
    assert share("二", "三") == Decimal("66.6667")
    assert share("一", "2") == 50
    assert share("一", "零") is None


def test_narrow_keeps_every_offset() -> None:
    wide = "１２．５％（一）4∶1"
    assert narrow(wide) == "12.5%(一)4:1"
    assert len(narrow(wide)) == len(wide)


def test_hedges_make_a_quantity_vague() -> None:
    assert parse("约1.2万余件") == Quantity(Decimal(12000), "件", approximate=True)
    assert parse("64项左右") == Quantity(Decimal(64), "项", approximate=True)
    assert parse("36项") == Quantity(Decimal(36), "项")
    assert parse("若干件") is None


@given(
    st.decimals(min_value=0, max_value=10**12, places=3),
    st.sampled_from(["", "件", "%", "元", "人次", "公里"]),
    st.booleans(),
)
def test_reading_what_was_written(value: Decimal, unit: str, vague: bool) -> None:
    quantity = Quantity(value, unit, vague)
    assert parse(write(quantity)) == quantity
