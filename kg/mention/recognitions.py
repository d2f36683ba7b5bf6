"""Recognitions: what follows a verb of being honoured, and praise on record."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon.grammar import alternation, verbs
from kg.mention.clauses import CLOSE, HAN, OPEN, apart, balanced
from kg.model import Document, Mention

# An honour ends in one of these; what a verb like 列入 names without one is no honour.
_HONOUR = (
    r"案例|示范(?:[\u4e00-\u9fff]{0,6}(?:中心|法院|学校|家庭|司法所)|市县|项目|区|县|市|点|单位|地区|城市|工程|基地|创建单位|岗|村|街道|乡镇|站|窗口|省|企业|区县)?|试点(?:城市|地区|名单|清单|单位|项目|区|县|市|企业)?|先进(?:单位|集体|个人|县|区|市|典型)"
    r"|称号|名单|奖|奖项|标兵|清单典型案例|典型|十佳[\u4e00-\u9fff]{0,8}|优秀[\u4e00-\u9fff]{0,10}|样板|最佳[\u4e00-\u9fff]{0,8}|榜单|[百千十]强(?:[县市区镇乡村]|街道|企业)?|校园|模范[\u4e00-\u9fff]{0,8}|最美[\u4e00-\u9fff]{0,8}|荣誉|表彰|一等奖|二等奖|三等奖|金奖|司法所|试点清单|试验区|先行区|街区|工厂|遗产名录|奖提名奖|红旗手|青年文明号|文明单位|品牌项目|改革项目|项目|经验|标杆|标准化试点|范例|创新奖|优秀单位|红榜|工作法|窗口|基地|乡村|创新案例|最佳实践"
    r"|(?:试验|创建|培育|示范|样板|标杆)(?:县|市|区|镇|乡|村|单位|城市|地区|企业|基地|学校|医院|园区|街道|社区)|[一二三]等功"
    r"|园区|开发区|度假区|景区|试验田|商标|地理标志(?:保护)?产品|城镇|县城|小镇|线路|好人|龙头企业|企业|工厂|集群|口岸|枢纽|实验室|公园|湿地|医院|名医|工匠|劳动模范|名录|名牌|品牌|之乡|A级"
)
# Titles speak of whom they hold for: a state, a level, a rank; any noun behind one is a title after a firm verb.
_RANKED = re.compile(
    r"国家|全国|中国|世界|全球|国际|亚洲|[省市区县]级|全[省市区县州]|首批|首届|第[一二三四五六七八九十\d]+[批届]|[一二三四五六七八九]级|[345A]A|十佳|十大|百强"
    r"|^[“\"]?[\u4e00-\u9fff]{0,8}[省市县区州旗盟镇](?![\u4e00-\u9fff]{0,2}$)"
)
# After these verbs what follows is an honour or a list; the others (列入, 获批, 确定为 …) need its head too.
_FIRM_VERBS = {
    "入选为", "入选", "获评为", "获评", "被评为", "被评选为", "评为", "评定为", "被评定为", "荣获", "荣膺", "荣立", "荣登", "上榜", "被授予", "授予",
    "被命名为", "命名为", "被认定为", "认定为", "创成", "创建成", "成功创建", "创建为", "入围", "摘得", "斩获", "夺得", "捧得", "表彰为", "被表彰为", "通报表扬为", "通报表彰为", "被通报表扬为", "表扬为", "捧回", "获颁",
    "获授", "喜获", "当选", "当选为", "晋升", "晋升为", "被授牌", "获选", "被选树为", "选树为", "被推选为", "被选为", "成功创成",
}  # fmt: skip
# Several things counted are not one that is named.
COUNT = r"(?:\d|[一二两三四五六七八九十百多])+(?:余|多)?[家个所名项件条处人款座]"
_NO_TITLE = re.compile(
    rf"{COUNT}(?:$|[、（(])|[的了]|以上|以下|数量|第一$|(?:建设|创建|工作|成效|水平|能力|服务|发展|责任|职务|职称|代表|委员|主任|主席|书记|成员|等级|资质|资金|贷款|补助|支持|批复|许可|行列|数|率|阵营|方阵|计划)[{CLOSE}]?$"
)
_WEAK_VERBS = {
    "列入",
    "列为",
    "纳入",
    "被纳入",
    "获批",
    "确定为",
    "获得",
    "获",
    "授予",
    "获批为",
    "跻身",
    "被列入",
    "被列为",
    "被确定为",
}
_PRAISE = re.compile(
    rf"(?:获|得到|受到|获得)(?P<name>(?:[{HAN}、]{{2,24}}?)?(?:批示肯定|肯定性批示|批示|专报录用|专报刊发推广|通报表扬|通报表彰|书面表扬|充分肯定|高度评价|刊发推广|表彰))"
    rf"|被(?P<by>[{HAN}]{{3,20}}?(?:厅|局|部|委|委员会|政府|办公室|总局|法院|检察院)(?:通报表扬|通报表彰|通报嘉奖|书面表扬|记功)(?!为))"
    rf"|被(?P<press>[{HAN}、]{{2,16}}?(?:专报刊发推广|专报刊发|刊发推广|专报录用|转发推广))"
)
_FIRM_PRAISE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4})?(?:省长|市长|书记|部长|主席|厅长|局长|区长|县长|主任|总理)(?:[\u4e00-\u9fff]{2,3})?(?:肯定性批示|批示肯定|批示)$"
)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<verb>{alternation(verbs('receive'))})(?:了|为|成为)?(?P<open>[{OPEN}]?)(?P<name>(?:[{HAN}A-Za-z0-9·+（）()、第年度]|[{OPEN}{CLOSE}]){{2,48}}?)(?P<close>[{CLOSE}]?)(?=[，,。；;：:\n]|$|并|(?<=清单|名单|案例|单位|集体|试点|城市|示范)(?:强化|深化|推进|推动|加强|健全|完善|开展|落实|建立))"
    )


def find_recognitions(document: Document) -> list[Mention]:
    """Awards, selected lists and titles; ``verb`` in the properties is where the verb begins."""
    text = document.text
    found = [*_awarded(text), *_graded(document), *_passed(text), *_praised(text)]
    return apart(found)


# 授予X“…”称号: the giver acts, and whom it honours stands between the verb and the title.
_HANDED = re.compile(
    rf"(?:授予|命名|认定|评定|表彰)(?:了)?[{HAN}、（）()]{{3,60}}?为?[{OPEN}](?P<name>[^{OPEN}{CLOSE}，。；]{{4,30}})[{CLOSE}](?=(?:荣誉)?称号|[，。；、])"
)
_PASSIVE = re.compile(rf"被[{HAN}、]{{2,36}}$")
_LEAD = re.compile(
    r"^(?:(?:建设|打造|创建|开展|承担)(?=国家|全国|省|市)|[\u4e00-\u9fff、]{2,20}?(?:发布|公布|评选|评定|组织|主办|联合评选)的)"
)
_SECOND = re.compile(rf"[、和](?=[{HAN}]{{2,12}}(?:获|入选|被评))")
_TITLE = re.compile(r"(?:等)?(?:荣誉)?称号$|等$|(?:行列|之列|序列)$")


def _awarded(text: str) -> list[Mention]:
    """入选…, 获评…, 被授予…: what the verb is followed by, up to the next mark."""
    found = []
    for match in _pattern().finditer(text):
        if _negated(text, match.start()):
            continue
        name = _SECOND.split(match["name"])[0]
        start = match.start("name") + len(name) - len(_LEAD.sub("", name))
        handed = _HANDED.match(text, match.start())
        if handed and not text.endswith("被", 0, match.start()):
            properties = (("verb", str(match.start())), ("given", str(handed.start("name"))))
            found.append(Mention("Recognition", *handed.span("name"), handed["name"], properties=properties))
            continue
        end = match.start("name") + len(_TITLE.sub("", name))
        start, end = balanced(text, start, end)
        for n, (begin, stop) in enumerate(_shares(text, start, end, match.start())):
            if _is_honour(
                text[begin:stop],
                match["verb"],
                quoted=bool(match["open"]),
                passive=_PASSIVE.search(text[max(0, match.start() - 40) : match.start()]) is not None,
            ):
                share = (("share", str(n)),) if (begin, stop) != (start, end) else ()
                properties = (("verb", str(match.start())), *share)
                found.append(Mention("Recognition", begin, stop, text[begin:stop], properties=properties))
    return found


def _praised(text: str) -> list[Mention]:
    """获…批示肯定, 被…通报表扬; only a leader's or a body's own word is firm."""
    found = []
    for match in _PRAISE.finditer(text):
        group = next(g for g in ("name", "by", "press") if match.group(g))
        name, span = match.group(group), match.span(group)
        firm = group == "by" or bool(_FIRM_PRAISE.search(name))
        if firm or re.search(r"批示|专报|通报表|刊发", name):
            properties = (("verb", str(match.start())),)
            found.append(Mention("Recognition", *span, name, properties=properties, optional=not firm))
    return found


_GRADED = re.compile(
    r"在(?P<contest>[\u4e00-\u9fff0-9]{4,40}?(?:考核|考评|评价|评估|评比|测评))中[，,]?(?P<who>(?:[\u4e00-\u9fff、]|[\d.]+分|第\d+|\d+名|[，,]){0,40}?)"
    r"(?P<verb>获评|被评为|荣获|获得|评为|评定为|确定为|认定为|列为|获|取得)(?:为|了)?[“\"]?"
    r"(?P<grade>优秀等次|优秀等级|优秀格次|“?优秀”?等次|优秀|良好等次|好等次|一等等次|一等次|[一二三]等奖|先进等次|优秀单位|优秀集体|先进(?:单位|集体|县|市|区|乡镇)|A级|A等|第一等次)"
)


def _graded(document: Document) -> list[Mention]:
    """在…考核中，X获评优秀等次: the honour is that of the assessment."""
    found = []
    for match in _GRADED.finditer(document.text):
        contest = match["contest"]
        name = contest + match["grade"]
        properties = (("verb", str(match.start("verb"))),)
        found.append(
            Mention(
                "Recognition",
                match.start("grade"),
                match.end("grade"),
                name,
                aka=(name,),
                properties=properties,
            )
        )
    return found


_PASSED = re.compile(
    rf"(?P<verb>通过)(?:了)?(?P<open>[{OPEN}]?)(?P<name>[{HAN}A-Za-z0-9·]{{4,24}}?)(?P<close>[{CLOSE}]?)(?:称号)?(?:复审|复核|复评|复查|复验|复检|认定|评定|评审|验收|命名)(?=[，,。；;、\n]|验收|$)"
)


def _passed(text: str) -> list[Mention]:
    """通过国家卫生县城复审: the title is held, or held on."""
    found = []
    for match in _PASSED.finditer(text):
        name = re.sub(r"(?:创建|考核|达标|资格|建设)+$", "", match["name"])
        titled = re.search(rf"(?:{_HONOUR}|城市|县|区)$", name) and _RANKED.search(name)
        if (
            titled
            and len(name) > 5
            and not re.search("的|[省市区县局厅部委]$", name)
            and not _negated(text, match.start())
        ):
            start = match.start("name")
            properties = (("verb", str(match.start("verb"))),)
            found.append(Mention("Recognition", start, start + len(name), name, properties=properties))
    return found


# A title's word in brackets: 示范村（社区）.
_ASIDE = rf"(?:[（(][^（）()]{{1,8}}[）)][{CLOSE}]?)?"


def _is_honour(name: str, verb: str, *, quoted: bool, passive: bool) -> bool:
    if re.search(
        r"^(?:国家|政府|年度|区|市|县)?(?:目录|清单|内容|考核|范围|规划|计划|预算)$|考核|专项内容|监管$|执法资格|资格$|^\d(?!\d{3}年)|异常|失信|黑名单|负面|违法|被执行|条款|支持|突破|成效|进展|提升|满意|肯定$",
        name,
    ):
        return False
    if len(name.strip('“”"')) < (4 if quoted and verb in _FIRM_VERBS else 5) or re.fullmatch(
        r"(?:全国|国家级?|省级?|市级?|优秀)(?:试点|奖项|名单|等次|示范|先进|项目|典型)", name
    ):
        return False
    if not re.search(rf"(?:{_HONOUR})[{CLOSE}]?{_ASIDE}$", name):
        titled = passive or quoted or bool(_RANKED.search(name))
        return verb in _FIRM_VERBS and titled and not _NO_TITLE.search(name)
    return not (
        verb in _WEAK_VERBS
        and re.search(
            r"(?:项目|经验|窗口|基地|优秀|表彰|清单|工作法|园区|开发区|度假区|景区|商标|产品|城镇|县城|小镇|线路|企业|工厂|集群|口岸|枢纽|实验室|公园|医院|品牌|名录)$",
            name,
        )
        and not re.search(
            r"国家|全国|[省市区县]级|^[\u4e00-\u9fff]{0,8}[省市]|第[一二三四五六七八九十]+批|首批", name
        )
    )


def _shares(text: str, start: int, end: int, verb: int) -> list[tuple[int, int]]:
    """甲、乙分别荣获子、丑: one honour for each; any other enumeration is kept whole."""
    if not text[:verb].endswith("分别"):
        return [(start, end)]
    found, at = [], start
    for piece in text[start:end].split("、"):
        found.append((at, at + len(piece)))
        at += len(piece) + 1
    return found


def _negated(text: str, at: int) -> bool:
    return bool(
        re.search(r"(?:力争|争取|争创|确保|推动|拟|申报)[^，。；]{0,12}$", text[max(0, at - 16) : at])
    )
