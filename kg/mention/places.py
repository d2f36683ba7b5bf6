"""Regions: the full names of places, known ones and those that only the text itself shows."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import ahocorasick_rs

from kg.lexicon.placenames import leading_places, level_of
from kg.lexicon.places import places
from kg.lexicon.segment import tokenizer
from kg.mention.clauses import CLEAN, HAN
from kg.model import Document, Mention

_SHAPE = re.compile(rf"{CLEAN}(?=[{HAN}]{{1,8}}?(?:省|自治区|自治州|市|区|县|旗|街道|镇|乡|苏木))")
_NOT_A_STEM = re.compile(
    r"^(?:全|各|我|本|该|两|三|每|某|多|所|其|级|个|同|跨|外|邻|等|有|不|下|上|中|大|小|近|新|老|到|为|与|和|或|及)"
    r"|(?:示范|试点|先进|贫困|重点|样板|特色|中心|主城|周边|沿海|农村|城市|发达|老|民族|边境|相关|有关|所有|部分|其他|全国|先行|强|设|级|涉|入|进|建|促|的|个|家|条|和|与|及|等)$"
    r"|推进|开展|建设|实施|深化|加强|提升|推动|落实|覆盖|服务|管理|监督|指导|组织|政府|法治|依法|行政|司法|执法|工作|部门|单位|企业|群众|辖"
)
_WORD_FREQUENCY = 50


@cache
def _known() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    names = tuple(n for n in places().names() if level_of(n) and len(n) > 2)
    return ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), names


def place_names(document: Document) -> frozenset[str]:
    """The full place names that the text shows at clean boundaries, and those of its publisher."""
    text = document.text
    seen: Counter[str] = Counter()
    for match in _SHAPE.finditer(text):
        for name in leading_places(text[match.start() : match.start() + 24]):
            seen[name] += 1
    meta = document.metadata
    own = set(leading_places(meta.publisher or "")) | ({meta.region} if meta.region and meta.region != "中国" else set())
    return frozenset(own | {name for name in seen if _is_place(name)})


def _is_place(name: str) -> bool:
    if places().named(name):
        return True
    suffix = next((s for s in ("街道", "自治州", "苏木") if name.endswith(s)), name[-1])
    stem = name[: -len(suffix)]
    if len(stem) < 2 or len(stem) > 5 or _NOT_A_STEM.search(stem):
        return False
    return suffix in {"街道", "镇", "乡"} or int(tokenizer().FREQ.get(stem) or 0) < _WORD_FREQUENCY


def find_places(document: Document, names: frozenset[str]) -> list[Mention]:
    """Every mention of the given names and of known divisions, the longest first where they overlap."""
    text = document.text
    found: dict[int, str] = {}
    automaton, known = _known()
    for index, start, _end in automaton.find_matches_as_indexes(text):
        found[start] = known[index]
    extra = sorted(names, key=lambda n: (-len(n), n))
    if extra:
        for match in re.finditer("|".join(map(re.escape, extra)), text):
            if len(found.get(match.start(), "")) < len(match.group()):
                found[match.start()] = match.group()
    kept: list[Mention] = []
    for start, name in sorted(found.items()):
        if kept and start < kept[-1].end:
            continue
        if _inside_word(text, start, name):
            continue
        kept.append(Mention("Region", start, start + len(name), name))
    return kept


def _inside_word(text: str, start: int, name: str) -> bool:
    after = text[start + len(name) : start + len(name) + 1]
    before = text[start - 1 : start]
    if name.endswith("区") and after in {"域", "间", "划", "块"}:
        return True
    if name.endswith("市") and after in {"场", "民", "值"} and text[start + len(name) : start + len(name) + 2] != "场监":
        return True
    return before in {"国", "法"} and level_of(name) == "county"
