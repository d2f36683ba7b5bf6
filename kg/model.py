"""The frozen values that pass from stage to stage.

Offsets are half-open code points into the untouched ``Document.text``:
``document.text[x.start:x.end]`` is always the words that ``x`` stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, ``start`` inclusive, ``end`` exclusive, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body, with the order of the section that holds it."""

    start: int
    end: int
    section: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under one heading.

    ``role`` is one of ``vocab.SECTION_ROLES``; ``level`` is 0 for what stands before the first
    heading, 1 for 一、, 2 for （一）, 3 for 1. and 一是.
    """

    order: int
    level: int
    role: str
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Aside:
    """Words of the source set aside as not of the body, and why (``vocab.ASIDE_REASONS``)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says about the report itself; dates are ISO 8601."""

    title: str
    year: int | None = None
    region: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_at: str | None = None
    source: str | None = None
    document_number: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One report as read: the decoded text and where its parts lie.

    ``name`` is the stem of the file's name, ``source_name`` its whole name, ``sha256`` of its bytes.
    """

    name: str
    source_name: str
    sha256: str
    text: str
    metadata: Metadata
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a thing, before they are linked to it.

    ``type`` is one of ``vocab.ENTITY_TYPES``; ``name`` the words cleaned of noise;
    ``properties`` what the words themselves tell (a person's post, a document's number);
    ``optional`` is true where a careful reader could leave the thing out.
    """

    type: str
    start: int
    end: int
    name: str
    aka: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that the report names, under its canonical name.

    ``properties`` holds what is known of it, by the names of ``vocab.ENTITY_PROPERTIES``
    (``division``, ``post``, ``document_number``, ``policy_type``, ``place``, ``level``);
    ``local`` is the name without its ``place``, where the thing belongs to one.
    """

    id: str
    type: str
    name: str
    aka: tuple[str, ...]
    mentions: tuple[Span, ...]
    optional: bool = False
    properties: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """The value of a property, or None."""
        return dict(self.properties).get(name)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The value that an observation is compared with; ``period`` where the text gives one."""

    value: Decimal
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """A number that measures something for a place and a period.

    ``value`` is None where only a change is stated; ``about`` is an entity's id; ``code`` a code
    of ``ontology/indicators.csv``; ``written`` the words of the number as printed.
    """

    id: str
    indicator: str
    value: Decimal | None
    unit: str
    kind: str
    start: int
    end: int
    written: str
    period: str | None = None
    about: str | None = None
    code: str | None = None
    approximate: bool = False
    baseline: Baseline | None = None
    change: Decimal | None = None
    change_unit: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement between two entities, by their ids, and the words that make it."""

    subject: str
    predicate: str
    object: str
    start: int
    end: int
    implicit: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A problem, a cause or a commitment that the report names; ``topic`` is a code of topics.csv or None.

    ``causes`` are what the report itself gives as the reasons of a problem, within the problem's own words.
    """

    text: str
    start: int
    end: int
    topic: str | None = None
    causes: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was found in one report.

    ``causes`` are those that the report gives for its problems together (存在问题的原因), not for one of
    them. ``region`` and ``publisher`` are the ids of the entities the report speaks for, if known.
    """

    document: Document
    entities: tuple[Entity, ...] = ()
    observations: tuple[Observation, ...] = ()
    relations: tuple[Relation, ...] = ()
    problems: tuple[Item, ...] = ()
    commitments: tuple[Item, ...] = ()
    region: str | None = None
    publisher: str | None = None
    causes: tuple[Item, ...] = ()

    @property
    def explanations(self) -> tuple[tuple[int | None, Item], ...]:
        """Every cause with the position of its problem in ``problems``; None for causes of them together."""
        own = [(i, cause) for i, problem in enumerate(self.problems) for cause in problem.causes]
        return (*own, *((None, cause) for cause in self.causes))

    @property
    def unexplained(self) -> tuple[Item, ...]:
        """The problems for which the report gives no cause, neither by themselves nor together."""
        return () if self.causes else tuple(problem for problem in self.problems if not problem.causes)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a report that a finding rests on besides its own: ``report`` is an IRI, ``file`` its file's name."""

    report: str
    file: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found in a report or in the graph.

    ``code`` names the check, ``severity`` is one of error, warning, note; ``report`` is the report's
    IRI or "" for the whole graph; ``start`` and ``end`` point into its text where that is known, and
    ``quote`` is what stands there. ``hint`` says what would settle it. ``message_zh`` and ``hint_zh`` are
    the same in Chinese; ``source`` is what the rule rests on; ``confidence`` is certain, likely or possible.
    """

    code: str
    severity: str
    message: str
    report: str = ""
    start: int | None = None
    end: int | None = None
    hint: str = ""
    message_zh: str = ""
    hint_zh: str = ""
    source: str = ""
    confidence: str = "certain"
    file: str = ""
    quote: str = ""
    passages: tuple[Passage, ...] = ()

    def __post_init__(self) -> None:
        # Passages that come out of JSON are rows of a list.
        rows = (Passage(**row) if isinstance(row, dict) else row for row in self.passages)
        object.__setattr__(self, "passages", tuple(rows))
