"""Tables of texts, CSV or JSON Lines: a record a report, its columns told or known by their usual names."""

from __future__ import annotations

import codecs
import csv
import functools
import html
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import BinaryFile, DamagedFile, EncodingError, MissingFile, ReadError
from kg.read import limits

_KINDS: Final = {".csv": ",", ".tsv": "\t", ".jsonl": "", ".ndjson": ""}
PARTS: Final = {
    "text": (
        "正文",
        "全文",
        "内容",
        "文本",
        "正文内容",
        "报告正文",
        "报告全文",
        "text",
        "content",
        "body",
        "fulltext",
        "full_text",
    ),
    "title": ("标题", "题目", "题名", "报告标题", "报告名称", "名称", "title", "headline"),
    "published": (
        "发布日期",
        "发布时间",
        "公布日期",
        "成文日期",
        "日期",
        "时间",
        "published",
        "published_at",
        "publish_date",
        "pubdate",
        "date",
    ),
    "publisher": ("发文机关", "发布机构", "发布单位", "publisher"),
    "source": ("来源", "信息来源", "source"),
    "name": ("文件名", "文件", "编号", "序号", "name", "filename", "file_name", "file", "id", "doc_id"),
}
"""What a record may hold, and the usual names of the columns for it."""
_LABELS: Final = {"published": "发布日期", "publisher": "发文机关", "source": "来源"}
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
_MARKUP: Final = re.compile(r"<(?:p|div|br|table|span)\b[^>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Record:
    """A record as a report's bytes, and the name of what is written for it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Table:
    """Where the records of a table lie in its file, and which of its columns is what."""

    columns: Mapping[str, str]
    header: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    encoding: str
    delimiter: str


def is_table(path: Path) -> bool:
    """Whether a path is called a table of texts."""
    return plain(path).suffix.lower() in _KINDS


def plain(path: Path) -> Path:
    """The path without the columns that it tells."""
    return path.with_name(path.name.partition("?")[0]) if "?" in path.name else path


def told(path: Path, columns: str) -> Path:
    """The path of a table with its columns told, as ``text=正文,title=标题``."""
    return path.with_name(f"{plain(path).name}?{columns}")


def count(path: Path) -> int:
    """How many records a table has. Raises a ReadError for a table that cannot be read."""
    return len(_table(path).places)


def record(path: Path, number: str) -> Record:
    """The record of a number, counted from 1. Raises MissingFile, EncodingError or DamagedFile."""
    table = _table(path)
    where = f"{plain(path)}, record {number}"
    if not number.isdecimal() or not 1 <= int(number) <= len(table.places):
        raise MissingFile("no such record", where=where, hint=f"the table has {len(table.places)}")
    start, end = table.places[int(number) - 1]
    with plain(path).open("rb") as file:
        file.seek(start)
        raw = file.read(end - start)
    limits.require_size(len(raw), source_name=where)
    values = _values(table, raw, where)
    parts = {
        part: " ".join(values.get(column, "").split())
        for part, column in table.columns.items()
        if part != "text"
    }
    name = _safe(parts.get("name") or f"{plain(path).stem}-{number}")
    return Record(name, _composed(values.get(table.columns["text"], ""), parts).encode("utf-8", "replace"))


def _composed(text: str, parts: Mapping[str, str]) -> str:
    """A record as a text: its title and its fields before it, as a page would have them."""
    title = parts.get("title", "")
    fields = [f"{label}：{parts[part]}" for part, label in _LABELS.items() if parts.get(part)]
    if _MARKUP.search(text):
        stated = "".join(f"<p>{html.escape(field)}</p>" for field in fields)
        return (
            f"<!DOCTYPE html><html><body><h1>{html.escape(title)}</h1>{stated}<div>{text}</div></body></html>"
        )
    head = [title] if title and title not in text[: len(title) + 100] else []
    return "\n".join([*head, *fields, "", text])


def _table(path: Path) -> Table:
    file = plain(path)
    try:
        state = file.stat()
    except OSError as err:
        raise MissingFile("no such file", where=str(file), hint="check the path") from err
    limits.require_size(state.st_size, source_name=str(file), limit=limits.ARCHIVE)
    return _indexed(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=4)
def _indexed(path: Path, _time: int, _size: int) -> Table:
    """The table of a file of that time and size; read through once in each process."""
    file, columns = plain(path), path.name.partition("?")[2]
    encoding = _encoding(file)
    kind = _KINDS[file.suffix.lower()]
    if not kind:
        places = tuple(_lines(file))
        keys: dict[str, None] = {}
        for start, end in places[:20]:
            keys.update(dict.fromkeys(_json(_slice(file, start, end), encoding, str(file))))
        return Table(_columns(tuple(keys), columns, str(file)), tuple(keys), places, encoding, "")
    delimiter = _delimiter(file, encoding) if kind == "," else kind
    found = list(_csv_rows(file, encoding, delimiter))
    header = tuple(name.strip() for name in found[0][0]) if found else ()
    return Table(
        _columns(header, columns, str(file)),
        header,
        tuple(place for row, place in found[1:] if any(row)),
        encoding,
        delimiter,
    )


def _columns(header: Sequence[str], given: str, where: str) -> dict[str, str]:
    """Which column is what: as told, else by the usual names. Raises ReadError where the text is not among them."""
    listed = ", ".join(header) or "none"
    columns = {}
    for pair in filter(None, given.split(",")):
        part, equals, column = (one.strip() for one in pair.partition("="))
        if part not in PARTS or not equals:
            hint = f"say it as text=正文,title=标题; there are {', '.join(PARTS)}"
            raise ReadError(f"columns cannot be told as {pair!r}", where=where, hint=hint)
        if column not in header:
            raise ReadError(f"no column {column!r}", where=where, hint=f"its columns are: {listed}")
        columns[part] = column
    lower = {name.lower(): name for name in reversed(header)}
    for part, names in PARTS.items():
        usual: str | None = next(
            (lower[name] for name in names if name in lower and lower[name] not in columns.values()), None
        )
        if usual is not None:
            columns.setdefault(part, usual)
    if "text" not in columns:
        raise ReadError(
            "no column that is known to hold the texts",
            where=where,
            hint=f"tell it with --columns text=NAME; its columns are: {listed}",
        )
    return columns


def _values(table: Table, raw: bytes, where: str) -> dict[str, str]:
    if not table.delimiter:
        return {
            name: value if isinstance(value, str) else "" if value is None else str(value)
            for name, value in _json(raw, table.encoding, where).items()
        }
    text = _decoded(raw, table.encoding, where)
    row = next(csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter), [])
    return dict(zip(table.header, row, strict=False))


def _json(raw: bytes, encoding: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(_decoded(raw, encoding, where))
    except (ValueError, RecursionError) as err:
        raise DamagedFile(
            f"not a line of JSON: {err}", where=where, hint="a JSON Lines file has an object a line"
        ) from err
    if not isinstance(value, dict):
        raise DamagedFile("not a JSON object", where=where, hint="a JSON Lines file has an object a line")
    return value


def _lines(file: Path) -> Iterator[tuple[int, int]]:
    at = 0
    with file.open("rb") as source:
        for line in source:
            if line.strip(b" \t\r\n\xef\xbb\xbf"):
                yield at, at + len(line)
            at += len(line)


def _csv_rows(file: Path, encoding: str, delimiter: str) -> Iterator[tuple[list[str], tuple[int, int]]]:
    """The rows of a CSV file and where each lies; quoted texts may hold line breaks."""
    csv.field_size_limit(limits.FILE)
    at = 0

    def lines() -> Iterator[str]:
        nonlocal at
        with file.open("rb") as source:
            for line in source:
                at += len(line)
                yield _decoded(line, encoding, f"{file}, byte {at - len(line)}")

    start = 0
    try:
        for row in csv.reader(lines(), delimiter=delimiter):
            yield row, (start, at)
            start = at
    except csv.Error as err:
        raise DamagedFile(
            f"not CSV: {err}", where=f"{file}, byte {at}", hint="save the table again as CSV, UTF-8"
        ) from err


def _delimiter(file: Path, encoding: str) -> str:
    with file.open("rb") as source:
        head = source.readline(limits.MIB).decode(encoding, "replace")
    return max(",;\t", key=head.count)


def _encoding(file: Path) -> str:
    with file.open("rb") as source:
        head = source.read(limits.MIB)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in head[:1000]:
        raise BinaryFile("not a text file in UTF-8 or GB18030", where=str(file), hint="save it as CSV, UTF-8")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _slice(file: Path, start: int, end: int) -> bytes:
    with file.open("rb") as source:
        source.seek(start)
        return source.read(end - start)


def _decoded(raw: bytes, encoding: str, where: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as err:
        raise EncodingError(
            f"not {encoding} (byte {err.start})", where=where, hint="save the table as UTF-8"
        ) from err


def _safe(name: str) -> str:
    """A name that every file system takes."""
    clean = _UNSAFE.sub("_", name).strip(" .") or "record"
    return clean.encode("utf-8")[:120].decode("utf-8", "ignore").strip(" .")
