"""Institutions by their grammar: a place or a level, a field, and a head (市 + 市场监督管理 + 局)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from kg.lexicon.departments import departments
from kg.lexicon.grammar import alternation, heads, verbs
from kg.mention.clauses import BEFORE_NAME, HAN, apart
from kg.mention.unplaced import BREAK, FIELD, SCOPES, find_unplaced
from kg.model import Document, Mention

_NOT_SCOPE_AFTER = re.compile(
    r"[全我各本该地园社辖城街片山校景新老特郊同跨邻外矿牧林灾库战港厂农商个开设直乡省市县级两三四五六七八九十百多]$"
)
# Bodies of Party and government that every level has, and what they are called in full.
STANDING: tuple[tuple[str, str], ...] = (
    (r"委常委会(?:会议)?", "party:委常委会"),
    (r"委(?:党组)?理论学习中心组", "party:"),
    (r"(?:人民)?政府党组理论学习中心组", "party:人民政府党组理论学习中心组"),
    (r"(?:人民)?政府党组(?!书记|副|成员)", "party:人民政府党组"),
    (r"委(?:全面)?依法治[国省市县区州盟旗](?:委员会)?办(?:公室)?", "party:委全面依法治{level}委员会办公室"),
    (r"委全面依法治[国省市县区州盟旗]委员会", "party:委全面依法治{level}委员会"),
    (r"委党校", "party:委党校"),
    (r"委办公[室厅]|委办", "party:委办公{hall}"),
    (r"委(?:组织部|宣传部|统战部|政法委(?:员会)?|网信办|编办|巡察办|改革办|政研室|社会工作部|老干部局)", "party:"),
    (r"委(?![员托办派任])", "party:委"),
    (r"(?:人民)?政府(?:第[\d一二三四五六七八九十]+次)?常务会(?:议)?", "人民政府常务会议"),
    (r"(?:人民)?政府(?:法律顾问委员会|法律顾问团)", "人民政府"),
    (r"(?:人民)?政府办公室|政府办(?!公|事|理|学|好)|府办(?!理|事)", "人民政府办公室"),
    (r"(?:人民)?政府办公厅", "人民政府办公厅"),
    (r"(?:人民)?政府(?!网|信息|采|部门|系统|工作|购|数|立|规|投|债|令|职|常|办|法|引|和社|各|文|合|行政|统)", "人民政府"),
    (r"人大常委会|人民代表大会常务委员会", "人民代表大会常务委员会"),
    (r"人大主席团|人民代表大会主席团", "人民代表大会主席团"),
    (r"(?:第[一二三四五六七八九十]+届)?人民代表大会(?:第[一二三四五六七八九十]+次会议)?|人大(?!常)", "人民代表大会"),
    (r"政协(?!委员会)|政协委员会", "政协"),
    (r"纪委监委|纪委|监委", "party:纪委监委"),
    (r"党委(?:会议)?(?!理论|书记|副|[和、]政府)", "party:党委"),
)  # fmt: skip


# The branch of a bureau in a place: 县市场监管局某某所, not 所有 or 所需.
_BRANCH = rf"(?!各|每|基层|下属|辖区|机关|其|等|全|有关|相关|派驻|驻|内设|直属|办|执|监)[{HAN}]{{2,4}}?(?:派出所|司法所|监管所|所)(?![有属辖在需作做以提得谓见述长列涉产制])"


# A field of two words under one head: 市水利和湖泊局, not 市公安局和司法局.
_JOINT = rf"(?:(?![的与和及各]|人民|政府|[{HAN}]?[局委厅办会院所])[{HAN}]){{2,5}}和(?:(?![的与和及各]|[{HAN}]?[委厅办会院所])[{HAN}]){{2,5}}局"


@cache
def _tables() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may follow a place or a level, and the whole names of national bodies."""
    local = {name for row in departments() for name in row.said_after_place()}
    national = {name for row in departments() if row.national for name in (row.name, *row.aka)}
    standing = "|".join(pattern for pattern, _ in STANDING)
    ends = alternation(heads("institution"))
    known = alternation(
        tuple(sorted((n for n in local if len(n) > 2 or n == "法院"), key=lambda n: (-len(n), n)))
    )
    body = re.compile(
        rf"(?:(?P<standing>{standing})|(?P<known>{known})(?P<office>办公室|党组|(?:政策法规|法规|法制|执法监督|综合)[科处室股]|[{HAN}]{{2,4}}分局|{_BRANCH}|[{HAN}]{{4,14}}?领导小组)?"
        rf"|级?(?P<field>(?:第[一二三四五六七八九十\d]+(?:实验|高级|初级|职业|人民|中心|中医)*(?:小学|中学|幼儿园|医院))(?![{HAN}]{{0,2}}[法习])|(?:{BREAK}{FIELD}){{2,18}}?(?:{ends})(?:办公室)?(?!小组|组(?!长)|习|伍)|{_JOINT}))"
    )
    whole = re.compile(
        alternation(tuple(sorted((n for n in national if len(n) > 2), key=lambda n: (-len(n), n))))
    )
    return body, whole


def find_institutions(document: Document, places: list[Mention]) -> list[Mention]:
    """Institutions named with a place, with a level, by their national name, or as newly set up."""
    found = [
        *_after_places(document, places),
        *_after_stems(document, places),
        *_after_scopes(document, places),
        *_paired(document),
        *_national(document),
    ]
    found = apart([*found, *find_unplaced(document, places)])
    return apart([*found, *_sharing(document, found)])


_SHARED = re.compile(r"[、和与及]|以及")


def _sharing(document: Document, found: list[Mention]) -> list[Mention]:
    """县公安局、司法局 and 镇综治中心、信访办: standing bodies behind one whose place they share."""
    text, body = document.text, _tables()[0]
    more = []
    for mention in found:
        properties = dict(mention.properties)
        at = mention.end
        while properties["shape"] == "known" and (joint := _SHARED.match(text, at)):
            match = body.match(text, joint.end())
            if match is None or len(match.group("known") or "") < 3:
                break
            said = match.group("known") + (match.group("office") or "")
            kind = (("scope", properties["scope"]), ("body", said), ("shape", "known"))
            more.append(Mention("Institution", joint.end(), match.end(), said, properties=kind))
            at = match.end()
    return more


_STEM = re.compile(r"(?:自治区|自治州|自治县|街道|省|市|区|县|州|镇|乡)$")


def _after_stems(document: Document, places: list[Mention]) -> list[Mention]:
    """昆明仲裁委员会, 成都中欧班列集结中心: bodies named after a place without its 市 or 区."""
    stems = {_STEM.sub("", p.name) for p in places}
    stems = {stem for stem in stems if len(stem) > 1 and stem not in {p.name for p in places}}
    stems |= {
        document.text[p.start : p.end] for p in places if not p.name.endswith(document.text[p.start : p.end])
    }
    if not stems:
        return []
    body = _tables()[0]
    found = []
    for match in re.finditer(
        "|".join(sorted(map(re.escape, stems), key=lambda w: (-len(w), w))), document.text
    ):
        rest = body.match(document.text, match.end())
        if (
            rest is None
            or not (rest.group("field") or rest.group("known"))
            or document.text[match.end()] in "省市区县州域"
        ):
            continue
        name = document.text[match.start() : rest.end()]
        if len(name) < (5 if name[-1] == "所" else 6) or re.search(
            r"[的了各]|部门|建设|全面|副中心|以及|制度|机制", name
        ):
            continue
        properties = (("scope", ""), ("body", name), ("shape", "stem"))
        found.append(Mention("Institution", match.start(), rest.end(), name, properties=properties))
    return found


def _mention(document: Document, start: int, match: re.Match[str], scope: str) -> Mention:
    name = document.text[start : match.end()]
    standing = match.group("standing")
    kind = "known" if match.group("known") else "standing" if standing else "field"
    body = standing or document.text[match.start() : match.end()].removeprefix("级")
    # 市委 alone is a body that acts; in 市委书记 it only places a person.
    loose = re.match(r"[\u4e00-\u9fff]", document.text[match.end() : match.end() + 1])
    optional = (
        kind == "standing" and bool(re.fullmatch(r"委|人大|政协|纪委监委|纪委|监委", body)) and bool(loose)
    )
    properties = (("scope", scope), ("body", body), ("shape", kind))
    return Mention("Institution", start, match.end(), name, properties=properties, optional=optional)


def _after_places(document: Document, places: list[Mention]) -> list[Mention]:
    body = _tables()[0]
    found = []
    for i, place in enumerate(places):
        followed = i + 1 < len(places) and places[i + 1].start == place.end
        if followed or document.text[place.start : place.end] != place.name:
            continue
        start = place.start
        if i and places[i - 1].end == place.start:
            start = places[i - 1].start
        at = place.end
        lead = re.match(r"(?:全[国省市区县])?首[个家]|级", document.text[at : at + 4])
        at += lead.end() if lead else 0
        party = document.text[start - 2 : start] == "中共"
        match = body.match(document.text, at)
        if match and (not match.group("field") or _plausible_field(match.group("field"), inside=False)):
            found.append(_mention(document, start - 2 if party else start, match, place.name))
    return found


_PAIRED = re.compile(
    r"(?<![\u4e00-\u9fff])(省|市)、(?=[市区县](?:委|(?:人民)?政府))|(?<=[获被经向报由])(省|市)、(?=[市区县](?:委|(?:人民)?政府))"
)


def _paired(document: Document) -> list[Mention]:
    """省 in 省、市政府 is the government of the province."""
    found = []
    for match in _PAIRED.finditer(document.text):
        body = "委" if document.text[match.end() + 1] == "委" else "政府"
        word = match.group(1) or match.group(2)
        properties = (("scope", word), ("body", body), ("shape", "standing"))
        found.append(
            Mention("Institution", match.start(), match.start() + 1, word + body, properties=properties)
        )
    return found


_SCOPED = re.compile(rf"(?<![{HAN}])(?P<a>{SCOPES})|(?<=[{HAN}])(?P<b>{SCOPES})")


def _near(text: str, at: int, word: str, places: list[Mention]) -> str:
    """The place whose class a scope repeats in its clause: 甲区、乙县先后组建 | 区…局、县…队."""
    begin = max(text.rfind(mark, max(0, at - 60), at) for mark in "，。；：\n")
    inside = [p.name for p in places if begin < p.start and p.end <= at and p.name.endswith(word)]
    return inside[-1] if inside else ""


def _after_scopes(document: Document, places: list[Mention]) -> list[Mention]:
    text, body = document.text, _tables()[0]
    found = []
    for match in _SCOPED.finditer(text):
        before = text[max(0, match.start() - 4) : match.start()]
        if match.group("b") and not _may_precede(before):
            continue
        rest = body.match(text, match.end())
        if not rest or len(rest.group()) < 1:
            continue
        if rest.group("field") and not _plausible_field(rest.group("field"), inside=bool(match.group("b"))):
            continue
        mention = _mention(document, match.start(), rest, match.group())
        near = _near(text, match.start(), match.group(), places)
        if near:
            mention = replace(mention, properties=(*mention.properties, ("near", near)))
        found.append(mention)
    return found


# What ends a clause before a name begins, besides the verbs of relations.
_ENDS_BEFORE = (
    "会同", "联合", "依托", "协同", "协助", "配合", "邀请", "提请", "帮助", "支持", "召开", "主持", "获", "通过", "办理", "级",
    "由", "作用", "完成了", "按照", "并报", "经", "运行", "整合", "建强", "入驻", "进驻", "走进", "用好", "担任", "兼任", "抽调",
    "派驻", "督促", "推荐", "针对", "围绕", "充实", "健全完善", "优化调整",
)  # fmt: skip


@cache
def _verb_endings() -> tuple[str, ...]:
    words = [
        v
        for kind in ("issue", "comply", "implement", "establish", "oversee", "delegate", "receive")
        for v in verbs(kind)
    ]
    return tuple(sorted({*words, *_ENDS_BEFORE}, key=lambda w: (-len(w), w)))


def _may_precede(before: str) -> bool:
    if before.endswith(_verb_endings()):
        return True
    return before[-1:] in BEFORE_NAME and not _NOT_SCOPE_AFTER.search(before)


def _plausible_field(name: str, *, inside: bool) -> bool:
    if name.count("“") != name.count("”") or re.search(r"(?:[布格结大全开战时变定]局|副中心)$", name):
        return False
    if re.fullmatch(r"第[一二三四五六七八九十\d]+[\u4e00-\u9fff]*(?:学|园|院)", name):
        return True
    if re.search(
        r"^长|担任|分别|各|所有|全|有关|相关|每|该|本|等|某|部门|基层|第[一二三四五六七八九十]|\d", name
    ):
        return False
    # 市 or 区 inside a run of characters needs a head that institutions alone have.
    return len(name) >= (5 if inside else 4)


def _national(document: Document) -> list[Mention]:
    _, whole = _tables()
    found = []
    for match in whole.finditer(document.text):
        if document.text[match.start() - 1 : match.start()] in {"省", "市", "区", "县", "州"}:
            continue
        properties = (("scope", "国家"), ("body", match.group()), ("shape", "national"))
        found.append(Mention("Institution", match.start(), match.end(), match.group(), properties=properties))
    return found
