from __future__ import annotations

from decimal import Decimal

import pytest

from kg.report.amounts import amount, change, moved, span
from kg.report.values import Point, Trend


def trend(before: str, value: str, unit: str, kind: str = "count") -> Trend:
    point = Point(2023, "stated", Decimal(value), False, None, None, False, None, None, None)
    return Trend("x", "某数", unit, kind, "neutral", (point,), 2022, Decimal(before), point)


@pytest.mark.parametrize(
    ("one", "says", "short"),
    [
        (trend("186", "274", "件"), "由186件增至274件，增加88件（47.3%）", "+88件"),
        (trend("200", "100", "件"), "由200件减至100件，减少100件（50%）", "−100件"),
        (trend("0", "5", "件"), "由0件增至5件，增加5件", "+5件"),
        (trend("36", "48.5", "%", "rate"), "由36%升至48.5%，提高12.5个百分点", "+12.5个百分点"),
        (trend("12.1", "9.2", "%", "rate"), "由12.1%降至9.2%，下降2.9个百分点", "−2.9个百分点"),
        (trend("5", "3", "名", "rank"), "由第5名升至第3名", "−2名"),
        (trend("5", "9", "名"), "由5名增至9名，增加4名（80%）", "+4名"),
        (trend("1.6", "2.3", ":1", "ratio"), "由1.6∶1升至2.3∶1", "+0.7"),
        (
            trend("14600000", "19850000", "元", "money"),
            "由1,460万元增至1,985万元，增加525万元（36%）",
            "+525万元",
        ),
        (trend("100", "100", "%", "rate"), "保持在100%", "±0个百分点"),
    ],
)
def test_changes_in_words_and_in_a_table(one: Trend, says: str, short: str) -> None:
    assert moved(one) == says
    assert change(one) == short


def test_large_sums_in_yi() -> None:
    assert amount(trend("1", "2", "元", "money"), Decimal(127_000_000)) == "1.27亿元"


def test_years_in_words() -> None:
    assert [span((2023,)), span((2021, 2022)), span((2019, 2021))] == [
        "2023年",
        "2021—2022年",
        "2019、2021年",
    ]
