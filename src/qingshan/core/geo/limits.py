"""What an upload may cost the machine: sizes, counts and depths, each with a word for people."""

from __future__ import annotations

from dataclasses import dataclass

from qingshan.core.geo.refusals import TOO_LARGE
from qingshan.core.kernel.errors import Refusal, Refused


@dataclass(frozen=True)
class Limits:
    """What an upload may cost the machine; the settings of the house may pass other values.

    ``ratio`` (unpacked over packed) is judged only above ``free_bytes``, because a dbf full of
    spaces shrinks two hundredfold quite honestly. ``text_bytes`` holds for formats that are text
    (GeoJSON, KML, GPX, TXT), ``depth`` for their nesting. A line counts as a boundary walked
    round when its gap is at most ``closing_share`` of its length.
    """

    members: int = 2_000
    total_bytes: int = 1 << 30
    free_bytes: int = 64 << 20
    ratio: int = 300
    text_bytes: int = 256 << 20
    name_chars: int = 255
    shapes: int = 300_000
    vertices: int = 10_000_000
    vertices_per_shape: int = 1_000_000
    fields: int = 500
    cell_chars: int = 100_000
    depth: int = 64
    closing_share: float = 0.05


def too_large(place: str, measure: tuple[str, str], found: int, limit: int) -> Refusal:
    """E-UP-13: what was measured (Chinese, English), what was found and what is allowed."""
    facts = {"measure_zh": measure[0], "measure_en": measure[1], "found": found, "limit": limit}
    return Refusal(TOO_LARGE, place, facts)


def keep_within(place: str, measure: tuple[str, str], found: int, limit: int) -> None:
    """Refuse by E-UP-13 when more was found than is allowed."""
    if found > limit:
        raise Refused(too_large(place, measure, found, limit))
