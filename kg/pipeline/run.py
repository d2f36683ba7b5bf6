"""Build: reports into the store and the output folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import KgError
from kg.facts import to_facts
from kg.files import write_whole
from kg.graph import quads, shared_quads
from kg.iri import Names
from kg.pipeline import outputs
from kg.pipeline.sources import Failure, Source, find
from kg.pipeline.state import Built, State, load
from kg.pipeline.summary import Summary, count_types
from kg.pipeline.workers import Result, extract_all
from kg.store import Store, open_store
from kg.vocab import DEFAULT_BASE

Progress = Callable[[int, int, str], None]
SAVE_EVERY = 25
"""After so many reports the state is saved, so that a build that is cut off resumes from there."""


def build(
    paths: Iterable[str | Path],
    *,
    output: str | Path = "output",
    store: str | Path | None = None,
    workers: int = 1,
    force: bool = False,
    base_iri: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Build reports into an output folder and the store in it, or another ``store``.

    Files that fail are collected with their errors, the others are built. A report is skipped where
    its file and the tool are what they were, unless ``force``. The result is the same for any number
    of ``workers``. Raises StoreError, VocabularyError for a bad base IRI, OSError.
    """
    folder = Path(output)
    names = Names(base_iri or DEFAULT_BASE)
    sources, failures = find(Path(path) for path in paths)
    state = load(folder, base=names.base, store=str(store or "store"))
    with ExitStack() as stack:
        run = _Run(folder, str(store or folder / "store"), names, state, stack, failures)
        stack.callback(run.remember)
        todo = run.changed(sources, force=force)
        for done, (source, result) in enumerate(extract_all(todo, workers=workers, check=names), start=1):
            run.take(source, result)
            if progress is not None:
                progress(done, len(todo), source.path.name)
        return run.finish()


@dataclass(slots=True)
class _Run:
    """One build under way; the store is opened when it is first needed, so that no bad input makes one."""

    folder: Path
    location: str
    names: Names
    state: State
    stack: ExitStack
    failures: list[Failure]
    warnings: list[str] = field(default_factory=list)
    owners: dict[str, Path] = field(default_factory=dict)
    built: int = 0
    unchanged: int = 0
    _store: Store | None = None

    @property
    def store(self) -> Store:
        if self._store is None:
            self._store = self.stack.enter_context(open_store(self.location))
        return self._store

    def changed(self, sources: Sequence[Source], *, force: bool) -> list[Source]:
        """The sources to build; the others are in the store as they are."""
        known = set(self.store.graphs()) if self.state.reports else set()
        todo = []
        for source in sources:
            built = self.state.reports.get(source.name)
            same = built is not None and built.sha256 == source.sha256 and self._facts(source).is_file()
            if built is None or force or not same or built.report not in known:
                todo.append(source)
                continue
            self.owners[built.report] = source.path
            self.unchanged += 1
        return todo

    def take(self, source: Source, result: Result) -> None:
        """Put one result into the store and the output folder."""
        if isinstance(result, KgError):
            self.failures.append(Failure(str(source.path), result))
            return
        extraction = result.extraction
        report = self.names.report(extraction)
        first = self.owners.setdefault(report, source.path)
        if first != source.path:
            self.warnings.append(f"{source.path}: left out, it is the same report as {first}")
            return
        if self.state.finished:
            self.state.finished = False
            self.state.save(self.folder)
        facts = to_facts(extraction, names=self.names)
        write_whole(self._facts(source), (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode())
        self.store.replace(report, quads(extraction, names=self.names))
        self._forget(source.name, report)
        self.state.reports[source.name] = Built(source.sha256, report, result.findings)
        self.built += 1
        if self.built % SAVE_EVERY == 0:
            self.state.save(self.folder)

    def _forget(self, name: str, report: str) -> None:
        """Remove what the same file said before, where it is another report now."""
        old = self.state.reports.pop(name, None)
        kept = {built.report for built in self.state.reports.values()}
        if old is not None and old.report != report and old.report not in kept:
            self.store.remove(old.report)

    def _facts(self, source: Source) -> Path:
        return self.folder / outputs.FACTS / f"{source.name}.json"

    def remember(self) -> None:
        """Save what is done when a build is cut off; what a full disk loses is only built once more."""
        if self.built and not self.state.finished:
            with suppress(OSError):
                self.state.save(self.folder)

    def finish(self) -> Summary:
        """Write what is made from the whole store, where that is not as it should be."""
        if not self.state.reports:
            return self._summary({}, findings=0, written=())
        if self.built or not self.state.finished or not outputs.whole(self.folder):
            self.store.replace_all(shared_quads(names=self.names))
            self.store.refresh_places(names=self.names)
            outputs.write(self.folder, self.store, self.state.findings())
            self.state.finished = True
            self.state.save(self.folder)
        findings = len(self.state.findings())
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
