"""What a verb of carrying out governs in a clause, closed by a head: 推进证照分离改革."""

from __future__ import annotations

import re

from kg.lexicon.grammar import heads
from kg.mention.clauses import CLOSE, HAN, OPEN, unquoted
from kg.mention.reforms.parts import STRONG, Found, implementing

_EMPTY = re.compile(
    r"^(?:(?:长效|工作|决策|监督|执法|普法|法治|相关|有关|有效|各项|各类|配套|规章|管理|体制|常态化|协同|联动|联合|协调|日常|上述|该|此|重点领域|重点|全面|系列|一系列|多项|领导|推进|运行|保障|基本|新|专项|合作|制度|机制|改革|行动|试点|平台|工程|模式|建设|统筹|三年|科学|完备|健全|完善|内部|长期|综合|体系|规划|国家|全国|地方|中央|本|全|我[省市区县])+)$"
)
_GENERIC = re.compile(
    r"^(?:全面深化|深化|全面)?改革(?:开放|创新|发展)?$|改革(?:任务|举措|事项|方案|经验|成果|委|要求|目标|措施)"
)
_SUBJECT = re.compile(
    rf"^(?P<name>[{HAN}、]{{3,22}}?(?:{STRONG}))(?=全面|顺利|深入|扎实|持续|有序|加快|取得|启动|扩展|覆盖|实施|落地|推开|力度|入选|获评|被|稳步|深化|成效|纵深|走深|有力|初见|不断|基本|率先|成功|运行|推进)"
)


def find_governed(text: str, start: int, end: int) -> list[Found]:
    """What a verb of carrying out governs in a clause, closed by a head: 推进证照分离改革."""
    clause = text[start:end]
    found = []
    subject = _SUBJECT.match(re.sub(r"^(?:[一二三四五六七八九十]+是)", "", clause))
    if subject and not blank(subject.group("name")):
        name, shift = trim(subject.group("name"), clause.index(subject.group("name")))
        if len(name) > 3 and not blank(name):
            found.append(Found(start + shift, start + shift + len(name), name, weight=1))
    honoured = _HONOURED.match(clause)
    if honoured and not re.search(
        r"\d+[家个所项件名人起篇部]|连续|[的被该其]|案例|做法|经验|[省市区县局厅委院村镇乡]|(?:所|站|队|中心|社区|街道)$|报告|作品|项目$|(?:公司|集团|合作社|[厂园馆校店])$|[长员](?:同志)?[\u4e00-\u9fff]{2,3}$",
        honoured["name"],
    ):
        at = start + honoured.start("name")
        found.append(Found(at, at + len(honoured["name"]), honoured["name"], weight=1))
    for verb in implementing().finditer(clause):
        found += _objects(text, start + verb.end(), end)
    return found


_ITEM = re.compile(rf"[、]|(?:和|以及|及|与)(?=[{HAN}{OPEN}])")


def _objects(text: str, start: int, end: int) -> list[Found]:
    """The named objects from ``start`` on, in an enumeration each its own."""
    stretch = text[start:end]
    listed = re.match(
        rf"(?P<items>[{HAN}{OPEN}{CLOSE}、]{{6,60}}?)等(?P<head>制度|机制|改革|行动|活动)", stretch
    )
    if listed and "、" in listed["items"] and not has_verb(listed["items"]):
        return _listed(listed, start)
    heads_found = list(_HEAD.finditer(stretch[:48]))
    if not heads_found:
        return []
    whole = stretch[: _last_head(stretch, heads_found)]
    if re.match(r"的|了(?![^，]{2,10}制度)|在|于|对|由|以[^，]*为", whole) or has_verb(whole):
        return []
    found = []
    for begin, stop, item in _split(whole):
        name, begin = trim(item, begin)
        if len(name) >= 3 and not blank(name):
            variants = _variants(name)
            found.append(Found(start + begin, start + stop, name, variants, optional=_loose(name), weight=2))
    return found


_HEAD = re.compile(
    rf"(?:{STRONG})(?![{HAN}]{{0,1}}[方度办则革]|性|化(?![险解债])|要点|案例|支撑|科技|支点|高地|部署|目标|腹地|枢纽|定位"
    r"|新兴|机遇|建设|供给|环境|保障|创新|体系|优势|红利|成果)"
)


def _last_head(stretch: str, found: list[re.Match[str]]) -> int:
    """Where the last head ends that belongs to the same enumeration or the same longer name."""
    last = found[0]
    for head in found[1:]:
        gap = stretch[last.end() : head.start()]
        grown = re.fullmatch(rf"[{HAN}]{{2,16}}", gap) and gap[0] not in "和及与"
        if grown and not re.search(rf"{implementing().pattern}|入选|获评|荣获|被|列入", gap):
            last = head
            continue
        if re.search(r"[^、和及与\u4e00-\u9fff“”\"（）()]", gap) or not re.match(r"[、和及与]|$", gap):
            break
        last = head
    return last.end()


def _listed(match: re.Match[str], start: int) -> list[Found]:
    """A、B、C等制度: three of them, each with the head they share."""
    found, at = [], 0
    for item in re.split(r"[、和]", match["items"]):
        name = item if item.endswith(heads("reform")) else item + match["head"]
        if len(item) > 2 and not blank(name):
            found.append(
                Found(
                    start + at,
                    start + at + len(item),
                    name,
                    (item, unquoted(item)),
                    optional=match["head"] == "活动",
                    weight=2,
                )
            )
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
        balanced = sum(left.count(q) for q in '“"') == sum(left.count(q) for q in '”"') or (
            left.count('"') % 2 == 0 and "“" not in left
        )
        if (
            balanced
            and left.count("（") + left.count("(") == left.count("）") + left.count(")")
            and re.search(rf"(?:{STRONG})[{CLOSE}]?$", left)
        ):
            cuts += [mark.start(), mark.end()]
    cuts.append(len(whole))
    parts = [(cuts[i], cuts[i + 1], whole[cuts[i] : cuts[i + 1]]) for i in range(0, len(cuts), 2)]
    if (
        len(parts) == 1
        and not re.search(rf"(?:{STRONG}).", whole.partition("和")[0])
        and re.search(rf"^[{HAN}]{{4,}}和[{HAN}]{{4,}}(?:制度|机制)$", whole)
    ):
        head = "制度" if whole.endswith("制度") else "机制"
        at = whole.index("和")
        return [(0, at, whole[:at] + head), (at + 1, len(whole), whole[at + 1 :])]
    return parts


def trim(name: str, begin: int) -> tuple[str, int]:
    lead = re.match(
        r"(?:了|升级|[一二三四五六七八九十\d]+[项个次轮期场种大类]|全[省市区县国]|一批|一系列|多项|系列|各项|首个|首批|好|起|新一轮|常态化)+",
        name,
    )
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
    short = re.sub(rf"(?:{STRONG})$", "", bare)
    return (bare, *((short,) if len(short) >= 3 else ()))


def has_verb(name: str) -> bool:
    return (
        bool(
            re.search(
                r"[，。；]|通过|由此|为了|以及时|让|使得|实现|开展|推进|落实|实施|发挥|提高|帮助|确保|解决|围绕|根据|按照|被|紧扣|聚焦|深化|健全|完善|建立|构建|打造|强化|推动|探索|出台|制定|印发|加强|[是将把]",
                name,
            )
        )
        or len(name) > 44
    )


def blank(name: str) -> bool:
    bare = unquoted(name)
    if (
        _GENERIC.search(bare)
        or "等" in bare
        or re.match(
            r"[、同和更与各]|超?\d+[多余]?(?:场次?|期|次|起)|以(?!案)|(?:重点|重大)(?:工程|战略|改革|项目|领域)|这|\d+[家个所项件]|连续",
            bare,
        )
        or re.search(rf"、(?:{STRONG})$|亿元|万元|\d[份件宗起]、", bare)
    ):
        return True
    stem = re.sub(rf"(?:{STRONG})$", "", bare)
    return not stem or bool(_EMPTY.match(stem)) or bool(re.search(r"^[的之]|不[够健完]", bare))
