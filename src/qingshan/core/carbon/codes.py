"""Which code system a column speaks, and what each of its codes means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NAMES = "names"
"""The system of plain Chinese names."""

DECLARED = "field map"
"""Codes whose meaning the user's field map states."""

Spelling = str


@dataclass(frozen=True)
class Code:
    """One code: its system, its name, and what it stands for here (group or layer)."""

    system: str
    code: str
    name: str
    meaning: str


@dataclass(frozen=True)
class CodeBook:
    """Code systems in order of preference; each maps spellings to codes."""

    systems: Mapping[str, Mapping[Spelling, Code]]

    def words(self) -> list[str]:
        """Every spelling known, for naming the nearest."""
        return list(dict.fromkeys(word for system in self.systems.values() for word in system))

    def find(self, word: str) -> Code | None:
        """The first system's reading of a word."""
        return next((s[word] for s in self.systems.values() if word in s), None)


@dataclass(frozen=True)
class Resolution:
    """What became of the distinct values of one column."""

    found: Mapping[str, Code]
    unknown: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    declared: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_mixed(self) -> bool:
        """Whether the values cannot be read in one system."""
        return len(self.systems) > 1


def resolve(values: Iterable[str], book: CodeBook, declared: Mapping[str, str]) -> Resolution:
    """Read the distinct values of a column in the one system that knows all of them.

    Values named in ``declared`` take the meaning stated there. Of the others those that no system
    knows are ``unknown``; if no single system knows the rest the column is mixed, and so it is when
    several systems know them but disagree on what they mean.
    """
    distinct = sorted(set(values))
    found: dict[str, Code] = {}
    unknown: list[str] = []
    for value in distinct:
        if value in declared:
            target = book.find(declared[value])
            if target is not None:
                found[value] = Code(DECLARED, value, target.name, target.meaning)
            else:
                unknown.append(value)
    stated = frozenset(found)
    open_values = [value for value in distinct if value not in declared]
    readings = {
        value: [name for name, system in book.systems.items() if value in system]
        for value in open_values
    }
    unknown += [value for value, names in readings.items() if not names]
    known = [value for value in open_values if readings[value]]
    shared = [name for name in book.systems if all(name in readings[value] for value in known)]
    if known and not shared:
        systems = tuple(dict.fromkeys(readings[value][0] for value in known))
        return Resolution(found, tuple(unknown), systems, tuple(known), stated)
    unclear = [
        value for value in known if len({book.systems[name][value].meaning for name in shared}) > 1
    ]
    if unclear:
        return Resolution(found, tuple(unknown), tuple(shared), tuple(unclear), stated)
    found |= {value: book.systems[shared[0]][value] for value in known}
    return Resolution(found, tuple(unknown), tuple(shared[:1]), (), stated)


def species_book(rows: Iterable[tuple[str, str, str, str]], groups: Iterable[str]) -> CodeBook:
    """Species code systems from ``(system, code, name, group)`` rows, three derived from them.

    ``systems`` come in this order: those of the rows, the three-digit codes times 1000 used by some
    provinces (220000 for 220), and the Chinese names of species and of parameter groups.
    """
    systems: dict[str, dict[str, Code]] = {}
    names: dict[str, Code] = {}
    for system, code, name, group in rows:
        if not code.isdigit():
            continue
        systems.setdefault(system, {})[code] = Code(system, code, name, group)
        names.setdefault(name, Code(NAMES, name, name, group))
    thousand = {
        f"{code}000": Code(f"{system} × 1000", f"{code}000", entry.name, entry.meaning)
        for system, codes in systems.items()
        for code, entry in codes.items()
        if len(code) == 3
    }
    if thousand:
        systems[next(iter(thousand.values())).system] = thousand
    for group in groups:
        names.setdefault(group, Code(NAMES, group, group, group))
    return CodeBook({**systems, NAMES: names})


def land_class_book(rows: Iterable[tuple[str, str, str, str]]) -> CodeBook:
    """Land class systems from ``(system, code, name, layer)`` rows.

    Codes that begin with a zero are also known without it: a number column loses the zero.
    """
    systems: dict[str, dict[str, Code]] = {}
    names: dict[str, Code] = {}
    for system, code, name, layer in rows:
        if not layer:
            continue
        entry = Code(system, code, name, layer)
        systems.setdefault(system, {})[code] = entry
        if code.startswith("0"):
            systems[system].setdefault(code.lstrip("0"), entry)
        names.setdefault(name, Code(NAMES, name, name, layer))
    return CodeBook({**systems, NAMES: names})
