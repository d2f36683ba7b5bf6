from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.ask import Answer

Ask = Callable[[str], Answer]

REFUSED = [
    # an unknown place, real or misspelt; and one that the graph names but has no report of
    ("余杭区2023年败诉率是多少", "unknown", "图谱中没有“余杭区”"),
    ("上海市2023年行政复议案件有多少", "unknown", "图谱中没有“上海市”"),
    ("青和区有哪些改革", "unknown", "青禾区"),
    ("临安区和余杭区谁的行政复议调撤率高", "unknown", "余杭区"),
    ("杭州市2023年公职律师有多少人", "no-report", "没有杭州市自己的报告"),
    # an unknown figure or thing
    ("青禾区2023年的GDP是多少", "ambiguous", "没有名为“GDP”的数据"),
    ("青禾区2023年的高铁里程是多少", "unknown", "没有名为“高铁里程”的数据"),
    ("哪些单位推进了登月改革", "unknown", "登月"),
    ("谁制定了登月条例", "unknown", "登月"),
    # a year that no report covers, and a report that does not say
    ("青禾区2019年公职律师总数是多少", "no-report", "没有青禾区2019年度的报告（现有2022、2023年度）"),
    ("青禾区2031年有哪些改革", "no-report", "2031"),
    ("石坳镇2019年存在哪些问题", "no-report", "2019"),
    ("临安区2023年法律援助案件有多少件", "not-stated", "未载明"),
    ("澜川市存在的问题的原因是什么", "not-stated", "没有写明不足的原因"),
    ("青禾区2023年区长是谁", "not-stated", "没有写明区长"),
    # names that mean several things
    ("司法局出台了哪些文件", "ambiguous", "请说明是哪一个"),
    ("青禾区2023年复议情况是多少", "ambiguous", "请说明要问哪一项"),
    ("行政复议调撤率变化了多少", "ambiguous", "不清楚要看哪个地区"),
    # kinds of question that have no template
    ("哪些单位没有推进证照分离改革", "not-understood", "否定"),
    ("青禾区2023年败诉率超过10%了吗", "not-understood", "是否"),
    ("为什么青禾区败诉率下降", "not-understood", "原因"),
    ("青禾区和澜川市2023年公职律师人数之和", "not-understood", "合计"),
    ("2023年各地行政复议收案数合计多少", "not-understood", "合计"),
    ("全部报告里2023年行政复议收案一共多少件", "not-understood", "“一共”"),
    ("青禾区2023年公职律师超过50人的单位有哪些", "not-understood", "筛选"),
    ("青禾区今天天气怎么样", "not-understood", "今天天气"),
    ("", "not-understood", "没有理解"),
    ("？！", "not-understood", "没有理解"),
    ("临安区" * 200, "not-understood", "太长"),
]


@pytest.mark.parametrize(("question", "status", "said"), REFUSED)
def test_what_is_not_known_or_understood_is_said(asked: Ask, question: str, status: str, said: str) -> None:
    answer = asked(question)
    assert (answer.status, answer.answered) == (status, False), answer
    assert said in answer.text
    assert not answer.rows or "无法比较" in answer.text


def test_a_report_that_is_silent_differs_from_one_that_is_missing(asked: Ask) -> None:
    silent, missing = asked("临安区2023年法律援助案件有多少件"), asked("临安区2021年法律援助案件有多少件")
    assert silent.status == "not-stated" and "未载明" in silent.text
    assert missing.status == "no-report" and "没有临安区2021年度的报告" in missing.text


def test_a_baseline_of_a_later_report_is_said_to_be_one(asked: Ask) -> None:
    answer = asked("临安区2022年行政复议案件调撤率是多少")
    assert answer.answered and "2023年度报告所给的2022年基数" in answer.text
    assert "基数" in str(answer.rows[0][-1])


def test_reports_that_disagree_are_told(asked: Ask) -> None:
    answer = asked("青禾区2022年收到多少件行政复议申请")
    assert answer.rows[0][2] == 186 and any("168件" in note and "不一致" in note for note in answer.notes)


def test_one_side_that_is_missing_stops_a_comparison(asked: Ask) -> None:
    answer = asked("青禾区和石坳镇2023年谁的行政复议调撤率更高")
    assert answer.status == "no-report" and answer.text.startswith("无法比较")


def test_an_amount_given_only_as_a_change_is_said_to_be_one(asked: Ask) -> None:
    answer = asked("朵兰州2024年涉企行政检查次数是多少")
    assert "没有给出数值" in answer.text and "-30%" in answer.text


def test_what_is_only_planned_is_marked(asked: Ask) -> None:
    answer = asked("青禾区2022年成立了哪些机构")
    assert {row[-1] for row in answer.rows} == {"", "计划"}
    assert any("不一定已经做到" in note for note in answer.notes)


def test_what_is_suggested_asks_something(asked: Ask) -> None:
    assert asked("青河区调撤率").suggestions[0] == "青禾区调撤率是多少？"
    assert asked("青河区的调撤率有多高").suggestions[0] == "青禾区的调撤率有多高？"


def test_relative_years_are_told_as_they_were_read(asked: Ask) -> None:
    answer = asked("石坳镇今年的罚款金额是多少")
    assert answer.answered and "“今年”以图谱中最新的2024年度报告为准，即2024年。" in answer.notes


def test_a_rank_that_no_report_gives_is_said_to_be_ours(asked: Ask) -> None:
    answer = asked("青禾区2023年的行政复议调撤率排第几")
    assert answer.answered and "报告没有这项名次；这里只在图谱中有报告的地区之间排列。" in answer.notes
