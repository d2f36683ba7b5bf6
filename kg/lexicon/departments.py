"""The standing bodies of Chinese government and their usual short names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.lexicon.tables import parts, rows

LEVELS = ("national", "province", "city", "county", "township")
KINDS = (
    "government", "party", "congress", "cppcc", "court", "procuratorate",
    "mass-organisation", "public-institution",
)  # fmt: skip

_COLUMNS = ("name", "aka", "levels", "kind")
_PLACE = "*"


@dataclass(frozen=True, slots=True)
class Department:
    """A body that every place of some level has, or one national body.

    ``name`` and ``aka`` of a local body leave its place out and follow it (财政局; 委组织部 after 市);
    a national body's are whole. ``forms`` are the names in which the place stands inside, ``*`` for it,
    the official one first (中共*委组织部); empty for most. ``levels`` are some of ``LEVELS``, ``kind`` is
    one of ``KINDS``.
    """

    name: str
    aka: tuple[str, ...]
    levels: tuple[str, ...]
    kind: str
    forms: tuple[str, ...] = ()

    @property
    def national(self) -> bool:
        """Whether the names are whole and take no place."""
        return self.levels == ("national",)

    def of(self, place: str = "") -> str:
        """The canonical name with its place: 成都市财政局, 中共成都市委组织部."""
        if self.forms:
            return self.forms[0].replace(_PLACE, place)
        return self.name if self.national else place + self.name

    def said_after_place(self) -> tuple[str, ...]:
        """The forms that follow a place's name or its class: 发改局, 委组织部; none for a national body."""
        if self.national:
            return ()
        forms = [self.name, *self.aka]
        # An autonomous region says 党委 where a province says 委.
        forms += [f"党{form}" for form in forms if form.startswith("委")]
        return tuple(dict.fromkeys(forms))


@cache
def departments() -> tuple[Department, ...]:
    """The bodies of ``data/departments.csv`` in its order, read once.

    In the file the first name of a row is the official one, with ``*`` where the place stands inside.
    """
    table = rows("departments.csv", columns=_COLUMNS)
    return tuple(_department([name, *parts(aka)], parts(levels), kind) for name, aka, levels, kind in table)


def _department(names: list[str], levels: tuple[str, ...], kind: str) -> Department:
    plain = [name for name in names if _PLACE not in name]
    forms = tuple(name for name in names if _PLACE in name)
    return Department(plain[0], tuple(plain[1:]), levels, kind, forms)
