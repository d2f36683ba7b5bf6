"""Holds answers against the gold annotations: a question is right, wrong, or declined without an answer."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from kg.ask import Answer
from kg.ask.words import key

ROOT = Path(__file__).resolve().parents[2]
Json = dict[str, Any]


def questions() -> list[Json]:
    """The questions of ``questions.toml``."""
    found: list[Json] = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))[
        "question"
    ]
    return found


@cache
def gold(name: str) -> Json:
    """One gold file."""
    found: Json = json.loads((ROOT / "data" / "gold" / f"{name}.json").read_text("utf-8"))
    return found


@cache
def gold_names() -> tuple[str, ...]:
    """The stems of all gold files."""
    return tuple(sorted(path.stem for path in (ROOT / "data" / "reports").glob("*.txt")))


def judge(question: Json, answer: Answer, *, tolerant: bool = False) -> list[str]:
    """What is wrong with an answer; empty where it is right.

    ``tolerant`` is for a graph that the extraction made: of the things to list a fifth may be missing or too
    many, since the extraction errs; a figure may never be another one.
    """
    faults = []
    if answer.status not in question["outcome"].split("|"):
        faults.append(f"status {answer.status}, not {question['outcome']}")
    faults += [f"does not say {word}" for word in question.get("says", ()) if word not in _all_text(answer)]
    faults += [f"says {word}" for word in question.get("never", ()) if word in answer.text]
    cells = "\n".join(str(cell) for row in answer.rows for cell in row)
    faults += [f"no row holds {word}" for word in question.get("cells", ()) if word not in cells]
    declined = question.get("declined", False) and not answer.answered
    for figure in () if declined else question.get("figures", ()):
        faults += _figure_faults(figure, answer)
    if "figures" in question and answer.answered:
        allowed = {_value(figure) for figure in question["figures"]}
        if question.get("only", True) and (extra := _values(answer) - allowed):
            faults.append(f"gives other values: {sorted(extra)}")
    if "things" in question:
        faults += _things_faults(question["things"], answer, tolerant)
    if "rows" in question and len(answer.rows) != question["rows"]:
        faults.append(f"{len(answer.rows)} rows, not {question['rows']}")
    return faults


def is_silent_error(question: Json, answer: Answer, faults: list[str]) -> bool:
    """Whether a wrong answer is given as if it were one."""
    return bool(faults) and answer.answered


def _all_text(answer: Answer) -> str:
    return "\n".join((answer.text, *answer.notes, *answer.suggestions))


def _values(answer: Answer) -> set[Decimal]:
    at = answer.columns.index("数值")
    return {Decimal(str(row[at])) for row in answer.rows if row[at] is not None}


def _value(figure: Json) -> Decimal:
    rows = [o for o in gold(figure["report"])["observations"] if o["indicator"] == figure["indicator"]]
    own = str(gold(figure["report"])["document"]["year"])
    rows = [o for o in rows if own in str(o["period"])] or rows
    assert rows, figure
    value = rows[0]["baseline"]["value"] if figure.get("baseline") else rows[0]["value"]
    return Decimal(str(value))


def _figure_faults(figure: Json, answer: Answer) -> list[str]:
    if "数值" not in answer.columns:
        return ["gives no values"]
    wanted = _value(figure)
    return [] if wanted in _values(answer) else [f"{figure['indicator']} {wanted} not given"]


def _things_faults(asked: Json, answer: Answer, tolerant: bool) -> list[str]:
    if "主体" not in answer.columns:
        return ["lists no statements"]
    side = "subject" if "object" in asked else "object"
    at = answer.columns.index("主体" if side == "subject" else "对象")
    given = {key(str(row[at])) for row in answer.rows}
    firm, allowed = _wanted(asked, side)
    missing = [names for names in firm if not given & names]
    every = set().union(*allowed) if allowed else set()
    extra = sorted(given - every)
    slack = max(len(firm) // 5, 1) if tolerant else 0
    faults = []
    if len(missing) > slack or (firm and len(missing) == len(firm)):
        faults.append(f"missing: {[sorted(names)[0] for names in missing]}")
    if len(extra) > slack:
        faults.append(f"too many: {extra}")
    return faults


def _wanted(asked: Json, side: str) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """The names of what has to be listed, and of all that may be."""
    firm, allowed = [], []
    for name in [asked["report"]] if "report" in asked else gold_names():
        if "reports" in asked and name not in asked["reports"]:
            continue
        annotations = gold(name)
        entities = {e["id"]: e for e in annotations["entities"]}
        for relation in annotations["relations"]:
            known = {end: _names(entities[relation[end]]) for end in ("subject", "object")}
            if relation["predicate"] != asked["predicate"]:
                continue
            if any(end in asked and key(asked[end]) not in known[end] for end in known):
                continue
            allowed.append(known[side])
            if not relation.get("optional") and not entities[relation[side]].get("optional"):
                firm.append(known[side])
    assert firm or asked.get("none"), asked
    return firm, allowed


def _names(entity: Json) -> frozenset[str]:
    return frozenset(key(name) for name in (entity["name"], *entity["aka"]))
