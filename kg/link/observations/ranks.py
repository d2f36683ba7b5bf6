"""Names of places in a ranking: 居全省第 2 位, 列全省第一, 进入全省前 27 名."""

from __future__ import annotations

import re
from typing import Final

from kg.link.observations.drafts import Context, relative
from kg.link.observations.lists import coordinated
from kg.link.observations.naming import name_before
from kg.link.observations.phrases import tidy, trim_start, verbs
from kg.link.observations.words import words

_VERB: Final = re.compile(
    r"(?:继续|连续[\d一二两三四五六七八九十]{1,3}(?:年|次|届|个季度)|均|都|双双|稳|仍|首次|一直|始终|蝉联|综合|总体|并|再次|分别)*"
    r"(?:位居|位列|名列|列|居|排名|排在|排|跃居|跃升至|跃升|稳居|跻身|进入|升至|上升至|上升到|保持|保持在|晋升|进位至|获得|荣获|取得|挺进|(?<!得)分列|继续保持|位于|处于|获|为|升到|提升到|提升至|占据|领跑)*$"
)
_SCOPE: Final = re.compile(
    r"(?P<scope>(?:全[国省市区县州球盟旗]|世界|全球|国际|西[北南]|[东中西]部|自治区|发展中国家|[\u4e00-\u9fff]{1,8}(?:省|市|区|县|州|国家|地区|系统|行业|城市|部门|单位|园区|开发区|街道|镇)(?:[（(][市区县旗、]{1,7}[）)])?)(?:[\u4e00-\u9fff]{0,8}?)?)(?:的|前列)?(?:第)?$"
)


_SCORED: Final = re.compile(r"(?:我[省市区县州]|本[省市区县州])?(?:总|综合)?(?:得分|评分|成绩|分数|总分)")


_RANKED_IN: Final = re.compile(r"(?:居|列|排|在|名|位)(?:全[国省市区县州盟]|[\u4e00-\u9fff]{2,4}[省市])?$")
_RANKED_OF: Final = re.compile(
    r"[\u4e00-\u9fff、（）()]{1,12}?(?:中|里)?(?:名列|位列|位居|排名|排在|列|居|排|综合|总分)*"
)


def ranked_among(left: str, between: str) -> str:
    """The words before a rank without how many are ranked (居全省 | 17个 | 市州 | 第3位), or an empty text."""
    fits = _RANKED_IN.search(left) and _RANKED_OF.fullmatch(between)
    return re.sub("在(?=全.$)", "居", left) if fits else ""


def rank_scope(left: str) -> str:
    """The ending of a rank's name: 全省排名."""
    scope = _scope_of(left)[1]
    return f"{scope}排名"


def moved_rank(subject: str, context: Context) -> str:
    """The name of a rank that moved (由第九位升至第六位), from its subject and the ranking named before."""
    own = tidy(trim_start(subject))
    base = f"{own}{context.scope}" or (context.recent[-1].label if context.recent else context.topic)
    return f"{_measure(base)}排名"


def rank_label(left: str, context: Context) -> list[str]:
    """The names of a rank from the words before it and what the sentence has named."""
    head, scope = _scope_of(left)
    ending = f"{scope}排名"
    within = re.search(r"在(?P<scope>.{3,40}?)(?:中|里)$", head)
    if within:
        inner = re.sub(r"(?:19|20)\d\d年度?", "", within["scope"])
        return [f"{inner}{ending}"]
    subject = tidy(trim_start(head))
    subject = re.sub(r"(?:以|均|都|双双)$", "", subject)
    if not subject or (context.scope and _SCORED.fullmatch(subject)):
        last = context.recent[-1] if context.recent else None
        scored = last.label if last is not None and last.kind == "score" else ""
        base = scored or context.scope or (last.label if last is not None else context.topic)
        return [f"{_measure(base)}{ending}"] if base else [ending] if scope else []
    names = coordinated(subject) if re.search(r"(?:均|都|双双)", left) else [subject]
    return [f"{_qualified(name, context)}{ending}" for name in names]


def _scope_of(left: str) -> tuple[str, str]:
    """The words before the verb of ranking, and the scope between it and the number."""
    phrase = left.rstrip(" 　“")
    match = _SCOPE.search(phrase)
    scope = ""
    if match:
        inner = re.search(
            r"(?:居|列|位列|排名|排在|排|名列|跻身|进入|升至|保持|于)(?P<rest>[\u4e00-\u9fff（()）、]{1,14})$",
            match["scope"],
        )
        scope = inner["rest"] if inner else match["scope"]
        phrase = phrase[: match.start() + (match.group().rfind(scope))]
    verb = _VERB.search(phrase)
    return (phrase[: verb.start()] if verb else phrase), scope


def _measure(label: str) -> str:
    return re.sub(r"(?:得分|评分|分数)$", "", label)


def _qualified(name: str, context: Context) -> str:
    name = tidy(name)
    if name in words("relative") and context.recent:
        return relative(context.recent[-1].label, name)
    if context.scope and len(name) <= 8:
        return f"{name}{context.scope}"
    return (
        name_before(name).core or name if any(v.word not in words("deverbal") for v in verbs(name)) else name
    )
