"""What the names themselves show: departments of their governments, places in places."""

from __future__ import annotations

import re

from kg.lexicon.placenames import level_of
from kg.link.entities import Draft, Registry
from kg.link.naming import government_of
from kg.link.statements import Statements
from kg.model import Span


def hierarchy(registry: Registry, statements: Statements, publisher: Draft, drafts: list[Draft]) -> None:
    """part_of between bodies that the report both names; located_in for bodies and places."""
    context = registry.context
    by_name = {d.name: d for d in drafts if d.type == "Institution"}
    for draft in drafts:
        if draft.type != "Institution" or not draft.spans:
            continue
        span = min(draft.spans, key=lambda s: s.start)
        whole = _whole(draft, by_name, registry)
        if whole is not None:
            firm = _shows_its_whole(draft, whole)
            statements.add(
                draft, "part_of", whole, span.start, span.end, optional=not firm or not whole.spans
            )
        place = _place_of(draft, registry)
        if draft is publisher and context.own == "中国":
            place = context.own
        region = registry.find("Region", place) if place else None
        if region is None:
            continue
        statements.add(draft, "located_in", region, span.start, span.end, optional=draft is not publisher)
    for draft in drafts:
        above = context.parent(draft.name) if draft.type == "Region" else None
        parent = registry.find("Region", above) if above else None
        if parent is not None and draft.spans:
            joined = _joined(registry, draft, parent)
            span = joined or draft.spans[0]
            statements.add(
                draft,
                "located_in",
                parent,
                span.start,
                span.end,
                implicit=joined is None,
                optional=joined is None,
            )


_BRANCHES = ("派出所", "司法所", "分局", "所", "分行", "支行")


def _shows_its_whole(draft: Draft, whole: Draft) -> bool:
    """Whether a name leaves no doubt of what the body is a part of: 县公安局某某派出所 begins with its bureau."""
    if draft.kind in {"government", "office", "township", "own"} or whole.name.endswith("委员会"):
        return True
    return draft.name.startswith(whole.name) and draft.name.endswith(_BRANCHES)


def _whole(draft: Draft, by_name: dict[str, Draft], registry: Registry) -> Draft | None:
    """The body that the name shows this one to be a part of, if the report has it."""
    name = draft.name
    place = _place_of(draft, registry)
    if name.endswith("委员会办公室"):
        return by_name.get(name.removesuffix("办公室"))
    inner = re.fullmatch(
        r"(?P<whole>.{4,}(?:局|厅|委员会|办公室))(?P<part>党组(?:理论学习中心组)?|[局厅]长办公会|[\u4e00-\u9fff]{2,14}(?:科|处|室|股|队|所|站|中心|党组|分局|领导小组))",
        name,
    )
    if inner and (inner["whole"] in by_name or draft.kind != "township"):
        return by_name.get(inner["whole"])
    if name.startswith("中共"):
        committee = re.match(r"(中共.+?委)(?=常委会|党校|办公|全面|组织|宣传|政法|统战)", name)
        return by_name.get(committee[1]) if committee else None
    if draft.kind == "township":
        above = next(
            (
                n
                for n in by_name
                if n.endswith("人民政府") and name.startswith(n.removesuffix("人民政府")) and n != name
            ),
            None,
        )
        return by_name.get(above) if above else None
    if (
        not place
        or level_of(place) is None
        or (draft.kind in {"field", "public-institution"} and not _local_office(name, place))
        or draft.kind
        in {"court", "procuratorate", "congress", "cppcc", "mass-organisation", "national", "party", ""}
    ):
        return None
    government = by_name.get(government_of(place, registry.context).name)
    return government if government is not draft else None


def _place_of(draft: Draft, registry: Registry) -> str:
    """The place of a body as the report calls it: 河口县, where the table of divisions has 河口瑶族自治县."""
    path, own = draft.properties.get("place", ""), registry.context.own
    return own if own and path == registry.context.path(own) else path.rpartition("/")[2]


# 水利和湖泊局: a bureau of two fields is a department, though no list has it.
_JOINT_BUREAU = re.compile(r"[\u4e00-\u9fff]{2,5}和[\u4e00-\u9fff]{2,5}局")


def _local_office(name: str, place: str) -> bool:
    """Whether a body that is no department belongs to its government by its name: its offices, a township's bodies."""
    if place not in name:
        return False
    if _JOINT_BUREAU.fullmatch(name.removeprefix(place)):
        return True
    return name.endswith("办公室") or (
        level_of(place) == "township" and not name.endswith(("事务所", "公司"))
    )


def _joined(registry: Registry, region: Draft, parent: Draft) -> Span | None:
    at = registry.document.text.find(parent.name + region.name)
    return Span(at, at + len(parent.name) + len(region.name)) if at >= 0 else None
