from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.ask import Answer
from tests.ask.judge import judge, questions

Ask = Callable[[str], Answer]
# How many questions each set holds, and how many of them have to be answered right: 27 of 30.
SETS = {"frozen": (30, 27), "unseen": (25, 23), "third": (20, 18), "fourth": (30, 29)}


@pytest.mark.parametrize("name", SETS)
def test_nine_of_ten_questions_are_answered_right_and_none_wrong_unsaid(asked: Ask, name: str) -> None:
    mine = [question for question in questions() if question["set"] == name]
    count, least = SETS[name]
    assert len(mine) == count
    answers = [(question, asked(question["text"])) for question in mine]
    faults = {question["text"]: judge(question, answer, tolerant=True) for question, answer in answers}
    wrong = {text: found for text, found in faults.items() if found}
    assert len(mine) - len(wrong) >= least, wrong
    assert not [
        answer.question for question, answer in answers if faults[question["text"]] and answer.answered
    ], wrong


def test_every_set_is_measured() -> None:
    assert {question["set"] for question in questions()} == set(SETS)


def test_every_answer_shows_its_query_and_where_it_comes_from(asked: Ask) -> None:
    for question in questions():
        answer = asked(question["text"])
        if not answer.answered:
            continue
        assert answer.sparql.startswith("#") and "SELECT" in answer.sparql, answer
        assert answer.evidence or "报告" in answer.columns, answer
        assert all(len(row) == len(answer.columns) for row in answer.rows), answer


def test_what_is_suggested_would_be_understood(asked: Ask) -> None:
    refused = [answer for question in questions() if not (answer := asked(question["text"])).answered]
    assert len(refused) > 10
    for answer in refused:
        for near in answer.suggestions:
            assert asked(near).understood or asked(near).status == "ambiguous", (answer.question, near)
