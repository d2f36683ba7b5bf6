"""The canonical indicator that an observation gives a figure for, or none where that is not sure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg import resources
from kg.lexicon.tables import parts, rows_of
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
_MEANS: Final = re.compile(r"(?<!总)平均(?!赋权)|人均|户均|每名|每[个万]")
_OTHERS: Final = re.compile(r"为被申请人|为被告|法院(?:发出|审结|受理|收|作出)|检察院(?:发出|制发|提出)")


@dataclass(frozen=True, slots=True)
class _Indicator:
    code: str
    kind: str
    units: frozenset[str]
    phrases: tuple[re.Pattern[str], ...]
    sizes: tuple[int, ...]
    excluded: tuple[str, ...]


def code_of(observation: Observation, *, clause: str, ahead: str = "", title: str = "") -> str | None:
    """The code of ``ontology/indicators.csv`` whose phrase is the longest in the name, else in the clause.

    Kind and unit have to fit, no excluded phrase may stand there, and two indicators that fit as well give none.
    """
    sentence = re.split("[。\n]", ahead)[-1]
    if _OTHERS.search(sentence + clause) or _OTHERS.search(observation.indicator):
        return None
    label = plain(observation.indicator)
    if _MEANS.search(label) and not label.startswith("平均赋权"):
        return None
    for text in (*_readings(label, plain(title)), plain(clause)):
        best: dict[str, int] = {}
        for indicator in _indicators():
            size = _fit(indicator, observation, text, label)
            if size:
                best[indicator.code] = size
        if best:
            longest = max(best.values())
            codes = sorted(code for code, size in best.items() if size == longest)
            return codes[0] if len(codes) == 1 else None
    return None


def _readings(label: str, title: str) -> tuple[str, ...]:
    """The name, the name turned round (开展后评估的规范性文件 as 规范性文件开展后评估), and under its title."""
    label = _PLACES.sub("", label)
    turned = _OF.match(label)
    texts = [label, *([f"{turned['noun']}{turned['said']}"] if turned else ())]
    return (*texts, f"{title}{label}") if title else tuple(texts)


def plain(text: str) -> str:
    """A text without the marks that phrases and reports set differently."""
    return _DROP.sub("", narrow(text))


def _fit(indicator: _Indicator, observation: Observation, text: str, label: str) -> int:
    """The length of the longest phrase of an indicator in a text, 0 where it does not fit."""
    if not _compatible(indicator, observation):
        return 0
    if any(word in text or word in label for word in indicator.excluded):
        return 0
    return max((s for p, s in zip(indicator.phrases, indicator.sizes, strict=True) if p.search(text)), default=0)


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
    return any(unit in group and allowed & group for group in (_PEOPLE - {"人次"}, _CASES))


@cache
def _indicators() -> tuple[_Indicator, ...]:
    found = []
    for row in rows_of(resources.ontology("indicators.csv"), columns=_COLUMNS):
        code, kind, unit = row[0], row[3], row[4]
        names = [plain(phrase) for phrase in parts(row[8]) if "," not in phrase]
        pairs = [tuple(plain(p) for p in phrase.split(",")) for phrase in parts(row[8]) if "," in phrase]
        patterns = [*(_pattern(name) for name in names), *(_both(pair) for pair in pairs)]
        sizes = [*(len(name) for name in names), *(sum(map(len, pair)) for pair in pairs)]
        excluded = tuple(plain(phrase) for phrase in parts(row[9]) if "," not in phrase)
        found.append(_Indicator(code, kind, frozenset(unit.split("|")), tuple(patterns), tuple(sizes), excluded))
    return tuple(found)


def _pattern(phrase: str) -> re.Pattern[str]:
    """The phrase; one that begins with its verb also with words between (制定 | 区政府 | 规范性文件)."""
    verb = starts_with(phrase, "verbs")
    if verb is None or len(phrase) - len(verb) < 3 or verb in words("carried"):
        return re.compile(re.escape(phrase))
    noun = phrase[len(verb) :]
    return re.compile(f"{re.escape(verb)}(?:(?!{_stops()}).){{0,10}}?{re.escape(noun)}")


def _both(pair: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(".*?".join(re.escape(part) for part in pair))


@cache
def _stops() -> str:
    return any_of([word for word in ordered("verbs") if word not in words("deverbal")])
