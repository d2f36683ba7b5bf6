"""Who gives the report, as the page words it, and the place it speaks for."""

from __future__ import annotations

import re

from kg.lexicon.placenames import leading_places

_BODY = r"人民政府|人民政府办公[室厅]|办事处|管理委员会|管委会|委员会|管理局|监督局|[\u4e00-\u9fff]{2,14}(?:局|厅|委|办公室|中心|总队|支队|大队)"
_GIVER = re.compile(
    rf"^(?P<who>[\u4e00-\u9fff]{{2,30}}?(?:{_BODY}))(?=关于|20\d\d|19\d\d|[（(]|法治|依法|政府工作|工作报告|\s|$)"
)
_PLACE_GIVER = re.compile(
    r"^(?:关于)?(?P<where>[\u4e00-\u9fff]{2,20}?)(?:关于)?(?:(?:19|20)\d\d年|法治政府|依法行政|政府工作报告)"
)
_OPENING = re.compile(
    r"(?:^|\n|，|。)(?:19|20)\d\d年(?:度|以来)?[，,]\s*(?:在[^，。]{4,40}下[，,])?(?P<who>[\u4e00-\u9fff]{2,30}?)(?:[（(][^）)]{2,20}[）)])?(?:坚持|以习|认真|深入|全面|紧紧|紧扣|始终|深学|积极|在|严格|持续|聚焦|围绕|切实)"
)
_SPEAKS_FOR = re.compile(r"我代表(?P<who>[\u4e00-\u9fff]{2,20}?)(?:[，,]?\s*向)")
_SIGNED = re.compile(rf"^[\u4e00-\u9fff]{{2,30}}?(?:{_BODY})$")
_YEAR_HEAD = re.compile(r"^(?:(?:19|20)\d\d年(?:度)?)")


def publisher_of(title: str, *, head: str, opening: str, tail: list[str], stated: str | None) -> str | None:
    """The full name of who gives the report, from its title, signature, opening or masthead."""
    named = _YEAR_HEAD.sub("", title)
    giver = _GIVER.match(named)
    if giver:
        return giver.group("who")
    where = _PLACE_GIVER.match(named)
    if where and leading_places(where.group("where")):
        places = "".join(leading_places(where.group("where")))
        return places + "人民政府" if places == where.group("where") else where.group("where")
    signed = next((line for line in tail if _SIGNED.match(line)), None)
    if signed:
        return signed
    speaks = _SPEAKS_FOR.search(opening)
    if speaks:
        return _speaker(speaks.group("who"), head)
    opened = _OPENING.search(opening)
    if opened:
        who = opened.group("who")
        return who + "人民政府" if "".join(leading_places(who)) == who else who
    return stated


def _speaker(who: str, near: str) -> str:
    """省人民政府 and the like, completed from the province or city named nearby."""
    bare = re.fullmatch(r"(省|市|区|县|自治区|自治州|州|盟|旗)人民政府", who)
    if not bare:
        return who
    full = re.search(
        rf"(?:在|年|\b|[^\u4e00-\u9fff在年])([\u4e00-\u9fff]{{2,10}}?{bare[1]})(?:第|人民政府|政府工作报告|人民代表)",
        near,
    )
    return full[1].rpartition("在")[2] + "人民政府" if full else who


def region_of(publisher: str) -> str | None:
    """The smallest place that a publisher's name begins with; 中国 for the State Council."""
    if publisher.endswith("国务院"):
        return "中国"
    places = leading_places(publisher)
    return places[-1] if places else None
