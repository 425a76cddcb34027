"""What measuring reads off the tables: species parameters, codes, aliases, limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qingshan.core.carbon.codes import CodeBook, land_class_book, species_book
from qingshan.core.carbon.graph import Plan, Settings
from qingshan.core.carbon.schema import aliases_from
from qingshan.core.carbon.specification import Parameter
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

GROUP_TABLE = "carbon.species_group"
SPECIES_TABLE = "carbon.species_code"
LAND_CLASS_TABLE = "carbon.land_class_code"
FIELD_TABLE = "carbon.field_dictionary"
FIELD_CODE_TABLE = "carbon.field_code"
LIMIT_TABLE = "carbon.field_limit"
TICKET_TABLE = "registry.ticket"
TICKET = "ticket"

GROUP_PARAMETERS: Mapping[str, str] = {"svd": "t/m3", "bef": "1", "rsr": "1", "cf": "tC/t"}
"""Basic wood density, biomass expansion, root-to-shoot ratio, carbon fraction, with their units."""


@dataclass(frozen=True)
class Books:
    """Codes and aliases in force on one day."""

    species: CodeBook
    land_class: CodeBook
    groups: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]]
    key_aliases: Mapping[str, tuple[str, ...]]
    origins: Mapping[str, str]
    limits: Mapping[str, tuple[float, float]]


def reference_books(shelf: Shelf, as_of: date) -> Books:
    """Every code table that a survey is read by."""
    groups = tuple(shelf.wide(GROUP_TABLE, as_of)["group_zh"].to_list())
    species = shelf.wide(SPECIES_TABLE, as_of)
    land = shelf.wide(LAND_CLASS_TABLE, as_of)
    fields = shelf.wide(FIELD_TABLE, as_of)
    words = {
        str(code): (*str(alias or "").split(), str(label))
        for code, label, alias in fields.select("field", "label_zh", "alias").iter_rows()
    }
    columns = ("system", "code", "label_zh", "species_group")
    return Books(
        species=species_book(species.select(columns).drop_nulls().iter_rows(), groups),
        land_class=land_class_book(
            land.select("system", "code", "label_zh", "carbon_layer").drop_nulls().iter_rows()
        ),
        groups=groups,
        aliases=aliases_from(words),
        key_aliases=words,
        origins=_origins(shelf, as_of),
        limits=_limits(shelf, as_of),
    )


Named = dict[str, Value]


def group_values(
    shelf: Shelf, groups: Iterable[str], as_of: date, *, allow_low: bool = True
) -> dict[str, Named]:
    """SVD, BEF, RSR and CF of each group at one date (table ``carbon.species_group``).

    Raises
    ------
    Refused
        E-TB-14 for a group that the table does not have, E-TB-15 for no value on that day.
    """
    return {
        group: {
            name: shelf.value(
                GROUP_TABLE, key=group, name=name, unit=unit, as_of=as_of, allow_low=allow_low
            )
            for name, unit in GROUP_PARAMETERS.items()
        }
        for group in groups
    }


def pool_values(
    plan: Plan, pools: Mapping[str, set[str]], settled: Settings, shelf: Shelf, as_of: date
) -> dict[str, Named]:
    """The parameters of each group at one date, by group and name; ``pools`` by group.

    Raises
    ------
    Refused
        E-TB-14 for a group that the table does not have, E-TB-15 for no value on that day.
    """
    values: dict[str, Named] = {}
    for group, stands_in in pools.items():
        named = {
            each.name: read(each, settled, shelf, as_of, group)
            for each in plan.parameters
            if each.by_group and each.pool in stands_in
        }
        values |= {group: named} if named else {}
    return values


def run_values(plan: Plan, settled: Settings, shelf: Shelf, as_of: date) -> Named:
    """The parameters that are the same for every row, by name (E-TB-14, E-TB-15)."""
    return {
        each.name: read(each, settled, shelf, as_of)
        for each in plan.parameters
        if not each.by_group
    }


def read(
    parameter: Parameter, settled: Settings, shelf: Shelf, as_of: date, group: str = ""
) -> Value:
    """One parameter as the options of a run choose its row; low confidence is judged by the run."""
    chosen = {name: str(value) for name, value in settled.items()} | {"group": group}
    return shelf.value(
        parameter.table,
        key=parameter.key.format_map(chosen),
        name=parameter.row.format_map(chosen),
        unit=parameter.unit,
        as_of=as_of,
        allow_low=True,
    )


def _limits(shelf: Shelf, as_of: date) -> dict[str, tuple[float, float]]:
    """Lowest and highest plausible value by field code (table ``carbon.field_limit``)."""
    table = shelf.wide(LIMIT_TABLE, as_of).select("field", "min", "max")
    limits = {
        str(code): (0.0 if low is None else float(low), float(high))
        for code, low, high in table.iter_rows()
    }
    differs = shelf.value(
        TICKET_TABLE, key=TICKET, name="area_mismatch_warn", unit="%", as_of=as_of
    )
    return {**limits, "area_mismatch": (0.0, differs.number)}


def _origins(shelf: Shelf, as_of: date) -> dict[str, str]:
    """Origin codes: 1x natural, 2x planted, as table ``carbon.field_code`` has them."""
    codes = [
        key.split("|")[1] for key in shelf.keys(FIELD_CODE_TABLE) if key.startswith("QI_YUAN|")
    ]
    by_first = {"1": "natural", "2": "planted"}
    known = {code: by_first[code[0]] for code in codes if code[0] in by_first}
    tens = {f"{first}0": origin for first, origin in by_first.items()}
    return {**by_first, **tens, **known, "天然": "natural", "人工": "planted"}
