"""Made-up reports by the thousand, for tests and measurements: any number, the same for the same seed."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

YEARS = (2019, 2020, 2021, 2022, 2023)
NUMERALS = "一二三四五六七八九十"
FAULTS = ("late", "missing-duty", "arithmetic", "baseline", "points", "reuse-year", "reuse-place")

_PROMISING = 0.6


@dataclass(frozen=True, slots=True)
class Made:
    """A report with what it says by design: figures by indicator code, and the faults put into it.

    ``codes`` are those of the findings that a perfect audit of the whole corpus has on it, one for each.
    """

    name: str
    place: str
    year: int
    text: str
    figures: dict[str, int]
    faults: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class _Place:
    number: int
    province: str
    city: str
    name: str
    style: random.Random
    figures: dict[int, dict[str, int]] = field(default_factory=dict)

    @property
    def full(self) -> str:
        return f"{self.province}{self.city}{self.name}"


def corpus(count: int, *, seed: int = 1, faulty: float = 0.0) -> Iterator[Made]:
    """``count`` reports: each made-up county reports on the five years of ``YEARS``, each in its own style.

    ``faulty`` is the share of reports that get one of ``FAULTS``.
    """
    for number in range(count):
        place = _place(number // len(YEARS), seed)
        yield _report(place, YEARS[number % len(YEARS)], seed=seed, faulty=faulty)


def write(folder: Path, count: int, *, seed: int = 1, faulty: float = 0.0) -> list[Made]:
    """Write the reports as text files into a folder, and give them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = list(corpus(count, seed=seed, faulty=faulty))
    for one in made:
        (folder / f"{one.name}.txt").write_text(one.text, encoding="utf-8")
    return made


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


@cache
def _place(number: int, seed: int) -> _Place:
    places = _data()["places"]
    first, second = places["first"], places["second"]
    province = places["province"][number % len(places["province"])]
    city = places["city"][number % len(places["city"])]
    # Two characters name a few hundred counties; with the third each number has a name of its own.
    third = first[number // (len(first) * len(second)) - 1] if number >= len(first) * len(second) else ""
    name = f"{first[number % len(first)]}{third}{second[number // len(first) % len(second)]}县"
    place = _Place(number, province, city, name, random.Random(f"{seed}/{number}"))
    for year in (YEARS[0] - 1, *YEARS):
        before = place.figures.get(year - 1)
        place.figures[year] = {f["code"]: _figure(f, before, place.style) for f in _data()["figure"]}
    return place


def _figure(kind: dict[str, Any], before: dict[str, int] | None, dice: random.Random) -> int:
    low, high = kind["range"]
    if before is None:
        return dice.randint(low, high)
    moved = round(before[kind["code"]] * dice.uniform(0.75, 1.35)) + dice.choice((-1, 1))
    return max(low, min(high, moved))


def _fault(place: _Place, year: int, *, seed: int, faulty: float) -> str:
    """The fault that a report is to have; of what it takes from another the source is sound."""
    dice = random.Random(f"{seed}/{place.full}/{year}/fault")
    fault = dice.choice(FAULTS) if dice.random() < faulty else ""
    if fault in ("baseline", "reuse-year", "reuse-place") and year == YEARS[0]:
        return "late"
    if fault.startswith("reuse"):
        source = _source(place, fault, seed)
        if source is None or _fault(source, year - 1, seed=seed, faulty=faulty).startswith("reuse"):
            return "late"
    return fault


def _source(place: _Place, fault: str, seed: int) -> _Place | None:
    """The place whose report of last year a report takes text from."""
    if fault == "reuse-year":
        return place
    return _place(place.number - 1, seed) if place.number else None


@lru_cache(maxsize=64)
def _report(place: _Place, year: int, *, seed: int, faulty: float) -> Made:
    before = _report(place, year - 1, seed=seed, faulty=faulty) if year > YEARS[0] else None
    writer = _Writer(place, year, seed, _fault(place, year, seed=seed, faulty=faulty), before)
    text = writer.text()
    faults = (writer.fault,) if writer.fault and writer.done else ()
    codes = tuple(sorted(writer.codes))
    return Made(f"{place.name}-{year}", place.full, year, text, writer.said, faults, codes)


def _promise(place: _Place, year: int, seed: int) -> tuple[dict[str, str] | None, str]:
    """What a report promises for the next year, and what comes of it: kept, partly or unmentioned."""
    dice = random.Random(f"{seed}/{place.full}/{year}/promise")
    every: list[dict[str, str]] = _data()["promise"]
    promise = every[(place.number + year) % len(every)]
    fate = dice.choice(("kept", "partly", "unmentioned"))
    made = dice.random() < _PROMISING
    return (promise if made else None), ("kept" if fate == "partly" and "partly" not in promise else fate)


def _problems(place: _Place, year: int, seed: int) -> list[int]:
    """Which problems a report names; about half of them the year after again."""
    dice = random.Random(f"{seed}/{place.full}/{year}/problems")
    return dice.sample(range(len(_data()["actions"]["problems"])), 3)


def _story(place: _Place, year: int, seed: int) -> str:
    """A paragraph that no other report has by chance."""
    dice = random.Random(f"{seed}/{place.full}/{year}/story")
    stories, places = _data()["stories"], _data()["places"]

    def person() -> str:
        return dice.choice(stories["surname"]) + dice.choice(stories["given"]) + dice.choice(stories["given"])

    told = [
        one.format(
            town=f"{dice.choice(places['first'])}{dice.choice('河山安平')}镇",
            village=f"{dice.choice(places['second'])}{dice.choice(places['first'])}村",
            dept=f"县{dice.choice(_data()['names']['department'])}",
            matter=dice.choice(stories["matter"]),
            one=person(),
            two=person(),
            three=person(),
        )
        for one in dice.sample(stories["sentences"], 4)
    ]
    return "。".join(told) + "。"


class _Writer:
    """Writes one report; ``said`` holds the figures that it states, ``done`` whether its fault went in."""

    def __init__(self, place: _Place, year: int, seed: int, fault: str, before: Made | None) -> None:
        self.place, self.year, self.seed, self.fault, self.before = place, year, seed, fault, before
        self.dice = random.Random(f"{seed}/{place.full}/{year}")
        self.said: dict[str, int] = {}
        self.codes: list[str] = []
        self.done = False
        self.data = _data()
        self.style = place.style.getstate()[1][place.figures[year]["legal-aid-cases"] % 600] % 3

    def text(self) -> str:
        """The whole report."""
        if self.fault in ("late", "missing-duty"):
            self._plant({"late": "late-publication", "missing-duty": "missing-section"}[self.fault])
        if self.fault != "late":
            self.codes.append("published-in-time")
        month, day = (6, self.dice.randint(1, 28)) if self.fault == "late" else (3, self.dice.randint(1, 28))
        own = self.place.name
        lines = [
            f"{own}人民政府{self.year}年法治政府建设年度报告",
            f"发布日期：{self.year + 1}-{month:02d}-{day:02d}　来源：{own}司法局",
            "",
            self._fill(self.dice.choice(self.data["actions"]["opening"])),
        ]
        sections = ["measures", "duty", "problems", "plans"]
        if self.fault == "missing-duty":
            sections.remove("duty")
        for order, section in enumerate(sections):
            heading = self._fill(self.dice.choice(self.data["headings"][section]))
            lines += [f"{NUMERALS[order]}、{heading}", *getattr(self, f"_{section}")()]
        lines.append(f"{own}人民政府")
        return "\n".join(lines) + "\n"

    def _measures(self) -> list[str]:
        dice = self.dice
        sentences = [self._figure(kind) for kind in self.data["figure"] if dice.random() < 0.85]
        chosen = dice.sample(self.data["actions"]["measures"], 8)
        sentences += [self._fill(one) + dice.choice(self.data["actions"]["tails"]) for one in chosen]
        sentences += [self._fill(dice.choice(self.data["actions"]["honours"]))]
        sentences += dice.sample(self.data["actions"]["prose"], 9)
        dice.shuffle(sentences)
        topics = dice.sample(self.data["headings"]["topics"], 4)
        sentences += self._answers()
        size = -(-len(sentences) // len(topics))
        lines = []
        for order, topic in enumerate(topics):
            body = "。".join(sentences[order * size : (order + 1) * size])
            mark = (f"（{NUMERALS[order]}）", f"{order + 1}．", f"（{NUMERALS[order]}）")[self.style]
            lines += [f"{mark}{topic}", f"{body}。"] if self.style else [f"{mark}{topic}。{body}。"]
        return [*lines, self._story()]

    def _plant(self, code: str) -> None:
        self.done = True
        self.codes.append(code)

    def _story(self) -> str:
        source = _source(self.place, self.fault, self.seed) if self.fault.startswith("reuse") else None
        if source is None:
            return _story(self.place, self.year, self.seed)
        self._plant("text-reuse" if self.fault == "reuse-year" else "text-shared")
        return _story(source, self.year - 1, self.seed)

    def _answers(self) -> list[str]:
        """What this report says of the promise of the last."""
        promise, fate = _promise(self.place, self.year - 1, self.seed)
        if self.before is None or promise is None:
            return []
        self.codes.append(f"promise-{fate}")
        return [self._fill(promise[fate])] if fate in promise else []

    def _duty(self) -> list[str]:
        chosen = self.dice.sample(self.data["actions"]["duty"], 2)
        return ["".join(self._fill(one) for one in chosen)]

    def _problems(self) -> list[str]:
        dice, actions = self.dice, self.data["actions"]
        chosen = _problems(self.place, self.year, self.seed)
        if self.before is not None:
            again = set(chosen) & set(_problems(self.place, self.year - 1, self.seed))
            self.codes += ["recurring-problem"] * len(again)
        because = [f"，{dice.choice(actions['causes'])}" if dice.random() < 0.6 else "" for _ in chosen]
        if not any(because):
            self.codes.append("shortcomings-without-causes")
        return [
            f"{NUMERALS[order]}是{dice.choice(actions['problems'][one])}{why}。"
            for order, (one, why) in enumerate(zip(chosen, because, strict=True))
        ]

    def _plans(self) -> list[str]:
        chosen = self.dice.sample(self.data["actions"]["plans"], 3)
        promise, _ = _promise(self.place, self.year, self.seed)
        if promise is not None:
            chosen.insert(self.dice.randint(0, 3), self._fill(promise["promise"]))
        return [f"（{NUMERALS[order]}）{one}。" for order, one in enumerate(chosen)]

    def _figure(self, kind: dict[str, Any]) -> str:
        code, unit = kind["code"], kind["unit"]
        now, before = self.place.figures[self.year][code], self.place.figures[self.year - 1][code]
        change = now - before
        say = self.dice.choice([one for one in kind["say"] if "{dp}" not in one or change])
        points = f"{abs(change)}个百分点"
        # Where a rate grew by about as much as it rose, to say so in per cent is no fault.
        apart = abs(100 * change / before - change) > 8 if before else False
        if self.fault == "points" and any("{dp}" in one for one in kind["say"]) and apart:
            say, points = next(one for one in kind["say"] if "{dp}" in one), f"{abs(change)}%"
            self._plant("percent-for-points")
        self.said[code] = now
        if self.fault == "arithmetic" and not self.done and "{a0}" in say and "{da}" in say:
            change += 17 if change >= 0 else -17
            self._plant("arithmetic-change")
        elif (
            self.fault == "baseline"
            and not self.done
            and self._told(code)
            and "{a0}" in say
            and "{da}" in say
        ):
            before, change = before + 23, change - 23
            self._plant("baseline-mismatch")
        grown = "增加" if change >= 0 else "减少"
        share = round(100 * abs(change) / before, 1) if before else 0.0
        return self._fill(
            say,
            a=now,
            a0=before,
            da=f"{grown}{abs(change)}{unit}",
            before=self.year - 1,
            moved="提高" if now >= before else "下降",
            dp=points,
            pa=f"{'增长' if change >= 0 else '下降'}{share:g}%",
        )

    def _told(self, code: str) -> bool:
        """Whether the last report gave a figure, without which nobody can see that this one differs."""
        return self.before is not None and code in self.before.figures

    def _fill(self, pattern: str, **figures: object) -> str:
        names, dice, own = self.data["names"], self.dice, self.place.name
        departments = dice.sample(names["department"], 2)
        return pattern.format(
            year=self.year,
            next=self.year + 1,
            own=own,
            self="全县" if self.style else "我县",
            up=self.place.city,
            dept=f"县{departments[0]}",
            other=f"县{departments[1]}",
            law=dice.choice(names["law"]),
            reform=dice.choice(names["reform"]),
            policy=dice.choice(names["policy"]),
            award=dice.choice(names["award"]),
            town=f"{dice.choice(self.data['places']['first'])}{dice.choice('河山安平')}镇",
            k=dice.randint(2, 9),
            **figures,
        )
