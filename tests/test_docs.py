"""The commands of the README and the docs run, and print what the pages show (``make docs`` writes it anew)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shell import PAGES, ROOT, rewrite, run, steps, workplace

LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#)([^)#\s]+)[^)]*\)")


def test_pages_have_commands() -> None:
    counted = {page: len(list(steps(page, (ROOT / page).read_text("utf-8")))) for page in PAGES}
    assert counted["README.md"] >= 8
    assert counted["README.zh.md"] == counted["README.md"]


@pytest.mark.parametrize("page", PAGES)
def test_commands_run_and_print_what_is_shown(page: str, tmp_path: Path) -> None:
    folder = workplace(tmp_path)
    for step in steps(page, (ROOT / page).read_text("utf-8")):
        done = run(step, folder)
        assert done.returncode == 0, f"{step.command}\n{done.stdout}"
        if step.shown:
            assert step.output_as_shown(done.stdout) == step.shown, step.command


@pytest.mark.parametrize("page", [*PAGES, "output/README.md"])
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in LINK.findall(path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (
        [step.command for step in steps(page, (ROOT / page).read_text("utf-8"))]
        for page in ("README.md", "README.zh.md")
    )
    assert english == chinese


def test_a_shown_output_is_compared(tmp_path: Path) -> None:
    page = "```console 2\n$ printf 'a\\nb\\nc\\n'\na\nb\n…\n$ true\n```\n"
    first, second = steps("x", page)
    assert first.output_as_shown(run(first, tmp_path).stdout) == first.shown == ("a", "b", "…")
    assert second.shown == ()
    assert callable(rewrite)
