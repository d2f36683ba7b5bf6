"""Where on a page the report stands: the element that holds its prose."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from kg.read.html.blocks import Block, Element

_SHARE: Final = 0.9
"""The share of a page's prose that its main element holds at least."""
_GAIN: Final = 0.02
"""An element around it is the main one if it adds at least so much of the prose."""
_ASIDE: Final = 0.2
"""An element that is named after a menu or a footer is none if it holds more than this share."""
_PROSE: Final = re.compile(r"[，。；、,;]")
_NAMED: Final = re.compile(
    r"(?:^|[\s_-])(?:bd)?(?:share\w*|fenxiang\w*|crumbs?|bread\w*|position|location|dqwz|weizhi|nav\w*|menu\w*|foot\w*|copyright\w*|side\w*"
    r"|relat\w*|xg(?:wz|xx|yd|jd)\w*|recommend\w*|tuijian|qr\w*|ewm\w*|erweima|tools?\w*|print\w*|pag(?:er|ination)\w*"
    r"|prev\w*|next\w*|comment\w*|banner\w*|logo\w*|search\w*|login\w*|links?|friend\w*|statement|disclaimer|accessib\w*)(?:$|[\s_-])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks of the report, all that stand before it, and those between its heading and it."""

    body: tuple[Block, ...]
    before: tuple[Block, ...]
    between: tuple[Block, ...]


def find_content(blocks: list[Block]) -> Content:
    """The part of a page that holds nearly all of its prose, without buttons and lists of links in it."""
    weights = _weights(blocks)
    named: dict[Element, bool] = {}
    kept = [b for b in blocks if not _set_aside(b.element, weights, named)]
    inner = _weights(kept)
    main = _main(kept, inner)
    if main is None:
        return Content(tuple(b for b in blocks if not b.is_links), (), ())
    inside = [i for i, b in enumerate(kept) if _within(b, main)]
    first = inside[0]
    body = tuple(kept[i] for i in inside if not kept[i].is_links)
    begin = next((i for i in range(first - 1, -1, -1) if kept[i].tag in ("h1", "h2", "h3")), first)
    before = list(blocks[: blocks.index(kept[first])])
    return Content(body, tuple(before), tuple(kept[begin:first]))


def _prose(block: Block) -> int:
    """How many characters of running text a block has."""
    own = len(block.text) - block.linked
    return own if own >= 25 and _PROSE.search(block.text) and not block.is_links else 0


def _weights(blocks: list[Block]) -> Counter[Element]:
    weights: Counter[Element] = Counter()
    for block in blocks:
        prose = _prose(block)
        if prose:
            weights[block.element] += prose
            for around in block.element.iterancestors():
                weights[around] += prose
    return weights


def _set_aside(element: Element, weights: Counter[Element], known: dict[Element, bool]) -> bool:
    """Whether an element lies in one that is named after what surrounds a text; ``known`` holds the answers."""
    path = []
    found = False
    for one in (element, *element.iterancestors()):
        if one in known:
            found = known[one]
            break
        path.append(one)
    total = max(weights.values(), default=0)
    for one in reversed(path):
        called = f"{one.get('class') or ''} {one.get('id') or ''}"
        found = found or bool(total and weights[one] < _ASIDE * total and _NAMED.search(called))
        known[one] = found
    return found


def _main(blocks: list[Block], weights: Counter[Element]) -> Element | None:
    total = max(weights.values(), default=0)
    if not total:
        return None
    large = [one for one, weight in weights.items() if weight >= _SHARE * total]
    main = max(large, key=lambda one: sum(1 for _ in one.iterancestors()))
    if main.tag == "p" and main.getparent() is not None:
        main = main.getparent()
    for around in list(main.iterancestors()):
        if weights[around] - weights[main] < _GAIN * total:
            break
        main = around
    return main


def _within(block: Block, main: Element) -> bool:
    return block.element is main or any(one is main for one in block.element.iterancestors())
