"""Questions for what the reports of some places and years hold, read by one cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.ask.answer import NOT_UNDERSTOOD, Doubt
from kg.ask.names import Names, Report, Thing
from kg.ask.understand import leftover, read, refuse, scope_of, unknown_place
from kg.ask.words import cue, key


@dataclass(frozen=True, slots=True)
class Scoped:
    """A question for a class of things in some places and years; ``things`` are others that it names.

    ``about`` are further words, where the kind of question may have some.
    """

    places: tuple[Thing, ...]
    bodies: tuple[Thing, ...]
    things: tuple[Thing, ...]
    years: tuple[int, ...]
    notes: tuple[str, ...]
    about: str = ""

    @property
    def scope(self) -> tuple[Thing, ...]:
        """Whose reports are meant."""
        return (*self.places, *self.bodies)


def scoped(
    names: Names, question: str, kind: str, *, more: str = "", with_about: bool = False
) -> Scoped | None:
    """The question as one of a kind of cue, with nothing left over; None where the cue is not there.

    ``more`` is a pattern of further words that this kind takes, ``with_about`` whether others may say what it is
    about. Raises Doubt for words that nothing explains.
    """
    plain = key(question)
    if kind != "evidence":
        plain = cue("evidence").sub("", plain)
    reading = read(names, plain, scope_only=False)
    found = cue(kind).search(reading.text)
    if found is None or not found[0]:
        return None
    rest = f"{reading.text[: found.start()]} {reading.text[found.end() :]}"
    rest = re.sub(more, " ", rest) if more else rest
    refuse(rest)
    left = leftover(rest)
    if left:
        unknown_place(names, left)
    if left and not with_about:
        raise Doubt(NOT_UNDERSTOOD, f"没有理解问题中的“{left}”。")
    of_scope = [one for one in reading.found if any(t.type in ("Region", "Institution") for t in one.things)]
    places, bodies = scope_of(names, of_scope)
    things = tuple(t for one in reading.found if one not in of_scope for t in one.things)
    return Scoped(places, bodies, things, reading.times.years, reading.times.notes, left)


def reports_in_scope(
    names: Names, scope: Sequence[Thing], years: Sequence[int]
) -> tuple[tuple[Report, ...], str]:
    """The reports of some places or bodies and years; a sentence says where there are none."""
    reports = (
        tuple(dict.fromkeys(r for thing in scope for r in names.reports_of(thing)))
        if scope
        else names.reports
    )
    found = tuple(report for report in reports if not years or report.year in years)
    if found:
        return found, ""
    who = "、".join(thing.name for thing in scope)
    when = "、".join(f"{year}年度" for year in years)
    have = "、".join(f"{year}" for year in sorted({r.year for r in reports if r.year is not None}))
    known = f"（现有{have}年度）" if have else ""
    others = "" if have else f"有报告的地区是：{'、'.join(sorted({r.place_name for r in names.reports}))}。"
    return (), f"图谱中没有{who}{when}的报告{known}。{others}"
