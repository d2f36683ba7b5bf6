from __future__ import annotations

import pytest

from kg.ask.times import read_times


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2023年", (2023,)),
        ("23年", (2023,)),
        ("二〇二三年", (2023,)),
        ("2021至2023年", (2021, 2022, 2023)),
        ("2021年和2023年", (2021, 2023)),
        ("今年", (2024,)),
        ("去年", (2023,)),
        ("前年", (2022,)),
        ("大前年", (2021,)),
        ("近两年", (2023, 2024)),
        ("最近三年来", (2022, 2023, 2024)),
        ("与去年相比", ()),
        ("12345热线", ()),
        ("90年代", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert read_times(text, latest=2024, mark="Ⓨ").years == years


def test_what_is_relative_is_noted_and_needs_a_report() -> None:
    found = read_times("去年的败诉率", latest=2024, mark="Ⓨ")
    assert found.text == "Ⓨ的败诉率" and "2023年" in found.notes[0]
    assert read_times("去年的败诉率", latest=None, mark="Ⓨ").years == ()
