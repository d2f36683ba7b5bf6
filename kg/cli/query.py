"""``kg query`` and ``kg explain``: questions to the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DONE, Store, store_location
from kg.cli.console import as_json, give, manner

if TYPE_CHECKING:
    from kg.query import NamedQuery
    from kg.store import Store as Opened


def query(
    sparql: Annotated[
        str | None,
        typer.Argument(metavar="SPARQL", help="A query; - reads it from stdin.", show_default=False),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", metavar="FILE.rq", help="A query in a file.")
    ] = None,
    name: Annotated[str | None, typer.Option("-n", "--name", metavar="NAME", help="A named query.")] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="List the named queries and what each answers.")
    ] = False,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="K=V", help="A value for a named query's parameter."),
    ] = None,
    explain_prefixes: Annotated[
        bool,
        typer.Option(
            "--explain-prefixes",
            help="Show the prefixes known without declaring, or those that a query uses, as PREFIX lines.",
        ),
    ] = False,
    timeout: Annotated[
        float | None,
        typer.Option("--timeout", min=0.001, metavar="SECONDS", help="Stop the query after this time."),
    ] = None,
    memory: Annotated[
        int | None,
        typer.Option("--memory", min=1, metavar="MB", help="Stop the query when it needs more memory."),
    ] = None,
    max_rows: Annotated[
        int | None,
        typer.Option("--max-rows", min=1, metavar="N", help="Refuse an answer of more rows or triples."),
    ] = None,
    store: Store = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="table, csv, tsv, json, srj, xml, markdown or turtle (default: table).",
        ),
    ] = None,
) -> int:
    """Ask the graph in SPARQL 查询: your own query, a file, or one of the named ones.

    A query that hits one of its limits ends with exit code 4, and gives nothing.
    """
    from kg import query as queries
    from kg.query.limits import Limits, bound_memory, limited

    if list_:
        named = queries.named()
        give(as_json([_described(one) for one in named]) if manner.json else _listing(named))
        return DONE
    if explain_prefixes and (sparql, file, name) == (None, None, None):
        give(_prefixes(None))
        return DONE
    _exactly_one(sparql, file, name)
    params = _params(param or [])
    text = queries.find(name).text if name is not None else _text(sparql, file)
    if explain_prefixes:
        give(_prefixes(text))
        return DONE
    location, form = store_location(store), format_ or ("json" if manner.json else "table")
    limits = Limits(seconds=timeout, megabytes=memory, rows=max_rows)

    def answer() -> str:
        with _opened(location, timeout) as opened:
            bound_memory(limits)
            if name is not None:
                return queries.run_named(opened, name, params=params, rows=max_rows).to(form)
            return queries.run(opened, text, params=params, rows=max_rows).to(form)

    # In a process of its own also without limits: the engine, once at work, does not hear Ctrl+C.
    give(limited(answer, limits))
    return DONE


def _opened(location: str, timeout: float | None) -> Opened:
    """The store for reading; a server may take a little more time than the query, which is stopped first."""
    from dataclasses import replace

    from kg.store import open_store

    if timeout is None or "://" not in location:
        return open_store(location, read_only=True)
    from kg.store.protocol import Settings

    settings = replace(Settings.from_environment(), timeout=timeout + 1)
    return open_store(location, read_only=True, settings=settings)


def _prefixes(sparql: str | None) -> str:
    """Declarations of our prefixes: of those that a query uses, of all for None."""
    from kg.store.answers import declarations
    from kg.vocab import PREFIXES

    if sparql is not None:
        return "".join(f"{line}\n" for line in declarations(sparql))
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(PREFIXES.items()))


def _exactly_one(*given: object) -> None:
    if sum(source is not None for source in given) != 1:
        raise typer.BadParameter(
            "give one query: as SPARQL, with -f FILE, or with -n NAME (--list shows the names)"
        )


def _text(sparql: str | None, file: Path | None) -> str:
    if sparql is not None:
        return sys.stdin.read() if sparql == "-" else sparql
    from kg.errors import MissingFile

    assert file is not None
    try:
        return file.read_text("utf-8-sig")
    except FileNotFoundError as err:
        raise MissingFile(
            "no such file", where=str(file), hint="-f takes a file with a SPARQL query"
        ) from err
    except UnicodeDecodeError as err:
        raise typer.BadParameter(f"{file}: not a query in UTF-8") from err


def _params(given: list[str]) -> dict[str, str]:
    params = {}
    for one in given:
        key, equals, value = one.partition("=")
        if not equals or not key:
            raise typer.BadParameter(f"{one!r} is not K=V", param_hint="--param")
        params[key] = value
    return params


def _described(one: NamedQuery) -> dict[str, object]:
    params = [{"name": p.name, "default": p.default, "zh": p.title_zh, "en": p.title_en} for p in one.params]
    return {"name": one.name, "zh": one.title_zh, "en": one.title_en, "params": params}


def _listing(named: list[NamedQuery]) -> str:
    lines = []
    for one in named:
        lines += [one.name, f"    {one.title_en}", f"    {one.title_zh}"]
        for param in one.params:
            default = f" (default: {param.default})" if param.default else ""
            lines.append(f"    --param {param.name}=…  {param.title_en} {param.title_zh}{default}")
    return "\n".join(lines) + "\n"


def explain(
    thing: Annotated[
        str, typer.Argument(metavar="NAME_OR_IRI", help="A name as reports write it, or an IRI.")
    ],
    store: Store = None,
) -> int:
    """Tell everything known about one thing 说明, with the sentences that say so."""
    from kg.explain import explain as about
    from kg.store import open_store

    with open_store(store_location(store), read_only=True) as opened:
        found = about(opened, thing)
    give(found.to("json" if manner.json else "text"))
    return DONE
