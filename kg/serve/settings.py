"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocab import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server; ``store`` is the folder of an embedded store or the URL of a remote one."""

    store: str
    writable: bool = False
    token: str | None = None
    seconds: float = 30.0
    megabytes: int = 1024
    rows: int | None = None
    result_megabytes: int = 256
    body_megabytes: int = 64
    query_megabytes: int = 2
    at_once: int = 4
    queue: int = 16
    cors: tuple[str, ...] = ()
    base_iri: str = DEFAULT_BASE
    grace: float = 5.0
