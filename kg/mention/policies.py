"""Policies: titles in 《》, laws by their short names, and documents that a verb of issuing names."""

from __future__ import annotations

import re
from functools import cache

import ahocorasick_rs

from kg.lexicon.grammar import alternation, heads, verbs
from kg.lexicon.laws import laws
from kg.mention.clauses import CLOSE, HAN, OPEN, apart, balanced
from kg.model import Document, Mention

_TITLE = re.compile(r"《([^《》\n]{2,80}(?:《[^《》\n]{1,40}》[^《》\n]{0,30})?)》")
_TRAIL = re.compile(r"[（(][^（）()]{1,16}[）)]$")
_NUMBER = re.compile(r"[（(]?[\u4e00-\u9fff]{1,8}[〔\[]\s*20\d\d\s*[〕\]]\s*\d+\s*号[）)]?")
_THOUGHT = re.compile(
    r"习近平新时代中国特色社会主义思想|习近平法治思想|党的(?:十[八九]大|二十大)(?:和[\u4e00-\u9fff]{2,16}?全会)?精神"
)

# The head of a title tells what kind of document it is; the first that fits wins.
TYPES: tuple[tuple[str, str], ...] = (
    (r"(?:法|法典)$", "law"),
    (r"条例$", "regulation"),
    (r"(?:规划|纲要|计划)$", "plan"),
    (r"方案$", "plan"),
    (r"要点$", "key-points"),
    (r"(?:意见|决定|政策)$", "opinion"),
    (r"(?:清单|目录|图谱)$", "list"),
    (r"协议$|备忘录$|公约$", "agreement"),
    (r"(?:标准|指南|规程|基准|规范)$", "standard"),
    (r"(?:指引|手册|须知)$", "guidance"),
    (r"(?:措施|条)$", "measures"),
    (r"(?:规定|办法|规则|细则)$", "rule"),
)  # fmt: skip


def policy_type(title: str) -> str:
    """The kind of document that a title's head shows (one of ``vocab.POLICY_TYPES``)."""
    bare = _TRAIL.sub("", title)
    return next((kind for pattern, kind in TYPES if re.search(pattern, bare)), "normative-document")


def is_policy_title(title: str) -> bool:
    """Whether a title in 《》 is that of a document that directs action."""
    bare = _TRAIL.sub("", _TRAIL.sub("", title))
    if bare.endswith(heads("not_policy")):
        return False
    return bare.endswith(heads("policy")) or bool(
        re.search(r"[一二三四五六七八九十百\d]+条(?:措施|意见|政策)?$", bare)
    )


def find_policies(document: Document) -> list[Mention]:
    """Documents that direct action, by their titles; a title's number stands in the properties."""
    found = [
        *_thoughts(document),
        *_titled(document),
        *_named_laws(document),
        *_issued(document),
        *_plans(document),
        *_listed(document),
    ]
    return apart(found)


def _mention(
    start: int, end: int, name: str, *, optional: bool = False, number: str = "", aka: tuple[str, ...] = ()
) -> Mention:
    properties: tuple[tuple[str, str], ...] = (("policy_type", policy_type(name)),)
    if number:
        properties += (("document_number", number),)
    return Mention("Policy", start, end, name, aka=aka, properties=properties, optional=optional)


_RULES_FOR = re.compile(r"(?:实施细则|实施办法|实施意见|配套细则|贯彻实施意见)(?=[，,。；;、\n]|$)")


def _titled(document: Document) -> list[Mention]:
    found = []
    for match in _TITLE.finditer(document.text):
        title = match[1].strip()
        if not is_policy_title(title):
            continue
        rule = _RULES_FOR.match(document.text, match.end())
        if rule:
            # 《某某条例》实施细则 is a document of its own.
            found.append(_mention(match.start(), rule.end(), match.group() + rule.group()))
            continue
        number = _NUMBER.match(document.text, match.end())
        found.append(
            _mention(
                match.start(1), match.end(1), title, number=number.group().strip("（()）") if number else ""
            )
        )
    return found


@cache
def _laws() -> tuple[ahocorasick_rs.AhoCorasick, tuple[tuple[str, str], ...]]:
    canonical: dict[str, str] = {}
    for law in laws():
        for name in (law.title, *law.aka):
            canonical.setdefault(name, law.title)
    rows = tuple(sorted((n, t) for n, t in canonical.items() if len(n) > 2))
    return ahocorasick_rs.AhoCorasick(
        [n for n, _ in rows], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    ), rows


_NEW = re.compile(r"(?:新修订的|新修正的|新颁布的|修订后的|新)$")
_NO_LAW = re.compile(rf"[{HAN}]?[院学治律]|宣传|定|规|制")


def _named_laws(document: Document) -> list[Mention]:
    automaton, rows = _laws()
    text = document.text
    found = []
    for index, start, end in automaton.find_matches_as_indexes(text):
        if _NO_LAW.match(text, end):
            continue
        name, title = rows[index]
        new = _NEW.search(text, max(0, start - 4), start)
        begin = new.start() if new else start
        found.append(_mention(begin, end, title, aka=(name, text[begin:end])))
    return found


@cache
def _issue_pattern() -> re.Pattern[str]:
    ends = alternation(
        tuple(
            h
            for h in heads("policy")
            if h
            not in {
                "法",
                "制度",
                "工作机制",
                "解释",
                "公告",
                "规范",
                "标准",
                "措施",
                "计划",
                "流程",
                "政策",
                "办法",
                "政策措施",
            }
        )
    )
    extra = "若干政策|若干措施|政策措施|实施办法|管理办法|暂行办法|行动计划|三年计划|五年计划"
    inner = rf"(?:(?!的(?:通知|意见)|了|并|且|等|为|将|{alternation(verbs('issue'))})[{HAN}{OPEN}{CLOSE}0-9A-Za-z（）()·])"
    return re.compile(
        rf"(?:{alternation(verbs('issue'))})(?:了|并实施|实施|并有序实施|并组织实施)?[{OPEN}]?(?P<name>{inner}{{3,36}}?(?:{ends}|{extra}))(?!书|[{HAN}]{{0,2}}(?:管理|制度|公示|清理|机制|动态|汇编))(?P<more>(?:[、和]|[{CLOSE}][{OPEN}]*|[{CLOSE}]?、)[{OPEN}]?(?P<second>{inner}{{2,36}}?(?:{ends}|{extra})))?"
    )


_SCRAP = re.compile(
    r"^[一二两三四五六七八九十\d]+[次批期本份册轮]|^(?:一批|一系列|多项|系列|相关|有关|各类|新|\d+|[一二三四五六七八九十]+[项件部个]|配套|年度|行政规范性文件|规范性文件|地方性法规|政府规章)+(?:条例|办法|方案|意见|清单|目录|计划|规划|规定|要点|标准)?$|^(?:行政)?规范性文件|征求|时|[项件份部个条]$"
)


def _issued(document: Document) -> list[Mention]:
    found = []
    for match in _issue_pattern().finditer(document.text):
        for group in ("name", "second"):
            name = match.group(group)
            if not name or _SCRAP.search(name) or re.match(r"\d+[件部项份个]", name):
                continue
            start, end = balanced(document.text, match.start(group), match.end(group))
            name = document.text[start:end]
            short = re.fullmatch(r"[\u4e00-\u9fff]{0,5}(?:清单|目录|标准|基准|裁量权基准|考核指标)", name)
            found.append(_mention(start, end, name, optional=bool(short)))
    return found


_KINDS = r"(?:系列|配套|若干|一批|一系列)?(?:政策(?:文件|措施|举措)?|制度(?:文件|机制)?|(?:规范性)?文件|办法|意见|方案|措施|规定|规章制度)"
_ITEM = rf"(?:[{OPEN}][^{OPEN}{CLOSE}，。；、\n]{{2,30}}[{CLOSE}]|[{HAN}0-9A-Za-z（）()]{{4,40}}?)"


@cache
def _list_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternation(verbs('issue'))})(?:了)?(?P<items>{_ITEM}(?:[、和]{_ITEM}){{1,7}})等(?:[\d一二三四五六七八九十]+[项个份部件])?{_KINDS}(?=[，,。；;]|[\d])"
    )


def _listed(document: Document) -> list[Mention]:
    """出台“某某十条”、支持某业发展若干措施、某某办法等政策: each item of the enumeration that closes like a title."""
    found = []
    for match in _list_pattern().finditer(document.text):
        at = match.start("items")
        for piece in re.split("([、和])", match["items"]):
            bare = piece.strip(OPEN + CLOSE)
            if len(bare) > 3 and is_policy_title(bare) and not _SCRAP.search(bare.rstrip("条")):
                start = at + piece.index(bare)
                found.append(_mention(start, start + len(bare), bare))
            at += len(piece)
    return found


_PLAN = re.compile(
    rf"[{OPEN}][\u4e00-\u9fff0-9]{{2,8}}[{CLOSE}](?:普法规划|规划|清单|计划(?=[，,。；;、])|方案)"
    rf"|(?:(?<=出台)[\u4e00-\u9fff]{{0,6}}|(?<=[{CLOSE}]))[{OPEN}][\d一二三四五六七八九十]+条[{CLOSE}]"
    r"|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{4,24}?(?:规划|方案|条例)(?=获批|获国务院批复|获省|印发实施|颁布实施|正式施行|出台实施)"
    r"|(?:(?:19|20)\d\d年?)?(?:年度)?重大行政决策(?:事项)?目录"
)


def _plans(document: Document) -> list[Mention]:
    """“八五”普法规划 and the like: plans and lists under a name in quotation marks, and the yearly catalogue."""
    found = []
    for match in _PLAN.finditer(document.text):
        optional = match.group().endswith(("计划",))
        if optional:
            continue
        found.append(_mention(match.start(), match.end(), match.group()))
    return found


def _thoughts(document: Document) -> list[Mention]:
    return [_mention(m.start(), m.end(), m.group(), optional=True) for m in _THOUGHT.finditer(document.text)]
