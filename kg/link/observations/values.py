"""The label of a value: from its own clause, or from what the sentence has named before."""

from __future__ import annotations

import re
from typing import Final

from kg.link.observations.counted import LISTED, PREPOSED, TITLES, label_counted
from kg.link.observations.drafts import Context, Label, relative
from kg.link.observations.naming import (
    Name,
    counts_verb,
    name_before,
    rate_before,
    split_counted,
    suffixed,
)
from kg.link.observations.phrases import is_actor, tidy, trim_end, trim_start
from kg.link.observations.rates import judged, object_of, rate_label
from kg.link.observations.words import ends_with, starts_with, words
from kg.mention.numbers import Figure
from kg.quantity import narrow

_TIMES: Final = re.compile(r"(?:是|为|达到?|相当于)(?P<what>.{2,16}?)的$")
_CASES: Final = re.compile(r"^(?P<stem>.{2,}?)(?:案件|申请|案)$")
_JOINS: Final = re.compile(r"^[\s]*(?:、|和|及|与|以及|或)")
_CLOSES: Final = re.compile(
    r"^(?:[\s，,；;。、:：）)”\"]|$|的(?!\w{0,6}[中里])|以上|以下|左右|同比|较|比|居|位居|位列|列|排名|达|占|其中|(?:增[长加]|上升|下降|提高|提升|减少|缩短|降低)(?=了?\s*$|了|[至到为])|(?:压缩|压减|下滑|降|压|减|增|升|涨|延长|扩大)(?:了|约|近|超|至|到|为|低|幅)*$|(?:压|降|减|增|升)(?:至|到|为)|之[一多间]|为[^民企\s]|是|不等|大关|关口|整(?![改治合体顿])|/)"
)
_ASPECTS: Final = re.compile(r"[\d一二三四五六七八九十]+(?:个|大|项)(?:方面|领域|环节|维度|层面)$")


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
        return label_counted(figure, left, right, joined, following, context)
    if figure.kind == "multiple":
        return Label(_times(left, context))
    name = rate_before(left) if figure.kind == "rate" else name_before(left)
    if after is not None and not joined and after.counted is not None and name.shape:
        return _after_counted(figure, name, left)
    if name.shape == "":
        return _unnamed(figure, right, after, context)
    return _label_named(figure, name, right, joined, context)


def _times(left: str, context: Context) -> str:
    """经营主体为2018年的倍数, of 是2018年的 1.8 倍."""
    match = _TIMES.search(left)
    base = tidy(trim_start(left[: match.start()] if match else left))
    base = base or (context.recent[-1].label if context.recent else context.topic)
    return f"{base}为{match['what']}的倍数" if match else f"{base}倍数"


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
    left = TITLES.sub("", left)
    if figure.kind == "rate":
        return _counts_share(figure, left, right)
    if figure.kind == "count" and left.endswith("的") and right and not _CLOSES.match(narrow(right)):
        return True
    if figure.kind not in ("count", "money") or not right or _CLOSES.match(narrow(right)):
        return False
    name = name_before(left)
    if figure.unit in words("sizes") and name.shape in ("", "n") and figure.kind == "count":
        return not right.startswith("的")
    if name.shape == "vo" and is_actor(name.topic) and not counts_verb(right):
        return True
    if name.shape == "vo" and not LISTED.search(left) and not PREPOSED.search(left):
        return False
    verb_first = counts_verb(right) and not starts_with(right, "attributive")
    if name.shape in ("sv", "v"):
        return figure.kind != "money" or not verb_first
    if verb_first and name.shape == "n" and not LISTED.search(left) and not PREPOSED.search(left):
        return figure.unit in ("次", "场", "轮", "回")
    if figure.kind == "money":
        return name.shape == "" or bool(PREPOSED.search(left))
    return True


def _counts_share(figure: Figure, left: str, right: str) -> bool:
    """90% | 的化工园区 …, 近四成 | 省级部门 …: a share of what follows."""
    named = tidy(trim_start(trim_end(re.sub(r"(?:将|把|对|有|每年|在|向|为|从)$", "", left.strip()))))
    if named or not right:
        return False
    if counts_verb(right) and not figure.share:
        return True
    return (
        right.startswith("的")
        or left.strip().endswith(("在", "对", "向"))
        or (figure.share and not _CLOSES.match(right))
    )


def _after_counted(figure: Figure, name: Name, left: str) -> Label:
    """810 个 | 省重点项目完成投资 | 1 亿元: what the counted things did, with their noun."""
    if name.shape == "vo" and name.topic not in words("generic") and figure.kind == "count":
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
    context.act = name.verb
    if right.startswith("的") and len(right) > 2 and name.shape in ("v", "vo", "sv"):
        head = split_counted(right[1:])
        if head.noun:
            said = name.topic if name.topic in words("relative") else name.core
            return Label(suffixed(f"{head.noun}{said}", figure), "", name.verb)
    if name.shape == "v":
        return _inherited(figure, name, right, context)
    return _dependent(figure, name, joined, context) or _own(figure, name, right, context)


def _dependent(figure: Figure, name: Name, joined: bool, context: Context) -> Label | None:
    """A name that needs what was named before it (涉案金额, 总量, 省级, the second of a list), or None."""
    core = name.core
    verb = "" if context.verb in words("light") else context.verb
    if core in words("involved") and context.topic:
        return Label(suffixed(f"{context.topic}{core}", figure))
    if core in words("relative") and context.recent:
        return Label(suffixed(relative(context.recent[-1].label, core), figure))
    if joined and core in words("levels") and context.topic:
        levels = "|".join(sorted(words("levels"), key=lambda w: (-len(w), w)))
        other = re.sub(levels, core, context.topic, count=1)
        core = other if other != context.topic else f"{core}{context.topic}"
        return Label(suffixed(f"{verb}{core}", figure), core, verb)
    if (
        name.shape == "n"
        and context.topic
        and re.fullmatch(r"(?:平均)?每[\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff]{1,8}类", core)
    ):
        return Label(suffixed(f"{core}{context.topic}", figure), context.topic)
    measured = ends_with(core, "measure_heads") or ends_with(core, "amount_heads")
    # 实施查封扣押7起、限产停产3起: the verb before was itself the thing counted.
    last = context.recent[-1].label if joined and verb and context.recent else ""
    counted = last.endswith("数") and last.rstrip("数起件次宗").endswith(verb)
    if joined and verb and not counted and not measured and name.shape == "n":
        return Label(suffixed(f"{verb}{core}", figure), name.topic, verb)
    return None


def _own(figure: Figure, name: Name, right: str, context: Context) -> Label:
    """A name that stands by itself, under its list's title or its ranking where it is too general."""
    core = name.core
    if name.topic in words("vague") and name.verb in words("listing") and context.title:
        core = f"{context.title}{core}"
    if figure.kind == "score" and context.scope:
        return Label(_score(core, context))
    if name.shape == "n":
        core = re.sub(r"(?:仅有|只有|仅|尚有)(?=[\u4e00-\u9fff]{2})", "", core)
        if figure.unit in ("人", "名", "位") and is_actor(core) and len(right) <= 8 and counts_verb(right):
            core = f"{core}{tidy(right)}"
    if name.shape == "vo":
        if figure.unit in ("人次", "人", "名") and starts_with(trim_start(right), "ending"):
            core = f"{core}{tidy(right)}"
        if figure.kind == "money" and ends_with(name.topic, "amount_heads"):
            context.money = name.topic
        if name.verb in words("transfer") and is_actor(name.topic) and figure.unit == "件":
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
        subject = name.subject if occasions or not topic else ""
        return Label(_plain_verb(figure, f"{subject if len(subject) <= 16 else ''}{verb}"))
    if name.subject.endswith("人"):
        return Label(_plain_verb(figure, f"{name.subject}{verb}"))
    cases = _CASES.match(topic)
    if cases:
        return Label(f"{cases['stem']}{verb}案件数", topic)
    return Label(suffixed(f"{verb}{topic}", figure), topic)


def _plain_verb(figure: Figure, core: str) -> str:
    name = suffixed(core, figure)
    return f"{core}{figure.unit}数" if name == f"{core}数" and figure.unit else name


def _score(core: str, context: Context) -> str:
    subject = re.sub(r"(?:以|总|综合)?(?:得分|评分|总分)?$|以$", "", core)
    if subject.endswith(("满意度", "满意率", "知晓率", "指数")):
        return f"{context.scope}{subject}得分"
    return f"{subject if is_actor(subject) else ''}{context.scope}得分"
