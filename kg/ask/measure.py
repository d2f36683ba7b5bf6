"""Which figure a question asks for: the extraction's own phrases of indicators, and the words of the reports."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from kg.ask.answer import AMBIGUOUS, UNKNOWN, Doubt
from kg.ask.names import Label, Names
from kg.ask.words import key, measured, unheaded, without_idle
from kg.indicators import Indicator, indicators
from kg.lexicon.segment import tokenizer
from kg.link.observations.codes import code_of
from kg.model import Observation
from kg.vocab import KINDS

_RATE: Final = re.compile(r"(?:率|占比|比例|比重|百分比)$")
_REMARK: Final = re.compile(r"[(（].*?[)）]")
_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Measure:
    """What is asked for: ``codes`` of canonical indicators, ``labels`` of figures as reports word them.

    ``exact`` is False where the question's words are fewer than those of the name.
    """

    asked: str
    name: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    exact: bool

    def fits(self, label: str, code: str) -> bool:
        """Whether a figure is one of those asked for."""
        return code in self.codes or label in self.labels

    def is_named(self, label: str) -> bool:
        """Whether a figure is called as the question calls it."""
        return measured(key(label)) == measured(key(self.asked))


def exact(names: Names, asked: str, *, kinds: Collection[str] = ()) -> Measure | None:
    """The figure whose name a text is, but for words such as 总数 or 件数; None where there is none such.

    Raises Doubt where the text is the name of several.
    """
    wanted = measured(key(asked))
    if len(wanted) < 2:
        return None
    by_name = [one for one in indicators() if wanted in _names(one)]
    labels = names.measuring(wanted)
    if not by_name and not labels:
        labels = names.measuring(unheaded(wanted), bare=True)
    kinds = kinds or (("rate",) if _RATE.search(wanted) else ())
    by_name = [one for one in by_name if one.kind in kinds] or by_name
    labels = [label for label in labels if label.kind in kinds] or labels
    codes = {one.code for one in by_name} or {label.code for label in labels if label.code}
    if not codes and not labels:
        return None
    if len(codes) > 1:
        used = {label.code for label in names.labels} & codes
        codes = used if len(used) == 1 else codes
    if len(codes) > 1:
        choices = sorted(one.name_zh for one in indicators() if one.code in codes)
        raise Doubt(
            AMBIGUOUS,
            f"“{asked}”可以指几项指标：{'、'.join(choices)}。请说明要问哪一项。",
            suggestions=tuple(choices),
        )
    return _measure(asked, codes, [label.text for label in labels], is_exact=True)


def near(names: Names, asked: str, *, kinds: Collection[str] = (), reports: Collection[str] = ()) -> Measure:
    """The one figure whose name holds all words of a text.

    ``reports`` are those in question: their figures come first. Raises Doubt, with the nearest names, where
    several names hold the words or none does.
    """
    words = [word for word in tokenizer().lcut(measured(key(asked))) if without_idle(word)]
    kinds = kinds or (("rate",) if _RATE.search(measured(key(asked))) else ())
    here = [label for label in names.labels if label.report in reports]
    for labels in (here, names.labels):
        held = [label for label in labels if words and all(word in key(label.text) for word in words)]
        held = [label for label in held if label.kind in kinds] or held
        if held:
            return _one(asked, held, words)
    if set(kinds) == {"rank"} and (ranks := _ranks(here, words)):
        return _measure(asked, {x.code for x in ranks if x.code}, [x.text for x in ranks], is_exact=False)
    code = _read(asked, words, kinds, names)
    if code is not None:
        return _measure(asked, {code}, [], is_exact=False)
    return _nothing(names, asked, words, here)


def _one(asked: str, held: list[Label], words: list[str]) -> Measure:
    meanings = {label.code or label.text for label in held}
    if len(meanings) == 1 and any(_same_head(words, label) for label in held):
        return _measure(asked, {x.code for x in held if x.code}, [x.text for x in held], is_exact=False)
    by_meaning: dict[str, str] = {}
    for label in sorted(held, key=lambda x: (len(x.text), x.text)):
        by_meaning.setdefault(label.code or label.text, label.text)
    choices = tuple(by_meaning.values())[:_MOST]
    if len(meanings) == 1:
        raise Doubt(
            AMBIGUOUS, f"没有名为“{asked}”的数据，是否指：{'、'.join(choices)}？", suggestions=choices
        )
    text = f"“{asked}”可以指几项数据：{'、'.join(choices)}。请说明要问哪一项。"
    raise Doubt(AMBIGUOUS, text, suggestions=choices)


def _ranks(here: list[Label], words: list[str]) -> list[Label]:
    """The one rank of the reports in question that shares most of the words; none where there are several."""
    size = sum(map(len, words))
    found = [
        label
        for label in here
        if label.kind == "rank"
        and 2 * sum(len(w) for w in words if len(w) > 1 and w in key(label.text)) > size
    ]
    return found if len({label.code or label.text for label in found}) == 1 else []


def _same_head(words: list[str], label: Label) -> bool:
    """Whether a name ends as the question's words do: 公职律师 is not what 公职律师配备率 measures."""
    return label.kind == "rank" or measured(key(label.text)).endswith(words[-1])


def _read(asked: str, words: list[str], kinds: Collection[str], names: Names) -> str | None:
    """The code that the extraction would give, if all words of the text belong to the vocabulary of that code."""
    found = set()
    for kind in kinds or KINDS:
        figure = Observation("", asked, Decimal(1), "", kind, 0, 0, "")
        code = code_of(figure, clause="")
        if code is None or not words:
            continue
        known = _vocabulary(code) + "".join(key(x.text) for x in names.labels if x.code == code)
        if all(word in known for word in words):
            found.add(code)
    return found.pop() if len(found) == 1 else None


def _nothing(names: Names, asked: str, words: list[str], here: list[Label]) -> Measure:
    texts = {label.text for label in here or names.labels}
    sharing = {t: sum(len(word) for word in words if len(word) > 1 and word in key(t)) for t in texts}
    ranked = sorted((t for t in texts if sharing[t]), key=lambda t: (-sharing[t], len(t), t))[:_MOST]
    if ranked:
        text = f"没有名为“{asked}”的数据。相近的有：{'、'.join(ranked)}。"
        raise Doubt(AMBIGUOUS, text, suggestions=tuple(ranked))
    close = names.nearest(asked, texts)
    listed = f"相近的有：{'、'.join(close)}。" if close else ""
    raise Doubt(UNKNOWN, f"图谱中没有名为“{asked}”的数据。{listed}", suggestions=close)


def _measure(asked: str, codes: Iterable[str], labels: Iterable[str], *, is_exact: bool) -> Measure:
    codes, labels = tuple(sorted(set(codes))), tuple(sorted(set(labels), key=lambda x: (len(x), x)))
    named = {one.code: _REMARK.sub("", one.name_zh) for one in indicators()}
    name = named[codes[0]] if codes else labels[0]
    return Measure(asked, name, codes, labels, is_exact)


@cache
def _names(indicator: Indicator) -> frozenset[str]:
    """The names and phrases of an indicator as questions are read; phrases in pieces name nothing by themselves."""
    phrases = [phrase.removeprefix("=") for phrase in indicator.phrases if "," not in phrase]
    spelled = (indicator.name_zh, _REMARK.sub("", indicator.name_zh), *phrases)
    return frozenset(measured(key(name)) for name in spelled)


@cache
def _vocabulary(code: str) -> str:
    one = next(one for one in indicators() if one.code == code)
    return key(one.name_zh) + "".join(key(phrase) for phrase in one.phrases)
