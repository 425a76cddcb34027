"""The command in this process, on files made on the spot, and what it leaves in the database."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.apps import apps

from qingshan.config.cli import main
from qingshan.core.carbon.example import Recipe, generate_compartments
from qingshan.core.geo.writing import write_shapefile

COUNT = 6


@dataclass(frozen=True)
class Told:
    """What the command said: exit code, the JSON object and the words for people."""

    code: int
    record: dict[str, Any]
    words: str

    @property
    def codes(self) -> set[str]:
        return {refusal["code"] for refusal in self.record["refusals"]}


@pytest.fixture
def survey(tmp_path: Path) -> Callable[..., Path]:
    """A made-up 小班 layer as a county hands it in; ``edit`` changes frame and shapes, ``spoil``
    the bytes of the members."""

    def make(
        name: str = "xiaoban",
        *,
        edit: Any = None,
        spoil: Any = None,
        crs: str = "EPSG:4524",
        encoding: str = "GBK",
        west: float = 107.98,
    ) -> Path:
        place = shapely.box(west, 26.6, west + 0.02, 26.62)
        frame, shapes = generate_compartments(place, Recipe(COUNT, 7, "522629"))
        if edit is not None:
            frame, shapes = edit(frame, shapes)
        path = tmp_path / f"{name}.zip"
        write_shapefile(path, frame, shapes, crs=crs, encoding=encoding)
        if spoil is not None:
            with zipfile.ZipFile(path) as archive:
                members = {item: archive.read(item) for item in archive.namelist()}
            with zipfile.ZipFile(path, "w") as archive:
                for item, data in spoil(members).items():
                    archive.writestr(item, data)
        return path

    return make


@pytest.fixture(scope="module")
def register(kept_for_module: None) -> Iterator[None]:
    """A database as the command prepares it: counties entered, nothing else."""
    from qingshan.apps.land import reads
    from qingshan.config.commands.starting import prepare

    reads._counties.cache_clear()
    prepare()
    yield
    reads._counties.cache_clear()


@pytest.fixture
def command(
    register: None, db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Told]:
    """Run ``qingshan walk … --json`` and answer what it told."""

    def run(file: Path, *options: str, out: Path | None = None) -> Told:
        folder = out or tmp_path / "out"
        with pytest.raises(SystemExit) as left:
            main(["walk", str(file), "--out", str(folder), "--json", *options])
        told = capsys.readouterr()
        record = json.loads(told.out) if told.out else {}
        return Told(int(left.value.code or 0), record, told.err)

    return run


@pytest.fixture
def rows() -> Callable[[], dict[str, int]]:
    """How many rows each table of the house has."""

    def count() -> dict[str, int]:
        return {
            model._meta.label: model._default_manager.count()
            for model in apps.get_models()
            if model.__module__.startswith("qingshan")
        }

    return count


@pytest.fixture
def run() -> Callable[..., int]:
    """Run ``qingshan`` in this process; answers the exit code."""

    def start(*arguments: str | Path) -> int:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        return int(ended.value.code or 0)

    return start
