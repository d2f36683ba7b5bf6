"""Names of rates: whole as they stand, or under what the sentence has named (合格率 of the case files)."""

from __future__ import annotations

import re
from typing import Final

from kg.link.observations.drafts import Context, relative
from kg.link.observations.naming import Name, name_before, split_counted, suffixed
from kg.link.observations.phrases import tidy, trim_start, verbs
from kg.link.observations.words import words
from kg.mention.numbers import Figure

_BARE: Final = re.compile(
    r"^(?:按[期时]|及时|总体|综合|平均|年末|年内|整体|总|首次|一次性?|限期|实际)*(?P<stem>[\u4e00-\u9fff]{0,5}?)(?:及时|完成)?(?:率|占比|比例|比重|(?<=满意)度)$"
)
# 完成投资97.5亿元，为年度计划的108.3%.
_AS_SHARE: Final = re.compile(
    r"(?:为|是|相当于|达到?)?(?P<what>(?:全年|年度|年初|序时|预期|既定)?(?:计划|目标|任务|预算)(?:任务|目标|数)?)的?"
)
_FOLLOWS: Final = frozenset(("及时率", "规范率", "准确率", "完整率", "合法率"))
_ABOUT: Final = re.compile(r"对(?P<what>[^，,]{2,24}?)(?:进行|开展|予以|实施|组织|全面)")
_JUDGED: Final = re.compile(
    r"(?:还|仍|依然|明显|有所|相对|总体|持续|逐年|稳步|不断|较为|偏|比较|普遍)*(?:偏[低高少多]|增加|减少|扩大|缩小|较[低高少多大小]|不[高足够多]|[低高少多]|下降|上升|提高|提升|攀升|增长|向好|良好|薄弱)(?:的(?:问题|现象|情况))?$"
)


def rate_label(figure: Figure, name: Name, *, right: str, joined: bool, context: Context) -> str:
    """The name of a rate between its name and what follows it."""
    core = re.sub(r"的?(?:仅|只|约)占$", "占", re.sub(r"^(?:约|近|超|已|仅|只)(?=占)", "", name.core))
    if name.core in words("verbs") and right.startswith("的"):
        return tidy(split_counted(right[1:]).noun)
    core = re.sub(r"^(.+?)(?:压缩|压减|缩短|减少)(?:至|到)(.{2,8})$", r"\1占\2比例", suffixed(core, figure))
    whole = _AS_SHARE.fullmatch(name.core)
    if whole and context.recent:
        return relative(context.recent[-1].label, f"占{whole['what']}比例")
    if joined and core.startswith("对") and context.recent:
        return relative(context.recent[-1].label, core)
    if core.startswith("占") and not core.startswith("占比") and context.recent:
        return relative(context.recent[-1].label, f"占{core[1:].removesuffix('的')}比例")
    if right.startswith("的") and len(right) > 2 and name.shape == "n" and verbs(core):
        head = tidy(split_counted(right[1:]).noun)
        return f"{core}{head}占比" if head and not re.search(r"水平|速度|目标", head) else core
    if context.within:
        return f"{context.within}{core}"
    return qualified(core, context)


def qualified(core: str, context: Context) -> str:
    """A bare rate under the topic of the sentence; any other as it is."""
    if core in words("relative") and context.recent:
        return relative(context.recent[-1].label, core)
    bare = _BARE.match(core)
    if bare is None or not _is_bare(core):
        return core
    core = re.sub(r"^(?:年末|年内|当年)", "", core)
    act = context.act.removesuffix("成功")
    if bare["stem"] == "成功" and act in words("deverbal"):
        return f"{act}{core}"
    topic = re.sub(r"(?<=复议)申请$", "案件", _topic(bare["stem"], context))
    if bare["stem"] and topic.endswith(bare["stem"]) and len(topic) > len(bare["stem"]):
        return f"{topic.removesuffix(bare['stem'])}{core}"
    said = topic in core or (bare["stem"] and bare["stem"] in topic)
    return core if not topic or said else f"{topic}{core}"


def together(parts: list[str], context: Context) -> list[str]:
    """The rates of a list (报备率、及时率), each under the topic; 及时率 after 报备率 is of the same act."""
    first = re.fullmatch(r"(?P<act>[\u4e00-\u9fff]{2,8})率", parts[0])
    acts = [
        f"{first['act']}{part}" if i and first and part in _FOLLOWS else part for i, part in enumerate(parts)
    ]
    head = qualified(acts[0], context)
    topic = head.removesuffix(acts[0]) or _before_act(head)
    bare = [_is_bare(act) or part in _FOLLOWS for act, part in zip(acts, parts, strict=True)]
    rest = [
        f"{topic}{acts[i]}" if topic and bare[i] else qualified(acts[i], context) for i in range(1, len(acts))
    ]
    return [head, *rest]


def _is_bare(core: str) -> bool:
    bare = _BARE.match(core)
    return bare is not None and (not bare["stem"] or bare["stem"] in words("bare_stems"))


def _before_act(rate: str) -> str:
    """What a rate is of (信访事项及时受理率 gives 信访事项), or an empty text."""
    for at in range(2, len(rate) - 2):
        if _is_bare(rate[at:]):
            return rate[:at]
    return ""


def _topic(stem: str, context: Context) -> str:
    if stem in words("event_stems") and context.event:
        return context.event
    if context.previous:
        return object_of(context.previous) or context.topic
    return "、".join(context.joined) if len(context.joined) > 1 else context.topic


def object_of(clause: str) -> str:
    """What a clause without figures has spoken of (建立档案管理机制 gives 档案)."""
    about = _ABOUT.search(clause)
    if about:
        return tidy(trim_start(re.sub(r"^.*的(?=[\u4e00-\u9fff]{3})", "", about["what"])))
    topic = name_before(clause).topic
    return re.sub(r"(?:工作|管理)?(?:机制|制度|模式|平台|办法|体系|系统|改革|活动)$", "", topic)


def judged(clause: str) -> str:
    """The subject of a clause that judges it (出庭应诉率偏低), or an empty text."""
    clause = trim_start(clause)
    match = _JUDGED.search(clause)
    return tidy(clause[: match.start()]) if match else ""
