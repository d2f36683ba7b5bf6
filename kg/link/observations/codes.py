"""The canonical indicator that an observation gives a figure for, or none where that is not sure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick

from kg import resources
from kg.lexicon.tables import parts, rows_of
from kg.link.observations.phrases import HANDED
from kg.link.observations.words import ordered, starts_with, words
from kg.mention.numbers.patterns import any_of
from kg.model import Observation
from kg.quantity import narrow

_COLUMNS: Final = (
    "code", "name_zh", "name_en", "kind", "unit", "topic", "direction", "broader", "phrases", "not", "source",
)  # fmt: skip
_DROP: Final = re.compile(r"[\s\"'“”‘’《》()（）、,，]")
_RATES: Final = re.compile(r"(?:率|占比|比例|比重|满意度)$")
_PEOPLE: Final = frozenset(("人", "名", "位", "人次"))
_CASES: Final = frozenset(("件", "宗", "起", "例"))
# A figure of others (a court, the applicant's side) is not that of the reporting body.
_PLACES: Final = re.compile(r"全[国省市区县州]|(?<=考评).{2,8}?(?=排名$)")
_OF: Final = re.compile(r"(?P<said>.+)的(?P<noun>.+?)(?:人数|数)?$")
_MEANS: Final = re.compile(r"(?<!总)平均(?!赋权)|[人户村镇乡县日月]均|每名|每[个万]")
# 食品、环保等领域查办案件18.6万件 says nothing of all fields.
_FIELDS: Final = re.compile(
    r"、[^，,；;。、]{2,12}等[^，,；;。、]{0,4}领域[^，,；;。、]{0,4}(?:办|查|案|罚|移)"
)
_EACH: Final = re.compile(r"[村户镇乡]均(?!衡)|每(?:个|名|村|镇|乡|县|区|家|户)|至少")
_RESPONDENT: Final = re.compile(r"(?:作?为|系)被申请人")
_AS_RESPONDENT: Final = re.compile(r"^[^的]{0,16}(?:作?为|系)被申请人的")
_OUTCOME: Final = re.compile(r"维持|调解|和解|撤销|违法|纠错|终止")
_PLACE: Final = re.compile(
    r"(?!全|我|本|各)[\u4e00-\u9fff]{2,4}?(?<![城上地都门股超])(?:市|县|区|州|省)(?!级|场|政|委|直|民|域|长|内|外|中|公|人|第)"
)
_COURTS: Final = re.compile(
    r"法院(?:发出|审结|受理|收|作出)[^，,；;]{0,12}$|检察院(?:发出|制发|提出)[^，,；;]{0,12}$"
)


@dataclass(frozen=True, slots=True)
class _Indicator:
    code: str
    kind: str
    units: frozenset[str]
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that name an indicator: ``anchor`` has to stand in a text for ``pattern`` to be tried."""

    indicator: _Indicator
    anchor: str
    pattern: str | None
    size: int
    words: str
    tail: str = ""


def code_of(
    observation: Observation, *, clause: str, ahead: str = "", title: str = "", region: str | None = None
) -> str | None:
    """The code of ``ontology/indicators.csv`` whose phrase is the longest in the name, else in the clause.

    Kind and unit have to fit, no excluded phrase may stand there, and two indicators that fit as well give none.
    ``ahead`` is the text before the clause, ``title`` the document that a list's figure belongs to, ``region``
    the report's own place: another place's figure gets no code.
    """
    sentence = re.split("[。\\n]", ahead)[-1]
    label = plain(observation.indicator)
    near = re.split("[，,；;]", sentence)[-1] + clause
    fields = observation.kind != "rate" and _FIELDS.search(re.split("[；;]", sentence)[-1] + clause)
    # What one township was given is not what all were given.
    fields = fields or HANDED.match(re.sub(r"[\d.]+.?$", "", re.split("[，,；;]", clause)[-1]))
    if fields or _of_others(observation, sentence + clause, region) or _is_part(label, near):
        return None
    for text in (*_readings(label, plain(title)), plain(clause)):
        code = _best(_standing_in(text), observation, text, label)
        if code is not None:
            return code or None
    whole = plain(sentence + clause + observation.indicator)
    joined = [p for p in _standing_in(whole) if p.tail and p.tail in label]
    return _best(joined, observation, label, label) or None


def _best(phrases: list[_Phrase], observation: Observation, text: str, label: str) -> str | None:
    """The code of the longest fitting phrase, an empty text where two are as long, None where none fits."""
    best: dict[str, int] = {}
    for phrase in phrases:
        if phrase.size > best.get(phrase.indicator.code, 0) and _fits(phrase, observation, text, label):
            best[phrase.indicator.code] = phrase.size
    if not best:
        return None
    longest = max(best.values())
    codes = sorted(code for code, size in best.items() if size == longest)
    return codes[0] if len(codes) == 1 else ""


def _is_part(label: str, near: str) -> bool:
    """Whether a figure is a mean, of each one, or of some of those named before."""
    if label.startswith("平均赋权"):
        return False
    label = _AS_RESPONDENT.sub("", label)
    return bool(_MEANS.search(label) or _EACH.search(near)) or ("其中" in near and "的" in label)


def _of_others(observation: Observation, sentence: str, region: str | None) -> bool:
    """Whether the figure is a court's or another place's, or of cases in which the reporting body is a party."""
    if _RESPONDENT.search(observation.indicator) and not _OUTCOME.search(observation.indicator):
        return True
    place = _PLACE.match(observation.indicator)
    if place and region and place.group() not in region and observation.kind in ("rank", "score", "rate"):
        return True
    return observation.kind == "count" and bool(_COURTS.search(sentence))


def _readings(label: str, title: str) -> tuple[str, ...]:
    """The name, the name turned round (开展后评估的规范性文件 as 规范性文件开展后评估), and under its title."""
    label = _PLACES.sub("", label)
    turned = _OF.match(label)
    texts = [label, *([f"{turned['noun']}{turned['said']}"] if turned else ())]
    return (*texts, f"{title}{label}") if title else tuple(texts)


def plain(text: str) -> str:
    """A text without the marks that phrases and reports set differently."""
    return _DROP.sub("", narrow(text))


def _standing_in(text: str) -> list[_Phrase]:
    """The phrases that stand in a text."""
    automaton, phrases = _matcher()
    found = []
    for index in sorted({hit[0] for hit in automaton.find_matches_as_indexes(text, overlapping=True)}):
        found += [p for p in phrases[index] if p.pattern is None or _compiled(p.pattern).search(text)]
    return found


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first met: a report meets few of the phrases."""
    return re.compile(pattern)


def _fits(phrase: _Phrase, observation: Observation, text: str, label: str) -> bool:
    """Whether kind and unit fit and no excluded words stand there, unless the phrase itself holds them."""
    if not _compatible(phrase.indicator, observation):
        return False
    return not any((w in text or w in label) and w not in phrase.words for w in phrase.indicator.excluded)


def _compatible(indicator: _Indicator, observation: Observation) -> bool:
    if observation.value is None:
        is_rate = bool(_RATES.search(observation.indicator))
        return (indicator.kind == "rate") == is_rate
    if indicator.kind != observation.kind:
        return False
    return observation.kind != "count" or _unit_fits(observation.unit, indicator.units)


def _unit_fits(unit: str, allowed: frozenset[str]) -> bool:
    if not unit or unit in allowed:
        return True
    return any(unit in group and allowed & group for group in (_PEOPLE - {"人次"}, _CASES)) or (
        unit == "个" and "项" in allowed
    )


@cache
def _matcher() -> tuple[AhoCorasick, list[list[_Phrase]]]:
    """An automaton of all anchors, and the phrases of each."""
    by_anchor: dict[str, list[_Phrase]] = {}
    for row in rows_of(resources.ontology("indicators.csv"), columns=_COLUMNS):
        excluded = tuple(plain(phrase) for phrase in parts(row[9]) if "," not in phrase)
        indicator = _Indicator(row[0], row[3], frozenset(row[4].split("|")), excluded)
        for words_ in parts(row[8]):
            phrase = _phrase(indicator, tuple(plain(part) for part in words_.split(",")))
            by_anchor.setdefault(phrase.anchor, []).append(phrase)
    anchors = sorted(by_anchor)
    return AhoCorasick(anchors), [by_anchor[anchor] for anchor in anchors]


def _phrase(indicator: _Indicator, pieces: tuple[str, ...]) -> _Phrase:
    """One that begins with its verb matches with words between as well (制定 | 区政府 | 规范性文件)."""
    size = sum(map(len, pieces))
    if len(pieces) > 1:
        return _Phrase(indicator, pieces[-1], ".*?".join(map(re.escape, pieces)), size, "", pieces[-1])
    phrase = pieces[0]
    if phrase.startswith("="):
        return _Phrase(indicator, phrase[1:], f"^{re.escape(phrase[1:])}$", size, "")
    verb = starts_with(phrase, "verbs")
    if verb is None or len(phrase) - len(verb) < 2 or verb in words("carried"):
        return _Phrase(indicator, phrase, None, size, phrase)
    noun = phrase[len(verb) :]
    pattern = f"{re.escape(verb)}(?:(?!{_stops()}).){{0,10}}?{re.escape(noun)}"
    return _Phrase(indicator, noun, pattern, size, phrase)


@cache
def _stops() -> str:
    return any_of([word for word in ordered("verbs") if word not in words("deverbal")])
