"""What the finders of reforms share: a find, the heads, and the verbs of carrying out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon.grammar import alternation, heads, verbs
from kg.mention.clauses import CLOSE, OPEN, QUOTES

STRONG = alternation(heads("reform"))
QUOTED = alternation(tuple(sorted({*heads("reform"), *heads("quoted")}, key=lambda w: (-len(w), w))))
# A name in quotation marks may hold another: “我为‘规划’献一策”.
CORE = rf"[{OPEN}](?P<core>(?:[^{QUOTES}，。；;《》\n]|‘[^{QUOTES}，。；;\n]{{1,8}}’){{2,20}})[{CLOSE}]"


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    name: str
    aka: tuple[str, ...] = ()
    optional: bool = False
    weight: int = 0


@cache
def implementing() -> re.Pattern[str]:
    return re.compile(alternation(verbs("implement")))
