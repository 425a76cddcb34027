"""Making a package: always the same bytes for the same run, inputs and tables."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import yaml

from qingshan import __version__
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.compartment import Compartments
from qingshan.core.carbon.frames import in_order
from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.package import refusals as codes
from qingshan.core.carbon.package.manifest import (
    INPUTS,
    MANIFEST,
    METHOD,
    READMES,
    RUN,
    TABLES,
    Manifest,
)
from qingshan.core.carbon.package.readme import readme
from qingshan.core.carbon.run import Run, replay
from qingshan.core.carbon.runfile import keep_run
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label, enumerated
from qingshan.core.tables.lists import CAPTION_COLUMNS, PART
from qingshan.core.tables.row import COLUMNS, Row
from qingshan.core.tables.shelf import Shelf, open_shelf
from qingshan.core.tables.sources import Source

MEDIA_TYPE = "application/zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o100644 << 16

PARTS: Mapping[str, Label] = {
    "method": Label("方法学", "method"),
    "inputs": Label("输入数据", "inputs"),
    "parameters": Label("参数", "parameters"),
    "result": Label("各小班减排量", "removals of the sub-compartments"),
}


def part_label(name: str) -> Label:
    """A part of a run's digests in words: ``inputs``, ``table carbon.species_group``, …"""
    table = name.removeprefix("table ")
    return PARTS.get(name, Label(f"参数表 {table}", f"table {table}"))


def pack_run(
    run: Run,
    inputs: Compartments | pl.DataFrame,
    *,
    shelf: Shelf | None = None,
    survey: Mapping[str, Any] | None = None,
    handed: Mapping[str, bytes] | None = None,
) -> bytes:
    """A run with all that is needed to compute it again, as one zip.

    The zip is not compressed, so that its bytes do not depend on a library of compression; names,
    times and order are fixed. Unless the survey is ``handed``, it holds no names of people and no
    shapes: only the columns that the method takes.

    Parameters
    ----------
    run, inputs
        The run and the sub-compartments that it was measured from.
    shelf
        The tables; the project's own by default. Rows in force on ``run.as_of`` are packed of every
        table that was read.
    survey
        What is told of the file that the inputs were read from, such as its name and SHA-256.
    handed
        The survey itself, as bundles by the names ``SURVEY`` and ``EARLIER``: for an auditor, never
        for the public.

    Raises
    ------
    Refused
        E-PK-01 when the inputs do not lead to the run.
    """
    tables = Shelf((shelf or open_shelf()).folder)
    again = replay(inputs, run, shelf=tables)
    if not again.is_equal:
        differ = enumerated(part_label(name) for name in again.differs)
        raise Refused.because(
            codes.INPUTS_OTHER, run.method, parts_zh=differ.zh, parts_en=differ.en
        )
    frame = inputs.frame if isinstance(inputs, Compartments) else inputs
    spec = find_method(run.method).spec
    members = {
        RUN: _run_bytes(run),
        INPUTS: _inputs_bytes(frame, [quantity.name for quantity in spec.inputs]),
        METHOD: as_json(spec.as_dict()),
        **tables_of(tables, run.as_of),
        **(handed or {}),
    }
    for language, name in READMES.items():
        members[name] = readme(run, language, with_survey=bool(handed)).encode()
    return sealed(
        members,
        method=run.method,
        as_of=run.as_of.isoformat(),
        digest=run.digest,
        digests=dict(run.digests),
        period={"start": run.period.start.isoformat(), "end": run.period.end.isoformat()},
        options=dict(run.options),
        removal_unit=run.removal,
        seed=str(run.options["seed"]) if run.options.get("seed") is not None else None,
        survey=survey,
    )


def sealed(members: Mapping[str, bytes], **told: Any) -> bytes:
    """The members under a manifest of all of them; ``told`` are its other fields."""
    digests = {name: sha256(data) for name, data in sorted(members.items())}
    manifest = Manifest(code=__version__, members=digests, **told)
    return zipped({**members, MANIFEST: manifest.to_bytes()})


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes follow from its members alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, members[name])
    return buffer.getvalue()


def _run_bytes(run: Run) -> bytes:
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / RUN
        keep_run(run, path)
        return path.read_bytes()


def _inputs_bytes(frame: pl.DataFrame, names: list[str]) -> bytes:
    """The columns of the method alone, in order of the key, categories as texts."""
    held = [name for name in (*names, "level") if name in frame.columns]
    texts = [name for name in held if isinstance(frame[name].dtype, pl.Enum | pl.Categorical)]
    plain = in_order(frame.select(*dict.fromkeys(held)), KEY)
    return parquet_bytes(plain.with_columns(pl.col(texts).cast(pl.String)))


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """A table as Parquet without a word of who wrote it."""
    buffer = io.BytesIO()
    pq.write_table(frame.to_arrow().replace_schema_metadata(None), buffer, compression="zstd")
    return buffer.getvalue()


def tables_of(shelf: Shelf, as_of: date) -> dict[str, bytes]:
    """The tables that were read, in the form of the project's own: rows, captions, sources."""
    members: dict[str, bytes] = {}
    sources: dict[str, Source] = {}
    captions = []
    for name in shelf.opened():
        rows = shelf.rows(name, as_of)
        sources |= {row.source.id: row.source for row in rows}
        caption = shelf.caption(name)
        captions.append([name, caption.label.zh, caption.label.en, PART.join(caption.key_parts)])
        room, file = name.split(".", 1)
        members[f"{TABLES}{room}/{file}.csv"] = _csv(COLUMNS, [_cells(row) for row in rows])
    members[f"{TABLES}tables.csv"] = _csv(CAPTION_COLUMNS, captions)
    told = [_source(sources[key]) for key in sorted(sources)]
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10_000)
    members[f"{TABLES}sources.yaml"] = text.encode()
    return members


def _cells(row: Row) -> list[str]:
    return [cell or "" for cell in row.canonical()]


def _source(source: Source) -> dict[str, Any]:
    """As the list of sources has it; a date stays a date."""
    return source.as_dict() | ({"date": source.date} if source.date is not None else {})


def _csv(header: tuple[str, ...], rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def as_json(value: Any) -> bytes:
    """Sorted, indented JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
