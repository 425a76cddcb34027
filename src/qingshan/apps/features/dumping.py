"""Dumps: the public register of one moment as files for everybody, told by a manifest.

A dump lies in a folder named by its day. It is written beside and moved into place when it is
whole, so that nobody ever reads half of one.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from qingshan.apps.features.asking import Asked
from qingshan.apps.features.collections import COLLECTIONS
from qingshan.apps.features.dump_files import FORMS, Piece, rounded
from qingshan.apps.features.layer import Collection, View
from qingshan.apps.land.tiles import Sight, public_m
from qingshan.apps.log import reads as log
from qingshan.core.kernel.digest import digest_of_file
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

DUMPED = ("tickets", "retirements", "projects")
MANIFEST = "manifest.json"
TABLE = "portal.dump"
PIECE = 1000
NOTE = Label(
    "坐标为 CGCS2000（EPSG:4490）经纬度，经度在前，已概略化，不作为权属依据；"
    "与 WGS 84 的差别小于概略化的误差。",
    "Coordinates are longitude and latitude in CGCS2000 (EPSG:4490), made coarse and no evidence "
    "of title; the difference to WGS 84 is below the coarseness.",
)
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


def folder() -> Path:
    """Where the dumps lie."""
    path: Path = settings.DATA_FOLDER / "dumps"
    return path


def days() -> list[str]:
    """The days of which a dump is kept, newest first."""
    there = folder()
    if not there.is_dir():
        return []
    return sorted(
        (each.name for each in there.iterdir() if _DAY.fullmatch(each.name)), reverse=True
    )


def manifest_of(day: str) -> dict[str, Any] | None:
    """What a day's dump holds."""
    path = folder() / day / MANIFEST
    if not _DAY.fullmatch(day) or not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def file_of(day: str, name: str) -> Path | None:
    """A file that a day's manifest names, or the manifest itself."""
    manifest = manifest_of(day)
    if manifest is None or name not in {MANIFEST, *(each["name"] for each in manifest["files"])}:
        return None
    return folder() / day / name


def write_dump(when: datetime, target: Path | None = None) -> Path:
    """Write the dump of a moment; the folder of its day, or ``target``, is replaced as a whole."""
    day = timezone.localtime(when).date()
    there = target or folder() / day.isoformat()
    there.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=there.parent, prefix=".writing-") as made:
        beside = Path(made) / "dump"
        beside.mkdir()
        _written(beside, when, day)
        beside.chmod(0o755)
        if there.exists():
            there.rename(Path(made) / "before")
        beside.rename(there)
    return there


def forget_dumps(today: date) -> list[str]:
    """Remove dumps that are older than the table says; the newest always stays."""
    keep = timedelta(days=int(_set("keep_days", today).value or 0))
    old = [day for day in days()[1:] if date.fromisoformat(day) < today - keep]
    for day in old:
        shutil.rmtree(folder() / day)
    return old


def _written(there: Path, when: datetime, day: date) -> None:
    files: list[dict[str, Any]] = []
    with transaction.atomic():
        # All files tell one and the same moment. Within a longer transaction that is its business.
        if len(connection.savepoint_ids) == 0:
            connection.cursor().execute("set transaction isolation level repeatable read")
        head = log.latest_head()
        for name in DUMPED:
            files += _layer(there, COLLECTIONS[name], day)
    told = {
        "title": {"zh": "登记簿公开数据", "en": "Public data of the register"},
        "publisher": str(settings.SITE_URL),
        "as_of": timezone.localtime(when).isoformat(timespec="seconds"),
        "licence": _set("licence", day).value_text,
        "crs": "EPSG:4490",
        "note": {"zh": NOTE.zh, "en": NOTE.en},
        "log_head": None if head is None else {"size": head.size, "text": head.text},
        "files": files,
        "schema": {name: _schema(COLLECTIONS[name]) for name in DUMPED},
    }
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (there / MANIFEST).write_text(text, "utf-8")


def _layer(there: Path, layer: Collection, day: date) -> list[dict[str, Any]]:
    paths = {suffix: there / f"{layer.name}.{suffix}" for suffix in FORMS}
    writers = [FORMS[suffix](path, layer.fields) for suffix, path in paths.items()]
    count = 0
    for piece in _pieces(layer, day):
        count += len(piece)
        for writer in writers:
            writer.add(piece)
    for writer in writers:
        writer.close()
    return [
        {
            "name": path.name,
            "layer": layer.name,
            "media_type": FORMS[suffix].media_type,
            "rows": count,
            "bytes": path.stat().st_size,
            "sha256": digest_of_file(path),
        }
        for suffix, path in paths.items()
    ]


def _pieces(layer: Collection, day: date) -> Iterator[Piece]:
    """All rows in order of their keys, as a stranger sees them."""
    view = View(Sight(), public_m("compartment", "cell_m", day))
    rows, after = layer.rows(Asked()).order_by("pk"), 0
    while found := list(rows.filter(pk__gt=after)[:PIECE]):
        after = found[-1].pk
        yield rounded(layer.told(found, view))


def _schema(layer: Collection) -> dict[str, Any]:
    return {
        "title": {"zh": layer.title.zh, "en": layer.title.en},
        "about": {"zh": layer.about.zh, "en": layer.about.en},
        "fields": [
            {"name": name, "type": each.type, "zh": each.label.zh, "en": each.label.en}
            for name, each in layer.fields.items()
        ],
    }


def _set(name: str, as_of: date) -> Any:
    """The row of the table that holds on a day."""
    return next(row for row in open_shelf().rows(TABLE, as_of) if row.name == name)
