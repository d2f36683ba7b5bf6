"""Who is honoured where no place and no level names it: companies, parks, schools, sights, villages."""

from __future__ import annotations

import re

from kg.mention.clauses import HAN
from kg.mention.recognitions import COUNT
from kg.model import Document, Mention

_MARKS = "，,。；;：:！!？?\n\t”》"
_ADVERB = re.compile(
    r"(?:成功|先后|顺利|也|均|都|分别|再次|再度|首次|再|新|又|双双|一举|光荣|连续[\d一二两三四五六七八九十]+[年次届]|相继|同时|还|并|已|全部|正式|在\d{4}年|今年|当年|年内|于\d{4}年)+$"
)
_LEAD = re.compile(
    r"^[\s　]*(?:[一二三四五六七八九十]+是|其中|同时|此外|另外|目前|指导|推荐|支持|推动|帮助|培育的?|辖区|(?:19|20)\d\d年|我[省市区县州镇乡](?!政府|委)|全[省市区县州](?!政府))+"
)
_COMPANY = r"公司|集团|合作社|农场|林场|酒店|酒厂|茶厂|药业|企业联盟|律师事务所|会计师事务所"
_BODY = (
    r"学校|小学|中学|幼儿园|学院|大学|医院|保健院|卫生院|卫生室|敬老院|福利院|研究院|研究所|科学院|实验室|开发区|高新区|合作区|试验区|保税区|经开区|集聚区|度假区|园区|产业园|工业园|科技园|物流园|景区|风景区|旅游区|公园|湿地|广场"
    r"|古镇|古城|古寨|古村|古村落|山寨|小镇|街区|步行街|老街|基地|图书馆|博物馆|文化馆|纪念馆|美术馆|展览馆|体育馆|中心|工作站|服务站|监测站|车站|派出所|司法所|法庭|大队|支队|中队|救援队|委员会|协会|商会|工作室|市场|商圈|口岸|无水港|灌区|林区|遗址|机场"
)
_KINDS = re.compile(rf"(?:{_COMPANY}|{_BODY})(?:[（(][{HAN}]{{2,6}}[）)])?$")
_VILLAGE = re.compile(rf"(?P<lead>[{HAN}]{{2,8}}[镇乡])?(?P<name>[{HAN}]{{2,5}}(?:村|社区|嘎查))")
_NO_NAME = re.compile(
    rf"的|等|各|每|某|其|该|这|全部|多[家个所]|{COUNT}|被|将|对|为|在|案|我[局委厅镇乡区县市]|办理|查办|选送|报送|申报|打造|制作|创作|完成|取得|积极|推进|开展|实施|建设(?!兵团)|督促|帮助|组织"
)


def find_honoured(document: Document, recognitions: list[Mention], taken: list[Mention]) -> list[Mention]:
    """The subjects of verbs of being honoured that ``taken`` does not have yet, each of an enumeration its own."""
    found: dict[int, Mention] = {}
    busy = [(m.start, m.end) for m in taken]
    for verb in sorted({int(dict(m.properties)["verb"]) for m in recognitions}):
        for start, end in _subjects(document.text, verb):
            if not any(s <= start and end <= e for s, e in busy) and start not in found:
                mention = _named(document.text, start, end)
                if mention is not None:
                    found[start] = mention
    return [found[at] for at in sorted(found)]


def _subjects(text: str, verb: int) -> list[tuple[int, int]]:
    """The spans of the names before a verb, without adverbs and what leads in."""
    begin = max(text.rfind(mark, max(0, verb - 80), verb) for mark in _MARKS) + 1
    begin = max(begin, verb - 80)
    stretch = text[begin:verb]
    passive = stretch.find("被")
    stretch = stretch[:passive] if passive >= 0 else stretch
    stretch = _ADVERB.sub("", stretch)
    lead = _LEAD.match(stretch)
    at = begin + (lead.end() if lead else 0)
    found = []
    for piece in re.split("([、和与])", text[at : begin + len(stretch)]):
        if piece not in {"、", "和", "与"}:
            found.append((at, at + len(piece)))
        at += len(piece)
    return found


def _named(text: str, start: int, end: int) -> Mention | None:
    """An institution where the words are a name that closes with the head of one."""
    name = text[start:end]
    village = _VILLAGE.fullmatch(name)
    if village and not _NO_NAME.search(name):
        at = start + village.start("name")
        properties = (("scope", ""), ("body", village["name"]), ("shape", "village"))
        return Mention("Institution", at, end, village["name"], properties=properties)
    if not re.fullmatch(rf"[{HAN}A-Za-z·（）()]{{4,26}}", name) or _NO_NAME.search(name):
        return None
    if not _KINDS.search(name) and not re.search(rf"[{HAN}]{{2}}(?:寨|街)$", name):
        return None
    properties = (("scope", ""), ("body", name), ("shape", "stem"))
    return Mention("Institution", start, end, name, properties=properties)
