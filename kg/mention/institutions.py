"""Institutions by their grammar: a place or a level, a field, and a head (市 + 市场监督管理 + 局)."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon.departments import departments
from kg.lexicon.grammar import alternation, heads, verbs
from kg.mention.clauses import BEFORE_NAME, CLOSE, HAN, OPEN, apart
from kg.model import Document, Mention

# The level alone stands for the reporter's own place or one above it.
SCOPES = "自治区|省|市|区|县|州|盟|旗|镇|街道|乡"
_NOT_SCOPE_AFTER = re.compile(
    r"[全我各本该地园社辖城街片山校景新老特郊同跨邻外矿牧林灾库战港厂农商个开设直乡省市县级两三四五六七八九十百多]$"
)
_FIELD = rf"[{HAN}A-Za-z0-9{OPEN}{CLOSE}·]"
_BREAK = r"(?!的|和|与|及|、|对(?!接)|在|将|是|了|等|为|把|向|由|从|被|按|开展|推进|建立|组织|落实|牵头|联合|会同|办理|印发|制定|实施|设立|成立|完成|推动|举办)"
# Bodies of Party and government that every level has, and what they are called in full.
STANDING: tuple[tuple[str, str], ...] = (
    (r"委常委会(?:会议)?", "party:委常委会"),
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
_BRANCH = (
    rf"(?!各|每|基层|下属|辖区|机关|其|等|全|有关|相关|派驻|驻|内设|直属|办|执|监)[{HAN}]{{2,4}}?(?:派出所|司法所|监管所|所)(?![有属辖在需作做以提得谓见述长列涉产制])"
)


@cache
def _tables() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may follow a place or a level, and the whole names of national bodies."""
    local = {name for row in departments() for name in row.said_after_place()}
    national = {name for row in departments() if row.national for name in (row.name, *row.aka)}
    standing = "|".join(pattern for pattern, _ in STANDING)
    ends = alternation(heads("institution"))
    known = alternation(tuple(sorted((n for n in local if len(n) > 2), key=lambda n: (-len(n), n))))
    body = re.compile(
        rf"(?:(?P<standing>{standing})|(?P<known>{known})(?P<office>办公室|党组|(?:政策法规|法规|法制|执法监督|综合)[科处室股]|[{HAN}]{{2,4}}分局|{_BRANCH}|[{HAN}]{{4,14}}?领导小组)?"
        rf"|级?(?P<field>(?:第[一二三四五六七八九十\d]+(?:实验|高级|初级|职业|人民|中心|中医)*(?:小学|中学|幼儿园|医院))(?![{HAN}]{{0,2}}[法习])|(?:{_BREAK}{_FIELD}){{2,18}}?(?:{ends})(?:办公室)?(?!组|小组|习|[建扩]设))"
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
        *_after_scopes(document),
        *_paired(document),
        *_national(document),
        *_own(document),
    ]
    found += [*_set_up(document), *_zones(document), *_league(document), *_banks(document), *_law_firms(document)]
    found = apart(found)
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


_BANK = re.compile(
    rf"(?:中国|国家)?[{HAN}]{{0,6}}?银行(?:股份有限公司)?(?P<where>(?:(?![的与和及对在向、等将了行])[{HAN}]){{2,10}}?)(?:中心支行|分行|支行)"
)
_FIRM = re.compile(
    rf"(?:(?<![{HAN}])|(?<=聘请)|(?<=聘任)|(?<=委托)|(?<=邀请)|(?<=联合)|(?<=选聘)|(?<=由)|(?<=与)|(?<=和))(?P<name>(?!聘请|聘任|委托|邀请|联合|选聘|与|由|其他|多家|知名|优秀|专业|[{HAN}]{{0,2}}[家所名个])[{HAN}]{{2,8}}(?:[（(][{HAN}]{{2,6}}[）)])?律师事务所)"
)


def _whole(name: str, start: int) -> Mention:
    properties = (("scope", ""), ("body", name), ("shape", "stem"))
    return Mention("Institution", start, start + len(name), name, properties=properties)


def _banks(document: Document) -> list[Mention]:
    """中国人民银行某某市中心支行: the branch of a bank, where its name begins at a mark or with the bank's nation."""
    found = []
    for match in _BANK.finditer(document.text):
        named = re.search(r"(?:中国|国家|农村|人民|工商|建设|农业|交通|招商|邮政储蓄)[\u4e00-\u9fff]{0,6}银行", match.group())
        if named and not re.search("各|全", match["where"]):
            start = match.start() + named.start()
            found.append(_whole(document.text[start : match.end()], start))
    return found


def _law_firms(document: Document) -> list[Mention]:
    """北京某某（成都）律师事务所: firms of lawyers by their whole names."""
    return [_whole(m["name"], m.start("name")) for m in _FIRM.finditer(document.text)]


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


def _after_scopes(document: Document) -> list[Mention]:
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
        found.append(_mention(document, match.start(), rest, match.group()))
    return found


@cache
def _verb_endings() -> tuple[str, ...]:
    words = [
        v
        for kind in ("issue", "comply", "implement", "establish", "oversee", "delegate", "receive")
        for v in verbs(kind)
    ]
    extra = [
        "会同",
        "联合",
        "依托",
        "协同",
        "协助",
        "配合",
        "邀请",
        "提请",
        "帮助",
        "支持",
        "召开",
        "主持",
        "获",
        "通过",
        "办理",
        "级",
        "由",
        "作用",
        "完成了",
        "按照",
        "并报",
        "经",
        "运行",
        "整合",
        "建强",
        "入驻",
        "进驻",
        "走进",
        "用好",
        "担任",
        "兼任",
        "抽调",
        "派驻",
        "督促",
        "推荐",
        "针对",
        "围绕",
    ]
    return tuple(sorted({*words, *extra}, key=lambda w: (-len(w), w)))


def _may_precede(before: str) -> bool:
    if before.endswith(_verb_endings()):
        return True
    return before[-1:] in BEFORE_NAME and not _NOT_SCOPE_AFTER.search(before)


def _plausible_field(name: str, *, inside: bool) -> bool:
    if name.count("“") != name.count("”") or re.search(r"(?:[布格结大全开战时变定]局|副中心)$", name):
        return False
    if re.fullmatch(r"第[一二三四五六七八九十\d]+[\u4e00-\u9fff]*(?:学|园|院)", name):
        return True
    if re.search(r"各|所有|全|有关|相关|每|该|本|等|某|部门|基层|第[一二三四五六七八九十]|\d", name):
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


_OWN_PARTS = (
    r"|(?<![\u4e00-\u9fff])(?P<party>局党组|厅党组|委党组|党组)(?:会议)?|(?P<meeting>局长办公会|厅长办公会)(?:议)?"
    r"|(?<![\u4e00-\u9fff])[局厅委](?P<unit>(?:政策法规|法规|法制|执法监督|综合)[科处室股]|[\u4e00-\u9fff]{4,14}领导小组)"
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
    body = "党组" if match["party"] or match["office"] else part
    start = match.start("convened") if match["convened"] else match.start()
    properties = (("scope", "own"), ("body", body), ("shape", "own"))
    words, loose = document.text[start : match.end()], bool(match["meeting"])
    return Mention("Institution", start, match.end(), words, properties=properties, optional=loose)


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
    r"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{2,12}?(?:开发区|园区|高新区|示范区|度假区|工业区|产业区)(?:党工委)?(?:管理委员会|管委会))"
)


def _zones(document: Document) -> list[Mention]:
    """The committees of development zones, which the reader knows without a place."""
    found = []
    for match in _ZONE.finditer(document.text):
        if not re.match(rf"{SCOPES}|[向由对与和在将]", match["name"]):
            properties = (("scope", ""), ("body", match["name"]), ("shape", "set-up"))
            found.append(
                Mention("Institution", match.start(), match.end(), match["name"], properties=properties)
            )
    return found


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


@cache
def _set_up_pattern() -> re.Pattern[str]:
    ends = alternation(
        tuple(
            h
            for h in heads("institution")
            if h
            not in {
                "局", "厅", "人民政府", "学校", "医院", "公司", "集团", "小学", "实验中学", "高级中学", "初级中学", "幼儿园", "中心校",
                "保健院", "卫生院", "中医院", "分行", "支行",
            }  # fmt: skip
        )
    )
    cues = alternation(
        tuple(sorted({*verbs("establish"), "撤并", "整合", "归并"}, key=lambda w: (-len(w), w)))
    )
    return re.compile(
        rf"(?:{cues})(?:了|全[国省市区县]首[个家]|首[个家]|[一二三四五六七八九十\d]+[个家所]|新一届)?(?P<name>(?:{_BREAK}(?:{_FIELD}|[+、（）()])){{3,24}}?(?:{ends}))(?![{HAN}]{{0,2}}(?:机制|制度|建设情况))"
        rf"|(?:推进|加快|加快推进|推动)(?P<built>(?:{_BREAK}{_FIELD}){{4,24}}?(?:工作站|服务站|服务中心|调解中心|中心|联络站|服务点|工作室|基地))(?=建设)"
    )


def _set_up(document: Document) -> list[Mention]:
    """Bodies without a place that a verb of setting up introduces: 设立行政复议服务点."""
    found = []
    for match in _set_up_pattern().finditer(document.text):
        group = "name" if match.group("name") else "built"
        name = match.group(group)
        if re.match(SCOPES, name) and re.match(rf"(?:{SCOPES})级?[{HAN}]", name):
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
