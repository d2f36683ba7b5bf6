"""``kg ask``: a question in Chinese."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.common import DONE, FAILED, Store, store_location
from kg.cli.console import complain, give, manner

FORMATS = ("text", "json", "markdown")


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question in Chinese.")],
    sparql: Annotated[
        bool, typer.Option("--sparql", help="Give only the SPARQL behind the answer, as for `kg query -`.")
    ] = False,
    store: Store = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="text, json or markdown (default: text)."),
    ] = None,
) -> int:
    """Ask the graph in Chinese 提问: a figure, a comparison, who, which, how many, when, evidence.

    The answer comes with its SPARQL, its sentences and what to be wary of.
    Where a question is not understood, or the graph does not answer it, that is said,
    with questions near to it: exit code 1.

    For example:

    kg ask "某区2023年行政复议调撤率是多少"
    kg ask "某区和某市2023年谁的公职律师多"
    kg ask "某区2023年行政机关负责人出庭应诉率与上年相比变化多少"
    kg ask "2023年各地行政复议收案数排名"
    kg ask "哪些单位推进了证照分离改革"
    kg ask "某区2023年获得了哪些荣誉"
    kg ask "某某称号是谁授予的"
    kg ask "某市存在哪些问题"
    kg ask "某区下一步有什么打算"
    kg ask "图谱里有哪些报告"
    """
    from kg import ask as asking
    from kg.store import open_store

    shape = format_ or ("json" if manner.json else "text")
    if shape not in FORMATS:
        raise typer.BadParameter(f"no such format: {shape}; there are {', '.join(FORMATS)}")
    with open_store(store_location(store), read_only=True) as opened:
        answer = asking.ask(opened, question)
    if not sparql:
        give(answer.to(shape))
    elif answer.sparql:
        give(answer.sparql)
    else:
        complain(answer.text)
    return DONE if answer.answered else FAILED
