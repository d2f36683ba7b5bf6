"""``kg build`` and ``kg extract``: from reports to the graph, or to facts alone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DONE, FAILED, SOME_FAILED, BaseIri, Output
from kg.cli.console import as_json, complain, console, give, manner, note, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.pipeline import Failure, Summary

MANY = 8
"""From so many reports on, all cores work; for fewer, starting processes costs more than it saves."""

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Reports, or folders of reports (*.txt).")]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", envvar="KG_WORKERS", min=1, metavar="N", help="Processes. (default: as many as help)"
    ),
]


def build(
    paths: Paths,
    output: Annotated[
        Path, typer.Option("-o", "--output", envvar="KG_OUTPUT", metavar="DIR", help="The output folder.")
    ] = Path("output"),
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            envvar="KG_STORE",
            metavar="DIR",
            help="Another folder for the store. (default: OUTPUT/store)",
            show_default=False,
        ),
    ] = None,
    workers: Workers = None,
    force: Annotated[bool, typer.Option("--force", help="Build unchanged reports again as well.")] = False,
    base_iri: BaseIri = None,
) -> int:
    """Build the knowledge graph 构建知识图谱 of reports: store, Turtle, viewer, facts, indicators, findings.

    Unchanged reports are skipped, changed ones replaced.
    """
    from kg import pipeline

    with _progress() as progress:
        summary = pipeline.build(
            paths,
            output=output,
            store=store,
            workers=workers or pipeline.useful_workers(paths, many=MANY),
            force=force,
            base_iri=base_iri,
            progress=progress,
        )
    if manner.json:
        give(as_json(summary.as_dict()))
    elif summary.written and not manner.quiet:
        _show(summary)
    for warning in summary.warnings:
        complain(f"warning: {warning}")
    if manner.json or not summary.written:
        return _code(summary.failures, done=summary.reports)
    say(f"Open {output / 'graph.html'} in a browser; ask with: kg query --list")
    return _code(summary.failures, done=summary.reports)


def extract(paths: Paths, output: Output = None, base_iri: BaseIri = None) -> int:
    """Extract facts 抽取 as JSON: one object for one report, JSON Lines for more. Needs no store."""
    from kg import pipeline
    from kg.facts import to_facts
    from kg.iri import Names
    from kg.vocab import DEFAULT_BASE

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


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal; a line for each report with -v; else nothing."""
    target = console()
    if manner.quiet or not target.is_terminal or os.environ.get("TERM") == "dumb":
        yield lambda done, total, name: note(f"{done}/{total} {name}")
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=target, transient=True) as bar:
        task = bar.add_task("reports", total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total, description=name)
