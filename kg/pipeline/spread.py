"""Reports into partitions, which whoever does the work writes: for more reports than one machine should load."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import DamagedFile
from kg.files import sweep
from kg.iri import Names
from kg.pipeline import manifest as manifests
from kg.pipeline import partitions
from kg.pipeline.cluster import Cluster
from kg.pipeline.journal import fingerprint
from kg.pipeline.manifest import Manifest, Partition
from kg.pipeline.outputs import useful_workers
from kg.pipeline.partitions import Task
from kg.pipeline.prepare import prepare
from kg.pipeline.run import Progress, Step
from kg.pipeline.sources import Failure, Source, find
from kg.pipeline.summary import failed
from kg.pipeline.workers import Executor, executor
from kg.vocab import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Spread:
    """What a run wrote: ``built`` and ``unchanged`` count reports, the other figures are of the whole folder."""

    folder: Path
    built: int
    unchanged: int
    partitions: int
    quads: int
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]

    @property
    def reports(self) -> int:
        """How many reports are in the partitions now."""
        return self.built + self.unchanged

    def as_dict(self) -> dict[str, Any]:
        """The summary for JSON."""
        counts = {"built": self.built, "unchanged": self.unchanged, "failed": len(self.failures)}
        return {
            "reports": counts,
            "partitions": self.partitions,
            "quads": self.quads,
            "failures": failed(self.failures),
            "warnings": list(self.warnings),
            "written": [str(self.folder)],
        }


def partition(
    paths: Iterable[str | Path],
    *,
    folder: str | Path,
    workers: int | None = 1,
    force: bool = False,
    base_iri: str | None = None,
    dask: str | None = None,
    progress: Progress | None = None,
) -> Spread:
    """Write reports into a folder as partitions of N-Quads with a manifest, for ``load`` or any other RDF store.

    Partitions that are as they should be are skipped, unless ``force``. The bytes are the same for any number of
    ``workers`` (None: as many as help), and on the Dask cluster with the address ``dask``, whose machines must see
    the reports and the folder under the same paths. Raises VocabularyError for a bad base IRI, KgError, OSError.
    """
    place, names = Path(folder).absolute(), Names(base_iri or DEFAULT_BASE)
    sources, failures = find(Path(path) for path in paths)
    manifest = manifests.begun(place, tool=fingerprint(), base=names.base)
    tasks = _tasks(place, [replace(source, path=source.path.absolute()) for source in sources])
    todo = [task for task in tasks if force or not _done(task, manifest)]
    count = workers or useful_workers(sum(len(task.sources) for task in todo))
    alone: Executor = Cluster(dask) if dask else executor(count, tasks=len(sources))
    together = Cluster(dask, chunk=1) if dask else executor(count, tasks=len(todo))
    done, total = 0, sum(len(task.sources) for task in todo)
    answers = together.each(functools.partial(partitions.write, names=names), todo)
    for task, answer in zip(todo, answers, strict=True):
        manifest.add(answer if isinstance(answer, Partition) else _one_by_one(task, alone, names))
        done += len(task.sources)
        failures += [one.failure() for one in manifest.partitions[task.name].failed]
        if progress is not None:
            progress(Step("reports", done, total, len(failures), task.name))
    return _finish(manifest, tasks, {task.name for task in todo}, failures)


def _tasks(folder: Path, sources: Sequence[Source]) -> list[Task]:
    starts = range(0, len(sources), partitions.REPORTS)
    return [
        Task(
            str(folder),
            f"part-{number:05}",
            tuple(sources[start : start + partitions.REPORTS]),
            fingerprint(),
        )
        for number, start in enumerate(starts)
    ]


def _done(task: Task, manifest: Manifest) -> bool:
    """Whether a partition is there as it should be; what failed for want of memory or disk is tried again."""
    found = manifest.partitions.get(task.name)
    if found is None or found.made_of != task.made_of or not all(one.for_good for one in found.failed):
        return False
    try:
        partitions.require_whole(manifest.folder, found)
    except DamagedFile:
        return False
    return True


def _one_by_one(task: Task, work: Executor, names: Names) -> Partition:
    """The partition without the report that takes every worker down."""
    results = work.each(functools.partial(prepare, names=names), [str(s.path) for s in task.sources])
    return partitions.fill(task, results)


def _finish(manifest: Manifest, tasks: Sequence[Task], new: set[str], failures: list[Failure]) -> Spread:
    old = set(manifest.partitions) - {task.name for task in tasks}
    gone = [name for one in sorted(old) for name in manifest.partitions[one].sha256]
    if tasks and (new or old or not manifest.finished):
        manifest.finish(task.name for task in tasks)
        sweep([manifest.folder])
        for name in gone:
            (manifest.folder / name).unlink(missing_ok=True)
    there = [manifest.partitions[task.name] for task in tasks]
    unchanged = [one for one in there if one.name not in new]
    return Spread(
        folder=manifest.folder,
        built=sum(len(one.reports) for one in there if one.name in new),
        unchanged=sum(len(one.reports) for one in unchanged),
        partitions=len(there),
        quads=sum(one.quads for one in there),
        failures=(*failures, *(failure.failure() for one in unchanged for failure in one.failed)),
        warnings=tuple(_twins(manifest, there)),
    )


def _twins(manifest: Manifest, there: Iterable[Partition]) -> Iterator[str]:
    """Reports that are there twice: a graph of both is no graph of either, where another loader puts them together."""
    first: dict[str, str] = {}
    for one in there:
        for row in one.reports.values():
            path = str((manifest.folder / row.path).resolve())
            if first.setdefault(row.report, path) != path:
                yield f"{path}: the same report as {first[row.report]}; `kg load` takes the first"
