"""Mentions to entities: one entity a thing, under its canonical name, with every other name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.lexicon.placenames import level_of
from kg.link.context import Context
from kg.link.naming import Named, government_of, name_institution
from kg.mention.clauses import QUOTES, fold, unquoted
from kg.model import Document, Entity, Mention, Span


@dataclass(slots=True)
class Draft:
    """An entity in the making; ``optional`` stays true while every mention of it is."""

    type: str
    name: str
    aka: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    optional: bool = True
    kind: str = ""
    properties: dict[str, str] = field(default_factory=dict)


class Registry:
    """The entities of one report as they are found; ids are given at the end, in order of first mention."""

    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.context = context
        self.drafts: list[Draft] = []
        self._index: dict[tuple[str, str], Draft] = {}
        self.of_mention: dict[tuple[str, int, int], Draft] = {}

    def add(self, mention: Mention) -> Draft | None:
        """The draft entity of a mention, new or known; None where the mention stands for nothing."""
        draft = _BUILDERS[mention.type](self, mention)
        if draft is not None:
            draft.spans.append(Span(mention.start, mention.end))
            draft.optional = draft.optional and mention.optional
            self.of_mention[(mention.type, mention.start, mention.end)] = draft
        return draft

    def government(self, place: str, *, optional: bool = True) -> Draft:
        """The government of a place, which may never be named itself."""
        return self.institution(government_of(place, self.context), optional=optional)

    def region(self, place: str, *, optional: bool = True) -> Draft:
        """The region of that name."""
        draft = self.make("Region", place, _region_names(place, self.context), optional=optional)
        if place != "中国":
            draft.properties.setdefault("place", self.context.path(place))
            code = self.context.code(place)
            if code:
                draft.properties.setdefault("division", code)
        level = level_of(place)
        if level:
            draft.properties.setdefault("level", level)
        return draft

    def find(self, type_: str, name: str) -> Draft | None:
        """The entity known under that name, or None."""
        return self._index.get((type_, fold(name)))

    def institution(self, named: Named, *, optional: bool) -> Draft:
        here = named.place and self.context.scope(named.place[-1]) == named.place
        aka = (*named.aka, *(named.scoped if here else ()))
        draft = self.make("Institution", named.name, aka, optional=optional)
        draft.kind = draft.kind or named.kind
        if named.place:
            draft.properties.setdefault("place", self.context.path(named.place))
            draft.properties.setdefault("local", named.local)
            code = self.context.code(named.place)
            if code:
                draft.properties.setdefault("division", code)
        return draft

    def make(
        self, type_: str, name: str, aka: tuple[str, ...], *, optional: bool, keys: tuple[str, ...] = ()
    ) -> Draft:
        draft = next((self._index[k] for n in (name, *keys) if (k := (type_, fold(n))) in self._index), None)
        if draft is None:
            draft = Draft(type_, name, optional=optional)
            self.drafts.append(draft)
        draft.optional = draft.optional and optional
        for other in (name, *aka):
            if other and other != draft.name and other not in draft.aka:
                draft.aka.append(other)
        for key in (name, *keys):
            self._index.setdefault((type_, fold(key)), draft)
        return draft

    def prune(self, used: frozenset[int]) -> None:
        """Forget what the text neither names nor says anything of."""
        self.drafts = [d for d in self.drafts if d.spans or id(d) in used]

    def entities(self) -> tuple[tuple[Entity, ...], dict[int, str]]:
        """The finished entities in order of first mention, and the id of each draft by its identity."""
        ordered = sorted(
            self.drafts, key=lambda d: (min((s.start for s in d.spans), default=1 << 30), d.type, d.name)
        )
        ids = {id(d): f"e{i}" for i, d in enumerate(ordered, 1)}
        made = tuple(
            Entity(
                id=ids[id(d)], type=d.type, name=d.name, aka=tuple(d.aka), optional=d.optional,
                mentions=tuple(sorted(set(d.spans), key=lambda s: (s.start, s.end))),
                properties=tuple(sorted(d.properties.items())),
            )
            for d in ordered
        )  # fmt: skip
        return made, ids


def _region_names(place: str, context: Context) -> tuple[str, ...]:
    names = []
    chain = context.chain(place)
    if len(chain) > 1:
        names += [chain[1] + place, "".join(reversed(chain))]
    short = re.sub(r"(?:省|市|区|县)$", "", place)
    if len(short) > 1:
        names.append(short)
    return tuple(names)


def _region(registry: Registry, mention: Mention) -> Draft:
    return registry.region(mention.name, optional=mention.optional)


def _institution(registry: Registry, mention: Mention) -> Draft | None:
    named = name_institution(mention, registry.context)
    if named is None:
        return None
    if level_of(named.place) == "township" and named.local in {"人民政府", "办事处"}:
        named = government_of(named.place, registry.context)
    return registry.institution(named, optional=mention.optional)


def _policy(registry: Registry, mention: Mention) -> Draft:
    context = registry.context
    name = re.sub(r"\((20\d\d)(20\d\d)年?\)", r"（\1—\2年）", mention.name)
    bare = re.sub(r"[（(](?:19|20)\d\d(?:年?[—–－-]?(?:19|20)\d\d)?年?[）)]$", "", name)
    aka = [mention.name, bare, unquoted(name), *mention.aka]
    if name.startswith("关于"):
        aka.append(name.removeprefix("关于"))
    if context.own and name.startswith(context.own):
        aka.append(name.removeprefix(context.own))
    elif context.own and name.startswith(("全市", "全区", "全县")):
        aka.append(context.own + name[2:])
    for word in ("省", "市", "区", "县"):
        if name.startswith(word) and context.scope(word):
            aka.append(f"{context.scope(word)}{name[1:]}")
    draft = registry.make(
        "Policy", name, tuple(aka), optional=mention.optional, keys=(mention.name, bare, *mention.aka)
    )
    for key, value in mention.properties:
        draft.properties.setdefault(key, value)
    place = next((p for p in (context.own, *context.chain(context.own)) if p and name.startswith(p)), None)
    if place:
        _place(draft, place, name.removeprefix(place), context)
    return draft


def _place(draft: Draft, place: str, local: str, context: Context) -> None:
    draft.properties.setdefault("place", context.path(place))
    draft.properties.setdefault("local", local)
    code = context.code(place)
    if code:
        draft.properties.setdefault("division", code)


_ADORN = re.compile(r"(?:改革试点|改革|专项行动|行动|机制|制度|平台|试点|活动|工程|监管|模式|建设|品牌)$")


def _reform(registry: Registry, mention: Mention) -> Draft:
    context = registry.context
    name = _resolved(mention.name, context)
    core = re.search(f"[{QUOTES}]([^{QUOTES}]+)[{QUOTES}]", name)
    if core:
        keys: tuple[str, ...] = (core[1],) if len(core[1]) > 2 else ()
    else:
        stem = fold(_ADORN.sub("", fold(mention.name)))
        keys = tuple(n for n in mention.aka if fold(n) == stem and len(stem) > 3)
    # Whose meeting studies the law is the same reform under another body's name.
    keys += ("会前学法制度",) if re.search("会前学法(?:制度)?$", fold(name)) else ()
    draft = registry.make("Reform", name, (mention.name, *mention.aka), optional=mention.optional, keys=keys)
    if context.own and name.startswith(context.own):
        _place(draft, context.own, name.removeprefix(context.own), context)
    return draft


def _resolved(name: str, context: Context) -> str:
    """区政府常务会会前学法制度 under its place's name; other names as they are."""
    scoped = re.match(r"(省|市|区|县|州|镇|乡)(?=政府|人民|委|级)", name)
    place = context.scope(scoped[1]) if scoped else None
    return place + name[1:] if place else name


def _person(registry: Registry, mention: Mention) -> Draft:
    properties = dict(mention.properties)
    post = properties.get("post", "")
    aka = (post + mention.name, mention.name + post) if post else ()
    draft = registry.make("Person", mention.name, aka, optional=mention.optional)
    if post:
        draft.properties.setdefault("post", post)
    return draft


def _recognition(registry: Registry, mention: Mention) -> Draft:
    context, name = registry.context, mention.name
    aka = [name, unquoted(name)]
    canonical = name
    scoped = re.match(r"(?P<word>自治区|省|市|区|县)级?", name)
    whole = re.search(r"全(?P<word>省|市|州|县|区)", name)
    if scoped and (place := context.scope(scoped["word"])):
        canonical = place + name[len(scoped["word"]) :]
        aka.append(place + name[scoped.end() :])
    elif whole and (place := context.scope(whole["word"])):
        canonical = name.replace(whole.group(), place, 1)
    draft = registry.make("Recognition", canonical, tuple(aka), optional=mention.optional, keys=(name,))
    return draft


_BUILDERS = {
    "Region": _region,
    "Institution": _institution,
    "Policy": _policy,
    "Reform": _reform,
    "Person": _person,
    "Recognition": _recognition,
}
