"""Files that are made to exhaust their readers, or that are not what they say: each a name and its bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MIB = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_WORDS = "各级各部门坚持依法行政，推进法治政府建设，取得明显成效。"


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip archive of parts, the same bytes at any time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def docx(body: str, *, before: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A Word file of the XML of its body."""
    xml = f'<?xml version="1.0"?>{before}<w:document {_W}><w:body>{body}</w:body></w:document>'
    return packed({"word/document.xml": xml.encode(), **(more or {})})


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of objects, numbered from 1, with a table that says where they are."""
    data, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, root, start)
    )


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    small = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(small), extra, small)


def _page_of(content: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content)


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "哈哈哈哈">{entities}]>'


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )


def _locked_member() -> bytes:
    data = bytearray(docx("<w:p/>"))
    data[6] |= 1  # the flag of the first member, and of its entry in the directory
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def _locked_pdf() -> bytes:
    lock = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"41" * 32, b"42" * 32)
    plain = pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", lock)
    return plain.replace(b"trailer<<", b"trailer<</Encrypt 3 0 R/ID[<00><00>]")


def _html(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros.docx": lambda: packed({"word/document.xml": bytes(300 * _MIB)}),
    "spaces.docx": lambda: docx(" " * (100 * _MIB)),
    "laughs.docx": lambda: docx("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", before=_laughs()),
    "entity-file.docx": lambda: docx(
        "<w:p><w:r><w:t>&f;</w:t></w:r></w:p>",
        before='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ),
    "entity-net.docx": lambda: docx("<w:p/>", before='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "numbering-laughs.docx": lambda: docx(
        f"<w:p><w:r><w:t>{_WORDS}</w:t></w:r></w:p>",
        more={"word/numbering.xml": f"{_laughs()}<w:numbering {_W}>&l9;</w:numbering>".encode()},
    ),
    "deep.docx": lambda: docx("<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000),
    "deep-runs.docx": lambda: docx("<w:p>" + "<w:ins>" * 100_000 + "</w:ins>" * 100_000 + "</w:p>"),
    "wide-cells.docx": lambda: docx(
        "<w:tbl>"
        + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="99"/></w:tcPr></w:tc><w:tc/></w:tr>' * 100_000
        + "</w:tbl>"
    ),
    "paragraphs.docx": lambda: docx(f"<w:p><w:r><w:t>{_WORDS}</w:t></w:r></w:p>" * 300_000),
    "boxes.docx": lambda: docx(
        "<w:p>" + "<w:r><w:txbxContent><w:p>" * 60 + "</w:p></w:txbxContent></w:r>" * 60 + "</w:p>"
    ),
    "cut.docx": lambda: docx(f"<w:p><w:r><w:t>{_WORDS * 100}</w:t></w:r></w:p>")[:300],
    "empty.docx": lambda: packed({"word/other.xml": b"<x/>"}),
    "locked.docx": _locked_member,
    "locked-ole.docx": lambda: _OLE + "EncryptedPackage".encode("utf-16-le") + bytes(1000),
    "old.doc": lambda: _OLE + bytes(2000),
    "old-by-a-wrong-name.txt": lambda: _OLE + bytes(2000),
    "sheet.txt": lambda: packed({"xl/workbook.xml": b"<x/>"}),
    "deep.html": lambda: _html("<div>" * 500_000 + _WORDS),
    "deep-inline.html": lambda: _html("<b><i>" * 200_000 + _WORDS),
    "deep-tables.html": lambda: _html("<table><tr><td>" * 20_000 + _WORDS),
    "spans.html": lambda: _html(
        "<table>" + "<tr><td rowspan=9999 colspan=9999>x</td><td>1</td></tr>" * 2_000 + "</table>"
    ),
    "cells.html": lambda: _html("<table>" + ("<tr>" + "<td>1</td>" * 100 + "</tr>") * 10_000 + "</table>"),
    "attributes.html": lambda: _html("<p " + " ".join(f"a{i}=1" for i in range(300_000)) + f">{_WORDS}</p>"),
    "links.html": lambda: _html("<div class=nav>" + "<a href=x>首页</a>" * 300_000 + "</div>"),
    "comments.html": lambda: b"<!-- " * 200_000 + _html(_WORDS),
    "one-line.html": lambda: _html(f"<p>{_WORDS * 400_000}</p>"),
    "entities.html": lambda: _html("&amp;&#x6cd5;&nbsp;" * 1_000_000),
    "scripts.html": lambda: _html("<script>" + "document.write('x');" * 500_000 + "</script>"),
    "pages.pdf": lambda: _many_pages(200_000),
    "loop.pdf": lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1000000>>"),
    "stream.pdf": lambda: _page_of(_stream(bytes(400 * _MIB))),
    "text.pdf": lambda: _page_of(_stream(b"BT /F 1 Tf " + b"(a) Tj 0 1 Td " * 3_000_000 + b"ET")),
    "paths.pdf": lambda: _page_of(
        _stream(b"0 0 m 9 9 l S " * 1_500_000 + b"BT /F 9 Tf (some words of text) Tj ET")
    ),
    "nested-streams.pdf": lambda: _page_of(
        b"<</Length 9/Filter[" + b"/FlateDecode " * 100_000 + b"]>>stream\n123456789\nendstream"
    ),
    "cut.pdf": lambda: _page_of(_stream(b"BT ET"))[:200],
    "locked.pdf": _locked_pdf,
    "picture.pdf": lambda: _page_of(_stream(b"0 0 9 9 re f")),
    "nothing.pdf": lambda: b"\x00\x01\x02" * 1000,
    "nested.md": lambda: (">" * 50_000 + " " + _WORDS).encode(),
    "brackets.md": lambda: ("[" * 60_000 + _WORDS).encode(),
    "emphasis.md": lambda: ("*a _b " * 100_000).encode(),
    "lists.md": lambda: "\n".join("  " * (i % 400) + "- " + _WORDS for i in range(8_000)).encode(),
    "one-line.txt": lambda: (_WORDS * 1_300_000).encode(),
}
"""Far more than the thirty that the table of robustness asks for; the test counts them."""
