"""GPX: tracks and routes that go round an area."""

from __future__ import annotations

from typing import Any

import numpy as np

from qingshan.core.geo.formats.kml import numbers_only, raw_of
from qingshan.core.geo.formats.lines import Rows
from qingshan.core.geo.formats.raw import Raw, Staged, Wishes, broken
from qingshan.core.geo.formats.text import encoding_in_xml, read_text
from qingshan.core.geo.formats.xml import Element, read_elements
from qingshan.core.geo.limits import keep_within

_TEXTS = ("name", "desc", "cmt", "type")


def read_gpx(staged: Staged, wishes: Wishes) -> Raw:
    """Each track or route (GPX 1.1) as one area; WGS 84 by rule, heights and times left out.

    A line whose ends nearly meet is closed and noted; waypoints are left out and counted.

    Raises
    ------
    Refused
        E-UP-02 no encoding, E-UP-13 too much, E-UP-21 no GPX, E-UP-23 hostile XML; E-GE-09 (in
        the rows) lines that are open.
    """
    name, limits = staged.name, wishes.limits
    said = encoding_in_xml(staged.path)
    text, encoding, notes = read_text(staged.path, name, wishes, declared=said)
    rows = Rows(limits.closing_share)

    def line(element: Element) -> None:
        keep_within(name, ("图斑数", "shapes"), len(rows.shapes) + 1, limits.shapes)
        place = f"#{len(rows.shapes) + 1}"
        segments = element.all("trkseg") if element.tag == "trk" else [element]
        point = "trkpt" if element.tag == "trk" else "rtept"
        lines = [_positions(each.all(point), name, place) for each in segments if each.children]
        texts = {tag: element.words(tag) for tag in _TEXTS}
        rows.add({tag: words for tag, words in texts.items() if words}, [], lines)

    def waypoint(_: Element) -> None:
        rows.points += 1

    take = {"trk": line, "rte": line, "wpt": waypoint}
    read_elements(text, name, take, depth=limits.depth)
    if not rows.shapes and not rows.points and "<gpx" not in text[:2000].lower():
        raise broken(name, "内容不是 GPX", "It is no GPX")
    return raw_of(staged, rows, "GPX", encoding, notes)


def _positions(points: list[Element], name: str, place: str) -> np.ndarray[Any, Any]:
    try:
        pairs = [(each.attributes["lon"], each.attributes["lat"]) for each in points]
        return numbers_only(np.array(pairs, dtype=float).reshape(-1, 2))
    except (KeyError, ValueError) as fault:
        raise broken(
            name, f"{place} 的经纬度不是数字", f"A position of {place} is no number"
        ) from fault
