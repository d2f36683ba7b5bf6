"""Names of indicators from the words around a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.link.observations.phrases import (
    Verb,
    content_adverb,
    is_actor,
    last_of,
    tidy,
    trim_end,
    trim_start,
    verbs,
)  # fmt: skip
from kg.link.observations.words import anywhere, at_start, ends_with, starts_with, words
from kg.mention.numbers import Figure
from kg.mention.numbers.patterns import units

_PREPOSITION: Final = re.compile(
    r"^(?:对(?!外|口|接|比)|将(?!来|军)|把(?!关)|向|为(?!民)|在(?!建|线|校|岗|册|职|库|读|园|编|营|孵)|由(?!于)|从(?!业)"
    r"|按照|根据|依据|通过|围绕|针对|依托|会同|以(?!上|下|旧|内)|给(?!水|排)|就(?!业|诊|医|学|近|读)"
    r"|经(?!济|营|费|验|贸|典|纪|开|办|信)|面向|聚焦|与(?!会)|同(?!比|级|城|步|意))"
)
_SHARE: Final = re.compile(r"^(?P<what>.+?)(?:占比?|达到|相当于)(?P<whole>[^占]{0,16}?)的?(?:比重|比例)?$")
_WIDE: Final = re.compile(
    r"^(?:全[国省市区县部体]|总|总数|全州|其|全部|所有|首次|已经?|均)?(?:的|总数|总量|总额|的比重)?$"
)
_MAX_PREDICATE: Final = 20


@dataclass(frozen=True, slots=True)
class Name:
    """What a figure measures, without the ending for its unit.

    ``shape`` is ``vo`` (verb and object), ``sv`` (a verb closes it), ``v`` (a verb alone), ``n`` (a noun) or ``""``;
    ``verb`` its verb; ``topic`` the noun that later figures may refer to.
    """

    core: str
    shape: str
    verb: str = ""
    topic: str = ""
    subject: str = ""


def name_before(left: str) -> Name:
    """The name that stands before its number: 区司法局审查合同 246 件, 行政机关败诉率 8.8%."""
    phrase = _strip(trim_start(trim_end(left)))
    if not phrase:
        return Name("", "")
    found = verbs(phrase)
    chosen = _main_verb(phrase, found)
    if chosen is None:
        return _noun(phrase)
    core_object = phrase[chosen.end :]
    subject = phrase[: chosen.start]
    topic = _head(tidy(trim_start(core_object)))
    if not topic:
        return _closing(phrase[: chosen.end], subject, chosen)
    if topic in _EVENTS and _closes_noun(subject):
        return _noun(trim_start(subject[_after_light(found, chosen) :] + phrase[chosen.start :]))
    if chosen.light:
        core = tidy(trim_start(core_object))
        if core in words("generic") and is_actor(subject) and 2 <= len(subject) <= 16:
            core = _no_preposition(subject) + core
        return Name(core, "vo", "", topic, subject)
    adverb = content_adverb(subject)
    return Name(tidy(f"{adverb}{chosen.word}{core_object}"), "vo", f"{adverb}{chosen.word}", topic, subject)


def rate_before(left: str) -> Name:
    """The name of a rate or of what has grown: a noun, so only a governing verb is cut (推动 | 覆盖率)."""
    phrase = _strip(trim_start(trim_end(left)))
    for verb in reversed(verbs(phrase)):
        outer = (
            verb.light
            or verb.word in words("causative")
            or (verb.start == 0 and verb.word in ("完成", "保持"))
        )
        if outer and verb.word not in words("deverbal") and verb.end < len(phrase):
            phrase = phrase[verb.end :]
            break
    phrase = trim_start(phrase)
    return _noun(phrase) if phrase else Name("", "")


def _strip(phrase: str) -> str:
    return (
        phrase.strip(' 　、,，:：;；。"”)）')
        if phrase.count("“") < phrase.count("”")
        else phrase.strip(" 　、,，:：;；。")
    )


_EVENTS: Final = frozenset(
    ("活动", "行动", "工作", "大会", "仪式", "比赛", "培训", "培训班", "讲座", "课程", "任务")
)


def _closes_noun(subject: str) -> bool:
    """Whether a verb goes on from a noun before it (行政案件庭审 | 旁听活动) and has no subject there."""
    rest = trim_start(subject)
    return (
        bool(rest)
        and not is_actor(rest)
        and ends_with(rest, "adverbs") is None
        and ends_with(rest, "light") is None
    )


def _after_light(found: list[Verb], chosen: Verb) -> int:
    return max((v.end for v in found if v.light and v.end <= chosen.start), default=0)


def _head(topic: str) -> str:
    """The noun that a long object ends in (各部门报送的规范性文件 gives 规范性文件)."""
    found = [v for v in verbs(topic) if v.end < len(topic)]
    at = max([v.end for v in found] + [last_of(topic) + 1])
    return topic[at:] if at and len(topic) - at >= 4 else topic


def _main_verb(phrase: str, found: list[Verb]) -> Verb | None:
    """The verb whose object ends the phrase: the last one outside a relative clause."""
    if not found:
        return None
    opens = last_of(phrase)
    if opens >= 0:
        after = [v for v in found if v.start > opens]
        before = [v for v in found if v.start < opens]
        if after and after[-1].end < len(phrase):
            return after[-1]
        if len(before) >= 2:
            return before[-2] if before[-2].end < opens else None
        if after:
            return after[-1]
        return before[0] if before and before[0].light else None
    closing = found[-1] if found[-1].end == len(phrase) else None
    with_object = [v for v in found if v.end < len(phrase)]
    if (
        closing
        and with_object
        and (closing.word in words("amount_heads") or _takes(phrase, with_object[-1], closing))
    ):
        return with_object[-1]
    if closing:
        return _led(phrase, found)
    return _led(phrase, with_object)


def _takes(phrase: str, verb: Verb, closing: Verb) -> bool:
    """Whether a closing deverbal noun is the object's end (完成危房改造) and not the clause's verb."""
    between = phrase[verb.end : closing.start].strip("、和或并及与")
    if verb.light:
        return True
    return closing.word in words("deverbal") and bool(between) and not is_actor(between)


def _led(phrase: str, found: list[Verb]) -> Verb:
    """提请 … 审议 is one verb that begins at 提请."""
    last = found[-1]
    for verb in reversed(found[:-1]):
        if re.fullmatch(r"、|或者?|和|并|及", phrase[verb.end : last.start]):
            last = Verb(verb.start, last.end, phrase[verb.start : last.end], last.light)
    for verb in found[:-1]:
        if verb.word in ("提请", "报请", "提交", "报送") and last.word in ("审议", "审查", "备案", "批准"):
            return Verb(verb.start, last.end, phrase[verb.start : last.end], False)
    lighter = max((i for i, v in enumerate(found) if v.light), default=-1)
    governing = [v for v in found[lighter + 1 :] if v.word not in words("causative")]
    if last.end < len(phrase) and governing and governing[0].start < last.start:
        return governing[0]
    return last


def _noun(phrase: str) -> Name:
    phrase = _no_preposition(phrase)
    return Name(tidy(phrase), "n", "", tidy(phrase))


def _closing(phrase: str, subject: str, verb: Verb) -> Name:
    """A clause that ends in its verb: 中欧班列开行 2000 列, 审结 251 件, 对轻微违法不予处罚 612 件."""
    adverb = content_adverb(subject)
    rest = subject[: len(subject) - len(adverb)] if adverb else subject
    while (word := ends_with(rest, "adverbs")) is not None:
        rest = rest[: -len(word)]
    rest = tidy(_no_preposition(trim_start(rest)))
    whole = f"{adverb}{verb.word}"
    if not rest or (is_actor(rest) and not rest.startswith("“")):
        return Name(whole, "v", whole, "", rest)
    topic = f"{rest}{whole}" if verb.word in words("deverbal") and not is_actor(rest) else rest
    return Name(f"{rest}{whole}", "sv", whole, topic, "")


def _no_preposition(phrase: str) -> str:
    if last_of(phrase) >= 0:
        return phrase
    match = _PREPOSITION.match(phrase)
    return phrase[match.end() :] if match and len(phrase) - match.end() >= 2 else phrase


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun after its number: 188 人 | 通过考试, 36 个 | 省级部门 | 发布基准."""

    noun: str
    predicate: str = ""
    verb: str = ""
    part: str = ""


def split_counted(right: str) -> Counted:
    """The noun that follows a number, what of it (的 …), and what is said of it."""
    right = right.strip(" 　")
    at, verb = _predicate_at(right)
    noun, predicate = right[:at], right[at:]
    part = ""
    opens = last_of(noun)
    if opens >= 0 and not verbs(noun[:opens])[:1]:
        noun, part = noun[:opens], noun[opens + 1 :]
    if predicate.startswith("平均") and not verb:
        # 29个司法所 | 平均在编人员 …: what is averaged is the next figure's.
        predicate = ""
    return Counted(tidy(noun), _cut(predicate), verb, tidy(part))


_MARKS: Final = re.compile(
    r"(?:人|户|日|月|年)均(?!可支配|收入|纯收入|地区)|(?:位|稳)?居(?!民|住|委|家|多)|位列|被|(?<![理自缘])由(?!于)|(?<![存所现潜])在(?!建|线|校|岗|册|职|读|编)"
    r"|(?<![纵横导方定意面走])向|(?<![已曾财神])经(?!营|济|费|验|贸|典|纪|开|信|理|办)|获(?!得感)|(?<![人户日月年平])均(?!衡)|尚未|并|全部|平均(?=[\u4e00-\u9fff]{2})|来(?=[\u4e00-\u9fff]访)|全覆盖"
)


def _predicate_at(right: str) -> tuple[int, str]:
    """Where the predicate begins in what follows a number, and its verb."""
    opens = right.find("的")
    best = (len(right), "")
    candidates: list[tuple[int, str]] = []
    for verb in verbs(right):
        if verb.start > 0 and verb.word in words("deverbal") and not _acts(right, verb):
            continue
        if opens >= 0 and opens < verb.start <= opens + 1:
            continue
        candidates.append((verb.start, verb.word))
    ending = _ending(right)
    if ending:
        candidates.append(ending)
    for match in anywhere("reaching").finditer(right):
        candidates.append((match.start(), match.group()))
    for match in _MARKS.finditer(right):
        candidates.append((match.start(), next((v.word for v in verbs(right[match.end() :])), "")))
    leads = any(at == 0 for at, _ in candidates)
    for at, word in sorted(candidates):
        if leads and opens > 0 and at <= opens + 1:
            continue
        noun = right[:at]
        if at and (len(noun) < 1 or noun in ("计划", "预计", "重点")):
            continue
        best = (_with_adverbs(right, at), word)
        break
    return best


def _acts(right: str, verb: Verb) -> bool:
    """Whether a deverbal noun after a counted noun is its verb (2147 个县 | 实施试点)."""
    return right[verb.end :].startswith("为") or (is_actor(right[: verb.start]) and verb.end < len(right))


def _ending(right: str) -> tuple[int, str] | None:
    text = right.rstrip("、和与及，,")
    word = ends_with(text, "ending")
    while word and (before := ends_with(text[: -len(word)], "ending")):
        word = before + word
    if word is None or len(text) == len(word):
        return (0, word) if word and len(text) == len(word) else None
    return len(text) - len(word), word


def _with_adverbs(right: str, at: int) -> int:
    while at > 0 and (word := ends_with(right[:at], "adverbs")) is not None and len(word) < at:
        at -= len(word)
    return at - 1 if right[:at].endswith("共") and not right[:at].endswith("公共") else at


def _cut(predicate: str) -> str:
    """A predicate short enough for a name."""
    predicate = tidy(predicate)
    if len(predicate) <= _MAX_PREDICATE:
        return predicate
    stops = [m.start() for m in re.finditer(r"并|[、，]|以及|和", predicate) if m.start() >= 4]
    return tidy(predicate[: stops[0]]) if stops else predicate


def suffixed(core: str, figure: Figure) -> str:
    """The name with the ending for its unit: 数, 人次, 次数, 金额, 面积."""
    if figure.kind == "rate":
        return _rate(core)
    if figure.kind == "money":
        return core if _ends(core, "amount_heads") else f"{core}金额"
    if figure.kind == "score":
        return core if core.endswith(("分", "分值")) else f"{core}得分"
    if figure.kind == "multiple":
        return core if core.endswith("倍数") else f"{core}倍数"
    if figure.kind in ("ratio", "rank"):
        return core
    suffix = units()[figure.unit][1] if figure.unit else "数"
    if _ends(core, "measure_heads"):
        return core
    if suffix == "人数" and core.endswith("人"):
        return f"{core}数"
    overlap = 1 if suffix and core.endswith(suffix[0]) and len(suffix) > 1 else 0
    return f"{core}{suffix[overlap:]}"


def _rate(core: str) -> str:
    share = _SHARE.match(core)
    if share and ("占" in core or len(share["whole"]) > 2):
        whole = share["whole"]
        if core.endswith(("比", "比重", "比例")) and not whole:
            return core
        return f"{share['what']}占比" if _WIDE.match(whole) else f"{share['what']}占{whole}比例"
    return core


def _ends(core: str, name: str) -> bool:
    return ends_with(core, name) is not None


def counts_verb(right: str) -> bool:
    """Whether what follows 次 is a verb phrase: 9 次 | 专题研究法治政府建设."""
    right = trim_start(right)
    return (
        at_start("verbs", "light", "adverbs").match(right) is not None
        and starts_with(right, "classes") is None
    )


def persons(figure: Figure, noun: str) -> str:
    """The figure's unit; 人 for a number without a measure word that counts people."""
    if not figure.bare or figure.value < 1000:
        return figure.unit
    return "人" if ends_with(noun, "people") or ends_with(noun.removesuffix("数"), "people") else figure.unit
