"""The list of laws and documents: well-formed, without a name that means two of them."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.lexicon.laws import laws


def test_the_list_is_long_and_its_types_are_known() -> None:
    assert len(laws()) >= 250
    assert {law.type for law in laws()} <= set(vocab.POLICY_TYPES)


def test_every_name_means_one_document() -> None:
    words = [word for law in laws() for word in (law.title, *law.aka)]
    assert sorted(words) == sorted(set(words))


def test_titles_are_written_one_way() -> None:
    for law in laws():
        for word in (law.title, *law.aka):
            assert word and word == word.strip(), law.title
            assert not set("()[]〔〕《》－–") & set(word.replace("《中华人民共和国行政诉讼法》", "")), word


@pytest.mark.parametrize(
    ("short", "title"),
    [
        ("行政复议法", "中华人民共和国行政复议法"),
        ("复议法", "中华人民共和国行政复议法"),
        ("民法典", "中华人民共和国民法典"),
        ("政府信息公开条例", "中华人民共和国政府信息公开条例"),
        ("法治政府建设实施纲要", "法治政府建设实施纲要（2021—2025年）"),
        ("提升行政执法质量三年行动计划", "提升行政执法质量三年行动计划（2023—2025年）"),
        ("进一步加强市县法治建设的意见", "关于进一步加强市县法治建设的意见"),
    ],
)
def test_short_names(short: str, title: str) -> None:
    assert [law.title for law in laws() if short in law.aka] == [title]


@pytest.mark.parametrize(
    "title", ["重大行政决策程序暂行条例", "优化营商环境条例", "行政执法机关移送涉嫌犯罪案件的规定"]
)
def test_titles_without_a_short_form(title: str) -> None:
    assert title in {law.title for law in laws()}
