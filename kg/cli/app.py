"""The Typer application: one line per command; the commands import what they need when they run."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli import analyse, ask, audit, build, compare, evaluate, export, fetch, query, report, serve, view
from kg.cli.common import common, settings, settings_file, tell_of_server
from kg.cli.console import manner

HELP = """Knowledge graphs from Chinese government reports (法治政府建设年度报告, 政府工作报告).

Institutions 机构, reforms 改革, policies 政策 and figures 指标 become RDF, each with the words that say so.

Begin with: kg build data/reports/linan-2023.txt && kg query --list"""

app = typer.Typer(
    name="kg",
    help=HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from kg import __version__

        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Give data as JSON.")] = False,
) -> None:
    manner.quiet, manner.verbose, manner.json = quiet, verbose, json
    values = settings(settings_file())
    tell_of_server(values)
    if values and context.invoked_subcommand:
        context.default_map = {context.invoked_subcommand: values}


GRAPH, DEVELOP = "Ask and show", "Develop"
app.command("fetch")(common(fetch.fetch))
app.command("build")(common(build.build))
app.command("load")(common(build.load))
app.command("extract")(common(build.extract))
app.command("ask", rich_help_panel=GRAPH)(common(ask.ask))
app.command("query", rich_help_panel=GRAPH)(common(query.query))
app.command("explain", rich_help_panel=GRAPH)(common(query.explain))
app.command("compare", rich_help_panel=GRAPH)(common(compare.compare))
app.command("analyse", rich_help_panel=GRAPH)(common(analyse.analyse))
app.command("view", rich_help_panel=GRAPH)(common(view.view))
app.command("audit", rich_help_panel=GRAPH)(common(audit.audit))
app.command("report", rich_help_panel=GRAPH)(common(report.report))
app.command("serve", rich_help_panel=GRAPH)(common(serve.serve))
app.command("export", rich_help_panel=GRAPH)(common(export.export))
app.command("evaluate", rich_help_panel=DEVELOP)(common(evaluate.evaluate))
