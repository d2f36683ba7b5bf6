"""What a report on a place holds, as frozen values: facts with the words that say so, no sentence of ours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

BEGUN, CONTINUED, DROPPED, CARRIED = "begun", "continued", "dropped", "carried"
KEPT, PARTLY, UNMENTIONED, UNCLEAR = "kept", "partly", "unmentioned", "unclear"
PROMISE_STATES: Final = (KEPT, PARTLY, UNMENTIONED, UNCLEAR)
BETTER, WORSE, SAME = "better", "worse", "same"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report: ``exact`` stands from ``start`` to ``end`` (code points), between ``before`` and ``after``."""

    report: str
    title: str
    year: int
    start: int
    end: int
    before: str
    exact: str
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """A report that all of this rests on; ``dated`` are the words that give the day of publication."""

    iri: str
    title: str
    year: int
    published: str | None
    file: str
    characters: int
    dated: Quote | None


@dataclass(frozen=True, slots=True)
class Point:
    """An indicator in one year; ``status`` is one of ``kg.compare.cells.MEANINGS``."""

    year: int
    status: str
    value: Decimal | None
    approximate: bool
    reported: Decimal | None
    baseline: Decimal | None
    disagrees: bool
    rank: int | None
    among: int | None
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator over the years: from ``before`` in ``since`` to the last value, ``verdict`` by its direction.

    ``verdict`` is better, worse or same; "" where the indicator has no good direction or there is no change to tell.
    """

    code: str
    name: str
    unit: str
    kind: str
    direction: str
    points: tuple[Point, ...]
    since: int | None = None
    before: Decimal | None = None
    last: Point | None = None
    verdict: str = ""

    @property
    def change(self) -> Decimal | None:
        """The last value less the first, in the unit."""
        if self.before is None or self.last is None or self.last.value is None:
            return None
        return self.last.value - self.before


@dataclass(frozen=True, slots=True)
class Thing:
    """A reform, policy, body or recognition in the report of a year; ``kind`` is one of ``vocab.ENTITY_TYPES``.

    ``state`` is one of begun, continued, dropped and carried for reforms; ``by`` names who acts or receives, where
    that is not the publisher; ``giver`` who conferred a recognition.
    """

    name: str
    year: int
    quote: Quote
    kind: str = ""
    state: str = ""
    by: tuple[str, ...] = ()
    giver: str = ""


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A problem that a report names, with the causes it gives, and where an earlier report named it too."""

    text: str
    year: int
    quote: Quote
    causes: tuple[Quote, ...] = ()
    again: Quote | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """A thing that the report of ``year`` promised, and what the next one says: ``state`` as in PROMISE_STATES."""

    thing: str
    year: int
    state: str
    quote: Quote
    answer: Quote | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the audit, in Chinese."""

    code: str
    name: str
    severity: str
    confidence: str
    year: int
    message: str
    hint: str
    source: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PlaceReport:
    """Everything that the reports of one body say over some years.

    ``absent`` are the years asked for of which there is no report, ``first`` the year of the earliest report known;
    ``unmapped`` counts the figures that stand under no canonical indicator; ``plans`` are those of the last report, which no report has answered yet.
    """

    place: str
    place_name: str
    publisher: str
    years: tuple[int, ...]
    absent: tuple[int, ...]
    first: int
    sources: tuple[Source, ...]
    trends: tuple[Trend, ...]
    reforms: tuple[Thing, ...]
    policies: tuple[Thing, ...]
    bodies: tuple[Thing, ...]
    recognitions: tuple[Thing, ...]
    problems: tuple[Shortcoming, ...]
    promises: tuple[Promised, ...]
    plans: tuple[Quote, ...]
    findings: tuple[Found, ...]
    unmapped: int
