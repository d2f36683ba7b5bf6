"""Last year's figures, reused text, promises and shortcomings that come back: two reports and more together."""

from __future__ import annotations

import pytest
from audit.reports import codes, report, together, words

from kg.audit.case import Case
from kg.audit.promises import promised, promises
from kg.audit.recurring import recurring
from kg.audit.reuse import LEAST, SHINGLE, WINDOW, fingerprints, reused
from kg.audit.years import baselines

LONG = (
    "全面推行行政执法公示制度，编制音像记录事项清单，做到执法过程有记录、可回溯。统筹检查计划，减少多头检查。"
    "推广说理式文书，运用提醒、劝导等柔性方式，让执法既有力度又有温度。健全裁量权基准动态调整机制，压缩自由裁量空间。"
    "落实投诉举报首问负责制，畅通企业和群众反映问题的渠道，对反映集中的事项开展回访。"
)


OLD = "去年突出抓了三件事，分别是整合基层执法队伍、清理历年行政规范性文件和设立行政复议基层服务点。"
NEW = "今年与往年不同，重点围绕优化营商环境和规范涉企检查展开部署，各乡镇按季度汇报进度并公开结果。"


def pair(before: str, now: str) -> tuple[Case, Case]:
    return report(before, year=2022), report(now, year=2023)


def bare(text: str, *, year: int = 2023) -> Case:
    """A report whose other parts are too short to count as a passage."""
    return report(text, year=year, problems=None, duty=None, plan=None)


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("收到行政复议申请186件。", "收到行政复议申请274件，比2022年的186件增加88件。", []),
        (
            "收到行政复议申请186件。",
            "收到行政复议申请274件，比2022年的168件增加106件。",
            ["baseline-mismatch"],
        ),
        ("收到行政复议申请186件。", "收到行政复议申请274件，比上年增加88件。", []),
        (
            "收到行政复议申请186件。",
            "收到行政复议申请274件，比上年增加106件。",
            ["implied-baseline-mismatch"],
        ),
        ("收到行政复议申请186件。", "收到行政复议申请274件，比2020年增加106件。", []),
        ("收到行政复议申请186件。", "收到行政复议申请274件，同比增长47.3%。", []),
        ("市本级收到行政复议申请100件。", "收到行政复议申请274件，比2022年的186件增加88件。", []),
        (
            "行政复议受理186件，同比增长2%。",
            "受理行政复议案件274件，比2022年的168件增加106件。",
            ["baseline-mismatch"],
        ),
        ("办理法律援助案件186件。", "收到行政复议申请274件，比2022年的168件增加106件。", []),
    ],
)
def test_last_year_s_figures(before: str, now: str, found: list[str]) -> None:
    assert codes(list(baselines(together(*pair(before, now))))) == found


def test_a_mismatch_shows_both_passages() -> None:
    before, now = pair("收到行政复议申请186件。", "收到行政复议申请274件，比2022年的168件增加106件。")
    (found,) = baselines(together(before, now))
    assert "168件" in words(now, found)
    (passage,) = found.passages
    assert passage.report == before.iri
    assert before.text[passage.start : passage.end] == passage.quote == "收到行政复议申请186件"


def test_reports_two_years_apart_are_not_compared() -> None:
    old = report("收到行政复议申请186件。", year=2021)
    new = report("收到行政复议申请274件，比2022年的168件增加106件。")
    assert not list(baselines(together(old, new)))


def test_text_of_last_year_is_found_to_the_letter() -> None:
    before, now = bare(OLD + LONG, year=2022), bare(NEW + LONG)
    (found,) = reused(together(before, now))
    assert found.code == "text-reuse"
    assert words(now, found) == LONG
    assert found.passages[0].quote == LONG
    assert "100%" in found.message


def test_text_with_a_few_words_changed_is_found() -> None:
    before, now = bare(OLD + LONG, year=2022), bare(NEW + LONG.replace("多头检查", "重复检查"))
    (found,) = reused(together(before, now))
    assert found.confidence == "likely"
    assert words(now, found).startswith("全面推行")


def test_text_of_another_place_is_a_note_on_the_later_report() -> None:
    first = report(LONG, place="河口县", published="2024-01-01")
    second = report(LONG, place="屏边县", published="2024-02-01")
    (found,) = reused(together(first, second))
    assert (found.code, found.severity, found.report) == ("text-shared", "note", second.iri)


def test_what_everybody_writes_is_boilerplate() -> None:
    places = ("河口县", "屏边县", "蒙自市", "弥勒市")
    assert not list(reused(together(*(report(LONG, place=place) for place in places))))
    assert list(reused(together(*(report(LONG, place=place) for place in places[:3]))))


def test_short_passages_and_titles_do_not_count() -> None:
    title = f"落实《{'关于进一步加强基层行政执法工作若干问题的意见' * 5}》。"
    assert not list(reused(together(bare(title, year=2022), bare(title))))
    assert not list(reused(together(bare(OLD + LONG[:60], year=2022), bare(NEW + LONG[:60]))))


def test_every_long_enough_passage_shares_a_fingerprint() -> None:
    size = SHINGLE + WINDOW - 1
    assert size <= LEAST
    letters = "".join(c for c in LONG if c not in "，。、")
    whole = {print_ for print_, _ in fingerprints(letters)}
    for start in range(0, len(letters) - size):
        assert whole & {print_ for print_, _ in fingerprints(letters[start : start + size])}


PLAN = (
    "（一）建好平台。2023年6月底前建成县行政争议协调化解中心并投入运行。\n\n"
    "（二）完善制度。年内出台《河口县行政规范性文件管理办法》。\n\n"
    "（三）加强监督。在12个乡镇全部设立行政执法监督联络站。\n\n"
    "（四）推进数字法治。上线“审易通”合法性审查平台。\n\n"
    "（五）提升能力。进一步加强业务培训，打造“法治品牌”。"
)


def judged(measures: str) -> dict[str, str]:
    before, now = report(year=2022, plan=PLAN), report(measures)
    found = promises(together(before, now))
    return {f.message_zh.split("“")[1].partition("”")[0]: f.code for f in found}


def test_only_what_can_be_followed_is_a_promise() -> None:
    assert [promise.key for promise in promised(report(year=2022, plan=PLAN))] == [
        "行政争议协调化解中心",
        "行政规范性文件管理办法",
        "行政执法监督联络站",
        "审易通",
    ]


def test_promises_kept_in_part_and_not_mentioned() -> None:
    assert judged(
        "县行政争议协调化解中心于5月建成运行。8月，县政府印发《河口县行政规范性文件管理办法》。"
        "县司法局在8个乡镇设立行政执法监督联络站。"
    ) == {
        "行政争议协调化解中心": "promise-kept",
        "《行政规范性文件管理办法》": "promise-kept",
        "行政执法监督联络站": "promise-partly",
        "审易通": "promise-unmentioned",
    }


def test_what_is_counted_is_told_from_what_is_said_of_it() -> None:
    before = report(year=2022, plan="（一）在全县12个乡镇全部设立行政执法监督联络站。")
    for now, code in (("在9个乡镇设立行政执法监督联络站。", "promise-partly"),
                      ("在12个乡镇均已建成行政执法监督联络站。", "promise-kept")):  # fmt: skip
        assert codes(list(promises(together(before, report(now))))) == [code]


def test_a_promise_made_again_is_not_kept() -> None:
    before = report(year=2022, plan=PLAN)
    now = report(plan="（一）2024年建成县行政争议协调化解中心。")
    found = [f for f in promises(together(before, now)) if "化解中心" in f.message_zh]
    assert codes(found) == ["promise-unmentioned"]


def test_a_promise_in_other_words_is_left_open() -> None:
    found = judged("依托行政争议化解协调服务中心开展调解。")
    assert "行政争议协调化解中心" not in found


@pytest.mark.parametrize(
    ("before", "now", "sure"),
    [
        ("（一）行政复议办案力量较为薄弱。", "（一）行政复议人员配备仍显不足。", "likely"),
        ("（一）执法规范化水平有待提高。", "（一）执法规范化水平还有待提高。", "certain"),
        ("（一）行政复议办案力量较为薄弱。", "（一）行政复议宣传不够。", None),
        ("（一）执法监督力量薄弱。", "（一）行政复议人员配备不足。", None),
        ("（一）普法实效不强，原因在于经费保障不足。", "（一）复议应诉人手紧，原因在于经费保障不足。", None),
        ("（一）行政规范性文件备案不够及时。", "（一）部分行政规范性文件报备滞后。", "likely"),
    ],
)
def test_shortcomings_that_come_back(before: str, now: str, sure: str | None) -> None:
    found = list(recurring(together(report(year=2022, problems=before), report(year=2023, problems=now))))
    assert [f.confidence for f in found] == ([sure] if sure else [])
    assert all(f.passages[0].quote == before for f in found)
