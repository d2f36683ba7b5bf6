"""Questions in Chinese, answered from the graph by templates and the lexicon: deterministic and offline.

``ask(store, question)`` reads the question, turns it into SPARQL and gives an ``Answer`` with the sentences behind
it. What is not understood is said so; nothing in a question is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from kg.ask.answer import AMBIGUOUS, NOT_UNDERSTOOD, UNKNOWN, Answer, Doubt, Evidence
from kg.ask.compare import answer_change, answer_compare, answer_rank
from kg.ask.items import answer_items
from kg.ask.names import Names
from kg.ask.officials import answer_officials
from kg.ask.relations import answer_statement, statement
from kg.ask.suggest import suggestions
from kg.ask.things import (
    answer_bodies,
    answer_figures,
    answer_reports,
    answer_what,
    answer_when,
)
from kg.ask.understand import Question, figure, spelled
from kg.ask.value import answer_value
from kg.ask.words import asking, cue, key
from kg.store import Store

__all__ = ["Answer", "Evidence", "Names", "ask"]

_LONGEST: Final = 300


def ask(store: Store, question: str, *, names: Names | None = None) -> Answer:
    """The answer to a question in Chinese, from what the store holds.

    ``names`` saves reading the store's names again where many questions are asked (``Names.of(store)``).
    """
    names = Names.of(store) if names is None else names
    shown = " ".join(spelled(question).split())
    try:
        if len(shown) > _LONGEST:
            raise Doubt(NOT_UNDERSTOOD, f"问题太长（超过{_LONGEST}字），请一次只问一件事。")
        found = _answered(store, names, shown)
    except Doubt as doubt:
        known = _of_whole_year(store, names, shown) or doubt
        text = _as_typed(known.text, shown)
        return Answer(shown, known.status, text, suggestions=suggestions(names, shown, known))
    return replace(
        found, text=_as_typed(found.text, shown), notes=tuple(_as_typed(n, shown) for n in found.notes)
    )


def _of_whole_year(store: Store, names: Names, question: str) -> Doubt | None:
    """The doubt about a question for a part of a year that could be answered for the year; None for others."""
    part = cue("part_of_year").search(key(question))
    if part is None:
        return None
    whole = key(question).replace(part[0], "", 1)
    try:
        _answered(store, names, whole)
    except Doubt:
        return None
    text = f"报告的数据以年度为准，没有“{part[0]}”的数据；可以问全年的。"
    return Doubt(NOT_UNDERSTOOD, text, suggestions=(asking(whole),))


def _as_typed(text: str, question: str) -> str:
    """A text with the question's Latin words in the letters that were typed."""
    for word in re.findall(r"[A-Za-z]{2,}", question):
        text = text.replace(word.lower(), word)
    return text


def _answered(store: Store, names: Names, question: str) -> Answer:
    """The answer by the first reading that explains the whole question.

    A figure whose name is all there comes before statements, and statements before figures named in part. Where no
    reading answers, Doubt is raised: the first that knows which name is the trouble, that of a figure named in part
    last, since any words may be meant for one.
    """
    doubts: list[Doubt] = []
    for read in _READINGS:
        try:
            found = read(store, names, question)
        except Doubt as doubt:
            doubts.append(doubt)
            continue
        if found is not None:
            return found
    for status in (AMBIGUOUS, UNKNOWN):
        for found_doubt in doubts:
            if found_doubt.status == status and not found_doubt.is_guess:
                raise found_doubt
    raise next(iter(doubts), Doubt(NOT_UNDERSTOOD, "没有理解这个问题。"))


def _of_figure(store: Store, names: Names, question: str, *, only_exact: bool) -> Answer | None:
    asked = figure(names, question, only_exact=only_exact)
    return None if asked is None else _ANSWERS[asked.kind](store, names, asked, question)


def _of_statement(store: Store, names: Names, question: str) -> Answer | None:
    asked = statement(names, question)
    return None if asked is None else answer_statement(store, names, asked, question)


_ANSWERS: Final[Mapping[str, Callable[[Store, Names, Question, str], Answer]]] = {
    "value": answer_value,
    "history": answer_value,
    "year": answer_value,
    "compare": answer_compare,
    "change": answer_change,
    "rank": answer_rank,
    "most": answer_rank,
}

_READINGS: Final[tuple[Callable[[Store, Names, str], Answer | None], ...]] = (
    partial(_of_figure, only_exact=True),
    partial(answer_items, kind="causes"),
    partial(answer_items, kind="plans"),
    partial(answer_items, kind="problems"),
    answer_when,
    answer_officials,
    answer_figures,
    _of_statement,
    answer_bodies,
    answer_reports,
    answer_what,
    partial(_of_figure, only_exact=False),
    partial(answer_what, bare=True),
)
