"""Canonical names of institutions: the name that a reader outside the district would use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon.departments import Department, departments
from kg.lexicon.placenames import level_of, zone_of, zone_short
from kg.link.context import Context
from kg.mention.institutions import STANDING
from kg.model import Mention

_CLASS = re.compile(r"(?:自治区|自治州|自治县|街道|省|市|区|县|州|盟|旗|镇|乡)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A canonical ``name`` with its ``place`` ("" for national bodies), the rest ``local``, and other names.

    ``scoped`` are names such as 区政府, which mean it only where 区 alone means its place.
    """

    name: str
    place: str
    local: str
    aka: tuple[str, ...] = ()
    kind: str = ""
    scoped: tuple[str, ...] = ()


@cache
def _departments() -> dict[str, Department]:
    found: dict[str, Department] = {}
    for row in departments():
        for name in (row.name, *row.aka, *row.said_after_place()):
            found.setdefault(name, row)
    return found


@cache
def _national() -> dict[str, Department]:
    return {n: row for row in departments() if "national" in row.levels for n in (row.name, *row.aka)}


def government_of(place: str, context: Context) -> Named:
    """The government of a place; a sub-district has an office of its district's."""
    if place == "中国":
        return Named("国务院", "", "国务院", ("中华人民共和国国务院", "中央人民政府"), "national")
    if place == zone_of(context.publisher):
        whole = place + context.publisher.removeprefix(place).replace("管委会", "管理委员会")
        aka = (context.publisher, f"{place}管委会", f"{zone_short(place)}管委会", zone_short(place), "管委会")
        return Named(whole, place, "管理委员会", aka, "government", _scoped(place, "管委会"))
    level = level_of(place)
    if level == "township":
        above = context.parent(place) or ""
        local = "办事处" if place.endswith("街道") else "人民政府"
        return Named(
            f"{above}{place}{local}", place, local, (place, f"{place}{local}", f"{above}{place}"), "township"
        )
    scoped = _scoped(place, "人民政府", "政府")
    return Named(f"{place}人民政府", place, "人民政府", (f"{place}政府",), "government", scoped)


def _scoped(place: str, *locals_: str) -> tuple[str, ...]:
    word = next((w for w in ("自治区", "自治州", "街道") if place.endswith(w)), place[-1:])
    return tuple(word + local for local in locals_)


def name_institution(mention: Mention, context: Context) -> Named | None:
    """The canonical name of an institution's mention, or None where 区 or 市 stand for no place."""
    properties = dict(mention.properties)
    scope, body, shape = properties["scope"], properties["body"], properties["shape"]
    if shape == "national":
        return _of_the_nation(body)
    if shape == "own":
        base = context.publisher
        party = "中共" if body == "党组" else ""
        place = context.own
        return Named(
            f"{party}{base}{body}", place, base.removeprefix(place) + body, (mention.name, base + body), "own"
        )
    place = scope if level_of(scope) else context.own
    if scope and not level_of(scope):
        place = context.scope(scope) or properties.get("near", "")
    if not place:
        return None
    if shape == "standing":
        return _standing(place, body, mention)
    if shape == "league":
        league = (mention.name, f"共青团{place}委", f"团{place[-1]}委")
        return Named(f"共青团{place}委员会", place, "共青团委员会", league, "mass-organisation")
    if shape == "known":
        return _known(place, body, mention)
    local = body
    if shape == "village":
        return _village(body, context)
    if shape == "stem":
        home = _home(mention.name, context)
        return Named(mention.name, home, mention.name, (home + mention.name,), "field")
    if shape == "set-up":
        place = _home(local, context)
    name = place + local
    if local.startswith((place, place[:-1])) and len(place) > 2:
        name = local
    return Named(name, place, name.removeprefix(place), (mention.name, body), "field")


def _of_the_nation(body: str) -> Named:
    row = _national().get(body)
    name = row.name if row else body
    return Named(name, "", name, (body, *(row.aka if row else ())), "national")


def _village(name: str, context: Context) -> Named:
    """A village stands for its committee, a neighbourhood for its residents' committee."""
    local = "居民委员会" if name.endswith("社区") else "村民委员会"
    above = context.own
    aka = (name, f"{name}{local[0]}委会", f"{above}{name}", f"{above}{name}{local}")
    return Named(f"{name}{local}", above, f"{name}{local}", aka, "field")


def _home(name: str, context: Context) -> str:
    """The place of the text whose name, with or without its class, begins a body's; else the report's own."""
    known = {
        context.own,
        *(place for pair in context.parents for place in pair),
        *(n for n, _ in context.known),
    }
    stems = {_CLASS.sub("", place): place for place in sorted(known) if place}
    longest = max((s for s in stems if len(s) > 1 and name.startswith(s)), key=len, default="")
    return stems.get(longest, context.own)


def _of_government(place: str, form: str, body: str, mention: Mention) -> Named:
    """The government, its offices and meetings, and the people's congress of a place."""
    word = place[-1:]
    local = "人民政府" + body[body.index("法律顾问") :] if "法律顾问" in body else form
    kind = "government" if local == "人民政府" else "office" if local.startswith("人民政府") else "congress"
    short = (
        local.replace("人民政府", "政府", 1)
        .replace("人民代表大会常务委员会", "人大常委会")
        .replace("人民代表大会", "人大")
    )
    aka, scoped = (f"{place}{short}", mention.name), (word + short, word + local, word + body)
    meetings = (f"{place}政府常务会", "政府常务会", "政府常务会议") if local.endswith("常务会议") else ()
    return Named(place + local, place, local, (*aka, *meetings), kind, scoped)


def _standing(place: str, body: str, mention: Mention) -> Named:
    form = next((form for pattern, form in STANDING if re.fullmatch(pattern, body)), body)
    word = place[-1:]
    if form == "政协":
        return Named(
            f"中国人民政治协商会议{place}委员会", place, "政协", (f"{place}政协", mention.name, body), "cppcc"
        )
    if not form.startswith("party:"):
        return _of_government(place, form, body, mention)
    rest = form.removeprefix("party:") or body
    others: tuple[str, ...] = ()
    scoped: tuple[str, ...] = ()
    if rest == "党委" and not place.endswith("自治区"):
        rest = "委"
        others, scoped = (f"{place}党委",), (f"{word}党委",)
    rest = rest.replace("{level}", word).replace("{hall}", "厅" if word == "省" else "室")
    name = f"中共{place}{rest}"
    aka = (f"{place}{rest}", f"{place}{body}", mention.name, *others)
    return Named(name, place, rest, aka, "party", (word + rest, word + body, *scoped))


_OFFICE = re.compile(
    r"(?<=[局厅委会])(?P<part>[\u4e00-\u9fff]{2,4}(?:分局|派出所|司法所|监管所|所)|[\u4e00-\u9fff]{4,14}领导小组)$"
    r"|(?P<part2>办公室|党组|(?:政策法规|法规|法制|执法监督|综合)[科处室股])$"
)


def _known(place: str, body: str, mention: Mention) -> Named:
    tail = _OFFICE.search(body) if body not in _departments() else None
    office = (tail["part"] or tail["part2"]) if tail else ""
    row = _departments().get(body.removesuffix(office))
    official = (row.name if row else body.removesuffix(office)) + office
    short = next((n for n in (row.name, *row.aka) if row and body.startswith(n)), body) if row else body
    # 发展和改革局 and 发展和改革委员会 are one row, but a report's full form stands as it is.
    if row and len(short) >= 7 and official != body:
        official = body
    word = next((w for w in ("自治区", "自治州") if place.endswith(w)), place[-1:])
    shorts = tuple(place + n + office for n in (row.aka if row else ()))
    aka = (mention.name, place + body, *shorts)
    kind = row.kind if row else "public-institution"
    name = row.of(place) if row and row.forms and official == row.name else place + official
    return Named(name, place, official, (place + official, *aka), kind, (word + official, word + body))
