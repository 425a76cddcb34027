"""Photos of sample plots: the same picture twice, another day, another place."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from PIL import ExifTags, Image, UnidentifiedImageError

from qingshan.core.fieldwork import refusals as codes
from qingshan.core.fieldwork.finding import PHOTOS, Finding
from qingshan.core.fieldwork.limits import Limits
from qingshan.core.fieldwork.positions import degrees_of, distance_m
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.level import Level

SUFFIXES = (".jpg", ".jpeg", ".png")
SIDE = 16
"""Rows and columns of the difference hash: 256 bits."""

_TAKEN, _GPS = ExifTags.Base.DateTimeOriginal, ExifTags.IFD.GPSInfo
_TIME, _PLACE = Label("拍摄时间", "time"), Label("拍摄位置", "place")


@dataclass(frozen=True)
class PhotoLimits:
    """What a folder of photos may cost the machine."""

    photos: int = 5_000
    file_bytes: int = 40 << 20
    pixels: int = 120_000_000


@dataclass(frozen=True)
class Photo:
    """One picture: whose plot, its digest and hash, and what its camera noted.

    ``place`` is longitude and latitude in degrees, WGS 84, which differs from CGCS2000 by
    centimetres.
    """

    name: str
    plot: str | None
    digest: str
    bits: np.ndarray[Any, Any]
    taken: date | None
    place: tuple[float, float] | None


def read_photos(
    folder: Path, plots: set[str], limits: PhotoLimits | None = None
) -> tuple[list[Photo], list[str]]:
    """Every JPEG and PNG below a folder, and the names of those that cannot be read.

    A photo belongs to the plot that its folder is named after, or its own name up to the last
    underscore, hyphen or space.
    """
    limits = limits or PhotoLimits()
    photos, broken = [], []
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    for number, path in enumerate(files):
        name = path.relative_to(folder).as_posix()
        photo = None
        if number < limits.photos and path.is_file() and path.stat().st_size <= limits.file_bytes:
            photo = read_photo(path, name, plots, limits.pixels)
        if photo is None:
            broken.append(name)
        else:
            photos.append(photo)
    return photos, broken


def read_photo(path: Path, name: str, plots: set[str], pixels: int) -> Photo | None:
    """One picture, None when it is damaged, too large or no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("JPEG", "PNG")) as image:
                if image.width * image.height > pixels:
                    return None
                exif = image.getexif()
                bits = difference_hash(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return Photo(
        name=name,
        plot=plot_of(name, plots),
        digest=sha256(path.read_bytes()),
        bits=bits,
        taken=_taken(exif.get_ifd(ExifTags.IFD.Exif).get(_TAKEN)),
        place=_place(exif.get_ifd(_GPS)),
    )


def difference_hash(image: Image.Image) -> np.ndarray[Any, Any]:
    """256 bits that survive scaling and compression: is each of 16 by 16 cells darker than its
    right neighbour (the gradient hash of Krawetz 2013).
    """
    image.draft("L", (SIDE * 8, SIDE * 8))
    small = image.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    grey = np.asarray(small, dtype=np.int16)
    return np.asarray(grey[:, 1:] > grey[:, :-1]).ravel()


def plot_of(name: str, plots: set[str]) -> str | None:
    """The plot that a path below the folder of photos names, None when none is known."""
    path = Path(name)
    stem = path.stem
    words = [*reversed(path.parts[:-1]), stem]
    words += [stem[:at] for at in range(len(stem) - 1, 0, -1) if stem[at] in "_- "]
    return next((word for word in words if word in plots), None)


def check_photos(
    photos: list[Photo], broken: list[str], plots: pl.DataFrame | None, limits: Limits
) -> Iterator[Finding]:
    """All checks of photos (E-FW-12 to 16, 26).

    ``plots`` is the frame of the plot list, without which days and places are compared with
    nothing, which is told.
    """
    for name in broken:
        yield _said(Level.WARNS, codes.PHOTO_UNREADABLE, name, photo=name)
    yield from _twice(photos, int(limits.of("photo", "hash_distance_max")))
    rows = {} if plots is None else {plot["plot"]: plot for plot in plots.iter_rows(named=True)}
    silent: dict[Label, list[str]] = defaultdict(list)
    homeless = [photo.name for photo in photos if photo.plot is None]
    for photo in photos:
        plot = rows.get(photo.plot or "")
        if photo.taken is None:
            silent[_TIME].append(photo.name)
        if photo.place is None:
            silent[_PLACE].append(photo.name)
        if plot is not None:
            yield from _against(photo, plot, limits)
    for part, names in silent.items():
        yield _said(
            Level.TELLS, codes.PHOTO_SILENT, names[0], photo=names[0], count=len(names),
            part_zh=part.zh, part_en=part.en,
        )  # fmt: skip
    if homeless:
        facts = {"photo": homeless[0], "count": len(homeless)}
        yield _said(Level.WARNS, codes.PHOTO_PLOT_UNKNOWN, homeless[0], **facts)


def _twice(photos: list[Photo], most: int) -> Iterator[Finding]:
    """Each picture that an earlier one already is; the nearest is named."""
    if not photos:
        return
    bits = np.stack([photo.bits for photo in photos]).astype(np.float32)
    ones = bits.sum(axis=1)
    equal: dict[str, list[int]] = defaultdict(list)
    equal[photos[0].digest].append(0)
    for at in range(1, len(photos)):
        # Bits that differ = ones of either, less twice the ones of both.
        apart = ones[:at] + ones[at] - 2 * (bits[:at] @ bits[at])
        # A picture of one grey has no bits at all and resembles nothing but itself.
        same = np.flatnonzero((apart <= most) & (ones[at] > most))
        same = np.union1d(same, np.array(equal[photos[at].digest], dtype=np.int64))
        equal[photos[at].digest].append(at)
        if not len(same):
            continue
        nearest = same[np.argsort(apart[same], kind="stable")]
        plots = {photos[i].plot for i in nearest} | {photos[at].plot}
        between = Label("", "")
        if len(plots) > 1:
            named = "、".join(sorted(str(plot or "?") for plot in plots))
            between = Label(f"（样地 {named}）", f" (plots {named})")
        yield _said(
            Level.ASKS, codes.PHOTO_TWICE, photos[at].name, photo=photos[at].name,
            others="、".join(photos[i].name for i in nearest[:5]),
            bits=int(apart[nearest[0]]), between_zh=between.zh, between_en=between.en,
        )  # fmt: skip


def _against(photo: Photo, plot: Mapping[str, Any], limits: Limits) -> Iterator[Finding]:
    surveyed, most = plot.get("surveyed_on"), limits.of("photo", "days_max")
    days = (photo.taken - surveyed).days if photo.taken and surveyed else 0
    if abs(days) > most:
        yield _said(
            Level.ASKS, codes.PHOTO_DAY, photo.name, photo=photo.name, plot=plot["plot"],
            taken=str(photo.taken), surveyed=str(surveyed), most=f"{most:g}",
        )  # fmt: skip
    here, most_m = degrees_of(plot), limits.of("photo", "distance_max")
    if photo.place is not None and here is not None:
        away = distance_m(photo.place, here)
        if away > most_m:
            yield _said(
                Level.ASKS, codes.PHOTO_FAR, photo.name, photo=photo.name, plot=plot["plot"],
                distance_m=f"{away:.0f}", most_m=f"{most_m:g}",
            )  # fmt: skip


def _said(level: Level, code: str, place: str, **facts: Any) -> Finding:
    return Finding(level, Refusal(code, place, facts), PHOTOS)


def _taken(written: Any) -> date | None:
    """The day of ``2024:03:05 10:20:30``; cameras without a clock write zeros."""
    try:
        return date.fromisoformat(str(written)[:10].replace(":", "-"))
    except ValueError:
        return None


def _place(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    """Longitude and latitude from degrees, minutes and seconds, with their hemisphere."""
    try:
        lat, lon = (
            sum(float(part) / 60**power for power, part in enumerate(gps[tag]))
            for tag in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    south = str(gps.get(ExifTags.GPS.GPSLatitudeRef, "N")).upper().startswith("S")
    west = str(gps.get(ExifTags.GPS.GPSLongitudeRef, "E")).upper().startswith("W")
    found = (-lon if west else lon, -lat if south else lat)
    # Both zero is what a phone writes that has not found its place yet.
    return found if np.isfinite(found).all() and any(found) else None
