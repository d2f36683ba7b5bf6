"""The label of a value: from its own clause, or from what the sentence has named before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.link.observations.drafts import Context, relative
from kg.link.observations.naming import (
    Counted,
    Name,
    counts_verb,
    name_before,
    rate_before,
    split_counted,
    suffixed,
)
from kg.link.observations.phrases import is_actor, tidy, trim_end, trim_start, verbs
from kg.link.observations.rates import judged, object_of, rate_label
from kg.link.observations.words import at_end, ends_with, starts_with, words
from kg.mention.numbers import Figure
from kg.quantity import narrow

_CASES: Final = re.compile(r"^(?P<stem>.{2,}?)(?:案件|申请|案)$")
_JOINS: Final = re.compile(r"^[\s]*(?:、|和|及|与|以及|或)")
_CLOSES: Final = re.compile(
    r"^(?:[\s，,；;。、:：）)”\"]|$|的(?!\w{0,6}[中里])|以上|以下|左右|同比|较|比|居|位居|位列|列|排名|达|占|其中|(?:增[长加]|上升|下降|提高|提升|减少|缩短|降低)(?=了?\s*$|了|[至到为])|(?:压缩|压减|下滑|降|压|减|增|升|涨|延长|扩大)(?:了|约|近|超|至|到|为|低|幅)*$|(?:压|降|减|增|升)(?:至|到|为)|之[一多间]|为[^民企\s]|是|不等|大关|关口|整(?![改治合体顿])|/)"
)
_LISTED: Final = re.compile(r"等$")
_PREPOSED: Final = re.compile(
    r"(?:对|将|把|向|为|在|由|给|与|以|从|使|让|和|及|、|会同|联合|帮助|近|含|包括|其中|有|共有|现有|含)$"
)


_ASPECTS: Final = re.compile(r"[\d一二三四五六七八九十]+(?:个|大|项)(?:方面|领域|环节|维度|层面)$")
_TITLES: Final = re.compile(r"(?:《[^《》]*》[、和及]?)+$")
_DISPOSED: Final = re.compile(r"(?:将|把)[^，,]*$")
_GIVEN: Final = re.compile(
    r"(?:将|把)(?P<what>[^将把，,]{2,20}?)(?P<verb>赋予|下放|委托|划转|移交|授予|交由)"
)
_MODIFIER: Final = re.compile(r"[^，,]{2,14}的$")


@dataclass(frozen=True, slots=True)
class Label:
    """A finished name, its topic for what follows, its verb, and whether it counts a noun after it."""

    name: str
    topic: str = ""
    verb: str = ""
    counted: Counted | None = None


def label_value(
    figure: Figure,
    *,
    left: str,
    right: str,
    joined: bool = False,
    after: Label | None = None,
    following: Figure | None = None,
    context: Context,
) -> Label:
    """The label of a figure between ``left`` and ``right``; ``after`` is that of the figure just before it."""
    if joined:
        left = _JOINS.sub("", left, count=1)
    left = _ASPECTS.sub("", left)
    before = _glued(left, after)
    if before is not None and not tidy(trim_start(before)):
        left = ""
    if _is_counted(figure, left, right):
        return _label_counted(figure, left, right, joined, following, context)
    name = rate_before(left) if figure.kind == "rate" else name_before(left)
    if after is not None and not joined and after.counted is not None and name.shape:
        return _after_counted(figure, name, left)
    if name.shape == "":
        return _unnamed(figure, right, after, context)
    return _label_named(figure, name, right, joined, context)


def _glued(left: str, after: Label | None) -> str | None:
    """What stands between two figures when the first one has counted a noun that ends there."""
    if after is None or after.counted is None:
        return None
    text = re.sub(r"(?:和|与|及|、|以及|近|约|超)+$", "", left.strip())
    noun = after.counted.noun
    return text[len(noun) :] if noun and text.startswith(noun) else text


def _is_counted(figure: Figure, left: str, right: str) -> bool:
    """Whether the figure counts the noun after it, and is no measure of what stands before it."""
    right = right.strip(" 　")
    left = _TITLES.sub("", left)
    if figure.kind == "rate":
        return _counts_share(figure, left, right)
    if figure.kind == "count" and left.endswith("的") and right and not _CLOSES.match(narrow(right)):
        return True
    if figure.kind not in ("count", "money") or not right or _CLOSES.match(narrow(right)):
        return False
    name = name_before(left)
    if figure.unit in words("sizes") and name.shape in ("", "n") and figure.kind == "count":
        return not right.startswith("的")
    if name.shape == "vo" and not _LISTED.search(left) and not _PREPOSED.search(left):
        return False
    verb_first = counts_verb(right) and not starts_with(right, "attributive")
    if name.shape in ("sv", "v"):
        return figure.kind != "money" or not verb_first
    if verb_first and name.shape == "n" and not _LISTED.search(left) and not _PREPOSED.search(left):
        return figure.unit in ("次", "场", "轮", "回")
    if figure.kind == "money":
        return name.shape == "" or bool(_PREPOSED.search(left))
    return True


def _counts_share(figure: Figure, left: str, right: str) -> bool:
    """90% | 的化工园区 …, 近四成 | 省级部门 …: a share of what follows."""
    named = tidy(trim_start(trim_end(re.sub(r"(?:将|把|对|有|每年)$", "", left.strip()))))
    if named or not right:
        return False
    if counts_verb(right) and not figure.share:
        return True
    return right.startswith("的") or (figure.share and not _CLOSES.match(right))


def _label_counted(
    figure: Figure, left: str, right: str, joined: bool, following: Figure | None, context: Context
) -> Label:
    verb = _governing(left, joined, context)
    if (
        figure.unit in words("sizes")
        and figure.kind == "count"
        and not verb.verb
        and not _PREPOSED.search(left)
    ):
        return Label("")
    if figure.unit in ("次", "场", "轮", "回") and counts_verb(right):
        predicate = split_counted(right)
        phrase = tidy(trim_start(f"{predicate.noun}{predicate.predicate}"))
        return Label(suffixed(phrase, figure), "", "", None)
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
    inner = [v for v in verbs(noun) if 0 < v.start and v.end < len(noun)]
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
    left = _TITLES.sub("", _LISTED.sub("", left))
    if left.endswith("的"):
        return Name("", "")
    name = name_before(left)
    if name.shape == "" and joined:
        return Name("", "v", context.verb, "", "")
    return name


def _compose(counted: Counted, noun: str, predicate: str, verb: Name, left: str, context: Context) -> str:
    transfer = counted.verb in words("transfer")
    moved = _GIVEN.search(left) if _LISTED.search(left) else None
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
    if counted.part:
        lead = verb.verb if verb.shape == "v" else ""
        return f"{lead}{counted.part}的{noun}"
    return _with_verb(noun, verb, left, context)


def _within_field(noun: str, left: str) -> str:
    """The noun with a short field before the number (生态环境 9 项 | 约束性指标)."""
    field_ = name_before(_TITLES.sub("", left))
    if field_.shape != "n" or _LISTED.search(left) or _PREPOSED.search(left) or is_actor(field_.core):
        return noun
    return f"{field_.core}{noun}" if 2 <= len(field_.core) <= 10 and "、" not in field_.core else noun


def _with_verb(noun: str, verb: Name, left: str, context: Context) -> str:
    """The noun under its verb: 新培育产业集群; 将处罚权赋予 … 等 7 个镇 gives 赋予处罚权的镇."""
    if _LISTED.search(left) and verb.shape == "vo":
        return noun
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


def _after_counted(figure: Figure, name: Name, left: str) -> Label:
    """810 个 | 省重点项目完成投资 | 1 亿元: what the counted things did, with their noun."""
    if name.shape == "vo" and name.topic not in words("generic") and figure.kind == "count" and name.verb:
        return Label(suffixed(name.core, figure), name.topic, name.verb)
    whole = tidy(trim_start(trim_end(left)))
    return Label(suffixed(whole, figure), name.topic, name.verb, None)


def _unnamed(figure: Figure, right: str, after: Label | None, context: Context) -> Label:
    """A figure with nothing before it: of the figure before (20.9 万户 | 69.3 万人), or of the topic."""
    if after is not None and after.topic:
        return Label(suffixed(f"{after.verb}{after.topic}", figure), after.topic, after.verb, None)
    if right.startswith("的") and len(right) > 2:
        counted = split_counted(right[1:])
        return Label(suffixed(counted.noun, figure), counted.noun)
    if figure.kind == "rate":
        return Label(judged(context.previous) if context.previous else "")
    return Label(suffixed(context.topic, figure) if context.topic else "", context.topic)


def _label_named(figure: Figure, name: Name, right: str, joined: bool, context: Context) -> Label:
    if figure.kind == "rate":
        return Label(rate_label(figure, name, right=right, joined=joined, context=context), "")
    core = name.core
    context.act = name.verb
    if right.startswith("的") and len(right) > 2 and name.shape in ("v", "vo", "sv"):
        head = split_counted(right[1:])
        if head.noun:
            said = name.topic if name.topic in words("relative") else core
            return Label(suffixed(f"{head.noun}{said}", figure), "", name.verb)
    if name.shape == "v":
        return _inherited(figure, name, right, context)
    if core in words("involved") and context.topic:
        return Label(suffixed(f"{context.topic}{core}", figure))
    if core in words("relative") and context.recent:
        return Label(suffixed(relative(context.recent[-1].label, core), figure))
    if joined and core in words("levels") and context.topic:
        other = re.sub("|".join(sorted(words("levels"), key=len, reverse=True)), core, context.topic, count=1)
        core = other if other != context.topic else f"{core}{context.topic}"
        verb = "" if context.verb in words("light") else context.verb
        return Label(suffixed(f"{verb}{core}", figure), core, verb)
    measured = ends_with(core, "measure_heads") or ends_with(core, "amount_heads")
    if joined and not measured and name.shape == "n" and context.verb and context.verb not in words("light"):
        return Label(suffixed(f"{context.verb}{core}", figure), name.topic, context.verb)
    if name.topic in words("vague") and name.verb in words("listing") and context.title:
        core = f"{context.title}{core}"
    if figure.kind == "score" and context.scope:
        return Label(_score(figure, core, context))
    core = re.sub(r"(?:仅有|只有|仅|尚有)(?=[\u4e00-\u9fff]{2})", "", core) if name.shape == "n" else core
    if (
        name.shape == "vo"
        and figure.unit in ("人次", "人", "名")
        and starts_with(trim_start(right), "ending")
    ):
        core = f"{core}{tidy(right)}"
    if figure.kind == "money" and name.shape == "vo" and ends_with(name.topic, "amount_heads"):
        context.money = name.topic
    if name.shape == "vo" and name.verb in words("transfer") and is_actor(name.topic) and figure.unit == "件":
        return Label(f"{core}案件数", "案件", name.verb)
    keeps = figure.kind == "count" and not (name.shape == "sv" and is_actor(name.topic))
    return Label(suffixed(core, figure), name.topic if keeps else "", name.verb)


def _inherited(figure: Figure, name: Name, right: str, context: Context) -> Label:
    """A verb without its noun: 审结 251 件 of the applications named before."""
    topic, verb = context.topic, name.verb
    named = object_of(context.previous) if context.previous else ""
    act = re.sub("^(?:集中|集体|专题|联合|带头)", "", verb)
    if act in named and figure.kind == "count":
        return Label(_plain_verb(figure, named[: named.rindex(act) + len(act)]))
    context.act = verb
    if figure.kind == "money":
        said = tidy(right)
        what = context.money or (said if counts_verb(said) else "")
        return Label(
            suffixed(f"{verb}{what}" if what == context.money else f"{what}{verb}", figure), "", verb
        )
    occasions = figure.unit in ("人次", "场次", "次", "户次", "场", "期", "轮")
    if named and not occasions:
        topic = named
    elif occasions or not topic or figure.kind != "count" or figure.unit != context.topic_unit:
        subject = name.subject if is_actor(name.subject) and not topic else ""
        return Label(_plain_verb(figure, f"{subject}{verb}"))
    cases = _CASES.match(topic)
    if cases:
        return Label(f"{cases['stem']}{verb}案件数", topic)
    return Label(suffixed(f"{verb}{topic}", figure), topic)


def _plain_verb(figure: Figure, core: str) -> str:
    name = suffixed(core, figure)
    return f"{core}{figure.unit}数" if name == f"{core}数" and figure.unit else name


def _score(figure: Figure, core: str, context: Context) -> str:
    subject = re.sub(r"(?:以|总|综合)?(?:得分|评分|总分)?$|以$", "", core)
    return f"{subject if is_actor(subject) else ''}{context.scope}得分"
