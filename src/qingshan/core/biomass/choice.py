"""Which equation a species is measured by: named, or found in the order that a table states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qingshan.core.biomass import refusals as codes
from qingshan.core.biomass.culm import GROUP as CULMS
from qingshan.core.biomass.culm import Culm, culm_of, named_culm
from qingshan.core.biomass.equation import ONE_ENTRY, TWO_ENTRY, Equation, volume_equation
from qingshan.core.biomass.species import Species, SpeciesBook
from qingshan.core.biomass.weight import EquationSet, equation_set, set_names, usable
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.tables.lists import PART
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

ORDER_TABLE, WIDER_TABLE = "biomass.equation_order", "biomass.wider_group"
GROUP_TABLE = "carbon.species_group"
VOLUME_ROUTES: Mapping[str, str] = {"volume_two_entry": TWO_ENTRY, "volume_one_entry": ONE_ENTRY}
EXAMPLES = 5
ROUTES = (*VOLUME_ROUTES, "biomass_two_entry", "biomass_one_entry")

LEVELS: Mapping[str, Label] = {
    "named": Label("指明的方程", "equation named"),
    "species": Label("本树种", "the species itself"),
    "genus": Label("同属树种", "another species of its genus"),
    "group": Label("树种组", "its species group"),
    "wider": Label("更宽的类", "a wider class"),
}
"""How closely an equation fits its species, from nearest to farthest."""


@dataclass(frozen=True)
class Choice:
    """The equation of one species, and how it was come by."""

    species: Species
    level: str
    equation: Equation | EquationSet | Culm

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "species": self.species.name,
            "group": self.species.group,
            "level": self.level,
            "equation": self.equation.as_dict(),
        }


def without_heights(choice: Choice, trees: Sequence[str]) -> Refusal | None:
    """E-BM-04 for trees without a height, told by their places, if the equation needs heights."""
    needed = choice.equation.needs_height
    return _unmeasured(codes.HEIGHT_UNKNOWN, choice, trees) if trees and needed else None


def without_ages(choice: Choice, culms: Sequence[str]) -> Refusal | None:
    """E-BM-07 for culms without an age, told by their places, if the equation needs ages."""
    needed = isinstance(choice.equation, Culm) and choice.equation.needs_age
    return _unmeasured(codes.AGE_UNKNOWN, choice, culms) if culms and needed else None


def _unmeasured(code: str, choice: Choice, places: Sequence[str]) -> Refusal:
    facts = {
        "equation": choice.equation.name,
        "count": len(places),
        "examples": "、".join(places[:EXAMPLES]),
    }
    return Refusal(code, choice.species.name, facts)


@dataclass(frozen=True)
class Chooser:
    """Chooses by one route on one day; ``named`` gives equations by species name and goes first.

    ``allowed_by`` names the person who allows equations that their table warns of.
    """

    shelf: Shelf
    book: SpeciesBook
    route: str
    as_of: date
    named: Mapping[str, str] = field(default_factory=dict)
    allowed_by: str = ""

    def choose(self, species: Species) -> Choice:
        """The equation named for the species, else the first usable one of the stated order.

        Bamboo is weighed by culms on every route. The order goes from the species itself to others
        of its genus, to its group and to wider classes (table ``biomass.wider_group``), in each
        through the regions of table ``biomass.equation_order``.

        Raises
        ------
        Refused
            E-BM-02 and E-BM-03 for a named equation, E-BM-06 when nothing is found.
        """
        if species.group == CULMS:
            return self._culms(species)
        if species.name in self.named:
            return Choice(species, "named", self._named(species))
        tried = []
        for name, level in self._chain(species):
            tried.append(name)
            for key in self._keys(name):
                found = self._usable(key, species)
                if found is not None:
                    return Choice(species, level, found)
        raise Refused.because(
            codes.NO_EQUATION,
            species.name,
            species=species.name,
            group=species.group,
            tried="、".join(dict.fromkeys(tried)),
        )

    def _culms(self, species: Species) -> Choice:
        """By the equation named, its own, or that of another species of its genus."""
        if species.name in self.named:
            named = named_culm(self.shelf, self.named[species.name], self.as_of)
            return Choice(species, "named", named)
        names = [name for name, _ in self._chain(species)]
        found = culm_of(self.shelf, names, self.as_of)
        if found is None:
            raise Refused.because(
                codes.NO_EQUATION,
                species.name,
                species=species.name,
                group=species.group,
                tried="、".join(dict.fromkeys(names)),
            )
        name, culm = found
        return Choice(species, dict(self._chain(species))[name], culm)

    def choose_all(self, found: Mapping[str, Species]) -> dict[str, Choice]:
        """By written value; every species without an equation is said at once."""
        chosen: dict[Species, Choice] = {}
        wrong: list[Refusal] = []
        for species in dict.fromkeys(found.values()):
            try:
                chosen[species] = self.choose(species)
            except Refused as refused:
                wrong += refused.refusals
        refuse_all(wrong)
        return {value: chosen[species] for value, species in found.items()}

    def _named(self, species: Species) -> Equation | EquationSet:
        name = self.named[species.name]
        if self.route in VOLUME_ROUTES:
            return volume_equation(self.shelf, VOLUME_ROUTES[self.route], name, self.as_of)
        found = equation_set(self.shelf, name, self.as_of, self._root_shoot(species))
        return usable(found, allowed_by=self.allowed_by)

    def _chain(self, species: Species) -> Iterator[tuple[str, str]]:
        if species.rank == "species":
            yield species.name, "species"
        if species.rank in {"species", "genus"}:
            for member in self.book.members.get(species.genus, ()):
                if member != species.name:
                    yield member, "genus"
        if species.rank != "species" or species.group != species.name:
            yield species.group, "group"
        wider = species.group
        while wider in self.shelf.keys(WIDER_TABLE):
            row = self.shelf.text(WIDER_TABLE, key=wider, name="wider", as_of=self.as_of)
            wider = row.value
            yield wider, "wider"

    def _keys(self, name: str) -> Iterator[str]:
        """Keys of the equations of a name, in the stated order of regions."""
        table = VOLUME_ROUTES.get(self.route)
        known = set(self.shelf.keys(table)) if table else set(set_names(self.shelf))
        last = "zone" if table else "form"
        for key in self.shelf.keys(ORDER_TABLE):
            if not key.startswith(f"{self.route}{PART}"):
                continue
            region, place = (
                self.shelf.text(ORDER_TABLE, key=key, name=part, as_of=self.as_of).value
                for part in ("region", last)
            )
            full = PART.join((region, name, place))
            if full in known:
                yield full

    def _usable(self, key: str, species: Species) -> Equation | EquationSet | None:
        table = VOLUME_ROUTES.get(self.route)
        if table:
            found = volume_equation(self.shelf, table, key, self.as_of)
            return found if self.allowed_by or found.confidence != "L" else None
        whole = equation_set(self.shelf, key, self.as_of, self._root_shoot(species))
        return whole if whole.finding is None else None

    def _root_shoot(self, species: Species) -> Callable[[], Value]:
        def read() -> Value:
            return self.shelf.value(
                GROUP_TABLE, key=species.group, name="rsr", unit="1", as_of=self.as_of
            )

        return read
