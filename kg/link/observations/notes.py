"""What a clause tells the figures after it: the ranking, the whole and the document that it names."""

from __future__ import annotations

import re
from typing import Final

from kg.link.observations.clauses import Clause
from kg.link.observations.drafts import Context
from kg.link.observations.phrases import tidy, trim_start
from kg.link.observations.times import note_period

_SCOPE: Final = re.compile(r"^(?:其中|同时)?在(?P<scope>.{3,40}?)(?:中|里|上)$")
_WITHIN: Final = re.compile(r"^(?P<within>[^在，,]{3,18}(?<!其)中)$")
_TITLE: Final = re.compile(r"《([^《》]{4,60})》")
_PLACE_OF_TITLE: Final = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,12}?(?:自治区|自治州|自治县|省|市|区|县|镇|乡|街道))+(?=[\u4e00-\u9fff“\d])|^全[市区省县](?=[\u4e00-\u9fff])|(?:19|20)\d\d年度?|^关于(?:进一步)?|[（(][^（）()]*[）)]$"
)


def note(text: str, clause: Clause, context: Context) -> None:
    """Notes the ranking, the whole, the document and the time that a clause without figures names."""
    words_ = text[clause.start : clause.end].strip()
    scope = _SCOPE.match(words_)
    if scope:
        context.scope = _scope_name(scope["scope"])
    within = _WITHIN.match(words_)
    context.within = trim_start(within["within"]) if within else ""
    note_titles(words_, context)
    note_period(text, clause, context)
    context.previous = words_
    context.joined = []


def _scope_name(words_: str) -> str:
    name = re.sub(r"(?:19|20)\d\d年度?|“|”", "", trim_start(words_))
    return tidy(_PLACE_OF_TITLE.sub("", name))


def note_titles(words_: str, context: Context) -> None:
    """Notes the last document that the words name."""
    titles = _TITLE.findall(words_)
    if titles:
        name = titles[-1]
        for _ in range(3):
            name = _PLACE_OF_TITLE.sub("", name)
        context.title = name
