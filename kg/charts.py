"""How plots look and become pictures: Altair's charts as SVG or PNG, light or dark, the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import KgError

if TYPE_CHECKING:
    import altair as alt

FORMATS: Final = ("svg", "png")
# Okabe and Ito's colours: those who see few colours can tell them apart.
COLOURS: Final = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A6D00", "#555555"]
# As vl-convert reads it: names without quotes, the first that the machine has.
_FONT: Final = "Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, WenQuanYi Zen Hei, sans-serif"


def known(format: str) -> None:
    """Raises KgError for a format of pictures that is not one of ``FORMATS``."""
    if format not in FORMATS:
        raise KgError("no such format of pictures", where=format, hint=f"one of {', '.join(FORMATS)}")


def render(plot: alt.TopLevelMixin, *, format: str = "svg", dark: bool = False) -> bytes:
    """A plot as a picture. Raises KgError for a format that is not one of ``FORMATS``."""
    import vl_convert

    known(format)
    spec = plot.to_dict()
    spec["config"] = _looks(dark=dark)
    if format == "svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=2))


def _looks(*, dark: bool) -> dict[str, Any]:
    ink, faint, ground = ("#e8e6e1", "#4a4a4a", "#1c1c1e") if dark else ("#222222", "#dddddd", "#ffffff")
    words = {"labelColor": ink, "titleColor": ink, "labelFontSize": 13, "titleFontSize": 13}
    return {
        "font": _FONT,
        "background": ground,
        "view": {"stroke": None},
        "title": {"color": ink, "fontSize": 16, "anchor": "start", "offset": 12},
        "axis": {**words, "gridColor": faint, "domainColor": faint, "tickColor": faint},
        "axisY": {"labelLimit": 260},
        "header": words,
        "legend": {**words, "orient": "bottom", "labelLimit": 260, "columns": 4},
        "text": {"color": ink, "fontSize": 12},
    }
