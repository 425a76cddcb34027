"""Which dataset is meant among the names of an archive or folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from qingshan.core.geo.foreign import refuse_foreign
from qingshan.core.geo.formats.boundary import looks_like_points
from qingshan.core.geo.refusals import (
    LAYER_ABSENT,
    LAYERS_SEVERAL,
    PART_MISSING,
    SHAPEFILE_ABSENT,
)
from qingshan.core.kernel.errors import Refusal, Refused

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
KINDS: Mapping[str, str] = {
    ".gpkg": "gpkg",
    ".geojson": "geojson",
    ".json": "geojson",
    ".kml": "kml",
    ".ovkml": "kml",
    ".gpx": "gpx",
    ".txt": "boundary",
}
CONTAINERS = ("gpkg", "gdb")
GDB_FOLDER = "layer.gdb"
# Files of these names may be anything, so that their beginning is looked at.
_DOUBTFUL = (".json", ".txt")
_CLAIMS = (".prj", ".cpg")
_GDB_SUFFIXES = (".gdbtable", ".gdbtablx", ".gdbindexes", ".spx", ".atx", ".freelist", ".horizon")
_GDB_FILES = ("gdb", "timestamps")


@dataclass(frozen=True)
class Dataset:
    """One dataset found: kind, name (path without suffix), and member by staged file name."""

    kind: str
    name: str
    members: dict[str, str] = field(default_factory=dict)


def find_dataset(
    names: Iterable[str], layer: str | None, place: str, peek: Callable[[str], bytes]
) -> tuple[Dataset, str | None]:
    """The one dataset wanted among file names, and the layer wanted inside it.

    Parameters
    ----------
    names : iterable of str
        Relative paths with forward slashes.
    layer : str, optional
        What the user wants: a dataset, ``dataset/layer``, or the layer of the only dataset.
    place : str
        Name of the upload for people.
    peek : callable
        The first bytes of a file.

    Raises
    ------
    Refused
        E-UP-14 several, E-UP-15 no such one, E-UP-16 shapes missing, E-UP-08 only foreign
        formats, E-UP-22 nothing of the kind.
    """
    kept = [name for name in sorted(names) if not _is_rubbish(name)]
    found = [*_shapefiles(kept), *_geodatabases(kept, place), *_single(kept, _certain, None)]
    if not found:
        lone = [name for name in kept if name.lower().endswith(".dbf")]
        if lone:
            raise Refused(missing_part(PurePosixPath(lone[0]).stem, ".shp"))
        found = _single(kept, _doubtful, peek)
    if not found:
        refuse_foreign(kept)
        seen = "、".join(kept[:10]) or "—"
        raise Refused.because(SHAPEFILE_ABSENT, place, name=place, members=seen)
    return _chosen(found, layer, place)


def choose_layer(names: Sequence[str], layer: str | None, place: str) -> str:
    """The one layer, or the named one; E-UP-14 for several, E-UP-15 for an unknown name."""
    listed = "、".join(sorted(names))
    if layer is None:
        if len(names) > 1:
            raise Refused.because(LAYERS_SEVERAL, place, count=len(names), layers=listed)
        return names[0]
    wanted = layer.removesuffix(".shp")
    fitting = [name for name in names if wanted in (name, PurePosixPath(name).name)]
    if len(fitting) != 1:
        code = LAYERS_SEVERAL if fitting else LAYER_ABSENT
        raise Refused.because(code, place, layer=layer, count=len(fitting), layers=listed)
    return fitting[0]


def missing_part(name: str, part: str) -> Refusal:
    """E-UP-16 for the part of a shapefile that is not there."""
    holds = {".shp": ("图形", "shapes"), ".dbf": ("属性", "attributes")}[part]
    facts = {"name": name, "part": part, "holds_zh": holds[0], "holds_en": holds[1]}
    return Refusal(PART_MISSING, name, facts)


def _chosen(found: list[Dataset], layer: str | None, place: str) -> tuple[Dataset, str | None]:
    by_name: dict[str, list[Dataset]] = {}
    for each in found:
        by_name.setdefault(each.name, []).append(each)
    names = [name for name, same in by_name.items() for _ in same]
    if len(found) == 1 and found[0].kind in CONTAINERS:
        only = PurePosixPath(found[0].name).name
        inner = layer.removeprefix(f"{only}/") if layer and layer != only else None
        return found[0], inner
    for each in found:
        prefixes = (f"{each.name}/", f"{PurePosixPath(each.name).name}/")
        if layer and each.kind in CONTAINERS and layer.startswith(prefixes):
            prefix = prefixes[0] if layer.startswith(prefixes[0]) else prefixes[1]
            return each, layer.removeprefix(prefix)
    if layer is None and len(found) > 1 and place.lower().endswith(".kmz"):
        # Google KML reference, "KMZ files": the main file is doc.kml at the root.
        layer = "doc" if "doc" in by_name else None
    return by_name[choose_layer(names, layer, place)][0], None


def _is_rubbish(name: str) -> bool:
    pure = PurePosixPath(name)
    return pure.name.startswith((".", "~")) or "__MACOSX" in pure.parts


def _shapefiles(names: Iterable[str]) -> list[Dataset]:
    stems: dict[str, dict[str, str]] = {}
    for name in names:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in PARTS:
            # Windows knows no case, so XIAOBAN.SHP belongs to xiaoban.dbf.
            stems.setdefault(name[: -len(suffix)].casefold(), {})[suffix] = name
    return [
        Dataset(
            "shapefile",
            parts[".shp"][: -len(".shp")],
            {_staged_name(suffix): name for suffix, name in parts.items()},
        )
        for parts in stems.values()
        if ".shp" in parts
    ]


def _staged_name(suffix: str) -> str:
    """Claims of the file are laid aside under another stem, so that no driver acts on them."""
    return f"{'claim' if suffix in _CLAIMS else 'layer'}{suffix}"


def _geodatabases(names: Iterable[str], place: str) -> list[Dataset]:
    folders: dict[str, Dataset] = {}
    for name in names:
        pure = PurePosixPath(name)
        if pure.suffix.lower() in _GDB_SUFFIXES or pure.name.lower() in _GDB_FILES:
            folder = "" if str(pure.parent) == "." else str(pure.parent)
            title = folder or PurePosixPath(place).stem
            dataset = folders.setdefault(folder, Dataset("gdb", title.removesuffix(".gdb")))
            dataset.members[f"{GDB_FOLDER}/{pure.name.lower()}"] = name
    tables = ".gdbtable"
    return [each for each in folders.values() if any(n.endswith(tables) for n in each.members)]


def _single(
    names: Iterable[str], wanted: Callable[[str], bool], peek: Callable[[str], bytes] | None
) -> list[Dataset]:
    found = []
    for name in names:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in KINDS or not wanted(suffix):
            continue
        if peek is None or _begins_right(suffix, peek(name)):
            found.append(Dataset(KINDS[suffix], name[: -len(suffix)], {f"layer{suffix}": name}))
    return found


def _certain(suffix: str) -> bool:
    return suffix not in _DOUBTFUL


def _doubtful(suffix: str) -> bool:
    return suffix in _DOUBTFUL


def _begins_right(suffix: str, head: bytes) -> bool:
    return b'"Feature' in head if suffix == ".json" else looks_like_points(head)
