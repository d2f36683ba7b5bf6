from __future__ import annotations

from decimal import Decimal

from tests.documents import document, extracted


def figures(sentence: str) -> dict[str, tuple[Decimal | None, str]]:
    """The figures of a sentence by name: value and unit."""
    return {o.indicator: (o.value, o.unit) for o in extracted(sentence).observations}


def test_parts_are_named_by_their_whole_and_what_follows_by_the_whole_again() -> None:
    found = figures("办理行政诉讼案件69件，其中一审48件、二审17件、再审4件；审结58件，败诉率5.17%。")
    assert found["一审行政诉讼案件数"] == (48, "件") and found["再审行政诉讼案件数"] == (4, "件")
    assert found["行政诉讼审结案件数"] == (58, "件")
    codes = {
        o.indicator: o.code for o in extracted("办理行政诉讼案件69件，其中一审48件、二审17件。").observations
    }
    assert codes["办理行政诉讼案件数"] == "administrative-litigation-cases"
    assert codes["一审行政诉讼案件数"] is None  # a part is not the figure of the whole


def test_what_was_not_done_is_not_named_as_done() -> None:
    assert "尚未审结" in next(iter(figures("行政复议案件尚未审结3件。")))


def test_units_and_shares_of_several_at_once() -> None:
    found = figures("一般登记、抵押登记分别压缩至3个、1个工作日内办结。")
    assert set(found.values()) == {(3, "个工作日"), (1, "个工作日")}
    found = figures("城市、农村低保标准分别提高到每人每月720元、540元。")
    assert found == {"城市低保标准": (720, "元"), "农村低保标准": (540, "元")}


def test_a_share_of_what_the_law_allows_is_a_value() -> None:
    assert list(figures("平均办理时限较法定时限压缩七成。").values()) == [(70, "%")]
    (figure,) = extracted("货物通关时间同比压缩50%。").observations
    assert (figure.value, figure.change) == (None, -50)


def test_the_meetings_of_an_assembly_are_not_counted() -> None:
    assert not figures("完成了县十八届人大三次会议确定的任务。")
    assert list(figures("召开政府常务会议三次。").values()) == [(3, "次")]


def test_a_rate_is_of_the_act_just_counted() -> None:
    assert "重大执法决定法制审核率" in figures("完成重大执法决定法制审核71件，审核率达100%。")


def test_a_figure_is_about_those_who_act_unless_it_counts_what_a_document_holds() -> None:
    extraction = extracted("修订《河口县突发事件总体应急预案》，开展防汛演练7次。")
    (figure,) = extraction.observations
    assert {e.id: e.name for e in extraction.entities}[figure.about or ""] == "河口县人民政府"


def test_a_table_after_the_last_sentence_is_read() -> None:
    table = "附表\n单位\t立案（件）\t罚款（万元）\n甲所\t14\t126.40\n乙所\t11\t98.75\n\n河口县人民政府\n2024年2月15日"
    text = document("执法情况见附表。").text.replace("仍需努力改进。\n", f"仍需努力改进。\n\n{table}\n")
    from kg.link import extract
    from kg.read import read_bytes

    found = {o.value for o in extract(read_bytes(text.encode(), source_name="report.txt")).observations}
    assert found == {14, 11, 1264000, 987500}
