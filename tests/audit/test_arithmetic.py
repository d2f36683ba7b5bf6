"""Sums that do not come out, each beside one that does."""

from __future__ import annotations

import pytest
from audit.reports import codes, report, words

from kg.audit.arithmetic import differences, impossible
from kg.audit.tables import totals
from kg.audit.wholes import parts, rates, ratios, shares


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("收到行政复议申请274件，比2022年的168件增加126件。", "arithmetic-change"),
        ("行政复议案件由2022年的1846件增加到2315件，增长35.4%。", "arithmetic-change"),
        ("调撤率48.5%，较2022年的36.0%提高10.5个百分点。", "arithmetic-change"),
        ("调撤率48.5%，较2022年的36.0%提高12.5%。", "percent-for-points"),
        ("行政复议案件调撤率52%,较2022年(35%)提升17%。", "percent-for-points"),
    ],
)
def test_a_change_that_does_not_come_out(sentence: str, code: str) -> None:
    one = report(sentence)
    (found,) = differences(one)
    assert found.code == code
    assert words(one, found) in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "收到行政复议申请274件，比2022年的168件增加106件。",
        "行政复议案件由2022年的1846件增加到2315件，增长25.4%。",
        "行政复议案件由2022年的1846件增加到2315件，增长25%。",
        "调解案件由2022年的1.82万件增加到1.96万件，增长7.7%。",
        "调撤率48.5%，较2022年的36.0%提高12.5个百分点。",
        "调撤率48.5%，较2022年的36.0%增长34.7%。",
        "人均可支配收入从2.57万元增加到3.52万元，年均增长6.5%。",
        "行政复议案件由2022年的近1800件增加到2315件。",
        "收到行政复议申请274件，比上年增加106件。",
    ],
)
def test_a_change_that_comes_out_in_some_reading(sentence: str) -> None:
    assert not list(differences(report(sentence)))


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("案件办结率达120%，满意率98%。", "impossible-rate"),
        ("投诉量同比下降130%。", "impossible-fall"),
    ],
)
def test_what_cannot_be(sentence: str, code: str) -> None:
    assert codes(list(impossible(report(sentence)))) == [code]


@pytest.mark.parametrize(
    "sentence",
    [
        "年度任务完成率达120%。",
        "预算执行率103%。",
        "案件办结率达100%。",
        "投诉量同比下降30%。",
        "案件量同比增长130%。",
    ],
)
def test_what_can_be(sentence: str) -> None:
    assert not list(impossible(report(sentence)))


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("审结案件12件，其中维持31件。", "part-exceeds-whole"),
        ("审结案件52件，其中维持31件、纠错12件、撤销13件。", "parts-exceed-whole"),
    ],
)
def test_parts_and_wholes(sentence: str, code: str) -> None:
    assert codes(list(parts(report(sentence)))) == [code]


@pytest.mark.parametrize(
    "sentence",
    [
        "审结案件56件，其中维持31件、纠错12件、撤销13件。",
        "审结案件60件，其中维持31件。",
        "审结案件352件，其中维持、纠错、终止分别为148件、41件、163件。",
        "开展检查12次，其中发现问题31个。",
        "审结案件12件，其中涉及当事人31人。",
        "审结案件12件；受理申请40件，其中涉企31件。",
        "办理案件520件，其中受理480件，审结450件。",
    ],
)
def test_parts_within_their_whole(sentence: str) -> None:
    assert not list(parts(report(sentence)))


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("受理矛盾纠纷412件，化解406件，化解率98.5%。", []),
        ("受理矛盾纠纷412件，化解406件，化解率89.5%。", ["arithmetic-rate"]),
        ("审结171件，调撤率36.0%。", []),
        ("审结79件，其中胜诉70件，败诉9件，败诉率11.4%。", []),
        ("查处案件37件，其中非法采砂案件14件，占37.8%。", []),
        ("查处案件37件，结案35件，其中非法采砂案件14件，占37.8%。", []),
        ("查处案件37件，其中非法采砂案件14件，占57.8%。", ["arithmetic-share"]),
        ("办理行政处罚案件1.46万件、行政检查7.3万次，二者之比为1∶5。", []),
        ("办理行政处罚案件1.46万件、行政检查7.3万次，二者之比为1∶8。", ["arithmetic-ratio"]),
    ],
)
def test_rates_shares_and_ratios(sentence: str, found: list[str]) -> None:
    one = report(sentence)
    assert codes([*rates(one), *shares(one), *ratios(one)]) == found


TABLE = "指标情况如下。\n领域 | 案件（件） | 合格率（%）\n食品 | 12 | 90\n药品 | 30 | 80\n合计 | {total} | 85"


@pytest.mark.parametrize(("total", "found"), [("42", []), ("43", ["table-total"]), ("-", [])])
def test_the_total_of_a_table(total: str, found: list[str]) -> None:
    one = report(TABLE.format(total=total))
    assert codes(list(totals(one))) == found
