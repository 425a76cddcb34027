"""What the land register refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

DOUBLE_CLAIM = declare(
    "E-EL-11",
    what=Label(
        "与“{other}”重叠 {area_mu} 亩，监测期重合 {from_day} 至 {to_day}。",
        "Overlaps “{other}” by {area_mu} mu; the periods share {from_day} to {to_day}.",
    ),
    why=Label(
        "同一地块同一时期的减排量只能申报一次，避免重复计算。",
        "Removals of one plot and time may be claimed once only.",
    ),
    remedy=Label(
        "请去掉重叠的小班，或改用不重合的监测期。",
        "Leave out the overlapping compartments or choose another period.",
    ),
)
PERIOD_OPEN = declare(
    "E-EL-12",
    what=Label(
        "监测期止于 {last_day}，尚未结束。",
        "The monitoring period ends on {last_day}, still to come.",
    ),
    why=Label(
        "碳票只记载已经发生的减排量。", "A ticket carries removals that have already happened."
    ),
    remedy=Label("请把监测期改到今天以前结束。", "Let the period end before today."),
)
