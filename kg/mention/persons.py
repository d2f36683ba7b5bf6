"""Named officials: a post and a name beside it."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon.grammar import alternation, heads
from kg.lexicon.segment import tokenizer
from kg.mention.clauses import HAN
from kg.model import Document, Mention

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝"
    "孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢骆岳齐沿雨梅莫庄辛管祝左涂谷祁"
    "时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙伏岑习胥保和蔺"
)
# What may follow a name of an official: a verb of conduct, or a mark.
_CONDUCT = "主持|带头|带队|认真|出席|履行|调研|批示|亲自|多次|先后|率队|率先|专题|担任|牵头|组织|召开|作|在|对|到|为|就|参加|带领|切实|严格|始终|同志|等|深入|高度|定期|听取|部署|签署|多次|充分|积极|指出|强调|代表|批|全年|以|把|将|一线|肯定|分别|参与|任|获|荣|当选|入选|被|摘得|上榜"


@cache
def _pattern() -> re.Pattern[str]:
    posts = alternation(heads("post"))
    return re.compile(
        rf"(?P<full>(?:[{HAN}]{{2,8}}?(?:人民政府)?)?(?P<post>{posts}))[ 　]?(?P<name>[{HAN}]{{2,4}}?)(?=(?:{_CONDUCT})|[，,、。；;\n）)（(]|$)"
    )


@cache
def _before_post() -> re.Pattern[str]:
    posts = alternation(tuple(p for p in heads("post") if "、" not in p))
    return re.compile(
        rf"(?:(?<![{HAN}])|(?<=[获到由经]))(?P<name>[{SURNAMES}][{HAN}]{{1,2}}?)(?P<post>{posts})"
    )


# Who is no official, named where honoured: 民警某某荣立二等功.
_MEMBER = re.compile(
    rf"(?P<post>民警|辅警|调解员|人民调解员|法官|检察官|律师|教师|医生|护士|公证员|支部书记|党总支书记|第一书记|村委会主任|站长|队长|网格员)"
    rf"(?P<name>[{SURNAMES}][{HAN}]{{1,2}})(?=(?:同志)?(?:先后|光荣|均|也|再次)?(?:被(?!告)|获|荣|当选|入选|登上|上榜))"
)


def _member(match: re.Match[str]) -> Mention:
    properties = (("post", match["post"]),)
    return Mention("Person", match.start("name"), match.end("name"), match["name"], properties=properties)


# Nobody's post stands beside the name, but the title is a person's: 某某荣获“全省执法标兵”称号.
_TITLED = re.compile(
    r"(?:荣获|荣立|获评|被授予|被评为|被表彰为|当选|入选|获)[^，。；\n]{0,40}?"
    r"(?:标兵|能手|个人|工作者|工匠|劳动模范|好人|卫士|法官|检察官|民警|调解员|奖章|[一二三]等功)[”\"]?(?:荣誉)?(?:称号)?(?=[，,。；;、\n])"
)
_HONOURED = re.compile(rf"(?:(?<![{HAN}])|(?<=[、和]))(?P<name>[{SURNAMES}][{HAN}]{{1,2}}?)(?:同志)?$")
_NOT_PERSON = re.compile(r"[省市区县州旗盟镇乡村社街道园站处科办委]$")


def _titled(text: str) -> list[Mention]:
    """Persons named where they are honoured with a title that only persons bear."""
    found = []
    for match in _TITLED.finditer(text):
        named = _HONOURED.search(text, max(0, match.start() - 6), match.start())
        name = named["name"] if named else ""
        common = int(tokenizer().FREQ.get(name) or 0) >= _COMMON
        if named and not common and _is_name(name) and not _NOT_PERSON.search(name):
            found.append(Mention("Person", *named.span("name"), name))
    return found


def find_persons(document: Document) -> list[Mention]:
    """Officials by name, their post in the properties; the leader whose thought is cited is optional."""
    found = []
    text = document.text
    for match in _pattern().finditer(text):
        name = match.group("name")
        if _is_name(name):
            properties = (("post", match.group("post")),)
            found.append(
                Mention("Person", match.start("name"), match.end("name"), name, properties=properties)
            )
    for match in _before_post().finditer(text):
        name = match.group("name")
        if _is_name(name):
            properties = (("post", match.group("post")),)
            found.append(
                Mention("Person", match.start("name"), match.end("name"), name, properties=properties)
            )
    found += [_member(match) for match in _MEMBER.finditer(text) if _is_name(match["name"])]
    taken = {m.start for m in found}
    found += [m for m in _titled(text) if m.start not in taken]
    found += [
        Mention("Person", m.start(), m.end(), m.group(), optional=True) for m in re.finditer("习近平", text)
    ]
    return sorted(found, key=lambda m: m.start)


# Words that jieba's dictionary counts more often than this are words of the language, not names.
_COMMON = 50
_NEVER = re.compile(
    r"^团|[的了和与及等为对在将把是不个项员责职务议负]|同志|领导|班子|各级|分管|带队|亲自|主要|第一|全[区市县省]|办公|会议|工作|责任|组长|队长|所长|部长|[所局院队厅会]$"
    r"|^(?:认真|切实|多次|先后|严格|定期|积极|深入|充分|始终|主持|带头)"
)


def _is_name(name: str) -> bool:
    if _NEVER.search(name):
        return False
    if name[0] in SURNAMES:
        return True
    # A rare surname, or a name of a people without them: three or four characters beside a post that hold no word of the language.
    if len(name) not in {3, 4}:
        return False
    words = tokenizer().cut(name, HMM=False)
    return all(len(word) == 1 or int(tokenizer().FREQ.get(word) or 0) < _COMMON for word in words)
