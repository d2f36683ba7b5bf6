"""Questions for who does what: from words to a predicate with what is known and what is asked, and their answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

from kg.ask.answer import ANSWERED, NO_REPORT, NOT_STATED, NOT_UNDERSTOOD, UNKNOWN, Answer, Doubt, Evidence
from kg.ask.names import Found, Names, Report, Thing, query
from kg.ask.scoped import reports_in_scope
from kg.ask.understand import Reading, leftover, read, refuse, scope_of, several, unknown_place
from kg.ask.words import PLACE, THING, YEAR, Relation, cue, key, nouns, relations
from kg.network import LABELS
from kg.query import run
from kg.store import Store
from kg.vocab import predicate

_WH: Final = "谁|哪些|哪几(?:个|家|项|份)|哪一?(?:个|家|项|份|部)|哪里|多少(?:个|项|件|份|家|种|部(?!门))?|几(?:个|项|件|份|家|种|部(?!门))|什么|啥|哪"
_BY: Final = "由|被|受|让"
_TOWARDS: Final = "向|对|给"
_CLASSES: Final = {"Reform": "改革举措", "Policy": "文件", "Recognition": "荣誉", "Institution": "机构"}
_LISTED: Final = 60
_PLANNED: Final = "计划"
_BODY: Final = re.compile("[局委办厅部院会队所]$|政府$|中心$")


_Row: TypeAlias = tuple[str, str, str, str, int | None, str]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question that has a part: ``role`` is place, thing, wh, noun, verb, by or to."""

    role: str
    text: str
    type: str = ""
    things: tuple[Thing, ...] = ()
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What is asked of a predicate: sides that are known hold things, an asked side is empty.

    ``asks`` is subject, object or both; ``type`` the class of what is asked or "".
    """

    relation: Relation
    subjects: tuple[Thing, ...]
    objects: tuple[Thing, ...]
    asks: str
    type: str
    places: tuple[Thing, ...]
    years: tuple[int, ...]
    counted: bool
    notes: tuple[str, ...]


def statement(names: Names, question: str) -> Statement | None:
    """The question as one for statements; None where it has no verb or noun of one.

    Raises Doubt where a name is unknown or ambiguous, or words are left that nothing explains.
    """
    reading = read(names, cue("evidence").sub("", key(question)), scope_only=False)
    tokens, rest = _tokens(reading)
    relation = _relation(tokens)
    if relation is None or not any(t.role in ("wh", "noun") for t in tokens):
        return None
    refuse(reading.text)
    rest = leftover(rest)
    notes = list(reading.times.notes)
    if rest:
        unknown_place(names, rest)
        partly = _partly(names, rest, relation, tokens)
        notes.append(f"“{rest}”按“{partly[0].name}”理解。")
        tokens = _put_in(tokens, partly)
    return _assigned(names, tokens, relation, reading, tuple(notes))


def _tokens(reading: Reading) -> tuple[list[Token], str]:
    """The words with a part, in order, and the text without them."""
    found, names, rest, at = [], iter(reading.found), "", 0
    for match in _pattern().finditer(reading.text):
        rest, at = f"{rest}{reading.text[at : match.start()]} ", match.end()
        word, role = match[0], str(match.lastgroup)
        if word in (PLACE, THING):
            found.append(Token("place" if word == PLACE else "thing", word, things=next(names).things))
        elif role.startswith("verb_"):
            relation = next(r for r in relations() if f"verb_{r.name}" == role)
            found.append(Token("verb", word, relation=relation))
        elif role == "noun":
            found.append(Token("noun", word, type=_class(word)))
        else:
            found.append(Token(role, word))
    return _merged(found), rest + reading.text[at:]


def _merged(tokens: list[Token]) -> list[Token]:
    """哪些 + 单位, or 单位 + 有哪些, is one word that asks for a class."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if last and {last.role, token.role} == {"wh", "noun"} and not last.type == token.type != "":
            text = f"{last.text}{token.text}"
            found[-1] = Token("wh", text, type=last.type or token.type)
        else:
            found.append(token)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted((word for noun in nouns() for word in noun.words), key=lambda word: (-len(word), word))
    verbs = "|".join(f"(?P<verb_{r.name}>{r.verbs})" for r in relations())
    return re.compile(
        rf"[{PLACE}{THING}]|{YEAR}|(?P<wh>{_WH})|{verbs}|(?P<noun>{'|'.join(words)})|(?P<by>{_BY})|(?P<to>{_TOWARDS})"
    )


def _class(word: str) -> str:
    return next(noun.type for noun in nouns() if word in noun.words)


def _relation(tokens: Sequence[Token]) -> Relation | None:
    """The verb's predicate, among several verbs that of the class asked for; without a verb, the noun's own."""
    asked = next((t.type for t in tokens if t.role in ("wh", "noun") and t.type), "")
    verbs = [t.relation for t in tokens if t.relation is not None]
    by_name = {r.name: r for r in relations()}
    named = {thing.type for t in tokens for thing in t.things if t.role == "thing"}
    if verbs:
        chosen = next((v for v in verbs if v.noun == asked), verbs[0])
        if chosen.name == "implements" and named and "Reform" not in named:
            # Beside another verb, to carry out means no more than to do.
            chosen = next((v for v in verbs if v.name != "implements"), chosen)
        # Who sets up a mechanism carries it; only organisations are established.
        return by_name["implements"] if chosen.name == "establishes" and named == {"Reform"} else chosen
    if any(t.role in ("by", "to") for t in tokens):
        return None
    if asked == "Institution":
        pairs = (("Reform", "implements"), ("Policy", "issues"), ("Recognition", "receives"))
        return next((by_name[name] for type_, name in pairs if type_ in named), None)
    return next((by_name[noun.predicate] for noun in nouns() if noun.type == asked and noun.predicate), None)


def _partly(names: Names, rest: str, relation: Relation, tokens: Sequence[Token]) -> tuple[Thing, ...]:
    """The thing whose name holds the words that were left. Raises Doubt where it is not one."""
    words = rest.replace(" ", "")
    wanted = "Institution" if _BODY.search(words) else relation.noun
    missing = not any(t.role == "thing" and any(x.type == wanted for x in t.things) for t in tokens)
    pool = {thing for found in names.things.values() for thing in found if thing.type == wanted}
    held = sorted({t for n, found in names.things.items() if words in n for t in found if t.type == wanted})
    if missing and len(words) > 1 and len(held) == 1:
        return (held[0],)
    if missing and len(words) > 1 and held:
        raise several(held[:8], names)
    close = names.nearest(words, {thing.name for thing in pool}) if missing else ()
    if missing:
        hint = f"相近的有：{'、'.join(close)}。" if close else ""
        raise Doubt(
            UNKNOWN, f"图谱中没有名为“{words}”的{_CLASSES.get(wanted, '事物')}。{hint}", suggestions=close
        )
    raise Doubt(NOT_UNDERSTOOD, f"没有理解问题中的“{rest}”。")


def _put_in(tokens: Sequence[Token], things: tuple[Thing, ...]) -> list[Token]:
    """The tokens with one more thing, after the verb unless what is asked stands there."""
    token = Token("thing", THING, things=things)
    verb = next((i for i, t in enumerate(tokens) if t.role == "verb"), len(tokens))
    asked_behind = any(t.role in ("wh", "noun") for t in tokens[verb + 1 :])
    at = verb if asked_behind and not any(t.role == "thing" for t in tokens[:verb]) else verb + 1
    return [*tokens[:at], token, *tokens[at:]]


def _assigned(
    names: Names, tokens: Sequence[Token], relation: Relation, reading: Reading, notes: tuple[str, ...]
) -> Statement:
    """Who acts and what is acted on, by where they stand about the verb and by 由, 被, 向, 对."""
    agent, patient, scope = _roles(tokens, relation)
    places = list(scope_of(names, [Found(0, 0, t.things) for t in scope])[0])
    sides = []
    for token in (agent, patient):
        meant = _meant(names, token, places) if token and token.things else ()
        if token is agent and token and token.role == "place" and meant:
            places, meant = [*places, *meant], ()
        elif token is patient and token and token.role == "place" and meant:
            office = names.government(meant[0])
            meant = (office,) if office else meant
        sides.append(meant)
    asked = [t for t in tokens if t.role in ("wh", "noun")]
    acting, acted = sides
    asks = "both"
    if acting or (agent and agent.role == "place"):
        asks = "patient"
    if acted:
        asks = "agent" if asks == "both" else "both"
    if relation.passive:
        acting, acted = acted, acting
        asks = {"agent": "object", "patient": "subject"}.get(asks, asks)
    asks = {"agent": "subject", "patient": "object"}.get(asks, asks)
    counted = any(
        re.match("多少|几", t.text.replace(t.type, "")) or re.search("多少|几[个项件份家]", t.text)
        for t in asked
    )
    type_ = next((t.type for t in asked if t.type), "")
    if asks == "both" and type_ in ("Institution", relation.noun) and relation.noun != "Institution":
        asks = "object" if (type_ == relation.noun) != relation.passive else "subject"
    return Statement(relation, acting, acted, asks, type_, tuple(places), reading.times.years, counted, notes)


def _roles(tokens: Sequence[Token], relation: Relation) -> tuple[Token | None, Token | None, list[Token]]:
    """The token that acts, the one acted on, and those that only say where."""
    verb = next((i for i, t in enumerate(tokens) if t.relation is relation), None)
    arguments = [(i, t) for i, t in enumerate(tokens) if t.role in ("place", "thing", "wh", "noun")]
    agent = next((t for i, t in arguments if i and tokens[i - 1].role == "by"), None)
    patient = next((t for i, t in arguments if i and tokens[i - 1].role == "to"), None)
    free = [(i, t) for i, t in arguments if t is not agent and t is not patient]
    before = [t for i, t in free if verb is None or i < verb]
    after = [t for i, t in free if verb is not None and i > verb]
    if verb is None:
        return _roles_without_verb(before, relation)
    if agent is None and before:
        agent = before.pop()
    for token in after:
        if patient is None and (agent is not None or token.role != "wh" or len(after) == 1):
            patient = token
        elif agent is None:
            agent = token
        elif token.role == "place":
            before.append(token)
    if patient is None:
        patient = next((t for t in reversed(before) if t.role != "place"), None)
        before = [t for t in before if t is not patient]
    if patient is not None and patient.role in ("wh", "noun") and agent and agent.role in ("wh", "noun"):
        thing = next((t for t in before if t.role == "thing"), None)
        patient = thing or patient
        before = [t for t in before if t is not thing]
    return agent, patient, [t for t in before if t.role == "place"]


def _roles_without_verb(
    free: list[Token], relation: Relation
) -> tuple[Token | None, Token | None, list[Token]]:
    of_noun = next((t for t in free if any(x.type == relation.noun for x in t.things)), None)
    body = next((t for t in free if t.role == "thing" and t is not of_noun), None)
    places = [t for t in free if t.role == "place"]
    if of_noun is not None and relation.noun != "Institution":
        return body, of_noun, places
    agent = body or (places.pop() if places else None)
    return agent, None, places


def _meant(names: Names, token: Token, places: Sequence[Thing]) -> tuple[Thing, ...]:
    """The things of a name: those of the places in question before others. Raises Doubt for homonyms."""
    things = names.one_place(token.things) if token.role == "place" else token.things
    near = tuple(t for t in things if t.region in {place.iri for place in places})
    things = near or tuple(t for t in things if t.type != "Region") or things
    if len(things) > 1 and any(t.type == "Institution" for t in things):
        raise several(things, names)
    return things


def answer_statement(store: Store, names: Names, asked: Statement, question: str) -> Answer:
    """The statements that answer, with who and what, each in its report's words."""
    reports, lacking = reports_in_scope(names, asked.places, asked.years)
    if lacking:
        return Answer(question, NO_REPORT, lacking, notes=asked.notes)
    values = {"predicate": [predicate(asked.relation.name)]}
    if asked.subjects:
        values["subject"] = [thing.iri for thing in asked.subjects]
    if asked.objects:
        values["object"] = [thing.iri for thing in asked.objects]
    if asked.places or asked.years:
        values["report"] = [report.iri for report in reports]
    of_class = asked.asks == "subject" and asked.type == "Institution"
    sparql = query("relations", values=values, condition="?subject a kg:Institution ." if of_class else "")
    rows, quotes = _stated(store, names, asked, sparql)
    if not rows:
        return _nothing(names, asked, question, reports, sparql)
    return Answer(
        question,
        ANSWERED,
        _sentence(asked, rows),
        columns=("主体", "关系", "对象", "来源", "报告年份", "说明"),
        rows=tuple(rows),
        notes=(*asked.notes, *_cautions(asked, rows)),
        evidence=quotes,
        sparql=sparql,
    )


def _stated(
    store: Store, names: Names, asked: Statement, sparql: str
) -> tuple[list[_Row], tuple[Evidence, ...]]:
    """The statements, one a report; those that a report only plans are marked."""
    title = LABELS[asked.relation.name][0]
    seen: dict[tuple[str, str, str], _Row] = {}
    quotes: dict[Evidence, None] = {}
    for cells in run(store, sparql).records():
        row = {name: str(value or "") for name, value in cells.items()}
        report = names.report(row["report"])
        assert report is not None
        at = (row["subject"], row["object"], row["report"])
        planned = _PLANNED if row["role"] == "plan" and (at not in seen or seen[at][-1]) else ""
        seen[at] = (row["subject_name"], title, row["object_name"], report.title, report.year, planned)
        quotes[Evidence(" ".join(row["sentence"].split()), report.title, report.year)] = None
    return list(seen.values()), tuple(quotes)


def _sentence(asked: Statement, rows: Sequence[_Row]) -> str:
    subjects, objects = (list(dict.fromkeys(str(row[i]) for row in rows)) for i in (0, 2))
    where = "、".join(place.name for place in asked.places)
    where += "、".join(f"{year}年" for year in asked.years)
    head = f"{where}：" if where else ""
    title = LABELS[asked.relation.name][0]
    listed = subjects if asked.asks == "subject" else objects
    shown = "、".join(listed[:_LISTED])
    shown = f"有{len(listed)}个：{shown}" if asked.counted or len(listed) > 1 else f"是{shown}"
    other = objects if asked.asks == "subject" else subjects
    other_side = (
        other[0]
        if len(other) == 1
        else "、".join(thing.name for thing in (*asked.subjects, *asked.objects)[:1])
    )
    if asked.asks != "both":
        phrase = asked.relation.who if asked.asks == "subject" else asked.relation.whom
        named = phrase.format(o=other_side, s=other_side) if other_side else f"{title}的"
        return f"{head}{named}{shown}。"
    pairs = "；".join(f"{row[0]}—{title}—{row[2]}" for row in rows[:8])
    return f"{head}共有{len(rows)}条“{title}”的陈述：{pairs}{'……' if len(rows) > 8 else '。'}"


def _cautions(asked: Statement, rows: Sequence[_Row]) -> list[str]:
    found = []
    if len(asked.places) > 1:
        found.append("几个地区的结果列在一起，并非共同所有；各出自哪份报告见表。")
    if asked.counted:
        found.append("数目是图谱从报告原文中识别出的个数，不一定等于报告自己所称的总数。")
    if planned := sum(bool(row[-1]) for row in rows):
        found.append(f"其中{planned}条出自报告的下一步打算，不一定已经做到，见表中“说明”。")
    return found


def _nothing(names: Names, asked: Statement, question: str, reports: Sequence[Report], sparql: str) -> Answer:
    title = LABELS[asked.relation.name][0]
    known = "、".join(thing.name for thing in (*asked.subjects, *asked.objects))
    titles = (
        "、".join(f"《{report.title}》" for report in reports)
        if len(reports) <= 3
        else f"图谱中的{len(reports)}份报告"
    )
    about = f"与“{known}”有关的" if known else ""
    text = f"{titles}没有写明{about}“{title}”关系（没有写明不等于没有）。"
    suggestions = tuple(f"{thing.name}是什么？" for thing in (*asked.subjects, *asked.objects))[:3]
    return Answer(question, NOT_STATED, text, notes=asked.notes, sparql=sparql, suggestions=suggestions)
