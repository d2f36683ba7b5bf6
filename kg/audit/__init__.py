"""Checks of reports and of the graph: ``engine`` runs the rules, ``case`` is what they read, ``rules.toml`` their words.

``shapes`` checks the graph; ``card``, ``sarif``, ``shacl`` and ``listing`` write findings down.
"""
