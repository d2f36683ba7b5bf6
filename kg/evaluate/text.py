"""Scores as text for a terminal, and as JSON: the table, the slips, the comparison of two runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.evaluate.details import DETAILS
from kg.evaluate.sentences import sentence_at
from kg.evaluate.tally import Slip

if TYPE_CHECKING:
    from kg.evaluate import Evaluation, Judged

Figures = Mapping[str, Mapping[str, Mapping[str, Any]]]

COMPARED = (
    "entity", "entity:Institution", "entity:Reform", "entity:Policy", "entity:Recognition",
    "number", "fact", "relation", *DETAILS,
)  # fmt: skip
"""The scores that are compared between two runs."""


def value(figures: Mapping[str, Mapping[str, Any]], name: str) -> float | None:
    """The one figure of a score: F1, or the share for a detail of facts; None where there is none."""
    found = figures.get("fact", {}).get(name) if name in DETAILS else figures.get(name, {}).get("f1")
    return None if found is None else float(found)


def table(figures: Figures) -> str:
    """A block of lines per report and one for the total: P, R, F1, the counts, and details of facts."""
    lines = []
    for report, scores in figures.items():
        lines.append(report)
        for name, row in scores.items():
            details = "  ".join(
                f"{'code P' if key == 'code_precision' else key} {row[key]:.3f}"
                for key in DETAILS
                if row.get(key) is not None
            )
            line = (
                f"  {name:20} P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['f1']:.3f}"
                f"  tp {row['tp']:4} fp {row['fp']:4} fn {row['fn']:4}  {details}"
            )
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def comparison(whole: Figures, without: Figures, left_out: Mapping[str, tuple[str, ...]]) -> str:
    """A block of lines per report and one for the total: each figure, the one without, the difference."""
    lines = []
    for report, scores in whole.items():
        count = len(left_out.get(report, ()))
        lines.append(f"{report}  {count} rows left out" if report in left_out else report)
        for name, one, other in differences(scores, without[report]):
            lines.append(f"  {name:20} {one:.3f}  without {other:.3f}  {_signed(other - one)}")
    return "\n".join(lines) + "\n"


def differences(
    whole: Mapping[str, Mapping[str, Any]], without: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, float, float]]:
    """The scores of one report that both runs have: name, figure, figure without."""
    for name in COMPARED:
        one, other = value(whole, name), value(without, name)
        if one is not None and other is not None:
            yield name, one, other


def _signed(difference: float) -> str:
    return f"{difference:+.3f}" if abs(difference) >= 0.0005 else " 0.000"


def items(result: Evaluation) -> dict[str, dict[str, dict[str, list[dict[str, Any]]]]]:
    """By report and score what was missed and extra, by detail what was wrong, each with its sentence."""
    found: dict[str, dict[str, dict[str, list[dict[str, Any]]]]] = {}
    for report, one in result.reports.items():
        kinds = found[report] = {
            name: {"missed": _slips(one, tally.missed), "extra": _slips(one, tally.extra)}
            for name, tally in sorted(one.score.tallies.items())
        }
        for name, share in one.score.details.items():
            if share.wrong:
                kinds[name] = {"wrong": _slips(one, share.wrong)}
    return found


def _slips(one: Judged, slips: list[Slip]) -> list[dict[str, Any]]:
    return [
        {"item": slip.label, "span": slip.span, "sentence": sentence_at(one.document, slip.span)}
        for slip in slips
    ]


def lists(result: Evaluation) -> str:
    """The slips as lines, each followed by its sentence on a line of its own, indented."""
    return "".join(
        f"{report}: {kind:6} {name}: {slip['item']}\n"
        + (f"    {slip['sentence']}\n" if slip["sentence"] else "")
        for report, scores in items(result).items()
        for name, kinds in scores.items()
        for kind, slips in kinds.items()
        for slip in slips
    )
