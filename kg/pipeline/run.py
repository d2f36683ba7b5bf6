"""Build: reports into the store and the output folder."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from kg import texts
from kg.errors import KgError
from kg.files import Together, sweep
from kg.graph import shared_quads
from kg.iri import Names
from kg.pipeline import journal as journals
from kg.pipeline import manifest as manifests
from kg.pipeline import outputs, partitions
from kg.pipeline.aside import Aside
from kg.pipeline.batch import Batch, undo
from kg.pipeline.cluster import Cluster
from kg.pipeline.journal import Built, Journal
from kg.pipeline.naming import named, renamed
from kg.pipeline.partitions import seen
from kg.pipeline.prepare import Prepared, prepare
from kg.pipeline.sources import Failure, Source, find
from kg.pipeline.summary import Summary
from kg.pipeline.workers import executor
from kg.query import count_types
from kg.store import Store, open_store, shown
from kg.vocab import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Step:
    """How far a build is: ``name`` is the report, or the file that is written from all of them."""

    stage: str
    done: int
    total: int
    failed: int
    name: str


Progress = Callable[[Step], None]


def build(
    paths: Iterable[str | Path],
    *,
    output: str | Path = "output",
    store: str | Path | None = None,
    workers: int | None = 1,
    force: bool = False,
    prune: bool = False,
    base_iri: str | None = None,
    dask: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Build reports into an output folder and the store in it, or another ``store``.

    Files that fail are collected with their errors, the others are built. A report is skipped where
    its file and the tool are what they were, unless ``force``; one whose file is gone stays, unless ``prune``.
    What a build that was cut off has done is kept. The result is the same for any number of ``workers``
    (None: as many as help), and on the Dask cluster with the address ``dask``. Raises StoreError, VocabularyError for a bad base IRI, OSError.
    """
    folder, names = Path(output), Names(base_iri or DEFAULT_BASE)
    sources, failures = find(Path(path) for path in paths)
    journal = journals.load(folder, base=names.base, store=shown(store or "store"))
    with ExitStack() as stack:
        run = _Run(folder, str(store or folder / "store"), names, journal, stack, failures, progress)
        sources = named(sources, journal)
        todo = run.changed(sources, force=force)
        run.workers = workers or outputs.useful_workers(len(todo))
        work = functools.partial(prepare, names=names)
        # Workers elsewhere run in folders of their own.
        items = [str(source.path.absolute() if dask else source.path) for source in todo]
        answers = (Cluster(dask) if dask else executor(run.workers, tasks=len(items))).each(work, items)
        for done, (source, result) in enumerate(zip(todo, answers, strict=True), start=1):
            run.take(source, result)
            run.tell("reports", done, len(todo), source.path.name)
        run.settle()
        run.clear(sources, prune=prune)
        return run.finish()


def load(
    folder: str | Path,
    *,
    output: str | Path = "output",
    store: str | Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Load the partitions of a folder into an output folder and the store in it, or another ``store``.

    What comes of it is what a build of the same reports makes. Reports that are there already are skipped, unless
    ``force``; a damaged partition is collected with its error, the others are loaded. Raises ReadError where
    the partitions are not all there, StoreError, OSError.
    """
    manifest = manifests.complete(Path(folder))
    place, names = Path(output), Names(manifest.base)
    journal = journals.load(place, base=names.base, store=shown(store or "store"), tool=manifest.tool)
    failures: list[Failure] = []
    with ExitStack() as stack:
        run = _Run(place, str(store or place / "store"), names, journal, stack, failures, progress)
        listed = {source.name: (source, report) for source, report in manifest.sources()}
        sources = named(
            (s for s, _ in listed.values()), journal, lambda s, row: listed[s.name][1] == row.report
        )
        changed = {source.name for source in run.changed(sources, force=force)}
        todo = {name: one for name, one in zip(listed, sources, strict=True) if one.name in changed}
        done, total = 0, len(todo)
        for partition in manifest.partitions.values():
            wanted = todo.keys() & partition.reports.keys()
            if not wanted:
                continue
            try:
                partitions.require_whole(manifest.folder, partition)
            except KgError as err:
                failures.append(Failure(str(manifest.folder / partition.name), err))
                continue
            for name, report in partitions.read(manifest.folder, partition, wanted):
                done += 1
                run.take(todo[name], report)
                run.tell("reports", done, total, name)
        run.settle()
        return run.finish()


@dataclass(slots=True)
class _Run:
    """One build under way; the store is opened when it is first needed, so that no bad input makes one."""

    folder: Path
    location: str
    names: Names
    journal: Journal
    stack: ExitStack
    failures: list[Failure]
    progress: Progress | None
    workers: int = 1
    warnings: list[str] = field(default_factory=list)
    owners: dict[str, Path] = field(default_factory=dict)
    batch: Batch = field(default_factory=Batch)
    loader: Aside = field(default_factory=Aside)
    fresh: set[str] = field(default_factory=set)
    built: int = 0
    unchanged: int = 0
    moved: bool = False
    _store: Store | None = None
    _known: set[str] | None = None

    @property
    def store(self) -> Store:
        if self._store is None:
            self._store = self.stack.enter_context(open_store(self.location))
            self.stack.callback(self.loader.close)  # before the store is closed
            if self.folder.is_dir():
                # The store is ours alone now, so that nobody is writing these.
                sweep((self.folder, *(path.parent for path in self._files("x"))))
        return self._store

    @property
    def known(self) -> set[str]:
        """The graphs in the store, none of them in doubt."""
        if self._known is None:
            if self.journal.in_doubt:
                doubtful = set(self.journal.in_doubt)
                undo(self.store, doubtful)
                self.journal.drop(doubtful)
                self.moved = True
            self._known = set(self.store.graphs())
        return self._known

    def tell(self, stage: str, done: int, total: int, name: str = "") -> None:
        """Tell of the progress those who asked."""
        if self.progress is not None:
            self.progress(Step(stage, done, total, len(self.failures), name or stage))

    def changed(self, sources: Sequence[Source], *, force: bool) -> list[Source]:
        """The sources to build; the others are in the store as they are."""
        if not self.journal.reports and not self.journal.in_doubt:
            return list(sources)
        todo = []
        known = self.known
        for source in sources:
            built = self.journal.reports.get(source.name)
            same = built is not None and built.sha256 == source.sha256 and self._whole(source.name)
            if built is None or force or not same or built.report not in known:
                todo.append(source)
                continue
            self.owners[built.report] = source.path
            self.unchanged += 1
        return todo

    def take(self, source: Source, result: Prepared | KgError) -> None:
        """Take one result into the batch, and the batch into the store once it is full."""
        if isinstance(result, KgError):
            self.failures.append(Failure(str(source.path), result))
            return
        first = self.owners.setdefault(result.report, source.path)
        if first != source.path:
            self.warnings.append(f"{source.path}: left out, it is the same report as {first}")
            return
        self.batch.add(source, result)
        if self.batch.full:
            self.flush()

    def flush(self) -> None:
        """Have the batch put into the output folder and the store, while the next reports are read."""
        batch, self.batch = self.batch, Batch()
        if batch.reports:
            self.loader.do(self._put, batch)

    def settle(self) -> None:
        """Wait until all that was taken is in the store."""
        self.flush()
        self.loader.settle()

    def _put(self, batch: Batch) -> None:
        """Put a batch into the output folder and the store, and note that it is there."""
        with Together() as files:
            for source, one in batch.reports:
                for path, data in zip(self._files(source.name), (one.facts, one.text, one.part), strict=True):
                    files.write(path, data)
        known = self.known
        new = {one.report for _, one in batch.reports} - known
        self.journal.begin(new)
        batch.load(self.store, known)
        known |= new
        self.fresh.update(one.report for _, one in batch.reports)
        before = [
            self.journal.reports[s.name].report for s, _ in batch.reports if s.name in self.journal.reports
        ]
        self.journal.built(
            {
                s.name: Built(
                    seen(s.path, self.folder), s.sha256, one.report, one.count, one.digest, one.findings
                )
                for s, one in batch.reports
            }
        )
        # What a file said before, where it is another report now, and no other file says it.
        self._remove(report for report in before if not self.journal.owners[report])
        self.built += len(batch.reports)

    def _remove(self, reports: Iterable[str]) -> None:
        for report in sorted(set(reports) & self.known):
            self.store.remove(report)
            self.known.discard(report)

    def clear(self, sources: Sequence[Source], *, prune: bool) -> None:
        """Forget the reports whose files were renamed, and with ``prune`` those whose files are gone."""
        here = {source.name for source in sources}
        gone = [
            name
            for name, row in self.journal.reports.items()
            if name not in here and not journals.still_there(self.folder / row.path)
        ]
        moved = [n for n in gone if self.journal.reports[n].report in self.owners]
        stay = sorted(set(gone) - set(moved))
        if stay and not prune:
            shown_ = ", ".join(stay[:3]) + (", …" if len(stay) > 3 else "")
            verb = "its file is" if len(stay) == 1 else "their files are"
            self.warnings.append(
                f"{len(stay)} of the reports in the store stay though {verb} gone ({shown_}): --prune removes them"
            )
        names = [*moved, *renamed(sources, self.journal), *(stay if prune else [])]
        if not names:
            return
        reports = {self.journal.reports[name].report for name in names}
        still = {row.report for name, row in self.journal.reports.items() if name not in set(names)}
        self.journal.begin(reports - still)
        self._remove(reports - still)
        self.journal.gone(names)
        for name in names:
            for path in self._files(name):
                path.unlink(missing_ok=True)
        self.moved = True

    def _files(self, name: str) -> tuple[Path, Path, Path]:
        """What is written for one report: its facts, its text, its part of the files of all."""
        return (
            self.folder / outputs.FACTS / f"{name}.json",
            texts.path(self.folder / texts.FOLDER, name),
            self.folder / outputs.PARTS / name,
        )

    def _whole(self, name: str) -> bool:
        return all(path.is_file() for path in self._files(name))

    def finish(self) -> Summary:
        """Write what is made from the whole store, where that is not as it should be."""
        done = self.built or self.moved
        if not self.journal.reports and not done:
            return self._summary({}, findings=0, written=())
        if done or not self.journal.finished or not outputs.whole(self.folder):
            self.tell("places", 0, 1)
            self.store.replace_all(shared_quads(names=self.names))
            self.store.refresh_places(names=self.names)
            outputs.write(
                self.folder, self.store, self.journal, fresh=self.fresh, names=self.names, told=self.tell
            )
            self.journal.finish()
        findings = sum(1 for _ in self.journal.findings())
        return self._summary(count_types(self.store), findings=findings, written=outputs.paths(self.folder))

    def _summary(self, types: dict[str, int], *, findings: int, written: tuple[Path, ...]) -> Summary:
        return Summary(
            built=self.built,
            unchanged=self.unchanged,
            failures=tuple(self.failures),
            warnings=tuple(self.warnings),
            types=types,
            findings=findings,
            written=written,
        )
