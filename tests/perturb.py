"""Gold with errors as an extraction makes them, the same for the same seed."""

from __future__ import annotations

import copy
import random
from typing import Any

Facts = dict[str, Any]


def perturb(gold: Facts, seed: int) -> Facts:
    """Gold as it is for seed 0, nothing at all for seed 1, else with losses, changes and duplicates."""
    if seed == 0:
        return copy.deepcopy(gold)
    if seed == 1:
        return {}
    draw = random.Random(seed)
    facts = copy.deepcopy(gold)
    facts["entities"] = [entity for entity in facts["entities"] if draw.random() > 0.15]
    for entity in facts["entities"]:
        _perturb_entity(entity, draw)
    again = [entity for entity in facts["entities"] if draw.random() < 0.1]
    facts["entities"] += [{**copy.deepcopy(entity), "id": f"again-{entity['id']}"} for entity in again]
    facts["observations"] = [one for one in facts["observations"] if draw.random() > 0.1]
    for observation in facts["observations"]:
        _perturb_observation(observation, draw)
    facts["relations"] = [relation for relation in facts["relations"] if draw.random() > 0.2]
    for relation in facts["relations"]:
        if draw.random() < 0.1:
            relation["predicate"] = "issues"
    return facts


def _perturb_entity(entity: Facts, draw: random.Random) -> None:
    if draw.random() < 0.2:
        entity["name"] = entity["name"][1:] or entity["name"]
    if draw.random() < 0.1:
        entity["type"] = "Reform"
    if draw.random() < 0.1 and entity["aka"]:
        entity["name"], entity["aka"] = entity["aka"][0], []


def _perturb_observation(observation: Facts, draw: random.Random) -> None:
    if draw.random() < 0.1:
        observation["indicator"], observation["aka"] = "另一项指标", []
    if draw.random() < 0.1 and observation["value"] is not None:
        observation["value"] *= 2
    if draw.random() < 0.1:
        observation["period"] = "1999"
    if draw.random() < 0.1:
        observation["baseline"] = None
    if draw.random() < 0.2:
        observation["about"] = "e1"
    if draw.random() < 0.1:
        observation["span"] = [observation["span"][0] - 3, observation["span"][1] + 8]
