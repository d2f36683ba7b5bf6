"""Names of what is counted after its number: 188 人 | 通过考试, 36 个 | 省级部门 | 发布基准."""

from __future__ import annotations

import re
from typing import Final

from kg.link.observations.drafts import Context, Label
from kg.link.observations.naming import Counted, Name, counts_verb, name_before, split_counted, suffixed
from kg.link.observations.phrases import is_actor, tidy, trim_end, trim_start, verbs
from kg.link.observations.words import at_end, words
from kg.mention.numbers import Figure
from kg.mention.numbers.patterns import units

LISTED: Final = re.compile(r"等$")
PREPOSED: Final = re.compile(
    r"(?:对|将|把|向|为|在|由|给|与|以|从|使|让|和|及|、|会同|联合|帮助|近|含|包括|其中|有|共有|现有|含)$"
)
TITLES: Final = re.compile(r"(?:《[^《》]*》[、和及]?)+$")
_DISPOSED: Final = re.compile(r"(?:将|把)[^，,]*$")
_GIVEN: Final = re.compile(
    r"(?:将|把|^)(?P<what>[^将把，,]{2,20}?)(?P<verb>赋予|下放|委托|划转|移交|授予|交由)"
)
_RECEIVERS: Final = re.compile(
    r"(?P<whom>(?:乡?镇|村|县|市|省|区|街道)[(（][^()（）]*[)）]|乡镇街道|镇街|街镇|乡镇|街道|部门|园区)(?P<what>.{2,})$"
)
_MODIFIER: Final = re.compile(r"[^，,]{2,14}的$")


def label_counted(
    figure: Figure, left: str, right: str, joined: bool, following: Figure | None, context: Context
) -> Label:
    verb = _governing(left, joined, context)
    if (
        figure.unit in words("sizes")
        and figure.kind == "count"
        and not verb.verb
        and not PREPOSED.search(left)
    ):
        return Label("")
    if figure.unit in ("次", "场", "轮", "回") and counts_verb(right):
        phrase = tidy(trim_start(_said(right)))
        return Label(f"{phrase}{units()[figure.unit][1]}")
    if figure.kind == "rate" and not right.startswith("的") and counts_verb(right):
        base = context.recent[-1].label if context.recent else context.topic
        return Label(f"{base}{_said(right)}占比" if base else "")
    counted = _before_next(split_counted(right[1:] if right.startswith("的") else right), following)
    noun, predicate = counted.noun, counted.predicate
    if not noun and predicate and figure.unit not in ("人", "名", "人次", "位") and context.topic:
        noun = context.topic
    core = _compose(counted, noun, predicate, verb, left, context)
    topic = counted.noun or context.topic
    event = name_before(predicate)
    if counted.verb in ("参加", "参与", "通过"):
        context.event = event.topic if len(event.topic) > 2 else context.topic
    return Label(suffixed_counted(core, figure), topic, verb.verb, counted)


def _said(right: str) -> str:
    """What is said after a number, short enough for a name."""
    counted = split_counted(right)
    return tidy(f"{counted.noun}{counted.predicate}")


def _before_next(counted: Counted, following: Figure | None) -> Counted:
    """The counted noun without what names the next figure (22 条 | 排水沟 整治率达 | 100%)."""
    if following is None or counted.predicate:
        return counted
    noun = re.sub(r"(?:和|、|与|及)[^和、与及]*等$", "", counted.noun)
    inner = [v for v in verbs(noun) if v.start > 0 and v.end < len(noun)]
    if inner and following.kind != "rate":
        return Counted(noun[: inner[-1].start], "", "", counted.part)
    if following.kind == "rate":
        noun = re.sub(
            r"(?:[\u4e00-\u9fff]{1,2}[ⅠⅡⅢⅣⅤ]?)(?:率|比例|占比)$|(?:总?产值|增加值|产量|收入|投资|规模|面积|数量)?占.*$",
            "",
            trim_end(noun),
        )
    elif "、" in noun:
        noun = noun[: noun.rindex("、")]
    return Counted(noun, "", "", counted.part)


def suffixed_counted(core: str, figure: Figure) -> str:
    """The name with its ending; a share of a noun is its 占比."""
    return f"{core}占比" if figure.kind == "rate" else suffixed(core, figure)


def _governing(left: str, joined: bool, context: Context) -> Name:
    """The verb before a counted noun, or that of the list it belongs to."""
    left = TITLES.sub("", LISTED.sub("", left))
    if left.endswith("的"):
        return Name("", "")
    name = name_before(left)
    if name.shape == "" and joined:
        return Name("", "v", context.verb, "", "")
    return name


def _compose(counted: Counted, noun: str, predicate: str, verb: Name, left: str, context: Context) -> str:
    transfer = counted.verb in words("transfer")
    given = _RECEIVERS.match(counted.noun) if verb.verb.endswith(("赋予", "授予", "纳入")) else None
    if given:
        return f"{verb.core}{given['what']}的{given['whom']}"
    moved = _GIVEN.search(left) if LISTED.search(left) else None
    if moved and verbs(moved["what"]) and not left.startswith(("将", "把")):
        moved = None
    if moved and noun:
        return f"{moved['verb']}{moved['what']}的{noun}"
    if counted.noun:
        noun = _within_field(noun, left)
    if predicate and noun:
        if transfer and (counted.part or _DISPOSED.search(left)):
            return f"{counted.verb}{counted.part}的{noun}"
        said = re.sub(r"^(?:全部|均|都|已经?)(?!面)", "", f"{counted.part}{predicate}") or predicate
        return f"{said}的{noun}"
    if predicate:
        return predicate
    if counted.part and not verb.verb:
        return f"{noun}的{counted.part}"
    if counted.part:
        lead = verb.verb if verb.shape == "v" else ""
        return f"{lead}{counted.part}的{noun}"
    return _with_verb(noun, verb, left, context)


def _within_field(noun: str, left: str) -> str:
    """The noun with a short field before the number (生态环境 9 项 | 约束性指标)."""
    field_ = name_before(TITLES.sub("", left))
    if (
        field_.shape != "n"
        or field_.core in words("causative")
        or LISTED.search(left)
        or PREPOSED.search(left)
        or is_actor(field_.core)
    ):
        return noun
    return f"{field_.core}{noun}" if 2 <= len(field_.core) <= 10 and "、" not in field_.core else noun


def _with_verb(noun: str, verb: Name, left: str, context: Context) -> str:
    """The noun under its verb: 新培育产业集群; 将处罚权赋予 … 等 7 个镇 gives 赋予处罚权的镇."""
    if LISTED.search(left) and verb.shape == "vo":
        return f"{verb.verb}{noun}"
    reached = at_end("reaching").search(left)
    if reached:
        return f"{tidy(trim_start(left[: reached.start()]))}{noun}"
    if verb.shape == "sv" and len(verb.core) <= 16 and verb.verb not in words("light"):
        return f"{verb.core}{noun}"
    if (
        verb.shape == "v"
        and verb.verb
        and verb.verb not in words("light")
        and verb.verb not in words("causative")
    ):
        if verb.verb in words("carried"):
            field_ = verb.subject if verb.subject else context.topic if context.recent else ""
            return f"{field_ if len(field_) <= 14 else ''}{verb.verb}{noun}"
        return f"{verb.verb}{noun}"
    modifier = _MODIFIER.search(left)
    return f"{_clause_of(modifier.group())}{noun}" if modifier else noun


def _clause_of(modifier: str) -> str:
    """持续抓好省委确定的 is 省委确定的: the verb that governs the noun is not part of its modifier."""
    found = [v for v in verbs(modifier) if v.end < len(modifier) - 1]
    outer = [v for v in found if v.light or v.word in words("causative")]
    return trim_start(modifier[outer[-1].end :] if outer else modifier)
