"""The process that checks field data for ``field_data`` and measures its plots."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl
import shapely

from qingshan.core.carbon.plots.lists import Files, read_survey
from qingshan.core.carbon.plots.measuring import measure_plots
from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.doctor.field_data import MARKED, REPORT, SHAPES
from qingshan.core.doctor.sheets import specification_of
from qingshan.core.fieldwork.checking import Handed, Rules, check_field
from qingshan.core.fieldwork.limits import limits_on, statuses_on
from qingshan.core.fieldwork.photos import SUFFIXES
from qingshan.core.fieldwork.positions import Places
from qingshan.core.geo.limits import Limits
from qingshan.core.geo.reader import serve
from qingshan.core.geo.unpacking import keep_directory_small, member_name, unsafe_members
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

Answer = dict[str, Any]


def check(path: Path, folder: Path, order: dict[str, Any]) -> Answer:
    """The report, the list of trees with its marks, and what the plots say of the forest."""
    as_of, shelf = date.fromisoformat(order["as_of"]), open_shelf()
    told = {name: Path(file) for name, file in order["files"].items()}
    if "photos" in told:
        told["photos"] = _photos(told["photos"], folder / "photos")
    rules = Rules(
        specification_of("trees", shelf, as_of),
        specification_of("plots", shelf, as_of),
        limits_on(shelf, as_of),
        statuses_on(shelf, as_of),
        as_of,
    )
    report = check_field(Handed(**told), rules, _places(folder / SHAPES))
    if report.count:
        (folder / MARKED).write_bytes(report.marked(path, order["language"]))
    text = json.dumps(report.to_json(), ensure_ascii=False, default=str)
    (folder / REPORT).write_text(text, encoding="utf-8")
    return _estimated(told, folder, order, as_of)


def _places(path: Path) -> Places:
    frame = pl.read_ipc(path)
    return Places(tuple(shapely.from_wkb(frame["shape"].to_numpy())), tuple(frame["stratum"]))


def _estimated(
    told: Mapping[str, Path], folder: Path, order: dict[str, Any], as_of: date
) -> Answer:
    if "plots" not in told or not order["areas_ha"]:
        return {"estimate": None, "hindrances": []}
    try:
        run = measured(told, folder, order, as_of)
    except Refused as refused:
        return {"estimate": None, "hindrances": [each.as_dict() for each in refused.refusals]}
    return {"estimate": run.as_dict(), "hindrances": []}


def measured(told: Mapping[str, Path], folder: Path, order: dict[str, Any], as_of: date) -> PlotRun:
    """The route over plots on the lists of an order, which has plots and areas of strata.

    Raises
    ------
    Refused
        What ``read_survey`` and ``measure_plots`` refuse.
    """
    strata = folder / "strata.csv"
    areas = order["areas_ha"]
    pl.DataFrame({"stratum": list(areas), "area_ha": list(areas.values())}).write_csv(strata)
    files = Files(
        told["trees"], told["plots"], strata, told.get("earlier"), told.get("earlier_plots")
    )
    start, end = (date.fromisoformat(day) for day in order["period"])
    survey = read_survey(files, as_of=as_of).survey
    return measure_plots(survey, period=Period(start, end), as_of=as_of)


def _photos(path: Path, folder: Path) -> Path:
    """The pictures of an archive, set out under their own folders; nothing else of it."""
    limits = Limits()
    keep_directory_small(path, limits)
    folder.mkdir()
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        refuse_all(unsafe_members(infos, path.name, limits))
        for info in infos:
            name = PurePosixPath(member_name(info))
            if info.is_dir() or name.suffix.lower() not in SUFFIXES:
                continue
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(info) as source, target.open("wb") as out:
                while piece := source.read(1 << 20):
                    out.write(piece)
    return folder


def main(folder: Path) -> int:
    """Answer the order in the folder."""
    return serve(folder, check)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
