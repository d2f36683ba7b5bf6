"""The sentences of a report on a place, each with the words of the reports that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.report.amounts import amount, moved, span, stated
from kg.report.values import (
    BEGUN,
    BETTER,
    CARRIED,
    CONTINUED,
    DROPPED,
    KEPT,
    PARTLY,
    UNCLEAR,
    UNMENTIONED,
    WORSE,
    Found,
    PlaceReport,
    Promised,
    Quote,
    Shortcoming,
    Source,
    Thing,
    Trend,
)

VERDICTS: Final = {"better": "向好", "worse": "趋差", "same": "持平", "": ""}
SEVERITIES: Final = {"error": "应当更正", "warning": "请核实", "note": "供参考"}
SURE: Final = {"certain": "确定", "likely": "较有把握", "possible": "有待查证"}
_PROMISES: Final = {KEPT: "已落实", PARTLY: "部分落实", UNMENTIONED: "未见交代", UNCLEAR: "难以判断"}
_TONES: Final = {KEPT: BETTER, PARTLY: WORSE, UNMENTIONED: WORSE, UNCLEAR: ""}
_FEW: Final = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its evidence; ``tag`` is a word before it, ``tone`` better, worse, error, warning or note."""

    text: str
    quotes: tuple[Quote, ...] = ()
    tag: str = ""
    tone: str = ""
    below: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading, or under none."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report; ``note`` says how to read it, the table of figures follows where ``figures`` is true."""

    key: str
    heading: str
    note: str
    groups: tuple[Group, ...]
    figures: bool = False


def heading(report: PlaceReport) -> str:
    """The title of the report."""
    return f"{report.publisher or report.place_name}：{span(report.years)}报告所见"


def parts(report: PlaceReport) -> tuple[Part, ...]:
    """All parts in their order; those with nothing to say are left out."""
    found = (
        _sources(report),
        _changes(report),
        _figures(report),
        _reforms(report),
        _listed("policies", "制定的文件", report.policies),
        _listed("bodies", "新设的机构", report.bodies),
        _recognitions(report),
        _problems(report),
        _promises(report),
        _findings(report),
        _gaps(report),
    )
    return tuple(part for part in found if part.figures or any(group.lines for group in part.groups))


def _sources(report: PlaceReport) -> Part:
    lines = [_source(one) for one in report.sources]
    lines += [Line(f"没有{year}年的报告。", tag="缺", tone="warning") for year in report.absent]
    return Part("sources", "依据的报告", "", (Group("", tuple(lines)),))


def _source(one: Source) -> Line:
    published = f"{_day(one.published)}公开" if one.published else "未注明公开日期"
    quotes = (one.dated,) if one.dated else ()
    return Line(f"《{one.title}》，{published}，共{one.characters:,}字。", quotes, tag=str(one.year))


def _day(iso: str) -> str:
    parts_ = [part.lstrip("0") for part in iso.split("-")]
    return "".join(f"{part}{word}" for part, word in zip(parts_, "年月日", strict=False))


def _changes(report: PlaceReport) -> Part:
    judged = [one for one in report.trends if one.verdict in (BETTER, WORSE)]
    groups = [
        Group(title, tuple(_trend(one, report.years) for one in _widest(judged, verdict)))
        for verdict, title in ((WORSE, "趋差的指标"), (BETTER, "向好的指标"))
    ]
    groups.append(Group("前后两年说法不一的数字", tuple(_disagreements(report.trends))))
    # To have more or fewer cases than others is neither good nor bad: such ranks stand in the table only.
    ranked = [one for one in report.trends if one.last and one.last.rank and one.direction != "neutral"]
    groups.append(Group("与同级地方、同类机关相比", tuple(_rank(one) for one in ranked)))
    known = sum(one.change is not None for one in report.trends)
    note = f"能前后相比的指标有{known}项，其中能分好坏的{len(judged)}项。" if known else ""
    note += f"每类最多列{_FEW}项，按变动幅度排列；全部指标见下表。" if judged else ""
    return Part("changes", "变化", note, tuple(group for group in groups if group.lines))


def _widest(trends: Sequence[Trend], verdict: str) -> list[Trend]:
    """Those of a verdict that moved most, in proportion."""
    mine = [one for one in trends if one.verdict == verdict]
    return sorted(mine, key=lambda one: (-_share(one), one.code))[:_FEW]


def _share(one: Trend) -> Decimal:
    return abs((one.change or Decimal(0)) / (one.before or Decimal(1)))


def _trend(one: Trend, years: Sequence[int]) -> Line:
    last = one.last.year if one.last else None
    # The years need no telling where they are those of the whole report.
    told = "" if (one.since, last) == (years[0], years[-1]) else f"{one.since}—{last}年，"
    return Line(f"{told}{one.name}{moved(one)}。", _behind(one))


def _behind(one: Trend) -> tuple[Quote, ...]:
    """The words that the first and the last value rest on."""
    if one.last is None:
        return ()
    points = [p for p in one.points if p.value is not None and p.year in (one.since, one.last.year)]
    return tuple(point.quote for point in points if point.quote is not None)


def _disagreements(trends: Sequence[Trend]) -> Iterable[Line]:
    for one in trends:
        for before, point in zip(one.points, one.points[1:], strict=False):
            if point.disagrees and point.baseline is not None and point.reported is not None:
                earlier, later = (amount(one, value) for value in (point.reported, point.baseline))
                year = point.year - 1
                text = f"{year}年的{one.name}，{year}年的报告写作{earlier}，{point.year}年的报告写作{later}。"
                quotes = tuple(q for q in (before.quote, point.quote) if q is not None)
                yield Line(text, quotes)


def _rank(one: Trend) -> Line:
    assert one.last is not None
    order = "由低到高" if one.direction == "lower" else "由高到低"
    text = f"{one.last.year}年{one.name}为{stated(one, one.last)}，在有数据的{one.last.among}家中{order}列第{one.last.rank}。"
    return Line(text, (one.last.quote,) if one.last.quote else ())


def _figures(report: PlaceReport) -> Part:
    note = "好坏按指标本身的方向判断；没有公认方向的只列数字。空白表示当年的报告没有写明。"
    return Part("figures", "数据", note if report.trends else "", (), figures=bool(report.trends))


def _reforms(report: PlaceReport) -> Part:
    titles = {
        BEGUN: "{year}年首次推进",
        CONTINUED: "{year}年继续推进",
        DROPPED: "{before}年推进、{year}年没有再提",
        CARRIED: "{year}年推进（没有更早的报告，不能判断是否新推进）",
    }
    groups = [
        Group(
            title.format(year=year, before=year - 1),
            tuple(_thing(one) for one in report.reforms if (one.year, one.state) == (year, state)),
        )
        for year in report.years
        for state, title in titles.items()
    ]
    note = "“首次”指此前各年的报告都没有写到；“没有再提”指全文没有出现它的名称，不等于已经停止。"
    return Part("reforms", "改革举措", note, tuple(group for group in groups if group.lines))


def _thing(one: Thing) -> Line:
    by = f"（{'、'.join(one.by)}）" if one.by else ""
    return Line(f"{one.name}{by}", (one.quote,))


def _listed(key: str, title: str, things: Sequence[Thing]) -> Part:
    years = sorted({one.year for one in things})
    groups = [Group(f"{year}年", tuple(_named(one) for one in things if one.year == year)) for year in years]
    return Part(key, title, "", tuple(groups))


def _named(one: Thing) -> Line:
    by = f"（{'、'.join(one.by)}）" if one.by else ""
    policy = one.kind == "Policy" and not one.name.startswith("《")
    return Line(f"《{one.name}》{by}" if policy else f"{one.name}{by}", (one.quote,))


def _recognitions(report: PlaceReport) -> Part:
    groups = [
        Group(f"{year}年", tuple(_recognition(one) for one in report.recognitions if one.year == year))
        for year in sorted({one.year for one in report.recognitions})
    ]
    return Part("recognitions", "荣誉与肯定", "", tuple(groups))


def _recognition(one: Thing) -> Line:
    giver = f"由{one.giver}授予" if one.giver else "报告没有写明由谁授予"
    return Line(f"{'、'.join(one.by)}获“{_bare(one.name)}”，{giver}。", (one.quote,))


def _bare(name: str) -> str:
    """A name that is set in quotation marks has single ones inside."""
    return name.replace("“", "‘").replace("”", "’")


def _problems(report: PlaceReport) -> Part:
    groups = [
        Group(f"{year}年", tuple(_problem(one) for one in report.problems if one.year == year))
        for year in sorted({one.year for one in report.problems})
    ]
    return Part("problems", "自述的不足", "标“连年”的，上一年的报告也写到。", tuple(groups))


def _problem(one: Shortcoming) -> Line:
    causes = "。" if one.causes else "。没有说明原因。"
    below = tuple(Line(f"原因：{cause.exact.rstrip('。；，')}。", (cause,)) for cause in one.causes)
    quotes = (one.quote, *((one.again,) if one.again else ()))
    tag, tone = ("连年", "warning") if one.again else ("", "")
    return Line(f"{one.text}{causes}", quotes, tag=tag, tone=tone, below=below)


def _promises(report: PlaceReport) -> Part:
    groups = [
        Group(
            f"{year}年报告的安排，对照{year + 1}年的报告",
            tuple(_promise(one) for one in report.promises if one.year == year),
        )
        for year in sorted({one.year for one in report.promises})
    ]
    plans = tuple(Line(_ended(quote.exact), (quote,)) for quote in report.plans)
    if plans:
        groups.append(Group(f"{report.sources[-1].year}年报告对下一年的安排", plans))
    note = "只对照可以指认的事项（文件、机构、平台等）；“未见交代”只是说报告没有写，不等于没有做。"
    return Part("promises", "安排与落实", note, tuple(groups))


def _promise(one: Promised) -> Line:
    quotes = (one.quote, *((one.answer,) if one.answer else ()))
    return Line(one.thing, quotes, tag=_PROMISES[one.state], tone=_TONES[one.state])


def _findings(report: PlaceReport) -> Part:
    groups = [
        Group(f"{year}年的报告", tuple(_finding(one) for one in report.findings if one.year == year))
        for year in sorted({one.year for one in report.findings})
    ]
    note = "对报告文字的核查；是否属实，以报告单位的核实为准。与其他单位的文字比对不在此列。"
    return Part("findings", "核查意见", note, tuple(groups))


def _finding(one: Found) -> Line:
    hint = Line(f"核实办法：{one.hint}。") if one.hint else None
    source = Line(f"依据：{one.source}；把握：{SURE[one.confidence]}。")
    return Line(
        f"{one.name}：{one.message}。",
        one.quotes,
        tag=SEVERITIES[one.severity],
        tone=one.severity,
        below=(*((hint,) if hint else ()), source),
    )


def _gaps(report: PlaceReport) -> Part:
    years = [one.year for one in report.sources]
    lines = [Line(f"没有{year}年的报告，这一年的情况无从得知。") for year in report.absent]
    if report.first == years[0]:
        lines.append(Line(f"没有早于{years[0]}年的报告，这一年的改革是否新推进、不足是否连年，不能判断。"))
    once = [one for one in report.trends if one.change is None]
    if once and len(years) > 1:
        names = "、".join(one.name for one in once)
        lines.append(Line(f"{len(once)}项指标只见于一年，或者没有写明数值，不能比较：{names}。"))
    if report.unmapped:
        lines.append(Line(f"另有{report.unmapped}个数字不在统一的指标之列，未作比较。"))
    return Part("gaps", "缺什么", "", (Group("", tuple(lines)),))


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text.rstrip('；，')}。"
