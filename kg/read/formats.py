"""What a file is, told from its first bytes and its suffix, and what turns it into text.

``text_of`` is the one door: bytes of any format in, the decoded plain text out. Plain text is decoded where it
stands; the other formats are parsed in a process of their own, with limits of time and memory.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from kg.errors import BinaryFile, ProtectedFile
from kg.read.decode import decode
from kg.read.limits import require_size, require_text

SUFFIXES: Final = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
    ".md": "markdown",
    ".markdown": "markdown",
}
"""The formats that are read, by the suffixes of their files."""

REFUSED: Final = {
    ".doc": "a Word 97-2003 document; open it in Word, WPS or LibreOffice and save it as .docx",
    ".wps": "a WPS document; open it in WPS and save it as .docx",
    ".rtf": "rich text; open it in Word, WPS or LibreOffice and save it as .docx",
    ".odt": "an OpenDocument text; open it in LibreOffice and save it as .docx",
    ".ofd": "an OFD document; save it as .pdf or .docx with the reader that shows it",
}
"""Formats that reports come in but that are not read, and what to do about it."""

_WEB: Final = frozenset({".jsp", ".asp", ".aspx", ".php", ".do", ".action", ".cgi"})
_HTML: Final = re.compile(
    rb"(?:<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|\s)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOM: Final = b"\xef\xbb\xbf"


def detect(data: bytes, *, source_name: str) -> str:
    """The format of a file: ``text``, ``html``, ``docx``, ``pdf`` or ``markdown``.

    Its bytes tell before its suffix does. Raises BinaryFile or ProtectedFile for what is not read.
    """
    suffix = PurePath(source_name).suffix.lower()
    head = data[:4096].removeprefix(_BOM).lstrip()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, source_name)
    if data.startswith(_OLE):
        raise _old_office(data, source_name)
    if head.startswith(b"{\\rtf"):
        raise _refused(".rtf", source_name)
    if _HTML.match(head):
        return "html"
    if suffix in _WEB and b"<" in head:
        return "html"
    return (
        SUFFIXES.get(suffix, "text")
        if suffix not in (".docx", ".docm", ".pdf")
        else _broken(suffix, data, source_name)
    )


def text_of(data: bytes, *, source_name: str, charset: str | None = None) -> str:
    """The plain text of a file's bytes, newlines as ``\\n``; ``charset`` is what a server said of a page.

    Raises a ReadError that names the file.
    """
    require_size(len(data), source_name=source_name)
    kind = detect(data, source_name=source_name) if data.strip() else "text"
    if kind == "text":
        text = decode(data, source_name=source_name)
    else:
        from kg.read.sandbox import convert

        text = convert(data, kind=kind, source_name=source_name, charset=charset)
    return require_text(text, source_name=source_name)


def _packed(data: bytes, source_name: str) -> str:
    names = data[:65536] + data[-65536:]
    if b"word/" in names:
        return "docx"
    if b"OFD.xml" in names:
        raise _refused(".ofd", source_name)
    if b"opendocument.text" in names:
        raise _refused(".odt", source_name)
    if PurePath(source_name).suffix.lower() in (".docx", ".docm"):
        return "docx"
    raise BinaryFile(
        "not a text file but a packed one",
        where=source_name,
        hint="an archive of reports is read where its name ends in .zip; save a spreadsheet as CSV",
    )


def _old_office(data: bytes, source_name: str) -> BinaryFile:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ProtectedFile(
            "locked with a password",
            where=source_name,
            hint="open it, take the password off, and save it again",
        )
    suffix = PurePath(source_name).suffix.lower()
    return _refused(suffix if suffix in (".doc", ".wps") else ".doc", source_name)


def _refused(suffix: str, source_name: str) -> BinaryFile:
    what, _, hint = REFUSED[suffix].partition("; ")
    return BinaryFile(f"{what}, not a text file of a format that is read", where=source_name, hint=hint)


def _broken(suffix: str, data: bytes, source_name: str) -> str:
    """A file that is called .docx or .pdf and is neither: plain text by a wrong name, or nothing that is read."""
    if b"\x00" in data[:4096]:
        raise BinaryFile(
            f"not a {suffix.lstrip('.').upper()} file, and not a text file",
            where=source_name,
            hint="save the report again, as text, a web page, .docx or .pdf",
        )
    return "text"
