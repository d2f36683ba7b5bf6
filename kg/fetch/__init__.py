"""Saving pages politely: robots.txt, one request a while, retries, and what the server said kept beside each page."""

from __future__ import annotations

from kg.fetch.client import Fetcher, Manners
from kg.fetch.names import HEADERS, file_name
from kg.fetch.save import Outcome, fetch_all

__all__ = ["HEADERS", "Fetcher", "Manners", "Outcome", "fetch_all", "file_name"]
