"""Plots of measures: curves of adoption, bars for what is ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.charts import COLOURS
from kg.table import Table

if TYPE_CHECKING:
    import altair as alt

#: How many things a plot shows; the tables have them all.
CURVES: Final = 8
BARS: Final = 25
_BARS: Final = {
    "centrality": ("label", "betweenness", "中介中心性"),
    "communities": ("label", "degree", "关联数"),
    "bridges": ("from", "cuts_off", "断开后分离的节点数"),
    "together": ("a", "things", "共同推进的事项数"),
    "places": ("place", "things", "改革与政策数"),
    "similar": ("a", "similarity", "相似度"),
    "roles": ("institution", "acts", "行为数"),
}
_PAIRED: Final = {"bridges": "to", "together": "b", "similar": "b"}
_COLOURED: Final = {"centrality": "type", "communities": "community", "places": "community", "roles": "role"}


def plot(measure: str, table: Table) -> alt.TopLevelMixin | None:
    """The plot of a measure's table; None where it has no rows or, as with ``paths``, nothing to plot."""
    if not table.rows:
        return None
    if measure == "spread":
        return _curves(table)
    return _bars(measure, table) if measure in _BARS else None


def _curves(table: Table) -> alt.TopLevelMixin:
    import altair as alt

    rows: list[dict[str, Any]] = [{**r, "year": str(r["year"])} for r in table.records()]
    things = list(dict.fromkeys(row["thing"] for row in rows))[:CURVES]
    left = len({row["iri"] for row in rows}) - len(things)
    # Few places make equal curves, which would hide each other in one plot.
    base = alt.Chart(alt.InlineData(values=[row for row in rows if row["thing"] in things])).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("places:Q", title=None, axis=alt.Axis(tickMinStep=1)),
        color=alt.value(COLOURS[0]),
    )
    small = base.mark_line(strokeWidth=2.5) + base.mark_point(filled=True, size=50, opacity=1)
    title = "累计采用的地区数" + (f"（前{CURVES}项，另有{left}项见表）" if left else "")
    header = alt.Header(labelLimit=190)
    drawn: alt.TopLevelMixin = (
        small.properties(width=190, height=100)
        .facet(facet=alt.Facet("thing:N", title=None, sort=things, header=header), columns=4)
        .properties(title=title)
    )
    return drawn


def _bars(measure: str, table: Table) -> alt.TopLevelMixin:
    import altair as alt

    name, value, title = _BARS[measure]
    rows: list[dict[str, Any]] = []
    ranked = sorted(table.records(), key=lambda record: -float(str(record[value])))
    for record in ranked[:BARS]:
        label = record[name]
        if measure in _PAIRED:
            label = f"{label} — {record[_PAIRED[measure]]}"
        group = str(record[_COLOURED[measure]]) if measure in _COLOURED else ""
        rows.append({"label": label, "value": record[value], "group": group})
    whole = 1 if all(isinstance(row["value"], int) for row in rows) else 0
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("value:Q", title=None, axis=alt.Axis(tickMinStep=whole)),
        y=alt.Y("label:N", sort=[row["label"] for row in rows], title=None),
    )
    bars = base.mark_bar(height={"band": 0.7}, color=COLOURS[0])
    if measure in _COLOURED:
        bars = bars.encode(color=alt.Color("group:N", title=None, scale=alt.Scale(range=COLOURS)))
    text = base.mark_text(align="left", dx=4).encode(text=alt.Text("value:Q", format=",.4~g"))
    more = f"（前{BARS}行，共{len(table)}行）" if len(table) > BARS else ""
    drawn: alt.TopLevelMixin = (bars + text).properties(
        width=560, height=alt.Step(24), title=f"{title}{more}"
    )
    return drawn
