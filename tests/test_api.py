"""``import kg`` is light, and gives what its docstring promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg


def test_import_is_light() -> None:
    code = "import sys, kg; print(sorted({'rdflib', 'pyoxigraph', 'networkx', 'jieba', 'typer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_functions_and_modules_come_on_first_use(sample: Path, output: Path) -> None:
    extraction = kg.extract(sample)
    assert extraction.document.name == sample.stem
    assert kg.read.read(sample) == extraction.document
    with kg.open(output) as dataset:
        asked = "SELECT (COUNT(*) AS ?n) WHERE { ?x a kg:Report }"
        table = dataset.query(asked)
        assert kg.query.run(dataset.store, asked) == table
    assert table.rows == ((1,),)


def test_every_name_promised_is_there() -> None:
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    assert set(kg.__all__) <= set(dir(kg))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        kg.nonsense  # noqa: B018
