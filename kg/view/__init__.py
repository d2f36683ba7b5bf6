"""The viewer: a network as one HTML file that opens anywhere and asks for nothing."""

from __future__ import annotations

from kg.view.html import page
from kg.view.select import find

__all__ = ["find", "page"]
