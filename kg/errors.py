"""One tree of exceptions; each says where it happened and what to try next.

KgError
├── ReadError            a source file cannot become a Document
│   ├── MissingFile      no such file or folder
│   ├── EmptyFile        nothing but white space
│   ├── BinaryFile       not text, and of no format that is read
│   │   ├── DamagedFile   of a format that is read, but broken or cut off
│   │   └── ProtectedFile locked with a password
│   ├── NoText           pictures of pages without their text (a scan)
│   ├── TooLarge         over a limit of size, time or memory
│   ├── EncodingError    text, but in no encoding that fits
│   └── NotAReport       text, but not a government report
├── VocabularyError      a term that the ontology does not have
├── StoreError           the store cannot be opened, read or written
├── QueryError           a query that does not parse or does not run
│   ├── UnknownQuery     no named query of that name
│   └── LimitReached     a query stopped at its limit of time, memory or size
├── UnknownThing         a name or IRI that the graph does not know
├── FetchError           a page that cannot be saved
└── GoldError            a gold file that does not fit its text
"""

from __future__ import annotations


class KgError(Exception):
    """The root of all errors of this package.

    ``where`` names the file, byte, character or term; ``hint`` says what to try.
    """

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text} ({self.hint})" if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.where, self.hint))


def _rebuild(kind: type[KgError], message: str, where: str, hint: str) -> KgError:
    return kind(message, where=where, hint=hint)


class ReadError(KgError):
    """A source file cannot become a Document."""


class MissingFile(ReadError):
    """There is no such file or folder."""


class EmptyFile(ReadError):
    """The file holds nothing but white space."""


class BinaryFile(ReadError):
    """The file is not text."""


class DamagedFile(BinaryFile):
    """The file is of a format that is read, but broken or cut off."""


class ProtectedFile(BinaryFile):
    """The file is locked with a password."""


class NoText(ReadError):
    """The file holds pictures of pages, and not their text."""


class TooLarge(ReadError):
    """The file goes over a limit of size, time or memory."""


class EncodingError(ReadError):
    """The bytes are text in no encoding that fits."""


class NotAReport(ReadError):
    """The text is not a government report."""


class VocabularyError(KgError):
    """A term that the ontology does not have."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class QueryError(KgError):
    """A query that does not parse or does not run."""


class UnknownQuery(QueryError):
    """There is no named query of that name."""


class LimitReached(QueryError):
    """A query was stopped at its limit of time, memory, rows or size."""


class UnknownThing(KgError):
    """A name or IRI that the graph does not know."""


class FetchError(KgError):
    """A page that cannot be saved."""


class GoldError(KgError):
    """A gold file that does not fit its text."""
