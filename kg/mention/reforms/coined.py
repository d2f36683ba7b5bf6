"""Coined names: “证照分离”改革, 纠纷化解“一站通办”机制, 开展“法治体检”, 信用X建设."""

from __future__ import annotations

import re

from kg.lexicon.grammar import heads
from kg.mention.clauses import HAN, unquoted
from kg.mention.reforms.parts import CORE, QUOTED, Found, implementing
from kg.model import Document

_LETTER = rf"[{HAN}A-Za-z0-9+·（）()]"
_COINED = re.compile(rf"{CORE}(?P<tail>{_LETTER}{{0,16}}?(?:{QUOTED}))?(?P<trial>改革试点|试点)?")
_PERIOD = re.compile(
    r"^(?:十[一二三四五六七]五|[一二三四五六七八九]五)$|^最后一(?:公里|米)$|^5S$|^\d+条$|^关键少数$|^后半篇文章$|^一府一院$|^市局$|^本局$"
)
_LAUNCH = {"开展", "推行", "实施", "推出", "启动", "试行", "推广", "探索", "打造", "全面推行", "组织开展"}
# Verbs that bring something about, be it a reform or not.
_MAKE = {"建立", "建立健全", "建成", "建设", "构建", "搭建", "上线", "研发", "开发", "创设", "首创", "创新", "创建", "举办", "组织",
         "组织实施", "实行", "深化", "培育", "健全", "完善", "迭代", "升级", "做优", "做强", "做实", "打响", "运用", "用好"}  # fmt: skip
_NOT_MODIFIER = re.compile(
    r"的|了|在|将|对|把|被|由|从|向|等|以|为|并|其中|\d|[、，：:]|全面|深入|持续|扎实|积极|大力|认真|切实|进一步|牵头|入选|获评|会同|同时|充分|评估|总结|制定|出台"
)


def find_coined(document: Document) -> list[Found]:
    """“证照分离”改革, 纠纷化解“一站通办”机制, 开展“法治体检”."""
    text = document.text
    found: list[Found] = []
    inside = [(s.start, s.end) for s in document.sentences]
    for match in _COINED.finditer(text):
        core, tail = match.group("core"), (match.group("tail") or "") + (match.group("trial") or "")
        if _PERIOD.search(core) or not any(s <= match.start() < e for s, e in inside):
            continue
        end = match.end()
        if tail and _SAID.match(tail):
            # “某某议事”获评…治理案例: what is said of it is no part of its name.
            tail, end = "", match.end("core") + 1
        verb, modifier = _left(text, match.start())
        if not tail and core in _PERSONS:
            continue
        named = not tail and not verb and _acting(text, match, end)
        if not verb and found and found[-1].end == match.start() and not tail:
            verb = "" if found[-1].optional else "开展"
        if (
            not tail
            and not named
            and (not verb or re.match(rf"[{HAN}]{{0,2}}[规计方清]", text[end : end + 4]))
        ):
            continue
        if (tail and re.search(r"[的了]|方案|清单|案例|规划|办法|条例|典型", tail)) or re.search(
            r"式$", core
        ):
            continue
        start = match.start() - len(modifier)
        end = match.start() + len(core) + 2 + len(tail)
        name = text[start:end]
        aka = (core, core + tail, unquoted(name), *((f"“{core}”{tail}",) if modifier else ()))
        if tail:
            head = next((h for h in heads("reform") if tail.endswith(h)), "")
            aka += (core + head,) if head else ()
        if not tail and not named and verb not in _LAUNCH | _MAKE:
            # 坚持“法治是最好的营商环境”: a motto, with neither a head nor a verb that brings it about.
            continue
        bare = not tail and not named and verb not in _LAUNCH
        found.append(Found(start, end, name, aka, optional=bare or len(core) < 3, weight=3))
    return found + _again(text, inside, found)


# Who is meant, not what is done: “一把手”讲法治课.
_PERSONS = frozenset(
    ("一把手", "关键少数", "头雁", "领头雁", "带头人", "当家人", "娘家人", "老娘舅", "店小二")
)
_SAID = re.compile(
    r"(?:成功|先后|已|顺利)?(?:入选|获评|荣获|上榜|获批|获得|被|列入|列为|问题|思想|落实|得到|取得|实现|帮(?!办|扶)|惠及|化解(?=[^，]{0,8}\d))"
)
# What a named mechanism does, or what is said of one: “跑腿代办”帮老人办事, “说事会”被…评为….
_DOES = re.compile(
    rf"(?:已|已经|累计|全年|共|成功|先后|顺利|下半年|年内|持续|率先)*(?:帮|助力|办理|化解|调解|解决|受理|服务(?=[^，。]{{0,6}}\d)|惠及|覆盖|在[{HAN}]{{2,16}}(?:推广|推开|复制)"
    rf"|推广|推开|落地|上线|走进|入选|获评|荣获|上榜|被[{HAN}、]{{2,30}}(?:评为|命名为|认定为|列为|确定为|授予|评定为|刊发|推广|报道|肯定))"
)
# 某某村的“说事会”: what a place calls its own, by the words that mechanisms end in.
_OWNER = re.compile(r"(?:村|社区|镇|乡|街道|县|区|市|州|局|所|中心)(?:的|首创的|探索的|创新的)$")
_MECHANISM = re.compile(
    r"(?:会|议事|说事|夜话|夜谈|工作法|代办|帮办|调解|调解法|积分|积分制|超市|制|链|网|哨|日|岗|通办|议|谈|评理|评|法|码|站|驿站|室|庭|热线|直通车|服务队|工作站)$"
)
_PRODUCT = re.compile(rf"[^，。；]{{0,12}}(?:商标|地理标志|[{HAN}]{{0,3}}产品|品牌价值|奖)")


def _acting(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a name in quotation marks stands as the subject of its clause, or as a place's own mechanism."""
    core, after = match["core"], text[end : end + 60]
    if len(core) < 3 or re.search(r"[！？!?、]", core):
        return False
    before = text[max(0, match.start() - 8) : match.start()]
    if _OWNER.search(before):
        return bool(_MECHANISM.search(core))
    opens = re.search(r"(?:^|[，,。；;：:！\n])[\s　]*$", before)
    return bool(opens) and len(core) > 3 and bool(_DOES.match(after)) and not _PRODUCT.match(after)


def _again(text: str, inside: list[tuple[int, int]], found: list[Found]) -> list[Found]:
    """“某某云” alone, where the text has called it “某某云”平台 before."""
    named = {f.aka[0]: f for f in found}
    more = []
    for match in re.finditer(CORE, text):
        first = named.get(match.group("core"))
        if (
            first
            and match.start() not in {f.start for f in found}
            and any(s <= match.start() < e for s, e in inside)
        ):
            more.append(
                Found(match.start(), match.end(), first.name, first.aka, optional=first.optional, weight=2)
            )
    return more


def _left(text: str, at: int) -> tuple[str, str]:
    """The cue verb before a quotation mark and the modifier between the two."""
    line = max(text.rfind(mark, 0, at) for mark in "，,。；;：:！\n、》”")
    stretch = text[max(line + 1, at - 24) : at]
    last = None
    for match in implementing().finditer(stretch):
        last = match
    if last is None:
        bare = stretch if line + 1 >= at - 12 and text[line : line + 1] in "，,。；;：:\n、" else ""
        good = 2 <= len(bare) <= 8 and not _NOT_MODIFIER.search(bare) and not re.search(r"[和及与]$", bare)
        return "", bare if good and not re.search(r"(?:[省市区县局厅委院])", bare) else ""
    modifier = stretch[last.end() :]
    if len(modifier) > 12 or _NOT_MODIFIER.search(modifier) or re.search(r"[和及与]", modifier):
        return last.group() if len(modifier) <= 12 else "", ""
    return last.group(), modifier


def find_homely(document: Document) -> list[Found]:
    """信用X建设, 平安X, 清廉X: the campaigns that every place names after itself."""
    region = document.metadata.region or ""
    stem = re.sub(r"(?:特别行政区|自治区|自治州|自治县|省|市|区|县|旗|镇|乡|街道)$", "", region)
    if len(stem) < 2:
        return []
    pattern = re.compile(
        rf"(?:数字法治|信用|法治|平安|数字|清廉|智慧|诚信|美丽|健康|无废|幸福)(?:{stem}|中国)(?:建设)"
    )
    inside = [(s.start, s.end) for s in document.sentences]
    return [
        Found(m.start(), m.end(), m.group(), (m.group().removesuffix("建设"),), weight=2)
        for m in pattern.finditer(document.text)
        if any(s <= m.start() < e for s, e in inside)
    ]
