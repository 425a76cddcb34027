"""A survey and all that is needed to read it again, as one file whose bytes are always the same."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qingshan.apps.base.archive import zipped
from qingshan.core.carbon.fieldmap import FieldMap, read_fieldmap

_DATA = "data"
_FIELDS = "fields"
_MAP_NAME = "fields.toml"


@dataclass(frozen=True)
class Source:
    """Where a survey lies on disk: the data file and, for foreign files, its field map."""

    data: Path
    fields: Path | None = None

    @property
    def folder(self) -> Path:
        """Where files named by the field map may lie beside the data."""
        return self.data if self.data.is_dir() else self.data.parent

    def field_map(self) -> FieldMap:
        """The field map, empty for a file with the standard 林业 fields."""
        return read_fieldmap(self.fields) if self.fields else FieldMap()


def pack(source: Source) -> bytes:
    """The survey, its field map and the tables that the map names, as a deterministic zip."""
    members = {f"{_DATA}/{name}": path for name, path in _data_members(source.data)}
    if source.fields is not None:
        told = source.field_map()
        members[f"{_FIELDS}/{_MAP_NAME}"] = source.fields
        named = [told.curve.table if told.curve else None, told.earlier_file]
        for name in filter(None, named):
            members[f"{_FIELDS}/{name}"] = told.find_file(name, source.folder)
    return zipped({name: members[name].read_bytes() for name in sorted(members)})


@contextmanager
def unpacked(data: bytes) -> Iterator[Source]:
    """The survey of a bundle in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="qingshan-") as name:
        folder = Path(name)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(folder)
        yield source_in(folder)


def source_in(folder: Path) -> Source:
    """The survey of a bundle that was laid out in a folder."""
    fields = folder / _FIELDS / _MAP_NAME
    members = sorted((folder / _DATA).iterdir())
    shapefile = [path for path in members if path.suffix.lower() == ".shp"]
    whole = members[0] if len(members) == 1 else folder / _DATA
    chosen = shapefile[0] if shapefile else whole
    return Source(chosen, fields if fields.exists() else None)


def _data_members(data: Path) -> list[tuple[str, Path]]:
    if data.is_dir():
        return [(path.name, path) for path in sorted(data.iterdir()) if path.is_file()]
    if data.suffix.lower() == ".shp":
        stem = data.stem.lower()
        beside = [
            p for p in sorted(data.parent.iterdir()) if p.stem.lower() == stem and p.is_file()
        ]
        return [(path.name, path) for path in beside]
    return [(data.name, data)]
