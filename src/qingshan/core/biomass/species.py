"""Which tree a field note means: by code, by Chinese or by Latin name, with genus and group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from qingshan.core.biomass import refusals as codes
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.tables.shelf import Shelf

CODE_TABLE = "carbon.species_code"
GROUP_TABLE = "carbon.species_group"
NAME_TABLE = "biomass.species_name"
THREE_DIGITS = "GB 3-digit"
SHRUB_WORDS = ("灌", "shrub")
"""What a word for shrub holds; no species and no group of trees is written with either."""


@dataclass(frozen=True)
class Species:
    """A species, or as much of it as is known: ``rank`` says how closely it was named.

    ``name`` is the Chinese name, ``genus`` the Latin genus where it is known, ``group`` the
    parameter group (table ``carbon.species_group``).
    """

    name: str
    rank: str
    group: str
    genus: str = ""


@dataclass(frozen=True)
class SpeciesBook:
    """Every spelling known on one day, and the members of each genus in the order of the table."""

    spellings: Mapping[str, Species]
    members: Mapping[str, tuple[str, ...]]
    groups: frozenset[str]

    def find(self, written: str) -> Species | None:
        """The species that a word means; authors after a Latin name and ``sp.`` are passed over."""
        word = written.strip()
        found = self.spellings.get(word)
        if found is not None:
            return found
        parts = word.split()
        if len(parts) < 2:
            return self.spellings.get(word.capitalize())
        genus, epithet = parts[0].capitalize(), parts[1].lower()
        if epithet.rstrip(".") in {"sp", "spp"}:
            return self.spellings.get(genus)
        return self.spellings.get(f"{genus} {epithet}") or self._of_genus(genus, epithet)

    def _of_genus(self, genus: str, epithet: str) -> Species | None:
        """An unknown species of a known genus is itself, of that genus."""
        known = self.spellings.get(genus)
        if known is None or known.rank != "genus":
            return None
        return Species(f"{genus} {epithet}", "species", known.group, genus)


def species_book(shelf: Shelf, as_of: date) -> SpeciesBook:
    """Codes (GB three digits, these times 1000, Guizhou's six digits), Chinese and Latin names."""
    groups = frozenset(shelf.keys(GROUP_TABLE))
    names = shelf.wide(NAME_TABLE, as_of)
    spellings: dict[str, Species] = {}
    members: dict[str, list[str]] = {}
    for rank, latin, label, group in names.iter_rows():
        genus = latin.split()[0]
        known = Species(label, rank, group, genus)
        spellings[latin] = spellings[label] = known
        if rank == "species":
            members.setdefault(genus, []).append(label)
    for group in groups:
        spellings.setdefault(group, Species(group, "group", group))
    rows = shelf.wide(CODE_TABLE, as_of).select("system", "code", "label_zh", "species_group")
    for system, code, label, group in rows.iter_rows():
        if not code.isdigit():
            continue
        known = spellings.get(label) or Species(
            label, "group" if label == group or group not in groups else "species", group
        )
        spellings.setdefault(label, known)
        spellings[code] = known
        if system == THREE_DIGITS:
            spellings[f"{code}000"] = known
    return SpeciesBook(spellings, {genus: tuple(m) for genus, m in members.items()}, groups)


def resolve_species(
    written: Iterable[str | None], book: SpeciesBook, declared: Mapping[str, str] | None = None
) -> dict[str, Species]:
    """The species of each distinct value of a column.

    Parameters
    ----------
    written
        The column as it stands in the tree table.
    book
        As ``species_book`` answers it.
    declared
        What the user says a value stands for.

    Raises
    ------
    Refused
        E-BM-05, one for each value that is not known or empty, with the number of trees; E-BM-08
        for shrub, which no equation measures on plots.
    """
    declared = declared or {}
    counts = Counter("" if value is None else value for value in written)
    found: dict[str, Species] = {}
    wrong = []
    for value in sorted(counts):
        species = book.find(declared.get(value, value))
        if species is not None:
            found[value] = species
            continue
        if _is_shrub(declared.get(value, value)):
            facts = {"value": value, "count": counts[value]}
            wrong.append(Refusal(codes.SHRUB_ON_PLOTS, value, facts))
            continue
        near = get_close_matches(declared.get(value, value), list(book.spellings), n=5, cutoff=0.4)
        facts = {
            "value": value or "（空）",
            "count": counts[value],
            "nearest": "、".join(near) or "—",
        }
        wrong.append(Refusal(codes.TREE_SPECIES_UNKNOWN, value, facts))
    refuse_all(wrong)
    return found


def _is_shrub(written: str) -> bool:
    word = written.lower()
    return any(each in word for each in SHRUB_WORDS)
