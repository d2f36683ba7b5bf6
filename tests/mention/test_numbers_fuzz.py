"""The grammar of numbers under texts of nothing but numbers: no error, offsets in order, what is written is read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from fuzzing import SIGNS, numbers, seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.mention.numbers import scan
from kg.quantity import parse_number, share

SAME = settings(max_examples=300, deadline=None, derandomize=True, database=None)
DIGITS = "零一二三四五六七八九"


def han(value: int) -> str:
    """A numeral as people write it: 一千零五十万三千, 十二."""
    if value >= 10**8:
        return _joined(han(value // 10**8) + "亿", value % 10**8, 10**7)
    if value >= 10**4:
        return _joined(han(value // 10**4) + "万", value % 10**4, 10**3)
    words, gap = "", False
    for sign, unit in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // unit % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + sign
        gap = not digit
    return words.removeprefix("一") if words.startswith("一十") else words or "零"


def _joined(head: str, rest: int, full: int) -> str:
    return head if not rest else head + ("零" if rest < full else "") + _tens(rest)


def _tens(value: int) -> str:
    words = han(value)
    return f"一{words}" if words.startswith("十") else words


@SAME
@given(st.lists(st.integers(0, 255), max_size=60))
def test_any_text_of_such_signs(signs: list[int]) -> None:
    numbers(bytes(signs))


@SAME
@given(st.data())
def test_figures_with_signs_changed(data: st.DataObject) -> None:
    text = bytearray(data.draw(st.sampled_from(seeds("numbers"))))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        text[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    numbers(bytes(text))


@SAME
@given(st.integers(0, 10**12))
def test_chinese_numerals_are_read_as_they_are_written(value: int) -> None:
    assert parse_number(han(value)) == value


@pytest.mark.parametrize(
    ("value", "words"), [(12, "十二"), (100_010, "十万零一十"), (10_503_000, "一千零五十万三千"), (0, "零")]
)
def test_numerals_are_written_as_people_do(value: int, words: str) -> None:
    assert han(value) == words


@SAME
@given(st.decimals(0, 10**9, places=2), st.sampled_from(("万", "亿", "千", "十万", "百万", "")))
def test_digits_with_a_scale(value: Decimal, scale: str) -> None:
    times = {"万": 10**4, "亿": 10**8, "千": 10**3, "十万": 10**5, "百万": 10**6, "": 1}[scale]
    assert parse_number(f"{value:,}{scale}") == value * times


def test_what_is_too_long_is_noise() -> None:
    long = "9" * 40
    assert parse_number(long) is None and parse_number("9" * 24) == int("9" * 24)
    assert not scan(f"收案比为{long}:{long}，占比为{long}:3")
    assert share("9" * 24, "一") == Decimal("9" * 24 + "00")
    assert [f.value for f in scan("收案比为4.15:1。比例调整为7:3")] == [Decimal("4.15"), Decimal("2.3333")]
    assert "∶" in SIGNS
