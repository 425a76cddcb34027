"""Whose claims meet some shapes in some days: the read behind every check of double counting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from numpy.typing import NDArray

from qingshan.apps.land.models import Claim, Compartment
from qingshan.apps.land.near import claimed_near
from qingshan.apps.land.tenure import normal_number
from qingshan.core.geo.overlay import pieces
from qingshan.core.geo.shape import from_wkb
from qingshan.core.kernel.period import Period

Shapes = NDArray[Any]


@dataclass(frozen=True)
class ClaimedLand:
    """Stored sub-compartments near some shapes, under claims that share their days.

    Attributes
    ----------
    claims : mapping
        The claims by their keys.
    owners : frame
        ``at`` (index into ``shapes``), ``compartment`` and ``claim`` (keys); a sub-compartment of
        several claims stands once for each.
    shapes : array
        The sub-compartments' shapes (EPSG:4490), each once.
    """

    claims: Mapping[int, Claim]
    owners: pl.DataFrame
    shapes: Shapes


@dataclass(frozen=True)
class ClaimAnswer:
    """What the shapes asked about share with claimed land.

    Attributes
    ----------
    claims : mapping
        The claims that share ground, by their keys.
    pairs : frame
        ``shape`` (index), ``compartment``, ``claim`` (keys), ``area_m2``; by shape, compartment.
    pieces : array
        The shared ground, row by row.
    """

    claims: Mapping[int, Claim]
    pairs: pl.DataFrame
    pieces: Shapes

    def area_m2(self) -> dict[int, float]:
        """Shared ground by claim, in order of the claims' keys."""
        summed = self.pairs.group_by("claim").agg(pl.col("area_m2").sum()).sort("claim")
        return dict(summed.iter_rows())


def claims_near(
    shapes: Shapes,
    period: Period,
    *,
    pools: Collection[str] = (),
    as_of: date,
    but_not: int = 0,
) -> ClaimedLand:
    """Claimed land whose boxes meet those of ``shapes``, without any cut.

    For search around drawn land, widen the shapes first. ``pools`` empty, or a claim without
    pools, meets every pool: what is unknown may be the same.
    """
    facts = {
        "start": period.start,
        "end": period.end,
        "as_of": as_of,
        "pools": list(pools),
        "but_not": but_not,
    }
    found = claimed_near(shapes, facts)
    keys = sorted({compartment for compartment, _ in found})
    stored = dict(Compartment.objects.filter(pk__in=keys).values_list("pk", "shape"))
    position = {key: at for at, key in enumerate(keys)}
    owners = pl.DataFrame(
        [(position[compartment], compartment, claim) for compartment, claim in found],
        schema={"at": pl.Int64, "compartment": pl.Int64, "claim": pl.Int64},
        orient="row",
    )
    claims = Claim.objects.in_bulk(sorted({claim for _, claim in found}))
    return ClaimedLand(claims, owners, from_wkb([stored[key] for key in keys]))


def claims_meeting(
    shapes: Shapes,
    period: Period,
    *,
    pools: Collection[str] = (),
    as_of: date,
    but_not: int = 0,
) -> ClaimAnswer:
    """Every claim in force on ``as_of`` whose land, days and pools meet; exact shared areas.

    Parameters
    ----------
    shapes : array
        Longitude and latitude (EPSG:4490).
    period : Period
        The days asked for.
    pools : collection of str
        Names of ``kernel.zones.POOLS``; empty for all.
    as_of : date
        Claims entered by then and not lapsed.
    but_not : int
        The key of a claim to leave out: one's own.
    """
    land = claims_near(shapes, period, pools=pools, as_of=as_of, but_not=but_not)
    frame, cuts = pieces(shapes, land.shapes)
    numbered = frame.with_row_index("piece").rename({"left": "shape", "right": "at"})
    joined = numbered.join(land.owners, on="at").sort("shape", "compartment", "claim")
    pairs = joined.select("shape", "compartment", "claim", "area_m2")
    met = {key: land.claims[key] for key in sorted(set(pairs["claim"]))}
    return ClaimAnswer(met, pairs, cuts[joined["piece"].to_numpy()])


def claims_by_tenure(number: str, as_of: date | None = None) -> list[Claim]:
    """Claims under a tenure certificate, whatever way its number is written, oldest first."""
    told = normal_number(number)
    if not told:
        return []
    found = Claim.objects.filter(tenure_number=told).order_by("pk")
    if as_of is None:
        return list(found.exclude(state="lapsed"))
    in_force = found.filter(entered_on__lte=as_of)
    return [claim for claim in in_force if not claim.lapsed_on or claim.lapsed_on > as_of]
