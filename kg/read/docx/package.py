"""The parts of a Word file: a zip archive of XML, unfolded and parsed within limits."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from lxml import etree

from kg.errors import DamagedFile, ProtectedFile, TooLarge
from kg.read import limits

_PART: Final = 32 * limits.MIB
"""Bytes of one part: the text of a thousand pages has a tenth of it."""
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def open_package(data: bytes, *, source_name: str) -> Package:
    """The package of a file's bytes. Raises DamagedFile where it is no whole archive."""
    try:
        return Package(zipfile.ZipFile(io.BytesIO(data)), source_name)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as err:
        raise DamagedFile(
            f"not a whole Word file: {err}",
            where=source_name,
            hint="it may be cut off; download it again, or open it in Word or WPS and save it anew",
        ) from err


class Package:
    """Access to parts by their names; XML is parsed without entities and without the network."""

    def __init__(self, archive: zipfile.ZipFile, source_name: str) -> None:
        self._archive = archive
        self._where = source_name

    def xml(self, name: str) -> Any | None:
        """The root element of a part, or None where the package has no such part.

        Raises DamagedFile, ProtectedFile or TooLarge.
        """
        data = self._bytes(name)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        # Word writes no document type; one that defines entities is made to unfold.
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise self._damaged(f"{name} defines entities, which Word does not write")
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as err:
            raise self._damaged(f"{name} is not whole XML: {err.msg}") from err

    def main(self) -> str:
        """The name of the part that holds the text."""
        relations = self.xml("_rels/.rels")
        for one in relations.iter(_RELATION) if relations is not None else ():
            if (one.get("Type") or "").endswith("/officeDocument"):
                return (one.get("Target") or "").lstrip("/")
        return "word/document.xml"

    def _bytes(self, name: str) -> bytes | None:
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 0x1:
            raise ProtectedFile(
                "locked with a password", where=self._where, hint="save it without the password"
            )
        if info.file_size > _PART or (
            info.file_size > limits.RATIO_FROM and info.file_size > limits.RATIO * max(info.compress_size, 1)
        ):
            raise self._too_large(name)
        try:
            with self._archive.open(info) as part:
                data = part.read(_PART + 1)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as err:
            raise self._damaged(f"{name} cannot be unfolded: {err}") from err
        except Exception as err:  # zlib.error and its kin have no common root
            raise self._damaged(f"{name} cannot be unfolded: {err}") from err
        if len(data) > _PART:
            raise self._too_large(name)
        return data

    def _damaged(self, message: str) -> DamagedFile:
        hint = "open it in Word or WPS and save it anew"
        return DamagedFile(f"not a whole Word file: {message}", where=self._where, hint=hint)

    def _too_large(self, name: str) -> TooLarge:
        return TooLarge(
            f"{name} unfolds to more than {_PART // limits.MIB} MiB, or to {limits.RATIO} times its packed size",
            where=self._where,
            hint="it may be made to exhaust its reader; save the report again, as text",
        )
