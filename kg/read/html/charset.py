"""The bytes of a page to text: mark, content, declarations; what is declared is often wrong."""

from __future__ import annotations

import codecs
import re
from typing import Final

from kg.errors import EmptyFile, EncodingError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.I)
_XML: Final = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:-]{2,40})", re.I)
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:-]{2,40})", re.I)
# GB 2312 and GBK are parts of GB 18030, and pages that declare them use all of it.
_WIDER: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "hz-gb-2312": "gb18030",
    "big5": "big5hkscs",
}
_BROKEN: Final = 0.01
"""The share of characters that may be lost of a page that fits no encoding as a whole."""


def decode(data: bytes, *, source_name: str, header: str | None = None) -> str:
    """The text of a page's bytes; ``header`` is the Content-Type that its server sent, or a charset.

    A byte order mark decides, then whether it is UTF-8 (no other text is, by chance), then the header, the page's
    own declaration, and GB18030. Raises EmptyFile or EncodingError.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptyFile("the file is empty", where=source_name, hint="save the page again with its text")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    tried: list[str] = []
    for encoding in ("utf-8", *_declared(data, header), "gb18030"):
        if encoding in tried or not (tried or data.isascii() or encoding == "utf-8"):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            tried.append(encoding)
        except LookupError:
            continue
    # A page that was cut off, or pasted together: the encoding that loses least.
    texts = [data.decode(encoding, "replace") for encoding in dict.fromkeys(tried)]
    best = min(texts, key=lambda text: text.count("\ufffd"))
    if best.count("\ufffd") > _BROKEN * len(best):
        raise EncodingError(
            f"in none of the encodings {', '.join(dict.fromkeys(tried))}",
            where=source_name,
            hint="open it in a browser and save it again as UTF-8",
        )
    return best


def _declared(data: bytes, header: str | None) -> list[str]:
    found = []
    if header:
        named = _HEADER.search(header)
        found.append(named[1] if named else header)
    for pattern in (_META, _XML):
        match = pattern.search(data[:8192])
        if match:
            found.append(match[1].decode("ascii"))
    names = [_WIDER.get(name.lower(), name.lower()) for name in found]
    # Bytes that tell an encoding by a declaration in ASCII are not UTF-16, whatever they say.
    return [name for name in names if not name.startswith(("utf-16", "utf-32", "utf-7")) and _is_text(name)]


def _is_text(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False
