"""What must be known beside a change of bamboo: its rhythm, and culms that are none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from qingshan.core.biomass.culm import Culm
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.plots.trees import Weighed
from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import Shelf

TABLE, MOSO = "biomass.bamboo", "毛竹"
YOUNGEST_DU = 1.0


def culm_notes(weighed: Weighed, period: Period, shelf: Shelf, as_of: date) -> Iterator[Note]:
    """Notes on the culms of a change; none where there is no bamboo.

    Moso sprouts in on-years (大年) and hardly in off-years (小年). Between dates that lie no whole
    number of cycles apart, an on-year's new culms look like growth, or a loss like rest.
    """
    culms = {
        name: kind.choice.equation
        for name, kind in weighed.kinds.items()
        if isinstance(kind.choice.equation, Culm)
    }
    if not culms:
        return
    listed = weighed.trees.filter(pl.col("kind").is_in(list(culms)))
    cycle = shelf.value(TABLE, key=MOSO, name="shoot_cycle", unit="yr", as_of=as_of)
    years = calendar_years(period)
    if years % cycle.number:
        first, second = _young(listed)
        zh = (
            f"两期相隔 {years:g} 年，不是大小年周期（{cycle.value_text} 年）的整数倍："
            f"一度竹由 {first:.1f}% 变为 {second:.1f}%，当年新竹可能被算作增长；宜在同一年相复测。"
        )
        en = (
            f"The dates lie {years:g} years apart, no whole number of cycles of on- and off-years "
            f"({cycle.value_text} yr): culms of the first du went from {first:.1f}% to "
            f"{second:.1f}%, and new ones may look like growth; measure in years of one kind."
        )
        yield Note("bamboo-cycle", "warn", Label(zh, en))
    least = max(culm.least.number for culm in culms.values())
    thin = int(listed.filter(pl.col("d_cm") < least)["count"].sum())
    if thin:
        zh = f"{thin} 株竹的胸径不足 {least:g} 厘米，按定义不计。"
        en = f"{thin} culms are thinner than {least:g} cm and are none by definition."
        yield Note("bamboo-thin", "info", Label(zh, en))


def _young(culms: pl.DataFrame) -> tuple[float, float]:
    """Share of culms of the first du at both occasions, per cent."""
    shares = []
    for at in (culms["occasion"].min(), culms["occasion"].max()):
        own = culms.filter(pl.col("occasion") == at)
        young = own.filter(pl.col("age_du") <= YOUNGEST_DU)["count"].sum()
        shares.append(100.0 * int(young) / int(own["count"].sum()))
    return shares[0], shares[1]
