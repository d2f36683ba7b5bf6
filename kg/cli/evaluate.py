"""``kg evaluate``: scores against gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.common import DONE, FAILED
from kg.cli.console import as_json, complain, give, manner, say

if TYPE_CHECKING:
    from kg.evaluate import Evaluation


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="A folder of annotations NAME.json.")],
    reports: Annotated[
        Path | None,
        typer.Option(
            "--reports", metavar="DIR", help="Where the reports NAME.txt lie. (default: GOLD_DIR/../reports)"
        ),
    ] = None,
    floors: Annotated[
        Path | None,
        typer.Option("--floors", metavar="FILE", help="Least scores; exit code 1 when one is not reached."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Count as wrong also what the extraction itself calls optional.")
    ] = False,
    list_: Annotated[bool, typer.Option("--list", help="List what was missed and what was extra.")] = False,
) -> int:
    """Score the extraction against gold annotations 评测: precision, recall and F1."""
    from kg import evaluate as evaluation

    least = evaluation.load(floors) if floors else {}
    result = evaluation.run(gold, reports=reports, strict=strict)
    figures = result.figures()
    give(as_json(_with_lists(figures, result) if list_ else figures) if manner.json else _table(figures))
    if list_ and not manner.json:
        give(_lists(result))
    short = evaluation.check(least, figures)
    for one in short:
        complain(f"below its floor: {one}")
    if floors and not short:
        say(f"all scores reach the floors of {floors}")
    return FAILED if short else DONE


def _table(figures: dict[str, Any]) -> str:
    lines = []
    for report, scores in figures.items():
        lines.append(report)
        for name, row in scores.items():
            details = "  ".join(
                f"{key} {row[key]:.3f}"
                for key in ("period", "about", "baseline", "code")
                if row.get(key) is not None
            )
            line = (
                f"  {name:20} P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['f1']:.3f}"
                f"  tp {row['tp']:4} fp {row['fp']:4} fn {row['fn']:4}  {details}"
            )
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def _items(result: Evaluation) -> dict[str, dict[str, dict[str, list[str]]]]:
    return {
        report: {name: {"missed": t.missed, "extra": t.extra} for name, t in sorted(score.tallies.items())}
        for report, score in result.scores.items()
    }


def _with_lists(figures: dict[str, Any], result: Evaluation) -> dict[str, Any]:
    return {"scores": figures, "items": _items(result)}


def _lists(result: Evaluation) -> str:
    return "".join(
        f"{report}: {kind:6} {name}: {item}\n"
        for report, tallies in _items(result).items()
        for name, kinds in tallies.items()
        for kind, items in kinds.items()
        for item in items
    )
