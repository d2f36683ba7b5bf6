"""Institutions whose names need no place before them: the own department's, zones, banks, bodies newly set up."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from kg.lexicon.grammar import alternation, heads, verbs
from kg.mention.clauses import CLOSE, HAN, OPEN
from kg.model import Document, Mention

# The level alone stands for the reporter's own place or one above it.
SCOPES = "自治区|省|市|区|县|州|盟|旗|镇|街道|乡"
FIELD = rf"[{HAN}A-Za-z0-9{OPEN}{CLOSE}·]"
BREAK = r"(?!的|和|与|及|、|对(?!接)|在|将|是|了|等|为|把|向|由|从|被|按|先后|相继|陆续|组建|开展|推进|建立|组织|落实|牵头|联合|会同|办理|印发|制定|实施|设立|成立|完成|推动|举办)"


def find_unplaced(document: Document, places: list[Mention]) -> list[Mention]:
    """The reporter's own parts, zones, the Youth League, banks, law firms, and what a verb of setting up names."""
    return [
        *_own(document),
        *_branches(document, places),
        *_set_up(document),
        *_zones(document),
        *_league(document),
        *_banks(document),
        *_law_firms(document),
        *_academic(document),
    ]


_BANK = re.compile(
    rf"银行(?:股份有限公司)?(?P<where>(?:(?![的与和及对在向、等将了行各全])[{HAN}]){{2,10}}?)(?:中心支行|分行|支行)"
)
_BANK_NAME = re.compile(rf"(?:中国|国家|农村|人民|工商|建设|农业|交通|招商|邮政储蓄)[{HAN}]{{0,6}}$")
_FIRM = re.compile(
    rf"(?:(?<![{HAN}])|(?<=聘请)|(?<=聘任)|(?<=委托)|(?<=邀请)|(?<=联合)|(?<=选聘)|(?<=由)|(?<=与)|(?<=和))(?P<name>(?!与|和|由|其他|多家|知名|优秀|专业|[{HAN}]{{0,2}}[家所名个])(?:(?!聘|委托|邀请|联合|引进)[{HAN}]){{2,8}}(?:[（(][{HAN}]{{2,6}}[）)])?律师事务所)"
)


def _whole(name: str, start: int) -> Mention:
    properties = (("scope", ""), ("body", name), ("shape", "stem"))
    return Mention("Institution", start, start + len(name), name, properties=properties)


def _banks(document: Document) -> list[Mention]:
    """中国人民银行某某市中心支行: the branch of a bank whose name begins with its nation or its trade."""
    found = []
    for match in _BANK.finditer(document.text):
        named = _BANK_NAME.search(document.text, max(0, match.start() - 8), match.start())
        if named:
            found.append(_whole(document.text[named.start() : match.end()], named.start()))
    return found


def _law_firms(document: Document) -> list[Mention]:
    """北京某某（成都）律师事务所: firms of lawyers by their whole names."""
    if "律师事务所" not in document.text:
        return []
    return [_whole(m["name"], m.start("name")) for m in _FIRM.finditer(document.text)]


# Sought from their heads backwards: a literal is found at once, a name could begin anywhere.
_SCHOOL = re.compile(
    rf"大学(?:附属(?:(?![的等和与、])[{HAN}]){{0,6}}?医院|(?:(?![的等和与、大])[{HAN}]){{1,6}}?学院)"
)
_SCHOOL_NAME = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[与和由在])|(?<=邀请)|(?<=联合)|(?<=依托)|(?<=委托))"
    rf"(?!邀请|联合|依托|委托|老年|名牌|知名|重点|开放|支持|推动|推进|建设|加快|成立|设立)(?:(?![的等和与、各多由在])[{HAN}]){{2,6}}$"
)


def _academic(document: Document) -> list[Mention]:
    """某某大学法学院, 某某医科大学附属某某医院: the schools and hospitals of universities."""
    return _backwards(document.text, _SCHOOL, _SCHOOL_NAME)


def _backwards(text: str, head: re.Pattern[str], name: re.Pattern[str]) -> list[Mention]:
    """Bodies by their heads, each with the name that runs up to it."""
    found = []
    for match in head.finditer(text):
        named = name.search(text, max(0, match.start() - 13), match.start())
        if named:
            found.append(_whole(text[named.start() : match.end()], named.start()))
    return found


_OWN_PARTS = (
    r"|(?<![\u4e00-\u9fff])(?:(?P<study>[局厅委]?党组理论学习中心组)|(?P<party>局党组|厅党组|委党组|党组)(?:会议)?)|(?P<meeting>局长办公会|厅长办公会)(?:议)?"
    r"|(?<![\u4e00-\u9fff])[局厅委](?P<unit>(?:政策法规|法规|法制|执法监督|综合)[科处室股]"
    r"|(?![各属托员]|有关|相关|机关|内设|所属|直属|级|主要|分管)(?:(?!依法|[的到在对了及带由按被将各为])[\u4e00-\u9fff]){2,9}?(?:(?<![学医专])科|(?<![查惩调独好益相出深随高快重严])处|(?<![入控参持])股)(?![理罚置分于级学技员长室份东以方境])|[\u4e00-\u9fff]{4,14}领导小组)"
    r"|(?:召开|成立|调整|组建|设立)(?:了)?(?:[局厅委])?"
    rf"(?P<convened>(?!{SCOPES}|全)(?:(?!会议|[的并对和])[\u4e00-\u9fff]){{4,14}}领导小组)(?!办)"
)


def _own(document: Document) -> list[Mention]:
    """市局, 我局, 局党组, 局法治建设领导小组 in a department's own report."""
    publisher = document.metadata.publisher or ""
    if not re.search(r"(?:局|厅|委员会|中心)$", publisher):
        return []
    nick = re.search(r"以下(?:简称|统称)[“\"]?([\u4e00-\u9fff]{2,6})[”\"]?", document.text)
    words = {nick[1]} if nick else set()
    words |= {"我局", "本局", "我委", "我厅", "本厅"}
    own = alternation(tuple(sorted(words, key=lambda w: (-len(w), w))))
    pattern = re.compile(rf"(?P<own>{own})(?P<office>党组(?:会议)?|党委(?:会议)?)?{_OWN_PARTS}")
    return [_own_mention(document, match) for match in pattern.finditer(document.text)]


def _own_mention(document: Document, match: re.Match[str]) -> Mention:
    """The department itself, or the part of it that the words name."""
    part = match["unit"] or match["convened"] or ("局长办公会" if match["meeting"] else "")
    part = "党组理论学习中心组" if match["study"] else part
    body = "党组" if match["party"] or match["office"] else part
    start = match.start("convened") if match["convened"] else match.start()
    properties = (("scope", "own"), ("body", body), ("shape", "own"))
    words, loose = document.text[start : match.end()], bool(match["meeting"])
    return Mention("Institution", start, match.end(), words, properties=properties, optional=loose)


def _branches(document: Document, places: list[Mention]) -> list[Mention]:
    """沙坪坝分局 in the report of a department whose branches carry the names of its places."""
    stems = {re.sub(r"(?:自治县|[区县市旗])$", "", p.name) for p in places}
    stems = {s for s in stems if len(s) > 1}
    if not stems or not re.search(r"(?:局|厅|委员会)$", document.metadata.publisher or ""):
        return []
    stem = rf"(?:{alternation(tuple(sorted(stems)))})[区县市]?"
    found = []
    for match in re.finditer(rf"(?:{stem}[、和])*{stem}分局", document.text):
        # 甲县、乙区分局 are two branches: the word that makes them such stands once.
        for part in re.finditer(rf"{stem}(?:分局)?", match.group()):
            name = part.group().removesuffix("分局") + "分局"
            bare = re.sub("[区县市]分局$", "分局", name)
            name = bare if bare in document.text else name
            start = match.start() + part.start()
            properties = (("scope", "own"), ("body", name), ("shape", "own"))
            found.append(
                Mention("Institution", start, start + len(part.group()), name, properties=properties)
            )
    return found


_LEAGUE = re.compile(
    r"共青团(?P<place>[\u4e00-\u9fff]{2,10}?[省市区县州盟旗])委(?:员会)?|(?<![\u4e00-\u9fff社])团(?P<scope>[省市区县州])委"
)


def _league(document: Document) -> list[Mention]:
    """共青团X委员会 and 团县委: the only bodies whose place stands inside the name."""
    found = []
    for match in _LEAGUE.finditer(document.text):
        scope = match["place"] or match["scope"]
        properties = (("scope", scope), ("body", "团委"), ("shape", "league"))
        found.append(Mention("Institution", match.start(), match.end(), match.group(), properties=properties))
    return found


_ZONE = re.compile(
    r"(?:开发区|园区|高新区|经开区|示范区|度假区|工业区|产业区)(?:(?:党工委)?(?:管理委员会|管委会)|党工委)"
)
_ZONE_NAME = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[给由与和向在对至到]))(?:(?!委托|下放|赋予|交由|移交|划转|[给将由与和向在对至到的])[{HAN}]){{2,12}}$"
)


def _zones(document: Document) -> list[Mention]:
    """The committees of development zones, which the reader knows without a place."""
    return [
        replace(mention, properties=(("scope", ""), ("body", mention.name), ("shape", "set-up")))
        for mention in _backwards(document.text, _ZONE, _ZONE_NAME)
        if not re.match(SCOPES, mention.name)
    ]


_ITEM = re.compile(
    r"、(?P<name>[\u4e00-\u9fff]{3,14}?(?:中心|工作站|管理站|监督站|监测站|站|大队|支队|总队|服务点|所|室))(?=[、，,。；和])"
)


def _listed(document: Document, at: int) -> list[Mention]:
    """The further bodies of an enumeration: 撤并甲大队、乙监督站、丙管理站."""
    found = []
    while match := _ITEM.match(document.text, at):
        properties = (("scope", ""), ("body", match["name"]), ("shape", "set-up"))
        found.append(
            Mention("Institution", match.start("name"), match.end(), match["name"], properties=properties)
        )
        at = match.end()
    return found


# Built rather than set up, or too common as words behind a verb.
_NOT_SET_UP = {
    "局", "厅", "人民政府", "学校", "医院", "公司", "集团", "小学", "实验中学", "高级中学", "初级中学", "幼儿园", "中心校",
    "保健院", "卫生院", "中医院", "分行", "支行",
}  # fmt: skip


@cache
def _set_up_pattern() -> re.Pattern[str]:
    ends = alternation(tuple(h for h in heads("institution") if h not in _NOT_SET_UP))
    cues = alternation(
        tuple(sorted({*verbs("establish"), "撤并", "整合", "归并"}, key=lambda w: (-len(w), w)))
    )
    return re.compile(
        rf"(?:{cues})(?:了|全[国省市区县]首[个家]|首[个家]|[一二三四五六七八九十\d]+[个家所]|新一届)?(?P<name>(?:{BREAK}(?:{FIELD}|[+、（）()])){{3,24}}?(?:{ends}))(?![{HAN}]{{0,2}}(?:机制|制度|建设情况))"
        rf"|(?:推进|加快|加快推进|推动)(?P<built>(?:{BREAK}{FIELD}){{4,24}}?(?:工作站|服务站|服务中心|调解中心|中心|联络站|服务点|工作室|基地))(?=建设)"
    )


def _set_up(document: Document) -> list[Mention]:
    """Bodies without a place that a verb of setting up introduces: 设立行政复议服务点."""
    found = []
    for match in _set_up_pattern().finditer(document.text):
        group = "name" if match.group("name") else "built"
        name = match.group(group)
        if re.match(SCOPES, name) and re.match(rf"(?:{SCOPES})级?[{HAN}]", name):
            continue
        if name[0] in "局厅" and name.endswith("领导小组"):
            # 成立局…领导小组: the reporter's own.
            continue
        after = document.text[match.end() : match.end() + 4]
        found += _listed(document, match.end())
        plural = bool(re.match(r"\d|[一二三四五六七八九十百]+[个家处]", after))
        properties = (("scope", ""), ("body", name), ("shape", "set-up"))
        found.append(
            Mention(
                "Institution",
                match.start(group),
                match.end(group),
                name,
                properties=properties,
                optional=plural,
            )
        )
    return found
