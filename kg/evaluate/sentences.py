"""The sentence around a stretch of text, and a whole text cut into rows of sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from kg.model import Document


def sentence_at(document: Document, span: tuple[int, int] | None) -> str:
    """The sentence that holds the start of a span, on one line; outside sentences, the line of text.

    Empty for None.
    """
    if span is None:
        return ""
    text, start = document.text, span[0]
    index = bisect_right(document.sentences, start, key=lambda sentence: sentence.start) - 1
    if index >= 0 and start < document.sentences[index].end:
        one = document.sentences[index]
        return " ".join(text[one.start : one.end].split())
    end = text.find("\n", start)
    return " ".join(text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else None].split())


def rows(document: Document) -> Iterator[tuple[int, int]]:
    """The text as stretches that tile it: the sentences, and what stands between them."""
    at = 0
    for one in document.sentences:
        if one.start > at:
            yield at, one.start
        if one.end > max(at, one.start):
            yield max(at, one.start), one.end
        at = max(at, one.end)
    if at < len(document.text):
        yield at, len(document.text)
