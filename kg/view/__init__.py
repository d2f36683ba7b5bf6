"""The viewer: a network as one HTML file that opens anywhere and asks for nothing.

``page`` is that file; ``payload`` is the data in it, for a server that hands the same component its data.
"""

from __future__ import annotations

from kg.view.html import page
from kg.view.payload import payload
from kg.view.select import find, of_report, of_topic

__all__ = ["find", "of_report", "of_topic", "page", "payload"]
