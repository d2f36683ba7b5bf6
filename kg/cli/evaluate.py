"""``kg evaluate``: scores against gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.common import DONE, FAILED
from kg.cli.console import as_json, complain, give, manner, note, say

if TYPE_CHECKING:
    from kg.evaluate import Evaluation


Gold = Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="A folder of annotations NAME.json.")]
Reports = Annotated[
    Path | None,
    typer.Option(
        "--reports", metavar="DIR", help="Where the reports NAME.txt lie. (default: GOLD_DIR/../reports)"
    ),
]
Floors = Annotated[
    Path | None,
    typer.Option("--floors", metavar="FILE", help="Least scores; exit code 1 when one is not reached."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Count as wrong also what the extraction itself calls optional.")
]
Without = Annotated[
    bool,
    typer.Option(
        "--leave-one-out",
        help="Score each report also without the word lists' rows that only its place uses.",
    ),
]
List = Annotated[
    bool, typer.Option("--list", help="List what was missed and what was extra, with the sentences.")
]
Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page with gold and extraction side by side."),
]


def evaluate(
    gold: Gold,
    reports: Reports = None,
    floors: Floors = None,
    strict: Strict = False,
    without: Without = False,
    list_: List = False,
    html: Html = None,
) -> int:
    """Score the extraction against gold annotations 评测: precision, recall and F1.

    With --leave-one-out, --list and --html show the extraction without those rows.
    """
    from kg import evaluate as evaluation

    least = evaluation.load(floors) if floors else {}
    result = evaluation.run(gold, reports=reports, strict=strict)
    again = evaluation.leave_one_out(result, gold, reports=reports, strict=strict) if without else None
    figures = result.figures()
    give(as_json(_data(result, again, list_=list_)) if manner.json else _text(result, again, list_=list_))
    if html:
        from kg.evaluate.page import page

        give(page(again or result), output=html)
    short = evaluation.check(least, figures)
    for one in short:
        complain(f"below its floor: {one}")
    if floors and not short:
        say(f"all scores reach the floors of {floors}")
    return FAILED if short else DONE


def _text(result: Evaluation, again: Evaluation | None, *, list_: bool) -> str:
    from kg.evaluate import text

    if again is None:
        shown = text.table(result.figures())
    else:
        shown = text.comparison(result.figures(), again.figures(), again.left_out)
        for report, rows in again.left_out.items():
            note(f"{report} without {', '.join(rows) or 'nothing'}")
    return shown + (text.lists(again or result) if list_ else "")


def _data(result: Evaluation, again: Evaluation | None, *, list_: bool) -> dict[str, Any]:
    from kg.evaluate import text

    figures: dict[str, Any] = result.figures()
    if again is None and not list_:
        return figures
    data: dict[str, Any] = {"scores": figures}
    if again is not None:
        other = again.figures()
        data["without"] = other
        data["difference"] = {
            report: {name: round(y - x, 4) for name, x, y in text.differences(scores, other[report])}
            for report, scores in figures.items()
        }
        data["left_out"] = again.left_out
    if list_:
        data["items"] = text.items(again or result)
    return data
