"""The audit against made-up reports with planted faults: what is found, what is missed, what is a false alarm."""

from __future__ import annotations

import corpus
import pytest
from corpus.score import Score, read_all

from kg.audit.engine import audit

PLANTED = {
    "arithmetic-change", "baseline-mismatch", "late-publication", "missing-section", "percent-for-points",
    "promise-kept", "promise-partly", "promise-unmentioned", "recurring-problem", "shortcomings-without-causes",
    "text-reuse", "text-shared",
}  # fmt: skip


@pytest.fixture(scope="module")
def score() -> Score:
    made = list(corpus.corpus(200, faulty=0.7))
    return Score(made, audit(read_all(made)))


def test_the_corpus_has_all_kinds_of_faults(score: Score) -> None:
    assert {code for _, code in score.wanted} >= PLANTED


@pytest.mark.parametrize("code", sorted(PLANTED))
def test_what_was_planted_is_found(score: Score, code: str) -> None:
    assert score.recall(code) >= 0.95


def test_false_alarms_are_rare(score: Score) -> None:
    alarms = {code: len(score.alarms(code)) for code in score.codes if score.alarms(code)}
    assert sum(alarms.values()) <= 4, alarms
