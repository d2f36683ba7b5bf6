"""``kg audit``: what a careful reader would say of the reports, and whether the graph is well formed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DONE, FAILED, SOME_FAILED, BaseIri, Output, Store, store_location
from kg.cli.console import as_json, complain, give, manner, say

if TYPE_CHECKING:
    from kg.audit.case import Cases
    from kg.model import Finding

TABLES = ("table", "csv", "tsv", "markdown")
FORMATS = (*TABLES, "json", "sarif", "shacl", "html")
LEVELS = ("error", "warning", "note")
SHAPE = "shape"
"""The rule that stands for all of ``ontology/shapes.ttl``; shape-MinCount and the like for one of them."""
MANY = 8
"""From so many reports on, all cores work."""


Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Reports, or folders of them; without any, what `kg build` left in the output folder.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}. (default: table)"),
]
Severity = Annotated[
    str,
    typer.Option(
        "--severity", metavar="LEVEL", help="Only findings as grave as this: error, warning or note."
    ),
]
Rules = Annotated[
    list[str] | None,
    typer.Option("--rule", metavar="CODE", help="Only this rule; may be given again. shape: only the graph."),
]


def audit(
    paths: Paths = None,
    format_: Format = None,
    output: Output = None,
    severity: Severity = "note",
    rule: Rules = None,
    list_: Annotated[bool, typer.Option("--list", help="List the rules and what each rests on.")] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help="zh or en.")] = "zh",
    store: Store = None,
    base_iri: BaseIri = None,
) -> int:
    """Check reports 核查: contents and deadline, figures, last year's report, reused text, promises, typing.

    Reports of one place and several years are best given together: kg audit data/reports --format html -o cards.html

    Exit code 1: findings of severity warning or error. Notes alone give 0.
    """
    from kg.audit import listing

    wanted = _checked(format_ or _by_ending(output), severity, lang, rule or [])
    if list_:
        table = listing.rules(lang=lang)
        give(table.to("json" if manner.json else wanted if wanted in TABLES else "table"), output=output)
        return DONE
    codes = frozenset(rule) if rule else None
    failed = 0
    if paths:
        cases, findings, failed = _of_reports(paths, codes, base_iri)
    else:
        cases, findings = _of_output(store, codes)
    shown = [f for f in findings if LEVELS.index(f.severity) <= LEVELS.index(severity)]
    _give(shown, cases, wanted, lang=lang, base_iri=base_iri, output=output)
    if failed:
        return SOME_FAILED if cases.cases else FAILED
    return FAILED if any(f.severity != "note" for f in shown) else DONE


def _checked(format_: str, severity: str, lang: str, rules: list[str]) -> str:
    from kg.audit.rule import abouts

    if format_ not in FORMATS:
        raise typer.BadParameter(
            f"no format {format_!r}; there are {', '.join(FORMATS)}", param_hint="--format"
        )
    if severity not in LEVELS:
        raise typer.BadParameter(
            f"no severity {severity!r}; there are {', '.join(LEVELS)}", param_hint="--severity"
        )
    if lang not in ("zh", "en"):
        raise typer.BadParameter(f"no language {lang!r}; there are zh, en", param_hint="--lang")
    for code in rules:
        if code not in abouts() and not code.startswith(SHAPE):
            raise typer.BadParameter(f"no rule {code!r}; --list shows them", param_hint="--rule")
    return format_


def _by_ending(output: Path | None) -> str:
    endings = {
        ".html": "html",
        ".json": "json",
        ".sarif": "sarif",
        ".ttl": "shacl",
        ".csv": "csv",
        ".tsv": "tsv",
        ".md": "markdown",
    }
    return endings.get(output.suffix.lower(), "table") if output else "json" if manner.json else "table"


def _of_reports(
    paths: list[Path], codes: frozenset[str] | None, base_iri: str | None
) -> tuple[Cases, tuple[Finding, ...], int]:
    """The cases and findings of report files, and how many could not be read."""
    from kg import pipeline
    from kg.audit.case import case, cases
    from kg.audit.engine import audit as run
    from kg.iri import Names
    from kg.vocab import DEFAULT_BASE

    names = Names(base_iri or DEFAULT_BASE)
    sources, failures = pipeline.find(paths)
    found = []
    for source, result in pipeline.extract_all(sources, workers=pipeline.useful_workers(paths, many=MANY)):
        if isinstance(result, pipeline.KgError):
            failures.append(pipeline.Failure(str(source.path), result))
        else:
            found.append(case(result.extraction, names=names, path=str(source.path)))
    for failure in failures:
        complain(f"error: {failure.error}")
    whole = cases(found)
    if len(whole.cases) < len(found):
        complain(f"warning: {len(found) - len(whole.cases)} files hold a report that another file holds too")
    return whole, run(whole, codes=codes), len(failures)


def _of_output(store: str | None, codes: frozenset[str] | None) -> tuple[Cases, tuple[Finding, ...]]:
    """The cases of an output folder, their findings and those on the graph in it."""
    from kg.audit.case import Cases
    from kg.audit.engine import audit as run
    from kg.audit.folder import cases_of
    from kg.audit.shapes import validate
    from kg.store import open_store

    location = store_location(store)
    shapes = {code for code in codes or () if code.startswith(SHAPE)}
    # The graph can be checked where the texts of the reports are not at hand.
    cases = Cases(()) if codes and codes == shapes else cases_of(_beside(location))
    findings = run(cases, codes=codes)
    if codes is None or shapes:
        with open_store(location, read_only=True) as opened:
            graph = validate(opened)
        findings += tuple(f for f in graph if codes is None or f.code in codes or SHAPE in codes)
    return cases, findings


def _beside(location: str) -> Path:
    """The output folder of a store. Raises StoreError for a server, which has none."""
    if "://" not in location:
        return Path(location).parent
    from kg.errors import StoreError
    from kg.store import shown

    hint = "audit the files, kg audit PATH, or the graph alone, with --rule shape"
    raise StoreError("a server holds no texts of reports", where=shown(location), hint=hint)


def _give(
    findings: Sequence[Finding],
    cases: Cases,
    format_: str,
    *,
    lang: str,
    base_iri: str | None,
    output: Path | None,
) -> None:
    if format_ == "html":
        from kg.audit.card import page

        give(page(findings, cases, lang=lang), output=output)
    elif format_ == "sarif":
        from kg.audit.sarif import sarif

        give(sarif(findings, cases, lang=lang), output=output)
    elif format_ == "shacl":
        from kg.audit.shacl import report
        from kg.iri import Names
        from kg.vocab import DEFAULT_BASE

        give(report(findings, names=Names(base_iri or DEFAULT_BASE)), output=output)
    elif format_ == "json":
        give(as_json([asdict(finding) for finding in findings]), output=output)
    elif format_ == "table" and output is None and sys.stdout.isatty():
        _show(findings, lang)
    else:
        from kg.audit import listing

        give(listing.table(findings, lang=lang).to(format_), output=output)
    counts = [f"{sum(f.severity == level for f in findings)} {level}s" for level in LEVELS]
    read = len(cases.cases)
    say(f"{read} report{'' if read == 1 else 's'}: {', '.join(counts)}")


def _show(findings: Sequence[Finding], lang: str) -> None:
    """The findings on a terminal, report by report."""
    from itertools import groupby

    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    colours = {"error": "red", "warning": "yellow", "note": "cyan"}
    for file, group in groupby(findings, key=lambda f: f.file or f.report):
        table = Table(
            title=escape(file),
            title_justify="left",
            title_style="bold",
            box=None,
            pad_edge=False,
            show_header=False,
        )
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, justify="right", style="dim")
        table.add_column(overflow="fold")
        for f in group:
            message = f.message_zh if lang == "zh" and f.message_zh else f.message
            quote = " ".join(f.quote.split())[:60]
            body = f"{escape(message)}  [dim]{f.code}, {f.confidence}[/]" + (
                f"\n[dim]{escape(quote)}[/]" if quote else ""
            )
            table.add_row(
                f"[{colours[f.severity]}]{f.severity}[/]", "" if f.start is None else str(f.start), body
            )
        console.print(table)
        console.print()
