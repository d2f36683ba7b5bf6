"""``kg build`` and ``kg extract``: from reports to the graph, or to facts alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DONE, FAILED, SOME_FAILED, BaseIri
from kg.cli.console import as_json, complain, console, give, manner, note, say
from kg.cli.progress import following

if TYPE_CHECKING:
    from kg.pipeline import Failure, Spread, Summary

MANY = 8
"""From so many reports on, all cores work; for fewer, starting processes costs more than it saves."""

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH",
        help="Reports (.txt .html .docx .pdf .md), folders, patterns in quotes, .zip archives, tables of texts (.csv .jsonl).",
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="PART=COLUMN,…",
        help="Columns of a table of texts: text=正文,title=标题,published=日期,name=文件名. (default: by their usual names)",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", envvar="KG_WORKERS", min=1, metavar="N", help="Processes. (default: as many as help)"
    ),
]

Texts = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE|DIR",
        help="Write here instead of stdout; with --text a folder for many.",
        show_default=False,
    ),
]
TextOnly = Annotated[
    bool, typer.Option("--text", help="Only the decoded text 正文, which the offsets of facts refer to.")
]
Folder = Annotated[
    Path, typer.Option("-o", "--output", envvar="KG_OUTPUT", metavar="DIR", help="The output folder.")
]
Elsewhere = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="KG_STORE",
        metavar="DIR_OR_URL",
        help="Another folder for the store, or the URL of a SPARQL server. (default: OUTPUT/store)",
        show_default=False,
    ),
]


def build(
    paths: Paths,
    output: Folder = Path("output"),
    store: Elsewhere = None,
    workers: Workers = None,
    force: Annotated[bool, typer.Option("--force", help="Build unchanged reports again as well.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Remove reports whose files are gone.")] = False,
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask",
            metavar="ADDRESS",
            help="Spread the work over the Dask cluster with this scheduler (tcp://HOST:8786).",
            show_default=False,
        ),
    ] = None,
    partitions: Annotated[
        Path | None,
        typer.Option(
            "--partitions",
            metavar="DIR",
            help="Write N-Quads in parts into this folder instead, for `kg load`: the workers do it themselves.",
            show_default=False,
        ),
    ] = None,
    columns: Columns = None,
    base_iri: BaseIri = None,
) -> int:
    """Build the knowledge graph 构建知识图谱 of reports: store, Turtle, viewer, facts, indicators, findings.

    Unchanged reports are skipped, changed ones replaced.
    """
    from kg import pipeline

    paths = _told(paths, columns)
    with following() as progress:
        if partitions is not None:
            return _spread(
                pipeline.partition(
                    paths,
                    folder=partitions,
                    workers=workers,
                    force=force,
                    base_iri=base_iri,
                    dask=dask,
                    progress=progress,
                )
            )
        summary = pipeline.build(
            paths,
            output=output,
            store=store,
            workers=workers,
            force=force,
            prune=prune,
            dask=dask,
            base_iri=base_iri,
            progress=progress,
        )
    return _built(summary, output)


def load(
    partitions: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="The folder that `kg build --partitions` wrote.", show_default=False
        ),
    ],
    output: Folder = Path("output"),
    store: Elsewhere = None,
    force: Annotated[bool, typer.Option("--force", help="Load again what is there already as well.")] = False,
) -> int:
    """Load 载入 the partitions of a graph into a store and an output folder, as if they had been built there.

    What is there already is skipped; a load that is cut off goes on where it was.
    """
    from kg import pipeline

    with following() as progress:
        summary = pipeline.load(partitions, output=output, store=store, force=force, progress=progress)
    return _built(summary, output)


def _built(summary: Summary, output: Path) -> int:
    """Say what was built; the exit code for it."""
    if manner.json:
        give(as_json(summary.as_dict()))
    elif summary.written and not manner.quiet:
        _show(summary)
    for warning in summary.warnings:
        complain(f"warning: {warning}")
    if summary.written and not manner.json:
        say(f"Open {output / 'graph.html'} in a browser; ask with: kg query --list")
    return _code(summary.failures, done=summary.reports)


def _spread(spread: Spread) -> int:
    """Say what was written in partitions; the exit code for it."""
    if manner.json:
        give(as_json(spread.as_dict()))
    for warning in spread.warnings:
        complain(f"warning: {warning}")
    if spread.partitions and not manner.json:
        say(f"built {spread.built}, unchanged {spread.unchanged}, failed {len(spread.failures)}")
        parts = "partition" if spread.partitions == 1 else "partitions"
        say(
            f"{spread.quads:,} statements in {spread.partitions:,} {parts}; load them with: kg load {spread.folder}"
        )
    return _code(spread.failures, done=spread.reports)


def extract(
    paths: Paths,
    output: Texts = None,
    text: TextOnly = False,
    columns: Columns = None,
    base_iri: BaseIri = None,
) -> int:
    """Extract facts 抽取 as JSON: one object for one report, JSON Lines for more. Needs no store."""
    from kg import pipeline
    from kg.facts import to_facts
    from kg.iri import Names
    from kg.vocab import DEFAULT_BASE

    paths = _told(paths, columns)
    if text:
        return _texts(paths, output)
    names = Names(base_iri or DEFAULT_BASE)
    sources, failures = pipeline.find(paths)
    found = []
    workers = pipeline.useful_workers(paths, many=MANY)
    for source, result in pipeline.extract_all(sources, workers=workers):
        if isinstance(result, pipeline.KgError):
            failures.append(pipeline.Failure(str(source.path), result))
        else:
            note(f"extracted {source.path}")
            found.append(to_facts(result.extraction, names=names))
    if len(found) == 1 and len(sources) == 1:
        give(as_json(found[0]), output=output)
    elif found:
        give("".join(json.dumps(facts, ensure_ascii=False) + "\n" for facts in found), output=output)
    return _code(failures, done=len(found))


def _told(paths: list[Path], columns: str | None) -> list[Path]:
    """The paths, tables of texts with their columns."""
    from kg.read import records

    return [records.told(path, columns) if columns and records.is_table(path) else path for path in paths]


def _texts(paths: list[Path], output: Path | None) -> int:
    """Write the texts of reports, character by character as offsets count them."""
    from kg import pipeline
    from kg.read import read

    sources, failures = pipeline.find(paths)
    folder = output is not None and str(output) != "-" and (len(sources) > 1 or output.is_dir())
    if len(sources) > 1 and not folder:
        raise typer.BadParameter(
            f"{len(sources)} texts need a folder of their own: -o DIR", param_hint="--text"
        )
    done = 0
    for source in sources:
        try:
            document = read(source.path)
        except pipeline.KgError as err:
            failures.append(pipeline.Failure(str(source.path), pipeline.placed(err, source.path)))
            continue
        give(
            document.text.encode("utf-8", "surrogatepass"),
            output=output / f"{source.name}.txt" if folder and output is not None else output,
        )
        done += 1
    return _code(failures, done=done)


def _code(failures: list[Failure] | tuple[Failure, ...], *, done: int) -> int:
    """Say what failed; the exit code for it."""
    for failure in failures:
        complain(f"error: {failure.error}")
    if not failures:
        return DONE
    return SOME_FAILED if done else FAILED


def _show(summary: Summary) -> None:
    from rich.table import Table

    table = Table(
        title=f"Graph of {summary.graphs} report{'' if summary.graphs == 1 else 's'}", title_justify="left"
    )
    table.add_column("what")
    table.add_column("how many", justify="right")
    for name, count in summary.counts().items():
        table.add_row(name, f"{count:,}")
    console().print(table)
    say(f"built {summary.built}, unchanged {summary.unchanged}, failed {len(summary.failures)}")
    for path in summary.written:
        say(f"  {path}")
