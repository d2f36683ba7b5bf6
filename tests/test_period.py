from __future__ import annotations

import pytest

from kg.period import find_periods


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2023年", ["2023"]),
        ("2021年、2022年分别", ["2021", "2022"]),
        ("2021—2025年", ["2021/2025"]),
        ("2019年以来", ["2019/2023"]),
        ("“十四五”前三年", ["2021/2023"]),
        ("“十三五”期间", ["2016/2020"]),
        ("五年来", ["2019/2023"]),
        ("近三年", ["2021/2023"]),
        ("上半年", ["2023-01/2023-06"]),
        ("1—11月", ["2023-01/2023-11"]),
        ("上年", ["2022"]),
        ("明年", ["2024"]),
        ("三年行动", []),
        ("无", []),
    ],
)
def test_times_in_words(words: str, iso: list[str]) -> None:
    assert [period.iso for period in find_periods(words, year=2023)] == iso


def test_offsets_are_those_of_the_text() -> None:
    text = "截至２０２３年底"
    (period,) = find_periods(text, year=None)
    assert text[period.start : period.end] == "２０２３年"
    assert period.iso == "2023"


def test_relative_times_need_the_reports_year() -> None:
    assert find_periods("上年", year=None) == ()
