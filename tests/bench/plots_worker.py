"""Runs in an environment of its own, where pyfia lies: a made-up inventory, estimated there.

``python plots_worker.py trees.parquet plots.parquet strata.parquet inventory.duckdb repeats``
prints the mean per hectare with its standard error and the best time, as JSON.

Weights are entered in kilograms and expansions per hectare, so that its "acre" is a hectare and its
"ton" a tonne.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from time import perf_counter

import duckdb
from pyfia import FIA, biomass

EVALUATION = 522601
POUNDS_PER_TON = 2000.0
KG_PER_TONNE = 1000.0

TABLES = """
create table PLOT as select plot as CN, 52 as STATECD, 1 as COUNTYCD, plot as PLOT, 2026 as INVYR,
    1 as PLOT_STATUS_CD, 26.5 as LAT, 107.5 as LON, cast(null as double) as MACRO_BREAKPOINT_DIA
    from plots;
create table COND as select plot as CN, plot as PLT_CN, 1 as CONDID, 1 as COND_STATUS_CD,
    1.0::double as CONDPROP_UNADJ, 'SUBP' as PROP_BASIS, 10 as OWNGRPCD, 1 as SITECLCD,
    0 as RESERVCD, 500 as FORTYPCD, 1 as STDSZCD from plots;
create table TREE as select row_number() over () as CN, trees.plot as PLT_CN, 1 as CONDID,
    1 as STATUSCD, 131 as SPCD, 10.0::double as DIA, 2 as TREECLCD,
    {tons} / {tonnes} / plots.area_ha as TPA_UNADJ, above_kg as DRYBIO_AG, below_kg as DRYBIO_BG
    from trees join plots using (plot);
create table POP_EVAL as select 1 as CN, {evaluation} as EVALID, 52 as STATECD,
    'bench' as EVAL_DESCR, 2022 as START_INVYR, 2026 as END_INVYR,
    'GZ' as LOCATION_NM, 2026 as REPORT_YEAR_NM;
create table POP_EVAL_TYP as select 1 as CN, 1 as EVAL_CN, 'EXPVOL' as EVAL_TYP;
create table POP_ESTN_UNIT as select 1 as CN, {evaluation} as EVALID,
    sum(area_ha)::double as AREA_USED,
    sum(area_ha)::bigint as P1PNTCNT_EU from strata;
create table POP_STRATUM as select number as CN, {evaluation} as EVALID, 1 as ESTN_UNIT_CN,
    area_ha::double / plots as EXPNS, 1.0::double as ADJ_FACTOR_MICR,
    1.0::double as ADJ_FACTOR_SUBP, 1.0::double as ADJ_FACTOR_MACR, area_ha::bigint as P1POINTCNT,
    plots as P2POINTCNT from strata;
create table POP_PLOT_STRATUM_ASSGN as select plots.plot as PLT_CN, strata.number as STRATUM_CN,
    {evaluation} as EVALID, 52 as STATECD, 2026 as INVYR from plots join strata using (stratum);
"""


def main(trees: str, plots: str, strata: str, database: str, repeats: str) -> None:
    """Enter the inventory, estimate it so many times, and tell the best time."""
    Path(database).unlink(missing_ok=True)
    with duckdb.connect(database) as connection:
        for name, path in (("trees", trees), ("plots", plots), ("strata", strata)):
            connection.execute(f"create view {name} as select * from read_parquet('{path}')")
        connection.execute(
            TABLES.format(tons=POUNDS_PER_TON, tonnes=KG_PER_TONNE, evaluation=EVALUATION)
        )
        for name in ("trees", "plots", "strata"):
            connection.execute(f"drop view {name}")
    warnings.simplefilter("ignore")
    best, told = float("inf"), {}
    for _ in range(int(repeats)):
        start = perf_counter()
        with FIA(database) as inventory:
            inventory.clip_by_evalid(EVALUATION)
            found = biomass(inventory, component="TOTAL", land_type="forest", tree_type="live")
        best = min(best, perf_counter() - start)
        told = {"mean": found["BIO_ACRE"][0], "se": found["BIO_ACRE_SE"][0]}
    sys.stdout.write(json.dumps({**told, "seconds": best}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
