"""Content negotiation: which of our formats a client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_QUALITY = re.compile(r"[01](?:\.\d{0,3})?")


def best(accept: str, offers: Sequence[str]) -> str | None:
    """The offer with the highest quality, the earlier of equals; None where none is accepted.

    The most particular range that covers an offer gives its quality; no header at all accepts everything.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    liked = [(_quality(offer, ranges), -order, offer) for order, offer in enumerate(offers)]
    quality, _, offer = max(liked, default=(0.0, 0, ""))
    return offer if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (word.strip() for word in part.lower().split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q" and _QUALITY.fullmatch(value.strip()):
            quality = min(float(value), 1.0)
    return media, quality


def _quality(offer: str, ranges: list[tuple[str, float]]) -> float:
    kind = offer.partition("/")[0]
    for covering in (offer, f"{kind}/*", "*/*"):
        found = [quality for media, quality in ranges if media == covering]
        if found:
            return max(found)
    return 0.0
