"""The list of reforms: well-formed, without a name that means two of them."""

from __future__ import annotations

import csv

import pytest

from kg import resources
from kg.lexicon.reforms import reforms


def test_the_list_is_long() -> None:
    assert len(reforms()) >= 200


def test_every_name_means_one_reform() -> None:
    words = [word for reform in reforms() for word in (reform.name, *reform.aka)]
    assert sorted(words) == sorted(set(words))
    assert all(word and word == word.strip() for word in words)


def test_quotation_marks_pair() -> None:
    for reform in reforms():
        for word in (reform.name, *reform.aka):
            assert word.count("“") == word.count("”"), word
            assert "《" not in word and "(" not in word, word


def test_topics_are_codes_of_the_indicators_topics() -> None:
    with resources.ontology("topics.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert {reform.topic for reform in reforms() if reform.topic} <= codes


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("“证照分离”改革", "证照分离改革"),
        ("证照分离", "证照分离改革"),
        ("双随机一公开", "双随机、一公开监管"),
        ("行政执法“三项制度”", "行政执法三项制度"),
        ("新时代“枫桥经验”", "枫桥经验"),
        ("放管服", "放管服改革"),
        ("“八五”普法", "八五普法"),
        ("“谁执法谁普法”责任制", "谁执法谁普法普法责任制"),
        ("“两高一低”整治", "两高一低整治"),
        ("“个转企”", "个转企"),
        ("府院联动", "府院联动机制"),
        ("大综合一体化改革", "大综合一体化行政执法改革"),
    ],
)
def test_other_names(word: str, name: str) -> None:
    assert [reform.name for reform in reforms() if word in reform.aka] == [name]
