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
_CORE = rf"[{OPEN}](?P<core>[^{QUOTES}，。；;《》\n]{{2,20}})[{CLOSE}]"
_COINED = re.compile(rf"{_CORE}(?P<tail>{_LETTER}{{0,16}}?(?:{_QUOTED}))?(?P<trial>改革试点|试点)?")
_PERIOD = re.compile(r"^(?:十[一二三四五六七]五|[一二三四五六七八九]五)$|^最后一(?:公里|米)$|^5S$|^\d+条$|^关键少数$|^后半篇文章$|^一府一院$|^市局$|^本局$")
_LAUNCH = {"开展", "推行", "实施", "推出", "启动", "试行", "推广", "探索", "打造", "全面推行", "组织开展"}
_NOT_MODIFIER = re.compile(r"的|了|在|将|对|把|被|由|从|向|等|以|为|并|其中|\d|[、，：:]|全面|深入|持续|扎实|积极|大力|认真|切实|进一步|牵头|入选|获评|会同|同时|充分|评估|总结|制定|出台")
_EMPTY = re.compile(
    r"^(?:(?:长效|工作|相关|有关|有效|各项|各类|配套|规章|管理|体制|常态化|协同|联动|协调|日常|上述|该|此|重点领域|重点|全面|系列|一系列|多项|领导|推进|运行|保障|基本|新|专项|合作|制度|机制|改革|行动|试点|平台|工程|模式|建设|统筹|三年|科学|完备|健全|完善|内部|长期|综合|体系|规划|国家|全国|地方|中央|本|全|我[省市区县])+)$"
)
_GENERIC = re.compile(r"^(?:全面深化|深化|全面)?改革(?:开放|创新|发展)?$|改革(?:任务|举措|事项|方案|经验|成果|委|要求|目标|措施)")
_SUBJECT = re.compile(
    rf"^(?P<name>[{HAN}、]{{3,22}}?(?:{_STRONG}))(?=全面|顺利|深入|扎实|持续|有序|加快|取得|启动|扩展|覆盖|实施|落地|推开|力度|入选|获评|被|稳步|深化|成效|纵深|走深|有力|初见|不断|基本|率先|成功|运行|推进)"
)


# The bare name, the canonical one, its other names, whether it is coined, whether it belongs to rule of law.
_Row = tuple[str, str, tuple[str, ...], bool, bool]


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
    # A reform may hold the name of a body (区政府常务会会前学法制度), and 负面清单制度 that of a list.
    busy = sorted((m.start, m.end, m.type != "Recognition") for m in taken)
    found: list[_Found] = []
    roles = {s.order: s.role for s in document.sections}
    for sentence in document.sentences:
        for clause in clauses(document.text, sentence.start, sentence.end):
            if roles.get(sentence.section) != "problems":
                found += _closed(document.text, clause.start, clause.end)
    found += _coined(document) + _nationwide(document) + _homely(document)
    found = [f for f in found if not any(s < f.end and f.start < e and not (inner and f.start <= s and e <= f.end) for s, e, inner in busy)]
    found.sort(key=lambda f: (-(f.end - f.start), -f.weight, f.start))
    kept: list[_Found] = []
    for item in found:
        if not any(k.start < item.end and item.start < k.end for k in kept):
            kept.append(item)
    kept.sort(key=lambda f: f.start)
    return [_mention(f) for f in kept]


def _mention(found: _Found) -> Mention:
    """The mention under its nation-wide name, where its own or its core is one."""
    rows = _by_name()
    for name in (unquoted(found.name), *found.aka[:1]):
        row = rows.get(name)
        if row is not None and row[1] != found.name:
            aka = (found.name, *found.aka, *row[2])
            return Mention("Reform", found.start, found.end, row[1], aka=aka, optional=found.optional)
    return Mention("Reform", found.start, found.end, found.name, aka=found.aka, optional=found.optional)


@cache
def _by_name() -> dict[str, _Row]:
    return {row[0]: row for row in _nation()[1]}


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
        if not verb and found and found[-1].end == match.start() and not tail:
            verb = "" if found[-1].optional else "开展"
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
        bare = not tail and verb not in _LAUNCH
        found.append(_Found(start, end, name, aka, optional=bare or len(core) < 3, weight=3))
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


def _homely(document: Document) -> list[_Found]:
    """信用X建设, 平安X, 清廉X: the campaigns that every place names after itself."""
    region = document.metadata.region or ""
    stem = re.sub(r"(?:特别行政区|自治区|自治州|自治县|省|市|区|县|旗|镇|乡|街道)$", "", region)
    if len(stem) < 2:
        return []
    pattern = re.compile(rf"(?:数字法治|信用|法治|平安|数字|清廉|智慧|诚信|美丽|健康|无废|幸福)(?:{stem}|中国)(?:建设)")
    inside = [(s.start, s.end) for s in document.sentences]
    return [
        _Found(m.start(), m.end(), m.group(), (m.group().removesuffix("建设"),), weight=2)
        for m in pattern.finditer(document.text)
        if any(s <= m.start() < e for s, e in inside)
    ]


@cache
def _nation() -> tuple[ahocorasick_rs.AhoCorasick, list[_Row]]:
    rows: dict[str, _Row] = {}
    for reform in reforms():
        coined = any(q in name for name in (reform.name, *reform.aka) for q in QUOTES)
        for name in (reform.name, *reform.aka):
            bare = unquoted(name)
            if len(bare) > 2:
                rows.setdefault(bare, (bare, reform.name, tuple(reform.aka), coined, bool(reform.topic)))
    ordered = [rows[name] for name in sorted(rows)]
    automaton = ahocorasick_rs.AhoCorasick([r[0] for r in ordered], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return automaton, ordered


# What follows a name that is only part of another word: 出庭应诉率, 行政复议员, 信访案件.
_ONLY_PART = re.compile(r"[率员量费款数]|案件|申请|人员|机构|中心|委员会|情况|领域|能力|水平|范围|场景")


def _nationwide(document: Document) -> list[_Found]:
    """Reforms of the lexicon, found whether or not the source kept their quotation marks."""
    text = document.text
    keep = [i for i, char in enumerate(text) if char not in QUOTES]
    automaton, rows = _nation()
    problem = [(s.start, s.end) for s in document.sections if s.role == "problems"]
    inside = [(s.start, s.end) for s in document.sentences]
    first, last = (inside[0][0], inside[-1][1]) if inside else (0, 0)
    found = []
    for index, begin, end in automaton.find_matches_as_indexes("".join(text[i] for i in keep)):
        start, stop = keep[begin], keep[end - 1] + 1
        if not first <= start < last or _ONLY_PART.match(text, stop):
            continue
        start, stop = _widened(text, start, stop)
        _, canonical, aka, coined, legal = rows[index]
        name = text[start:stop]
        firm = coined or bool(re.search(rf"(?:{_STRONG})$", unquoted(name))) or (not legal and _governed(text, start, stop))
        troubled = any(s <= start < e for s, e in problem)
        found.append(_Found(start, stop, canonical, (*aka, name, unquoted(name)), optional=not firm or troubled, weight=4 if firm else 1))
    return found


def _widened(text: str, start: int, stop: int) -> tuple[int, int]:
    """The match with the head and the quotation marks that stand around it."""
    tail = re.match(rf"[{CLOSE}]?(?:工作)?(?:{_QUOTED})", text[stop : stop + 14])
    if tail and not re.match(rf"[{CLOSE}]?(?:计划|政策|项目|办法|清单|服务$|专题|应用|系统)", tail.group()):
        stop += tail.end()
    elif text[stop : stop + 1] in CLOSE and text[start - 1 : start] in OPEN:
        stop += 1
    if text[start - 1 : start] in OPEN and any(q in text[start:stop] for q in CLOSE):
        start -= 1
    return start, stop


def _governed(text: str, start: int, stop: int) -> bool:
    """Whether a verb of carrying out stands in the same clause, before or right behind."""
    line = max(text.rfind(mark, 0, start) for mark in "，,。；;：:！\n")
    behind = re.match(r"[\u4e00-\u9fff]{0,4}(?:推进|实施|开展|推行|落地|见效|实行|进展|突破)", text[stop : stop + 10])
    return bool(behind) or bool(_implement().search(text, line + 1, start))


def _closed(text: str, start: int, end: int) -> list[_Found]:
    """What a verb of carrying out governs in a clause, closed by a head: 推进证照分离改革."""
    clause = text[start:end]
    found = []
    subject = _SUBJECT.match(re.sub(r"^(?:[一二三四五六七八九十]+是)", "", clause))
    if subject and not _blank(subject.group("name")):
        name, shift = _trim(subject.group("name"), clause.index(subject.group("name")))
        if len(name) > 3 and not _blank(name):
            found.append(_Found(start + shift, start + shift + len(name), name, weight=1))
    honoured = _HONOURED.match(clause)
    if honoured and not re.search(r"\d+[家个所项件]|连续|[的被该其]|案例|做法|经验|[省市区县局厅委院]|报告|作品|项目$", honoured["name"]):
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
    strong = list(re.finditer(rf"(?:{_STRONG})(?![{HAN}]{{0,1}}[方度办则革]|性|要点|案例|支撑|科技|支点|高地|部署|目标|腹地|枢纽|定位|新兴|机遇|建设|供给|环境|保障|创新|体系|优势|红利|成果)", stretch[:48]))
    if not strong:
        return []
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
    for begin, stop, name in parts:
        name, begin = _trim(name, begin)
        if len(name) < 3 or _blank(name):
            continue
        found.append(_Found(start + begin, start + stop, name, _variants(name), optional=_loose(name), weight=2))
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
    if inner > 0:
        name, begin = name[inner + 1 :], begin + inner + 1
    return name, begin


def _loose(name: str) -> bool:
    """A generic phrase under a weak head, or one that lists several things: a careful reader may leave it."""
    bare = unquoted(name)
    if bare != name:
        return False
    stem = re.sub(r"(?:平台|品牌|模式|试点|体系|体制机制|服务体系)$", "", bare)
    return (stem != bare and len(stem) < 5) or (bare.count("、") > 1 and len(bare) > 14)


def _variants(name: str) -> tuple[str, ...]:
    bare = unquoted(name)
    short = re.sub(rf"(?:{_STRONG})$", "", bare)
    return (bare, *((short,) if len(short) >= 3 else ()))


def _has_verb(name: str) -> bool:
    return bool(re.search(r"[，。；]|通过|由此|为了|以及时|让|使得|实现|开展|推进|落实|实施|发挥|提高|帮助|确保|解决|围绕|根据|按照|被|紧扣|聚焦|深化|健全|完善|建立|构建|打造|强化|推动|探索|出台|制定|印发|加强|[是将把]", name)) or len(name) > 44


def _blank(name: str) -> bool:
    bare = unquoted(name)
    if _GENERIC.search(bare) or "等" in bare or re.match(r"[、同和更与]|以(?!案)|(?:重点|重大)(?:工程|战略|改革|项目|领域)|这|\d+[家个所项件]|连续", bare) or re.search(rf"、(?:{_STRONG})$|亿元|万元", bare):
        return True
    stem = re.sub(rf"(?:{_STRONG})$", "", bare)
    return not stem or bool(_EMPTY.match(stem)) or bool(re.search(r"^[的之]|不[够健完]", bare))
