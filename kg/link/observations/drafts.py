"""An observation while it is being read, and what a sentence has said so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from kg.link.observations.naming import Counted
from kg.mention.numbers import Figure
from kg.model import Baseline


@dataclass(slots=True)
class Draft:
    """An observation in the making; offsets into the document's text."""

    label: str
    figure: Figure
    start: int
    end: int
    value: Decimal | None
    unit: str
    kind: str
    period: str | None = None
    baseline: Baseline | None = None
    change: Decimal | None = None
    change_unit: str | None = None
    approximate: bool = False
    optional: bool = False
    planned: bool = False
    title: str = ""
    part: bool = False
    topic: str = ""
    verb: str = ""


def relative(label: str, name: str) -> str:
    """The name of another measure of the same thing (装机占比, then 规模: 装机规模)."""
    base = re.sub(r"(?:人数|户数|套数|占比|比例|数)$", "", label)
    base = re.sub(r"(?:增速)?(?:高于|快于|低于|高出|好于).*$", "", base)
    if name in ("日均", "月均", "年均", "户均", "人均"):
        return f"{name}{label}"
    if name in ("总量", "总数", "累计"):
        base = re.sub(r"^(?:新增|新登记|新设|新培育|新建|新认定)", "", base)
    return f"{base}{name}"


@dataclass(slots=True)
class Context:
    """What the sentence has said up to a clause.

    ``recent`` are the observations that a comparison may belong to, ``topic`` the noun that bare
    rates and verbs refer to, ``scope`` the ranking or test that a score belongs to, ``title`` the
    last document named, ``period`` the time that holds until the next stop.
    """

    year: int | None
    plan: bool = False
    recent: list[Draft] = field(default_factory=list)
    topic: str = ""
    topic_unit: str = ""
    joined: list[str] = field(default_factory=list)
    scope: str = ""
    title: str = ""
    verb: str = ""
    within: str = ""
    money: str = ""
    event: str = ""
    act: str = ""
    last_count: int = 1
    pending: tuple[Figure, str, str, int] | None = None
    previous: str = ""
    period: str | None = None
    period_start: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A finished name, its topic for what follows, its verb, and whether it counts a noun after it.

    ``part`` is true where it names a part of what was counted before it.
    """

    name: str
    topic: str = ""
    verb: str = ""
    counted: Counted | None = None
    part: bool = False
