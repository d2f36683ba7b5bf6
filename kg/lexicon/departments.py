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

    ``name`` of a local body leaves its place out: the place comes before it, or where ``*`` stands
    (财政局; 中共*委组织部). ``aka`` likewise: short names said after the place (发改局; 委组织部 after 市),
    or with ``*``. A national body's names are whole. ``levels`` are some of ``LEVELS``, ``kind`` is one
    of ``KINDS``.
    """

    name: str
    aka: tuple[str, ...]
    levels: tuple[str, ...]
    kind: str

    @property
    def national(self) -> bool:
        """Whether the names are whole and take no place."""
        return self.levels == ("national",)

    def of(self, place: str = "") -> str:
        """The canonical name with its place: 财政局 of 成都市 is 成都市财政局."""
        return _with_place(self.name, "" if self.national else place)

    def said_after_place(self) -> tuple[str, ...]:
        """The forms that follow a place's name or its class: 发改局, 委组织部; none for a national body."""
        if self.national:
            return ()
        forms = [form for form in (self.name, *self.aka) if _PLACE not in form]
        # An autonomous region says 党委 where a province says 委.
        forms += [f"党{form}" for form in forms if form.startswith("委")]
        return tuple(dict.fromkeys(forms))

    def said_around_place(self) -> tuple[str, ...]:
        """The forms in which the place stands inside, with ``*`` for it."""
        return tuple(form for form in (self.name, *self.aka) if _PLACE in form)


@cache
def departments() -> tuple[Department, ...]:
    """The bodies of ``data/departments.csv`` in its order, read once."""
    table = rows("departments.csv", columns=_COLUMNS)
    return tuple(Department(name, parts(aka), parts(levels), kind) for name, aka, levels, kind in table)


def _with_place(form: str, place: str) -> str:
    return form.replace(_PLACE, place) if _PLACE in form else place + form
