"""Rebuild divisions.csv from the data.json of the npm package that README.md names.

python data/places/make.py path/to/package/data/data.json
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

# Groupings that codes need and nobody speaks of: counties directly under a province or a municipality.
_GROUPINGS = ("省直辖县级行政区划", "自治区直辖县级行政区划", "县")


def rows(divisions: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """``code, name, level, parent`` of each division, ordered by code.

    ``divisions`` maps six-digit codes to names. The city row that repeats a municipality (110100 北京市)
    and the groupings fall away, so that their counties stand under the province, as people say it.
    """
    kept = {
        code: name
        for code, name in divisions.items()
        if name not in _GROUPINGS and not (code[2:] == "0100" and name == divisions[code[:2] + "0000"])
    }
    return [(code, kept[code], level(code), parent(code, kept)) for code in sorted(kept)]


def level(code: str) -> str:
    """The level that a code's zeros show."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def parent(code: str, kept: dict[str, str]) -> str:
    """The code of the division above, "" for a province."""
    if code.endswith("0000"):
        return ""
    city = code[:4] + "00"
    return city if city != code and city in kept else code[:2] + "0000"


def main(source: Path, target: Path) -> None:
    """Write ``target`` from the package's ``source``: a JSON list of objects with code and name."""
    divisions = {row["code"]: row["name"] for row in json.loads(source.read_text(encoding="utf-8"))}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "level", "parent"))
        writer.writerows(rows(divisions))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(__file__).with_name("divisions.csv"))
