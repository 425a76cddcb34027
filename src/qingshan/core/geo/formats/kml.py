"""KML and what phone apps make of it (KMZ after unpacking, ovkml): placemarks that are areas."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.dbf import EncodingFound
from qingshan.core.geo.formats.lines import Rows
from qingshan.core.geo.formats.raw import Raw, Staged, Wishes, broken, frame_of, freed
from qingshan.core.geo.formats.text import encoding_in_xml, read_text, without_cycles
from qingshan.core.geo.formats.xml import Element, read_elements
from qingshan.core.geo.limits import keep_within
from qingshan.core.geo.notes import Note

_COMMAS = re.compile(r"\s*,\s*")
_COLLECTIONS = ("MultiGeometry", "MultiTrack")
_LINES = ("LineString", "LinearRing")


def read_kml(staged: Staged, wishes: Wishes) -> Raw:
    """The placemarks of a KML file (OGC 12-007r2): longitude and latitude of WGS 84 by rule.

    Closed lines are areas; points are left out and counted when there is an area. Attributes are
    the name, the extended data, and the two-column table that GIS software writes into the
    description. Network links and overlays are not followed.

    Raises
    ------
    Refused
        E-UP-02 no encoding, E-UP-13 too much, E-UP-21 no KML, E-UP-23 hostile XML; E-GE-09 (in
        the rows) lines that are open.
    """
    name, limits = staged.name, wishes.limits
    said = encoding_in_xml(staged.path)
    text, encoding, notes = read_text(staged.path, name, wishes, declared=said)
    rows, links = Rows(limits.closing_share), list[str]()

    def placemark(element: Element) -> None:
        keep_within(name, ("图斑数", "shapes"), len(rows.shapes) + 1, limits.shapes)
        _add_placemark(element, rows, name)

    take = {"Placemark": placemark, "NetworkLink": lambda element: links.append(element.tag)}
    with without_cycles():
        read_elements(text, name, take, depth=limits.depth)
    if not rows.shapes and not links and "<kml" not in text[:2000].lower():
        raise broken(name, "内容不是 KML", "It is no KML")
    if links:
        notes.append(Note.of("links not followed", name, count=len(links)))
    return raw_of(staged, rows, "KML", encoding, notes)


def raw_of(
    staged: Staged, rows: Rows, driver: str, encoding: EncodingFound, notes: list[Note]
) -> Raw:
    """Rows in longitude and latitude of WGS 84 as a reader hands them over."""
    frame = frame_of(rows.properties)
    names, more = freed(frame.columns)
    return Raw(
        name=staged.name,
        frame=frame.rename(dict(zip(frame.columns, names, strict=True))),
        wkb=rows.wkb(),
        crs="EPSG:4326",
        how="file",
        encoding=encoding,
        driver=driver,
        notes=(*staged.notes, *notes, *rows.notes(staged.name), *more),
        refusals=tuple(rows.refusals),
    )


def _add_placemark(element: Element, rows: Rows, name: str) -> None:
    areas: list[Any] = []
    lines: list[Any] = []
    points = 0
    waiting = list(element.children)
    place = f"#{len(rows.shapes) + 1}"
    while waiting:
        child = waiting.pop(0)
        if child.tag in _COLLECTIONS:
            waiting[:0] = child.children
        elif child.tag == "Polygon":
            areas.append(_polygon(child, name, place))
        elif child.tag in _LINES:
            lines.append(_positions(child.words("coordinates") or "", name, place))
        elif child.tag == "Track":
            text = " ".join(",".join(each.text.split()) for each in child.all("coord"))
            lines.append(_positions(text, name, place))
        elif child.tag == "Point":
            points += 1
    if points and not areas and not lines:
        rows.points += 1
        return
    rows.add(_properties(element), areas, lines)


def _polygon(element: Element, name: str, place: str) -> shapely.Geometry:
    rings: list[list[Any]] = [[], []]
    for which, tag in enumerate(("outerBoundaryIs", "innerBoundaryIs")):
        for boundary in element.all(tag):
            for ring in boundary.all("LinearRing"):
                positions = _positions(ring.words("coordinates") or "", name, place)
                rings[which].append(positions)
    shells, holes = rings
    if len(shells) != 1 or any(len(ring) < 3 for ring in [*shells, *holes]):
        return shapely.Polygon()
    # The plain constructor looks at every point once more.
    inner = [shapely.linearrings(ring) for ring in holes]
    polygon: shapely.Geometry = shapely.polygons(shapely.linearrings(shells[0]), inner or None)
    return polygon


def _positions(text: str, name: str, place: str) -> np.ndarray[Any, Any]:
    """Tuples ``lon,lat[,alt]`` parted by blanks; blanks beside a comma are forgiven."""
    loose = ", " in text or " ," in text or ",\n" in text
    tuples = (_COMMAS.sub(",", text.strip()) if loose else text).split()
    widths = {each.count(",") for each in tuples}
    try:
        if len(widths) == 1 and widths <= {1, 2}:
            flat = np.array([float(each) for each in ",".join(tuples).split(",")])
            positions = flat.reshape(len(tuples), -1)[:, :2]
        else:
            pairs = [each.split(",")[:2] for each in tuples]
            positions = np.array(pairs, dtype=float).reshape(-1, 2)
        return numbers_only(positions)
    except ValueError as fault:
        zh = f"{place} 的坐标不是“经度,纬度”"
        raise broken(name, zh, f"The coordinates of {place} are no longitude,latitude") from fault


def numbers_only(positions: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Positions as they are; ValueError for one that is no number, of which no ring is made."""
    if np.isnan(positions).any():
        raise ValueError("a coordinate is no number")
    return positions


def _properties(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    name = element.words("name")
    if name:
        found["name"] = name
    description = element.words("description")
    if description:
        table = _table(description) if "<" in description else {}
        found |= table or {"description": description}
    data = element.first("ExtendedData")
    if data is None:
        return found
    for each in data.all("Data"):
        found[each.attributes.get("name", "data")] = each.words("value")
    for schema in data.all("SchemaData"):
        for each in schema.all("SimpleData"):
            found[each.attributes.get("name", "data")] = each.text.strip() or None
    return found


def _table(description: str) -> dict[str, Any]:
    """The rows of two cells in an HTML description."""
    reader = _Cells()
    reader.feed(description)
    pairs = [row for row in reader.rows if len(row) == 2 and row[0].strip()]
    return {key.strip(): value.strip() or None for key, value in pairs}


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr"}:
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data
