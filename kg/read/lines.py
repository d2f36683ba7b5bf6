"""The lines of a page, and which of them are noise around the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NOISE = re.compile(
    r"(?:当前位置|您(?:现在)?(?:当前)?(?:所在)?的?位置|首页\s*[>＞»]|浏览(?:量|次数)?\s*[:：]|阅读(?:量|次数)?\s*[:：]|点击(?:率|数|量)?\s*[:：]|访问量"
    r"|分享(?:到)?\s*[:：]?$|^[【\[]?\s*字[体号]|打印(?:本页)?|关闭窗口|扫一扫|上一[篇条]|下一[篇条]|相关(?:文章|阅读|链接)|主办(?:单位)?\s*[:：]"
    r"|承办(?:单位)?\s*[:：]|技术支持|网站标识码|ICP备|公网安备|版权所有|责任编辑|编辑\s*[:：]|收藏|纠错|[【\[]\s*[大中小](?:\s+[大中小])*\s*[】\]]"
    r"|没有了$|微信|微博|无障碍|返回顶部|索\s*引\s*号|主题分类|有\s*效\s*性|信息分类|公开方式|语音播报|保护视力色)"
)
_LITTER = re.compile(r"[\[\]【】()（）\s大中小>＞|/·•—-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text without its white space at both ends; ``end`` before the line break."""

    start: int
    end: int
    text: str


def lines(text: str) -> Iterator[Line]:
    """The lines that hold anything, in order."""
    start = 0
    for raw in text.split("\n"):
        clean = raw.strip()
        if clean:
            lead = len(raw) - len(raw.lstrip())
            yield Line(start + lead, start + lead + len(clean), clean)
        start += len(raw) + 1


def is_noise(line: Line) -> bool:
    """Whether the line is a button, a path or a footer of the page rather than words of the report."""
    if _LITTER.fullmatch(line.text):
        return True
    return len(line.text) < 60 and "。" not in line.text and bool(_NOISE.search(line.text))
