from __future__ import annotations

import pytest

from kg.ask import Answer, ask
from kg.graph import quads, shared_quads
from kg.link import extract
from kg.read import read_bytes
from kg.store import Store, open_store
from tests.documents import document
from tests.golden_graph import NAMES

CAUSE = "基层法治人才引进渠道不畅"


@pytest.fixture(scope="module")
def county() -> Store:
    """A store with one report that says why something falls short."""
    text = document("全年办理行政复议案件36件。").text
    said = f"（一）执法力量不足。一些乡镇执法人员偏少，主要原因是{CAUSE}。\n\n（二）普法形式单一。\n\n三、下一步工作安排\n\n（一）充实执法力量。招录执法人员5名。"
    text = text.replace("执法力量不足，一些单位对法治建设不够重视，仍需努力改进。", said)
    store = open_store(None)
    found = extract(read_bytes(text.encode(), source_name="report.txt"))
    store.replace(NAMES.report(found), quads(found, names=NAMES))
    store.replace_all(shared_quads(found, names=NAMES))
    return store


@pytest.mark.parametrize(
    "question", ["河口县存在不足的原因是什么", "为什么河口县会出现这些问题", "河口县执法力量不足的原因"]
)
def test_causes(county: Store, question: str) -> None:
    answer: Answer = ask(county, question)
    assert answer.answered and CAUSE in answer.text, answer
    assert "执法力量不足" in str(answer.rows[0][2]) and CAUSE in answer.evidence[0].sentence


def test_shortcomings_stand_with_their_causes(county: Store) -> None:
    answer = ask(county, "河口县有哪些不足")
    assert answer.columns == ("地区", "年份", "不足", "原因", "来源")
    assert any(CAUSE in str(row[3]) for row in answer.rows)


def test_what_a_question_is_about_narrows_the_list(county: Store) -> None:
    answer = ask(county, "河口县普法方面有什么问题")
    assert [row[2] for row in answer.rows] == ["普法形式单一。"] and "普法" in answer.notes[0]
    nothing = ask(county, "河口县航天方面有什么问题")
    assert nothing.status == "not-understood" and "航天" in nothing.text


def test_next_steps(county: Store) -> None:
    answer = ask(county, "河口县接下来怎么干")
    assert answer.answered and "充实执法力量" in answer.text
