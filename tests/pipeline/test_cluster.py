"""A build on a real Dask cluster of this machine, one of whose workers is lost midway."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import corpus
import pytest
from pipeline.crashes import state

from kg.errors import KgError
from kg.pipeline import Step, build, load, partition, partitions

distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'fazhi-kg[dask]'")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers, each a process."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as running:
        yield running


def test_a_lost_worker_costs_no_report(cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.cluster.CHUNK", 2)
    monkeypatch.setattr("kg.pipeline.cluster.AHEAD", 1)
    corpus.write(tmp_path / "reports", 16)
    with distributed.Client(cluster, set_as_default=False) as client:
        workers = client.run(os.getpid)
    killed = []

    def kill(step: Step) -> None:
        if step.stage == "reports" and step.done == 3 and not killed:
            killed.append(next(iter(workers.values())))
            os.kill(killed[0], signal.SIGKILL)

    summary = build(
        [tmp_path / "reports"], output=tmp_path / "o", dask=cluster.scheduler_address, progress=kill
    )
    assert killed
    assert (summary.built, summary.failures) == (16, ())
    build([tmp_path / "reports"], output=tmp_path / "here")
    assert state(tmp_path / "o") == state(tmp_path / "here")


def test_workers_write_partitions_of_their_own(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "REPORTS", 3)
    monkeypatch.setattr("kg.pipeline.cluster.AHEAD", 1)
    corpus.write(tmp_path / "reports", 16)
    with distributed.Client(cluster, set_as_default=False) as client:
        workers = client.run(os.getpid)
    killed = []

    def kill(step: Step) -> None:
        if not killed:
            killed.append(next(iter(workers.values())))
            os.kill(killed[0], signal.SIGKILL)

    address = cluster.scheduler_address
    spread = partition([tmp_path / "reports"], folder=tmp_path / "parts", dask=address, progress=kill)
    assert killed
    assert (spread.built, spread.partitions, spread.failures) == (16, 6, ())
    partition([tmp_path / "reports"], folder=tmp_path / "here")
    assert sorted(os.listdir(tmp_path / "here")) == sorted(os.listdir(tmp_path / "parts"))
    for path in (tmp_path / "here").iterdir():
        assert path.read_bytes() == (tmp_path / "parts" / path.name).read_bytes(), path.name
    load(tmp_path / "parts", output=tmp_path / "loaded")
    build([tmp_path / "reports"], output=tmp_path / "built")
    assert state(tmp_path / "loaded") == state(tmp_path / "built")


def test_where_no_cluster_is_the_error_says_so(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.pipeline.cluster.PATIENCE", "1s")
    with pytest.raises(KgError, match="no Dask cluster answers"):
        build([sample], output=tmp_path / "o", dask="tcp://127.0.0.1:9")
    assert not (tmp_path / "o").exists()
