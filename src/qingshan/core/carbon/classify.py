"""What kind of forest a sub-compartment is: land class, parameter group of its species, origin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from qingshan.core.carbon import reading
from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.codes import CodeBook, Resolution, resolve
from qingshan.core.carbon.fieldmap import Entry
from qingshan.core.carbon.findings import Findings
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.parameters import Books
from qingshan.core.carbon.quantities import flagged
from qingshan.core.carbon.schema import FIELDS, Field, nearest
from qingshan.core.carbon.specification import Layer, Spec
from qingshan.core.carbon.survey import Columns, Found
from qingshan.core.kernel.label import Label

EXACT, GROUPED, DECLARED = "species", "group", "map"
"""How the parameter group was found: the species' own, a group it belongs to, or the user's map."""

_NO_ENTRY = Entry()


class Classifier:
    """Reads code columns against the code books of one day."""

    def __init__(self, books: Books, as_of: date, findings: Findings) -> None:
        self._books = books
        self._as_of = as_of
        self._findings = findings
        self.notes: list[Note] = []

    def land_class(
        self, columns: Columns, spec: Spec, admitted: Mapping[str, Layer]
    ) -> dict[str, pl.Series]:
        """``land_class`` (as written) and ``layer``; refuses what is not ``admitted``."""
        found, written = self._column(columns, "land_class")
        if found is None:
            return {"land_class": written, "layer": written}
        book = self._books.land_class
        resolution = resolve(written.drop_nulls().unique(), book, found.entry.map)
        self._report(resolution, found, written, book, codes.LAND_CLASS_UNKNOWN)
        layer = _translate(written, {v: code.meaning for v, code in resolution.found.items()})
        outside = {
            value: code.name
            for value, code in resolution.found.items()
            if code.meaning not in admitted
        }
        labels = dict.fromkeys(layer.label for layer in admitted.values())
        for value, name in outside.items():
            facts = {
                **found.facts(),
                "name": name,
                "method": spec.id,
                "layers": "、".join(label.zh for label in labels),
            }
            self._findings.rows(
                codes.LAND_CLASS_OUTSIDE, written == value, found.field, facts, written
            )
        return {"land_class": written, "layer": layer}

    def species(self, columns: Columns, trees: pl.Series, other: pl.Series) -> dict[str, pl.Series]:
        """``species`` (as written), parameter ``group`` and ``level`` (how the group was found).

        Rows that are no ``trees`` have no species group: they stand under the name of what grows
        there, or of their ``other`` layer.
        """
        found, written = self._column(columns, "species")
        if found is None:
            named = pl.select(pl.when(~trees).then(other)).to_series()
            return {"species": written, "group": named, "level": self._levels(written, trees, {})}
        resolution = self._species_codes(found, written, found.entry.map)
        group = _translate(written, {v: code.meaning for v, code in resolution.found.items()})
        self._without_parameters(
            found, written, group, pl.repeat(value=True, n=len(written), eager=True)
        )
        levels = {
            value: DECLARED
            if value in resolution.declared
            else (EXACT if code.name == code.meaning else GROUPED)
            for value, code in resolution.found.items()
        }
        names = _translate(written, {v: code.name for v, code in resolution.found.items()})
        group = pl.select(pl.when(trees).then(group).otherwise(names.fill_null(other))).to_series()
        return {"species": written, "group": group, "level": self._levels(written, trees, levels)}

    def _levels(self, written: pl.Series, trees: pl.Series, levels: Mapping[str, str]) -> pl.Series:
        found = _translate(written, levels)
        return pl.select(pl.when(trees).then(found).otherwise(pl.lit(EXACT))).to_series()

    def earlier_group(
        self,
        written: pl.Series,
        group: pl.Series,
        volume_t1: pl.Series,
        declared: Mapping[str, str],
    ) -> pl.Series:
        """The parameter group at ``t1``: of the earlier species, or the current one if none."""
        if written.null_count() == len(written):
            return group
        field = FIELDS["species_t1"]
        found = Found(field, written, field.codes[0], _NO_ENTRY)
        resolution = self._species_codes(found, written, declared)
        earlier = _translate(written, {v: code.meaning for v, code in resolution.found.items()})
        self._without_parameters(found, written, earlier, volume_t1 > 0)
        earlier = pl.select(
            pl.when(earlier.is_in(self._books.groups)).then(earlier).otherwise(group)
        ).to_series()
        self.notes += flagged(
            written.is_null() & (volume_t1 > 0),
            "species-t1-unknown",
            "info",
            lambda count: Label(
                f"{count} 个小班没有前期树种，期初按本期树种计量。",
                f"{count} sub-compartments have no earlier species; the current one is used at t1.",
            ),
        )
        self.notes += flagged(
            (earlier != group) & (volume_t1 > 0),
            "species-changed",
            "warn",
            lambda count: Label(
                f"{count} 个小班两期优势树种不同；期初碳储量取两组参数中较大者，"
                f"改换树种名称不算增长。",
                f"{count} sub-compartments changed species; the stock at t1 takes the larger of "
                f"the two parameter "
                "sets, so that a new name counts as no growth.",
            ),
        )
        return earlier

    def origin(self, columns: Columns) -> pl.Series:
        """``natural``, ``planted`` or null where the survey does not say."""
        found = columns.find("origin")
        if found is None:
            return reading.blank(len(columns.frame), pl.String)
        written = reading.text(found.raw)
        origins = {**self._books.origins, **dict(found.entry.map)}
        known = written.is_in(list(origins)) | written.is_null() | (written == "0")
        facts = {**found.facts(), "known": "、".join(origins)}
        self._findings.rows(codes.ORIGIN_UNKNOWN, ~known, found.field, facts, written)
        return _translate(written, origins)

    def _column(self, columns: Columns, name: str) -> tuple[Found | None, pl.Series]:
        found = columns.find(name)
        if found is None:
            if columns.fields.entry(name).column is None:
                columns.missing(FIELDS[name], self._findings)
            return None, reading.blank(len(columns.frame), pl.String)
        written = reading.text(found.raw)
        written = pl.select(pl.when(written != "0").then(written)).to_series()
        self._findings.rows(codes.VALUE_MISSING, written.is_null(), found.field, found.facts())
        return found, written

    def _species_codes(
        self, found: Found, written: pl.Series, declared: Mapping[str, str]
    ) -> Resolution:
        book = self._books.species
        resolution = resolve(written.drop_nulls().unique(), book, declared)
        self._report(resolution, found, written, book, codes.SPECIES_UNKNOWN)
        return resolution

    def _report(
        self,
        resolution: Resolution,
        found: Found,
        written: pl.Series,
        book: CodeBook,
        unknown: str,
    ) -> None:
        words = book.words()
        for value in resolution.unknown:
            meaning = found.entry.map.get(value, value)
            facts = {**found.facts(), "nearest": nearest(meaning, words)}
            self._findings.rows(unknown, written == value, found.field, facts, written)
        if resolution.is_mixed:
            self._mixed(resolution, found.field)

    def _mixed(self, resolution: Resolution, field: Field) -> None:
        examples = "、".join(resolution.ambiguous[:5])
        self._findings.one(
            codes.CODES_MIXED,
            f"[{field.section}]",
            field_zh=field.label.zh,
            field_en=field.label.en,
            section=field.section,
            systems=" / ".join(resolution.systems) + f" ({examples})",
        )

    def _without_parameters(
        self, found: Found, written: pl.Series, group: pl.Series, where: pl.Series
    ) -> None:
        groups = list(self._books.groups)
        for name in sorted(set(group.drop_nulls().unique()) - set(groups)):
            facts = {
                **found.facts(),
                "group": name,
                "as_of": self._as_of.isoformat(),
                "nearest": nearest(name, groups),
            }
            wrong = (group == name) & where
            self._findings.rows(
                codes.SPECIES_WITHOUT_PARAMETERS, wrong, found.field, facts, written
            )


def _translate(written: pl.Series, meanings: Mapping[str, str]) -> pl.Series:
    def translate(words: pl.Series) -> pl.Series:
        return words.replace_strict(
            list(meanings), list(meanings.values()), default=None, return_dtype=pl.String
        )

    return reading.by_distinct(written, translate)
