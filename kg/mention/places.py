"""Regions: the full names of places, known ones and those that only the text itself shows."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import ahocorasick_rs

from kg.lexicon.grammar import alternation, verbs
from kg.lexicon.placenames import leading_places, level_of, zone_of, zone_short
from kg.lexicon.places import places
from kg.lexicon.segment import tagged, tokenizer
from kg.mention.clauses import CLEAN, HAN
from kg.model import Document, Mention

_AFTER_VERB = "|".join(
    f"(?<={v})"
    for v in (
        "下放",
        "赋予",
        "委托",
        "成立",
        "设立",
        "建成",
        "组建",
        "会同",
        "联合",
        "获评",
        "入选",
        "授予",
        "按照",
        "获批",
        "督导",
        "指导",
        "支持",
        "推荐",
        "中共",
        "共青团",
    )
)
_SHAPE = re.compile(
    rf"(?:{CLEAN}|{_AFTER_VERB})(?=[{HAN}]{{1,8}}?(?:省|自治区|自治州|市|区|县|旗|街道|镇|乡|苏木))"
)
_NOT_A_STEM = re.compile(
    r"^(?:美丽|和美|特大|[万亿千百][所个家座条])|[圩立活旺靓]$|"
    r"^(?:全|各|我|本|该|两|三|每|某|多|所|其|级|个|同|跨|外|邻|等|有|不|下|上|中|大|小|近|新|老|到|为|与|和|或|及)"
    r"|(?:示范|试点|先进|贫困|重点|样板|特色|中心|主城|周边|沿海|农村|城市|发达|老|民族|边境|相关|有关|所有|部分|其他|全国|先行|强|设|级|涉|入|进|建|促|的|个|家|条|和|与|及|等)$"
    r"|[在对将由被到从是共获按给使让居把委件及约占的了和与并请抓好]|[一二三四五六七八九十]是|统筹|出台|建成|组建|成立|设立|完成|确定|下放|按照|棚户|城乡|宜业|最佳|抽审|赋权|获评|疑难|梳理|担任|律师|聘任|配合|经|会同|办理|实体|运行"
    r"|推进|接受|主动|开展|建设|实施|深化|加强|提升|推动|落实|覆盖|服务|管理|监督|指导|组织|政府|法治|依法|行政|司法|执法|工作|部门|单位|企业|群众|辖"
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
        for name in leading_places(_after_verb(text, match.start())):
            seen[name] += 1
    meta = document.metadata
    for name in [n for n in seen if any(n != m and n.endswith(m) for m in seen)]:
        # 居昆明市 beside 昆明市: the longer one has swallowed a verb or a preposition.
        del seen[name]
    own = set(leading_places(meta.publisher or "")) | (
        {meta.region} if meta.region and meta.region != "中国" else set()
    )
    grown = {n for n in seen if any(n != o and n.endswith(o) for o in own)}
    # In a real place's report the table has every county; only townships can be new.
    real = any(places().named(name) for name in own) or meta.region == "中国"
    fits = [n for n in seen if n not in grown and _is_place(n, real=real) and _stands(n, text)]
    return frozenset(own | set(fits) | _in_rows(text, own | set(fits)))


@cache
def _leading_verb() -> re.Pattern[str]:
    words = {
        v
        for kind in ("issue", "implement", "establish", "receive", "oversee", "delegate")
        for v in verbs(kind)
    }
    words |= {
        "支持",
        "帮助",
        "配合",
        "协助",
        "选择",
        "确定",
        "前往",
        "深入",
        "赴",
        "督促",
        "要求",
        "委派",
        "命名",
        "辐射",
        "带动",
        "惠及",
        "串联",
        "覆盖",
    }
    long = sorted((w for w in words if len(w) > 1), key=lambda w: (-len(w), w))
    return re.compile(alternation(tuple(long)))


def _after_verb(text: str, at: int) -> str:
    """The text from ``at`` on without a verb that a place's name would swallow: 启动某某镇."""
    stretch = text[at : at + 24]
    verb = _leading_verb().match(stretch)
    rest = stretch[verb.end() :] if verb else ""
    shorter = leading_places(rest)
    if (
        verb
        and shorter
        and len(shorter[0]) > 2
        and not places().named(leading_places(stretch)[:1][0] if leading_places(stretch) else "")
    ):
        return rest
    return stretch


_ROW = re.compile(rf"(?m)^[ \t|]*(?P<name>[{HAN}]{{2,6}}[区县市旗镇乡])[ \t]*(?=[\t|]|\s+[\d.,-]+\s)")
_SERIES = re.compile(rf"[{HAN}]{{2,6}}[区县市镇乡](?:、[{HAN}]{{2,6}}[区县市镇乡])+")
_NO_ROW = re.compile(
    r"[县市]区$|区县$|(?:城|市|郊|全|主城|园|校|社|小|辖)区$|城市$|乡镇$|[各全本]|合计|小计|开发区$|高新区$|示范区$|新区$"
)


def _in_rows(text: str, known: set[str]) -> set[str]:
    """Names in a column of a table, or in a series, most of whose other names are places of the same kind."""
    groups: list[list[str]] = [m.group().split("、") for m in _SERIES.finditer(text)]
    block: list[str] = []
    last = -2
    for match in _ROW.finditer(text):
        line = text.count("\n", 0, match.start())
        if line != last + 1 and block:
            groups.append(block)
            block = []
        block.append(match["name"])
        last = line
    groups.append(block)
    found: set[str] = set()
    for group in groups:
        sure = [n for n in group if n in known or places().named(n)]
        if len(sure) * 2 >= len(group) and len(sure) > 1:
            found |= {n for n in group if 3 <= len(n) <= 6 and not _NO_ROW.search(n)}
    return found - known


def _is_verb(stem: str) -> bool:
    return any(flag.startswith("v") for _, flag in tagged(stem)) or int(tokenizer().FREQ.get(stem) or 0) > 500


def _stands(name: str, text: str) -> bool:
    """A township that no table has must stand as a name somewhere, not as the start of a longer word."""
    if places().named(name):
        return True
    if _only_quoted(text, name):
        return False
    if name[-1] not in "镇乡":
        return not re.search(re.escape(name) + r"[（(](?:市|区|街道)", text)
    after = re.findall(re.escape(name) + r"(.?.?)", text)
    return any(not re.match(r"[街村域企（(]|级" + ("|镇" if name[-1] == "乡" else ""), a) for a in after)


def _only_quoted(text: str, name: str) -> bool:
    """Whether a name stands in quotation marks wherever it stands."""
    at = text.find(name)
    while at >= 0:
        if not _quoted(text, at):
            return False
        at = text.find(name, at + 1)
    return True


def _quoted(text: str, at: int) -> bool:
    """Whether an offset lies in quotation marks, as the parts of a slogan do: “工业强县、生态立县”."""
    opened = max(text.rfind("“", max(0, at - 30), at), text.rfind("「", max(0, at - 30), at))
    return opened >= 0 and not re.search("[”」\n]", text[opened:at])


def _is_place(name: str, *, real: bool) -> bool:
    if places().named(name):
        return True
    if real and level_of(name) != "township":
        return False
    suffix = next((s for s in ("街道", "自治区", "自治州", "自治县", "苏木") if name.endswith(s)), name[-1])
    stem = name[: -len(suffix)]
    if suffix in {"省", "自治区"}:
        return (
            2 <= len(stem) <= (3 if suffix == "省" else 8)
            and not _NOT_A_STEM.search(stem)
            and not _is_verb(stem)
        )
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
    found.update(_short_names(document, text))
    home = document.metadata.region or zone_of(document.metadata.publisher or "") or ""
    short = _short_of(home)
    if short:
        names = names - {short} | {home}
        found.update({m.start(): short for m in re.finditer(re.escape(short), text)})
    extra = sorted(names, key=lambda n: (-len(n), n))
    if extra:
        for match in re.finditer("|".join(map(re.escape, extra)), text):
            if len(found.get(match.start(), "")) < len(match.group()):
                found[match.start()] = match.group()
    own_names = {document.metadata.region, *leading_places(document.metadata.publisher or "")}
    kept: list[Mention] = []
    for start, name in sorted(found.items()):
        if kept and start < kept[-1].end:
            continue
        if text[start - 1 : start] in {"“", "‘"} and places().named(name) == () and name not in own_names:
            continue
        if _inside_word(text, start, name) or _stray(document, text, start, name):
            continue
        full = dict(_children(document.metadata.region or "")).get(name, name)
        if name == short:
            full = home or name
        kept.append(Mention("Region", start, start + len(name), full))
    return kept


_PEOPLES = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,4}?)(?:[\u4e00-\u9fff]{1,3}族)+自治(?P<kind>州|县)$")


def _short_of(region: str) -> str | None:
    """大理州 for 大理白族自治州, as such a place calls itself; a zone's short name too."""
    match = _PEOPLES.fullmatch(region)
    if match:
        return match["stem"] + match["kind"]
    return zone_short(region) if zone_short(region) != region else None


def _inside_word(text: str, start: int, name: str) -> bool:
    after = text[start + len(name) : start + len(name) + 1]
    before = text[start - 1 : start]
    if name == "会同县":  # a county of that name exists; 会同 + 县 is what reports mean
        return True
    if name.endswith("区") and after in {"域", "间", "划", "块"}:
        return True
    if (
        name.endswith("市")
        and after in {"场", "民", "值"}
        and text[start + len(name) : start + len(name) + 2] != "场监"
    ):
        return True
    return before in {"国", "法"} and level_of(name) == "county"


def _stray(document: Document, text: str, start: int, name: str) -> bool:
    """和县 in 城市和县, 会同县 in 局会同县局: a short name of a far county needs a mark before it."""
    if level_of(name) != "county" or len(name) > 3 or _near(document, name):
        return False
    return len(name) == 2 or bool(re.match(f"[{HAN}]", text[start - 1 : start]))


def _near(document: Document, name: str) -> bool:
    home = places().resolve(document.metadata.region or "")
    found = places().named(name)
    if home is None or not found:
        return document.metadata.region != "中国" and not found
    return any(p.path.split("/")[0] == home.path.split("/")[0] for p in found)


@cache
def _children(own: str) -> tuple[tuple[str, str], ...]:
    """Short names of the cities of a province, of the provinces for the whole country: 成都 for 成都市."""
    home = places().resolve(own) if own != "中国" else None
    if own != "中国" and (home is None or home.level != "province"):
        return ()
    wanted = "province" if home is None else "city"
    inside = [p for p in places() if p.level == wanted and (home is None or p.parent_code == home.code)]
    full = {p.code: p.name for p in inside}
    short = [
        (n, p)
        for n in places().names()
        if len(n) == 2 or (len(n) > 1 and not level_of(n))
        for p in places().named(n)
    ]
    return tuple(
        sorted(
            (n, full[p.code])
            for n, p in short
            if p.code in full and n != p.name and not n.endswith(("省", "市"))
        )
    )


def _short_names(document: Document, text: str) -> dict[int, str]:
    shorts = _children(document.metadata.region or "")
    if not shorts:
        return {}
    pattern = re.compile("|".join(re.escape(n) for n, _ in sorted(shorts, key=lambda x: (-len(x[0]), x[0]))))
    found = {m.start(): m.group() for m in pattern.finditer(text)}
    starts = _word_starts(document, found)
    return {at: name for at, name in found.items() if at in starts}


def _word_starts(document: Document, found: dict[int, str]) -> frozenset[int]:
    """Where jieba begins a word, in the sentences that hold any of the names: 隆重庆祝 holds no 重庆."""
    starts = set()
    for sentence in document.sentences:
        if any(sentence.start <= at < sentence.end for at in found):
            at = sentence.start
            for word in tokenizer().cut(document.text[sentence.start : sentence.end], HMM=False):
                starts.add(at)
                at += len(word)
    return frozenset(starts)
