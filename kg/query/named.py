"""The named queries of ``ontology/queries/``, each with what it answers."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.errors import QueryError, UnknownQuery

_HEADER = re.compile(r"#\s*(name|title-zh|title-en|param):\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a named query; an empty default means: no restriction."""

    name: str
    default: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of ``ontology/queries/``, with what it answers."""

    name: str
    title_zh: str
    title_en: str
    params: tuple[Param, ...]
    text: str


@cache
def named() -> list[NamedQuery]:
    """All named queries, by name. Raises QueryError for a file whose header is wrong."""
    files = sorted(resources.ontology("queries").glob("*.rq"))
    return [_read(file.read_text(encoding="utf-8"), file.stem) for file in files]


def find(name: str) -> NamedQuery:
    """The named query of that name. Raises UnknownQuery, with the nearest names."""
    for query in named():
        if query.name == name:
            return query
    near = difflib.get_close_matches(name, [q.name for q in named()], n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "see kg query --list"
    raise UnknownQuery("no named query", where=name, hint=hint)


def _read(text: str, stem: str) -> NamedQuery:
    """Its header: ``# name:``, ``# title-zh:``, ``# title-en:``, ``# param: k = default ; zh ; en``."""
    found: dict[str, str] = {}
    params: list[Param] = []
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header is None:
            continue
        if header[1] != "param":
            found[header[1]] = header[2]
            continue
        words, _, titles = header[2].partition(";")
        name, _, default = words.partition("=")
        zh, _, en = titles.partition(";")
        params.append(Param(name.strip(), default.strip(), zh.strip(), en.strip()))
    missing = [key for key in ("name", "title-zh", "title-en") if not found.get(key)]
    if missing or found["name"] != stem:
        raise QueryError(f"header lacks {', '.join(missing) or 'its own name'}", where=f"{stem}.rq")
    return NamedQuery(stem, found["title-zh"], found["title-en"], tuple(params), text)
