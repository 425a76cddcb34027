"""Other processors, as far as one machine can play them: the same integers and digests."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from qingshan.core.carbon.package.packing import pack_run
from qingshan.core.carbon.package.plots import pack_plots
from qingshan.core.carbon.package.tests.test_package import WITHOUT_DJANGO, measured, stands
from qingshan.core.carbon.plots.measuring import measure_plots
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.carbon.tests.plot_survey import survey

OLD = {
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR ASIMDHP ASIMDDP ASIMDFHM SVE",
    "OPENBLAS_CORETYPE": "PRESCOTT",
    "OPENBLAS_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
}
"""A processor of some twenty years ago; numpy warns of what it does not have at all."""


@pytest.mark.parametrize("route", ["compartments", "plots"])
def test_an_old_processor_prints_the_same_digest(tmp_path, route) -> None:
    given = survey(12)
    if route == "plots":
        run = measure_plots(given, period=FIVE_YEARS, as_of=AS_OF)
        packed = pack_plots(run, given)
    else:
        run = measured(stands())
        packed = pack_run(run, stands())
    path = tmp_path / "package.zip"
    path.write_bytes(packed)
    environment = os.environ | OLD | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WITHOUT_DJANGO, str(path), "--json"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    assert answer["equal"] is True
    assert (answer["digest_again"], answer["removal_unit_again"]) == (run.digest, run.removal)
