"""A report on a place, or on a body of it, over some years: what its reports say, each sentence with its evidence."""

from kg.report.facts import place_report
from kg.report.html import body, page
from kg.report.markdown import markdown
from kg.report.values import PlaceReport

__all__ = ["PlaceReport", "body", "markdown", "page", "place_report"]
