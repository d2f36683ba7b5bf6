"""A sentence, clause by clause: which figure is a value, a baseline, a change or a rank."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kg.link.observations import changes, groups
from kg.link.observations.clauses import Clause
from kg.link.observations.drafts import Context, Draft, Label, relative
from kg.link.observations.naming import name_before, persons, rate_before
from kg.link.observations.notes import note, note_titles
from kg.link.observations.phrases import tidy, trim_start
from kg.link.observations.ranks import moved_rank, rank_label, ranked_among
from kg.link.observations.rates import judged
from kg.link.observations.times import baseline_period, note_period
from kg.link.observations.values import label_value
from kg.link.observations.wholes import opens_parts, part_of_whole
from kg.link.observations.words import words
from kg.mention.numbers import Figure
from kg.model import Baseline

_LIST: Final = re.compile(r"^\s*(?:、|和|及|以及|与|或)")
_LISTS_ON: Final = re.compile(r"(?:、|和|及|以及|与)(?:近|约|超)?$")
# 较法定时限压缩七成 compares with no other time: the share is what is stated.
_AGAINST_LAW: Final = re.compile(
    r"(?:较|比|与)法定(?:办理|办结|承诺|审批)?(?:时限|期限|时间|时长)?(?:相比)?(?:平均)?$"
)
_ABOVE: Final = re.compile(
    r"(?:高于|快于|高出|低于|超出|好于|领先)(?P<whom>[\u4e00-\u9fff]{2,10}?)(?:平均水平|平均|增速)?$"
)
# 成为总产值超千亿元县: a limit that makes the name.
_NOT_STATED: Final = re.compile(r"成为[^，,]{0,20}$")
_REACHED: Final = re.compile(r"[\s，,]*(?:占比)?达到?了?")
_DUE: Final = re.compile(r"(?P<due>(?:承诺|审批|办理|办结)(?:办理|办结|审批)?(?:时限|期限))")
_DEADLINE: Final = re.compile(r"(?:时限|期限)$")
_TARGET: Final = re.compile(
    r"力争|争取(?!资金|到|国家|上级|中央)|预期目标|目标[是为]|(?:计划|拟)(?:在|于|到|用)?(?:今年|明年|年内|20\d\d)|到20[2-9]\d年|不少于|不低于"
)


def read_clause(text: str, clause: Clause, context: Context) -> list[Draft]:
    """The observations that a clause states; ``context`` learns what later clauses may refer to."""
    if clause.after in ("；", ";"):
        context.period = context.period_start = None
        context.within = ""
    if not clause.figures:
        note(text, clause, context)
        return []
    note_titles(text[clause.start : clause.figures[0].start], context)
    note_period(text, clause, context)
    reader = _Reader(text, clause, context)
    drafts = reader.read()
    context.previous = ""
    return drafts


class _Reader:
    """Reads the figures of one clause from left to right."""

    def __init__(self, text: str, clause: Clause, context: Context) -> None:
        self.text, self.clause, self.context = text, clause, context
        self.figures = clause.figures
        self.drafts: list[Draft] = []
        self.label: Label | None = None
        self.counted: list[tuple[Draft, Label]] = []
        self.begin = clause.start
        self.whole: tuple[str, str] | None = None

    def read(self) -> list[Draft]:
        at = 0
        while at < len(self.figures):
            at += self._one(at)
        return self.drafts

    def left(self, at: int) -> str:
        begin = self.figures[at - 1].end if at else self.clause.start
        return self.text[begin : self.figures[at].start]

    def right(self, at: int) -> str:
        end = self.figures[at + 1].start if at + 1 < len(self.figures) else self.clause.end
        return self.text[self.figures[at].end : end]

    def _one(self, at: int) -> int:
        """Reads the figure at a place, and returns how many figures that took."""
        taken = groups.read_group(self, at)
        if taken:
            return taken
        figure, left = self.figures[at], self.left(at)
        if _NOT_STATED.search(left) or (figure.kind == "rate" and self.right(at).startswith("的有")):
            return 1
        taken = self._among(at, left) or self._from_to(at, left)
        if taken:
            return taken
        if self._baseline(figure, left):
            return 1
        if figure.kind == "rank":
            self._rank(figure, left)
        elif not (self._place(figure, left) or self._above(figure, left) or self._change(figure, left)):
            self._value(at, figure, left)
        return 1

    def _among(self, at: int, left: str) -> int:
        """居全省17个市州第3位: how many are ranked is no figure of its own."""
        ranked = at + 1 < len(self.figures) and self.figures[at + 1].kind == "rank"
        if not ranked or self.figures[at].kind != "count":
            return 0
        ahead = ranked_among(left, self.left(at + 1))
        if ahead:
            self._rank(self.figures[at + 1], ahead)
        return 2 if ahead else 0

    def _from_to(self, at: int, left: str) -> int:
        pending = self.context.pending
        self.context.pending = None
        if pending is not None and at == 0 and changes.leads_to(left):
            self._moved(pending[0], self.figures[0], pending[1], pending[2], begin=pending[3])
            return 1
        origin = changes.starts_from(left)
        if origin is None:
            return 0
        first = self.figures[at]
        if at + 1 < len(self.figures):
            second = self.figures[at + 1]
            if not changes.leads_to(self.left(at + 1)):
                return 0
            self._moved(first, second, *origin, begin=self._start_of(at))
            return 2
        if self.right(at).strip(" 　"):
            return 0
        self.context.pending = (first, *origin, self._start_of(at))
        return 1

    def _start_of(self, at: int) -> int:
        return self.figures[at - 1].end if at else self.clause.start

    def _moved(self, first: Figure, second: Figure, subject: str, between: str, *, begin: int) -> None:
        """由 … 至 …: the second figure is the value, the first its baseline."""
        mean = "平均" if "平均" in between else ""
        name = name_before(subject)
        if second.kind == "rank":
            label = Label(moved_rank(subject, self.context))
        else:
            label = label_value(second, left=subject if name.shape else "", right="", context=self.context)
        due = _DUE.search(self.context.recent[-1].label) if self.context.recent else None
        if due and label.name == f"{name.core}时间":
            # 承诺时限压缩64%，其中报告书由60个工作日缩减到18个工作日.
            label = replace(label, name=f"{name.core}{due['due']}")
        draft = self.add(f"{mean}{label.name or self.context.topic}", second, begin=begin, label=label)
        draft.unit = second.unit or first.unit
        draft.baseline = Baseline(first.value, baseline_period(between, self.context))

    def _baseline(self, figure: Figure, left: str) -> bool:
        when = changes.compared_with(left)
        if when is None and self.clause.after == "(" and not left.strip():
            when = changes.compared_with(f"{self.context.previous}(")
        if when is None or not self.context.recent:
            return False
        draft = self.context.recent[-1]
        if draft.unit != figure.unit or draft.baseline is not None:
            return False
        draft.baseline = Baseline(figure.value, baseline_period(when, self.context))
        draft.end = max(draft.end, figure.end)
        return True

    def _rank(self, figure: Figure, left: str) -> None:
        for name in rank_label(left, self.context):
            self.add(name, figure, begin=self._name_start(figure, left))

    def _place(self, figure: Figure, left: str) -> bool:
        """前移 2 位 of the rank just named."""
        recent = self.context.recent
        sign = changes.place_move(left) if recent and figure.unit in ("位", "名", "个") else None
        if sign is None or recent[-1].kind != "rank":
            return False
        recent[-1].change, recent[-1].change_unit = figure.value * sign, figure.unit
        recent[-1].end = max(recent[-1].end, figure.end)
        return True

    def _above(self, figure: Figure, left: str) -> bool:
        """高于全国8.5个百分点: the distance to others, which a reader may leave out."""
        match = _ABOVE.search(left.rstrip())
        if match is None or figure.kind != "rate":
            return False
        subject = tidy(trim_start(left[: match.start()]))
        base = subject or (self.context.recent[-1].label if self.context.recent else "")
        if not base:
            return False
        recent, topic = list(self.context.recent), self.context.topic
        draft = self.add(f"{base}{match.group()}", figure, begin=figure.start - len(left.lstrip()))
        draft.optional = True
        self.context.recent, self.context.topic = recent or [draft], topic
        return True

    def _change(self, figure: Figure, left: str) -> bool:
        move = changes.move_before(left)
        if figure.written.startswith("翻"):
            move = changes.Move(1, "翻", *changes.uncompared(left))
        if move is None or figure.kind == "ratio":
            return False
        subject = tidy(trim_start(move.subject))
        scored = bool(self.context.recent) and self.context.recent[-1].kind == "score"
        if figure.kind == "score" and (subject or not scored):
            return False
        if figure.kind == "multiple" and not figure.share and re.search(r"是|为|相当于|的$", left):
            return False
        cut = _DEADLINE.search(subject) and move.word in ("压缩", "压减") and not move.compared
        if figure.kind == "rate" and (_AGAINST_LAW.search(subject) or cut):
            self.add(f"{subject}{move.word}率", figure, begin=self._name_start(figure, left))
            return True
        loose = move.compared or figure.kind in ("rate", "multiple") or figure.share
        fits = bool(self.context.recent) and (loose or self.context.recent[-1].unit in (figure.unit, "名"))
        if (not subject or subject in ("其中", "均")) and fits:
            self._attach(self.context.recent[-self.context.last_count :], figure, move)
            return True
        if not subject and loose and self.context.previous:
            subject = judged(self.context.previous)
        if (
            not subject
            or not (loose or move.word in words("moves"))
            or (move.word == "新增" or (not loose and name_before(move.subject).shape == "vo"))
        ):
            return False
        self._change_only(figure, left, move, subject)
        return True

    def _attach(self, drafts: list[Draft], figure: Figure, move: changes.Move) -> None:
        for draft in drafts:
            if draft.change is not None:
                continue
            draft.change = figure.value * changes.signed(move, rank=draft.kind == "rank")
            draft.change_unit = figure.unit or draft.unit
            draft.approximate = draft.approximate or (draft.value is None and figure.approximate)
            draft.end = max(draft.end, figure.end)

    def _change_only(self, figure: Figure, left: str, move: changes.Move, subject: str) -> None:
        names = groups.all_of(move.subject) or [subject]
        recent = self.context.recent
        for name in names:
            label = name
            if name in words("relative") and recent:
                label = relative(recent[-1].label, name)
            named = rate_before(label) if figure.kind in ("rate", "multiple") else name_before(label)
            draft = self.add(named.core or label, figure, begin=self._name_start(figure, left), counted=False)
            self._as_change(draft, figure, move)
        self.context.last_count = len(names)

    def _as_change(self, draft: Draft, figure: Figure, move: changes.Move) -> None:
        ranked = draft.label.endswith(("排名", "位次", "名次")) and figure.unit in ("位", "名")
        draft.value = None
        draft.change = figure.value * changes.signed(move, rank=ranked)
        draft.change_unit = figure.unit
        draft.unit = "%" if figure.unit in ("个百分点", "百分点") else persons(figure, draft.label)
        draft.kind = "rank" if ranked else figure.kind

    def _value(self, at: int, figure: Figure, left: str) -> None:
        if self._sharpens(figure, left):
            return
        self._note_whole(left)
        joined = bool(at and (_LIST.match(left) or (self._counts_noun() and _LISTS_ON.search(left))))
        label = label_value(
            figure, left=left, right=self.right(at), joined=joined, after=self.label if at else None,
            following=self.figures[at + 1] if at + 1 < len(self.figures) else None, context=self.context,
        )  # fmt: skip
        label = part_of_whole(figure, left, label, self.whole)
        if not label.name:
            return
        if self._completes(figure, left):
            return
        begin = self._name_start(figure, left)
        if (joined and label.counted is not None and label.counted.predicate) or (
            label.counted is not None and label.counted.predicate and self._adjoins(left)
        ):
            self._share(label)
        if label.counted is not None and not joined and self.counted and left.strip():
            self._of_next(label)
        names = (
            groups.both(left, figure, self.context) or groups.each_place(label.name, figure) or [label.name]
        )
        if not joined:
            self.context.joined = []
        for name in names:
            draft = self.add(name, figure, begin=begin, label=label)
            draft.part = label.part
            if label.counted is not None and label.counted.noun:
                draft.end = max(draft.end, figure.end + len(self.right(at).rstrip()))
            self.counted.append((draft, label))
        self.label = label
        if self.whole is not None:
            self.context.topic, self.context.topic_unit = self.whole

    def _note_whole(self, left: str) -> None:
        """其中 opens a list of the parts of what was named before it; later clauses speak of the whole again."""
        context = self.context
        if opens_parts(left) and context.topic and context.topic_unit:
            self.whole = (context.topic, context.topic_unit)
        elif self.whole is not None and not _LIST.match(left):
            self.whole = None

    def _of_next(self, label: Label) -> None:
        """74 家单位 258 项普法任务: too general a noun is named by what it has."""
        draft, other = self.counted[-1]
        noun = other.counted.noun if other.counted is not None else ""
        what = label.counted.noun if label.counted is not None else ""
        if what and noun in words("generic") and draft.label.startswith(noun):
            draft.label = f"{what}{draft.label}"

    def _adjoins(self, left: str) -> bool:
        """Whether only the last counted noun stands before a figure (8 所 | 高校 | 14 个学科)."""
        return (
            self.label is not None
            and self.label.counted is not None
            and self.label.counted.noun == left.strip()
        )

    def _counts_noun(self) -> bool:
        return self.label is not None and self.label.counted is not None

    def _share(self, label: Label) -> None:
        """What is said of the last noun of a list is said of all (5 个市和 5 个县 | 获评)."""
        for draft, other in reversed(self.counted):
            if other.counted is None or other.counted.predicate or other.verb or label.counted is None:
                return
            noun = draft.label
            draft.label = f"{label.counted.predicate}的{noun}"

    def _completes(self, figure: Figure, left: str) -> bool:
        """总量突破 90 万亿元 after a growth alone gives that its value."""
        recent = self.context.recent[-1] if self.context.recent else None
        subject = name_before(left).core
        if (
            recent is None
            or recent.value is not None
            or subject not in ("总量", "总额", "规模", "总数", "总规模")
            or recent.unit != "%"
        ):
            return False
        recent.value, recent.unit, recent.kind = figure.value, figure.unit, figure.kind
        recent.approximate, recent.end = figure.approximate, figure.end
        return True

    def _sharpens(self, figure: Figure, left: str) -> bool:
        """占比首次过半，达53.6%: the number is the share that the word only bounds."""
        recent = self.context.recent[-1] if self.context.recent else None
        if (
            recent is None
            or figure.kind != "rate"
            or "半" not in recent.figure.written
            or not _REACHED.fullmatch(left)
        ):
            return False
        recent.value, recent.figure, recent.approximate = figure.value, figure, figure.approximate
        recent.end = figure.end
        return True

    def _name_start(self, figure: Figure, left: str) -> int:
        name = trim_start(left)
        return figure.start - len(name)

    def add(
        self, name: str, figure: Figure, *, begin: int, label: Label | None = None, counted: bool = True
    ) -> Draft:
        """A draft for a figure under a name; the context learns of it."""
        context = self.context
        clause = self.text[self.clause.start : self.clause.end]
        noun = label.counted.noun if label is not None and label.counted is not None else name
        planned = context.plan or bool(_TARGET.search(clause))
        draft = Draft(
            label=tidy(name), figure=figure, start=min(begin, figure.start), end=figure.end, value=figure.value,
            unit=persons(figure, noun), kind=figure.kind, period=context.period, approximate=figure.approximate,
            optional=planned,
            planned=planned,
        )  # fmt: skip
        self.drafts.append(draft)
        context.recent.append(draft)
        context.last_count = 1
        if label is not None:
            context.verb = label.verb
            draft.title = context.title if label.verb in words("listing") else ""
            if label.topic and counted:
                context.topic, context.topic_unit = label.topic, figure.unit
                context.joined.append(label.topic)
        return draft
