"""Extraction of many reports, in this process or in several; results come in the order of the sources."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.iri import Names
from kg.model import Extraction, Finding
from kg.pipeline.sources import Source


@dataclass(frozen=True, slots=True)
class Extracted:
    """One report as extracted, with what the checks of its graph found where they were asked for."""

    extraction: Extraction
    findings: tuple[Finding, ...] = ()


Result = Extracted | KgError


def extract_file(path: Path) -> Extraction:
    """Read one report and extract it. Raises ReadError."""
    from kg.link import extract
    from kg.read import read

    return extract(read(path))


def extract_all(
    sources: Sequence[Source], *, workers: int = 1, check: Names | None = None
) -> Iterator[tuple[Source, Result]]:
    """Each source with its extraction, or with the error that it met; no error stops the others.

    With ``check`` the graph that each report gives under these names is checked as well: that takes
    longer than the extraction, so it is done where the other processes can share it.
    """
    if workers <= 1 or len(sources) <= 1:
        for source in sources:
            yield source, _attempt(str(source.path), check)
        return
    done = 0
    try:
        with _pool(min(workers, len(sources))) as pool:
            futures: list[Future[Result]] = [
                pool.submit(_attempt, str(source.path), check) for source in sources
            ]
            try:
                for source, future in zip(sources, futures, strict=True):
                    result = future.result()
                    done += 1
                    yield source, result
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    except BrokenProcessPool:
        # One report took its process down, and with it the pool; alone, only the culprit fails.
        for source in sources[done:]:
            yield source, _alone(source, check)


def _alone(source: Source, check: Names | None) -> Result:
    try:
        with _pool(1) as pool:
            return pool.submit(_attempt, str(source.path), check).result()
    except BrokenProcessPool:
        return KgError(
            "the process that read this file died",
            where=str(source.path),
            hint="it may need more memory than there is; the other files are done",
        )


def _pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes: to fork one that has a store open is not safe."""
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts_to_the_parent
    )


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _attempt(path: str, check: Names | None) -> Result:
    try:
        extraction = extract_file(Path(path))
        return Extracted(extraction, _check(extraction, check) if check else ())
    except KgError as err:
        return type(err)(err.message, where=_place(err.where, path), hint=err.hint)
    except OSError as err:
        return KgError(err.strerror or str(err), where=path)
    except Exception as err:  # a fault of ours on one file must not cost the others
        return KgError(
            f"could not be extracted: {type(err).__name__}: {err}", where=path, hint="this is a fault of kg"
        )


def _check(extraction: Extraction, names: Names) -> tuple[Finding, ...]:
    from kg.audit.shapes import check_graph
    from kg.graph import quads

    return check_graph(quads(extraction, names=names), report=names.report(extraction))


def _place(where: str, path: str) -> str:
    """Where an error happened, with the path as it was given in place of the bare name of the file."""
    name = Path(path).name
    if path in where:
        return where
    return where.replace(name, path, 1) if name in where else f"{path}: {where}" if where else path
