"""Questions in Chinese, answered from the graph by templates and the lexicon: deterministic and offline.

``ask(store, question)`` reads the question, turns it into SPARQL and gives an ``Answer`` with the sentences behind
it. What is not understood is said so; nothing in a question is passed over in silence.
"""

from __future__ import annotations

from kg.ask.answer import AMBIGUOUS, NOT_UNDERSTOOD, UNKNOWN, Answer, Doubt, Evidence
from kg.ask.compare import answer_change, answer_compare, answer_rank
from kg.ask.figures import answer_value
from kg.ask.names import Names
from kg.ask.relations import answer_statement, statement
from kg.ask.suggest import suggestions
from kg.ask.things import (
    answer_bodies,
    answer_figures,
    answer_items,
    answer_officials,
    answer_reports,
    answer_what,
    answer_when,
)
from kg.ask.understand import figure, spelled
from kg.store import Store

__all__ = ["Answer", "Evidence", "Names", "ask"]

_LONGEST = 300


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
        near = suggestions(names, shown, doubt)
        return Answer(shown, doubt.status, doubt.text, suggestions=near)
    if found is None:
        doubt = Doubt(NOT_UNDERSTOOD, "没有理解这个问题。")
        return Answer(shown, doubt.status, doubt.text, suggestions=suggestions(names, shown, doubt))
    return found


def _answered(store: Store, names: Names, question: str) -> Answer | None:
    """The answer by the first reading that explains the whole question.

    A figure whose name is all there comes before statements, and statements before figures named in part. The
    first doubt of the readings is the one that is told, unless a later reading answers.
    """
    doubts: list[Doubt] = []
    for read in (
        lambda: _of_figure(store, names, question, only_exact=True),
        lambda: answer_items(store, names, question, kind="plans"),
        lambda: answer_items(store, names, question, kind="problems"),
        lambda: answer_when(store, names, question),
        lambda: answer_officials(store, names, question),
        lambda: answer_figures(store, names, question),
        lambda: _of_statement(store, names, question),
        lambda: answer_bodies(store, names, question),
        lambda: answer_reports(store, names, question),
        lambda: answer_what(store, names, question),
        lambda: _of_figure(store, names, question, only_exact=False),
        lambda: answer_what(store, names, question, bare=True),
    ):
        try:
            found = read()
        except Doubt as doubt:
            doubts.append(doubt)
            continue
        if found is not None:
            return found
    if doubts:
        raise min(doubts, key=lambda doubt: (AMBIGUOUS, UNKNOWN, NOT_UNDERSTOOD).index(doubt.status))
    return None


def _of_figure(store: Store, names: Names, question: str, *, only_exact: bool) -> Answer | None:
    asked = figure(names, question, only_exact=only_exact)
    if asked is None:
        return None
    return _ANSWERS[asked.kind](store, names, asked, question)


def _of_statement(store: Store, names: Names, question: str) -> Answer | None:
    asked = statement(names, question)
    return None if asked is None else answer_statement(store, names, asked, question)


_ANSWERS = {
    "value": answer_value,
    "history": answer_value,
    "compare": answer_compare,
    "change": answer_change,
    "rank": answer_rank,
    "most": answer_rank,
}
