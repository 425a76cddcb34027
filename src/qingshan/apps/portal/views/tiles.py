"""Tiles of the stored sub-compartments: coarse for everyone, as surveyed for the offices."""

from __future__ import annotations

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponseNotModified,
)
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from qingshan.apps.base.clock import now
from qingshan.apps.land.tiles import (
    LEAST_ZOOM,
    MOST_ZOOM,
    Sight,
    compartment_tile,
    tile_digest,
)
from qingshan.apps.parties.models import Membership
from qingshan.core.geo.tiles import Tile

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
FRESH_S = 300
"""How long a browser may show a tile without asking whether it still holds."""

PROVINCIAL = frozenset({"forestry_signer", "ecology_signer", "registrar", "auditor"})
"""Roles that work with boundaries in every county."""

OF_A_COUNTY = frozenset({"county_reviewer"})
"""Roles that see them in the county of their office; an office of no known county sees none."""


@require_safe
def compartments(request: HttpRequest, zoom: int, column: int, row: int) -> HttpResponse:
    """One tile; 304 where the reader holds it, 404 where the pyramid or the map has none."""
    tile = Tile(zoom, column, row)
    if not (LEAST_ZOOM <= zoom <= MOST_ZOOM and tile.is_real):
        # A map asks for many: a page of words would be wasted on it.
        return HttpResponseNotFound(content_type=MEDIA_TYPE)
    sight = sight_of(request)
    today = now().date()
    digest = tile_digest(tile, sight, today)
    tag = f'"{digest}"'
    held = request.headers.get("If-None-Match", "")
    answer: HttpResponse
    if tag in [part.strip().removeprefix("W/") for part in held.split(",")]:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(compartment_tile(tile, sight, today, digest), content_type=MEDIA_TYPE)
    answer["ETag"] = tag
    answer["Cache-Control"] = f"{'public' if sight == Sight() else 'private'}, max-age={FRESH_S}"
    # Who signs in sees more: a shared store must not hand one reader's tile to another.
    patch_vary_headers(answer, ["Cookie"])
    return answer


def sight_of(request: HttpRequest) -> Sight:
    """What the reader may see by the offices for which they act."""
    if not request.user.is_authenticated:
        return Sight()
    held = Membership.objects.standing().filter(user=request.user)
    sees_all = held.filter(role__in=PROVINCIAL).exists()
    offices = held.filter(role__in=OF_A_COUNTY).exclude(party__county_code="")
    return Sight(sees_all, frozenset(offices.values_list("party__county_code", flat=True)))


def tiles_address() -> str:
    """The address of tiles as maps take it, with ``{z}``, ``{x}`` and ``{y}``."""
    path = reverse("compartment_tile", args=[7, 0, 0])
    return f"{path.removesuffix('7/0/0')}{{z}}/{{x}}/{{y}}"
