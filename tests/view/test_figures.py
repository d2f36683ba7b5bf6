"""Figures as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kg.view.data import pinyin
from kg.view.figures import amount, short
from kg.view.group import heading


@pytest.mark.parametrize(
    ("value", "unit", "kind", "text"),
    [
        (52, "%", "rate", "52%"),
        (Decimal("98.860"), "%", "rate", "98.86%"),
        ("4.15", ":1", "ratio", "4.15:1"),
        (27, "名", "rank", "第27名"),
        (3, "", "rank", "第3名"),
        (120_000_000, "元", "money", "1.2亿元"),
        (4_318_000, "元", "money", "431.8万元"),
        (123_456_789, "元", "money", "12,345.6789万元"),
        (9_820, "户次", "count", "9,820户次"),
        (100.0, "%", "rate", "100%"),
        (None, "%", "rate", ""),
        ("many", "件", "count", ""),
        (0, "件", "count", "0件"),
    ],
)
def test_amount(value: object, unit: str, kind: str, text: str) -> None:
    assert amount(value, unit, kind) == text


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ({"value": 52, "unit": "%", "baseline_value": 35, "change": 17}, "52% ↑ 较35%"),
        ({"value": 64, "unit": "项", "baseline_value": 300, "approximate": True}, "约64项 ↓ 较300项"),
        ({"value": 92, "unit": "次", "change": 12, "change_unit": "%"}, "92次 ↑"),
        ({"value": None, "unit": "件", "change": -12, "change_unit": "%"}, "↓12%"),
        ({"value": 7, "unit": "件"}, "7件"),
        ({"value": 5, "unit": "件", "baseline_value": 5}, "5件 较5件"),
        ({}, ""),
    ],
)
def test_short(fact: dict[str, Any], text: str) -> None:
    assert short(fact) == text


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("(一)突出提质增效,全力优化", "突出提质增效,全力优化"),
        ("（十二）深化改革。", "深化改革"),
        ("三、下一步工作", "下一步工作"),
        ("2023年法治政府建设主要情况", "2023年法治政府建设主要情况"),
        ("1. 健全机制", "健全机制"),
        ("第二章 总则", "总则"),
        ("", ""),
    ],
)
def test_heading_without_its_number(text: str, bare: str) -> None:
    assert heading(text) == bare


def test_pinyin_initials() -> None:
    assert pinyin("行政复议") == "xzfy"
    assert pinyin("“7+3”举措") == "73jc"
    assert pinyin("重庆银行") == "cqyh"
