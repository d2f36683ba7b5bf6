"""The viewer: a network as one HTML file that opens anywhere and asks for nothing.

``page`` is that file; ``payload`` is the data in it, for a server that hands the same component its data
and lets it grow by each ``addition``.
"""

from __future__ import annotations

from kg.view.html import body, page, parts
from kg.view.payload import addition, payload
from kg.view.select import find, of_report, of_topic

__all__ = ["addition", "body", "find", "of_report", "of_topic", "page", "parts", "payload"]
