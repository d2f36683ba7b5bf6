"""Reports of development zones: the committee speaks, 区 is the zone, its short name the same place."""

from __future__ import annotations

import pytest

from kg.lexicon.placenames import zone_of, zone_short
from tests.documents import extracted, names, stated

ZONE = "望潮高新技术产业开发区"
COMMITTEE = f"{ZONE}管理委员会"
TITLE = f"{COMMITTEE}2023年法治政府建设年度报告"


@pytest.mark.parametrize(
    ("publisher", "zone"),
    [
        (COMMITTEE, ZONE),
        ("望潮经济开发区管委会", "望潮经济开发区"),
        ("昆明市经济技术开发区管理委员会", None),
        ("河口县人民政府", None),
        ("河口县司法局", None),
    ],
)
def test_zone_of_a_committee(publisher: str, zone: str | None) -> None:
    assert zone_of(publisher) == zone


def test_short_names() -> None:
    assert zone_short(ZONE) == "望潮高新区"
    assert zone_short("望潮经济技术开发区") == "望潮经开区"
    assert zone_short("望潮工业园区") == "望潮工业园区"


def test_the_committee_acts_and_its_departments_bear_the_zone() -> None:
    found = extracted("区商务局推行“一业一证”改革。出台《望潮高新区招商引资办法》。", title=TITLE)
    assert {COMMITTEE, f"{ZONE}商务局"} <= names(found, "Institution")
    assert (COMMITTEE, "issues", "望潮高新区招商引资办法") in stated(found)
    assert not any(name.startswith("人民政府") for name in names(found, "Institution"))


def test_the_zone_honoured_is_its_committee() -> None:
    found = extracted("望潮高新区入选全国首批知识产权强国建设示范园区。", title=TITLE)
    assert (COMMITTEE, "receives", "全国首批知识产权强国建设示范园区") in stated(found)
