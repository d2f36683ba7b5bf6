"""Web pages as governments publish them: the report among menus, share buttons and footers."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from kg.errors import DamagedFile, EmptyFile
from kg.read.html import charset as charsets
from kg.read.html import fields
from kg.read.html.blocks import Block, Element, blocks_of, squeeze
from kg.read.html.content import Content, find_content
from kg.read.lines import Line, is_noise
from kg.read.masthead import is_title

_SITE: Final = re.compile(r"\s*(?:[_|—－]|\s[-–]\s?|-(?=[^-]{2,20}(?:网|政府|局|厅|委|门户)))")
_TITLE_CLASS: Final = re.compile(r"(?:^|[\s_-])(?:\w*title\w*|biaoti|bt)(?:$|[\s_-])", re.I)
# The names that the guidelines for government websites prescribe (国办发〔2017〕47号), and what others use.
_TITLE_META: Final = ("articletitle", "og:title", "title")
_FIELD_META: Final = (
    (
        "发布日期",
        ("pubdate", "publishdate", "article:published_time", "publishedtime", "firstpublishedtime", "date"),
    ),
    ("来源", ("contentsource", "source")),
)
_MARKUP: Final = frozenset({"text/html", "text/plain", "text/template", "text/x-template", "text/x-tmpl"})
"""Kinds of scripts that are no programs but markup to be put in."""
_DATE: Final = re.compile(
    r"((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})日?(?:[T\s-]+(\d{1,2}:\d{2}(?::\d{2})?))?"
)


def to_text(data: bytes, *, source_name: str, charset: str | None = None) -> str:
    """The title, the stated fields and the main text of a page, a paragraph or a row of a table a line.

    Raises EmptyFile, EncodingError or DamagedFile.
    """
    source = charsets.decode(data, source_name=source_name, header=charset)
    parser = etree.HTMLParser(
        no_network=True, huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DamagedFile(
            "elements lie thousands deep in each other, and what is deeper is lost",
            where=source_name,
            hint="save the page from a browser, or copy its text",
        )
    blocks = _blocks(root, parser) if root is not None else []
    if not blocks:
        raise EmptyFile(
            "a web page without text",
            where=source_name,
            hint="its text may be put in by scripts or lie in another frame; save it from a browser, or copy the text",
        )
    content = find_content(blocks)
    metas = _metas(root)
    head, body = _masthead(content, metas), fields.parted(block.text for block in content.body)
    title = _title(root, content, metas)
    if title and not _has_title(body, title):
        head.insert(0, title)
    return "\n".join([*head, *([""] if head else []), *body]) + "\n"


def _blocks(root: Element, parser: etree.HTMLParser) -> list[Block]:
    """The blocks of a page; where it shows no prose, with those of the markup that its scripts would put in."""
    blocks = blocks_of(root)
    if any("。" in block.text for block in blocks):
        return blocks
    for element in list(root.iter("script", "textarea", "template")):
        kind = (element.get("type") or "").lower()
        source = element.text or ""
        if element.tag == "script" and kind not in _MARKUP:
            continue
        if element.tag == "template":
            element.tag = "div"
        elif "<" in source and "。" in source:
            inner = etree.fromstring(f"<html><body>{source}</body></html>".encode("utf-8", "replace"), parser)
            element.tag, element.text = "div", None
            element.attrib.clear()
            element.extend(list(inner.find("body")))
    return blocks_of(root)


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = squeeze(meta.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _masthead(content: Content, metas: dict[str, str]) -> list[str]:
    """The fields that stand before the text, and those of the page's declarations that it does not show."""
    shown = fields.heads(block.text for block in content.before if not block.is_links)
    stated = [line for line in dict.fromkeys(shown) if not fields.is_title_field(line)]
    stated += [block.text for block in content.between if fields.is_stamp(block.text)]
    known = "\n".join([*stated, *(block.text for block in content.body[:12])])
    for name, keys in _FIELD_META:
        value = next((metas[key] for key in keys if metas.get(key)), "")
        date = _DATE.search(value)
        if name == "发布日期":
            value = (
                f"{date[1]}-{int(date[2]):02}-{int(date[3]):02}" + (f" {date[4]}" if date[4] else "")
                if date
                else ""
            )
        if value and not re.search(rf"{name[:2]}(?:日期|时间)?\s*[:：]", known):
            stated.append(f"{name}：{value}")
    return stated


def _title(root: Element, content: Content, metas: dict[str, str]) -> str:
    """The report's title: what the page declares, heads with or states, the first that reads as a report's."""
    declared = [metas[name] for name in _TITLE_META if metas.get(name)]
    headings = [block.text for block in (*content.before, *content.body[:8]) if _heads(block)]
    stated = fields.titles(fields.heads(block.text for block in content.before))
    window = root.find(".//title")
    named = squeeze("".join(window.itertext())) if window is not None else ""
    candidates = [*declared, *headings, *stated, named]
    candidates += [part for one in candidates for part in _SITE.split(one)]
    return next(
        (one for one in candidates if is_title(Line(0, len(one), one))), (*headings, *declared, "")[0]
    )


def _heads(block: Block) -> bool:
    if block.tag in ("h1", "h2", "h3"):
        return True
    around = [block.element, *list(block.element.iterancestors())[:2]]
    return len(block.text) <= 80 and any(
        _TITLE_CLASS.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around
    )


def _has_title(body: list[str], title: str) -> bool:
    """Whether the title stands on one of the first lines already."""
    for text in body[:15]:
        if text == title:
            return True
        if "。" in text and len(text) >= 40 and not is_noise(Line(0, len(text), text)):
            return False
    return False
