"""The bounding box of a shape in PostgreSQL's built-in ``box`` type, under a GiST index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models.lookups import PostgresOperatorLookup


class Box(NamedTuple):
    """West, south, east, north in degrees of EPSG:4490."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        west, south, east, north = (repr(float(side)) for side in self)
        return f"({east},{north}),({west},{south})"

    def __conform__(self, _protocol: object) -> str:
        return str(self)


if TYPE_CHECKING:
    _Field = models.Field[Box, Box]
else:
    _Field = models.Field


class BoxField(_Field):
    """A ``box`` column; ``bounds__meets=Box(...)`` finds rows whose boxes touch."""

    def db_type(self, connection: Any) -> str:
        """The column type."""
        return "box"

    def get_prep_value(self, value: Any) -> str | None:
        """The text that PostgreSQL reads as a box."""
        return None if value is None else str(Box(*value))

    def from_db_value(self, value: str | None, *_: Any) -> Box | None:
        """Read ``(east,north),(west,south)``."""
        if value is None:
            return None
        east, north, west, south = (
            float(part) for part in value.replace("(", "").replace(")", "").split(",")
        )
        return Box(west, south, east, north)


@BoxField.register_lookup
class Meets(PostgresOperatorLookup):
    """Whether two boxes share a point."""

    lookup_name = "meets"
    postgres_operator = "&&"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """Cast the value, so that the index on the built-in operator class is used."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} && {right}::box", [*left_values, *right_values]
