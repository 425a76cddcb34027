"""The plot route of a measurement: from measured trees to the removal of a project, with its error.

Trees → carbon of each tree → tC/ha of each plot → mean of each stratum → change → deductions →
an integer for each stratum (0.0001 tCO2e, half to even, rounded once there) → their sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from qingshan.core.carbon.frames import digest_of_frame
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.plausibility import Band, judge_whole, yield_t_ha_yr
from qingshan.core.carbon.plots.culms import culm_notes
from qingshan.core.carbon.plots.run import PlotOptions, PlotRun, PlotSurvey, Stock
from qingshan.core.carbon.plots.trees import KG_PER_TONNE, Weighed, weigh
from qingshan.core.carbon.removal import Replay
from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import CARBON_PER_TONNE, round_half_even
from qingshan.core.sampling import refusals as sampling_codes
from qingshan.core.sampling.discount import HUNDRED, Discount, discount
from qingshan.core.sampling.estimate import Estimate, confidence, relative_error, stratified
from qingshan.core.sampling.estimators import independent_change, paired_change
from qingshan.core.sampling.trees import Field, by_plot, field_of
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf, open_shelf

CO2_PER_C = 44.0 / 12.0
RISK = ("registry.ticket", "ticket", "k_risk_ticket")


def measure_plots(
    survey: PlotSurvey,
    *,
    period: Period,
    as_of: date,
    options: PlotOptions | None = None,
    shelf: Shelf | None = None,
) -> PlotRun:
    """Measure the removal of a project on its sample plots.

    For each stratum ``A · Δc · 44/12 · (1 - D) · (1 - K)`` with the change Δc of its mean in tC/ha,
    the deduction D by the relative error at 90 % and the risk K; a loss is enlarged by D and not
    lessened by K. It is rounded once, at the stratum, half to even; the project is the sum of
    integers. Neither the order of rows nor their division changes any of them.

    Parameters
    ----------
    survey
        Two occasions; the smaller number is the earlier one.
    period
        From the first occasion to the second.
    as_of
        The one date under which every table is read.
    options, shelf
        Defaults are those of ``PlotOptions`` and the project's own tables.

    Raises
    ------
    Refused
        E-SA codes for tables, strata, pairs and the deduction; E-BM codes for species and
        equations; E-CA-04 for a yield that no forest has; E-TB codes where a table has no value on
        ``as_of``.
    """
    options = options or PlotOptions()
    shelf = shelf or open_shelf()
    surveyed = field_of(survey.plots, survey.trees, shelf, as_of, options.statuses)
    occasions = _occasions(surveyed)
    weighed = weigh(surveyed, options.means, shelf, as_of)
    level = confidence(shelf, as_of)
    first, second = _stocks(surveyed, weighed, survey.areas_ha, level, occasions)
    change = _change(first, second, survey.areas_ha, options)
    taken = _deducted(second.estimate, change, options, shelf, as_of)
    risk, rate, notes = _risk(options, shelf, as_of)
    gains = change.mean >= 0
    factor = float(taken.factor * ((1 - rate / HUNDRED) if gains else Decimal(1)))
    frame = _assemble(first.estimate, second.estimate, change, factor)
    return PlotRun(
        period=period,
        as_of=as_of,
        options=options,
        stocks=(first, second),
        change=change,
        discount=taken,
        risk=risk,
        factor=factor,
        weighed=weighed,
        frame=frame,
        notes=(
            *_field_notes(surveyed),
            *weighed.notes(),
            *culm_notes(weighed, period, shelf, as_of),
            *_yield_notes(frame, period, options, Band.on(shelf, as_of)),
            *notes,
        ),
        digests={
            **_input_digests(surveyed, survey.areas_ha),
            "parameters": _parameters(weighed, taken, risk, level),
            "result": digest_of_frame(frame, ("stratum", "gross_unit", "removal_unit"), "stratum"),
        },
    )


def stock_of_plots(
    survey: PlotSurvey,
    *,
    as_of: date,
    options: PlotOptions | None = None,
    shelf: Shelf | None = None,
) -> tuple[Stock, ...]:
    """The carbon stock at every occasion of a survey, the earliest first; refusals as above."""
    options = options or PlotOptions()
    shelf = shelf or open_shelf()
    surveyed = field_of(survey.plots, survey.trees, shelf, as_of, options.statuses)
    weighed = weigh(surveyed, options.means, shelf, as_of)
    occasions = sorted(surveyed.plots["occasion"].unique())
    level = confidence(shelf, as_of)
    return _stocks(surveyed, weighed, survey.areas_ha, level, occasions)


def replay_plots(
    survey: PlotSurvey, recorded: PlotRun, *, shelf: Shelf | None = None
) -> Replay[PlotRun]:
    """Measure again under the recorded period, date and options, and compare the digests."""
    again = measure_plots(
        survey, period=recorded.period, as_of=recorded.as_of, options=recorded.options, shelf=shelf
    )
    return Replay.of(recorded, again)


def _occasions(surveyed: Field) -> list[int]:
    found = sorted(surveyed.plots["occasion"].unique())
    if len(found) != 2:
        raise Refused.because(
            sampling_codes.OCCASIONS_NEEDED, "", found="、".join(map(str, found)) or "—"
        )
    return found


def _stocks(
    surveyed: Field,
    weighed: Weighed,
    areas_ha: Mapping[str, float],
    level: Value,
    occasions: list[int],
) -> tuple[Stock, ...]:
    trees = Field(surveyed.plots, weighed.trees, surveyed.listed)
    plots = by_plot(trees, ["carbon_kg"]).with_columns(
        value=pl.col("carbon_kg") / (KG_PER_TONNE * pl.col("area_ha"))
    )
    parts = [plots.filter(pl.col("occasion") == occasion) for occasion in occasions]
    return tuple(
        Stock(occasion, part, stratified(part, areas_ha, level.value))
        for occasion, part in zip(occasions, parts, strict=True)
    )


def _change(
    first: Stock, second: Stock, areas_ha: Mapping[str, float], options: PlotOptions
) -> Estimate:
    if options.design == "independent":
        return independent_change(first.estimate, second.estimate)
    level = second.estimate.confidence_percent
    return paired_change(first.plots, second.plots, areas_ha, level)


def _deducted(
    stock: Estimate, change: Estimate, options: PlotOptions, shelf: Shelf, as_of: date
) -> Discount:
    judged, what = (
        (change, Label("变化量", "the change"))
        if options.error_of == "change"
        else (stock, Label("期末碳储量", "the stock at t2"))
    )
    u = relative_error(judged, what)
    return discount(shelf, options.scheme, u, as_of, is_gain=change.mean >= 0)


def _risk(
    options: PlotOptions, shelf: Shelf, as_of: date
) -> tuple[dict[str, Any], Decimal, list[Note]]:
    if options.risk_percent is not None:
        rate = options.risk_percent
        return {"option": "risk_percent", "value": str(rate)}, rate, []
    table, key, name = RISK
    row = shelf.value(table, key=key, name=name, unit="%", as_of=as_of)
    zh = f"碳票的非持久性风险扣减率暂取 {row.value_text}%（{row.basis_label.zh}）。"
    en = f"The risk deduction of tickets is {row.value_text}% ({row.basis_label.en})."
    return row.as_dict(), row.value, [Note("risk-of-tickets", "warn", Label(zh, en))]


def _assemble(first: Estimate, second: Estimate, change: Estimate, factor: float) -> pl.DataFrame:
    rows = []
    for one, other, moved in zip(
        first.strata.iter_rows(named=True),
        second.strata.iter_rows(named=True),
        change.strata.iter_rows(named=True),
        strict=True,
    ):
        gross_t = moved["area_ha"] * moved["mean"] * CO2_PER_C
        rows.append(
            {
                "stratum": moved["stratum"],
                "area_ha": moved["area_ha"],
                "carbon_t1_tc_ha": one["mean"],
                "carbon_t2_tc_ha": other["mean"],
                "change_tc_ha": moved["mean"],
                "gross_unit": round_half_even(gross_t * CARBON_PER_TONNE),
                "removal_unit": round_half_even(gross_t * factor * CARBON_PER_TONNE),
            }
        )
    return pl.DataFrame(rows)


def _yield_notes(
    frame: pl.DataFrame, period: Period, options: PlotOptions, band: Band
) -> list[Note]:
    gross, area = int(frame["gross_unit"].sum()), float(frame["area_ha"].sum())
    rate = yield_t_ha_yr(gross, area, calendar_years(period))
    allowed = options.override_reason or None
    return judge_whole(rate, band, allowed, Label("全部层合计", "all strata"))


def _field_notes(surveyed: Field) -> list[Note]:
    made = []
    if surveyed.without_status:
        count = surveyed.without_status
        zh = f"检尺表没有检尺类型，{count} 行按活立木计。"
        en = f"The list of trees states no status; {count} rows were taken as living."
        made.append(Note("status-absent", "warn", Label(zh, en)))
    if surveyed.below_start:
        count = surveyed.below_start
        zh = f"{count} 行的胸径小于起测胸径，仍计入。"
        en = f"{count} rows are thinner than the rule starts at; they were counted."
        made.append(Note("below-start", "info", Label(zh, en)))
    return made


def _input_digests(surveyed: Field, areas_ha: Mapping[str, float]) -> dict[str, str]:
    """Of plots, trees (dead ones too) and areas, whatever order they came in."""
    strata = strata_frame(areas_ha)
    plot_key = pl.concat_str("occasion", "plot", separator="|")
    tree_key = pl.concat_str("occasion", "plot", "tree", separator="|")
    plots = surveyed.plots.with_columns(key=plot_key)
    trees = surveyed.listed.with_columns(key=tree_key)
    # Only bamboo has an age: a survey without it keeps the digest that it had before.
    age = () if trees["age_du"].null_count() == len(trees) else ("age_du",)
    return {
        "plots": digest_of_frame(plots, ("key", "stratum", "area_ha"), "key"),
        "trees": digest_of_frame(
            trees, ("key", "species", "d_cm", "h_m", *age, "status", "count"), "key"
        ),
        "strata": digest_of_frame(strata, ("stratum", "area_ha"), "stratum"),
    }


def strata_frame(areas_ha: Mapping[str, float]) -> pl.DataFrame:
    """The strata as a list, in order of their names."""
    kinds = {"stratum": pl.String(), "area_ha": pl.Float64()}
    return pl.DataFrame(sorted(areas_ha.items()), kinds, orient="row")


def _parameters(weighed: Weighed, taken: Discount, risk: dict[str, Any], level: Value) -> str:
    """Over every table row that entered the result."""
    return digest_of(
        {
            "kinds": {name: kind.as_dict() for name, kind in weighed.kinds.items()},
            "discount": taken.row,
            "risk": risk,
            "confidence": level.as_dict(),
        }
    )
