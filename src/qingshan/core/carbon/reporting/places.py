"""Where the plots of a report lie, from the list of plots that went to the forest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.carbon.reporting import refusals as codes
from qingshan.core.carbon.reporting.map import Place
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.sheets.plots import plots
from qingshan.core.sheets.reading import examine_sheet

COLUMNS = ("plot", "longitude_deg", "latitude_deg")


def places_of(path: Path, run: PlotRun, *, as_of: date) -> tuple[Place, ...]:
    """The plots of a run with longitude and latitude, strata as the run has them.

    Parameters
    ----------
    path
        The list of sample plots in the columns of the field (样地号, 经度（度）, 纬度（度）).
    run, as_of
        The run, and the date under which the list is read.

    Raises
    ------
    Refused
        E-SH codes for a list that cannot be read at all; E-RP-09 for plots of the run that it does
        not place.
    """
    reading = examine_sheet(path, plots(), as_of=as_of)
    if reading.sheet is None:
        refuse_all(reading.refusals)
    frame = pl.DataFrame() if reading.sheet is None else reading.sheet.frame
    measured = run.stocks[1].plots.select("plot", "stratum").sort("plot")
    told = dict[str, tuple[float, float]]()
    if set(COLUMNS) <= set(frame.columns):
        known = frame.select(COLUMNS).drop_nulls()
        told = {plot: (float(lon), float(lat)) for plot, lon, lat in known.iter_rows()}
    absent = [plot for plot in measured["plot"] if plot not in told]
    if absent:
        shown = "、".join(absent[:5])
        raise Refused.because(
            codes.PLOTS_UNPLACED, path.name, name=path.name, count=len(absent), plots=shown
        )
    return tuple(Place(plot, stratum, *told[plot]) for plot, stratum in measured.iter_rows())
