"""Measures of the network, by NetworkX: centres, groups, bridges, paths, what spreads, and who is alike."""

from kg.analyse.likeness import places, roles, similar, together
from kg.analyse.measures import SEED, bridges, centrality, communities, pagerank, paths, simple
from kg.analyse.plots import plot
from kg.analyse.spread import spread

__all__ = [
    "SEED",
    "bridges",
    "centrality",
    "communities",
    "pagerank",
    "paths",
    "places",
    "plot",
    "roles",
    "similar",
    "simple",
    "spread",
    "together",
]
