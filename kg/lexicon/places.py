"""The administrative divisions of China: codes, names, short names, and what lies in what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.lexicon.tables import rows_of

LEVELS = ("province", "city", "county")

_COLUMNS = ("code", "name", "level", "parent")
# Longest first where one ends another: 自治县 before 县.
_KIND = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|省|市|盟|区|县|旗)$")
_AUTONOMOUS = {"自治区": "自治区", "自治州": "州", "自治县": "县", "自治旗": "旗", "区": "区"}
_PEOPLES = re.compile(
    r"(?:(?:阿昌|白|保安|布朗|布依|藏|朝鲜|达斡尔|傣|德昂|东乡|侗|独龙|鄂伦春|鄂温克|俄罗斯|高山|哈尼|哈萨克|赫哲|回|基诺|京|景颇"
    r"|柯尔克孜|拉祜|黎|傈僳|珞巴|满|毛南|门巴|蒙古|苗|仫佬|纳西|怒|普米|羌|撒拉|畲|水|塔吉克|塔塔尔|土|土家|佤|维吾尔|乌孜别克"
    r"|锡伯|瑶|彝|仡佬|裕固|壮|各)族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔|鄂伦春|鄂温克)+$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A division: ``code`` of six digits (None for one that the table does not have), its full ``name``,
    ``level`` (one of ``LEVELS``), and ``path``, the full names from the province down, joined with ``/``.
    """

    code: str | None
    name: str
    level: str
    parent_code: str | None
    path: str


class Places:
    """All divisions, by code and by name."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._all = tuple(places)
        self._by_code = {place.code: place for place in self._all if place.code}
        self._full: dict[str, list[Place]] = {}
        for place in self._all:
            self._full.setdefault(place.name, []).append(place)
        self._short: dict[str, list[Place]] | None = None

    def __iter__(self) -> Iterator[Place]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def by_code(self, code: str) -> Place | None:
        """The place of a six-digit code, or None."""
        return self._by_code.get(code)

    def named(self, name: str) -> tuple[Place, ...]:
        """The places of that full name, else of that short name; higher levels first, then by code."""
        found = self._full.get(name) or self._shorts().get(name, [])
        return tuple(sorted(found, key=lambda place: (LEVELS.index(place.level), place.code or "")))

    def names(self) -> tuple[str, ...]:
        """Every full and short name once, sorted."""
        return tuple(sorted(self._full.keys() | self._shorts().keys()))

    def resolve(self, name: str, *, within: Place | None = None) -> Place | None:
        """The one place meant by a name or by a path of names, or None where that stays open.

        Among homonyms the nearest to ``within`` wins: first the one that shares the most of its path, then
        the one of the highest level. ``name`` may be a path (四川省/成都市) or names run together (四川成都).
        """
        found = self.named(name) or self._joined(name)
        if len(found) < 2:
            return found[0] if found else None
        shared = [_shared(place, within) for place in found]
        near = [place for place, depth in zip(found, shared, strict=True) if depth == max(shared)]
        top = [place for place in near if place.level == near[0].level]
        return top[0] if len(top) == 1 else None

    def ancestors(self, place: Place) -> tuple[Place, ...]:
        """What the place lies in, the nearest first; empty for a province."""
        found: list[Place] = []
        above = self._by_code.get(place.parent_code or "")
        while above is not None:
            found.append(above)
            above = self._by_code.get(above.parent_code or "")
        return tuple(found)

    def children(self, place: Place) -> tuple[Place, ...]:
        """What lies directly in the place, by code."""
        return tuple(other for other in self._all if place.code and other.parent_code == place.code)

    def _shorts(self) -> dict[str, list[Place]]:
        # Made on the first question, since many runs only ask for full names and codes.
        if self._short is None:
            self._short = {}
            for place in self._all:
                for name in short_names(place.name):
                    if name not in self._full:
                        self._short.setdefault(name, []).append(place)
        return self._short

    def _joined(self, name: str) -> tuple[Place, ...]:
        # Its last name is one of the endings; of the places so named, those whose path says the rest.
        plain = name.replace("/", "")
        for at in range(2, len(plain) - 1):
            found = tuple(p for p in self.named(plain[at:]) if _says(p.path.split("/")[:-1], plain[:at]))
            if found:
                return found
        return ()


@cache
def places() -> Places:
    """The divisions of ``data/places/divisions.csv``, read once."""
    table = rows_of(resources.data("places", "divisions.csv"), columns=_COLUMNS)
    made: dict[str, Place] = {}
    for code, name, level, parent in table:
        path = f"{made[parent].path}/{name}" if parent else name
        made[code] = Place(code, name, level, parent or None, path)
    return Places(made.values())


def short_names(name: str) -> tuple[str, ...]:
    """What people say for a full name, the shortest first.

    成都 for 成都市; 阿坝, 阿坝州 for 阿坝藏族羌族自治州.
    Nothing for a name that would keep one letter (东区, 莘县).
    """
    kind = _KIND.search(name)
    if kind is None:
        return ()
    stem = name[: kind.start()]
    peoples = _PEOPLES.search(stem)
    core = stem[: peoples.start()] if peoples and peoples.start() >= 2 else stem
    if core == stem and not kind[0].startswith("自治"):
        return (stem,) if len(stem) >= 2 else ()
    # 鄂温克族自治旗: the people is the name.
    core = core.removesuffix("族") if core == stem else core
    longer = core + _AUTONOMOUS.get(kind[0], "")
    return (core,) if longer in (core, name) else (core, longer)


def _shared(place: Place, within: Place | None) -> int:
    """How many names two paths share from the province down."""
    if within is None:
        return 0
    depth = 0
    for one, other in zip(place.path.split("/"), within.path.split("/"), strict=False):
        if one != other:
            break
        depth += 1
    return depth


def _says(path: list[str], words: str) -> bool:
    """Whether the words are some of the path's names in order, full or short: 四川省, 成都 or 四川成都市."""
    for name in path:
        forms = (name, *short_names(name)[::-1])
        words = words.removeprefix(next((form for form in forms if words.startswith(form)), ""))
    return not words
