"""Reforms: coined names in quotation marks, nation-wide ones, and what a verb of carrying out closes with a head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from kg.lexicon.grammar import alternation, heads, verbs
from kg.lexicon.reforms import reforms
from kg.mention.clauses import CLOSE, HAN, OPEN, QUOTES, clauses, unquoted
from kg.model import Document, Mention

_LETTER = rf"[{HAN}A-Za-z0-9+·（）()]"
_STRONG = alternation(heads("reform"))
_QUOTED = alternation(tuple(sorted({*heads("reform"), *heads("quoted")}, key=lambda w: (-len(w), w))))
_WEAK = alternation(heads("weak"))
_CORE = rf"[{OPEN}](?P<core>[^{QUOTES}，。；;《》\n]{{2,20}})[{CLOSE}]"
_COINED = re.compile(rf"{_CORE}(?P<tail>{_LETTER}{{0,16}}?(?:{_QUOTED}))?(?P<trial>改革试点|试点)?")
_PERIOD = re.compile(r"^(?:十[一二三四五六七]五|[一二三四五六七八九]五)$|^最后一(?:公里|米)$|^5S$|^\d+条$|^关键少数$|^后半篇文章$|^一府一院$|^市局$|^本局$")
_NOT_MODIFIER = re.compile(r"的|了|在|将|对|把|被|由|从|向|等|以|为|并|其中|\d|[、，：:]|全面|深入|持续|扎实|积极|大力|认真|切实|进一步|牵头|入选|获评|会同|同时|充分")
_EMPTY = re.compile(
    r"^(?:(?:长效|工作|相关|有关|有效|各项|各类|配套|规章|管理|体制|常态化|协同|联动|协调|日常|上述|该|此|重点领域|重点|全面|系列|一系列|多项|领导|推进|运行|保障|基本|新|专项|制度|机制|改革|行动|试点|平台|工程|模式|建设|统筹|三年|科学|完备|健全|完善|内部|长期|综合|体系|规划|国家|全国|地方|中央|本|全|我[省市区县])+)$"
)
_GENERIC = re.compile(r"^(?:全面深化|深化|全面)?改革(?:开放|创新|发展)?$|改革(?:任务|举措|事项|方案|经验|成果|委|要求|目标|措施)")
_SUBJECT = re.compile(
    rf"^(?P<name>[{HAN}、]{{3,22}}?(?:{_STRONG}))(?=全面|顺利|深入|扎实|持续|有序|加快|取得|启动|扩展|覆盖|实施|落地|推开|力度|入选|获评|被|稳步|深化|成效|纵深|走深|有力|初见|不断|基本|率先|成功|运行|推进)"
)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    name: str
    aka: tuple[str, ...] = ()
    optional: bool = False
    weight: int = 0


def find_reforms(document: Document, taken: list[Mention]) -> list[Mention]:
    """Named courses of action outside the spans in ``taken``; generic undertakings are optional."""
    # A reform may hold the name of a body (区政府常务会会前学法制度), never that of a document or an honour.
    busy = sorted((m.start, m.end, m.type == "Institution") for m in taken)
    found: list[_Found] = []
    roles = {s.order: s.role for s in document.sections}
    for sentence in document.sentences:
        for clause in clauses(document.text, sentence.start, sentence.end):
            if roles.get(sentence.section) != "problems":
                found += _closed(document.text, clause.start, clause.end)
    found += _coined(document) + _nationwide(document)
    found = [f for f in found if not any(s < f.end and f.start < e and not (inner and f.start <= s and e <= f.end) for s, e, inner in busy)]
    found.sort(key=lambda f: (-f.weight, -(f.end - f.start), f.start))
    kept: list[_Found] = []
    for item in found:
        if not any(k.start < item.end and item.start < k.end for k in kept):
            kept.append(item)
    kept.sort(key=lambda f: f.start)
    return [Mention("Reform", f.start, f.end, f.name, aka=f.aka, optional=f.optional) for f in kept]


@cache
def _implement() -> re.Pattern[str]:
    return re.compile(alternation(verbs("implement")))


def _coined(document: Document) -> list[_Found]:
    """“证照分离”改革, 合法性审查“市县联审”机制, 开展“法治体检”."""
    text, found = document.text, []
    inside = [(s.start, s.end) for s in document.sentences]
    for match in _COINED.finditer(text):
        core, tail = match.group("core"), (match.group("tail") or "") + (match.group("trial") or "")
        if _PERIOD.search(core) or not any(s <= match.start() < e for s, e in inside):
            continue
        verb, modifier = _left(text, match.start())
        if not tail and (not verb or re.match(rf"[{HAN}]{{0,2}}[规计方清]", text[match.end() : match.end() + 4])):
            continue
        if tail and re.search(r"[的了]|方案|清单|案例|规划|办法|条例|典型", tail) or re.search(r"式$", core):
            continue
        start = match.start() - len(modifier)
        end = match.start() + len(core) + 2 + len(tail)
        name = text[start:end]
        aka = (core, core + tail, unquoted(name), *((f"“{core}”{tail}",) if modifier else ()))
        if tail:
            head = next((h for h in heads("reform") if tail.endswith(h)), "")
            aka += (core + head,) if head else ()
        found.append(_Found(start, end, name, aka, optional=not tail and len(core) < 3, weight=3))
    return found + _again(text, inside, found)


def _again(text: str, inside: list[tuple[int, int]], found: list[_Found]) -> list[_Found]:
    """“执法监督云” alone, where the text has called it “执法监督云”平台 before."""
    named = {f.aka[0]: f for f in found}
    more = []
    for match in re.finditer(_CORE, text):
        first = named.get(match.group("core"))
        if first and match.start() not in {f.start for f in found} and any(s <= match.start() < e for s, e in inside):
            more.append(_Found(match.start(), match.end(), first.name, first.aka, optional=first.optional, weight=2))
    return more


def _left(text: str, at: int) -> tuple[str, str]:
    """The cue verb before a quotation mark and the modifier between the two."""
    line = max(text.rfind(mark, 0, at) for mark in "，,。；;：:！\n、》”")
    stretch = text[max(line + 1, at - 24) : at]
    last = None
    for match in _implement().finditer(stretch):
        last = match
    if last is None:
        bare = stretch if line + 1 >= at - 12 and text[line : line + 1] in "，,。；;：:\n、" else ""
        good = 2 <= len(bare) <= 8 and not _NOT_MODIFIER.search(bare) and not re.search(r"[和及与]$", bare)
        return "", bare if good and not re.search(r"(?:[省市区县局厅委院])", bare) else ""
    modifier = stretch[last.end() :]
    if len(modifier) > 12 or _NOT_MODIFIER.search(modifier) or re.search(r"[和及与]", modifier):
        return last.group() if len(modifier) <= 12 else "", ""
    return last.group(), modifier


@cache
def _nation() -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, str, tuple[str, ...], bool]]]:
    rows: dict[str, tuple[str, str, tuple[str, ...], bool]] = {}
    for reform in reforms():
        coined = any(q in name for name in (reform.name, *reform.aka) for q in QUOTES)
        for name in (reform.name, *reform.aka):
            bare = unquoted(name)
            if len(bare) > 2:
                rows.setdefault(bare, (bare, reform.name, tuple(reform.aka), coined))
    ordered = [rows[name] for name in sorted(rows)]
    automaton = ahocorasick_rs.AhoCorasick([r[0] for r in ordered], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return automaton, ordered


def _nationwide(document: Document) -> list[_Found]:
    """Reforms of the lexicon, found whether or not the source kept their quotation marks."""
    text = document.text
    keep = [i for i, char in enumerate(text) if char not in QUOTES]
    folded = "".join(text[i] for i in keep)
    automaton, rows = _nation()
    first = document.sentences[0].start if document.sentences else 0
    last = document.sentences[-1].end if document.sentences else 0
    problem = [(s.start, s.end) for s in document.sections if s.role == "problems"]
    found = []
    for index, begin, end in automaton.find_matches_as_indexes(folded):
        start, stop = keep[begin], keep[end - 1] + 1
        if not first <= start < last:
            continue
        tail = re.match(rf"[{CLOSE}]?(?:工作)?(?:{_QUOTED})", text[stop:stop + 14])
        more = tail.end() if tail and not re.match(rf"[{CLOSE}]?(?:计划|政策|项目|办法|清单|服务$|专题|应用|系统)", tail.group()) else 0
        if not more and text[stop : stop + 1] in CLOSE and text[start - 1 : start] in OPEN:
            more = 1
        if text[start - 1 : start] in OPEN and any(q in text[start : stop + more] for q in CLOSE):
            start -= 1
        name = text[start : stop + more]
        _, canonical, aka, coined = rows[index]
        strong = coined or bool(re.search(rf"(?:{_STRONG})$", unquoted(canonical)))
        troubled = any(s <= start < e for s, e in problem)
        found.append(_Found(start, stop + more, canonical, (*aka, name, unquoted(name)), optional=not strong or troubled, weight=4 if strong else 1))
    return found


def _closed(text: str, start: int, end: int) -> list[_Found]:
    """What a verb of carrying out governs in a clause, closed by a head: 推进证照分离改革."""
    clause = text[start:end]
    found = []
    subject = _SUBJECT.match(re.sub(r"^(?:[一二三四五六七八九十]+是)", "", clause))
    if subject and not _blank(subject.group("name")):
        at = start + clause.index(subject.group("name"))
        found.append(_Found(at, at + len(subject.group("name")), subject.group("name"), weight=1))
    honoured = _HONOURED.match(clause)
    if honoured and not re.search(r"[的被该其]|案例|做法|经验|[省市区县局厅委院]|报告|作品|项目$", honoured["name"]):
        at = start + honoured.start("name")
        found.append(_Found(at, at + len(honoured["name"]), honoured["name"], weight=1))
    for verb in _implement().finditer(clause):
        found += _objects(text, start + verb.end(), end)
    return found


_ITEM = re.compile(rf"[、]|(?:和|以及|及|与)(?=[{HAN}{OPEN}])")
_TAIL = re.compile(rf"(?:攻坚)?(?:工作|攻坚)?(?:全覆盖|落地|见效|要求|等)?")


def _objects(text: str, start: int, end: int) -> list[_Found]:
    """The named objects from ``start`` on, in an enumeration each its own."""
    stretch = text[start:end]
    listed = re.match(rf"(?P<items>[{HAN}{OPEN}{CLOSE}、]{{6,60}}?)等(?P<head>制度|机制|改革|行动|活动)", stretch)
    if listed and "、" in listed["items"] and not _has_verb(listed["items"]):
        return _listed(listed, start)
    strong = list(re.finditer(rf"(?:{_STRONG})(?![{HAN}]{{0,1}}[方度办则革]|要点|案例|建设|供给|环境|保障|创新|体系|优势|红利|成果)", stretch[:48]))
    if not strong:
        return _weak(stretch, start)
    last = strong[0]
    found: list[_Found] = []
    for head in strong:
        gap = stretch[last.end() : head.start()]
        if head is not last and re.fullmatch(rf"[{HAN}]{{2,16}}", gap) and gap[0] not in "和及与" and not re.search(rf"{_implement().pattern}|入选|获评|荣获|被|列入", gap):
            last = head
            continue
        if head is not last and (re.search(r"[^、和及与\u4e00-\u9fff“”\"（）()]", gap) or not re.match(r"[、和及与]|$", gap)):
            break
        last = head
    whole = stretch[: last.end()]
    if re.match(r"的|了(?![^，]{2,10}制度)|在|于|对|由|以[^，]*为", whole) or _has_verb(whole):
        return []
    parts = _split(whole)
    after = stretch[last.end() : last.end() + 2]
    for begin, stop, name in parts:
        name, begin = _trim(name, begin)
        if len(name) < 3 or _blank(name):
            continue
        optional = after.startswith("，") and False
        found.append(_Found(start + begin, start + stop, name, _variants(name), optional=optional, weight=2))
    return found


def _listed(match: re.Match[str], start: int) -> list[_Found]:
    """A、B、C等制度: three of them, each with the head they share."""
    found, at = [], 0
    for item in re.split(r"[、和]", match["items"]):
        name = item if item.endswith(heads("reform")) else item + match["head"]
        if len(item) > 2 and not _blank(name):
            found.append(_Found(start + at, start + at + len(item), name, (item, unquoted(item)), optional=match["head"] == "活动", weight=2))
        at += len(item) + 1
    return found


_HONOURED = re.compile(
    rf"^(?:[一二三四五六七八九十]是)?(?P<name>[{HAN}A-Za-z0-9·-]{{4,18}})(?=(?:成功|先后|顺利)?(?:入选|获评|荣获|入围|被评为))"
)


def _split(whole: str) -> list[tuple[int, int, str]]:
    """The items of an enumeration that ends in a head; items without a head of their own share the last."""
    cuts = [0]
    for mark in _ITEM.finditer(whole):
        left = whole[: mark.start()]
        balanced = sum(left.count(q) for q in "“\"") == sum(left.count(q) for q in "”\"") or left.count('"') % 2 == 0 and "“" not in left
        if balanced and left.count("（") + left.count("(") == left.count("）") + left.count(")") and re.search(rf"(?:{_STRONG})[{CLOSE}]?$", left):
            cuts += [mark.start(), mark.end()]
    cuts.append(len(whole))
    parts = [(cuts[i], cuts[i + 1], whole[cuts[i] : cuts[i + 1]]) for i in range(0, len(cuts), 2)]
    if len(parts) == 1 and not re.search(rf"(?:{_STRONG}).", whole.partition("和")[0]) and re.search(rf"^[{HAN}]{{4,}}和[{HAN}]{{4,}}(?:制度|机制)$", whole):
        head = "制度" if whole.endswith("制度") else "机制"
        at = whole.index("和")
        return [(0, at, whole[:at] + head), (at + 1, len(whole), whole[at + 1 :])]
    return parts


def _trim(name: str, begin: int) -> tuple[str, int]:
    lead = re.match(r"(?:了|[一二三四五六七八九十\d]+[项个次轮期场种大类]|全[省市区县国]|一批|一系列|多项|系列|各项|首个|首批|好|起|新一轮|常态化)+", name)
    if lead:
        name, begin = name[lead.end() :], begin + lead.end()
    inner = name.rfind("的")
    if 0 < inner and len(name) - inner > 4:
        name, begin = name[inner + 1 :], begin + inner + 1
    return name, begin


def _variants(name: str) -> tuple[str, ...]:
    bare = unquoted(name)
    short = re.sub(rf"(?:{_STRONG})$", "", bare)
    return (bare, *((short,) if len(short) >= 3 else ()))


def _has_verb(name: str) -> bool:
    return bool(re.search(r"[，。；]|通过|由此|为了|以及时|让|使得|实现|开展|推进|落实|实施|发挥|提高|帮助|确保|解决|围绕|根据|按照|被|紧扣|聚焦|深化|健全|完善|建立|构建|打造|强化|推动|探索|出台|制定|印发|加强|[是将把]", name)) or len(name) > 44


def _blank(name: str) -> bool:
    bare = unquoted(name)
    if _GENERIC.search(bare):
        return True
    stem = re.sub(rf"(?:{_STRONG})$", "", bare)
    return not stem or bool(_EMPTY.match(stem)) or bool(re.search(r"^[的之]|不[够健完]", bare))


def _weak(stretch: str, start: int) -> list[_Found]:
    """Undertakings without a proper name: worth a node, left to the reader."""
    match = re.match(rf"(?P<name>[{HAN}、（）()]{{4,20}}?(?:{_WEAK}))(?=[，,。；;：:\n、]|$|[\d一二三四五六七八九十]+[次场期轮])", stretch)
    if not match or _has_verb(match.group("name")):
        return []
    name, begin = _trim(match.group("name"), 0)
    if len(name) < 5 or _EMPTY.match(name):
        return []
    return [_Found(start + begin, start + match.end("name"), name, optional=True, weight=0)]
