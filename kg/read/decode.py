"""Bytes to text: the encodings that Chinese government pages come in."""

from __future__ import annotations

import codecs
import re

from kg.errors import BinaryFile, EmptyFile, EncodingError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
)


def decode(data: bytes, *, source_name: str) -> str:
    """The text of the bytes, newlines as ``\\n``.

    Tries a byte order mark, UTF-8, UTF-16 without a mark and GB18030, in this order.
    Raises EmptyFile, BinaryFile or EncodingError, each naming ``source_name``.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile("the file is empty", where=source_name, hint="save the page again with its text")
    if data.startswith(_MAGIC):
        raise BinaryFile(
            "not a text file", where=source_name, hint="only plain text is read; save the report as .txt"
        )
    text = _decoded(data, source_name).replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        at = _CONTROL.search(text)
        raise BinaryFile(
            f"control character at character {at.start() if at else 0}",
            where=source_name,
            hint="only plain text is read; save the report as .txt",
        )
    if not text.strip():
        raise EmptyFile(
            "nothing but white space", where=source_name, hint="save the page again with its text"
        )
    return text


def _decoded(data: bytes, source_name: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding, source_name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as err:
        utf8_error = err
    if _looks_utf16(data):
        return _strict(
            data, "utf-16-le" if data[1::2].count(0) >= data[0::2].count(0) else "utf-16-be", source_name
        )
    if b"\x00" in data:
        raise BinaryFile("not a text file", where=source_name, hint="only plain text is read")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as err:
        raise EncodingError(
            f"not UTF-8 (byte {utf8_error.start}) and not GB18030 (byte {err.start})",
            where=source_name,
            hint="save it as UTF-8",
        ) from err
    if len(_HAN.findall(text)) * 4 < len(text.strip()):
        raise EncodingError(
            f"not UTF-8 (byte {utf8_error.start}), and as GB18030 it is not Chinese",
            where=source_name,
            hint="save it as UTF-8",
        )
    return text


def _strict(data: bytes, encoding: str, source_name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as err:
        raise EncodingError(
            f"the byte order mark says {encoding}, but byte {err.start} does not fit",
            where=source_name,
            hint="save it as UTF-8",
        ) from err


def _looks_utf16(data: bytes) -> bool:
    # Chinese UTF-16 without a mark: ASCII digits and line breaks leave zero bytes on one side only.
    if len(data) % 2:
        return False
    even, odd = data[0::2].count(0), data[1::2].count(0)
    return max(even, odd) > 4 * min(even, odd) + 2
