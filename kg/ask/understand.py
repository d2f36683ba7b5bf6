"""From a question in Chinese to what it asks for, with nothing of it passed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.ask.answer import AMBIGUOUS, NOT_UNDERSTOOD, UNKNOWN, Doubt
from kg.ask.measure import Measure, exact, near
from kg.ask.names import Found, Names, Thing
from kg.ask.times import Times, read_times
from kg.ask.words import PLACE, THING, YEAR, cue, key, kinds_of_unit, trimmed, without_idle
from kg.iri import fold
from kg.lexicon.placenames import leading_places
from kg.lexicon.places import places as divisions

_MARKS: Final = re.compile(f"[{PLACE}{YEAR}{THING} ]+")
_BETWEEN: Final = re.compile(f"(?<={PLACE})(?:{YEAR})?的?比(?={PLACE})")
_EVERYWHERE_KIND: Final = {"区县": "county", "县区": "county", "区市县": "county", "市县": "", "县": "county", "区": "county", "市": "city", "州": "city", "省": "province", "乡镇": "township", "镇": "township", "乡": "township"}  # fmt: skip
_WHICH_LEVEL: Final = re.compile(r"哪(?:些|几个|一?个)(?P<level>区县|县区|市县|乡镇|[区县市州省镇乡])")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``kind`` names the template.

    ``places`` and ``bodies`` are the scope, ``years`` its years (empty: the latest), ``measure`` the figure;
    ``way`` is highest or lowest, ``level`` a level of places or ""; ``notes`` say how relative times were read.
    """

    kind: str
    places: tuple[Thing, ...] = ()
    bodies: tuple[Thing, ...] = ()
    years: tuple[int, ...] = ()
    measure: Measure | None = None
    way: str = ""
    level: str = ""
    notes: tuple[str, ...] = ()

    @property
    def scope(self) -> tuple[Thing, ...]:
        """The places and bodies asked about."""
        return (*self.places, *self.bodies)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with its names and times marked: ``text`` holds the marks, ``found`` the names in order."""

    text: str
    found: tuple[Found, ...]
    times: Times


def read(names: Names, question: str, *, scope_only: bool) -> Reading:
    """The question with what it names marked. ``scope_only`` as in ``Names.find``."""
    text = _joined(names, key(question))
    marked, found, at = "", [], 0
    for one in names.find(text, scope_only=scope_only):
        if scope_only and not any(t.type in ("Region", "Institution") for t in one.things):
            continue
        marked += text[at : one.start] + (PLACE if one.is_place or scope_only else THING)
        found.append(one)
        at = one.end
    marked += text[at:]
    latest = _latest(names, found)
    times = read_times(marked, latest=latest, mark=YEAR)
    return Reading(times.text, tuple(found), times)


def _joined(names: Names, text: str) -> str:
    """The text without the 的 between a place and its body: 某县的水利局 is 某县水利局."""
    for match in re.finditer("的", text):
        at = match.start()
        whole = text[:at] + text[at + 1 :]
        for one in names.find(whole, scope_only=True):
            if one.start < at < one.end and any(thing.type == "Institution" for thing in one.things):
                return whole
    return text


def refuse(text: str) -> None:
    """Raise Doubt for questions of a kind that has no template: negation, reasons, yes or no, conditions."""
    reasons = (
        ("yes_no", "目前不能回答“是否”一类的问题，请直接问是什么、有哪些或是多少"),
        ("negation", "目前不能回答否定式的问题：图谱只记录报告写明的事，没有写明不等于没有做"),
        ("reason", "目前不能回答原因、评价和预测一类的问题"),
        ("condition", "目前不能按条件筛选或计算合计、平均"),
    )
    for name, reason in reasons:
        found = cue(name).search(text)
        if found:
            words = _MARKS.split(found[0])[-1]
            raise Doubt(NOT_UNDERSTOOD, f"没有理解这个问题（“{words}”）：{reason}。")


def scope_of(names: Names, found: Sequence[Found]) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
    """The places and bodies that some names mean. Raises Doubt where a name stays ambiguous."""
    places: list[Thing] = []
    bodies: list[Thing] = []
    for one in found:
        meant = names.one_place(one.things)
        if not meant:
            meant = tuple(thing for thing in one.things if thing.type == "Institution")
        # A name that a body shares with its own offices is the body's.
        meant = tuple(t for t in meant if all(other.name.startswith(t.name) for other in meant)) or meant
        if len(meant) > 1:
            raise several(meant, names)
        (places if meant[0].type == "Region" else bodies).extend(meant)
    return tuple(dict.fromkeys(places)), tuple(dict.fromkeys(bodies))


def several(things: Sequence[Thing], names: Names) -> Doubt:
    """The doubt which of some things of one name is meant."""
    listed = []
    for thing in things:
        where = names.places.get(thing.region)
        listed.append(
            f"{thing.name}（{where.name}）" if where and not thing.name.startswith(where.name) else thing.name
        )
    return Doubt(
        AMBIGUOUS,
        f"这个名称可以指：{'、'.join(listed)}。请说明是哪一个。",
        suggestions=tuple(t.name for t in things),
    )


def figure(names: Names, question: str, *, only_exact: bool) -> Question | None:
    """The question as one for a figure; None where it names none.

    ``only_exact`` takes no figure whose name is not all there. Raises Doubt where names are not known or
    stay ambiguous.
    """
    reading = read(names, question, scope_only=True)
    plain, kinds = _asked(reading.text)
    kind, rest, way, level = _comparison(reading.text)
    stripped, more_kinds = _asked(rest)
    for asked, hints, form in ((plain, kinds, "value"), (stripped, more_kinds, kind)):
        if len(measured_text := key(asked)) < 2:
            continue
        measure = exact(names, measured_text, kinds=hints)
        if measure is not None:
            return _figure_question(names, reading, form, measure, way, level)
    if only_exact or len(key(stripped)) < 2:
        return None
    unknown_place(names, *_MARKS.split(reading.text), stripped)
    refuse(reading.text)
    places, bodies = scope_of(names, reading.found)
    reports = {r.iri for thing in (*places, *bodies) for r in names.reports_of(thing)}
    try:
        measure = near(names, key(stripped), kinds=more_kinds, reports=reports)
    except Doubt as doubt:
        if (
            kind == "value"
            and doubt.status == UNKNOWN
            and stripped == plain
            and not cue("amount").search(reading.text)
        ):
            raise Doubt(NOT_UNDERSTOOD, f"没有理解问题中的“{stripped}”。") from doubt
        doubt.is_guess = kind == "value" and not cue("amount").search(reading.text)
        raise
    return _figure_question(names, reading, kind, measure, way, level)


def _figure_question(
    names: Names, reading: Reading, kind: str, measure: Measure, way: str, level: str
) -> Question:
    outside = reading.text.replace(measure.asked, "")
    refuse(outside)
    places, bodies = scope_of(names, reading.found)
    years = reading.times.years
    if kind == "value" and len(places) + len(bodies) > 1 and _BETWEEN.search(reading.text):
        kind = "compare"
    if kind in ("most", "compare") and len(places) + len(bodies) > 1:
        kind, level = "compare", ""
    elif kind == "compare" and len(years) < 2:
        kind = "most"
    elif kind == "compare":
        kind = "change"
    found = Question(kind, places, bodies, years, measure, way, level, reading.times.notes)
    if kind == "value" and (reading.times.every or (not years and cue("history").search(outside))):
        return replace(found, kind="history")
    if kind == "value" and "第几" in outside and not _is_rank(names, measure):
        note = "报告没有这项名次；这里只在图谱中有报告的地区之间排列。"
        return replace(found, kind="rank", places=(), bodies=(), notes=(*found.notes, note))
    return found


def _is_rank(names: Names, measure: Measure) -> bool:
    return any(label.kind == "rank" for label in names.labels if measure.fits(label.text, label.code))


def _comparison(text: str) -> tuple[str, str, str, str]:
    """The kind of comparison, the text without its words, which way is asked for, and the level of places."""
    which = _WHICH_LEVEL.search(text)
    level = _EVERYWHERE_KIND.get(which["level"], "") if which else ""
    if everywhere := cue("everywhere").search(text):
        word = everywhere[0].lstrip("各个全部所有每不同")
        level = _EVERYWHERE_KIND.get(word, "")
        text = text.replace(everywhere[0], PLACE, 1)
    if of_year := cue("which_year").search(text):
        rest = f"{text[: of_year.start()]} {text[of_year.end() :]}".strip()
        if best := cue("best_year").search(rest) or cue("most").search(rest):
            way = "lowest" if re.search("[低少小差]", best[0]) else "highest"
            return "year", f"{rest[: best.start()]} {rest[best.end() :]}", way, level
    if of_years := cue("year_than").search(text):
        return "change", f"{text[: of_years.start()]} {of_years['what']}", "highest", level
    for kind in ("change", "more", "most", "rank"):
        found = cue(kind).search(text)
        if not found or not found[0]:
            continue
        way = _way(kind, found)
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        if kind in ("more", "most"):
            rest = cue("which").sub(" ", rest)
        named = "rank" if found.groupdict().get("top") else "compare" if kind == "more" else kind
        return named, rest, way, level
    than = cue("than").search(text)
    if than and f"比{PLACE}" in text:
        return (
            "compare",
            text[: than.start()].replace(f"比{PLACE}", PLACE),
            "lowest" if than["way"] in "低少" else "highest",
            level,
        )
    if bare := cue("bare").search(text):
        way = "lowest" if bare["way"] in "低少" else "highest"
        return "compare", f"{text[: bare.start()]} {bare['what']}", way, level
    return ("rank" if everywhere else "value"), text, "highest", level


def _way(kind: str, found: re.Match[str]) -> str:
    """Which end is asked for: highest, lowest, or the best or worst of a figure that has a good side."""
    word = found.groupdict().get("most") or found.groupdict().get("more") or found[0]
    if re.search("差(?!距)|好|强|弱|靠前", word) and kind in ("more", "most") and "相差" not in word:
        return "worst" if re.search("差|弱", word) else "best"
    low = re.search("[低少小差弱]", word) and kind != "rank" and "差距" not in word
    return "lowest" if low else "highest"


def _asked(text: str) -> tuple[str, frozenset[str]]:
    """The words that name a figure, and the kinds that the unit in the question allows."""
    text = cue("evidence").sub(" ", _BETWEEN.sub(" ", text))
    found = cue("amount").search(text)
    kinds: frozenset[str] = frozenset()
    if found:
        kinds = frozenset(("rank",)) if "第几" in found[0] else kinds_of_unit(found["unit"] or "")
        text = f"{text[: found.start()]} {text[found.end() :]}"
    text = cue("history").sub(" ", text)
    pieces = [trimmed(piece) for piece in _MARKS.split(text)]
    return "".join(dict.fromkeys(pieces)), kinds


def unknown_place(names: Names, *texts: str) -> None:
    """Raise Doubt where the last text begins with a place that the graph does not have, or another with a real one."""
    real = [word for text in texts for word in _divisions(text)]
    word = next((word for word in (*real, *leading_places(texts[-1]))), "")
    if not word:
        return
    known = {place.name for place in names.places.values() if names.reports_of(place)}
    close = names.nearest(word, known, most=3)
    hint = f"是否指{'、'.join(close)}？" if close else ""
    text = f"图谱中没有“{word}”。{hint}有报告的地区是：{'、'.join(sorted(known))}。"
    raise Doubt(UNKNOWN, text, suggestions=close)


def _divisions(text: str) -> list[str]:
    """The name of a real administrative division that a text begins with, the longest."""
    sizes = range(min(len(text), 11), 1, -1)
    return [text[:size] for size in sizes if divisions().named(text[:size])][:1]


def leftover(text: str) -> str:
    """The words of a marked question that nothing has explained."""
    return without_idle(_MARKS.sub(" ", text)).strip()


def spelled(question: str) -> str:
    """The question as people typed it, for showing."""
    return fold(question).strip()


def _latest(names: Names, found: Sequence[Found]) -> int | None:
    years = [
        report.year
        for one in found
        for thing in one.things
        for report in names.reports_of(thing)
        if report.year is not None
    ]
    return max(years or names.years, default=None)
