"""Where words may begin: clean boundaries, clauses, and text with its quotation marks folded away."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Mention

HAN = "\u4e00-\u9fff"
# Function words and verbs of one character after which a name may begin without a mark before it.
BEFORE_NAME = "的受在对将向与和及由以同为被给把使让请报经到于从是予获居列即如含赴到按因凡有至"
CLEAN = rf"(?:(?<![{HAN}])|(?<=[{BEFORE_NAME}]))"
QUOTES = "“”\"'‘’「」『』〝〞＂"
OPEN = '“"‘「『'
CLOSE = '”"’」』'
_FOLDED = re.compile(r"[\s" + QUOTES + r"《》〈〉()（）\[\]【】·•,，、.。:：;；\-—–~]")
_QUOTE = re.compile(f"[{QUOTES}]")
_CLAUSE = re.compile(r"[，,；;。！？!?：:\n]")
_PAIRS = {"(": ")", "（": "）", "《": "》", "“": "”", "[": "]", "【": "】", "〔": "〕"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two marks, offsets into the document's text; ``mark`` is the mark that ends it."""

    start: int
    end: int
    mark: str


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of a sentence; marks inside brackets, titles and quotation marks do not divide."""
    found: list[Clause] = []
    closing: list[str] = []
    begin = start
    for at in range(start, end):
        char = text[at]
        if closing and char == closing[-1]:
            closing.pop()
        elif char in _PAIRS and text.find(_PAIRS[char], at, end) > 0:
            closing.append(_PAIRS[char])
        elif not closing and _CLAUSE.match(char):
            if text[begin:at].strip():
                found.append(Clause(begin, at, char))
            begin = at + 1
    if text[begin:end].strip():
        found.append(Clause(begin, end, ""))
    return found


def fold(name: str) -> str:
    """A name without quotation marks, title marks, brackets and white space, for comparing."""
    return _FOLDED.sub("", name)


def unquoted(name: str) -> str:
    """A name without its quotation marks."""
    return _QUOTE.sub("", name)


def balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, grown by a quotation mark right outside it where one of a pair was left out."""
    name = text[start:end]
    if name.count("”") > name.count("“") and text[start - 1 : start] == "“":
        return start - 1, end
    if name.count("“") > name.count("”") and text[end : end + 1] == "”":
        return start, end + 1
    return start, end


def apart(found: list[Mention]) -> list[Mention]:
    """The mentions in text order without those that begin inside another; of two at one place the longer."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, m.start - m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
