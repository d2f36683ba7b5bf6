"""Clauses to relations: each verb's kind decides the predicate, each clause's subject who acts."""

from __future__ import annotations

import re

from kg.lexicon.grammar import alternation, verbs
from kg.link.clauses import Actors, actors, governing_verb, kinds_of
from kg.link.entities import Draft, Registry
from kg.link.honours import honours
from kg.link.powers import delegations, oversight
from kg.link.statements import Statements
from kg.mention.clauses import Clause, clauses, fold
from kg.model import Document, Mention, Sentence

_PASSIVE_ISSUE = re.compile(r"(?:由|经)$")
_HEAD = re.compile(r"(?:机制|制度|改革试点|改革|行动|平台|活动)$")
_SET_UP = alternation(verbs("establish"))
_MADE = re.compile(
    rf"(?:{_SET_UP})(?:了|全[国省市区县]首[个家]|首[个家]|[一二三四五六七八九十\d]+[个家所])?[局厅委]?$"
)
# 先后组建区X局、县Y队: the verb stands before the first of them.
_MADE_BEFORE = re.compile(rf"(?:{_SET_UP})(?:[省市区县镇乡][^、，]{{2,20}}[、和])+$")
_OPENED = re.compile(
    r"(?:于[^，]{1,8}?)?(?:正式|已)?(?:揭牌|挂牌|建成|成立|投入|投用|启用|组建)+"
    r"(?=[，,。；、]|运行|运营|投用|使用|并|以来|$)"
)
# 甲小学、乙幼儿园建成投用: what is said of the last is said of those before.
_LISTED = re.compile(
    r"^(?:[、和与及](?:(?![等的])[\u4e00-\u9fff]){3,20}?(?=[、和与及]|(?:正式|已)?(?:揭牌|挂牌|建成|投入|投用|启用)))+"
)
_ITEM_START = re.compile(r"^[\s]*[一二三四五六七八九十]+是")
# 《普法规划》，落实责任制: what is done next under a document, nothing between them.
_CARRIES = re.compile(r"[》”\"]*[，,]?(?:深入|全面|扎实)?(?:启动|实施|落实|开展|深化|推进)")
_HELPS = re.compile(r"(?:配合|协助|支持)$")
# A meeting that hears of a reform does not carry it out.
_HEARD = re.compile(r"(?:研究(?!制定|出台)|听取|审议|讨论|审定)[^，,；;]*$")
_ENUMERATION = re.compile(r"^[》》”\"’]*(?:[、和及与]|以及|[（(][^（）()]*[)）])*[“\"《‘]*$")


class Reader:
    """Reads the sentences of one report in order and states what its clauses say."""

    def __init__(self, document: Document, registry: Registry, publisher: Draft) -> None:
        self.document = document
        self.registry = registry
        self.publisher = publisher
        self.statements = Statements()
        self._roles = {s.order: s.role for s in document.sections}

    def read(self, sentence: Sentence, inside: list[Mention]) -> None:
        """State what one sentence says of the mentions inside it."""
        text = self.document.text
        role = self._roles.get(sentence.section, "other")
        subject = Actors()
        before: list[Mention] = []
        parts = clauses(text, sentence.start, sentence.end)
        for i, clause in enumerate(parts):
            here = [m for m in inside if clause.start <= m.start < clause.end]
            opened = actors(text, clause, here, self.registry)
            if opened.firm or opened.partners:
                subject = opened
            elif (
                opened.other
                or _ITEM_START.match(text[clause.start : clause.start + 6])
                or (
                    i
                    and parts[i - 1].mark in "；;"
                    and any(m.type == "Reform" and m.start == clause.start for m in here)
                )
            ):
                subject = Actors()
            self._policies(clause, here, subject, role, previous=parts[i - 1] if i else None)
            self._reforms(clause, here, subject, role)
            self._bodies(clause, here, subject, role, previous=parts[i - 1] if i else None)
            follows = parts[i + 1] if i + 1 < len(parts) else None
            delegations(self, clause, here, subject, follows, optional=role in {"plan", "problems"})
            oversight(self, clause, here, subject, optional=role in {"plan", "problems"})
            honours(self, clause, here, before, subject)
            before += here
        self._carried(sentence, inside, parts)

    def doers(self, subject: Actors) -> list[tuple[Draft, bool, bool]]:
        """Who acts: (entity, implicit, optional); the reporter where the clause names nobody."""
        found = [(d, False, False) for d in subject.firm]
        if not subject.firm or subject.also_self:
            found.insert(0, (self.publisher, True, False))
        return found + [(d, False, True) for d in subject.partners]

    def draft(self, mention: Mention) -> Draft | None:
        """The entity of a mention."""
        return self.registry.of_mention.get((mention.type, mention.start, mention.end))

    def _policies(
        self, clause: Clause, here: list[Mention], subject: Actors, role: str, *, previous: Clause | None
    ) -> None:
        text = self.document.text
        verb, verb_at, last = "", clause.start, clause.start
        if previous is not None and text.startswith("其中", clause.start):
            # 发布地方标准17项，其中《…指南》: the verb stands in the clause before.
            verb, verb_at = governing_verb(text, previous.start, previous.end)
        for mention in (m for m in here if m.type == "Policy"):
            policy = self.draft(mention)
            nearer, at = governing_verb(text, last, mention.start)
            if nearer:
                verb, verb_at = nearer, at
            elif not _ENUMERATION.match(text[last : mention.start]) and last != clause.start:
                verb = ""
            last = mention.end
            helped = self._helped(here, clause.start, verb_at)
            if policy is not None and helped is not None and "issue" in kinds_of(verb):
                self.statements.add(helped, "issues", policy, verb_at, mention.end, optional=role == "plan")
            elif policy is not None and not self._passive(here, mention, policy):
                self._acts_on(policy, verb, (verb_at, mention.end), subject, role)

    def _helped(self, here: list[Mention], start: int, verb: int) -> Draft | None:
        """配合X修订《…条例》: X makes it, whom the reporter helps."""
        text = self.document.text
        for mention in (m for m in here if m.type == "Institution" and m.end <= verb):
            if _HELPS.search(text[start : mention.start]) and len(text[mention.end : verb]) < 5:
                return self.draft(mention)
        return None

    def _acts_on(self, policy: Draft, verb: str, span: tuple[int, int], subject: Actors, role: str) -> None:
        """Who issues a document, complies with it, or has it before a meeting."""
        kinds, later = kinds_of(verb), role in {"plan", "problems"}
        for who, implicit, partner in self.doers(subject):
            if "issue" in kinds:
                predicate, optional = "issues", later or "起草" in verb
            elif "comply" in kinds:
                mere = not re.search("贯彻|执行|推动|落实", verb)
                planned = later and self._own(policy) and mere
                predicate = "complies_with"
                optional = partner or planned or (role == "plan" and policy.name.endswith("法"))
            elif "审议" in verb or verb == "提请":
                predicate, optional = "issues", implicit or "通过" not in verb
            else:
                return
            self.statements.add(who, predicate, policy, *span, implicit=implicit, optional=optional)

    def _own(self, policy: Draft) -> bool:
        return bool(self.registry.context.own) and policy.name.startswith(self.registry.context.own)

    def _passive(self, here: list[Mention], policy_mention: Mention, policy: Draft) -> bool:
        """《…条例》经市人大常委会通过, 《…》等9件由省人大常委会公布施行."""
        text = self.document.text
        for mention in here:
            if mention.type != "Institution" or mention.start < policy_mention.end:
                continue
            if _PASSIVE_ISSUE.search(text[policy_mention.end : mention.start]) and re.match(
                r"(?:审议)?(?:通过|公布|批准|印发|发布|制定)", text[mention.end : mention.end + 6]
            ):
                who = self.draft(mention)
                if who is not None:
                    self.statements.add(who, "issues", policy, policy_mention.start, mention.end)
                return True
        return False

    def _reforms(self, clause: Clause, here: list[Mention], subject: Actors, role: str) -> None:
        text = self.document.text
        named = [m for m in here if m.type == "Reform"]
        separate = "分别" in text[clause.start : clause.end] and len(named) > 1
        for n, mention in enumerate(named):
            reform = self.draft(mention)
            if reform is None:
                continue
            verb, at = governing_verb(text, clause.start, mention.start)
            if _HEARD.search(text[clause.start : mention.start]):
                continue
            watched = self._watched(clause, here, mention)
            start = at if verb else mention.start
            for who, implicit, optional in watched or self._parted(subject, n, separate):
                self.statements.add(
                    who,
                    "implements",
                    reform,
                    min(start, mention.start),
                    mention.end,
                    implicit=implicit,
                    optional=optional or role in {"plan", "problems"},
                )

    def _parted(self, subject: Actors, n: int, separate: bool) -> list[tuple[Draft, bool, bool]]:
        """省政府与A、B分别建立甲机制、乙机制: the first acts in both, each partner in its own."""
        who = self.doers(subject)
        if separate and len(who) > 2 and n + 1 < len(who):
            return [who[0], who[n + 1]]
        return who

    def _watched(
        self, clause: Clause, here: list[Mention], reform: Mention
    ) -> list[tuple[Draft, bool, bool]]:
        """X监督Y、Z落实某制度: Y and Z carry it."""
        text = self.document.text
        between = [m for m in here if m.type == "Institution" and m.end <= reform.start]
        if len(between) < 2:
            return []
        first = between[0]
        if not re.match(r"(?:监督|督促|指导|推动|组织)", text[first.end : first.end + 2]):
            return []
        return [(d, False, False) for m in between[1:] if (d := self.draft(m)) is not None]

    def _bodies(
        self, clause: Clause, here: list[Mention], subject: Actors, role: str, *, previous: Clause | None
    ) -> None:
        """成立X, 建成X, X揭牌成立, 推进X建设: bodies that come into being."""
        for mention in here:
            body = self.draft(mention)
            if mention.type != "Institution" or body is None or body is self.publisher:
                continue
            how = self._made(clause, mention, previous)
            if not how:
                continue
            self._seated(here, body, mention)
            who = [(self.publisher, True, False)] if how == "opened" else self.doers(subject)
            who = self._theirs(mention, who)
            shared = how == "among" or "共建" in self.document.text[clause.start : mention.start]
            for doer, implicit, partner in who:
                optional = (partner and not shared) or role in {"plan", "problems"}
                self.statements.add(
                    doer, "establishes", body, clause.start, mention.end, implicit=implicit, optional=optional
                )

    def _theirs(
        self, mention: Mention, who: list[tuple[Draft, bool, bool]]
    ) -> list[tuple[Draft, bool, bool]]:
        """甲区、乙县先后组建区X局、县Y队: each of the places sets up the body that bears its class."""
        near = dict(mention.properties).get("near")
        place = self.registry.context.path(near) if near else ""
        own = [doer for doer in who if place and doer[0].properties.get("place") == place]
        return own or who

    def _made(self, clause: Clause, mention: Mention, previous: Clause | None) -> str:
        """How the clause brings a body into being: "made", "opened", "built", "among", or "" for not at all."""
        text = self.document.text
        before, after = text[clause.start : mention.start], text[mention.end : clause.end]
        if _MADE.search(before) or ("near" in dict(mention.properties) and _MADE_BEFORE.search(before)):
            return "made"
        bodies = dict(mention.properties).get("shape") not in {"national", "standing", "own"}
        if _OPENED.match(_LISTED.sub("", after) if bodies else after):
            return "opened"
        if dict(mention.properties).get("shape") not in {"field", "set-up", "stem"}:
            return ""
        if re.match(r"[^，]{0,4}建设", after) and re.search("推进|加快|推动|加强|启动", before):
            return "built"
        if previous is None or not before.strip().startswith("其中"):
            return ""
        return "among" if re.search(_SET_UP, text[previous.start : previous.end]) else ""

    def _seated(self, here: list[Mention], body: Draft, mention: Mention) -> None:
        """在X镇设立Y: the body lies where it was set up."""
        text = self.document.text
        for place in (m for m in here if m.type == "Region" and m.end <= mention.start):
            region = self.draft(place)
            if region is not None and text[place.start - 1 : place.start] == "在":
                self.statements.add(body, "located_in", region, place.start, mention.end)

    def _carried(self, sentence: Sentence, inside: list[Mention], parts: list[Clause]) -> None:
        """A document provides for a reform that its title names, or that its sentence serves."""
        text = self.document.text
        reforms = [(m, d) for m in inside if m.type == "Reform" and (d := self.draft(m)) is not None]
        for mention in (m for m in inside if m.type == "Policy"):
            policy = self.draft(mention)
            if policy is None:
                continue
            for other, reform in reforms:
                aim = re.search(
                    r"(?:紧扣|围绕|聚焦|为深化|为推进)$", text[max(0, other.start - 4) : other.start]
                )
                if (
                    aim
                    and other.end <= mention.start
                    and re.search("制定|出台|印发", text[other.end : mention.start])
                ):
                    self.statements.add(policy, "provides_for", reform, other.start, mention.end)
                elif mention.end <= other.start and _CARRIES.fullmatch(text[mention.end : other.start]):
                    self.statements.add(
                        policy, "provides_for", reform, mention.start, other.end, optional=True
                    )

    def titles(self, policies: list[Draft], reforms: list[Draft]) -> None:
        """Documents whose title names a reform of the report."""
        named = []
        for reform in reforms:
            names = {n for n in map(fold, (reform.name, *reform.aka)) if len(n) >= 5}
            core = _HEAD.sub("", fold(reform.name))
            named.append((reform, names | ({core} if len(core) >= 4 else set()), len(core) < 4))
        for policy in policies:
            title, span = fold(policy.name), policy.spans[0]
            for reform, names, optional in named:
                if any(n in title for n in names):
                    self.statements.add(
                        policy, "provides_for", reform, span.start, span.end, optional=optional
                    )
