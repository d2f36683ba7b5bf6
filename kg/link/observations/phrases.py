"""Where the verbs of a phrase stand, and what may be cut from its ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.link.observations.words import any_of, at_end, at_start, ends_with, ordered, words

# After these a verb is part of a noun: 覆盖率, 办件量, 保障性.
_NOUN_ENDING: Final = re.compile(
    r"强度|力度|规模|总额|总量|总数|数量|水平|能力|效率|成本|结构|率|量|额|值(?!班|守|勤)|度(?!假)|比例|占比|比重|期限|时限|时间|者|员(?!工)|性|型|化(?!解)|权(?!力|限|益)|证(?!据|券|书|照|件)|[点品数面器法](?=$|[、和与及])|师|所(?=$)|犯罪案"
)
# After these a deverbal noun is no verb: 审查意见, 调解组织, 执法人员.
_DEVERBAL_BEFORE: Final = re.compile(
    r"对象|权限|权力|工作|机制|制度|中心|平台|机构|队伍|组织|人员|部门|意见|次数|标准|体系|能力|水平|力度|流程|行为|结果|领域|业务|系统|方式|质量|效率|效能|程序|规则"
    r"|委员会|协议|金额|产业|环境|条件|情况|规划|方案|计划|清单|目录|基地|工程|基金|政策|主体|面积|规模|总量|总数|岗位|基准|文书"
    r"|任务|事项|责任|活动|案件|[员官站室率量额型性费](?!工)|[局委厅署院办](?!长|公|员|务|法|理|事)|[级类权法证书区点](?=$|[、和与及])"
)
_ACTORS: Final = re.compile(
    r"(?:局|委|办|厅|署|院|会|所|站|队|处|科|组|团|部|庭|中心|政府|部门|平台|机构|组织|系统|热线|窗口|单位|公司|企业|机关|学校|高校|街道|(?<!城)镇|乡|(?<!农)村|社区|人员|律师|干部|群众|党组|党委|书记|市长|县长|区长|省长|局长|主任|[区市县省州旗]|镇街|主体|员|者|代表|负责人|当事人|官|各地|点|仓|库|厂|园|店|校|岛|基地|银行|网|联盟|工会|妇联|支部|专班|工作室|法庭|门|[)）])$"
)
_TOWARDS: Final = re.compile(
    r"对(?!外|口|接|比)|向|为(?!民)|与(?!会)|给|从(?!业)|将|把|在(?!建|线|校|岗|册|职)"
)
_SPACE: Final = re.compile(
    r"(?:[\s、,，的]|和(?<!调和)(?<!缓和)|(?<!参)与|(?<![以普涉危惠触顾论提遍推])及|(?<![可难予加])以|(?<![用属关归])于)+$|等$"
)
_TIME: Final = re.compile(
    r"(?:截至|截止|截止到|到|至|自|从|在)?(?:(?:19|20)\d\d年(?:以来|期间|度|底|末|初|上半年|下半年|全年|当年|间)?|\d{1,2}月(?:份|底|末)?(?:\d{1,2}日)?|目前|[“\"]?[十一二三四五]{2}五[”\"]?(?:时期|期间|以来|前[一二三四]年)?)(?:[,，、])?"
    r"|(?:今|去|明|本)年(?:底|末|初|内)?(?!度)|连续(?:[一二三四五六七八九十两\d]{1,2}(?:年|次|个月|季度)|第\d+年)|(?:过去|近|最近|这)?[一二三四五六七八九十两\d]{1,2}年(?:来|间|以来|期间|(?=累计|共|合计|总计))"
)
_AREA: Final = re.compile(
    r"(?:全|我|本)(?:自治区|区|市|省|县|镇|乡|街道|州|盟|旗|局|厅|院|委|系统|社会|域|国(?!人大|政协|工商|总工会|妇联|文明|重点|示范|优秀|先进|百强|性|统一|碳))(?!级|场|镇|民|内外|政|直|委|长|容)"
)
_PARTICLES: Final = re.compile(
    r"^[\s、,，:：。;；)）”’\"*#·●■◆▲\-—]+|^的|^(?:并|共)(?!有|联|网|购|享|同|建|有|青|轨|购)|^[一二三四五六七八九十]{1,2}是|^设(?!立|置|计|施|备|想|定|区|市|有)|^以及|^及(?!时|格)|^和(?!谐|美|解|平)|^与(?!会)"
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in a phrase; ``light`` where a name leaves it out."""

    start: int
    end: int
    word: str
    light: bool


@cache
def _verb() -> re.Pattern[str]:
    quoted = r"“[^“”]*”|《[^《》]*》|\"[^\"]*\"|[(（][^()（）]*[)）]"
    return re.compile(rf"{quoted}|(?P<verb>{any_of(ordered('verbs', 'light', 'attributive'))})")


def verbs(phrase: str) -> list[Verb]:
    """The verbs of a phrase in order; deverbal nouns only where they stand like verbs."""
    found: list[Verb] = []
    for match in _verb().finditer(phrase):
        word = match["verb"]
        if word is None or word in words("attributive"):
            continue
        ahead, behind = phrase[: match.start()], phrase[match.end() :]
        if _NOUN_ENDING.match(behind):
            continue
        if word in words("deverbal") and not _stands_as_verb(ahead, behind, found):
            continue
        found.append(Verb(match.start(), match.end(), word, word in words("light")))
    return found


def _stands_as_verb(ahead: str, behind: str, before: list[Verb]) -> bool:
    if behind and _DEVERBAL_BEFORE.match(behind):
        return False
    if not behind:
        return True
    if not ahead:
        return True
    joined = before and ahead[before[-1].end :] in ("、", "和", "及", "并", "或", "与")
    return bool(
        joined
        or _ACTORS.search(ahead)
        or ends_with(ahead, "adverbs") is not None
        or (len(ahead) >= 3 and _TOWARDS.match(ahead))
    )


def trim_end(phrase: str) -> str:
    """The phrase without the words that only lead over to a number (达到, 增至, 共有, 均为)."""
    while True:
        shorter = phrase.rstrip(" 　、,，“(（:：")
        match = at_end("linking", "reaching").search(shorter)
        if match and not _guarded(shorter, match.group()):
            shorter = shorter[: match.start()]
        each = _EACH.search(shorter)
        if each and at_end("reaching").search(shorter[: each.start()]):
            shorter = shorter[: each.start()]
        if shorter == phrase:
            return phrase
        phrase = shorter


# 低保标准提高到每人每月: what the sum is for does not name it.
_EACH: Final = re.compile(r"(?:每[人户亩吨次件年月日天]){1,2}$")
_GUARDS: Final = {
    "有": "拥持实享占国所含没具私公", "为": "行作认成称", "达": "发通雷表传到", "是": "于但还", "在": "存所现", "实际": "",
    "各": "", "共": "公", "已": "自", "到": "签得", "至": "以甚乃", "均": "人年日月户平村镇乡县所", "约": "节条契违签公制合", "近": "附邻",
    "超": "", "了": "", "平均": "", "也": "", "还": "归返退偿", "更": "变",
}  # fmt: skip


def _guarded(phrase: str, word: str) -> bool:
    before = phrase[: -len(word)][-1:]
    return bool(before) and before in _GUARDS.get(word, "")


def trim_start(phrase: str) -> str:
    """The phrase without times, areas and connectives at its beginning (2023年全市共 …)."""
    while True:
        shorter = _PARTICLES.sub("", phrase, count=1)
        match = _TIME.match(shorter) or _AREA.match(shorter) or at_start("leading").match(shorter)
        if match and not _kept(match.group(), shorter[match.end() : match.end() + 1]):
            shorter = shorter[match.end() :]
        if shorter == phrase:
            return phrase
        phrase = shorter


_KEPT: Final = {
    "国内": "生游市旅外",
    "依法": "行治",
    "主动": "公",
    "成功": "率",
    "再": "生造",
    "也": "",
    "全部": "",
}


def _kept(word: str, following: str) -> bool:
    """Whether a word that a name may lose is part of its first word here (依法行政)."""
    return bool(following) and following in _KEPT.get(word, "")


def content_adverb(ahead: str) -> str:
    """The adverbs at the end of a text that change what is counted (联合, 集体, 自动, 新)."""
    kept = ""
    while True:
        word = ends_with(ahead, "content_adverbs")
        if word is None or (word == "新" and ahead[-2:-1] in ("创", "革", "更")):
            return kept
        kept, ahead = word + kept, ahead[: -len(word)]


def last_of(phrase: str) -> int:
    """Where the last 的 outside quotes stands that opens a noun, or -1."""
    plain = re.sub(r"“[^“”]*”|《[^《》]*》|设区的市", lambda m: "〇" * len(m.group()), phrase)
    at = plain.rfind("的")
    return at if 0 < at < len(phrase) - 1 else -1


def is_actor(phrase: str) -> bool:
    """Whether a phrase ends like a body or person that acts."""
    return bool(_ACTORS.search(phrase))


# 企业开办、公民身后等一件事联办场景 counts 一件事联办场景; 生态环境等领域案件 needs its field.
_EXAMPLES: Final = re.compile(
    r"^(?:(?:[^“”《等]|“[^“”]*”)*、[^《等]*|[^《等]*(?:委员会|局|厅|中心))等(?!级|候|次|值|于|额|领域|方面|部门|单位|[省市区县乡镇国地])(?=[\u4e00-\u9fff“]{4,}$)"
)
# 赋予甲镇、乙街道办事处行政处罚事项 counts what was handed over, whoever got it.
HANDED: Final = re.compile(
    r"^(?P<verb>赋予|下放|委托)(?!各|全)[^的，,]{2,60}(?:人民政府|办事处|管委会|管理委员会|[镇乡]|街道)(?=(?!人民政府|政府|办事处|等)[^的、（(和与及]{3,}$)"
)


_TITLES: Final = re.compile(
    r"(?:《[^《》]*》[、和及]?){2,}等?(?=[\u4e00-\u9fff]{2})|(?:《[^《》]*》[、和及]?)+等(?=[\u4e00-\u9fff]{2})"
)


def tidy(name: str) -> str:
    """A name without dangling particles and lists of titles before 等."""
    if "《" in name:
        name = _TITLES.sub("", name)
    name = _SPACE.sub("", name.strip(" 　、,，;；:："))
    if "等" in name:
        name = _EXAMPLES.sub("", name)
    name = HANDED.sub(r"\g<verb>的", name)
    return name.strip("、")
