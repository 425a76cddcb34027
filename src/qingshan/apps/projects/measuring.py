"""A survey's kept files into a run of the method; the same for measuring and for verifying."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from qingshan.apps.base import files
from qingshan.apps.base.models import KeptFile
from qingshan.apps.land.bundle import unpacked
from qingshan.apps.land.intake import take_in
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.models import Run as KeptRun
from qingshan.core.carbon.compartment import Choice, Compartments
from qingshan.core.carbon.removal import Replay
from qingshan.core.carbon.run import Run, measure, replay
from qingshan.core.carbon.runfile import keep_run, kept_run

_PARQUET = "application/vnd.apache.parquet"


def compartments_of(
    claim: MonitoringPeriod, as_of: date, options: Mapping[str, Any]
) -> Compartments:
    """The sub-compartments, read again from the files that were handed in.

    Options of the method may admit layers that are left out without them, such as bamboo.
    """
    with unpacked(files.read(claim.survey.file.digest)) as source:
        crs = claim.survey.layer["crs_given"] or None
        choice = Choice(claim.method, {k: v for k, v in options.items() if v is not None})
        return take_in(
            source, method=choice, period=claim.period, as_of=as_of, crs=crs
        ).compartments


def measured(claim: MonitoringPeriod, as_of: date, options: Mapping[str, Any]) -> Run:
    """Measure a claim under one date."""
    found = compartments_of(claim, as_of, options)
    return measure(
        found, method=claim.method, period=claim.period, as_of=as_of, options=dict(options)
    )


def replayed(kept: KeptRun) -> Replay[Run]:
    """Measure a kept run once more from the files that were handed in."""
    recorded = stored_run(kept)
    taken = compartments_of(kept.monitoring, kept.as_of, recorded.options)
    return replay(taken, recorded)


def store_run(run: Run) -> KeptFile:
    """Keep a run's rows and record as one Parquet file."""
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        path = Path(folder) / f"run-{run.digest[:12]}.parquet"
        keep_run(run, path)
        return files.keep_path(path, media_type=_PARQUET)


def stored_run(kept: KeptRun) -> Run:
    """The run as it was kept, checked against its digests."""
    files.read(kept.result.digest)
    return kept_run(files.path_of(kept.result.digest))
