from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mention.numbers import scan


def read(text: str) -> list[tuple[str, str]]:
    return [(f"{figure.value:f}", figure.unit) for figure in scan(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("审查合同128件", [("128", "件")]),
        ("惠及企业1.3万户，减免罚款0.42亿元", [("13000", "户"), ("42000000", "元")]),
        ("培训３９００余人次", [("3900", "人次")]),
        ("调研五次。", [("5", "次")]),
        ("对司法局等八家单位开展督察", [("8", "家")]),
        ("活动两千三百余场", [("2300", "场")]),
        ("参考率百分之九十九点六", [("99.6", "%")]),
        ("案件占近三成", [("30", "%")]),
        ("占三分之二以上", [("66.6667", "%")]),
        ("压缩一半以上", [("50", "%")]),
        ("产值翻了一番", [("1", "倍")]),
        ("收案比为1.27∶1", [("1.27", ":1")]),
        ("列全省第一，居全国第11位，进入全省前27名", [("1", "名"), ("11", "名"), ("27", "名")]),
        ("下降3.2个百分点", [("3.2", "个百分点")]),
        (
            "覆盖率分别提高20.9、36.2、54个百分点",
            [("20.9", "个百分点"), ("36.2", "个百分点"), ("54", "个百分点")],
        ),
        ("近14亿人口", [("1400000000", "")]),
        ("编制专报4。", [("4", "")]),
        ("装机突破1亿千瓦", [("100000000", "千瓦")]),
        ("传播量突破百亿次", [("10000000000", "次")]),
    ],
)
def test_figures(text: str, found: list[tuple[str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "一号改革工程",
        "“7+3”举措",
        "落实行政执法三项制度",
        "推进法治建设第一责任人职责",
        "第二批典型案例",
        "实施“八五”普法规划",
        "两高一低整治",
        "12345热线",
        "建设5G工厂",
        "8.6代线",
        "法〔2021〕3号",
        "《纲要（2021—2025年）》",
        "《纲要(20212025年)》",
        "2024-02-23 17:03",
        "一是强化统筹。（一）聚焦。1.提速",
        "增强“四个意识”",
        "提供24小时自助服务",
        "一批重大项目",
        "“综合查一次”制度",
        "最多跑一次",
        "二十届三中、四次全会",
        "三次产业结构",
    ],
)
def test_numbers_that_measure_nothing(text: str) -> None:
    assert read(text) == []


def test_hedges_belong_to_the_figure() -> None:
    text = "受众约150万人次，达到64项左右"
    first, second = scan(text)
    assert (text[first.start : first.end], first.approximate) == ("约150万人次", True)
    assert (text[second.start : second.end], second.approximate) == ("64项左右", True)
    (saved,) = scan("为企业节约30万元")
    assert not saved.approximate


@given(
    st.text(
        alphabet="一二三十百千万亿余近约第前1234567890.%:：个件元名位年月日比增长至由成半倍番、，。 “”《》",
        max_size=60,
    )
)
def test_figures_lie_in_the_text_in_order(text: str) -> None:
    figures = scan(text)
    assert all(0 <= f.start < f.end <= len(text) for f in figures)
    assert all(a.end <= b.start for a, b in pairwise(figures))
