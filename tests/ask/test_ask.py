from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask import Answer, Names, ask
from kg.errors import QueryError
from kg.query import run
from kg.store import Store, open_store

Ask = Callable[[str], Answer]
WORDS = ["青禾区", "临安", "2023年", "去年", "行政复议调撤率", "证照分离改革", "哪些", "谁", "多少", "和", "的", "推进", "最高", "存在问题", "司法局", "%", "“", "\x00", "\ud800"]  # fmt: skip


def test_the_same_question_has_the_same_answer(samples: Store, asked: Ask) -> None:
    question = "2023年各地行政复议调撤率排名"
    assert ask(samples, question) == asked(question)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(words=st.lists(st.sampled_from(WORDS), max_size=8))
def test_no_order_of_words_breaks_it(asked: Ask, words: list[str]) -> None:
    answer = asked("".join(words))
    assert answer.text and (not answer.answered or answer.sparql)


def test_an_empty_graph_is_asked_in_vain() -> None:
    with open_store(None) as empty:
        for question in (
            "青禾区2023年败诉率是多少",
            "图谱里有哪些报告",
            "谁推进了改革",
            "区长是谁",
            "下一步打算",
        ):
            answer = ask(empty, question)
            assert not answer.answered, answer


def test_the_shown_query_gives_the_same_again(samples: Store, asked: Ask) -> None:
    for question in (
        "青禾区2023年的公职律师总数是多少",
        "哪些单位推进了证照分离改革",
        "青禾区2023年存在哪些问题",
    ):
        answer = asked(question)
        assert len(run(samples, answer.sparql).rows) >= len(answer.rows) > 0


def test_answers_in_three_formats(asked: Ask) -> None:
    answer = asked("青禾区2023年的公职律师总数是多少")
    data = json.loads(answer.to("json"))
    assert data["answered"] is True and data["rows"][0][2] == 81
    assert data["evidence"][0]["year"] == 2023 and "81" in data["evidence"][0]["sentence"]
    text = answer.to("text")
    assert text.startswith("青禾区2023年的公职律师总数是81名。") and "依据：" in text and "SPARQL：" in text
    assert "（2023年度）" in text
    markdown = answer.to("markdown")
    assert "| 地区 |" in markdown and "```sparql" in markdown and "> “" in markdown
    with pytest.raises(QueryError, match="no such format"):
        answer.to("yaml")


def test_columns_in_which_nothing_stands_are_not_shown() -> None:
    answer = Answer("?", "answered", "!", ("甲", "乙", "丙"), (("a", "", None), ("b", "", 0)))
    assert answer.table.columns == ("甲", "丙") and answer.table.rows == (("a", None), ("b", 0))
    assert "乙" not in answer.to("text") + answer.to("markdown")
    assert answer.as_dict()["columns"] == ("甲", "乙", "丙")


def test_long_evidence_is_cut_in_text_and_said_to_be(asked: Ask) -> None:
    answer = asked("青禾区2022年推进了哪些改革")
    assert len(answer.evidence) > 10 and f"共{len(answer.evidence)}句" in answer.to("text")


def test_latin_words_are_told_as_they_were_typed(asked: Ask) -> None:
    assert "“GDP”" in asked("青禾区2023年GDP是多少").text


def test_names_are_read_once(samples: Store) -> None:
    names = Names.of(samples)
    assert len(names.reports) == 9 and names.years == (2022, 2023, 2024)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青禾区2023年的公职律师比2022年多了多少", "上升17名"),
        ("朵兰州2024年法律援助案件同比增长多少", "15.8"),
        ("沅泽县的水利局2022年查处了多少起水事违法案件", "37件"),
        ("青禾区行政复议调撤率历年是多少", "36%"),
        ("青禾区2022年和2023年哪年的调撤率高", "48.5%"),
        ("行政复议调撤率最高的三个地方是哪些", "排名：临安区"),
        ("青禾区2023年行政复议方面有什么问题", "行政复议人员配备仍显不足"),
        ("青禾区明年有什么打算？", "充实复议应诉力量"),
        ("青禾区公职律师比澜川市少多少", "相差417"),
        ("青禾区2023年人民调解成功率出自哪里", "98.6%"),
        ("证照分离改革是啥", "改革举措"),
        ("全国法律援助工作先进集体这个称号是哪个部门给的", "司法部"),
        ("澜川市政府把权力下放给了谁", "青禾区人民政府"),
        ("谁是云岭省省长", "甄明法"),
        ("临安区有多少个部门获奖", "临安区市场监督管理局"),
        ("青禾区2023年报告给出了哪些数据", "项数据"),
        ("青禾区2023年报告提到了多少个机构", "个机构"),
        ("证照分离改革是什么时候开始的", "最早见于"),
        ("临安区2023年报告哪天发布的", "2024年2月23日"),
        ("败诉率最低的地方是哪里", "在载明“败诉率”的2个地区中，最低的是朵兰彝族自治州"),
        ("败诉率最低的地方是哪里", "另有2个地区载明的口径不同，不能一并比较"),
        ("青禾区2022年和2023年哪年的调撤率低", "较低的是2022年"),
        ("青禾区调撤率2023年是升了还是降了", "上升12.5个百分点"),
        ("石坳镇排名比去年上升了几名", "前移4名"),
        ("信用青禾平台由谁打造", "青禾区发展和改革局"),
        ("青禾区公职律师人数和澜川市公职律师人数", "澜川市2023年的公职律师人数是498人"),
        ("澜川市12345热线受理了多少诉求", "36.2万件"),
        ("哪里的调解成功率最高", "沅泽县2022年的“调处成功率”94.4%（仅为沅泽县水利局的数）"),
        ("沅泽县2022年调解成功率是多少", "仅为沅泽县水利局的数"),
        ("谁对松岚区市场监管局开展了督察", "的是澜川市市场监督管理局"),
        ("青禾区2023年比2022年行政复议申请多多少", "上升88件"),
        ("澜川市审查了多少件合同", "口径更宽"),
        ("哪个部门负责信用青禾", "青禾区发展和改革局"),
    ],
)
def test_kinds_of_question(asked: Ask, question: str, said: str) -> None:
    answer = asked(question)
    assert answer.answered and said in answer.text, answer
